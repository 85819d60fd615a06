"""Money: the programme's funding, what people gave in cash, OCOP's funding; which of it is income is told apart first.

Money is the field of decoys: funding counts only where the programme is named in the same sentence or the text's subject,
never the cost of one building. Refused too: prizes, thresholds, and amounts for each unit.
"""

from __future__ import annotations

from itertools import pairwise

from ntm_extract.attribution.draft import Discourse, Reading, Rejection, reading_of
from ntm_extract.attribution.frame import FILLER, Frame, is_topical
from ntm_extract.attribution.readings.decoys import for_ocop, other_money, programme_named
from ntm_extract.attribution.readings.income import is_poverty_line, read_income
from ntm_extract.attribution.readings.listed import FUNDING
from ntm_extract.attribution.readings.roads import is_one, is_road
from ntm_extract.attribution.walk import ahead, behind
from ntm_extract.model import Figure

_BUILDINGS = ("nhà ", "trạm ", "trường ", "phòng ", "chợ")
_COST_OF_ONE = frozenset("trường cầu nhà trụ trạm mô dự gói tháng chiếc con xe máy quà suất học".split())
_EACH = frozenset({"mỗi", "từng"})
_GIVERS = frozenset({"mạnh", "hảo", "ty", "doanh", "kiều", "tài", "từ", "bệnh", "ngân hàng"})


def read_money(frame: Frame, at: int, figure: Figure, discourse: Discourse) -> Reading | Rejection:
    """The income, the funding or the contribution an amount of money is, or why it is none."""
    after = behind(frame, at)
    before = ahead(frame, at, commas=True)
    comma = next((index for index in range(at + 1, len(frame.tokens)) if frame.tokens[index].text in (",", ";")), None)
    if frame.any_cue("norm", end=comma):  # behind a comma it is what the income is enough for: "…, đủ điều kiện về đích"
        return Rejection("threshold")
    if frame.any_cue("reward", start=frame.clause_start(at), end=at):
        return Rejection("not_of_the_programme")
    if "day" in figure.per or figure.value in discourse.lines:
        return Rejection("threshold" if figure.value in discourse.lines else "not_per_head")
    for cue in before.cues[:3]:
        concepts = frame.tokens[cue].concepts
        if "other_income" in concepts or ("income" in concepts and frame.has(cue - 1, "other_income")):
            return Rejection("other_income")
        if "income" in concepts or "criterion:income" in concepts:
            if "month" in figure.per and not (discourse.anchor.about_ntm or discourse.anchor.about_poverty):
                return Rejection("not_per_head")  # a monthly average in a text on other matters is of a firm's workers
            return read_income(frame, at, figure, cue, after.reach, before.unknown)
    if (
        "person" in figure.per
        and figure.unit == "VND"
        and not is_poverty_line(frame, at, at)
        and frame.any_cue("income")
        and not frame.any_cue("other_income")
    ):
        return reading_of(figure, at, "income_per_capita", "income_per_capita.per_person", "VND", reach=after.reach)
    if figure.per:
        return Rejection("no_indicator")
    if _one_road(frame, at):
        return Rejection("cost_of_one")
    return _funds(frame, at, figure, discourse, after.reach)


