"""What a damaged word was, where the vocabulary of these programmes leaves one answer.

The vocabulary is what the program looks for: every pair of neighbouring words in the wordings of the catalogue and the
units, and in :data:`PHRASES`, which are what such texts say besides. A word is *damaged* if no Vietnamese syllable is
spelt so ("tiẽu", "đxây", "hộnghèo"). :func:`restore` knows three ways in which it became so:

* words have run together: there is one way to cut it into words of the vocabulary, and it bears a tone or each two of them
  are a pair ("rađa" is no "ra đa");
* a letter with marks was lost, or has other marks: one word differs by that alone and makes a pair of the vocabulary with
  the word before or after. Where no vowel is left, or the neighbour is a word that stands beside anything, it must be a
  pair of :data:`PHRASES`, or both neighbours must agree; an abbreviation in use needs both, or such a pair with the next;
* of a word of two letters the vowel was lost and the rest stuck to the next ("htrợ"), or stands alone ("S xã"): only
  in pairs of :data:`PHRASES`, since single letters say little.

:func:`restore_in_context` is for words that are syllables but not the ones meant ("tỷ lệ hô nghèo"): the one word that
differs by its marks or a lost letter must make pairs with both its neighbours, or be the third of three with two of them.
A sentence could say so all the same ("xã đặt chuẩn"), therefore it is asked only in a text that has been seen to be
damaged. A number counts as a neighbour: "41 triu đồng".

What two words could have become is left alone. Amounts ("t đồng", "t tỷ") are never made out of two letters or fewer:
a wrong power of ten is the worst repair there is.

>>> restore("hộnghèo"), restore("tiẽu", "chỉ"), restore("tiẽu", "hạt"), restore("htrợ")
('hộ nghèo', 'tiêu', None, 'hỗ trợ')
>>> restore_in_context("hô", ("lệ", "tỷ"), ("nghèo", "")), restore_in_context("hô", ("tiếng", ""), ("to", ""))
('hộ', None)
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
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
    "bố trí", "bộc lộ", "dân cư", "tiêu thụ", "về kết quả", "số mục tiêu",
    "nhằm phát triển", "nghiệp vụ", "công nhân", "đánh giá", "ban hành", "môi trường", "văn hóa", "y tế", "giáo dục",
    "phát triển kinh tế",
    "miền núi", "bền vững", "khu vực", "nhân dân", "triển khai", "lồng ghép", "phối hợp", "đời sống", "cộng đồng",
    "đến năm", "trong năm", "đầu năm", "đến hết", "đến cuối", "hết năm", "số hộ",
    "tổng nguồn", "tổng vốn", "cả nước", "toàn quốc", "còn lại",
    "ít nhất", "thấp nhất", "cao nhất", "tối thiểu", "tối đa", "không quá", "xấp xỉ", "trở xuống", "trong số", "tính đến",
    "lần lượt", "tương ứng", "hằng năm", "hàng năm", "mỗi năm", "so với năm", "năm trước", "cùng thời điểm",
    "nghìn tỷ", "nghìn đồng", "ngàn đồng", "triệu đồng", "tỷ đồng", "tỉ đồng", "triệu lượt", "nghìn lượt",
)  # fmt: skip
# words that lead to a number, and so stand before and after anything
LEADING: Final = (
    "đạt", "còn", "có", "là", "gần", "hơn", "trên", "dưới", "khoảng", "giảm", "tăng", "năm", "tháng", "ngày", "đến", "từ", "với",
    "thêm", "xuống", "chiếm", "bằng", "được", "và", "của", "số", "quý", "gồm", "cả", "đã", "mức", "tới", "cho",
)  # fmt: skip
NUMBER: Final = "0"
YEAR: Final = "2000"
_WEAK: Final = frozenset(LEADING) | frozenset("các những tại ở trong do để theo về như một này khi".split()) | {NUMBER}
# words of grammar that no wording of the catalogue holds; here so that they are not taken for damaged ones
_GRAMMAR: Final = (
    "thì mà rồi nếu vì nên cũng đang vẫn chỉ lại thế kia ai gì nào đâu tôi ông bà anh chị em họ nó mình rất quá càng hãy đừng phải "
    "bởi dù tuy song nhưng hay hoặc cùng bị do nhau đều ra vào lên đi đã sẽ vừa mới từng ấy bao mấy nhất tình hình thành tinh tính"
).split()
_AMOUNTS: Final = frozenset({"tỷ", "tỉ", "triệu", "nghìn", "ngàn"})
_ABBREVIATIONS: Final = frozenset("đt sđt tp tx tt trđ cn nq bq đc gđ hs sv vđv hlv ntm tb kt xh vh ql ks bs gv ths".split())
_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_OF_MANY: Final = frozenset({"v", "đ", "l"})  # và, về, vì; đã, để; là: these stand before anything
_VOWELS: Final = frozenset("aăâeêioôơuưy")


class Vocabulary(NamedTuple):
    """The words, and which stand before and after which word or pair of words; NUMBER and YEAR stand for any of them."""

    words: frozenset[str]
    before: Mapping[str, frozenset[str]]
    after: Mapping[str, frozenset[str]]
    before_surely: Mapping[str, frozenset[str]]  # of PHRASES alone, and so the next
    after_surely: Mapping[str, frozenset[str]]


@cache
def vocabulary() -> Vocabulary:
    """Made of the catalogue, the units and the phrases of this module."""
    units = [form for form, unit in unit_forms() if unit is not None and len(form) > 2]
    numbered = [*(f"{NUMBER} {unit}" for unit in (*units, *sorted(_AMOUNTS))), *(f"{word} {NUMBER}" for word in LEADING)]
    everything = [*load_catalogue().phrases, *units, *PHRASES, *LEADING, *numbered, f"năm {YEAR}"]
    words = {word for phrase in (*everything, *_GRAMMAR) for word in phrase.split() if is_syllable(word)}
    near = [*_runs(everything, 2), *_runs(set(everything).difference(units), 3)]  # units are lists: "huyện, thị, thành phố"
    surely = _runs((*PHRASES, f"năm {YEAR}"), 2)
    return Vocabulary(
        frozenset(words),
        _grouped((" ".join(run[1:]), run[0]) for run in near), _grouped((" ".join(run[:-1]), run[-1]) for run in near),
        _grouped((second, first) for first, second in surely), _grouped((first, second) for first, second in surely),
    )


def _runs(phrases: Iterable[str], size: int) -> set[tuple[str, ...]]:
    found = set()
    for phrase in phrases:
        parts = phrase.split(" ")
        for at in range(len(parts) - size + 1):
            run = tuple(parts[at : at + size])
            if all(part in (NUMBER, YEAR) or is_syllable(part) for part in run):
                found.add(run)
    return found


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for key, value in pairs:
        groups.setdefault(key, set()).add(value)
    return {key: frozenset(values) for key, values in groups.items()}


def restore(word: str, before: str = "", after: str = "") -> str | None:
    """What stood in place of ``word``, which is no syllable; all in small letters, None: nothing certain."""
    found = {reading for reading in (_parted(word), _vowel_lost(word, after), _near(word, before, after)) if reading is not None}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1 << 14)
def restorable(word: str) -> bool:
    """Whether :func:`restore` or :func:`lone` could find anything, whatever stands beside the word."""
    known = vocabulary()
    if len(word) == 1:
        return word not in _OF_MANY and any(len(whole) == 2 and whole[0] == word for whole in known.words)
    if _parted(word) is not None:
        return True
    if any(word[size:] in known.words and _VOWELS.isdisjoint(_base_letters(word[:size])) for size in (1, 2)):
        return True
    return _base_letters(word) in _skeletons()


@cache
def _skeletons() -> frozenset[str]:
    """The words of the vocabulary without marks, and with one of their marked letters lost."""
    found = set()
    for word in vocabulary().words:
        bare = _base_letters(word)
        found.add(bare)
        found.update(bare[:index] + bare[index + 1 :] for index, letter in enumerate(word) if not letter.isascii())
    return frozenset(found)


def restore_in_context(word: str, before: tuple[str, str], after: tuple[str, str]) -> str | None:
    """What stood in place of a syllable that makes no pair with its neighbours, two on each side, the nearer one first."""
    known = vocabulary()
    nothing: frozenset[str] = frozenset()
    follows, leads = known.after.get(before[0], nothing), known.before.get(after[0], nothing)
    if word in known.words or word in follows or word in leads:
        return None
    fits = (follows & leads) | known.after.get(f"{before[1]} {before[0]}", nothing) | known.before.get(" ".join(after), nothing)
    reading = _only({other for other in follows | leads if _differs_little(word, other)})
    return reading if reading in fits else None


@lru_cache(maxsize=1 << 14)
def _parted(word: str) -> str | None:
    """Cut a word into words of the vocabulary, if there is one way to do it."""
    if len(word) < 4 or len(word) > 24:
        return None
    ways = _ways(word)
    known = vocabulary()
    paired = [way for way in ways if all(second in known.after.get(first, ()) for first, second in pairwise(way))]
    if len(paired) == 1:
        return " ".join(paired[0])
    return " ".join(ways[0]) if len(ways) == 1 and _has_tone(word) else None


def _has_tone(word: str) -> bool:
    """Foreign words that are written as one bear none: "rađa", "ximăng"."""
    return not _TONES.isdisjoint(unicodedata.normalize("NFD", word))


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


def _vowel_lost(word: str, after: str) -> str | None:
    """ "htrợ", "smục": a word of two letters without its vowel. What can be two ("đxây dựng": đã, để) is only parted."""
    for size in (1, 2):
        onset, following = word[:size], word[size:]
        if _VOWELS.isdisjoint(unicodedata.normalize("NFD", onset)) and following in vocabulary().words:
            whole = lone(onset, following)
            if whole is not None:
                return f"{whole} {following}"
            if after in vocabulary().after_surely.get(following, ()):
                return f"{onset} {following}"
    return None


def lone(onset: str, after: str) -> str | None:
    """The word whose last letter was lost, leaving its consonants: "s" before "xã"."""
    if after in _AMOUNTS or after == "đồng" or onset in _OF_MANY:
        return None
    found = vocabulary().before_surely.get(after, frozenset())
    return _only({word for word in found if word[:-1] == onset and not word[-1].isascii()})


def _near(word: str, before: str, after: str) -> str | None:
    """The word that differs by one letter's marks, or by one such letter that was lost."""
    known = vocabulary()
    follows = {reading for reading in known.after.get(before, ()) if _differs_little(word, reading)}
    leads = {reading for reading in known.before.get(after, ()) if _differs_little(word, reading)}
    both = follows & leads
    bare = _VOWELS.isdisjoint(_base_letters(word))
    if both and not (bare and before in _WEAK and after in _WEAK):
        return _only(both)
    if word in _ABBREVIATIONS:
        return _only(leads & known.before_surely.get(after, frozenset()))
    # one neighbour says enough if it stands with few words, or the pair is a usual one
    if bare or before in _WEAK:
        follows &= known.after_surely.get(before, frozenset()) if not (bare and before in _WEAK) else frozenset()
    if bare or after in _WEAK:
        leads &= known.before_surely.get(after, frozenset()) if not (bare and after in _WEAK) else frozenset()
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
