"""What the working tree reads of a folder of texts that a commit did not, and the other way round.

    python tools/gains_and_losses.py [TEXTS] [--base COMMIT] [--show N] [--json]

The package as it was at the commit is unpacked into a temporary folder; ``ntm extract`` runs once with it and once with
the working tree, side by side and with this interpreter; ``ntm compare`` says what differs. Nothing is left behind. The
default is the sample corpus and the last commit: what the changes at hand gain and lose.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "ntm_extract"
USAGE = "make gains TEXTS=folder BASE=commit"


class Refused(Exception):  # noqa: N818 - it says what to type, not what broke
    """What cannot be done, and what to type instead."""


def main(arguments: list[str] | None = None) -> int:
    """Compare; the exit code is that of the program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="?", default=str(ROOT / "corpus"), help="folder of texts (default: the sample corpus)")
    parser.add_argument("--base", default="HEAD", help="the commit to compare the working tree with (default: HEAD)")
    parser.add_argument("--show", default="40", help="rows to show; -1 for all (default: 40)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args(arguments)
    try:
        return _compare(given)
    except Refused as refusal:
        print(f"error: {refusal}", file=sys.stderr)
        return 2


def _compare(given: argparse.Namespace) -> int:
    texts = Path(given.texts).expanduser().resolve()
    if not texts.exists():
        raise Refused(f"there is no folder {given.texts}\n  name one with texts: {USAGE}")
    commit = _git("rev-parse", "--verify", "--quiet", f"{given.base}^{{commit}}", otherwise=(
        f"there is no commit {given.base!r} in this clone\n  see which there are: git log --oneline; a shallow clone "
        "gets the others with: git fetch --unshallow"
    )).strip()
    with tempfile.TemporaryDirectory(prefix="ntm-gains-") as name:
        folder = Path(name)
        _unpack(commit, folder)
        print(f"before: {_git('log', '-1', '--format=%h %s', commit).strip()}; after: the working tree", file=sys.stderr)
        runs = {side: _extract(tree, texts, folder / side) for side, tree in (("before", folder), ("after", ROOT))}
        for side, run in runs.items():
            said = run.communicate()[1]
            if not (folder / side / "datapackage.json").exists():  # that some documents failed is for the comparison to say
                for other in runs.values():
                    other.kill()
                    other.wait()
                where = f"the package of {commit[:10]}" if side == "before" else "the working tree"
                raise Refused(
                    f"{where} could not read {texts}:\n{said.strip()}\n  an older package may need other libraries; "
                    f"name another commit or folder: {USAGE}"
                )
        more = ["--json"] if given.json else ["--show", given.show]
        command = [sys.executable, "-m", PACKAGE, "compare", "before", "after", *more]
        return subprocess.run(command, cwd=folder, env=_environment(ROOT), check=False).returncode


def _extract(tree: Path, texts: Path, output: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", PACKAGE, "extract", str(texts), "-o", str(output), "--quiet"]
    return subprocess.Popen(
        command, cwd=output.parent, env=_environment(tree), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace",
    )


def _environment(tree: Path) -> dict[str, str]:
    """The package of ``tree`` and no other: not the one of the current folder, nor the installed one."""
    path = os.pathsep.join(filter(None, [str(tree), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, "PYTHONSAFEPATH": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _unpack(commit: str, folder: Path) -> None:
    archive = folder / "package.tar"
    _git("archive", "--format=tar", f"--output={archive}", commit, PACKAGE, otherwise=(
        f"commit {commit[:10]} has no folder {PACKAGE}\n  name a later one: {USAGE}"
    ))
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    archive.unlink()


def _git(*arguments: str, otherwise: str = "") -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise Refused("git is not installed\n  install it, or compare two folders of tables: ntm compare BEFORE AFTER") from None
    if done.returncode:
        raise Refused(otherwise or done.stderr.strip())
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
