"""Which words announce a plan: of one figure, of a list, or of the sentences that follow.

"mục tiêu", "phấn đấu", "sẽ" plan; so do "phải", "cần" and "giao" where what is to be reached follows at once. No plan is
one that was kept ("vượt kế hoạch"), the name of a programme ("chương trình mục tiêu quốc gia") or of a paper ("Kế hoạch
số …"), nor a demand that was met ("đáp ứng yêu cầu"). A plan once adopted unfolds in sentences without a subject
("Giảm tỷ lệ hộ nghèo …"). Taking a plan for a fact is the worse error: where both are possible, it is a plan.
"""

from __future__ import annotations

import re

from ntm_extract.attribution.draft import Status
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.set_aims import BY_PLAN, DECIDED, counts_aims, goes_by_plan, sets_aims, settles

_SET_BEFORE = ("kế hoạch", "chỉ tiêu", "mục tiêu")
_NUMBER = re.compile(r"[ivx]{1,4}|[0-9]")  # "… NHIỆM KỲ 2020-2025 I."


def plans(frame: Frame, at: int) -> bool:
    """Whether the token announces a plan: no plan that was kept, no name of a programme, no requirement met."""
    token = frame.tokens[at]
    before = frame.tokens[at - 1] if at else None
    if "achieved_plan" in token.concepts:
        return _is_assigned(frame, at) or (at > 0 and sets_aims(frame, at - 1))
    if "target" not in token.concepts and not token.text.startswith(("chỉ tiêu", "mục tiêu")):
        return False
    if token.text.startswith(_SET_BEFORE) and _bore_fruit(frame, at):
        return False
    if before is None:
        return True
    if token.text in _SET and reaches_it(frame, at):
        return False  # "hoàn thành mục tiêu đề ra", "vượt mục tiêu cả giai đoạn 2021-2025 được giao"
    if token.text == "kỳ vọng":
        return before.text not in ("vượt", "ngoài", "quá", "đúng", "như", "trên", "cả", "xa")
    if token.text == "định hướng":
        return before.text not in ("đúng", "theo", "trường", "có", "sát", "tế")  # "chuyển dịch đúng định hướng"
    if token.text == "yêu cầu":
        return before.text not in ("bảo", "đảm", "ứng", "đáp", "các", "theo", "nhu")
    if token.text == "được giao":
        return not before.text.startswith(_SET_BEFORE) and not before.text.endswith(_SET_BEFORE)
    if token.text.startswith(_SET_BEFORE) and _lies_in_plan(frame, at):
        return False  # "180 nhà ngoài chỉ tiêu": which ones, not that they are planned
    if before.text in ("hoàn thành", "trước") and token.text in _PLANNED:
        return False
    if "achieved_plan" in before.concepts and not before.text.endswith(("giao", "đề ra", "đặt ra")):
        return False  # "vượt chỉ tiêu kế hoạch"
    return before.kind != "figure"  # "đạt 102,6% kế hoạch"


def _bore_fruit(frame: Frame, at: int) -> bool:
    """ "mục tiêu giảm nghèo đã thu được kết quả …, tỷ lệ … còn 5%": told of as done; not "mục tiêu đã đề ra là …"."""
    for index in range(at + 1, min(at + 9, len(frame.tokens) - 1)):
        token = frame.tokens[index]
        if token.kind in ("figure", "mark"):
            return False
        if token.text in ("đã", "đều"):  # "mọi chỉ tiêu của huyện đều đạt"
            reached = frame.tokens[index + 1].text.startswith(("thu", "đạt", "hoàn", "vượt", "được hoàn"))
            return reached and not settles(frame, index)
    return False


def _lies_in_plan(frame: Frame, at: int) -> bool:
    """ "thuộc chỉ tiêu kế hoạch", "ngoài kế hoạch"."""
    lead = at - 1
    while lead > 0 and frame.tokens[lead].text.startswith(_SET_BEFORE):
        lead -= 1
    return frame.tokens[lead].text in ("thuộc", "ngoài")


_SET = frozenset({"đề ra", "đặt ra", "được giao", "giao"})
_KEEPS = ("hoàn thành", "vượt", "đạt")
_PLANNED = frozenset({"tiêu", "hoạch", "mục tiêu", "kế hoạch", "chỉ tiêu"})


