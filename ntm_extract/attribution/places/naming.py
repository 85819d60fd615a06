"""How a sentence names its places: several in a row, held by another, as a comparison, as an office.

"các xã A, B, C (huyện D)" is a list held by D; "A, B, C lần lượt là 12%, 14%, 9%" gives each its own figure. What
stands behind "sáp nhập với", "tách từ", "cao nhất", "so với" is named beside the sentence's place, not as it.
A chain "xã A, huyện B, tỉnh C" has a first place, which the others only locate; "UBND huyện X" names an office.
"""

from __future__ import annotations

from typing import Final

from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.places.levels import RANK

_BETWEEN: Final = frozenset({",", "và", "&", "hoặc", "hay", "cùng"})
_BESIDE: Final = ("cùng với", "không chỉ", "bên cạnh", "khác với", "giống như", "cũng như", "ngoài", "sau", "trừ", "cùng", "hơn")
_PLURALS: Final = frozenset({"các", "những"})
_PARTNERS: Final = frozenset({"nhập", "nhất", "gộp", "ghép"})
_MORE_OR_LESS: Final = frozenset({"cao", "thấp", "lớn", "nhiều", "ít", "nhanh", "chậm", "kém", "tốt"})
_OF_ALL: Final = frozenset("của trong số các toàn cả tỉnh huyện xã thành phố thị khu vực vùng nước ta so với hiện nay".split())
_NO_SUPERLATIVE: Final = frozenset({"thống", "hợp", "thứ", "đồng"})
_OFFICES: Final = frozenset(
    {
        "ubnd",
        "hđnd",
        "tịch",
        "thư",
        "sở",
        "ủy",
        "uỷ",
        "đoàn",
        "đảng",
        "ban",
        "phòng",
        "báo",
        "đài",
        "hội",
        "giám",
        "đốc",
        "mttq",
        "ông",
        "bà",
        "trú",
        "ngụ",
        "quê",
    }
)


def place_list(frame: Frame, at: int) -> list[int]:
    """The places named in a row with the one at ``at``, all of its level: "A, B và C", "xã A (huyện B) và xã C, huyện D"."""
    level = frame.place(at).level
    depth = frame.depth[at]
    group = [at]
    for step in (-1, 1):
        index = at + step
        linked = False
        while 0 <= index < len(frame.tokens):
            token = frame.tokens[index]
            if frame.depth[index] > depth:
                if token.kind in ("figure", "time"):
                    break  # "A (8.500 hộ), B (7.900 hộ)": each with its own
                # else "xã A (huyện B) và xã C": where one of them lies
            elif token.kind == "place":
                if not linked or frame.depth[index] != depth:
                    break
                if frame.place(index).level == level:
                    group.append(index)
                    linked = False
                elif RANK[frame.place(index).level] > RANK[level] or not _between_two(frame, index, level):
                    break
            elif token.text in _BETWEEN:
                linked = True
            elif token.text not in _PLURALS:
                break
            index += step
    group.sort()
    if at == group[-1] != group[0] and frame.tokens[at - 1].text == "," and _set_beside(frame, group[0]):
        return [at]  # "So với huyện A, huyện B …", "Cùng với A, xã B …": the comma ends the phrase
    return group


def _set_beside(frame: Frame, at: int) -> bool:
    """Whether the phrase a place stands in only leads up to another: "so với A, …", "không chỉ A, …", "ngoài xã A, …"."""
    if _compares(frame, at):
        return True
    before = [token.text for token in frame.tokens[max(0, at - 4) : at]]
    if _is_partner(before):
        return True
    words = " ".join(before).removesuffix(" có").removesuffix(" riêng")
    return words.endswith(_BESIDE)


def _is_partner(before: list[str]) -> bool:
    """ "sáp nhập với", "hợp nhất vào": what a unit was joined to."""
    return bool(before) and before[-1] in ("với", "vào") and not _PARTNERS.isdisjoint(before[:-1])


def _compares(frame: Frame, at: int) -> bool:
    for token in reversed(frame.tokens[max(0, at - 3) : at]):
        if token.kind == "place":
            return False
        if "base" in token.concepts:
            return True
    return False


def _between_two(frame: Frame, at: int, level: str) -> bool:
    """Whether a higher unit stands between two places of the level, as what holds the first: "xã A, huyện B và xã C"."""
    before = [token for token in frame.tokens[max(0, at - 2) : at] if token.kind == "place" or token.text == ","]
    behind = frame.tokens[at + 1 : at + 3]
    return (
        len(before) == 2
        and before[0].kind == "place"
        and before[1].text == ","
        and frame.places[before[0].ref].level == level
        and len(behind) == 2
        and behind[0].text in _BETWEEN
        and behind[1].kind == "place"
        and frame.places[behind[1].ref].level == level
    )


