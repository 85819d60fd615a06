"""Object stores and web servers by their addresses, through fsspec: ``s3://``, ``gs://``, ``https://`` and its other kinds.

fsspec is imported for the first address, and never for a run on local files. It and what it needs for each kind of store
are installed with the extra ``remote``.
"""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlsplit

from ntm_extract.errors import NtmError

WEB: Final = ("http", "https")
CONNECT, ANSWER = 10, 30  # seconds
_ADDRESS: Final = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_PACKAGES: Final = {"http": "'fsspec[http]'", "https": "'fsspec[http]'", "s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs"}


def is_address(source: str) -> bool:
    """Whether a source or an output is no local path."""
    return _ADDRESS.match(source) is not None


def local_path(output: str) -> str | None:
    """The path of an output on this machine; None of one in a store.

    >>> local_path("tables/"), local_path("file:///srv/tables"), local_path("s3://bucket/tables")
    ('tables/', '/srv/tables', None)
    """
    if not is_address(output):
        return output
    return output.partition("://")[2] if scheme_of(output) in ("file", "local") else None


def scheme_of(address: str) -> str:
    """The kind of an address: ``s3``."""
    return urlsplit(address).scheme.lower()


def open_store(address: str) -> tuple[Any, str]:
    """The store of an address as fsspec has it, made once in each process, and the path in it.

    What this installation cannot open is an NtmError, with the command that changes it.
    """
    scheme = scheme_of(address)
    package = _PACKAGES.get(scheme, "fsspec")
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - an extra, and slow to import

        store, path = url_to_fs(address, **_options(scheme))
    except ImportError as error:
        message = f"{scheme}:// addresses need a package that is not installed ({error.name or package})"
        hint = f"pip install {package}   (for all kinds, in the folder of the program: pip install '.[remote]')"
        raise NtmError("missing_package", message, hint) from error
    except ValueError as error:
        known = ", ".join(f"{name}://" for name in _PACKAGES)
        raise NtmError("bad_address", f"{address} cannot be used: {error}", f"addresses begin with {known}") from error
    return store, path


def canonical(address: str) -> str:
    """An address as its store writes it, without a slash at its end."""
    store, path = open_store(address)
    return str(store.unstrip_protocol(path)).rstrip("/")


def code_of(error: Exception) -> str:
    """``not_found``, ``forbidden``, or ``unreachable``: what may be otherwise at the next attempt."""
    status = getattr(error, "status", None)
    if isinstance(error, FileNotFoundError) or status in (404, 410):
        return "not_found"
    if isinstance(error, PermissionError) or (isinstance(status, int) and 400 <= status < 500 and status not in (408, 429)):
        return "forbidden"
    return "unreachable"


def said(error: Exception) -> str:
    """An error of a store in a line."""
    words = " ".join(str(error).split())[:300]
    return f"{words} ({type(error).__name__})" if words else type(error).__name__


def _options(scheme: str) -> dict[str, Any]:
    if scheme in WEB:
        from aiohttp import ClientTimeout  # noqa: PLC0415

        timeout = ClientTimeout(total=None, sock_connect=CONNECT, sock_read=ANSWER)
        return {"client_kwargs": {"timeout": timeout, "trust_env": True}}
    if scheme in ("s3", "s3a"):
        config = {"connect_timeout": CONNECT, "read_timeout": ANSWER, "retries": {"max_attempts": 2, "mode": "standard"}}
        return {"config_kwargs": config, "use_listings_cache": False}
    return {"requests_timeout": ANSWER, "use_listings_cache": False} if scheme in ("gs", "gcs") else {}
