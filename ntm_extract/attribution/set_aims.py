"""Aims that a body sets and counts: "Đại hội thông qua 16 chỉ tiêu. Cụ thể, …", "thống nhất 18 chỉ tiêu, gồm: …".

The number of aims is no value of anything, but what unfolds it is a plan. That they are set is seen from the sentence's build:
a verb that neither has nor reaches takes the number, and their values follow at once. Aims that were kept or weighed ("hoàn
thành 18 chỉ tiêu", "đánh giá 18 chỉ tiêu"), the targets of a set of criteria ("19 tiêu chí, 49 chỉ tiêu") and numbers that
the next one counts a part of ("18 chỉ tiêu, trong đó 15 chỉ tiêu hoàn thành") set nothing. What opens with "theo kế hoạch" and
comes to a figure with nothing told as done before it is a plan, too.
"""

from __future__ import annotations

from itertools import pairwise

from ntm_extract.attribution.draft import Discourse, Reading
from ntm_extract.attribution.frame import Frame


def sets_aims(frame: Frame, at: int) -> bool:
    """ "xác định 17 chỉ tiêu chủ yếu, như …", "thống nhất 18 chỉ tiêu, gồm: …": a number of aims that is set, not reached.

    What unfolds them at once, or says that they were set, makes them a plan: unless they were kept or weighed before, or
    the next figure counts some of them ("18 chỉ tiêu, trong đó 15 chỉ tiêu hoàn thành").
    """
    if not counts_aims(frame, at) or at + 2 >= len(frame.tokens):
        return False
    behind_it = [word for token in frame.tokens[at + 1 : at + 16] for word in token.text.split()]
    if any(pair in DECIDED for pair in pairwise(behind_it)):
        return True
    return _is_decided(frame, at) and (_unfolds(frame, at) or _says_set(frame, at))


def goes_by_paper(frame: Frame, at: int) -> bool:
    """ "Theo đề án, đến hết năm 2023 có 15 xã", "Nghị quyết … xác định: tỷ lệ hộ nghèo còn 4%": a paper that sets aims tells them.

    ``at`` is the last word of "theo đề án", or the colon or "là" behind the verb by which the paper settles.
    """
    tokens = frame.tokens
    text = tokens[at].text
    if text.endswith("án") or text == "trình":
        return at < 4 and " ".join(token.text for token in tokens[: at + 1]) in _BY_PAPER and _figure_ahead_of(frame, at)
    if text not in (":", "là") or at < 3:
        return False
    decided = [word for token in tokens[at - 2 : at] for word in token.text.split()][-2:]
    opening = " ".join(token.text for token in tokens[:4])
    settled = opening.startswith(_PAPERS) or (opening.startswith(_BODIES) and _orders(frame, at))
    if tuple(decided) not in _SETTLED or not settled:
        return False
    return not any({"done", "now"} & set(token.concepts) and not settles(frame, index) for index, token in enumerate(tokens[:at]))


def _orders(frame: Frame, colon: int) -> bool:
    """ "Hội nghị thống nhất: năm 2022 giảm 4% hộ nghèo": what the body settles is to be done; not "…: huyện có 12 xã"."""
    behind = frame.tokens[colon + 1 : colon + 5]
    ahead = [token for token in behind if token.kind != "time" and token.text not in ("đến", "hết", "cuối", ",")]
    if not ahead:
        return False
    return ahead[0].text.startswith(("giảm", "tăng", "nâng", "đưa", "phấn")) or "change_up" in ahead[0].concepts


def _figure_ahead_of(frame: Frame, at: int) -> bool:
    """Whether a comma or a time follows, and then a figure, with nothing told as done before it."""
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    if following is None or not (following.text in (",", "đến") or following.kind == "time"):
        return False
    for token in frame.tokens[at + 1 : at + 24]:
        if token.kind == "figure":
            return True
        if (token.kind == "mark" and token.text in ";:.") or {"done", "now", "achieved_plan"} & set(token.concepts):
            return False
    return False


_BY_PAPER = ("theo đề án", "theo lộ trình")
_PAPERS = ("nghị quyết", "kế hoạch", "đề án", "chương trình hành động", "dự thảo", "văn kiện")
_SETTLED = frozenset({("xác", "định"), ("đề", "ra"), ("đặt", "ra"), ("phấn", "đấu"), ("quyết", "nghị"), ("thống", "nhất")})
_BODIES = ("hội nghị", "đại hội", "kỳ họp", "ban chấp hành", "hội đồng", "hđnd")


def goes_on_aiming(frame: Frame, reading: Reading, discourse: Discourse) -> bool:
    """ "Phấn đấu đến năm 2025 …. Đến năm 2025, 98% số hộ dùng điện. Mỗi năm giảm 2% hộ nghèo.": the same plan goes on.

    What comes up to a year that this paragraph aimed at before, of something else than it aimed at then; and what is to
    fall or rise in each year, where the sentence names none. Not what is told as done, as present or against a plan.
    """
    if not discourse.aimed_at or frame.any_cue("done", "now", "achieved_plan") or "kết quả" in frame.text:
        return False
    times = [at for at in range(reading.at) if frame.tokens[at].kind == "time"]
    if not times:
        words = frame.text
        each = "year" in frame.figure(reading.at).per or any(f"{one} năm" in words for one in ("mỗi", "hằng", "hàng"))
        return reading.measure == "change" and each
    year = (frame.figure(times[-1]).iso or "")[:4]
    led = any(token.text.startswith(("đến", "tới")) for token in frame.tokens[max(0, times[-1] - 3) : times[-1]])
    return led and any(aimed == year for _, aimed in discourse.aimed_at) and (reading.code, year) not in discourse.aimed_at


