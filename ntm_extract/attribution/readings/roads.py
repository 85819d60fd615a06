"""Rural roads: the kilometres that were built or surfaced, and the number of roads worked on.

Counted are roads that a verb of building governs. Refused: how long one road is, streets and motorways in texts on other
matters, what is still to be built, and the length of something else.
"""

from __future__ import annotations

from ntm_extract.attribution.draft import Discourse, Reading, Rejection, reading_of
from ntm_extract.attribution.frame import FILLER, Frame
from ntm_extract.attribution.walk import Clause, ahead, behind
from ntm_extract.model import Figure

_RURAL = frozenset("thôn xã ấp bản xóm làng buôn sóc phum đồng gtnt".split())  # nông thôn, liên xã, nội đồng


def read_length(frame: Frame, at: int, figure: Figure, discourse: Discourse) -> Reading | Rejection:
    """The kilometres of road built, or why the length is of none."""
    if _one_road(frame, at) or not (discourse.anchor.about_ntm or _RURAL.intersection(frame.text.split())):
        return Rejection("another_length")
    after = behind(frame, at)
    tokens = frame.tokens
    start = frame.clause_start(at)
    near = [
        index
        for index in (*after.cues[:2], *ahead(frame, at, commas=True).cues[:4])
        if {"roads", "criterion:roads"} & set(tokens[index].concepts)
    ]
    if not near and _of_works(frame, start, at):
        return reading_of(figure, at, "road_length", "road_length.works", "km", reach=after.reach)
    if not near:
        return Rejection("no_indicator")
    following = next((token for token in tokens[at + 1 :] if token.start >= figure.end), None)
    if (
        following is not None
        and following.kind == "word"
        and following.text not in FILLER | {"đường", "lộ", "tuyến"}
        and near[0] < at
    ):
        return Rejection("another_length")
    if frame.any_cue("negation", start=at, end=after.reach) or (at and frame.tokens[at - 1].text == "còn"):
        return Rejection("not_built")
    built = frame.any_cue("road_building", start=start, end=after.reach)
    first = start
    while not built and first > 1 and tokens[first].kind == "figure" and tokens[first - 1].text == ";":
        first = frame.clause_start(first - 1)  # "cứng hóa 12 km …; 8 km đường thôn": the verb of the first holds for the list
        built = frame.any_cue("road_building", start=first, end=start)
    if not built and not _of_works(frame, start, at):
        return Rejection("not_built")
    if figure.unit == "m" and (figure.value or 0) < 50:
        return Rejection("another_length")
    reading = reading_of(figure, at, "road_length", "road_length.built", "km", near[0], after.reach)
    if figure.unit == "m":
        reading.value = reading.value / 1000
    return reading


def read_roads(frame: Frame, at: int, figure: Figure, after: Clause, discourse: Discourse) -> Reading | Rejection:
    """ "nâng cấp 2.358 tuyến đường với tổng chiều dài …": roads that are built; "12 tuyến đường hoa" are no works."""
    following = next((token for token in frame.tokens[at + 1 :] if token.start >= figure.end), None)
    plain = following is None or following.kind != "word" or following.text in FILLER | {"dài"}
    start = frame.clause_start(at)
    built = frame.any_cue("road_building", start=start, end=after.reach)
    if not plain or not built or not (discourse.anchor.about_ntm or frame.any_cue("roads", "ntm_topic")):
        return Rejection("no_indicator")
    if frame.any_cue("negation", start=start, end=after.reach) or frame.any_cue("other_standard", start=at, end=after.reach):
        return Rejection("not_built")
    return reading_of(figure, at, "road_works", "road_works.roads", "point", at, after.reach)


def _one_road(frame: Frame, at: int) -> bool:
    """ "con đường bê tông dài 130 m", "đoạn đường nhựa liên thôn 2 km": how long one road is, which is no total of a place."""
    for index in range(at - 1, max(frame.clause_start(at), at - 9) - 1, -1):
        if frame.tokens[index].kind == "figure" or frame.tokens[index].text in (",", "và"):
            return False
        if is_road(frame, index):
            return is_one(frame, index)
    return False


def is_road(frame: Frame, at: int) -> bool:
    """Whether a road or a bridge stands at ``at`` behind its classifier: "con đường", "đoạn lộ", "cây cầu"."""
    classified = at > 0 and frame.tokens[at - 1].text in ("con", "đoạn", "chiếc", "cây")
    return classified and frame.tokens[at].text.split()[:1] in (["đường"], ["lộ"], ["cầu"])


def is_one(frame: Frame, at: int) -> bool:
    """Whether the noun at ``at`` is one thing with its classifier, which nothing counts: not "các con đường", "12 tuyến đường"."""
    lead = frame.tokens[at - 2] if at > 1 else None
    return lead is None or (lead.kind != "figure" and lead.text not in ("các", "những", "nhiều", "số"))


def _of_works(frame: Frame, start: int, at: int) -> bool:
    """ "triển khai 132 công trình đường với tổng chiều dài 210 km": the length of works that are carried out."""
    near = {token.text for token in frame.tokens[max(start, at - 3) : at]}
    if "dài" not in near or "nhất" in near or frame.figure(at).unit != "km":
        return False
    works = next((i for i in range(start, at) if frame.tokens[i].kind == "figure" and frame.figure(i).unit == "works"), None)
    if works is None or not frame.any_cue("roads", "criterion:roads", start=works, end=at):
        return works is not None and frame.noun(works).startswith("tuyến") and frame.any_cue("road_building", start=start, end=at)
    doing = {word for token in frame.tokens[max(start, works - 4) : works] for word in token.text.split()}
    return bool({"khai", "hiện"} & doing) or frame.any_cue("road_building", start=start, end=works)
