"""The finer points of a reading: tier, band of criteria, criterion, stars, population, rate per time."""

from __future__ import annotations

from itertools import takewhile

from ntm_extract.attribution.draft import Reading
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.walk import VERB_OBJECT
from ntm_extract.model import Figure

ALL_CRITERIA = 19
_TIERED = frozenset({"communes_ntm", "criteria_per_commune", "criteria_met", "villages_ntm", "districts_ntm"})
_PEOPLED = frozenset(
    {
        "communes_ntm",
        "communes_by_criteria",
        "criteria_per_commune",
        "villages_ntm",
        "clean_water_rate",
        "health_insurance_rate",
        "electricity_rate",
        "income_per_capita",
        "poverty_rate",
        "near_poverty_rate",
        "multidimensional_poverty_rate",
        "poor_households",
        "near_poor_households",
        "poor_and_near_poor_households",
    }
)
_RATES = frozenset({"poverty_rate", "near_poverty_rate", "multidimensional_poverty_rate", "income_per_capita"})


def fill(frame: Frame, reading: Reading) -> None:
    """Fill what a reading's own clause says of it; what it continues has said the rest."""
    if reading.code in _TIERED and not (reading.rule == "restated.percent" and "tier" in reading.breakdowns):
        tier = _tier(frame, reading)
        if tier:
            reading.breakdowns["tier"] = tier
        else:
            reading.breakdowns.setdefault("tier", "standard")
    if reading.code in _PEOPLED:
        population = _population(frame, reading)
        if population and not (population in ("urban", "rural") and reading.code in _TIERED):  # communes are rural by their nature
            reading.breakdowns["population"] = population
    if reading.code in _RATES:
        per = next((per for per in ("month", "year") if per in reading.figure.per), None)
        if per is None and reading.measure == "change" and _yearly(frame, reading.at):
            per = "year"
        if per is not None:
            reading.breakdowns["per"] = per
        else:
            reading.breakdowns.pop("per", None)
    if reading.code == "ocop_products":
        reading.breakdowns.setdefault("potential", False)


def band(figure: Figure) -> tuple[int, int] | None:
    """The band of criteria a figure names: "15-18 tiêu chí", "dưới 5 tiêu chí", "từ 15 tiêu chí trở lên", "19/19"."""
    if figure.value is None or figure.value != int(figure.value):
        return None
    value = int(figure.value)
    if value > ALL_CRITERIA:
        return None
    if figure.upper is not None:
        return value, min(int(figure.upper), ALL_CRITERIA)
    if figure.bound == "at_least":
        return value, ALL_CRITERIA
    if figure.bound == "more_than":
        return min(value + 1, ALL_CRITERIA), ALL_CRITERIA
    if figure.bound == "less_than":
        return 0, max(value - 1, 0)
    if figure.bound == "at_most":
        return 0, value
    return value, value


def stars(frame: Frame, at: int) -> dict[str, str | int | bool]:
    """The stars a grade names, and whether they are only potential."""
    figure = frame.figure(at)
    if figure.value is None or not 1 <= figure.value <= 5:
        return {}
    low = int(figure.value)
    open_ended = figure.bound in ("at_least", "more_than") or (at > 0 and frame.tokens[at - 1].text == "từ")
    high = int(figure.upper) if figure.upper is not None else 5 if open_ended else low
    joined = frame.tokens[at + 1 : at + 3]
    if len(joined) == 2 and joined[0].text in ("và", ",", "hoặc") and joined[1].kind == "figure" and figure.upper is None:
        other = frame.figure(at + 2)
        if other.unit == "star" and other.upper is None and other.value is not None and other.value == low + 1:
            high = max(high, int(other.value))  # "đạt chuẩn OCOP 3 sao và 4 sao"
    before = [token.text for token in frame.tokens[max(0, at - 3) : at]]
    return {"stars_min": low, "stars_max": min(high, 5), "potential": "tiềm" in before or "năng" in before}