def leaves_aims(frame: Frame) -> bool:
    """ "Đại hội thông qua 16 chỉ tiêu nhiệm kỳ 2020-2025.": the sentence behind it unfolds them."""
    last = next((at for at in range(len(frame.tokens) - 1, -1, -1) if frame.tokens[at].kind == "figure"), -1)
    return last >= 0 and counts_aims(frame, last) and _is_decided(frame, last)


def counts_aims(frame: Frame, at: int) -> bool:
    """ "17 chỉ tiêu", of which nothing is said to be kept or weighed: not the "49 chỉ tiêu" of a set of criteria."""
    if frame.tokens[at].kind != "figure" or frame.figure(at).unit != "target" or frame.figure(at).denominator is not None:
        return False
    words = [word for token in frame.tokens[max(0, at - 8) : at] for word in token.text.split()]
    if not _KEPT.isdisjoint(words) or ("tiêu", "chí") in pairwise(words):
        return False
    following = next((i for i in range(at + 1, len(frame.tokens)) if frame.tokens[i].kind == "figure"), -1)
    mark = next((i for i in range(at + 1, len(frame.tokens)) if frame.tokens[i].kind == "mark"), len(frame.tokens))
    kept = any(not _KEPT.isdisjoint(token.text.split()) for token in frame.tokens[at + 1 : mark])
    return not kept and (following < 0 or frame.figure(following).unit not in ("target", "criteria"))


def _is_decided(frame: Frame, at: int) -> bool:
    """Whether a verb neither of having nor of reaching takes the aims: "thông qua", "quyết nghị", "giao 18 chỉ tiêu"."""
    before = frame.tokens[at - 1] if at else None
    if before is None or before.kind not in ("word", "cue") or before.text in _HAVING:
        return False
    return before.kind == "word" or "target" in before.concepts or _says_set(frame, at)


def _unfolds(frame: Frame, at: int) -> bool:
    """ "18 chỉ tiêu cơ bản, gồm: …", "… như …", "…, trong đó …": their values follow at once."""
    for token in frame.tokens[at + 1 : at + 12]:
        if token.kind == "figure":
            return False
        if token.text in (":", "như", "gồm", "trong đó", "cụ thể") or "inclusive" in token.concepts:
            return True
        if token.text in (".", ";"):
            return False
    return False


def _says_set(frame: Frame, at: int) -> bool:
    words = [word for token in frame.tokens[max(0, at - 8) : at] for word in token.text.split()]
    return any(pair in DECIDED for pair in pairwise(words)) or not {"giao", "nghị"}.isdisjoint(words)


_HAVING = frozenset("có của trong các những là gồm về tổng số còn cả".split())
_KEPT = frozenset({"hoàn", "đạt", "vượt", "hiện", "quả", "giá", "soát"})  # hoàn thành, thực hiện, kết quả, đánh giá, rà soát
DECIDED = frozenset({
    ("xác", "định"), ("đề", "ra"), ("đặt", "ra"), ("thông", "qua"), ("phê", "duyệt"), ("ban", "hành"), ("đưa", "ra"),
    ("quyết", "nghị"), ("quyết", "định"), ("biểu", "quyết"), ("thống", "nhất"),
})  # fmt: skip
"""Verbs by which a body settles what is to be reached."""


def settles(frame: Frame, at: int) -> bool:
    """Whether "đã" only says that a plan was made: "đã được xác định", "đã đề ra"."""
    behind_it = [word for token in frame.tokens[at + 1 : at + 5] for word in token.text.split()][:4]
    behind_it = behind_it[1:] if behind_it[:1] == ["được"] else behind_it
    return tuple(behind_it[:2]) in DECIDED or behind_it[:1] == ["giao"]


def lists_results(frame: Frame, at: int, figure: int) -> bool:
    """ "đủ điều kiện đề nghị công nhận với kết quả như sau: 12/12 xã …": what stands behind the colon was found."""
    if frame.tokens[at].text != "kết quả" or not at or frame.tokens[at - 1].text != "với":
        return False
    return any(token.text == ":" for token in frame.tokens[at + 1 : min(at + 8, figure)])


def goes_by_plan(frame: Frame, at: int) -> bool:
    """ "theo kế hoạch cuối năm 2020 có 11/14 xã", "huyện A theo kế hoạch có …": before its figure; not "đạt …, theo kế hoạch"."""
    before = frame.tokens[at - 1] if at else None
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    if following is None or following.kind == "other" or following.text in ("số", "đã", "được") or "done" in following.concepts:
        return False
    if before is None:
        return following.text == "," or _figure_ahead(frame, at)
    marked = before.kind == "mark" and before.text in ",;(:"
    opens = marked or before.kind == "place" or before.text in ("nhưng", "khi", "mà", "thì")
    return opens and following.text != "," and _figure_ahead(frame, at)


def _figure_ahead(frame: Frame, at: int) -> bool:
    """Whether a figure follows in the same clause, with nothing told as done before it."""
    for index in range(at + 1, min(at + 16, len(frame.tokens))):
        token = frame.tokens[index]
        if token.kind == "figure":
            return True
        if (token.kind == "mark" and token.text in ",;.:)") or {"done", "now", "achieved_plan"} & set(token.concepts):
            return False
    return False


BY_PLAN = ("theo kế hoạch", "theo chỉ tiêu", "theo mục tiêu")