def holder(frame: Frame, group: list[int]) -> int | None:
    """The place that holds a list and stands right behind it: "các xã A, B (huyện C)"; None where they have several."""
    held = [above for above in (_right_above(frame, index) for index in group) if above is not None]
    if not held or len({frame.place(above).name for above in held}) > 1:
        return None
    return held[-1] if _right_above(frame, group[-1]) is not None else None


def _right_above(frame: Frame, at: int) -> int | None:
    """The place right behind one that says where it lies."""
    for index in range(at + 1, len(frame.tokens)):
        token = frame.tokens[index]
        if token.kind == "place":
            return index if RANK[frame.place(index).level] < RANK[frame.place(at).level] else None
        if token.text not in (",", "(", "thuộc", "của", "ở", "-", "–", "/"):
            return None
    return None


def in_turn(frame: Frame, group: list[int], at: int) -> int | None:
    """The place of a figure in "A, B, C lần lượt là 12%, 14%, 9%"; -1 where the two rows do not match."""
    turn = next(
        (
            index
            for index in range(group[-1] + 1, at)
            if frame.tokens[index].text == "tương ứng"
            or (frame.tokens[index].text == "lần" and frame.tokens[index + 1].text == "lượt")
        ),
        None,
    )
    if turn is None:
        return None
    unit = frame.figure(at).unit
    row = [
        index
        for index in range(turn + 1, frame.clause_end(at))
        if frame.tokens[index].kind == "figure" and frame.figure(index).unit in (unit, None)
    ]
    return group[row.index(at)] if len(row) == len(group) and at in row else -1


def is_base(frame: Frame, at: int) -> bool:
    """ "so với cả nước", "thấp hơn tỉnh X", "sáp nhập với tỉnh Y", "tách từ xã Z": named beside the place of the sentence."""
    tokens = frame.tokens
    if tokens[at].kind == "place":
        at = place_list(frame, at)[0]
    if _compares(frame, at):
        return True
    before = [token.text for token in tokens[max(0, at - 4) : at]]
    if not before:
        return False
    if _is_partner(before):
        return True
    if before[-1] in ("giáp", "cách") or before[-1].endswith("hơn") or before[-3:] == ["cách", "trung", "tâm"]:
        return True
    return before[-2:] in (["tách", "từ"], ["giáp", "với"], ["ra", "từ"])


def is_difference(frame: Frame, at: int) -> bool:
    """ "cao hơn bình quân cả nước 2%", "nhiều hơn huyện A 3 xã": by how much two places differ; not "hơn cả nước là 2%"."""
    last = frame.before(at)
    if last is None or not (last.kind == "place" or any(concept.startswith("scope_") for concept in last.concepts)):
        return False
    for index in range(at - 1, max(-1, at - 10), -1):
        token = frame.tokens[index]
        if token.text.split(" ")[-1] == "hơn" or token.text.startswith("hơn "):
            return True
        if token.kind in ("figure", "time", "mark") or "level_verb" in token.concepts:
            return False
    return False


def is_example(frame: Frame, at: int) -> bool:
    """ "Nhiều địa phương như tỉnh X": one of those spoken of."""
    first = place_list(frame, at)[0]
    return any(token.text == "như" for token in frame.tokens[max(0, first - 3) : first])


def is_yardstick(frame: Frame, at: int) -> bool:
    """ "cao nhất toàn tỉnh", "một trong số các tỉnh X", "cao hơn tỷ lệ của cả nước": what a comparison is made with."""
    tokens = frame.tokens
    if tokens[at].kind == "place" and at and tokens[at - 1].text in ("ở", "tại"):
        return False
    for index in range(at - 1, max(-1, at - 8), -1):
        token = tokens[index]
        if token.kind in ("mark", "figure", "time", "place"):
            return False
        if token.text == "nhất" or token.text.endswith(" nhất"):
            between = {word for other in tokens[index + 1 : at] for word in other.text.split(" ")}
            return not (index and tokens[index - 1].text in _NO_SUPERLATIVE) and between <= _OF_ALL
        if token.text == "tiên" and index and tokens[index - 1].text == "đầu":  # "huyện đầu tiên của tỉnh"
            return index < 2 or tokens[index - 2].text != "lần"  # "lần đầu tiên tỉnh X có …"
        if token.text == "một" and tokens[index + 1].text.startswith("trong"):
            return True
        if token.text == "hơn" and index and tokens[index - 1].text in _MORE_OR_LESS:
            return True
    return False


