"""Where a run works and where its tables go: the output folder, or for a store a folder of this machine and the store.

A run into a store is a run into a folder (the *state*) that is then put into the store, so what holds of runs into
folders (one at a time, going on where one stopped, taking over what has not changed) holds of it too. The state is
``--state FOLDER`` or a folder among the user's caches, named by a digest of the address. Without it nothing is lost but time:
all documents are read again, and files that turn out the same are not uploaded again.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ntm_extract.corpus.files import GLOB_SIGNS
from ntm_extract.errors import NtmError
from ntm_extract.stores import canonical, is_address, local_path, scheme_of

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Target:
    """Where a run works, and the address its tables go to if that is no folder."""

    folder: Path
    address: str | None = None

    @property
    def name(self) -> str:
        """What the user calls it."""
        return str(self.folder) if self.address is None else self.address

    @property
    def places(self) -> list[Path | str]:
        """What is passed over when sources are read."""
        return [self.folder] if self.address is None else [self.folder, self.address]


def target_of(output: str | os.PathLike[str], state: Path | None = None, *, shared: bool = False) -> Target:
    """Where a run into ``output`` works, or a share of one."""
    name = os.fspath(output)
    if not name:
        raise NtmError("no_output", "the output is an empty name", "name a folder: -o output/; is a variable of the command unset?")
    local = local_path(name)
    if local is None:
        if shared and state is None:
            raise NtmError(
                "no_state", f"shares of a run into {name} need a folder that all machines see",
                "name it in each of the commands: --state FOLDER",
            )
        return Target(state if state is not None else _among_caches(name), name)
    if state is not None:
        raise NtmError(
            "state_of_folder", f"the output {name} is a folder and keeps its state itself; --state is for outputs in stores",
            "leave --state out",
        )
    return Target(Path(local))


def _among_caches(address: str) -> Path:
    try:
        caches = (
            os.environ.get("LOCALAPPDATA") if sys.platform == "win32"
            else Path("~/Library/Caches").expanduser() if sys.platform == "darwin"
            else os.environ.get("XDG_CACHE_HOME")
        )  # fmt: skip
        folder = Path(caches) if caches else Path("~/.cache").expanduser()
    except RuntimeError as error:
        message = f"there is no folder for the state of {address}: {error}"
        raise NtmError("no_home", message, "name one with --state FOLDER") from error
    return folder / "ntm-extract" / sha256(canonical(address).encode()).hexdigest()[:16]


def check_output(sources: Sequence[str], target: Target) -> None:
    """Refuse an output, or a state, that is a source folder or holds one."""
    folder = Path(os.path.realpath(target.folder))
    for source in sources:
        if is_address(source):
            if target.address is not None:
                _check_address(source, target.address)
            continue
        named = source
        if GLOB_SIGNS.search(source) and not os.path.lexists(source):
            named = _fixed_part(source) or "."
        elif source == "-" or not os.path.isdir(source):  # noqa: PTH112 - Path.is_dir fails below what may not be entered
            continue
        read = Path(os.path.realpath(named))
        if folder == read or folder in read.parents:
            what = "is the source folder itself" if folder == read else f"is a folder above the source {source}"
            if target.address is None:
                raise NtmError(
                    "output_is_source", f"the output folder {target.folder} {what}; its tables would lie among the texts",
                    "choose a folder of its own: ntm extract SOURCE -o output/",
                )
            raise NtmError(
                "output_is_source", f"the state folder {target.folder} {what}", "choose a folder of its own: --state FOLDER"
            )


def _check_address(source: str, output: str) -> None:
    """A single object cannot be told from a prefix by its name: one just below the output is refused as well."""
    if scheme_of(source) in ("http", "https"):
        return
    read = canonical(_fixed_part(source) if GLOB_SIGNS.search(source) else source)
    written = canonical(output)
    if f"{read}/".startswith(f"{written}/"):
        what = "is the source itself" if read == written else f"is above the source {source}"
        raise NtmError(
            "output_is_source", f"the output {output} {what}; its tables would lie among the texts",
            "choose a prefix of its own: ntm extract SOURCE -o s3://bucket/tables",
        )


def _fixed_part(pattern: str) -> str:
    return re.split(GLOB_SIGNS, pattern, maxsplit=1)[0].rpartition("/")[0]