def obliges(frame: Frame, at: int) -> bool:
    """ "phải giảm …", "cần có thêm 5 xã", "tỉnh giao huyện X giảm 150 hộ": what is still to be reached follows at once."""
    text = frame.tokens[at].text
    before = frame.tokens[at - 1].text if at else ""
    after = [token for token in frame.tokens[at + 1 : at + 4] if token.text not in _WEAK]
    if not after:
        return False
    if text == "giao":
        if before in ("bàn", "chuyển", "khoán", "ngoại", "được", "đã", "sẽ"):
            return False
        rate = any("rate" in one or one in ("health_insurance", "clean_water") for one in after[0].concepts)
        return rate or after[0].kind in ("place", "time") or after[0].text.startswith(("chỉ tiêu", "kế hoạch", "các ", "toàn "))
    if text == "trình":
        return before not in _COMPOUND and after[0].text.split(" ")[0] in _RECEIVERS
    if text in ("phải", "cần"):
        if before in ("không", "chưa", "đã", "từng", "nhu", "những", "bên", "mới") or frame.has(at - 1, "negation", "done"):
            return False
        follows = set(after[0].concepts)
        return not follows.isdisjoint(_REACHING) or after[0].text.split(" ")[0] in _ORDERS
    return False


_COMPOUND = frozenset("chương quy lộ công quá hành tiến giáo truyền đã".split())
_RECEIVERS = frozenset("công ubnd tỉnh trung thủ chính hội thẩm xét đề cấp bộ".split())  # "trình cấp trên công nhận"
_REACHING = frozenset({"level_verb", "change_up", "change_down", "newly"})
def reaches_it(frame: Frame, at: int) -> bool:
    """Whether the plan that "đề ra", "được giao" belongs to was kept: "hoàn thành mục tiêu", "vượt các chỉ tiêu"."""
    for index in range(at - 1, max(-1, at - 24), -1):  # "sớm 2 năm so với mục tiêu Nghị quyết 05-NQ/TU, ngày 3/4/2021 … đề ra"
        if frame.tokens[index].text == "so với mục tiêu":
            return True
        if frame.tokens[index].kind == "figure" or frame.tokens[index].text in (";", ":"):
            break
    for index in range(at - 1, max(-1, at - 9), -1):
        token = frame.tokens[index]
        if token.kind in ("figure", "mark") or token.text == "mà":
            return False  # "vượt mục tiêu mà tỉnh đề ra là giảm còn 5%": what follows tells the plan
        if token.text.endswith(tuple(_PLANNED)) or token.text.startswith(_KEEPS):
            return any(one.text.startswith(_KEEPS) for one in frame.tokens[max(0, index - 2) : index + 1])
    return False


_WEAK = frozenset({"cho", "tiếp", "tục", "phấn", "đấu", "được", "huy", "động", "bố", "trí"})


def points_ahead(frame: Frame, at: int) -> bool:
    """ "trong 5 năm tới", "giai đoạn tới", "năm sau": a time that has not begun."""
    token = frame.tokens[at]
    if "next_year" in token.concepts:
        in_turn = any(one.text == "năm trước" for one in frame.tokens[at + 1 : at + 7])  # "năm sau cao hơn năm trước"
        return not (in_turn or frame.of_unit(at) or frame.has(at - 1, "base"))
    since = " ".join(one.text for one in frame.tokens[max(0, at - 2) : at]) if token.text in ("đến", "tới") else ""
    if since.endswith("từ nay"):
        return True  # "từ nay đến cuối năm 2025", not "từ năm 2020 đến nay"
    if token.text == "nhìn" and at and frame.tokens[at - 1].text == "tầm":
        return at + 1 < len(frame.tokens) and frame.tokens[at + 1].text in ("đến", "tới", "năm")
    if token.text != "tới" or not at:
        return False
    before = frame.tokens[at - 1]
    if before.kind == "figure":
        return frame.figure(at - 1).kind == "duration"
    return before.text in ("gian", "đoạn", "năm", "kỳ", "nhiệm kỳ")


def still_to_reach(frame: Frame, at: int) -> bool:
    """ "Để hoàn thành 19/19 tiêu chí trong năm 2018, xã cần …": what it is done for, unless the sentence tells what was done."""
    if frame.tokens[at].text != "để" or at + 2 >= len(frame.tokens) or frame.any_cue("done", "now"):
        return False
    first, second = frame.tokens[at + 1], frame.tokens[at + 2]
    return first.text in ("hoàn thành", "đạt", "đưa", "giảm") and second.kind in ("figure", "cue") and "được" not in second.text


def may_reach(frame: Frame, at: int) -> bool:
    """ "có thể đạt 12 xã": expected, not reached."""
    return frame.tokens[at].text == "có thể" and frame.has(at + 1, "level_verb", "change_up", "change_down", "newly")


