"""The phrases of these programmes and the forms that scanning leaves of them.

:func:`damaged_phrases` derives the forms from the phrases instead of listing them: a marked vowel is
lost, or keeps the wrong marks, in one syllable, and the result is no Vietnamese syllable; an open
syllable loses its vowel and is glued to the next one ("htrợ"); two syllables lose the space between them.
Single consonants and pairs of them ("t đồng", "cp huyện") say too little and are never derived.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from ntm_extract.corpus.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterator

PHRASES = (
    "nông thôn mới", "xây dựng", "dựng nông thôn", "đạt chuẩn", "chuẩn nghèo", "chuẩn nông thôn", "số xã", "xã đạt",
    "huyện đạt", "tỉnh đạt", "tiêu chí", "hộ nghèo", "hộ cận nghèo", "giảm nghèo", "thoát nghèo", "nghèo đa chiều",
    "tỷ lệ", "tỉ lệ", "bình quân", "thu nhập", "đầu người", "kế hoạch", "mục tiêu", "phấn đấu", "chỉ tiêu", "nhiệm vụ",
    "trọng tâm", "quyết định", "nghị quyết", "thông báo", "chỉ đạo", "ủy ban nhân dân", "hội đồng nhân dân",
    "cấp huyện",
    "cấp xã", "cấp tỉnh", "địa bàn", "trên địa bàn", "toàn tỉnh", "toàn huyện", "thành phố", "thị xã", "đầu tư",
    "hỗ trợ",
    "phát triển", "sản xuất", "sản phẩm", "chủ thể", "hiến đất", "lao động", "huy động", "nguồn vốn", "nguồn lực",
    "ngân sách", "kinh phí", "giao thông", "thủy lợi", "thuỷ lợi", "nước sạch", "bảo hiểm y tế",
    "đặc biệt khó khăn",
    "biên giới", "dân tộc thiểu số", "đồng bào", "dột nát", "công nhận", "được công nhận", "nâng cao", "kiểu mẫu",
    "quy hoạch", "phê duyệt", "thực hiện", "hoàn thành", "đến nay", "hiện nay", "cuối năm", "giai đoạn", "cùng kỳ",
    "so với", "trong đó", "tổng số", "ước đạt", "dự kiến", "trở lên", "chương trình", "quốc gia", "phương châm",
    "bố trí", "bộc lộ", "dân cư", "tiêu thụ", "để xây dựng", "để đầu tư", "để thực hiện", "về kết quả", "số mục tiêu",
    "nhằm phát triển", "nghiệp vụ", "đánh giá", "ban hành", "môi trường", "văn hóa", "y tế", "giáo dục",
    "phát triển kinh tế",
    "miền núi", "bền vững", "khu vực", "nhân dân", "triển khai", "lồng ghép", "phối hợp", "đời sống", "cộng đồng",
)
# damage that is a syllable by itself, in company that rules it out
CONFUSED = {
    "xây đựng": "xây dựng",
    "theo chun mới": "theo chuẩn mới",
    "đạt chun": "đạt chuẩn",
    "chun nghèo": "chuẩn nghèo",
    "chun nông thôn": "chuẩn nông thôn",
    "nhim vụ": "nhiệm vụ",
    "nhim vu": "nhiệm vụ",
    "nhiệm vu": "nhiệm vụ",
    "nông thôn mói": "nông thôn mới",
    "nông thôn mơi": "nông thôn mới",
    "nghi quyết số": "nghị quyết số",
    "đẩu tư": "đầu tư",
    "vốn đầu tu": "vốn đầu tư",
    "thành phô": "thành phố",
    "s xã đạt": "số xã đạt",
    "s xã có": "số xã có",
    "s xã được": "số xã được",
    "s hộ nghèo": "số hộ nghèo",
    "ha đt": "ha đất",
    "bc lộ": "bộc lộ",
    "b trí": "bố trí",
    "h trợ": "hỗ trợ",
    "triu đồng": "triệu đồng",
    "đ xây dựng": "để xây dựng",
    "đ đầu tư": "để đầu tư",
}
# amounts: only the space between them may be restored
JOINED = ("tỷ đồng", "tỉ đồng", "triệu đồng", "nghìn đồng", "ngàn đồng")
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
FAMILIES = ("aăâ", "eê", "oôơ", "uư", "i", "y")


@cache
def damaged_phrases() -> dict[str, str]:
    """Map what is left of a phrase to the phrase, in small letters and with a capital first; unambiguous ones only."""
    found: dict[str, str | None] = {}
    for phrase in PHRASES:
        for damaged, whole in _forms(phrase.split()):
            found[damaged] = whole if found.setdefault(damaged, whole) == whole else None
    found.update((phrase.replace(" ", ""), phrase) for phrase in JOINED)
    certain = {damaged: whole for damaged, whole in found.items() if whole is not None} | CONFUSED
    return certain | {damaged.capitalize(): whole.capitalize() for damaged, whole in certain.items()}


def _forms(syllables: list[str]) -> Iterator[tuple[str, str]]:
    for first, second in pairwise(syllables):
        whole = f"{first} {second}"
        if not is_syllable(first + second):
            yield first + second, whole
        onset = first.rstrip(_marked_end(first))
        if onset != first and not is_syllable(onset + second):
            yield onset + second, whole
        for damaged in _damaged_syllables(first):
            yield f"{damaged} {second}", whole
        for damaged in _damaged_syllables(second):
            yield f"{first} {damaged}", whole


def _marked_end(syllable: str) -> str:
    """Give the last letter, if it is a vowel with marks."""
    return syllable[-1] if not syllable[-1].isascii() and syllable[-1] != "đ" else " "


@cache
def _damaged_syllables(syllable: str) -> tuple[str, ...]:
    forms = []
    for index, letter in enumerate(syllable):
        if letter.isascii() or letter == "đ":
            continue
        before, after = syllable[:index], syllable[index + 1 :]
        base = unicodedata.normalize("NFD", letter)[0]
        family = next(letters for letters in FAMILIES if base in letters)
        forms.append(before + after)
        forms += [
            before + unicodedata.normalize("NFC", vowel + tone) + after for vowel in family for tone in TONES
        ]
    vowels = set("aeiouy")
    return tuple(
        form for form in forms
        if not is_syllable(form)
        and (len(form) > 2 or any(unicodedata.normalize("NFD", letter)[0] in vowels for letter in form))
    )