def criterion(frame: Frame, cues: tuple[int, ...]) -> str | None:
    """The criterion that the wordings name, where they say that it is met."""
    for at in cues:
        for concept in frame.tokens[at].concepts:
            if concept.startswith("criterion:"):
                name = concept.removeprefix("criterion:")
                words = " ".join(token.text for token in frame.tokens[max(0, at - 7) : at + 1]).split()
                if name == "planning" and {"thành", "duyệt", "lập", "hoàn"} & set(words):
                    return name
                if "tiêu" in words and "chí" in words and not {"bộ"} & set(words):
                    return name
                if name == "health" and "chuẩn" in words:
                    return name
    return None


def _yearly(frame: Frame, at: int) -> bool:
    """ "giảm trung bình hằng năm 5,1%", "mỗi năm giảm 2%"."""
    for index in range(at - 1, max(-1, at - 12), -1):
        token = frame.tokens[index]
        opened = token.text == "," and 2 <= index <= 4 and frame.tokens[index - 1].text == "năm"  # "Mỗi năm, huyện giảm …"
        if token.kind == "figure" or (token.kind == "mark" and token.text in ";.," and not opened):
            return False
        if token.text == "năm" and index and frame.tokens[index - 1].text == "/":
            return True  # "giảm bình quân/năm: 3%"
        if token.text in ("mỗi", "hằng", "hàng") and frame.tokens[index + 1].text == "năm":
            return True
    return False


def _tier(frame: Frame, reading: Reading) -> str | None:
    """The tier named in the clause of the reading, nearest to its figure."""
    start = frame.clause_start(reading.at)
    size = len(frame.tokens)
    ordered: list[int]
    if reading.cue > reading.at:  # "12 xã đạt chuẩn nông thôn mới nâng cao"
        level = frame.depth[reading.cue]  # "đạt chuẩn nông thôn mới (NTM) nâng cao"
        bracketed = sum(1 for at in range(reading.cue, min(reading.cue + 5, size)) if frame.depth[at] > level)
        reach = min(reading.cue + 4 + (bracketed if bracketed <= 3 else 0), size)
        own = range(reading.cue + 1, reach)
        stop = next((at for at in own if frame.tokens[at].text == ";" or _counts(frame, at) or _another_tier(frame, at)), reach)
        ordered = [*range(reading.cue, stop), *range(reading.at + 1, reading.cue)]
    elif reading.previous is not None:  # "…, kiểu mẫu 3 xã", "3 xã kiểu mẫu"
        behind = range(reading.at + 1, min(max(reading.reach, reading.at + 4), size))
        ahead = range(reading.at - 1, reading.previous.at, -1)
        ordered = [*behind, *takewhile(lambda at: frame.tokens[at].text != ";" and not _counts(frame, at), ahead)]
    else:
        around = range(reading.cue, min(reading.cue + 4, reading.at)) if 0 <= reading.cue < reading.at else ()
        ordered = [
            *range(reading.at + 1, min(max(reading.reach, reading.at + 1), size)),
            *around,
            *range(reading.at - 1, start - 1, -1),
        ]
    for at in ordered:
        token = frame.tokens[at]
        for concept in token.concepts:
            if concept.startswith("tier:"):
                following = frame.tokens[at + 1].text if at + 1 < len(frame.tokens) else ""
                if following.split(" ")[0] in VERB_OBJECT:
                    continue
                return concept.removeprefix("tier:")
    return None


def _another_tier(frame: Frame, at: int) -> bool:
    """ "3 xã đạt chuẩn nông thôn mới, nông thôn mới nâng cao có 2 xã": the programme named again is of the next tier."""
    return frame.tokens[at].text in (",", "và") and frame.has(at + 1, "ntm_topic")


def _counts(frame: Frame, at: int) -> bool:
    return frame.tokens[at].kind == "figure" and frame.figure(at).unit not in ("criteria", "target", "percent")


