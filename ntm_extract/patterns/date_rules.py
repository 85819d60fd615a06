"""The rules of times: what each reads, with examples and near misses. The code is in :mod:`.times`."""

from __future__ import annotations

from typing import Final

from ntm_extract.patterns.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    Rule("date.full", "day, month, year", (
        ("ngày 12/06/2025", {"quote": "12/06/2025", "iso": "2025-06-12"}),
        ("Ngày 31-8-2018", {"iso": "2018-08-31"}),
        ("ký 5.3.2024", {"iso": "2024-03-05"}),
        ("ngày 5/3 năm 2022", {"iso": "2022-03-05"}),
        ("2025-03-12", {"iso": "2025-03-12"}),
    ), ("31/4/2020", "12/13/2020", "2020-13-12", "192.168.1.1")),
    Rule("date.day_month", "day and month", (
        ("Sáng 9/6, xã tổ chức", {"quote": "9/6", "iso": "--06-09"}),
        ("hôm nay (03/11)", {"quote": "03/11", "iso": "--11-03"}),
        ("ngày 17-8", {"iso": "--08-17"}),
        ("ngày 9-4 bản Pá được giao", {"quote": "9-4", "iso": "--04-09"}),
        ("tối nay, 17-10", {"iso": "--10-17"}),
        ("Tính đến 30/9, huyện có", {"quote": "30/9", "iso": "--09-30"}),
        ("đến hết 5/11, huyện có", {"quote": "5/11", "iso": "--11-05"}),
        ("đến 30-9 toàn huyện", {"quote": "30-9", "iso": "--09-30"}),
    ), (
        "tăng lên đến 5/9.", "đến 15/11 tiêu chí", "từ 5 đến 8/9",
        "39/94 xã", "(12/14 xã)", "ngày 31/4", "15-18 tiêu chí", "4/8 huyện", "đạt 7/9.",
    )),
    Rule("date.spoken", "day tháng month", (
        ("ngày 17 tháng 02 năm 2014", {"quote": "17 tháng 02 năm 2014", "iso": "2014-02-17"}),
        ("ngày 2 tháng 9", {"quote": "2 tháng 9", "iso": "--09-02"}),
    ), ("mất 3 tháng 10 ngày", "ngày 31 tháng 4 năm 2020")),
    Rule("date.month", "month, perhaps of a year", (
        ("tháng 6/2022", {"quote": "tháng 6/2022", "iso": "2022-06"}),
        ("tháng 6-2017", {"iso": "2017-06"}),
        ("tháng 11 năm 2013", {"quote": "tháng 11 năm 2013", "iso": "2013-11"}),
        ("đến 6/2022", {"quote": "6/2022", "iso": "2022-06"}),
        ("cuối tháng 6", {"quote": "tháng 6", "iso": "--06"}),
        ("THÁNG 6 NĂM 2024", {"iso": "2024-06"}),
        ("tháng 5.2017", {"quote": "tháng 5.2017", "iso": "2017-05"}),
    ), ("mỗi tháng 6 triệu đồng", "tháng 13", "604/1.424 xã", "Thông tư 01/2016", "6 tháng", "một tháng 2 lần")),
    Rule("year.round", "year that a round is of", (
        ("công nhận đợt 1/2018", {"quote": "1/2018", "iso": "2018"}),
    ), ("đợt 1 và 2", "đợt 13/86 xã")),
    Rule("date.open", "day without a month, or a year of two digits", (
        ("trước ngày 15 hằng tháng", {"quote": "15", "reason": "day_without_month"}),
        ("lập 5/3/14", {"reason": "two_digit_year"}),
    ), ("mỗi ngày 15 lượt", "ngày 15/3")),
    Rule("period.years", "year to year", (
        ("giai đoạn 2021-2025", {"quote": "2021-2025", "iso": "2021/2025"}),
        ("giai đoạn 2021- 2025", {"iso": "2021/2025"}),
        ("nhiệm kỳ 2020 – 2025", {"iso": "2020/2025"}),
        ("năm học 2020-2021", {"iso": "2020/2021"}),
    ), ("2025-2021", "15-18", "từ năm 2021 đến năm 2025")),
    Rule("period.days", "day to day of a month", (
        ("ngày 22-23/4/2024", {"quote": "22-23/4/2024", "iso": "2024-04-22/2024-04-23"}),
        ("ngày 5-7/3", {"iso": "--03-05/--03-07"}),
    ), ("23-22/4/2024",)),
    Rule("period.months", "month to month", (
        ("tháng 4-6/2022", {"quote": "tháng 4-6/2022", "iso": "2022-04/2022-06"}),
        ("tháng 4 đến 6", {"iso": "--04/--06"}),
    ), ("tháng 6/2022",)),
    Rule("period.quarter", "quarter, perhaps of a year", (
        ("quý I/2023", {"quote": "quý I/2023", "iso": "2023-Q1"}),
        ("Quý IV/2022", {"iso": "2022-Q4"}),
        ("quý 1 năm 2023", {"quote": "quý 1 năm 2023", "iso": "2023-Q1"}),
        ("trong quý II.", {"quote": "quý II", "iso": "-Q2"}),
    ), ("quý 5", "quý Ia")),
    Rule("period.months_of_year", "first or last months of a year", (
        ("6 tháng đầu năm 2022", {"quote": "6 tháng đầu năm 2022", "iso": "2022-01/2022-06"}),
        ("9 tháng đầu năm", {"iso": "--01/--09"}),
        ("6 tháng cuối năm 2021", {"iso": "2021-07/2021-12"}),
        ("9 tháng năm 2022", {"quote": "9 tháng năm 2022", "iso": "2022-01/2022-09"}),
        ("6 tháng đầu 2023", {"quote": "6 tháng đầu 2023", "iso": "2023-01/2023-06"}),
        ("6 THÁNG CUỐI NĂM 2024", {"quote": "6 THÁNG CUỐI NĂM 2024", "iso": "2024-07/2024-12"}),
    ), ("6 tháng", "13 tháng đầu năm", "mỗi 3 tháng năm bận", "3 tháng 2.000 hộ")),
    Rule("year.named", "năm, year", (
        ("năm 2024", {"quote": "năm 2024", "iso": "2024"}),
        ("NĂM 2025", {"quote": "NĂM 2025", "iso": "2025"}),
        ("cuối năm 2015.Thực hiện", {"quote": "năm 2015", "iso": "2015"}),
    ), ("mỗi năm 2000 hộ", "năm 201", "năm 2.024")),
    Rule("year.list", "a further year behind one", (
        ("năm 2015 và 2020", {"quote": "2020", "iso": "2020", "more": True}),
        ("năm 2020, 2021 lần lượt", {"quote": "2021", "iso": "2021", "more": True}),
    ), ("năm 2015 và 2020 hộ",)),
    Rule("year.bare", "year in brackets, or behind từ, đến, cuối", (
        ("ông Lò Văn A (1994)", {"quote": "1994", "iso": "1994"}),
        ("đến 2030.", {"iso": "2030"}),
    ), ("đến 2030 hộ", "hơn 2030")),
    Rule("time.clock", "time of day", (
        ("lúc 21:49", {"quote": "21:49", "iso": None, "value": None}),
        ("0:00", {"quote": "0:00"}),
        ("khoảng 7h30", {"quote": "7h30"}),
        ("lúc 8 giờ 30", {"quote": "8 giờ 30"}),
        ("8 giờ sáng", {"quote": "8 giờ"}),
    ), ("8 giờ làm việc", "tỷ lệ 1:500", "25:10")),
)
