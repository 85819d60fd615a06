"""What a damaged word was, where the vocabulary of these programmes leaves one answer.

The vocabulary is what the program looks for: every pair of neighbouring words in the wordings of the catalogue and the
units, and in :data:`PHRASES`, which are what such texts say besides. A word is *damaged* if no Vietnamese syllable is
spelt so ("tiẽu", "đxây", "hộnghèo"). :func:`restore` knows three ways in which it became so:

* words have run together: there is one way to cut it into words of the vocabulary;
* a letter with marks was lost, or has other marks: one word differs by that alone and makes a pair of the vocabulary with
  the word before or after (with both, where only two letters are left or the damaged word is an abbreviation in use);
* of a word of two letters the vowel was lost and the rest stuck to the next ("htrợ"), or stands alone ("S xã"): only
  in pairs of :data:`PHRASES`, since single letters say little.

:func:`restore_in_context` is for words that are syllables but not the ones meant ("nông thôn mơi"): both neighbours must make
pairs with the one word that differs by its marks. A sentence could say so all the same ("xã đặt chuẩn"), therefore it is
asked only in a text that has been seen to be damaged.

What two words could have become is left alone. Amounts ("t đồng", "t tỷ") are never made out of two letters or fewer:
a wrong power of ten is the worst repair there is.

>>> restore("hộnghèo"), restore("tiẽu", "chỉ"), restore("tiẽu", "hạt"), restore("htrợ")
('hộ nghèo', 'tiêu', None, 'hỗ trợ')
>>> restore_in_context("hô", "lệ", "nghèo"), restore_in_context("hô", "tiếng", "to")
('hộ', None)
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from ntm_extract.corpus.syllables import is_syllable
from ntm_extract.reference.catalogue import load_catalogue
from ntm_extract.reference.units import unit_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PHRASES: Final = (
    "nông thôn mới", "xây dựng", "dựng nông thôn", "đạt chuẩn", "chuẩn nghèo", "chuẩn nông thôn", "số xã", "xã đạt",
    "huyện đạt", "tỉnh đạt", "tiêu chí", "hộ nghèo", "hộ cận nghèo", "giảm nghèo", "thoát nghèo", "nghèo đa chiều",
    "tỷ lệ", "bình quân", "thu nhập", "đầu người", "kế hoạch", "mục tiêu", "phấn đấu", "chỉ tiêu", "nhiệm vụ",
    "trọng tâm", "quyết định", "nghị quyết", "thông báo", "chỉ đạo", "ủy ban nhân dân", "hội đồng nhân dân",
    "cấp huyện", "cấp xã", "cấp tỉnh", "địa bàn", "trên địa bàn", "toàn tỉnh", "toàn huyện", "thành phố", "thị xã",
    "đầu tư", "hỗ trợ", "phát triển", "sản xuất", "sản phẩm", "chủ thể", "hiến đất", "lao động", "huy động", "nguồn vốn",
    "nguồn lực", "ngân sách", "kinh phí", "giao thông", "thủy lợi", "thuỷ lợi", "nước sạch", "bảo hiểm y tế",
    "đặc biệt khó khăn", "biên giới", "dân tộc thiểu số", "đồng bào", "dột nát", "công nhận", "được công nhận", "nâng cao",
    "kiểu mẫu", "quy hoạch", "phê duyệt", "thực hiện", "hoàn thành", "đến nay", "hiện nay", "cuối năm", "giai đoạn",
    "cùng kỳ", "so với", "trong đó", "tổng số", "ước đạt", "dự kiến", "trở lên", "chương trình", "quốc gia", "phương châm",
    "bố trí", "bộc lộ", "dân cư", "tiêu thụ", "để xây dựng", "để đầu tư", "để thực hiện", "về kết quả", "số mục tiêu",
    "nhằm phát triển", "nghiệp vụ", "đánh giá", "ban hành", "môi trường", "văn hóa", "y tế", "giáo dục", "phát triển kinh tế",
    "miền núi", "bền vững", "khu vực", "nhân dân", "triển khai", "lồng ghép", "phối hợp", "đời sống", "cộng đồng",
    "đến năm", "trong năm", "đầu năm", "đến hết", "đến cuối", "hết năm", "số hộ", "cả nước", "toàn quốc", "còn lại",
    "nghìn tỷ", "nghìn đồng", "ngàn đồng", "triệu đồng", "tỷ đồng", "tỉ đồng", "triệu lượt", "nghìn lượt",
)  # fmt: skip
# words that lead to a number, and so stand before and after anything
LEADING: Final = (
    "đạt", "còn", "có", "là", "gần", "hơn", "trên", "dưới", "khoảng", "giảm", "tăng", "năm", "tháng", "ngày", "đến", "từ", "với",
    "thêm", "xuống", "chiếm", "bằng", "được", "và", "của", "số", "quý", "gồm", "cả", "đã", "mức", "tới", "cho",
)  # fmt: skip
_AMOUNTS: Final = frozenset({"tỷ", "tỉ", "triệu", "nghìn", "ngàn", "đồng"})
_ABBREVIATIONS: Final = frozenset("đt sđt tp tx tt trđ cn nq bq đc gđ hs sv vđv hlv ntm tb kt xh vh ql ks bs gv ths".split())
_VOWELS: Final = frozenset("aăâeêioôơuưy")


class Vocabulary(NamedTuple):
    """The words, and which stands before and after which."""

    words: frozenset[str]
    before: Mapping[str, frozenset[str]]
    after: Mapping[str, frozenset[str]]
    before_surely: Mapping[str, frozenset[str]]  # of PHRASES alone


@cache
def vocabulary() -> Vocabulary:
    """Made of the catalogue, the units and the phrases of this module."""
    units = [form for form, unit in unit_forms() if unit is not None and len(form) > 2]
    everything = [*load_catalogue().phrases, *units, *PHRASES, *LEADING]
    words = {word for phrase in everything for word in phrase.split() if is_syllable(word)}
    pairs = _pairs(everything)
    return Vocabulary(
        frozenset(words), _grouped((second, first) for first, second in pairs), _grouped(pairs),
        _grouped((second, first) for first, second in _pairs(PHRASES)),
    )


def _pairs(phrases: Iterable[str]) -> set[tuple[str, str]]:
    found = {pair for phrase in phrases for pair in pairwise(phrase.split(" "))}
    return {(first, second) for first, second in found if is_syllable(first) and is_syllable(second)}


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for key, value in pairs:
        groups.setdefault(key, set()).add(value)
    return {key: frozenset(values) for key, values in groups.items()}


def restore(word: str, before: str = "", after: str = "") -> str | None:
    """What stood in place of ``word``, which is no syllable; all in small letters, None: nothing certain."""
    found = {reading for reading in (_parted(word), _vowel_lost(word), _near(word, before, after)) if reading is not None}
    return found.pop() if len(found) == 1 else None


def restore_in_context(word: str, before: str, after: str) -> str | None:
    """What stood in place of a syllable that makes no pair with its neighbours, where another one makes both."""
    known = vocabulary()
    follows, leads = known.after.get(before, frozenset()), known.before.get(after, frozenset())
    if word in follows or word in leads:
        return None
    return _only({reading for reading in follows & leads - _AMOUNTS if _other_marks(word, reading)})


@cache
def _parted(word: str) -> str | None:
    """Cut a word into words of the vocabulary, if there is one way to do it."""
    if len(word) < 4 or len(word) > 24:
        return None
    ways = _ways(word)
    known = vocabulary()
    paired = [way for way in ways if all(second in known.after.get(first, ()) for first, second in pairwise(way))]
    if len(paired) == 1:
        return " ".join(paired[0])
    return " ".join(ways[0]) if len(ways) == 1 and not word.isascii() else None


def _ways(word: str) -> list[tuple[str, ...]]:
    words = vocabulary().words
    found: list[tuple[str, ...]] = []
    for size in range(2, min(8, len(word) - 1)):
        if word[:size] in words:
            rest = word[size:]
            if rest in words:
                found.append((word[:size], rest))
            found += [(word[:size], *way) for way in _ways(rest)]
    return found


def _vowel_lost(word: str) -> str | None:
    """ "htrợ", "đxây", "smục": a word of two letters without its vowel, before the next; "s" alone is asked by `lone`."""
    for size in (1, 2):
        onset, following = word[:size], word[size:]
        if _VOWELS.isdisjoint(unicodedata.normalize("NFD", onset)) and following in vocabulary().words:
            whole = lone(onset, following)
            if whole is not None:
                return f"{whole} {following}"
    return None


def lone(onset: str, after: str) -> str | None:
    """The word whose last letter was lost, leaving its consonants: "s" before "xã"."""
    if after in _AMOUNTS:
        return None
    found = vocabulary().before_surely.get(after, frozenset())
    return _only({word for word in found if word[:-1] == onset and not word[-1].isascii()})


def _near(word: str, before: str, after: str) -> str | None:
    """The word that differs by one letter's marks, or by one such letter that was lost."""
    known = vocabulary()
    follows = {reading for reading in known.after.get(before, ()) if _differs_little(word, reading)}
    leads = {reading for reading in known.before.get(after, ()) if _differs_little(word, reading)}
    both = follows & leads
    if both:
        return _only(both)
    if len(word) < 3 or word in _ABBREVIATIONS:
        return None
    return _only(follows | leads)