def _funds(frame: Frame, at: int, figure: Figure, discourse: Discourse, reach: int) -> Reading | Rejection:
    tokens = frame.tokens
    start = max(frame.clause_start(at), 0)
    ntm = programme_named(frame, at)
    if any(token.text == "toàn xã hội" for token in tokens[start:at]):
        return Rejection("not_of_the_programme")  # "tổng vốn đầu tư toàn xã hội"
    if any(token.text in _EACH for token in tokens[max(start, at - 12) : at]):
        return Rejection("rate_of_units")
    if other_money(frame, start, at):
        return Rejection("not_of_the_programme")
    if _worth_of_gift(frame, start, at):
        return Rejection("not_of_the_programme")
    if frame.any_cue("ocop"):
        if for_ocop(frame, start, at, reach):
            return reading_of(figure, at, "ocop_funding", "ocop_funding.sentence", "VND", reach=reach)
        return Rejection("no_indicator")
    words = [token.text for i, token in enumerate(tokens[start:at], start) if not _state(frame, i)]
    if any(word in _COST_OF_ONE and before not in ("nhu", "yêu", "thực") for before, word in [*pairwise(["", *words])][-6:]):
        return Rejection("cost_of_one")
    if "tổng" not in words and _for_one_building(frame, at):
        return Rejection("cost_of_one")
    people = next((index for index in range(at - 1, start - 1, -1) if "cash" in tokens[index].concepts), None)
    if people is not None and _another_source(frame, people, at):
        people = None
    behind_people = next((index for index in range(at + 1, min(reach, at + 8)) if "cash" in tokens[index].concepts), None)
    if people is not None and (
        any(token.text == "mỗi" for token in tokens[max(start, people - 2) : at])
        or (tokens[people].text == "tiền mặt" and not frame.any_cue("land"))
    ):
        return Rejection("not_a_total")
    unnamed = people is not None and "dân" not in tokens[people].text.split()
    if people is not None and unnamed and any(token.text in _GIVERS for token in tokens[max(start, people - 3) : people]):
        return Rejection("not_of_the_programme")
    if people is not None and (ntm or discourse.anchor.about_ntm) and at - people < 14:
        return reading_of(figure, at, "cash_contributed", "cash_contributed.before", "VND", people, reach)
    if (ntm or discourse.anchor.about_ntm) and (_people_give(frame, start, at) or _given_by_people(frame, at)):
        reading = reading_of(figure, at, "cash_contributed", "cash_contributed.people", "VND", reach=reach)
        if frame.tokens[at + 1].text in ("do", "được"):  # "… do người dân xã X đóng góp": theirs is the place
            reading.place_at = next((i for i in range(at + 2, min(at + 9, len(tokens))) if tokens[i].kind == "place"), -1)
        return reading
    given = frame.any_cue("land", "labour", start=start) or any(token.text.endswith("góp") for token in tokens[start:at])
    from_people = behind_people == at + 2 and tokens[at + 1].text == "từ"
    if behind_people is not None and from_people and (ntm or discourse.anchor.about_ntm):
        return reading_of(figure, at, "cash_contributed", "cash_contributed.from", "VND", behind_people, reach)
    if behind_people is not None and behind_people == at + 1 and given and (ntm or discourse.anchor.about_ntm):
        return reading_of(figure, at, "cash_contributed", "cash_contributed.behind", "VND", behind_people, reach)
    if words[-1:] and words[-1] in ("góp", "ủng", "hộ") and "góp" in words[-2:] and (ntm or discourse.anchor.about_ntm):
        return reading_of(figure, at, "cash_contributed", "cash_contributed.given", "VND", at - 1, reach)
    fund = next((index for index in range(at - 1, start - 1, -1) if "funding" in tokens[index].concepts), None)
    whole = frame.has(at - 1, "total_scope", "part") and tokens[at - 1].text.endswith("tổng số")
    if fund is None and whole and frame.has(at + 1, "funding"):
        fund = at + 1  # "trong tổng số 1.870 tỷ đồng huy động xây dựng nông thôn mới"
    if fund is None and ntm and frame.has(at + 1, "funding") and frame.any_cue("ntm_topic", start=at + 2, end=at + 8):
        fund = at + 1  # "được giao 52 tỷ đồng vốn chương trình … xây dựng nông thôn mới"
    if fund is None:
        fund = _passive(frame, start, at) if fund is None else fund
    if fund is None:
        fund = _list_head(frame, start, at)
    told = discourse.anchor.about_ntm and not discourse.told.isdisjoint(_OF_PROGRAMME)
    programme = ntm or ((discourse.anchor.ntm_main or told) and _bare_programme(frame))
    programme = programme or (discourse.anchor.about_ntm and _part_of_total(frame, figure, discourse))
    if discourse.subject == FUNDING and start == 0 and not any(token.kind == "figure" for token in tokens[:at]):
        programme, fund = True, 0 if fund is None else fund  # an item below "… đạt 980 tỷ đồng, trong đó:"
    programme = programme or (discourse.anchor.ntm_main and _raised_for_works(frame, at))
    programme = programme or (told and fund is not None and _of_all(frame, fund, at))
    text = " ".join(words)
    if "công trình" in text and "các công trình" not in text and "tổng" not in words:
        return Rejection("cost_of_one")
    if any("other_standard" in tokens[i].concepts and tokens[i].text.startswith(_BUILDINGS) for i in range(max(start, at - 3), at)):
        return Rejection("cost_of_one")
    if fund is not None and programme and _part_of_people(frame, at):
        return reading_of(figure, at, "cash_contributed", "cash_contributed.part", "VND", reach=reach)
    if _from_another(frame, at):
        return Rejection("not_of_the_programme")
    if fund is not None and programme and (at - fund < _LIST or fund < start):
        reading = reading_of(figure, at, "programme_funding", "programme_funding.sentence", "VND", fund, reach)
        if fund > at:
            reading.time_at = next((i for i in range(fund, min(fund + 5, len(tokens))) if tokens[i].kind == "time"), -1)
        return reading
    return Rejection("no_indicator")


_OF_PROGRAMME = frozenset({"communes_ntm", "villages_ntm", "communes_by_criteria", "communes_meeting_criterion"})


