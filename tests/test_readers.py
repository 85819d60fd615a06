from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
from typing import TYPE_CHECKING

import pytest
from ntm_extract.corpus.readers import Input, InputFailure, Limits, Skipped, iter_inputs, printable, read_document
from ntm_extract.errors import DocumentError, NtmError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def write(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Toàn huyện có 15 xã", encoding="utf-8")


def ids(*sources: str | Path, **options: object) -> list[str]:
    return [found.doc_id for found in iter_inputs([str(s) for s in sources], **options) if isinstance(found, Input)]


def test_a_folder_gives_its_texts_in_the_order_of_their_ids(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.md", "a.txt", "a0.html", "a/b/c.HTM", "a-1.text", ".hidden.txt", ".git/x.txt")
    found = ids(tmp_path)
    assert found == sorted(found)
    assert found == ["a-1.text", "a.txt", "a/b/c.HTM", "a/z.md", "a0.html", "b.txt"]


def test_other_files_are_counted_once(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.png", "c/d.png", "e.jpg.gz", "README")
    skipped = [found for found in iter_inputs([str(tmp_path)]) if isinstance(found, Skipped)]
    assert [(note.count, note.extensions) for note in skipped] == [(4, ((".png", 2), ("", 1), (".jpg.gz", 1)))]


def test_excluded_paths_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "output/b.txt", "c.txt")
    assert ids(tmp_path, exclude=[tmp_path / "output", tmp_path / "c.txt"]) == ["a.txt"]


def test_symlinked_folders_are_not_entered(tmp_path: Path) -> None:
    write(tmp_path, "outside/secret.txt", "corpus/a/b.txt")
    (tmp_path / "corpus/a/up").symlink_to(tmp_path / "corpus", target_is_directory=True)
    (tmp_path / "corpus/out").symlink_to(tmp_path / "outside", target_is_directory=True)
    (tmp_path / "corpus/file.txt").symlink_to(tmp_path / "outside/secret.txt")
    (tmp_path / "corpus/lost.txt").symlink_to(tmp_path / "nowhere.txt")
    assert ids(tmp_path / "corpus") == ["a/b.txt", "file.txt", "lost.txt"]
    lost = next(found for found in iter_inputs([str(tmp_path / "corpus")]) if found[0] == "lost.txt")
    with pytest.raises(DocumentError) as caught:
        read_document(lost)
    assert caught.value.code == "unreadable"


def test_pipes_in_a_folder_do_not_block(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert ids(tmp_path) == ["a.txt"]


def test_a_single_file_of_any_name_is_taken_and_sniffed(tmp_path: Path) -> None:
    (tmp_path / "page.php").write_text("<!DOCTYPE html><p>Xã <b>A</b>", encoding="utf-8")
    (tmp_path / "notes.log").write_text("Xã A", encoding="utf-8")
    sources = [str(tmp_path / "page.php"), str(tmp_path / "notes.log")]
    documents = [read_document(found) for found in iter_inputs(sources)]
    assert [(d.doc_id, d.format, d.text) for d in documents] == [
        ("page.php", "html", "Xã A"), ("notes.log", "txt", "Xã A"),
    ]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["a.txt"]),
        ("**/*.txt", ["2023/b.txt", "2024/q/c.txt", "a.txt"]),
        ("20??/*.txt", ["2023/b.txt"]),
        ("202[3]/**/*", ["2023/b.txt"]),
        ("*", ["a.txt"]),
        ("*.log", ["d.log"]),
    ],
)
def test_globs(tmp_path: Path, pattern: str, expected: list[str]) -> None:
    write(tmp_path, "a.txt", "2023/b.txt", "2024/q/c.txt", "d.log", "2023/x.png")
    assert ids(f"{tmp_path}/{pattern}") == expected


def test_ids_of_several_sources_are_unique_and_files_are_given_once(tmp_path: Path) -> None:
    write(tmp_path, "one/a.txt", "two/a.txt", "two/b.txt", "x/two/a.txt")
    assert ids(tmp_path / "one", tmp_path / "two", tmp_path / "x/two", tmp_path / "two/b.txt") == [
        "a.txt", "two/a.txt", "b.txt", "two~2/a.txt",
    ]


