"""Units of measurement as data: the nouns and signs that may stand behind a number, with their code.

A noun is listed when its code can be told from the noun alone. ``COMPOUNDS`` are the longer words that
merely begin like a unit ("công ty" is no working day, "5 đồng chí" no money): the longest word wins, so
listing them keeps the unit out. A noun that is neither leaves the unit open (None), which loses little; a
wrong unit would put a number into the wrong indicator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ntm_extract.model import FigureKind
    from ntm_extract.numerals import NumberUse


PLAIN_KINDS: Final = frozenset({"count", "area", "length", "grade"})
"""Kinds of units of which a whole number is always just that."""


class Unit(NamedTuple):
    """One code with what a figure of it is, and how its numbers are written."""

    code: str
    kind: FigureKind
    use: NumberUse
    nouns: tuple[str, ...]
    administrative: bool = False  # a level of place: "thôn 3 xã Tân Lập" counts no communes


def _listed(*terms: str) -> tuple[str, ...]:
    """List the ways to write several level words as one list: "huyện, thị xã, thành phố"."""
    forms = [separator.join(terms) for separator in (", ", ",", "/", " / ", " - ", "-", " ")]
    forms += [", ".join(terms[:-1]) + last + terms[-1] for last in (" và ", ", và ", " hoặc ")]
    return tuple(forms)


UNITS: Final[tuple[Unit, ...]] = (
    Unit("commune", "count", "whole", (
        "xã", "đơn vị cấp xã", "đơn vị hành chính cấp xã", "địa phương cấp xã",
        *_listed("xã", "phường"), *_listed("xã", "phường", "thị trấn"), *_listed("xã", "thị trấn"),
        *_listed("phường", "xã"), *_listed("phường", "xã", "thị trấn"), *_listed("xã", "phường", "đặc khu"),
    ), administrative=True),
    Unit("ward", "count", "whole", ("phường", "thị trấn", *_listed("phường", "thị trấn")), administrative=True),
    Unit("village", "count", "whole", (
        "thôn", "bản", "ấp", "buôn", "bon", "làng", "khóm", "xóm", "sóc", "phum", "plei", "khu dân cư",
        "tổ dân phố", "khu phố", "thôn làng", "phum sóc", "bản làng",
        *_listed("thôn", "bản"), *_listed("thôn", "buôn"), *_listed("buôn", "làng"), *_listed("buôn", "thôn"),
        *_listed("thôn", "làng"), *_listed("thôn", "ấp"), *_listed("thôn", "xóm"), *_listed("bản", "làng"),
        *_listed("thôn", "tổ dân phố"), *_listed("thôn", "bản", "tổ dân phố"), *_listed("bản", "tổ dân phố"),
        *_listed("ấp", "khu phố"), *_listed("ấp", "khóm"), *_listed("khóm", "ấp"), *_listed("thôn", "khu phố"),
        *_listed("phum", "sóc"), *_listed("thôn", "buôn", "bon"), *_listed("bon", "buôn"),
        *_listed("xóm", "bản"), *_listed("bản", "xóm"), *_listed("thôn", "bản", "khu phố"),
        *_listed("thôn", "xóm", "bản"),
        *_listed("thôn", "buôn", "tổ dân phố"), *_listed("khu dân cư", "thôn"), *_listed("thôn", "khu dân cư"),
        *_listed("xóm", "tổ dân phố"), *_listed("thôn", "bản", "buôn", "làng"),
    ), administrative=True),
    Unit("district", "count", "whole", (
        "huyện", "quận", "thị xã", "đơn vị cấp huyện", "địa phương cấp huyện", "đơn vị hành chính cấp huyện",
        *_listed("huyện", "thị xã", "thành phố"), *_listed("huyện", "thành phố"), *_listed("huyện", "thị"),
        *_listed("huyện", "thị xã"), *_listed("huyện", "thị", "thành phố"), *_listed("huyện", "thành", "thị"),
        *_listed("huyện", "thị", "thành"), *_listed("quận", "huyện"), *_listed("quận", "huyện", "thị xã"),
        *_listed("huyện", "quận"), *_listed("thành phố", "thị xã"), *_listed("thị xã", "thành phố"),
        *_listed("huyện", "quận", "thị xã"), *_listed("quận", "huyện", "thành phố"),
        *_listed("huyện", "thành phố", "thị xã"),
    ), administrative=True),
    Unit("province", "count", "whole", (
        "tỉnh", "tỉnh thành", "đơn vị cấp tỉnh", "đơn vị hành chính cấp tỉnh", "địa phương cấp tỉnh",
        *_listed("tỉnh", "thành phố"), *_listed("tỉnh", "thành"),
    ), administrative=True),
    Unit("city", "count", "whole", ("thành phố",), administrative=True),
    Unit("locality", "count", "whole", ("địa phương",)),
    Unit("household", "count", "whole", ("hộ", "hộ dân", "hộ gia đình")),
    Unit("person", "count", "whole", ("người", "nhân khẩu", "khẩu", "người dân")),
    Unit("product", "count", "whole", ("sản phẩm", "hồ sơ sản phẩm")),
    Unit("entity", "count", "whole", ("chủ thể",)),
    Unit("point", "count", "measure", ("điểm", "cửa hàng")),
    Unit("works", "count", "whole", ("công trình", "tuyến đường")),
    Unit("criteria", "count", "measure", ("tiêu chí",)),
    Unit("target", "count", "whole", ("mục tiêu", "chỉ tiêu")),
    Unit("day", "count", "whole", (
        "công", "ngày công", "lượt ngày công", "công lao động", "ngày công lao động", "lượt công", "lượt công lao động",
    )),
    Unit("house", "count", "whole", ("nhà", "căn nhà", "ngôi nhà", "căn")),
    Unit("times", "count", "measure", ("lần",)),
    Unit("age", "count", "whole", ("tuổi",)),
    Unit("percent", "percent", "percent", ("%", "phần trăm", "điểm phần trăm", "điểm %")),
    Unit("VND", "money", "whole", ("đồng", "VNĐ", "VND", "vnđ", "vnd", "đ", "đồng Việt Nam")),
    Unit("USD", "money", "currency", ("USD", "usd", "đô la Mỹ", "đô la", "đô-la", "đôla", "đô", "US$", "$")),
    Unit("EUR", "money", "currency", ("euro", "Euro", "EUR", "€")),
    Unit("JPY", "money", "currency", ("yên", "Yên", "yen", "Yen", "JPY")),
    Unit("CNY", "money", "currency", ("nhân dân tệ", "Nhân dân tệ", "NDT", "CNY", "tệ")),
    Unit("GBP", "money", "currency", ("bảng Anh", "GBP", "£")),
    Unit("THB", "money", "currency", ("baht", "THB")),
    Unit("RUB", "money", "currency", ("rúp", "RUB")),
    Unit("KRW", "money", "currency", ("won", "Won")),
    Unit("m2", "area", "measure", ("m2", "m²", "M2", "mét vuông")),
    Unit("km2", "area", "measure", ("km2", "km²", "Km2", "ki-lô-mét vuông")),
    Unit("ha", "area", "measure", ("ha", "Ha", "HA", "héc ta", "héc-ta", "hécta", "hecta", "hec-ta")),
    Unit("m", "length", "measure", ("m", "mét", "mét dài")),
    Unit("km", "length", "measure", ("km", "Km", "KM", "ki-lô-mét", "kilômét", "kilomet", "cây số")),
    Unit("cm", "length", "measure", ("cm",)),
    Unit("mm", "length", "measure", ("mm",)),
    Unit("year", "duration", "measure", ("năm",)),
    Unit("month", "duration", "measure", ("tháng",)),
    Unit("week", "duration", "measure", ("tuần",)),
    Unit("day", "duration", "measure", ("ngày", "ngày đêm")),
    Unit("hour", "duration", "measure", ("giờ", "tiếng đồng hồ", "giờ đồng hồ")),
    Unit("minute", "duration", "measure", ("phút",)),
    Unit("second", "duration", "measure", ("giây",)),
    Unit("star", "grade", "whole", ("sao",)),
    Unit("kg", "count", "measure", ("kg", "Kg", "KG", "ki-lô-gam", "kilôgam", "kilogam")),
    Unit("tonne", "count", "measure", ("tấn",)),
    Unit("quintal", "count", "measure", ("tạ",)),
    Unit("g", "count", "measure", ("g", "gam", "gram")),
    Unit("mg", "count", "measure", ("mg",)),
    Unit("litre", "count", "measure", ("lít",)),
    Unit("m3", "count", "measure", ("m3", "m³", "mét khối")),
    Unit("kWh", "count", "measure", ("kWh", "KWh", "kwh")),
    Unit("MW", "count", "measure", ("MW",)),
    Unit("kW", "count", "measure", ("kW", "KW")),
    Unit("kV", "count", "measure", ("kV", "KV", "kv")),
)

COMPOUNDS: Final[dict[str, str]] = {
    "công": "ty|nhân|an|chức|nghệ|tác|dân|đoàn|điện|suất|cụ|văn|bộ|ích|lập|viên|chứng|khai|thương|nghiệp|sở|ước|"
            "trường|hàm|tố|phu|bằng|thức|trạng|nông|chúng|xưởng|đức|thự|tử|ten nơ|tơ",
    "đồng": "chí|đội|hồ|bào|nghiệp|phạm|hương|minh|ý|loạt|thời|ruộng|cỏ|muối|bạc|xu|tiền xu|thuận|bộ|bằng|đều|lúa|"
            "cân|tính|vị|khởi",
    "bản": "án|tin|đồ|hợp đồng|vẽ|ghi|ghi nhớ|báo cáo|kế hoạch|dự thảo|sao|in|nhạc|quyền|thảo|cam kết|kê khai|kê|"
           "thuyết minh|hương ước|quy ước|tự khai|kiểm điểm|thỏa thuận|thoả thuận|di chúc|cáo trạng|đăng ký|thu|"
           "quy hoạch|hiệp định|danh sách|nghị quyết|tuyên bố|chính|gốc|photo|cáo|dịch|tham luận|hùng ca|sắc",
    "nhà": "máy|văn hóa|văn hoá|đầu tư|thầu|khoa học|nước|trường|báo|hàng|giáo|xe|thuốc|mạng|ga|kho|vệ sinh|lưới|"
           "màng|xưởng|sách|vườn|nghỉ|hát|tù|chờ|cung cấp|phân phối|sản xuất|thờ|bè|khách|rông|bán|nghiên cứu|"
           "khoa|nông|thơ|văn|sử|ngoại giao|lãnh đạo|quản lý|mái|tài trợ|hảo tâm|sinh hoạt|cộng đồng|thi đấu|"
           "tập luyện|đa năng|hiệu bộ|công vụ|bia|lầu|tang|thiết kế|tuyển dụng|phát triển|vô địch|chung",
    "căn": "hộ|cứ|bệnh|phòng|cước",
    "hộ": "chiếu|lý|khẩu|tịch|đê|vệ|sinh|tống",
    "khẩu": "súng|pháo|trang|phần|hiệu|lệnh|độ|AK|đội",
    "xã": "viên|hội|luận|đội",
    "tỉnh": "lộ|ủy|uỷ|đội",
    "huyện": "ủy|uỷ|lộ|đội",
    "quận": "ủy|uỷ|công",
    "làng": "nghề",
    "điểm": "trường|cầu|nóng|nghẽn|đen|sáng|nhấn",
    "ngày": "lễ|hội|tết",
    "giờ": "học|dạy|giấc",
    "tuần": "lễ|báo|tra",
    "tháng": "lương|chạp|giêng",
    "năm": "học|mươi",
    "tạ": "lỗi|ơn",
    "phần": "thưởng|quà|mềm|tử",
    "đô": "thị|vật|đốc|hộ|thành",
    "yên": "ngựa",
    "buôn": "bán|lậu",
    "sao": "la|biển|chổi",
    "lần": "lượt",
}
"""Head and tails of the longer words."""


def unit_forms() -> Iterator[tuple[str, Unit | None]]:
    """Each noun with its unit; None for the words that only begin like one."""
    for head, tails in COMPOUNDS.items():
        for tail in tails.split("|"):
            yield f"{head} {tail}", None
    for unit in UNITS:
        for noun in unit.nouns:
            yield noun, unit


PER_NOUNS: Final[dict[str, str]] = {
    "xã": "commune", "phường": "ward", "thôn": "village", "bản": "village", "ấp": "village", "thôn, bản": "village",
    "huyện": "district", "tỉnh": "province", "người": "person", "đầu người": "person", "nhân khẩu": "person",
    "khẩu": "person", "lao động": "worker", "hộ": "household", "hộ dân": "household", "hộ gia đình": "household",
    "năm": "year", "tháng": "month", "tuần": "week", "ngày": "day", "giờ": "hour", "h": "hour", "phút": "minute",
    "giây": "second", "s": "second", "quý": "quarter", "vụ": "season", "ha": "ha", "sào": "sao", "m2": "m2",
    "m²": "m2", "m": "m",
    "km": "km", "km2": "km2", "km²": "km2", "kg": "kg", "tấn": "tonne", "tạ": "quintal", "lít": "litre", "m3": "m3",
    "con": "animal", "cây": "plant", "sản phẩm": "product", "lần": "time", "lượt": "time", "suất": "portion",
    "học sinh": "pupil", "công": "day", "ngày công": "day", "nhà": "house", "căn": "house", "đơn vị": "entity",
    "kWh": "kWh", "USD": "USD", "chuyến": "trip", "vé": "ticket", "bộ": "set", "cổ phiếu": "share", "quả": "piece",
    "lượng": "tael", "thẻ": "card", "em": "pupil", "cháu": "pupil", "đối tượng": "person", "phòng": "room",
    "gốc": "plant",
}
"""What may stand behind a slash or "mỗi": the thing or time a rate is counted by."""