def _worth_of_gift(frame: Frame, start: int, at: int) -> bool:
    """ "góp 2.500 ngày công, trị giá 500 triệu đồng": what the labour or the land is worth, no money that was given."""
    if frame.tokens[at - 1].text not in ("giá", "trị giá", "tương đương"):
        return False
    given = next((i for i in range(at - 2, max(start, at - 7) - 1, -1) if frame.tokens[i].kind == "figure"), None)
    return given is not None and frame.figure(given).unit in ("day", "m2", "ha")


def _from_another(frame: Frame, at: int) -> bool:
    """ "giải ngân 12 tỷ đồng … từ Chương trình 135": money of another programme than the one the sentence named before."""
    tokens = frame.tokens
    for index in range(at + 1, frame.clause_end(at) - 2):
        if tokens[index].text not in ("từ", "theo", "thuộc"):
            continue
        behind = " ".join(token.text for token in tokens[index + 1 : index + 5])
        named = tokens[index + 1 : index + 6]
        other = any(token.text.isdecimal() or token.kind == "figure" for token in named[:3])
        return behind.startswith("chương trình") and other and not any("ntm_topic" in token.concepts for token in named)
    return False


def _bare_programme(frame: Frame) -> bool:
    """ "vốn thực hiện chương trình là …": the text's own programme, not "chương trình giảm nghèo", "chương trình 135"."""
    for index, token in enumerate(frame.tokens):
        if "standard_name" not in token.concepts or not token.text.startswith(("chương trình", "đề án", "phong trào")):
            continue
        following = frame.tokens[index + 1] if index + 1 < len(frame.tokens) else None
        if following is None or following.kind in ("mark", "time", "place") or following.text in FILLER:
            return True
        if following.kind == "cue" and not is_topical(following.concepts) and "shield" not in following.concepts:
            return True  # not "Chương trình mục tiêu quốc gia phát triển kinh tế - xã hội vùng …": another programme's name
    return False


def _of_all(frame: Frame, fund: int, at: int) -> bool:
    """ "Tổng vốn thực hiện hai năm 2011-2012 là …" in a text on the programme: all of its money, with no purpose of its own."""
    if any(not _COST_OF_ONE.isdisjoint(token.text.split()) for token in frame.tokens[frame.clause_start(at) : fund]):
        return False  # "Cầu Hiệp nối hai huyện, tổng mức đầu tư …"
    whole = frame.tokens[fund].text.startswith("tổng") or (fund and frame.tokens[fund - 1].text.startswith("tổng"))
    plain = frame.only_filler(fund + 1, at) or all(
        {"funding", "level_verb", "shield"} & set(token.concepts) or token.kind == "time" or token.text in FILLER | {"hai", "ba"}
        for token in frame.tokens[fund + 1 : at]
    )
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    return bool(whole) and plain and (following is None or following.kind == "mark")


_PEOPLE = frozenset({"dân", "cộng", "bà"})  # nhân dân, người dân, cộng đồng, bà con
_GIVE = (("đối", "ứng"), ("ủng", "hộ"), ("đóng", "góp"), ("góp",))


def _another_source(frame: Frame, cue: int, at: int) -> bool:
    """ "nhân dân đóng góp 12 tỷ đồng, doanh nghiệp hỗ trợ 2 tỷ đồng": behind the people's sum the next source's."""
    sums = [i for i in range(cue + 1, at) if frame.tokens[i].kind == "figure" and frame.figure(i).unit == "VND"]
    if not sums:
        return False
    words = {word for token in frame.tokens[sums[-1] + 1 : at] for word in token.text.split()}
    return bool(words & _GIVERS or words & _SOURCES)


_SOURCES = frozenset({"vốn", "ngân", "sách", "tín", "dụng", "nghiệp", "nguồn", "quỹ", "htx"})


def _part_of_total(frame: Frame, figure: Figure, discourse: Discourse) -> bool:
    """ "Trong đó, ngân sách hỗ trợ 210 tỷ đồng" behind the sentence with the programme's total: a part is no more than that."""
    whole = next((one for one in reversed(discourse.before) if one.code == "programme_funding"), None)
    return whole is not None and frame.has(0, "inclusive") and (figure.value or 0) <= whole.value


def _raised_for_works(frame: Frame, at: int) -> bool:
    """ "huy động được hơn 1.200 tỷ đồng (…) để nâng cấp 60 km đường": raised, in a text on the programme, for its works."""
    lead = at - 1
    while lead > 0 and frame.tokens[lead].text in ("được", "hơn", "trên", "gần", "số", "tiền"):
        lead -= 1
    if not frame.tokens[lead].text.startswith("huy động"):
        return False
    return frame.any_cue("roads", "criterion:roads", "criterion:irrigation", start=at, end=frame.clause_end(at))