def told_beside(frame: Frame, at: int) -> bool:
    """ "thấp hơn chỉ tiêu được giao là 18%", "đạt kế hoạch đề ra (95%)": the plan's own figure."""
    if not frame.tokens[at].text.endswith(("giao", "đề ra", "đặt ra", *_SET_BEFORE)):
        return False
    for index in range(at + 1, min(at + 5, len(frame.tokens) - 1)):
        token = frame.tokens[index]
        if token.text in ("là", "("):
            verb = token.text == "(" and frame.has(index + 1, "change_up", "change_down")
            return frame.tokens[min(index + 1 + verb, len(frame.tokens) - 1)].kind == "figure"
        if token.kind in ("figure", "mark"):
            return False
    return False


def _is_assigned(frame: Frame, at: int) -> bool:
    """ "Chỉ tiêu giao giảm 150 hộ", "(kế hoạch giao 88,5%)": a plan that opens its clause, and its figure at once."""
    if told_beside(frame, at) or (_adopted_before(frame, at) and _is_general_plan(frame, at)):
        return True
    if frame.tokens[at].text.endswith("mục tiêu") and at and frame.tokens[at - 1].text in ("với", "những"):
        return any(token.text == ":" for token in frame.tokens[at + 1 : at + 4])  # "…, với các mục tiêu cụ thể: …"
    if frame.tokens[at].text.startswith(BY_PLAN):
        return goes_by_plan(frame, at)
    if not frame.tokens[at].text.startswith(("kế hoạch ", "chỉ tiêu ", "mục tiêu ")):
        return False
    if not frame.tokens[at].text.endswith(("giao", "đề ra", "đặt ra")):
        return False
    if at and (frame.tokens[at - 1].kind != "mark" or frame.tokens[at - 1].text not in "(,;:"):
        return False
    for index in range(at + 1, min(at + 6, len(frame.tokens))):
        token = frame.tokens[index]
        if token.kind == "figure":
            return True
        if token.kind == "mark" or (token.kind == "cue" and "done" in token.concepts):
            return False
    return False


_ORDERS = frozenset({"giảm", "nâng", "tăng", "duy", "công", "hoàn", "đưa", "đạt", "xây", "có", "bảo", "đảm"})
_NEXT_AIMS = frozenset({"bình", "tỷ", "tỉ", "tổng", "tốc", "thu", "kim", "số", "về"})


def _adopted_before(frame: Frame, at: int) -> bool:
    words = frame.tokens
    decided = any((words[index - 1].text, words[index].text) in DECIDED for index in range(1, at))
    return (decided or _is_paper(frame)) and any(
        token.text == ":" for token in words[at + 1 : at + 12]
    )


def _is_paper(frame: Frame) -> bool:
    """ "Nghị quyết nêu một số chỉ tiêu như sau: …": what sets the aims is a paper, which a plan is made of."""
    opening = " ".join(token.text for token in frame.tokens[:3])
    named = opening.startswith(("nghị quyết", "kế hoạch", "đề án", "chương trình hành động", "dự thảo"))
    return named and not frame.any_cue("done")


def adopts(frame: Frame) -> bool:
    """ "HĐND đã thông qua Nghị quyết về kế hoạch kinh tế - xã hội năm 2018": what follows it unfolds a plan."""
    seen = False
    words = frame.tokens
    for at, token in enumerate(words[:40]):
        if token.text == "ban hành kế hoạch":
            return True
        if at and (words[at - 1].text, token.text) == ("quyết", "nghị") and at < _SHORT:
            return not any("done" in one.concepts for one in words[at + 1 :])
        if at and (words[at - 1].text, token.text) in DECIDED:
            seen = True
        elif seen and counts_aims(frame, at):
            return True
        elif seen and token.kind == "figure":
            return False
        elif seen and token.concepts and _is_general_plan(frame, at):
            return True
    return False


def _is_general_plan(frame: Frame, at: int) -> bool:
    """Kế hoạch, chỉ tiêu, mục tiêu as such: no national programme, no office, no plan kept or carried out."""
    text = frame.tokens[at].text
    if not any(word in text for word in _SET_BEFORE) or not {"target", "achieved_plan"} & set(frame.tokens[at].concepts):
        return False
    if any(word in text for word in ("quốc gia", "sở ", "bộ kế", "số", "đạt", "vượt", "hoàn thành", "thực hiện", "theo", "so với")):
        return "một số" in text and "chỉ tiêu" in text
    return not any(token.text in ("hiện", "thực hiện", "quả", "kết quả") for token in frame.tokens[max(0, at - 3) : at])


