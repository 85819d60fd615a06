"""Which column of a table is its text, title, date and address, where the user does not say.

The name decides, whatever its case, diacritics and separators: ``Nội dung`` is ``noi_dung``. Where no name is known, the
text is the column whose values are by far the longest. There is no guess at ids. ``date`` is no date of publication in
a table of a web crawl, which names its archive files: it says when the page was fetched.

What was guessed is said at the end of the run; a wrong guess is put right with ``--text-column`` and the like.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Final

from ntm_extract.corpus.found import Columns
from ntm_extract.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROLES: Final = ("text", "title", "date", "url")
_NAMES: Final = {
    "text": (
        "text content body noi_dung noidung article_text article_body articlebody main_text maintext full_text fulltext plain_text "
        "raw_text raw_content van_ban toan_van article story html content_html html_content body_html raw_html"
    ).split(),
    "title": "title tieu_de tieude headline ten_bai ten_bai_viet tieu_de_bai_viet article_title".split(),
    "date": (
        "published publish_date published_date date_published datepublished pub_date pubdate publication_date published_at "
        "date_publish published_time publish_time posted_at ngay_dang ngay_xuat_ban ngay_dang_bai ngay_phat_hanh "
        "ngay_ban_hanh date ngay"
    ).split(),
    "url": "url link href uri source_url article_url page_url duong_dan lien_ket".split(),
}
_CRAWLED: Final = ("dump", "warc", "crawl")
_TEXT_LENGTH: Final = 200  # on average, of a column that is taken for the text without its name
_TIMES: Final = 2  # longer than any other


def choose(rows: Sequence[Mapping[str, Any]], named: Columns, source: str) -> Columns:
    """The columns of a table from its first rows. DocumentError ``no_text_column`` where there is no telling, or none."""
    present = list(dict.fromkeys(name for row in rows for name in row))
    known = {plain(name): name for name in reversed(present)}
    for option, name in (("text", named.text), ("title", named.title), ("date", named.date), ("url", named.url), ("id", named.id)):
        if name is not None and all(lookup(row, name) is None for row in rows) and name not in present:
            raise _missing(f"{source} has no column {name!r} for --{option}-column", present)
    guessed = {role: next((known[name] for name in _NAMES[role] if name in known), None) for role in ROLES}
    if plain(guessed["date"] or "") in ("date", "ngay") and any(name.startswith(_CRAWLED) for name in known):
        guessed["date"] = None
    text = named.text or guessed["text"] or _longest(rows, present)
    if text is None:
        raise _missing(f"{source}: no telling which column is the text, --text-column names it", present)
    return Columns(text, named.title or guessed["title"], named.date or guessed["date"], named.url or guessed["url"], named.id)


def lookup(row: Mapping[str, Any], name: str) -> Any:
    """A value of a row; ``meta.url`` is a value within a value, unless a column has that very name."""
    if name in row or "." not in name:
        return row.get(name)
    value: Any = row
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def plain(name: str) -> str:
    """A name without case, diacritics and separators.

    >>> plain("Nội dung"), plain("Ngày-đăng")
    ('noi_dung', 'ngay_dang')
    """
    letters = unicodedata.normalize("NFD", name.strip().casefold().replace("đ", "d"))
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return "_".join("".join(letter if letter.isalnum() else " " for letter in kept).split())


def _longest(rows: Sequence[Mapping[str, Any]], present: Sequence[str]) -> str | None:
    lengths = {name: sum(len(value) for row in rows if isinstance(value := row.get(name), (str, bytes))) for name in present}
    ranked = sorted(lengths, key=lambda name: -lengths[name])
    if not ranked or lengths[ranked[0]] < _TEXT_LENGTH * len(rows):
        return None
    return ranked[0] if len(ranked) == 1 or lengths[ranked[0]] >= _TIMES * lengths[ranked[1]] else None


def _missing(message: str, present: Sequence[str]) -> DocumentError:
    shown = ", ".join(present[:20]) + (f" and {len(present) - 20} more" if len(present) > 20 else "")
    shown = shown or "none that can be read"
    return DocumentError("no_text_column", f"{message}; its columns: {shown}", "name it with --text-column NAME (and so on)")
