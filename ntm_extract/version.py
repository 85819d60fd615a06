"""The versions that every document row and every table carries.

``__version__`` is the program's. :func:`rules_version` says more exactly what decided the figures: it is a digest of
the code and data that read a document, so that two runs with the same rules version read the same text the same way,
and nobody has to remember to change a number when a wording is added. A changed comment changes it as well, which
costs nothing worse than a document that is read once more.
"""

from __future__ import annotations

from functools import cache

TYPE_CHECKING = False  # typing itself is slow to import, and every start of the program waits for this module
if TYPE_CHECKING:
    from pathlib import Path

__version__ = "0.1.0"

RULE_PARTS = (
    "analysis.py", "attribution", "corpus", "language.py", "model.py", "numerals.py", "patterns", "pipeline.py",
    "reference", "tabulate.py",
)  # fmt: skip
_KINDS = frozenset({".py", ".toml", ".tsv", ".gz"})


@cache
def rules_version() -> str:
    """Twelve hexadecimal digits of the SHA-256 of everything that decides how a text is read."""
    from pathlib import Path

    return digest_of(Path(__file__).parent)


def digest_of(package: Path) -> str:
    """The digest of the rule files below ``package``, whatever the order the file system gives them in."""
    from hashlib import sha256

    digest = sha256()
    for part in RULE_PARTS:
        path = package / part
        files = [path] if path.is_file() else sorted(item for item in path.rglob("*") if item.suffix in _KINDS)
        for file in files:
            content = file.read_bytes()
            digest.update(f"{file.relative_to(package).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()[:12]