def _population(frame: Frame, reading: Reading) -> str | None:
    """The group of people or places the clause says the figure is of."""
    start = frame.clause_start(reading.at)
    floor = start
    for other in range(reading.at - 1, start - 1, -1):
        if frame.tokens[other].kind == "figure" and other != reading.at:
            floor = other + 1
            break
    if 0 <= reading.cue < floor and reading.previous is None:
        floor = max(start, reading.cue)
    if frame.has(start, "inclusive"):
        floor = start
    if reading.unit in ("commune", "village"):
        commas = (at for at in range(reading.at - 1, floor, -1) if frame.tokens[at].text == ",")
        # "không còn xã đặc biệt khó khăn, 10/10 xã đạt chuẩn"
        comma = next((at for at in commas if not frame.has(at + 1, "inclusive")), floor)
        floor = max(floor, reading.at - 4, comma)
    if reading.unit == "household" and reading.at > 1 and frame.tokens[reading.at - 1].text == "(":
        floor = frame.clause_start(reading.at - 1)  # "dân tộc Mông có số hộ nghèo cao nhất (310 hộ)"
    end = min(max(reading.reach, reading.at + 1), len(frame.tokens))
    nearest: list[int] = [*range(reading.at - 1, floor - 1, -1), *range(reading.at, end)]
    own = reading.at + 1
    while own < end and frame.tokens[own].text in _PEOPLE:
        own += 1
    if own < end and frame.has(own, "population:rural", "population:urban"):
        nearest.insert(0, own)  # "50% dân số đô thị, 74% dân số nông thôn": said of the figure's own noun
    for at in nearest:
        token = frame.tokens[at]
        if frame.depth[at] > frame.depth[reading.at]:
            continue  # "5.698 hộ nghèo (thành thị 912 hộ, …)"
        for concept in token.concepts:
            if concept.startswith("population:") and not _mere_name(frame, at, reading) and not _scenery(frame, at):
                return concept.removeprefix("population:")
        if (
            token.kind == "cue"
            and "nông thôn" in token.text
            and "nông thôn mới" not in token.text
            and "roads" not in token.concepts
            and not _scenery(frame, at)
        ):
            return "rural"
        if "special_area" in token.concepts and reading.code in ("villages_ntm", "communes_ntm"):
            return "special"
    return _population_of_whole(frame, reading)


def _population_of_whole(frame: Frame, reading: Reading) -> str | None:
    """ "42 xã vùng dân tộc thiểu số chưa đạt chuẩn, trong đó có 11 xã đạt từ 15 tiêu chí": parts are of what the whole is of."""
    if reading.unit != "commune":
        return None
    parts = next((at for at in range(reading.at - 1, 0, -1) if frame.has(at, "inclusive")), 0)
    between = [frame.figure(at).unit for at in range(parts, reading.at) if frame.tokens[at].kind == "figure"]
    if not parts or any(unit not in ("commune", "criteria") for unit in between):
        return None
    whole = next((at for at in range(parts - 1, -1, -1) if frame.tokens[at].kind == "figure"), None)
    if whole is None or frame.figure(whole).unit != "commune":
        return None
    for at in range(whole + 1, min(whole + 3, parts)):
        if frame.has(at, "population:ethnic_minority"):
            return "ethnic_minority"
    return None


_PEOPLE = frozenset({"dân", "số", "cư", "hộ", "người", "dân số", "dân cư", "hộ dân", "người dân", "nhân", "khẩu"})


def _scenery(frame: Frame, at: int) -> bool:
    """ "diện mạo nông thôn đổi mới, …", "bộ mặt nông thôn khởi sắc": how the land looks, not whom the figure is of."""
    before = " ".join(token.text for token in frame.tokens[max(0, at - 2) : at])
    return before.endswith(("diện mạo", "bộ mặt", "đời sống", "kinh tế"))


def _mere_name(frame: Frame, at: int, reading: Reading) -> bool:
    """ "một trong những huyện nghèo nhất nước": what the place is called, not whom the figure is of."""
    before = frame.tokens[at - 1].text if at else ""
    following = frame.tokens[at + 1].text if at + 1 < len(frame.tokens) else ""
    if following == "kinh":
        return True  # "đồng bào dân tộc Kinh": the majority
    if "population:ethnic_minority" in frame.tokens[at].concepts and (at > reading.at or reading.cue < at):
        return False  # "1.150 hộ cận nghèo là người dân tộc thiểu số"
    if "population:ethnic_minority" in frame.tokens[at].concepts and before == "là" and following in ("với", "có"):
        return False  # "tiếp đến là dân tộc Dao với 310 hộ nghèo"
    return before in ("những", "là", "một") or following == "nhất"
