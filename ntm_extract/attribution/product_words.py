"""Words that decide where the name of a product or of its owner begins and ends.

Product names are an open class, so the lists say what a name is *not*: words of grammar and of administration
never stand in one. ``HEADS`` (kinds of goods) only supports a name that nothing else supports; a good that is
missing from it costs a row where neither an owner, a quotation mark nor a proper name is there to help.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in text.split(","))


STOPS: Final = _words(
    "được đạt đã đang sẽ là có của do để cho với trong tại ở thuộc trên khi nếu những các nhiều một số mỗi này đó kia đây "
    "cũng còn vẫn rất chưa bị nên mà thì vì bởi nhờ qua vào ra tới đến hiện nay vừa tiếp trở như gồm bao tham đăng chứng "
    "xếp phân đánh nâng sản tiêu xuất giúp mang góp thực xây phát hỗ đưa đều từng sau trước theo về nhằm khẳng chủ đối "
    "cùng lại trao nhận ngày năm tháng giai mục kế phấn ban quyết chấm hoàn long tổ ông bà anh chị họ người hộ "
    "đơn địa huyện tỉnh ngoài bên tuy nhưng hay hoặc thông nằm lọt đoạt giành trưng bày bán mua thu tăng giảm hơn đáp "
    "khoảng gần điểm hội ngành nhóm lĩnh loại riêng nhất hết cả toàn mọi tất ai ngay lên xuống trị vượt sớm mong sở hữu "
    "không_chỉ dùng ăn ưa phục kết bảo tạo đem gắn cán nhà chương niềm tiềm yêu đảm trình tự"
)
"""Written small, none of these stands in a product's name."""

STOP_PAIRS: Final = _phrases(
    "công nhận, công bố, công tác, cấp tỉnh, cấp huyện, cấp quốc, cấp trung, cấp xã, cấp thành, cấp giấy, hội đồng, hội nghị, "
    "đề nghị, đề xuất, đề án, ra mắt, ra đời, giới thiệu, quảng bá, khu vực, vùng nguyên, thị trường, tư vấn, bộ tiêu, chế biến, "
    "đại diện, giấy chứng, hàng năm, lần đầu, hiện có, kinh tế, quy mô, quy trình, doanh thu, giá trị, nước ta, nước ngoài"
)
"""Two words that begin something else than a name, in any case."""

GENERIC_FIRST: Final = _words(
    "nông đặc chủ thế tiêu truyền địa mới khác tốt sạch an hàng nổi chất thủ công dịch mẫu độc đa phong quê làng vùng miền "
    "thương thị ngành chính lợi nguyên thành tự hữu đầu thứ còn bản thực đồ dược sinh lưu ẩm hạng sao xanh vật phụ máy"
)
"""What "sản phẩm" is followed by where a kind of products is meant: "sản phẩm nông sản chủ lực"."""

GENERIC: Final = _phrases(
    "rau củ quả, rau quả, trái cây, cây ăn quả, lúa gạo, chè búp tươi, cây con, cây trồng, cây dược liệu, hoa quả, thủy sản, "
    "hải sản, gia súc, gia cầm, đồ gỗ, đồ gỗ mỹ nghệ, đồ thủ công, hoa cây cảnh, cây cảnh, bánh kẹo, nước uống, du lịch cộng đồng, "
    "du lịch nông thôn, du lịch sinh thái, điểm du lịch, rau an toàn, rau sạch, cây công nghiệp, chăn nuôi, thịt các loại, "
    "rau xanh, rau màu, củ quả, gia vị, đồ lưu niệm, vải may mặc, quả tươi, thịt trứng sữa, cây giống, hạt giống, du lịch"
)
"""Kinds of goods that are nobody's product."""

HEADS: Final = _words(
    "gạo nếp tẻ lứt chè trà cà mật rượu bia nước mắm bánh bún miến phở mì mỳ hủ cốm kẹo mứt ô giò chả nem lạp xúc thịt ruốc cá "
    "tôm mực hàu ghẹ cua ốc rươi sá yến tổ trứng gà vịt lợn heo dê bò trâu sữa bơ dầu tinh cao viên bột hạt hồ tiêu tỏi hành nghệ "
    "gừng sả ớt tương muối đường giấm dấm măng nấm rau củ quả trái bưởi cam quýt chanh chuối nhãn vải mận lê đào xoài ổi thanh sầu "
    "dưa dừa mít chôm na mãng hồng khoai sắn ngô lạc đậu đỗ vừng mè mắc điều sâm đông siro mật phấn sáp tranh gốm bộ lục thổ khăn "
    "áo nón chiếu mây giỏ túi thảm đèn trầm nhang hương homestay hoa sen tim thạch cháo xôi khô thính sốt xà son đũa ngọc rong "
    "tép lươn ếch nhung chả chà ba bắp bí bầu mướp su cải kale táo nho dâu thơm dứa khóm vú bòn quế hồi thảo xạ giảo đinh lăng "
    "atiso actiso nhàu gấc cháy cơm mắm xí trám dổi mạch óc đồ lụa tơ vòng hũ bình du chén ấm guốc võng chổi nõn cu cơm lá nhân "
    "nộm tàu đặc cao dây long lan quất thuốc trống đàn tượng thuyền diều rối phớ tàu_hủ chao dồi tóp mạng váy gùi sơn "
    "collagen ngũ yaourt sữa_chua kem tảo vẹm sứa bề bào cầu nhum cáy moi ruốc thị sung hòe vối bạch tam kim cỏ "
    "phi dầm chẩm mắc_khén hạt_dổi vang"
)
"""First words of goods: what may bear a name without help."""

DESCRIPTORS: Final = _words(
    "nông lâm ngư nghiệp sản xuất kinh doanh dịch vụ thương mại chế biến tổng hợp đầu tư phát triển nhập khẩu xây dựng du lịch cộng "
    "đồng sạch hữu cơ công nghệ cao an toàn thực phẩm dược liệu dược thủy hải đặc tiêu thụ chăn nuôi trồng trọt thành viên một hai cổ "
    "phần trách nhiệm hạn tư nhân và quốc tế việt nam tập đoàn mỹ thủ công vận tải bảo quản cây con giống rau củ quả nấm mật ong chè "
    "trà gạo cá tôm bún miến bánh mắm nước tnhh mtv cp xnk sx tm dv tmdv xk nn dvnn dvth sxkd dvtm sxtm tv dvdl đtpt hộ gia đình cá thể "
    "tổ nhóm cơ sở kiểu mới ứng dụng sinh thái thanh niên phụ nữ dệt may thổ cẩm nghề truyền thống"
)
"""Syllables of the business in an owner's name, before the name proper."""

OWNER_STOPS: Final = _words(
    "được đạt đã đang sẽ là có của do để cho với trong tại ở thuộc trên khi nếu những các nhiều này đó cũng còn vẫn vừa như gồm "
    "tham đăng cùng đều năm ngày tháng từ đến về sở hữu_ sau trước theo làm mong hiện luôn không chưa giám khẳng đạt_chuẩn nhận lần"
)
"""Written small, none of these stands in an owner's name."""
