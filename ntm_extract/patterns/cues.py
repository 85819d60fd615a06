"""The words before a number that decide what it is, looked up backwards from the number.

Looking back in a dictionary costs nothing where there is no number, which is nearly everywhere; a pattern
that led with these words would have to try them at every letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from ntm_extract.patterns.trie import word_set

if TYPE_CHECKING:
    from ntm_extract.model import Bound

Role = Literal[
    "bound",
    "from",
    "to",
    "year",
    "month",
    "day",
    "quarter",
    "ordinal",
    "number",
    "name",
    "heading",
    "hour",
    "past",
    "document",
]

LOOK_BACK: Final = 32
"""Code points before a number in which its cue must stand."""


class Cue(NamedTuple):
    """What a word before a number says of it."""

    role: Role
    bound: Bound = "exact"


def _variants(word: str) -> tuple[str, str, str]:
    return word, word[0].upper() + word[1:], word.upper()


def _table() -> dict[str, Cue]:
    roles: dict[Role, str] = {
        "from": "từ",
        "to": "đến tới hết",
        "past": "trước sau cuối đầu giữa sn",
        "year": "năm",
        "month": "tháng",
        "day": "ngày sáng chiều tối trưa đêm hôm mùng mồng khuya lễ dịp khánh nay mai qua",
        "quarter": "quý",
        "ordinal": "thứ hạng đợt khóa khoá vòng lớp cấp",
        "number": "số",
        "document": "định tư quyết thị lệnh luật trình",
        "name": "q. p. thôn bản ấp xóm khóm buôn khu phố tổ đội quận phường tiểu cụm lộ ql tl đt tp loại tuyến km nhóm",
        "heading": "điều khoản mục chương phụ bảng biểu hình đường ngõ ngách hẻm kiệt lô thửa kênh tập trang lục quyển",
        "hour": "lúc hồi vào",
    }
    bounds: dict[Bound, str] = {
        "more_than": "hơn trên",
        "less_than": "gần dưới ngót",
        "approx": "khoảng chừng độ cỡ tầm",
    }
    table = {
        variant: Cue(role) for role, words in roles.items() for word in words.split() for variant in _variants(word)
    }
    for bound, words in bounds.items():
        for word in words.split():
            for variant in _variants(word):
                table[variant] = Cue("bound", bound)
    for last in ("xỉ", "nhất", "thiểu", "đa", "quá"):
        for variant in (last, last.upper()):
            table[variant] = Cue("bound")  # second half of a bound of two words
    return table


CUES: Final = _table()
ROLES: Final = {word: cue.role for word, cue in CUES.items()}
"""The roles alone, which are asked for at every number."""

TWO_WORD_BOUNDS: Final[dict[tuple[str, str], Bound]] = {
    ("xấp", "xỉ"): "approx",
    ("trên", "dưới"): "approx",
    ("ước", "khoảng"): "approx",
    ("vào", "khoảng"): "approx",
    ("ít", "nhất"): "at_least",
    ("tối", "thiểu"): "at_least",
    ("không", "dưới"): "at_least",
    ("nhiều", "nhất"): "at_most",
    ("tối", "đa"): "at_most",
    ("không", "quá"): "at_most",
    ("không", "trên"): "at_most",
    ("chưa", "đến"): "less_than",
    ("chưa", "tới"): "less_than",
    ("chưa", "đầy"): "less_than",
    ("không", "đến"): "less_than",
    ("không", "tới"): "less_than",
    ("không", "đầy"): "less_than",
    ("không", "hơn"): "at_most",
    ("không", "ít"): "at_least",
    ("hơn", "cả"): "exact",
}
NOT_BOUNDS: Final[dict[str, frozenset[str]]] = {
    "hơn": word_set(
        "cao thấp nhiều ít lớn nhỏ tốt dài ngắn nặng nhẹ sớm muộn xa rẻ đắt nhanh chậm rộng già trẻ thua mạnh kém "
        "sâu dày mỏng lâu cũ mới khó dễ"
    ),
    "trên": word_set("nêu kể nói ở phía bên tính"),
    "dưới": word_set("ở phía bên"),
    "gần": word_set("ở phía"),
    "độ": word_set("tốc nhiệt mật cường trình mức chế tiến vĩ kinh độ cao nồng thái chiều hạn vận tiến tần cơ ấn công"),
    "tầm": word_set("ở quan"),
}
"""Words that make a comparison, a place or a longer word of the one behind them: "cao hơn 5%", "tốc độ 40 km"."""


def bound_of(words: list[str]) -> tuple[Bound, int]:
    """Find the bound that ends ``words`` and how many words it takes; ("exact", 0) for none."""
    last = words[-1].lower()
    before = words[-2].lower().lstrip(OPENING) if len(words) > 1 else ""
    pair = TWO_WORD_BOUNDS.get((before, last))
    if pair is not None:
        return pair, 2
    cue = CUES.get(last)
    if cue is None or cue.bound == "exact" or before in NOT_BOUNDS.get(last, ()):
        return "exact", 0
    return cue.bound, 1


DOCUMENT_WORDS: Final = frozenset(
    {
        ("quyết", "định"),
        ("nghị", "định"),
        ("thông", "tư"),
        ("nghị", "quyết"),
        ("chỉ", "thị"),
        ("pháp", "lệnh"),
        ("bộ", "luật"),
        ("chương", "trình"),
        ("theo", "luật"),
        ("kết", "luật"),
    }
)
"""What "Quyết định 582" and "Chương trình 135" begin with: a name, when no unit follows."""

STRONG_DAY_WORDS: Final = word_set("ngày sáng chiều tối trưa đêm mùng mồng khuya Ngày Sáng Chiều Tối Trưa Đêm NGÀY")
"""Words of day that hold against a unit behind the number: "ngày 9/6 xã tổ chức", but "qua 9/16 xã"."""

OPENING: Final = "([{\"'“‘«*•+–-"
