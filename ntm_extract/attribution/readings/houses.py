"""Houses of the drive against temporary housing: which counts are of houses built or mended, and whose they are.

Counted are houses that stand ("đã hoàn thành 1.126 nhà", "sửa chữa 705 nhà ở hộ nghèo"). Refused: houses a storm took, a
single gift, and houses that are still to be built ("có 698 căn cần xây mới hoặc sửa chữa") with all the parts that are told
of them, up to a word for work that is done.
"""

from __future__ import annotations

from itertools import pairwise

from ntm_extract.attribution.draft import Discourse
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.walk import Clause


def a_gift(frame: Frame, at: int) -> bool:
    """ "tặng 1 căn nhà đại đoàn kết trị giá 50 triệu đồng": a present handed over, no result of the drive."""
    gives = frame.tokens[at - 1].text.split(" ")[0] in ("tặng", "trao") if at else False
    few = (frame.figure(at).value or 0) < _FEW
    return gives and few and any(token.text in ("giá", "trị giá") for token in frame.tokens[at + 1 : at + 8])


def for_the_poor(frame: Frame, at: int) -> bool:
    """ "hỗ trợ hộ nghèo xây mới, sửa chữa 3.120 nhà ở hư hỏng", "sửa chữa 705 nhà ở hộ nghèo": built or mended for the poor.

    The verb stands directly before the number, "đã hoàn thành …, bao gồm 2.300 nhà" holds for the parts; whose houses they
    are is said in the same clause. "305 nhà ở bị hư hỏng" in a storm, and houses of culture, are none.
    """
    start = frame.clause_start(at)
    following = [word for token in frame.tokens[at + 1 : at + 4] for word in token.text.split()]
    if following[:1] in (["tình"], ["công"], ["văn"], ["bị"], ["sập"]):
        return False
    if frame.any_cue("negation", start=max(start, at - 2), end=at + 3):
        return False
    lead = at
    while lead > start and frame.tokens[lead - 1].text in ("được", "trên", "hơn", "gần", "tổng", "số", "cho"):
        lead -= 1
    words = [word for token in frame.tokens[max(start, lead - 3) : lead] for word in token.text.split()]
    if not (tuple(words[-2:]) in _BUILT or words[-2:] == ["xây", "dựng"]):
        return False
    for step, reach in ((-1, 14), (1, 9)):  # nearest first; another count or, behind, a comma ends what is said of these houses
        for index in range(at + step, at + step * reach, step):
            token = frame.tokens[index] if start <= index < frame.clause_end(at) else None
            if token is None or token.kind == "figure" or (step > 0 and token.text == ","):
                break
            if not OWNERS.isdisjoint(token.concepts):
                return True
    return False


def year_behind(frame: Frame, at: int) -> int:
    """ "sửa chữa 3.120 nhà ở xuống cấp năm 2021", "… trước ngày 30/9/2021": the time said behind the houses; -1 where none is."""
    for index in range(at + 1, min(at + 16, frame.clause_end(at))):
        token = frame.tokens[index]
        if token.kind == "time":
            return index
        if token.kind in ("figure", "place") or token.text in (",", "(", "đã", "giai", "thực"):
            break
    return -1


OWNERS = frozenset({"poor_households", "near_poor_households", "poor_and_near_poor_households"})
_FEW = 10  # houses that one gift holds


def damaged(frame: Frame, at: int, reach: int) -> bool:
    """ "gió lốc làm hư hại 16 căn nhà", "12 căn nhà tốc mái", "2 căn nhà tạm bị sập": what a storm took, not what people built."""
    before = [word for token in frame.tokens[max(frame.clause_start(at), at - 8) : at] for word in token.text.split()]
    behind_it = [word for token in frame.tokens[at + 1 : max(reach, at + 7)] for word in token.text.split()]
    if _REPAIRED & set(before):
        return False
    return bool(_DAMAGE & {*pairwise(before), *pairwise(behind_it)})


_REPAIRED = frozenset({"sửa", "xây", "xóa", "xoá", "dựng", "khắc", "lợp", "lại"})
_DAMAGE = frozenset(
    {
        ("thiệt", "hại"), ("hư", "hại"), ("hư", "hỏng"), ("tốc", "mái"), ("bị", "sập"), ("bị", "đổ"), ("sập", "đổ"),
        ("đổ", "sập"), ("cuốn", "trôi"), ("bị", "ngập"), ("bị", "cháy"), ("thiêu", "rụi"), ("làm", "sập"),
        ("mưa", "lũ"), ("lũ", "làm"), ("lũ", "quét"), ("trôi", "dạt"), ("vùi", "lấp"), ("sạt", "lở"),
    }
)  # fmt: skip


