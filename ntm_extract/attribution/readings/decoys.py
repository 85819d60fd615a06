"""What only looks like a rate or like the programme's money.

A percentage beside "hộ nghèo" may be of those of the poor who got something, and one beside "nước sạch" of a waterworks'
losses; an amount beside "nông thôn mới" may be one bridge's, a prize, a charity's or a shop's. Each guard says what it
takes for such a decoy; a figure it takes is refused, since a wrong figure is worse than a missed one.
"""

from __future__ import annotations

from ntm_extract.attribution.frame import FILLER, Frame
from ntm_extract.attribution.readings.existence import named_level

SMALL = frozenset(
    "và là có đã được còn với của trên địa bàn toàn tỉnh huyện xã thôn bản khoảng đạt lên xuống tăng giảm so cuối đầu năm "
    "tháng ngày đến nay hiện trong tại ở bình quân mỗi hằng hàng từ vào theo tính hết thì chỉ vẫn cả nước các này số hộ dân toàn "
    "mức tới nghèo đa chiều chuẩn tiếp cận giai đoạn vùng khu vực đồng bào dân tộc thiểu số nông thôn mới cũng nhanh mạnh đáng kể "
    "rõ rệt cùng kỳ "
    "thời điểm xã thị trấn phường thành phố địa phương tỷ lệ tỉ qua kết quả rà soát sau trước nhanh còn chung tiêu chí".split()
)
_RUNS_ON = frozenset({"trở", "mỗi", "tương", "vượt", "bằng", "tức", "theo", "nhờ", "để", "góp", "thấp", "cao", "vì", "nhưng"})
_PLAIN = SMALL | FILLER | _RUNS_ON
_OF_THE_RATE = frozenset(
    "nói ước dự cơ liên tiếp sâu luôn ngày miền cư dân tộc đang sẽ vào hay so dao thường lại giảm tăng xuống bền quốc đến mạnh "
    "trung bq bình không hàng tính phải tối khoảng ổn đứng xếp thuộc như hằng song thì nên nhờ nhưng bởi cứ mỗi nào".split()
)
_FALLS = frozenset({"kéo", "hạ", "kiềm", "khống", "duy", "giữ", "thu", "cải", "đưa", "rút"})
_LACKS = frozenset({"thiếu", "hụt", "vay", "có", "tham", "tiếp", "sử", "không", "chưa", "hưởng", "dùng", "nhận", "học", "biết"})
_POOR = frozenset({"poor_households", "near_poor_households", "poor_and_near_poor_households", "poverty_rate", "near_poverty_rate"})
_LOSSES = frozenset({"thất", "thoát", "giá", "trạm", "nhà", "máy", "công", "suất", "tiến", "độ"})
_OF_SERVICE = {
    "electricity": frozenset({"tiêu", "thụ", "tổn", "thất", "phụ", "tải", "sản", "phát", "nguồn", "giá"}),
    "health_insurance": frozenset({"khám", "chữa", "điều", "trị", "lượt", "chi", "quỹ", "bội"}),
}
_USERS = frozenset({"hộ", "dân", "người", "thẻ", "nhân", "khẩu", "gia", "bao", "phủ"})
_TRADE = frozenset({"doanh", "giao", "dịch", "hợp", "bán", "lãi", "tiêu", "thụ", "trị", "giá", "vay", "dư", "nợ", "thưởng"})
_CHARITY = frozenset({"thưởng", "mổ", "quà", "bổng", "học", "chữa", "viện", "tết", "tang", "cưới"})
_WORKS = frozenset({"trường", "cầu", "trạm", "trụ", "chợ", "tuyến", "đoạn", "đường", "nhà", "hội", "cổng", "sân", "kè", "hồ"})


def another_noun(frame: Frame, at: int) -> bool:
    """ "hoàn thành 90% khối lượng công việc": the percentage has a noun of its own, which is no household's."""
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    if following is None or following.kind != "word" or following.start < frame.figure(at).end:
        return False
    return following.text not in _PLAIN and following.text[:1].isalpha()


def qualified(frame: Frame, cue: int, at: int) -> bool:
    """ "tỷ lệ hộ nghèo được hỗ trợ nhà ở", "… thiếu hụt về nhà ở": the rate of those of the poor who …, not of the poor."""
    if cue + 1 < at and goes_on(frame, cue + 1):
        cue += 2
    following = frame.tokens[cue + 1]
    if cue + 1 >= at:
        return False
    if following.text == "được":
        verb = frame.tokens[cue + 2]
        return verb.text not in _FALLS and not {"change_down", "level_verb", "change_up"} & set(verb.concepts)
    if following.text == "là" and cue + 2 < at and frame.tokens[cue + 2].kind == "word":
        return True  # "tỷ lệ hộ nghèo là nữ chủ hộ chiếm 35%"
    if "beneficiary" in following.concepts and following.text not in ("tại", "ở", "của", "đối với", "cho"):
        return True
    if any(token.text in ("giảm", "tăng", "xu") or "change_down" in token.concepts for token in frame.tokens[cue + 2 : cue + 5]):
        return False  # "tỷ lệ hộ nghèo có giảm nhưng vẫn còn 15%"
    if following.text in _LACKS:
        return True
    # a word behind the rate that neither says where, when or how much says which of the poor: "… mắc bệnh mãn tính"
    return following.kind == "word" and following.text not in _PLAIN | _OF_THE_RATE


