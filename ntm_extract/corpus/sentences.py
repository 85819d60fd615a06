"""Sentences of the article's blocks, as spans of the normalised text.

A sentence ends at ``.``, ``!``, ``?``, ``…`` or a run of them (``./.`` too), with the quotes and brackets that
close directly after it, when white space and then a capital, a digit, an opening quote or bracket, or a bullet
follows. A newline inside a block is white space; a block's end is always a sentence's end.

Not an end:

* ``;`` (it parts clauses, and the clauses of one sentence share their subject and year);
* a stop inside a number, a date, an address or a document number (no white space follows);
* an abbreviation: ``TP. Lào Cai``, ``PGS. TS. An``, ``Đ/c. Minh``, ``v.v. …`` before no sentence opening;
* an initial: ``ông H. (ở ấp Đông)``, ``Ảnh: N. Hùng``. A single capital does end a sentence when it is a grade
  or a number (``nhóm A. Huyện …``, ``giai đoạn II.``) or when a word follows that opens sentences and names
  nobody (``khối B. Đến nay``);
* an enumerator at the sentence's own head: ``I. Mục tiêu``, ``2.1. Kết quả``, ``- a. Xã``, ``Điều 3. Phạm vi``;
* a group of three digits after a number: ``45. 000 hộ`` is one damaged number, and half of it a wrong figure.

A lost space is an end too when a small letter, a digit or a bracket stands before the stop and a capitalised
word behind it: ``cuối năm 2015.Thực hiện``.

The worse error is the wrong split: it parts a figure from its year. A missed one only makes a long sentence.

No sentence is longer than ``MAX_SENTENCE`` characters, as none of tens of thousands of articles is: what is longer
is a list, a flattened table or no text at all, and every figure of a sentence is read with all of it in view, which
takes quadratic time. It is parted behind its last ``;``, else its last comma, else its last white space within that
length, never inside a run without white space or brackets.

>>> from ntm_extract.model import Block
>>> text = "Xã thuộc nhóm A. Đến nay, TP. Lào Cai có 1.000 hộ. Năm 2015.Thực hiện xong"
>>> [text[s.start:s.end] for s in segment_sentences(text, [Block("paragraph", 0, len(text), 0)])]
['Xã thuộc nhóm A.', 'Đến nay, TP. Lào Cai có 1.000 hộ.', 'Năm 2015.', 'Thực hiện xong']
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from ntm_extract.corpus.lines import LOWER, UPPER
from ntm_extract.model import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ntm_extract.model import Block

MAX_SENTENCE: Final = 2000

_CLOSERS: Final = "\"'”’»)\\]"

# Begins with a character class, so that the search is fast, and only at the head of a run, so that it stays linear.
_BEHIND_STOP: Final = (
    rf"(?<![.!?…/][.!?…])[.!?…/]*+[{_CLOSERS}]*+"
    rf"(?:\s+(?=[{UPPER}0-9“‘«\"'(\[]|[-–+•*—]\s?[{UPPER}])|(?<=[{LOWER}0-9)%”\"]\.)(?=[{UPPER}][{LOWER}{UPPER}]))"
)
_CANDIDATE: Final = re.compile(rf"[.!?…]{_BEHIND_STOP}")
_FULL_STOP: Final = re.compile(rf"\.{_BEHIND_STOP}")  # one character is found ten times as fast as a class


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Titles and levels that stand before a name, in any case; the others are words too when written small.
_ABBREVIATIONS: Final = _words("tp tx ths th.s tskh pgs gs gs.ts pgs.ts bsck đ/c đ.c đc nxb mr mrs dr prof")
_CAPITAL_ABBREVIATIONS: Final = _words(
    "TT Tt TS Ts BS Bs KS Ks KTS Kts LS Ls CN Tr St Kp KP TDP Tdp Ms No NSND NSƯT TM KT TL TUQ Jr Sr NCS"
)
_OPENING: Final = re.compile(
    r"(?:Đến|Trong|Năm|Tuy|Theo|Tại|Hiện|Với|Cùng|Ngoài|Bên|Để|Qua|Từ|Sau|Trước|Nhờ|Do|Đây|Đó|"
    r"Khi|Nếu|Về|Đối|Các|Những|Việc|Song|Nhưng|Mặc|Dù|Vì|Bởi|Cụ thể|Đặc biệt|Toàn (?:tỉnh|huyện|"
    r"xã|thành|thị|quốc|vùng|ngành)|Tỷ lệ|Tỉ lệ|Tổng|Số|Riêng|Như|Trên|Ngày|Tháng|Quý [IVX1-4]|"
    r"Cũng|Còn|Ước|Phấn đấu|Mục tiêu|Được|Đã|Sẽ|Có|Là|Hằng năm|Hàng năm|Mỗi|Mọi|Một|Tính đến|"
    r"Kết quả|Thực hiện|Thông qua|Điều này|Nhiều|Đồng thời|UBND|HĐND|Thu nhập|Chương trình|"
    r"Hộ nghèo)(?![^\W\d_])"
)
_GRADED: Final = _words(
    "nhóm loại hạng khu khối lớp bảng điểm đoạn quý kỳ đợt vùng cấp khóa khoá tập phần mức type vitamin"
)
_PART_WORDS: Final = _words("Điều ĐIỀU Khoản Mục MỤC Chương CHƯƠNG Phần PHẦN Câu Bước Bài Bảng Biểu")
_PARTING: Final = ("; ", ", ", " ", "\n")  # what an endless sentence is parted behind, the best first
_GAP: Final = re.compile(r"[\s()\[\]]")
_ENUMERATOR: Final = re.compile(r"[(\[]?(?:\d{1,2}(?:\.\d{1,2})*|[IVXLC]{1,5}|[A-Za-zĐđ])\Z")


def _is_boundary(text: str, sentence_start: int, stop: int, after: int) -> bool:
    """Whether the lone full stop at ``stop`` ends the sentence; the next one would begin at ``after``."""
    before = text[max(sentence_start, stop - 40) : stop]
    words = before.split()
    if not words:
        return False
    word = words[-1]
    if len(words) <= 2 and stop - sentence_start <= 12 and _ENUMERATOR.match(word.lstrip("-–+•*")):
        head = words[0] if len(words) == 2 else ""
        if head.strip("-–+•*") == "" or head in _PART_WORDS:
            return False
    if word[-1].isdigit():
        following = text[after : after + 4]
        if following[:3].isdigit() and not following[3:].isdigit() and after > stop + 1:
            return len(word) > 3 or not word.isdigit()
        return True
    bare = word.lstrip("(“\"'‘[«")
    if len(bare) == 1 or (len(bare) > 2 and bare[-2] in ". " and bare[-1].isalpha()):
        if bare.lower() == "v.v":
            return _OPENING.match(text, after) is not None
        if bare[-1].isupper():
            graded = len(words) > 1 and words[-2].lower() in _GRADED
            return graded or _OPENING.match(text, after) is not None
    if bare in _CAPITAL_ABBREVIATIONS or bare.lower() in _ABBREVIATIONS:
        return False
    return after > stop + 1 or not ("://" in word or "@" in word or word.startswith("www"))


def _places(text: str, mark: str) -> list[int]:
    places: list[int] = []
    at = text.find(mark)
    while at >= 0:
        places.append(at)
        at = text.find(mark, at + 1)
    return places


def segment_sentences(text: str, blocks: Sequence[Block]) -> list[Sentence]:
    """Sentences of every block that is not furniture, in order, trimmed of surrounding white space."""
    sentences: list[Sentence] = []
    add = sentences.append
    new = tuple.__new__  # the cheapest way to a NamedTuple
    rarer = sorted([at for mark in "!?…" for at in _places(text, mark)])  # most blocks have full stops only
    rarer.append(len(text))
    for index, (kind, block_start, end, _depth) in enumerate(blocks):
        if kind == "furniture":
            continue
        start = block_start
        first = len(sentences)
        pattern = _CANDIDATE if rarer[bisect_left(rarer, start)] < end else _FULL_STOP
        for match in pattern.finditer(text, start, end):
            stop, after = match.span()
            if text[stop] == "." and text[stop + 1] not in "./…" and not _is_boundary(text, start, stop, after):
                continue
            closed = after
            while text[closed - 1].isspace():
                closed -= 1
            add(new(Sentence, (start, closed, index)))
            start = after
        if start < end:
            add(new(Sentence, (start, end, index)))
        if end - block_start > MAX_SENTENCE:
            sentences[first:] = [part for sentence in sentences[first:] for part in _parted(text, sentence)]
    return sentences


def _parted(text: str, sentence: Sentence) -> Iterator[Sentence]:
    """A sentence, or the parts of one that never ends."""
    start, end, block = sentence
    while end - start > MAX_SENTENCE:
        limit = start + MAX_SENTENCE
        half = start + MAX_SENTENCE // 2
        cut = next((at + 1 for sign in _PARTING if (at := text.rfind(sign, half, limit)) >= 0), 0)
        if not cut:
            gap = _GAP.search(text, limit, end)
            cut = gap.start() if gap is not None else end
        closed = cut
        while text[closed - 1].isspace():
            closed -= 1
        yield Sentence(start, closed, block)
        while cut < end and text[cut].isspace():
            cut += 1
        start = cut
    if start < end:
        yield Sentence(start, end, block)
