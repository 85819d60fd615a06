"""The rules that find products, as values: each with sentences that show it and near misses it must leave alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ProductRule:
    """A way of finding a named product, with sentences that show it and near misses."""

    id: str
    examples: tuple[tuple[str, tuple[str, ...]], ...]
    rejects: tuple[str, ...] = ()


RULES: Final = (
    ProductRule(
        "product.owned",
        (
            ("Chè đinh Tân Sơn của HTX Chè Tân Sơn đạt OCOP 4 sao.", ("Chè đinh Tân Sơn",)),
            ("Miến dong Bản Lầu (HTX Bản Lầu) đạt OCOP 3 sao.", ("Miến dong Bản Lầu",)),
        ),
        ("Sản phẩm của HTX Chè Tân Sơn đạt OCOP 4 sao.", "Các sản phẩm OCOP của các HTX trên địa bàn tỉnh."),
    ),
    ProductRule(
        "product.quoted",
        (("Sản phẩm “Hương quê xứ Đoài” đạt OCOP 4 sao.", ("Hương quê xứ Đoài",)),),
        ("Tọa đàm “Khởi nghiệp từ OCOP” của thanh niên.",),
    ),
    ProductRule(
        "product.listed",
        (("Các sản phẩm OCOP gồm: cam sành Bản Khun, chè dây Bản Khun.", ("cam sành Bản Khun", "chè dây Bản Khun")),),
        ("Sản phẩm OCOP gồm 6 nhóm: thực phẩm, đồ uống, dược liệu.", "Nhiều sản phẩm OCOP như mật ong, chè, gạo."),
    ),
    ProductRule(
        "product.introduced",
        (("Huyện có sản phẩm lê Tai Nung Bản Xen đạt OCOP 3 sao.", ("lê Tai Nung Bản Xen",)),),
        ("Sản phẩm nông sản chủ lực đạt OCOP 3 sao.",),
    ),
    ProductRule(
        "product.recognised",
        (("Nem nắm Giao Thủy được công nhận OCOP 4 sao.", ("Nem nắm Giao Thủy",)),),
        ("Hội đồng được công nhận OCOP 4 sao.",),
    ),
    ProductRule(
        "product.shared",
        (("Bún khô, phở khô của HTX Bình Minh đạt OCOP 3 sao.", ("Bún khô", "phở khô")),),
        ("Toàn huyện có 5 HTX, 3 sản phẩm của HTX Bình Minh đạt OCOP 3 sao.",),
    ),
)