def test_a_missing_source_says_what_to_type(tmp_path: Path) -> None:
    write(tmp_path, "corpus/a.txt")
    with pytest.raises(NtmError) as caught:
        iter_inputs([str(tmp_path / "corpus"), str(tmp_path / "corpsu")])
    assert caught.value.exit_code == 2
    assert "corpsu" in caught.value.message
    assert str(tmp_path / "corpus") in caught.value.hint
    with pytest.raises(NtmError):
        iter_inputs([])
    with pytest.raises(NtmError, match="empty name"):
        iter_inputs([str(tmp_path / "corpus"), ""])
    with pytest.raises(NtmError):
        list(iter_inputs([f"{tmp_path}/*.nothing"]))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Xã A đạt chuẩn".encode())))
    (found,) = iter_inputs(["-"])
    assert read_document(pickle.loads(pickle.dumps(found))).text == "Xã A đạt chuẩn"  # noqa: S301


def test_standard_input_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 100)))
    (found,) = iter_inputs(["-"], limits=Limits(max_bytes=10))
    assert isinstance(found, InputFailure)
    assert found.error.code == "too_large"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/b\xe1o \xff.txt"
    with open(raw, "wb") as stream:  # noqa: PTH123
        stream.write(b"15")
    (found,) = iter_inputs([str(tmp_path)])
    assert found.doc_id == "b\\xe1o \\xff.txt"
    document = read_document(found)
    assert document.text == "15"
    (document.doc_id + document.source).encode("utf-8")
    assert ids(os.fsdecode(raw)) == ["b\\xe1o \\xff.txt"]
    assert printable("xã.txt") == "xã.txt"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are Unicode there")
def test_names_that_are_written_alike_have_ids_of_their_own(tmp_path: Path) -> None:
    write(tmp_path, "x\\xe1.txt", "t\\xff/a.txt", "t\\xff/b.txt")
    (tmp_path / os.fsdecode(b"t\xff")).mkdir()
    for name in (b"x\xe1.txt", b"t\xff/a.txt", b"t\xff/c.txt"):
        (tmp_path / os.fsdecode(name)).write_text("Toàn huyện có 16 xã", "utf-8")
    found = ids(tmp_path)
    assert sorted(found) == ["t\\xff/a.txt", "t\\xff/a.txt~2", "t\\xff/b.txt", "t\\xff/c.txt", "x\\xe1.txt", "x\\xe1.txt~2"]
    assert found == ids(tmp_path)
    assert len(set(ids(tmp_path, tmp_path / "x\\xe1.txt"))) == 6


def test_a_document_names_its_encoding_hash_and_metadata(tmp_path: Path) -> None:
    data = (
        "<html><head><title>Tin</title><meta property='article:published_time' content='2024-01-02'></head>"
        "<body><p>Xã đạt chuẩn"
    ).encode("utf-8-sig")
    (tmp_path / "a.html").write_bytes(data)
    (found,) = iter_inputs([str(tmp_path)])
    document = read_document(found)
    assert document.text == "Xã đạt chuẩn"
    assert document.encoding == "utf-8-sig"
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert (document.metadata.title, document.metadata.published) == ("Tin", "2024-01-02")


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\xef\xbb\xbf", b"<html></html>"])
def test_an_empty_document_is_no_failure(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.html").write_bytes(data)
    (found,) = iter_inputs([str(tmp_path)])
    assert read_document(found).text == ""


@pytest.mark.parametrize(("data", "code"), [(b"%PDF-1.4", "binary"), (b"x" * 101, "too_large")])
def test_bad_documents_have_codes(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (found,) = iter_inputs([str(tmp_path)])
    with pytest.raises(DocumentError) as caught:
        read_document(found, Limits(max_bytes=100))
    assert caught.value.code == code


def test_an_endless_source_ends() -> None:
    with pytest.raises(DocumentError) as caught:
        read_document(next(iter(iter_inputs(["/dev/zero"]))), Limits(max_bytes=1000))
    assert caught.value.code == "too_large"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "locked/b.txt")
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "locked").chmod(0)
    try:
        found = list(iter_inputs([str(tmp_path)]))
        assert isinstance(found[1], InputFailure)
        assert found[1].error.code == "unreadable"
        with pytest.raises(DocumentError):
            read_document(found[0])
    finally:
        (tmp_path / "locked").chmod(0o700)


def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.txt", "locked/b.txt", "z.txt")
    real = os.scandir

    def scandir(path: str) -> Iterator[os.DirEntry[str]]:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = list(iter_inputs([str(tmp_path)]))
    assert [one.doc_id for one in found] == ["a.txt", "locked", "z.txt"]
    assert isinstance(found[1], InputFailure)