def house_of_the_drive(frame: Frame, at: int, after: Clause, discourse: Discourse) -> bool:
    """ "đã khởi công 1.480 nhà, hoàn thành 1.126 nhà" in a text whose first lines, or any sentence before, are of the drive."""
    told = discourse.anchor.about_houses or "temporary_houses_removed" in discourse.told
    if _other_housing(frame, at):
        return False
    following = " ".join(token.text for token in frame.tokens[at + 1 : at + 4])
    if following.startswith(("tình nghĩa", "công vụ", "văn hóa", "văn hoá")):
        return False
    if not told or frame.tokens[at - 1].text.endswith("còn") or frame.any_cue("negation", start=max(0, at - 2), end=after.reach):
        return False
    led = frame.tokens[max(0, at - 2) : at]
    helped = any("beneficiary" in token.concepts and token.text not in ("khởi công", "bàn giao") for token in led)
    if helped or frame.any_cue("reward", start=max(0, at - 2), end=at) or after.unknown > 4:
        return False
    around = [word for token in frame.tokens[max(0, at - 3) : min(after.reach, at + 4)] for word in token.text.split()]
    pairs = set(pairwise(around))
    return bool(pairs & _BUILT) or bool({"xóa", "xoá", "xong"} & set(around))


def _other_housing(frame: Frame, at: int) -> bool:
    """ "Phát triển nhà ở xã hội …, hoàn thành 1.000 căn": houses of another programme that the sentence named last."""
    said = frame.text[: frame.tokens[at].start - frame.start]
    other = max(said.rfind(word) for word in _OTHER_HOUSING)
    return other > max(said.rfind(word) for word in ("nhà tạm", "dột nát", "hộ nghèo", "cận nghèo", "người có công"))


_OTHER_HOUSING = ("nhà ở xã hội", "nhà ở thương mại", "nhà ở công nhân", "nhà ở cho công nhân", "chung cư", "nhà ở tái định cư")
_BUILT = frozenset(
    {("khởi", "công"), ("hoàn", "thành"), ("bàn", "giao"), ("khánh", "thành"), ("xây", "mới"), ("sửa", "chữa"), ("làm", "mới")}
)


def rehoused(frame: Frame, cue: int, rehoused: int) -> bool:
    """ "615 hộ nghèo được hỗ trợ xóa nhà tạm": as many households as houses; "cần", "đăng ký" only ask for it."""
    between = frame.tokens[cue + 1 : rehoused]
    removed = frame.tokens[rehoused].text.startswith(("xóa", "xoá")) or any(token.text in ("xóa", "xoá") for token in between)
    passive = any("được" in token.text.split() for token in between)
    asked = any(
        {"cần", "đăng", "muốn", "sẽ", "đề"} & set(token.text.split()) or "negation" in token.concepts for token in between
    )
    return removed and passive and not asked


def still_needed(frame: Frame, at: int, discourse: Discourse) -> bool:
    """ "có 698 căn cần được xây mới hoặc sửa chữa, gồm 614 căn xây mới": houses a survey found, and the parts of their number."""
    if _asked_for(frame, at):
        return True
    for index in range(at - 1, -1, -1):
        token = frame.tokens[index]
        if _DONE & set(token.text.split()):
            return False
        if token.kind == "figure" and frame.figure(index).unit in ("house", "household") and _asked_for(frame, index):
            return True
    return discourse.needed and frame.has(0, "inclusive")


def leaves_need(frame: Frame, discourse: Discourse) -> bool:
    """Whether the houses a sentence ends with are still to be built, so that "Trong đó, …" goes on with them."""
    last = next((at for at in range(len(frame.tokens) - 1, -1, -1) if _is_house(frame, at)), None)
    return last is not None and still_needed(frame, last, discourse)


def _is_house(frame: Frame, at: int) -> bool:
    return frame.tokens[at].kind == "figure" and frame.figure(at).unit == "house"


def _asked_for(frame: Frame, at: int) -> bool:
    """ "698 căn nhà cần được xây mới", "120 căn có nhu cầu sửa chữa", "rà soát được 85 căn": up to the next number or stop."""
    for index in range(at + 1, min(at + 9, len(frame.tokens))):
        token = frame.tokens[index]
        if token.kind == "figure" and token.start >= frame.figure(at).end:
            return False
        words = token.text.split()
        if token.text in (";", ":", ".", ",", "cho") or _DONE & set(words):
            return False  # "xóa 85 căn nhà tạm cho hộ nghèo cần giúp đỡ": who gets them
        if "cần" in words or "nhu cầu" in token.text or (words == ["nhu"] and frame.tokens[index + 1].text == "cầu"):
            return True
    return False


def only_stands(frame: Frame, at: int, cue: int, reach: int, discourse: Discourse) -> bool:
    """ "huyện có 300 căn nhà tạm", "1.200 hộ sống trong nhà tạm": huts that are there, where no verb says that they were removed.

    In a text on the drive a bare count may be its result ("Kết quả: 1.250 nhà tạm"), unless it is said that they are there.
    """
    name = frame.tokens[cue].text
    if name.startswith(("xóa", "xoá")) or not any(hut in name for hut in ("tạm", "dột", "tranh")):
        return False
    said = (token for token in frame.tokens[frame.clause_start(at) : reach] if "địa bàn" not in token.text)
    around = {word for token in said for word in token.text.split()}
    told = discourse.anchor.about_houses or "temporary_houses_removed" in discourse.told
    bare = frame.figure(at).unit == "house" and told and not frame.has(at - 1, "level_verb")
    return not bare and not around & _WORK


_WORK = frozenset("xóa xoá xây sửa hoàn khởi bàn khánh dựng làm hỗ thực giải thay giúp hết loại".split())
_DONE = frozenset({"đã", "hoàn", "khởi", "bàn", "khánh", "xong"})
