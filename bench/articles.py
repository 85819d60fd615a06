"""Documents for measurements: short notices, and articles as long as those of newspapers, on the subject and on others."""

from __future__ import annotations

import random

import news

DISTRICTS = ("Mường Chà", "Than Uyên", "Vị Xuyên", "Kỳ Sơn", "Đông Giang", "Lắk", "Tri Tôn", "Bảo Yên", "Quỳ Châu", "Sa Pa")
SENTENCES = (
    "Đến cuối năm {year}, huyện {place} có {a}/{b} xã đạt chuẩn nông thôn mới, bình quân {c},{d} tiêu chí/xã.",
    "Tỷ lệ hộ nghèo của huyện {place} năm {year} còn {c},{d}%, giảm {a},{d}% so với năm trước.",
    "Toàn huyện {place} hiện có {b} sản phẩm OCOP đạt 3 sao trở lên.",
    "Năm {year}, huyện {place} huy động {b},{d} tỷ đồng xây dựng nông thôn mới; nhân dân hiến {b}.000 m2 đất.",
    "Thu nhập bình quân đạt {b},{d} triệu đồng/người/năm.",
)
OTHERS = (
    "Năm {year}, trường trung học cơ sở ở {place} đón {b}0 học sinh vào lớp 6.",
    "Giá lợn hơi tại chợ {place} tăng {a}.000 đồng/kg, lên {b}.000 đồng/kg.",
    "Đội bóng đá nam {place} thắng {a}-{c} trong trận mở màn ngày {c}/8/{year}.",
    "Sáng nay, trời nhiều mây, có mưa rải rác ở vùng núi; nhiệt độ cao nhất {b} độ.",
)


def short(chance: random.Random, number: int) -> str:
    """A notice of half a kilobyte with figures; one number in five gives one on the subject."""
    lines = []
    place, year = chance.choice(DISTRICTS), chance.randrange(2015, 2025)
    for sentence in chance.choices(SENTENCES if number % 5 == 0 else OTHERS, k=chance.randrange(3, 9)):
        a, b, c = chance.randrange(1, 8), chance.randrange(8, 40), chance.randrange(1, 19)
        lines.append(sentence.format(place=place, year=year, a=a, b=b, c=c, d=number % 10))
    return f"Tin huyện {place}\n\n" + " ".join(lines) + "\n"


def on_the_subject(number: int) -> str:
    """An article on other matters with a paragraph on the subject among its own."""
    chance = random.Random(number)  # noqa: S311 - no secret
    lines = news.article(number).splitlines()
    title, *told = short(chance, 0).splitlines()
    return "\n".join([title, *lines[1:5], *told, *lines[5:]]) + "\n"
