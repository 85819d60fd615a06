"""Repair of numbers: letters among their digits, a space before their comma, the lost letter of "số"."""

from __future__ import annotations

import re
from typing import Final

from ntm_extract.corpus.repair_rule import LETTER, Repair

_PLACES: Final = r"xã(?!\s+hội)|phường|thị trấn|huyện|tỉnh|thôn|bản|ấp|buôn|tiêu chí|đơn vị"
_COUNTED: Final = (
    rf"(?:{_PLACES}|hộ|người|sản phẩm|chủ thể|nhà|căn|triệu|tỷ|tỉ|nghìn|ngàn|đồng|điểm|mục tiêu|chỉ tiêu|công trình|"
    rf"ngày công|công|km|ha|m2|sao|lần)(?!{LETTER})"
)
_DIGIT: Final = r"[lIO\d]"
_NUMBER: Final = re.compile(
    rf"(?<![\w.,/–-])(?:{_DIGIT}(?:{_DIGIT}|[.,/](?={_DIGIT})){{0,14}}(?=\s?%|\s{_COUNTED})"
    rf"|(?:(?<=năm )|(?<=Năm )|(?<=tháng )|(?<=ngày )|(?<=Ngày )|(?<=đoạn )){_DIGIT}(?:{_DIGIT}|[./-](?={_DIGIT})){{1,9}}(?!\w)"
    rf"|{_DIGIT}{{1,2}}([/.-]){_DIGIT}{{1,2}}\1(?:2[0O]|[1lI]9){_DIGIT}{{2}}(?!\w))",
)
_TIMELY: Final = re.compile(r"(?:năm|Năm|tháng|ngày|Ngày|đoạn) \Z")
_AFTER_LITRES: Final = re.compile(rf"\s?%|\s(?:{_PLACES})(?!{LETTER})")
_WELL_FORMED: Final = re.compile(
    r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{1,3})?|\d{1,5}/\d{1,5}|\d{1,3}\.\d{3}/\d{1,3}\.\d{3}|"
    r"(?:(?:[0-3]?\d[./-])?[01]?\d[./-])?(?:19|20)\d\d(?:-20\d\d)?",
)
_MIXED_NUMBER: Final = re.compile(rf"(?=.*[lIO])\W*(?:\d|[lIO]+[\d.,/]){_DIGIT}*.*")
_IN_DECIMAL: Final = re.compile(
    rf"(?<=\d) (?=,\d{{1,3}}(?:\s?%|\s(?:triệu|tỷ|tỉ|tiêu chí|điểm|km|ha)(?!{LETTER}))|\.\d{{3}}(?![\d.]))(?<!\d{{4}} )"
)


def _repair_number(match: re.Match[str]) -> str | None:
    token = match[0]
    parts = re.split(r"[/-]", token)
    if token.translate(_TO_DIGITS) == token or not any(part.strip("lIO.,") for part in parts):
        return None
    if any(not part.strip("lIO.,") and "l" not in part for part in parts):  # "I/2023" is a quarter
        return None
    litres = token.endswith("l") and not _TIMELY.search(match.string, max(0, match.start() - 6), match.start())
    if litres and not _AFTER_LITRES.match(match.string, match.end()):  # "5l" are five litres
        return None
    digits = token.translate(_TO_DIGITS)
    return digits if _WELL_FORMED.fullmatch(digits) else None


_TO_DIGITS: Final = str.maketrans("lIO", "110")
_DOC_NUMBER: Final = re.compile(
    r"(?<![\w/.-])s(?=\d{1,5}(?:/\d{4})?/[A-ZĐ]{2,6}\b|\d{1,4}-(?:NQ|CT|KH|QĐ|KL|TB|HD|CTr|BC)/)",
)


NUMBER_RULES: Final = (
    Repair(
        "number", lambda word: _MIXED_NUMBER.fullmatch(word) is not None, lambda _: _NUMBER, _repair_number,
        examples=(
            ("có l5 xã đạt chuẩn nông thôn mới", "có 15 xã đạt chuẩn nông thôn mới"),
            ("2O/l2/2022 nông thôn mới, năm 202l có", "20/12/2022 nông thôn mới, năm 2021 có"),
            ("có 1O xã nông thôn mới", "có 10 xã nông thôn mới"),
            ("l.234 hộ nghèo", "1.234 hộ nghèo"),
            ("đến năm 2O15, nông thôn mới", "đến năm 2015, nông thôn mới"),
            ("6l/85 xã nông thôn mới, có 2l xã", "61/85 xã nông thôn mới, có 21 xã"),
            ("ngày l2/3/2O14, hộ nghèo còn 9l,8%", "ngày 12/3/2014, hộ nghèo còn 91,8%"),
            ("4.8O0 tỷ đồng cho nông thôn giai đoạn 202l-2025", "4.800 tỷ đồng cho nông thôn giai đoạn 2021-2025"),
        ),
        rejects=(
            "can 5l hộ nghèo được cấp", "khí CO2 ở nông thôn", "giai đoạn I. xã nông thôn", "lO xã nông thôn",
            "tháng I/2023, hộ nghèo", "mục I.2 xã nông thôn", "tuyến QL1 hộ nghèo", "I/19 tiêu chí nông thôn",
        ),
    ),
    Repair(
        "decimal", lambda word: word[0] in ",." and word[1:2].isdigit(), lambda _: _IN_DECIMAL, lambda _: "",
        examples=(
            ("63 ,2 triệu đồng ở nông thôn", "63,2 triệu đồng ở nông thôn"),
            ("1 .234 hộ nghèo", "1.234 hộ nghèo"),
        ),
        rejects=("12 ,13 xã nông thôn", "năm 2015 ,5 triệu hộ nghèo", "hộ nghèo 3, 5%"),
    ),
    Repair(
        "doc_number", lambda word: word[0] == "s" and word[1:2].isdigit(), lambda _: _DOC_NUMBER, lambda _: "số ",
        examples=(("Quyết định s29/2013/QĐ-UBND về nông thôn mới", "Quyết định số 29/2013/QĐ-UBND về nông thôn mới"),),
        rejects=("máy ảnh s20/4 của hộ nghèo", "điện thoại s29 ở nông thôn"),
    ),
)  # fmt: skip