def _differs_little(damaged: str, whole: str) -> bool:
    return _other_marks(damaged, whole) or (_letter_lost(damaged, whole) and (whole not in _AMOUNTS or len(damaged) > 3))


def _other_marks(damaged: str, whole: str) -> bool:
    if len(damaged) != len(whole):
        return False
    different = [(one, other) for one, other in zip(damaged, whole, strict=True) if one != other]
    return len(different) == 1 and _base(different[0][0]) == _base(different[0][1])


def _letter_lost(damaged: str, whole: str) -> bool:
    return len(damaged) == len(whole) - 1 > 0 and any(
        not letter.isascii() and whole[:index] + whole[index + 1 :] == damaged for index, letter in enumerate(whole)
    )


def _base(letter: str) -> str:
    return "d" if letter == "đ" else unicodedata.normalize("NFD", letter)[0]


def _only(found: set[str]) -> str | None:
    """The one reading; two spellings of one word are one, the usual "tỷ" and "hóa" before "tỉ" and "hoá"."""
    if len(found) > 1 and len({_spelling(word) for word in found}) == 1:
        return max(found, key=lambda word: ("y" in _base_letters(word), -_mark_at(word)))
    return next(iter(found)) if len(found) == 1 else None


def _spelling(word: str) -> str:
    letters = "".join(sorted(unicodedata.normalize("NFD", word)))
    return letters.replace("y", "i") if len(word) == 2 else letters


def _base_letters(word: str) -> str:
    return "".join(map(_base, word))


def _mark_at(word: str) -> int:
    return next((index for index, letter in enumerate(word) if not letter.isascii()), 0)
