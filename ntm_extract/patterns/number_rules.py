"""The rules of quantities: what each reads, with examples and near misses. The code is in :mod:`.numbers`."""

from __future__ import annotations

from typing import Final

from ntm_extract.patterns.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    Rule("count.noun", "number, noun of a known unit", (
        ("Huyện công nhận thêm 03 xã trong đợt này.", {"quote": "03 xã", "value": 3.0, "unit": "commune"}),
        ("Trong số 165 hộ nghèo còn lại", {"quote": "165 hộ", "value": 165.0, "unit": "household"}),
        ("gồm hơn 1.250 hộ dân", {"quote": "hơn 1.250 hộ dân", "value": 1250.0, "bound": "more_than"}),
        ("cả vùng có 1,6 triệu hộ", {"quote": "1,6 triệu hộ", "value": 1600000.0, "unit": "household"}),
        ("ĐẠT 19 TIÊU CHÍ", {"quote": "19 TIÊU CHÍ", "value": 19.0, "unit": "criteria"}),
        ("từ 15 tiêu chí trở lên", {"quote": "từ 15 tiêu chí trở lên", "value": 15.0, "bound": "at_least"}),
        ("có 7 thôn, bản về đích", {"quote": "7 thôn, bản", "value": 7.0, "unit": "village"}),
        ("góp 2.150 lượt ngày công", {"quote": "2.150 lượt ngày công", "value": 2150.0, "unit": "day"}),
        ("37,794,044 người", {"value": 37794044.0, "unit": "person"}),
        ("giúp 15 tỉnh miền núi", {"quote": "15 tỉnh", "value": 15.0, "unit": "province"}),
        ("giao 2 400 000 nhà", {"value": 2400000.0, "unit": "house"}),
        ("còn 2,500 hộ thiếu nước", {"quote": "2,500 hộ", "value": None, "reason": "ambiguous_grouping"}),
        ("còn 2 500 hộ thiếu nước", {"quote": "2 500 hộ", "value": None, "reason": "ambiguous_grouping"}),
    ), (
        "5 công ty", "12 bản án", "3 đồng chí", "8 nhà máy", "2 hộ chiếu", "thôn 3 xã Tân Lập", "ấp 5 xã Phú Hòa",
        "căn 3 tỉnhx", "tỷ lệ 15 tỷ lệ", "đạt 39 năm 2022",
    )),
    Rule("count.bare", "number alone, or before a noun of no unit", (
        ("địa bàn có 20 dân tộc", {"quote": "20", "value": 20.0, "unit": None}),
        ("phát trên 1.000 tờ rơi", {"quote": "trên 1.000", "value": 1000.0, "bound": "more_than"}),
        ("đón 1,2 triệu lượt khách", {"quote": "1,2 triệu", "value": 1200000.0, "unit": None}),
        ("mời 4 công ty", {"quote": "4", "value": 4.0, "unit": None}),
        ("hệ số 0.45", {"quote": "0.45", "value": 0.45}),
        ("tổng số 94", {"quote": "94", "value": 94.0}),
    ), (
        "Khu 5A", "tổ dân phố số 8", "Quận 1", "Phường 2", "img-1808", "COVID-19", "đội U23", "ca F0", "mạng 4G",
        "1. Mục tiêu", "2) Nhiệm vụ", "3.1. Kết quả", "3.1 Kết quả", "(4)", "gọi 0983.123.456", "gọi 0912345678",
        "gọi (0231) 3.876.543", "https://bao.vn/2019/05/tin-12.html", "a12@thu.vn", "24h.com.vn", "Nghị quyết 26",
        "Chương trình 135", "theo Điều 5", "Quốc lộ 32",
    )),
    Rule("count.open", "number whose notation has two readings", (
        ("chỉ số là 1.5", {"value": None, "reason": "ambiguous_decimal"}),
        ("chỉ số là 2,500", {"value": None, "reason": "ambiguous_grouping"}),
        ("Hội thi 2019 khai mạc", {"value": None, "reason": "year_or_count"}),
    ), ("năm 2019", "2019 hộ", "1,5")),
    Rule("range.noun", "two numbers, noun counted in wholes", (
        ("đạt 15-18 tiêu chí", {"quote": "15-18 tiêu chí", "value": 15.0, "upper": 18.0, "unit": "criteria"}),
        ("đạt 5 - 9 tiêu chí", {"quote": "5 - 9 tiêu chí", "value": 5.0, "upper": 9.0}),
        ("từ 10 đến 14 tiêu chí", {"quote": "từ 10 đến 14 tiêu chí", "value": 10.0, "upper": 14.0}),
        ("thêm khoảng 30-40 xã", {"quote": "khoảng 30-40 xã", "value": 30.0, "upper": 40.0, "bound": "approx"}),
    ), ("đạt 18-15 tiêu chí", "2021-2025", "ngày 5-6", "đạt 15, đến 20 tiêu chí")),
    Rule("range.bare", "two numbers before a noun of no unit", (
        ("mỗi lớp 25-30 em", {"quote": "25-30", "value": 25.0, "upper": 30.0}),
    ), ("thua 1-3", "25-30.")),
    Rule("range.open", "two joined numbers that may be a score or a date", (
        ("đội nhà thắng 2-1", {"value": None, "reason": "range_or_score"}),
    ), ("2-3 xã", "ngày 2-1")),
    Rule("ratio.noun", "part/whole, noun", (
        ("có 39/94 xã về đích", {"quote": "39/94 xã", "value": 39.0, "denominator": 94.0, "unit": "commune"}),
        ("có 604/1.424 xã", {"value": 604.0, "denominator": 1424.0}),
        ("Có 8/8 huyện, thành phố", {"quote": "8/8 huyện, thành phố", "value": 8.0, "unit": "district"}),
        ("đạt 86,62/100 điểm", {"value": 86.62, "denominator": 100.0, "unit": "point"}),
        ("đạt 44/52 mục tiêu", {"value": 44.0, "denominator": 52.0, "unit": "target"}),
        ("(4/8 huyện)", {"quote": "4/8 huyện", "value": 4.0, "denominator": 8.0}),
    ), ("ngày 4/8 huyện tổ chức", "12/2021")),
    Rule("ratio.two_nouns", "part noun/whole noun", (
        ("đạt 52 xã/136 xã", {"quote": "52 xã/136 xã", "value": 52.0, "denominator": 136.0, "unit": "commune"}),
    ), ("52 xã/136 thôn", "12 xã")),
    Rule("ratio.bare", "part/whole that is no day of the calendar", (
        ("đạt tỷ lệ 39/94.", {"quote": "39/94", "value": 39.0, "denominator": 94.0}),
        ("tiêm cho 95/104 con bò", {"quote": "95/104", "value": 95.0, "denominator": 104.0}),
        ("chiếm 2/3 số hộ", {"quote": "2/3", "value": 2.0, "denominator": 3.0}),
    ), ("đạt 7/9.",)),
    Rule("ratio.open", "numbers with a slash that may be a date, or none", (
        ("đạt 7/9.", {"value": None, "reason": "date_or_ratio"}),
        ("từ 31/3 người dân được vay", {"quote": "31/3", "value": None, "reason": "part_exceeds_whole"}),
        ("ở 102/51 Phan Huy Ích", {"value": None, "reason": "part_exceeds_whole"}),
        ("hạn là 31/6/2016", {"value": None, "reason": "invalid_date"}),
    ), ("(7/9)", "7/9 xã")),
    Rule("average.per", "quantity per thing", (
        ("bình quân 14,4 tiêu chí/xã", {"quote": "14,4 tiêu chí/xã", "value": 14.4, "per": ("commune",)}),
        ("Từ 3 tiêu chí trở lên/xã", {"quote": "Từ 3 tiêu chí trở lên/xã", "bound": "at_least", "per": ("commune",)}),
        ("năng suất 6,2 tấn/ha", {"value": 6.2, "unit": "tonne", "per": ("ha",)}),
        ("đạt 15.5 tiêu chí / xã", {"value": 15.5, "per": ("commune",)}),
    ), ("1,6%/năm", "5 huyện/thành phố")),
    Rule("percent.one", "percent", (
        ("còn 6,06%", {"value": 6.06, "unit": "percent"}),
        ("giảm 2.2% số hộ", {"quote": "2.2%", "value": 2.2}),
        ("giảm bình quân 7,6%/năm", {"quote": "7,6%/năm", "per": ("year",), "kind": "percent"}),
        ("giảm 1,6% mỗi năm", {"quote": "1,6% mỗi năm", "per": ("year",)}),
        ("giảm 1,2 điểm phần trăm", {"quote": "1,2 điểm phần trăm", "value": 1.2}),
        ("còn 1.234%", {"value": None, "reason": "ambiguous_grouping"}),
    )),
    Rule("percent.range", "percents from, to", (
        ("giảm 1-1,5% / năm", {"quote": "1-1,5% / năm", "value": 1.0, "upper": 1.5, "per": ("year",)}),
        ("giảm 3 đến 4%", {"value": 3.0, "upper": 4.0}),
        ("giảm từ 2% đến 3%", {"quote": "từ 2% đến 3%", "value": 2.0, "upper": 3.0}),
        ("giảm 2%-3%", {"value": 2.0, "upper": 3.0}),
    ), ("giảm từ 11,76% xuống 8,38%", "từ 38,64% xuống còn 33,11%", "tăng 2% đến 3%")),
    Rule("percent.reached", "first of a pair reached/planned", (
        ("giảm 3,68/3,1%", {"quote": "3,68/3,1%", "value": 3.68}),
        ("đạt 78,5%/75%", {"quote": "78,5%/75%", "value": 78.5}),
    ), ("giảm 3,68%",)),
    Rule("percent.planned", "second of a pair reached/planned", (
        ("giảm 3,68/3,1%", {"quote": "3,68/3,1%", "value": 3.1}),
    ), ("giảm 3,68%",)),
    Rule("money.one", "amount, currency", (
        ("chi 4.945 triệu đồng", {"quote": "4.945 triệu đồng", "value": 4945000000.0, "unit": "VND"}),
        ("vốn 1,2 nghìn tỷ đồng", {"value": 1200000000000.0}),
        ("vốn 20 ngàn tỷ đồng", {"value": 20000000000000.0}),
        ("đạt63,2 triệuđồng/người/năm", {"quote": "63,2 triệuđồng/người/năm", "per": ("person", "year")}),
        ("vốn 5.800tỷđồng", {"value": 5800000000000.0}),
        ("đạt 34 triệu đồng/người, năm", {"value": 34000000.0, "per": ("person", "year")}),
        ("thu 37,6 triệu đồng mỗi năm", {"value": 37600000.0, "per": ("year",)}),
        ("góp 1.200.000đ", {"value": 1200000.0}),
        ("đạt 31/33 triệu đồng", {"quote": "31/33 triệu đồng", "value": 31000000.0, "denominator": None}),
        ("thu từ 100 triệu đồng/năm trở lên", {"quote": "từ 100 triệu đồng/năm trở lên", "bound": "at_least"}),
        ("góp gần 1 tỷ đồng", {"quote": "gần 1 tỷ đồng", "bound": "less_than", "value": 1000000000.0}),
        ("vay 2,5 triệu USD", {"value": 2500000.0, "unit": "USD"}),
        ("giá 200.00 đồng", {"value": None, "reason": "ambiguous_decimal"}),
        ("đạt 42 triệu triệu đồng", {"value": None, "reason": "malformed_number"}),
        ("tổng vốn 3 nghìn tỷ đồng", {"value": 3000000000000.0}),
    ), ("10 đồng chí", "54 triệu đồng bào", "5 tỷ lệ")),
    Rule("money.range", "amounts from, to", (
        ("thu 12-15 triệu đồng", {"value": 12000000.0, "upper": 15000000.0}),
        ("thu từ 85 đến 90 triệu đồng / năm", {"value": 85000000.0, "upper": 90000000.0, "per": ("year",)}),
    ), ("thu 15 triệu đồng",)),
    Rule("money.compound", "amount in two scales", (
        ("chi 1 tỷ 200 triệu đồng", {"quote": "1 tỷ 200 triệu đồng", "value": 1200000000.0}),
    ), ("chi 1 tỷ đồng, 200 triệu đồng",)),
    Rule("money.scale_only", "million or billion of nothing else", (
        ("thu nhập đạt 43,3 triệu.", {"quote": "43,3 triệu", "value": 43300000.0, "unit": "VND"}),
    ), ("1,6 triệu hộ", "2 triệu lượt khách", "dân số 1,6 triệu.", "lỗ 4.300 tỉ TWD", "15 tỷ lệ")),
    Rule("area.one", "area", (
        ("hiến 255.142m2 đất", {"quote": "255.142m2", "value": 255142.0, "unit": "m2"}),
        ("trồng 10.034,00 ha", {"value": 10034.0, "unit": "ha"}),
        ("trồng 6,2 ha", {"value": 6.2, "unit": "ha"}),
    ), ("15 hang",)),
    Rule("area.range", "areas from, to", (("rộng 2-3 ha", {"value": 2.0, "upper": 3.0}),), ("3-2 ha",)),
    Rule("length.one", "length", (
        ("làm 277 km đường", {"quote": "277 km", "value": 277.0, "unit": "km"}),
        ("dài 1.200 m", {"value": 1200.0, "unit": "m"}),
    ), ("12 mẫu", "QL 32")),
    Rule("length.range", "lengths from, to", (("rộng 3,5-5 m", {"value": 3.5, "upper": 5.0}),), ("5-3 m",)),
    Rule("duration.one", "length of time", (
        ("Qua 3 năm 2011-2013", {"quote": "3 năm", "value": 3.0, "unit": "year", "more": True}),
        ("sau 10 ngày", {"value": 10.0, "unit": "day"}),
        ("hơn 6 tháng qua", {"quote": "hơn 6 tháng", "value": 6.0, "bound": "more_than"}),
    ), ("tháng 11 năm 2013", "6 tháng đầu năm 2022", "8 giờ 30", "đạt 11 năm 2013", "25 tháng 3 năm 2024")),
    Rule("duration.range", "lengths of time from, to", (("mất 2-3 năm", {"value": 2.0, "upper": 3.0}),), ("năm 2-3",)),
    Rule("grade.one", "stars", (
        ("hạng 4 sao", {"quote": "4 sao", "value": 4.0, "unit": "star"}),
        ("đạt 3 sao trở lên", {"quote": "3 sao trở lên", "value": 3.0, "bound": "at_least"}),
    ), ("4 saonhư",)),
    Rule("grade.range", "stars from, to", (("đạt 3-4 sao", {"value": 3.0, "upper": 4.0}),), ("4 sao",)),
    Rule("ordinal.digit", "place in a series", (
        ("Kỳ họp thứ 8", {"quote": "thứ 8", "value": 8.0}),
        ("đánh giá đợt 2", {"quote": "đợt 2", "value": 2.0}),
    ), ("được cấp 4 con bò", "8 lần")),
)