def opens_numbered_plan(frame: Frame) -> int:
    """The colon of "Phấn đấu đạt các chỉ tiêu đến năm 2020 là: (1) …; (2) …": the whole paragraph is the plan; else -1."""
    tokens = frame.tokens
    for at, token in enumerate(tokens[:30]):
        if token.kind == "figure" and frame.figure(at).value is not None:
            return -1
        if _NUMBER.fullmatch(token.text) and at + 2 >= len(tokens) and at and tokens[at - 1].text != "số":
            goals = any("chỉ tiêu" in one.text or "mục tiêu" in one.text for one in tokens[:at])
            return at if goals and not frame.any_cue("done") and "thực hiện" not in (one.text for one in tokens[:at]) else -1
        if token.text == ":":
            number = [one.text for one in tokens[at + 1 : at + 4]]
            numbered = number[:1] == ["("] and number[-1] == ")" and (number[1].isdigit() or tokens[at + 2].kind == "figure")
            return at if numbered and any(one.concepts and plans(frame, index) for index, one in enumerate(tokens[:at])) else -1
    return -1


def is_order(word: str) -> bool:
    """Whether a sentence that opens with this word may be one more item of a plan."""
    return word in _ORDERS or word in _NEXT_AIMS


def opens_with_order(frame: Frame) -> bool:
    """ "Giảm tỷ lệ hộ nghèo …" without a subject: one more item of the plan the text is unfolding."""
    start = _behind_number(frame)
    if frame.tokens[start : start + 1] and frame.tokens[start].text == "cụ thể":
        return not any({"done", "now", "said"} & set(token.concepts) for token in frame.tokens)
    first = frame.tokens[start].text.split(" ")[0] if len(frame.tokens) > start else ""
    second = frame.tokens[start + 1].text if len(frame.tokens) > start + 1 else ""
    if (first, second) == ("đồng", "thời"):
        order = frame.tokens[start + 2 : start + 5]
        ordered = any(token.text.split(" ")[0] in _ORDERS or "change_up" in token.concepts for token in order)
        return ordered and not any(token.kind == "time" or {"done", "now", "said"} & set(token.concepts) for token in frame.tokens)
    if (first, second) in (("theo", "đó"), ("cụ", "thể"), ("trong", "đó")):
        return not any({"done", "now", "said"} & set(token.concepts) for token in frame.tokens)
    if first in _NEXT_AIMS:
        comma = next((at for at, token in enumerate(frame.tokens) if token.text == ","), len(frame.tokens))
        told = frame.tokens[:comma] if first == "bình" else frame.tokens
        return not any(token.kind == "time" or {"done", "now", "said", "base"} & set(token.concepts) for token in told)
    return first in _ORDERS


def opens_part(frame: Frame) -> bool:
    """ "Trong đó, có khoảng 50% …" of what the sentence before planned."""
    if not " ".join(token.text for token in frame.tokens[:3]).startswith(("trong đó", "trong số")):
        return False
    return not any(token.kind == "time" or {"done", "now", "said"} & set(token.concepts) for token in frame.tokens)


def names_aims(frame: Frame) -> bool:
    """ "Các chỉ tiêu cụ thể là: GDP tăng 6,8%; …": the aims of the plan before, which the next sentences go on with."""
    opening = " ".join(token.text for token in frame.tokens[:8])
    return _AIMS_OPEN.match(opening) is not None and not frame.any_cue("done", "now", "said")


_AIMS_OPEN = re.compile(r"(?:(?:các|những|một số) )?chỉ tiêu(?: (?:cụ|thể|chủ|yếu|chính|cơ|bản|là|gồm|như|sau|đây))* :")


def idles(frame: Frame) -> bool:
    """ "Lạm phát được giữ ở mức 4%.": a short sentence of other things, without a time or a deed, ends no plan."""
    if len(frame.tokens) > _SHORT or any(token.kind in ("time", "place") for token in frame.tokens):
        return False
    return not any({"done", "now", "said", "base"} & set(token.concepts) for token in frame.tokens)


_SHORT = 12
_HEADING = 16


def _behind_number(frame: Frame) -> int:
    """Where the words of a numbered item begin: behind "(9)"."""
    first = [token.text for token in frame.tokens[:3]]
    return 3 if first[:1] == ["("] and first[2:] == [")"] else 0


def frame_status(frame: Frame) -> Status | None:
    """The status a heading or the sentence before a list sets for what follows."""
    words = " ".join(token.text for token in frame.tokens)
    ahead = "phương hướng" in words or "tầm nhìn đến" in words or ("nhiệm vụ" in words and "kết quả" not in words)
    ahead = ahead or ("dự toán" in words and not any(word in words for word in ("thực hiện", "quyết toán", "kết quả")))
    if ahead and len(frame.tokens) <= _HEADING:
        return "target"
    for at, token in enumerate(frame.tokens):
        if token.text == "kết quả" and "done" in token.concepts:
            return None
        if token.concepts and plans(frame, at):
            return "target"
        if "estimate" in token.concepts:
            return "estimate"
    return None