def goes_on(frame: Frame, at: int) -> bool:
    """ "tỷ lệ hộ nghèo tiếp tục giảm còn 3%": of what the rate does, where "tiếp cận" would say whose it is."""
    return frame.tokens[at].text == "tiếp" and frame.tokens[at + 1 : at + 2] != [] and frame.tokens[at + 1].text == "tục"


def of_a_group(frame: Frame, start: int, cue: int, at: int | None = None) -> bool:
    """ "tỷ lệ hộ nghèo tham gia BHYT", "học sinh có thẻ bảo hiểm y tế": a rate of one group, not of the people."""
    for index in range(cue - 1, start - 1, -1):
        token = frame.tokens[index]
        if index == at:
            continue
        if token.kind == "figure" or (token.kind == "mark" and (at is None or index < at)):
            return False
        if not _POOR.isdisjoint(token.concepts):
            return True
        if token.text in ("sinh", "trẻ", "nghèo", "hssv", "sv"):
            return True
    return False


def of_those(frame: Frame, at: int) -> bool:
    """ "41 huyện …, chiếm 48,8% số huyện đạt chuẩn của cả nước": a share of those that meet the standard, not of all."""
    tokens = frame.tokens
    return (
        frame.has(at - 1, "share")
        and at + 2 < len(tokens)
        and tokens[at + 1].text.startswith("số")
        and any("ntm_standard" in token.concepts for token in tokens[at + 2 : at + 4])
    )


def served(frame: Frame, cue: int, at: int, service: str) -> bool:
    """Whether it is people that have the service: "tỷ lệ hộ dùng nước sạch đạt 95%", not "trạm cấp nước sạch thất thoát 18%".

    Nor is it of the people what is said of the electricity itself ("tiêu dùng điện gió đạt 5%") or of treatments that the
    insurance pays ("tỷ lệ khám, chữa bệnh bảo hiểm y tế tại trạm đạt 30%").
    """
    if service != "clean_water":
        said = {word for token in frame.tokens[max(0, cue - 9) : cue + 1] for word in token.text.split()}
        return not said & _OF_SERVICE.get(service, frozenset()) or bool(said & _USERS)
    start = max((i for i in range(max(0, cue - 9), cue) if frame.tokens[i].text == ";"), default=max(0, cue - 9))
    around = {word for token in frame.tokens[start:at] for word in token.text.split()}
    return bool(around & {"hộ", "dân", "người", "dùng", "sử"}) or not around & _LOSSES


def programme_named(frame: Frame, at: int) -> bool:
    """Whether the programme itself is spoken of: "ở xã nông thôn mới X" only says where."""
    for index, token in enumerate(frame.tokens):
        if "ntm_topic" in token.concepts:
            return True
        if "ntm_standard" not in token.concepts:
            continue
        if index > at and any(one.kind == "figure" for one in frame.tokens[at + 1 : index]):
            continue  # "…, có 60 xã đạt chuẩn nông thôn mới" says something else
        if named_level(frame, index) is None or frame.any_cue("road_building", start=max(0, index - 2), end=index):
            return True
        before = frame.tokens[index - 1] if index else None
        if before is not None and (before.kind == "figure" or before.text in ("số", "các", "thành", "dựng", "lên", "những")):
            return True
    return False


def other_money(frame: Frame, start: int, at: int) -> bool:
    """A prize, a charity's or a trader's money, or the cost of the one work that the clause begins with."""
    tokens = frame.tokens
    behind_it = tokens[at + 1 : at + 7]
    stop = next((i for i, token in enumerate(behind_it) if token.kind == "figure" or token.text in (";", ".")), len(behind_it))
    if any(token.text in _CHARITY or "reward" in token.concepts for token in behind_it[:stop]):
        return True
    head = next((i for i in range(at - 1, start - 1, -1) if tokens[i].text == ","), start - 1) + 1
    subject = [word for token in tokens[head : head + 3] for word in token.text.split()[:2]]
    if subject[:1] and subject[0] in ("cây", "con", "công"):
        return bool({"cầu", "đường", "trình"} & set(subject[:2]))
    return bool(subject) and subject[0] in _WORKS


def for_ocop(frame: Frame, start: int, at: int, reach: int) -> bool:
    """Money of the programme, not of the goods' trade or of one owner's loan."""
    words = {word for token in frame.tokens[start:at] for word in token.text.split()}
    if words & _TRADE:
        return False
    supported = bool({"hỗ", "chi", "dành"} & words) and frame.any_cue("ocop", start=start, end=frame.clause_end(at))
    return supported or frame.any_cue("funding", start=start, end=reach)
