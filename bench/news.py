"""Articles on other matters, as most of a newspaper is: weather, football, prices, traffic, schools, health.

Written for the measurement of speed, so that it needs no texts of others. What decides the speed is as in general news:
three kilobytes an article, twenty lines, a dozen figures of the usual kinds, and not one of the programmes. The same
number gives the same article.

>>> article(7) == article(7), article(7) == article(8)
(True, False)
"""

from __future__ import annotations

import random
import re
from typing import Final

_TITLES: Final = (
    "Mưa lớn diện rộng, nhiều tuyến phố ngập sâu", "Đội chủ nhà ngược dòng trong hiệp hai", "Giá xăng dầu tiếp tục giảm nhẹ",
    "Thêm một cây cầu nối hai bờ sông sắp thông xe", "Học sinh háo hức trở lại trường sau kỳ nghỉ dài",
    "Bệnh viện tuyến cuối đưa vào dùng máy chụp thế hệ mới", "Triển lãm tranh sơn mài thu hút người xem trẻ",
    "Chợ hoa đêm đông khách từ rất sớm", "Cảnh báo thủ đoạn lừa đảo qua mạng xã hội", "Điện thoại tầm trung hạ giá cuối mùa",
)
_PLAIN: Final = (
    "Theo cơ quan khí tượng, không khí lạnh còn tràn xuống trong những ngày tới nên trời rét về đêm và sáng sớm.",
    "Người dân hai bên đường cho biết nước rút chậm vì cống thoát bị rác bịt kín từ mấy hôm trước.",
    "Huấn luyện viên nói ông hài lòng với tinh thần của các cầu thủ, dù hàng thủ vẫn để lộ nhiều khoảng trống.",
    "Nhà trường đã chuẩn bị phòng học, bàn ghế và dụng cụ, đồng thời nhắc phụ huynh giữ ấm cho con em.",
    "Các bác sĩ khuyên người cao tuổi đi khám khi ho kéo dài, không tự mua thuốc kháng sinh về uống.",
    "Nhiều cửa hàng treo biển giảm giá nhưng khách vẫn dè dặt, phần đông chỉ ghé xem rồi về.",
    "Công an phường đang trích xuất hình ảnh từ máy quay gần đó để làm rõ nguyên nhân vụ va chạm.",
    "Bộ phim kể chuyện một gia đình làm nghề gốm, quay phần lớn trong những con ngõ của phố cổ.",
    "Chuyên gia cho rằng người mua nên đọc kỹ hợp đồng, nhất là các điều khoản về lãi suất và phí trả trước hạn.",
    "Ban tổ chức mong khán giả đến sớm, gửi xe đúng chỗ và không mang chai lọ vào khán đài.",
    "Từ sáng sớm, dòng xe đã nối dài ở cửa ngõ phía tây khiến nhiều chuyến xe khách phải đổi lộ trình.",
    "Ca sĩ chia sẻ cô dành phần lớn thời gian ở nhà, tập đàn và viết những bài hát cho mùa lưu diễn sắp tới.",
)
_COUNTED: Final = (
    "Lúc {hour}h{minute}, đoàn xe rời bến với {few} hành khách, chậm hơn lịch gần {few} phút.",
    "Sáng {day}/{month}, giá vàng trong nước tăng {thousand} đồng mỗi lượng, lên {pct} triệu đồng.",
    "Năm {year}, hãng này bán ra {big} chiếc, tăng {pct}% so với năm trước.",
    "Trận đấu có hơn {big} khán giả; đội khách dẫn trước từ phút {few} rồi thua {goal}-{goal}.",
    "Cây cầu dài {few}0 m, rộng {few} m, vốn đầu tư {few}0 tỷ đồng, khởi công từ tháng {month}/{year}.",
    "Nhiệt độ thấp nhất ở vùng núi là {few} độ C, gió giật cấp {goal}.",
    "Kỳ thi diễn ra trong {goal} ngày, từ {day}/{month}, với {big} thí sinh ở {few} điểm thi.",
    "Máy có màn hình {pct} inch, giá từ {few},9 triệu đồng, bảo hành 12 tháng.",
    "Ông Bình, {few} tuổi, nhà ở ngõ {few}, kể rằng nước lên cao {few} cm chỉ sau một giờ.",
    "Khoa cấp cứu nhận {few} ca trong đêm {day}/{month}, trong đó {goal} người phải mổ.",
    "Bức tranh vẽ năm {year} được bán với giá {thousand} USD, gấp đôi giá khởi điểm.",
    "Khoảng {pct}% số người được hỏi nói họ mua hàng qua mạng ít nhất {goal} lần mỗi tháng.",
)
_SLOT: Final = re.compile(r"\{(\w+)\}")


def article(number: int) -> str:
    """The article of a number."""
    chance = random.Random(number)  # noqa: S311 - no secret depends on it

    def fill(slot: re.Match[str]) -> str:
        return {
            "hour": f"{chance.randint(5, 22)}", "minute": f"{chance.randint(10, 59)}", "day": f"{chance.randint(1, 28)}",
            "month": f"{chance.randint(1, 12)}", "year": f"{chance.randint(2010, 2024)}", "goal": f"{chance.randint(1, 9)}",
            "few": f"{chance.randint(2, 98)}", "thousand": f"{chance.randint(2, 95)}0.000",
            "big": f"{chance.randint(1, 40)}.{chance.randint(100, 999)}", "pct": f"{chance.randint(1, 90)},{chance.randint(1, 9)}",
        }[slot[1]]  # fmt: skip

    lines = [chance.choice(_TITLES), f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{chance.randint(2015, 2024)} 09:15"]
    for _ in range(chance.randint(13, 19)):
        pool = _COUNTED if chance.random() < 0.18 else _PLAIN
        sentences = chance.sample(pool, 1 if pool is _COUNTED else chance.choice((1, 2, 2)))
        lines.append(_SLOT.sub(fill, " ".join(sentences)))
    lines.insert(chance.randint(4, 8), "Một góc phố trong sáng nay. Ảnh: Bạn đọc")
    return "\n".join(lines) + "\n"