def told_of_yardstick(frame: Frame, at: int, figure: int) -> bool:
    """ "thấp hơn bình quân cả nước (50 triệu đồng)", "cao hơn cả nước là 46%": the figure is the yardstick's own."""
    between = [token.text for token in frame.tokens[at + 1 : figure]]
    if not between or not set(between) <= {"(", "là", "chỉ", "mới", "chung"} or between == ["chung"]:
        return False
    before = [token.text for token in frame.tokens[max(0, at - 8) : at]]
    return "hơn" in before or any(text.startswith(("so với", "hơn so")) for text in before)


def named_as_source(frame: Frame, at: int, level: str) -> int | None:
    """The unit behind a scope word whose paper or office tells of it: "Toàn huyện có 12 xã, theo UBND huyện A"."""
    told = False
    for index in range(at + 1, len(frame.tokens)):
        token = frame.tokens[index]
        told = told or token.text in ("theo", "nguồn")
        if told and token.kind == "place" and frame.place(index).level == level:
            return index
    return None


def told_by_state(frame: Frame, at: int) -> bool:
    """ "Theo báo cáo của Chính phủ, … 47%", "theo Bộ Lao động": who speaks for the country."""
    for index in range(frame.clause_start(at), at):
        if frame.tokens[index].text == "theo":
            said = " ".join(token.text for token in frame.tokens[index + 1 : min(at, index + 8)])
            return any(word in said for word in ("chính phủ", "bộ nông nghiệp", "bộ lao động", "tổng cục", "quốc hội", "bộ nn"))
    return False


def of_whole_sector(frame: Frame, at: int) -> bool:
    """ "Bộ trưởng … cho biết, toàn ngành phấn đấu có 50% số xã đạt chuẩn": a minister speaks of the country, wherever he does."""
    speaker, sector, statement = frame.text[: frame.tokens[at].start - frame.start].rpartition("toàn ngành")
    if not sector or not any(word in speaker for word in ("bộ trưởng", "thủ tướng", "thứ trưởng")):
        return False
    behind = frame.end - frame.start - len(statement)
    said = frame.start + len(speaker)
    return behind > 0 and not any(token.kind == "place" and token.start > said for token in frame.tokens[:at])


def chain_head(frame: Frame, at: int) -> int:
    """The first place of "xã A, huyện B, tỉnh C" or "xã A (huyện B)", seen from a later one."""
    rank = RANK[frame.place(at).level]
    index = at - 1
    while index >= 0:
        token = frame.tokens[index]
        if token.kind == "place":
            if RANK[frame.place(index).level] <= rank:
                return at
            return chain_head(frame, index)
        if token.text not in (",", "(", "thuộc", "-", "–", "/", "của", "ở"):
            return at
        index -= 1
    return at


def lies_abroad(frame: Frame, at: int) -> bool:
    """Whether a place, or what holds it, is none of ours: "huyện Mã Quan (Vân Nam, Trung Quốc)"."""
    if frame.place(at).level == "abroad":
        return True
    rank = RANK[frame.place(at).level]
    for index in range(at + 1, len(frame.tokens)):
        token = frame.tokens[index]
        if token.kind == "place":
            above = frame.place(index)
            if above.level == "abroad":
                return True
            if RANK[above.level] >= rank:
                return False
            rank = RANK[above.level]
        elif token.text not in (",", "(", "thuộc", "của", "-", "–", "/"):
            return False
    return False


def is_agent(frame: Frame, at: int) -> bool:
    """ "xã A được tỉnh B hỗ trợ …", "do huyện C tài trợ": who does something for the place that is spoken of."""
    before = frame.before(at)
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    return (
        before is not None
        and before.text in ("được", "do", "bởi")
        and following is not None
        and (following.kind == "word" or not {"said", "target", "ntm_weak"}.isdisjoint(following.concepts))
        and following.text not in ("có", "đã", "còn", "là")
    )


def is_office(frame: Frame, at: int) -> bool:
    """Whether the place only names whose office or person speaks: "UBND huyện X", "Sở Y tế tỉnh Y"."""
    for index in range(at - 1, max(-1, at - 8), -1):
        token = frame.tokens[index]
        if token.kind == "word" and token.text in _OFFICES:
            return not (token.text == "báo" and frame.tokens[index + 1].text == "cáo")
        if token.kind in ("mark", "cue", "figure", "time", "place"):
            return False
    return False