def _part_of_people(frame: Frame, at: int) -> bool:
    """ "…, doanh nghiệp 900 tỷ đồng, cộng đồng dân cư 1.100 tỷ đồng": the part of a sum that is named by its givers alone."""
    words: list[str] = []
    for token in reversed(frame.tokens[:at]):
        if token.kind == "figure" or (token.kind == "mark" and token.text in ",;:("):
            break
        words.extend(token.text.split())
    return "dân" in words and set(words) <= _GIVERS_ALONE


_GIVERS_ALONE = frozenset("vốn nguồn lực kinh phí từ của trong và số tiền được là đạt cộng đồng dân cư nhân người bà con".split())
_LIST = 44  # tokens within which the head of a list of sums holds for its parts


def _people_give(frame: Frame, start: int, at: int) -> bool:
    """ "cộng đồng dân cư huyện X đối ứng 95,6 tỷ đồng": the people of a place, and what they do with the money."""
    words = [(word, index) for index in range(start, at) for word in frame.tokens[index].text.split()]
    while words and words[-1][0] in ("được", "hơn", "trên", "gần", "thêm", "số", "tiền"):
        words.pop()
    plain = [word for word, _ in words]
    if not any(tuple(plain[-len(verb) :]) == verb for verb in _GIVE):
        return False
    comma = max((index for index in range(start, at) if frame.tokens[index].text == ","), default=start)
    said = {word for word, index in words if index >= comma}
    return bool(said & _PEOPLE) and not said & _GIVERS and not said & _EACH


def _given_by_people(frame: Frame, at: int) -> bool:
    """ "8,2 tỷ đồng do người dân xã X đóng góp"."""
    behind_it = frame.tokens[at + 1 : at + 9]
    if not behind_it or behind_it[0].text not in ("do", "được"):
        return False
    given = next((i for i, token in enumerate(behind_it) if token.text.endswith(("góp", "ứng"))), None)
    words = {word for token in behind_it[:given] for word in token.text.split()}
    return given is not None and bool(words & _PEOPLE or "dân" in behind_it[given].text) and not words & _GIVERS


def _passive(frame: Frame, start: int, at: int) -> int | None:
    """ "Hơn 2.000 tỷ đồng được tỉnh X đầu tư cho xây dựng nông thôn mới": the amount opens its clause."""
    tokens = frame.tokens
    opens = all(token.kind in ("time", "place", "mark") or "done" in token.concepts for token in tokens[start:at])
    if not opens or at + 1 >= len(tokens) or tokens[at + 1].text not in ("được", "đã", "đã được"):
        return None
    fund = next((index for index in range(at + 1, min(at + 7, len(tokens))) if "funding" in tokens[index].concepts), None)
    if fund is None or not frame.any_cue("ntm_topic", start=fund, end=fund + 5):
        return None
    return fund


def _list_head(frame: Frame, start: int, at: int) -> int | None:
    """ "Nguồn vốn xây dựng nông thôn mới: ngân sách 1.250 tỉ đồng; tín dụng 3.400 tỉ đồng": a part under the list's head."""
    if start < 1 or frame.tokens[start - 1].text != ";" or at - start > 5 or frame.any_cue("cash", "reward", start=start, end=at):
        return None
    colon = next((index for index in range(start) if frame.tokens[index].text == ":"), None)
    if colon is None or not frame.any_cue("ntm_topic", end=colon):
        return None
    return next((index for index in range(colon) if "funding" in frame.tokens[index].concepts), None)


def _for_one_building(frame: Frame, at: int) -> bool:
    """ "đầu tư 4,5 tỷ đồng nâng cấp trường mầm non": a verb of building behind the amount, and one building as its object."""
    words = [word for token in frame.tokens[at + 1 : at + 6] if token.kind != "figure" for word in token.text.split()]
    verb = next((i for i, word in enumerate(words[:3]) if word in ("xây", "nâng", "sửa", "làm", "cải")), None)
    if verb is None:
        return False
    rest = [word for word in words[verb + 1 :] if word not in ("dựng", "mới", "cấp", "chữa", "tạo", "được")]
    return bool(rest) and rest[0] in ("trường", "nhà", "trạm", "chợ", "cầu", "sân", "cổng", "trụ", "hội")


def _one_road(frame: Frame, at: int) -> bool:
    """ "con đường bê tông … tốn 780 triệu đồng": what one road cost, named with its classifier."""
    for index in range(frame.clause_start(at) + 1, at):
        way = frame.tokens[index - 1].text == "tuyến" and frame.tokens[index].text.split(" ")[0] in ("đường", "cầu")
        if way or is_road(frame, index):
            return is_one(frame, index)
    return False


def _state(frame: Frame, at: int) -> bool:
    """ "ngân sách nhà nước": the state, no house."""
    return frame.tokens[at].text == "nhà" and at + 1 < len(frame.tokens) and frame.tokens[at + 1].text == "nước"
