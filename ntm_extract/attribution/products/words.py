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
    "cũng còn vẫn rất chưa bị nên mà thì vì bởi nhờ vào ra tới đến hiện vừa như gồm bao giúp mang từng sau trước theo về "
    "nhằm đối cùng trao nhận anh chị họ hộ tuy nhưng hay hoặc đoạt giành hơn đều đưa nhất cả toàn mọi tất gần khoảng nâng "
    "xuất đem"
)
"""Written small, none of these stands in a product's name."""

STOP_PAIRS: Final = _phrases(
    "chính thức, vinh dự, xuất sắc, liên tục, liên tiếp, lần lượt, đồng loạt, bước vào, bước đầu, đào tạo, qua đó, qua các, "
    "qua đánh, trải qua, vừa qua, ngay sau, ngay từ, ngay tại, sớm đạt, công nhận, công bố, công tác, công chúng, cấp tỉnh, "
    "cấp huyện, cấp quốc, cấp trung, cấp xã, cấp thành, cấp giấy, hội đồng, hội nghị, hội viên, hội chợ, đề nghị, đề xuất, "
    "đề án, ra mắt, ra đời, giới thiệu, quảng bá, khu vực, vùng nguyên, thị trường, tư vấn, bộ tiêu, đại diện, giấy chứng, "
    "hàng năm, hằng năm, lần đầu, lần này, hiện có, kinh tế, quy mô, quy trình, doanh thu, giá trị, nước ta, nước ngoài, "
    "tiêu thụ, tiêu chuẩn, tiêu chí, tiêu biểu, tiêu dùng, phấn đấu, phân hạng, xếp hạng, xếp loại, thứ hạng, đánh giá, "
    "chứng nhận, chứng chỉ, tham gia, tham dự, đăng ký, hỗ trợ, thực hiện, xây dựng, phát triển, phát huy, góp phần, khẳng "
    "định, tiếp tục, trở thành, trở lên, chủ lực, chủ thể, chủ yếu, chủ đạo, chế biến, địa phương, địa bàn, đơn vị, huyện "
    "nhà, hoàn thành, hoàn thiện, hoàn toàn, ban hành, quyết định, kế hoạch, mục tiêu, giai đoạn, điểm bán, thông qua, nằm "
    "trong, trưng bày, bày bán, thu hút, thu nhập, tăng cường, giảm nghèo, đáp ứng, tổ chức, tổ hợp, tổ tư, nhóm sản, nhóm "
    "thực, lĩnh vực, sở hữu, mong muốn, phục vụ, kết nối, kết quả, kết hợp, bảo đảm, bảo tồn, tạo ra, tạo việc, tạo thu, "
    "gắn với, cán bộ, chương trình, niềm tự, tiềm năng, thế mạnh, yêu cầu, đảm bảo, trình hội, long trọng, vượt trội, ưa "
    "chuộng, ngoài ra, ngoài việc, bên cạnh, mùa vụ, người dân, người tiêu, khách hàng, du khách, thương hiệu, nhãn hiệu, "
    "chất lượng, doanh nghiệp, hợp tác, liên kết, siêu thị, cửa hàng, truy xuất, sản xuất, sản lượng, bao bì, mẫu mã, đặc "
    "trưng, điều kiện, đầu tiên, đầu tư, mức cao, năm nay, nổi tiếng, lại tiếp, một trong, từ năm, cơ sở, nông dân, trung "
    "ương, quốc gia, ủy ban, uỷ ban"
)
"""Two words that begin something else than a name, in any case."""

GENERIC_FIRST: Final = _words(
    "nông đặc chủ thế tiêu truyền địa mới khác tốt sạch an hàng nổi chất thủ công dịch mẫu độc đa phong quê làng vùng miền "
    "thương thị ngành chính lợi nguyên thành tự hữu đầu thứ còn bản thực đồ dược sinh lưu ẩm hạng sao xanh vật phụ máy khu "
    "trị giá phân thuốc giống số hình phát chế xuất hội lượng doanh niềm món đẹp thuộc giải phục cần phải không lâu đời nhà"
)
"""What "sản phẩm" is followed by where a kind of products is meant: "sản phẩm nông sản chủ lực"."""

GENERIC: Final = _phrases(
    "rau củ quả, rau quả, trái cây, cây ăn quả, lúa gạo, chè búp tươi, cây con, cây trồng, cây dược liệu, hoa quả, thủy "
    "sản, hải sản, gia súc, gia cầm, đồ gỗ, đồ gỗ mỹ nghệ, đồ thủ công, hoa cây cảnh, cây cảnh, bánh kẹo, nước uống, du "
    "lịch cộng đồng, du lịch nông thôn, du lịch sinh thái, điểm du lịch, rau an toàn, rau sạch, cây công nghiệp, chăn nuôi, "
    "thịt các loại, thảo dược, thảo mộc, thủ công mỹ nghệ, thức uống, vải và may mặc, hoa tươi, cá cảnh, rau xanh, rau màu, "
    "củ quả, gia vị, đồ lưu niệm, vải may mặc, quả tươi, thịt trứng sữa, cây giống, hạt giống, du lịch"
)
"""Kinds of goods that are nobody's product."""

HEADS: Final = _words(
    "gạo nếp tẻ lứt chè trà cà mật rượu bia nước mắm bánh bún miến phở mì mỳ hủ cốm kẹo mứt ô giò chả nem lạp xúc thịt ruốc "
    "cá tôm mực hàu ghẹ cua ốc rươi sá yến tổ trứng gà vịt lợn heo dê bò trâu sữa bơ dầu tinh cao viên bột hạt hồ tiêu tỏi "
    "hành nghệ gừng sả ớt tương muối đường giấm dấm măng nấm rau củ quả trái bưởi cam quýt chanh chuối nhãn vải mận lê đào "
    "xoài ổi thanh sầu dưa dừa mít chôm na mãng hồng khoai sắn ngô lạc đậu đỗ vừng mè mắc điều sâm đông siro phấn sáp tranh "
    "gốm bộ lục thổ khăn áo nón chiếu mây giỏ túi thảm đèn trầm nhang hương homestay hoa sen tim thạch cháo xôi khô thính "
    "sốt xà son đũa ngọc rong tép lươn ếch nhung chà ba bắp bí bầu mướp su cải kale táo nho dâu thơm dứa khóm vú bòn quế "
    "hồi thảo xạ giảo đinh lăng atiso actiso nhàu gấc cháy cơm xí trám dổi mạch óc đồ lụa tơ vòng hũ bình du chén ấm guốc "
    "võng chổi nõn cu lá nhân nộm tàu đặc dây long lan quất thuốc trống đàn tượng thuyền diều rối phớ chao dồi tóp mạng váy "
    "gùi sơn collagen ngũ yaourt kem tảo vẹm sứa bề bào cầu nhum cáy moi thị sung hòe vối bạch tam kim cỏ phi dầm chẩm vang "
    "phù thắt ví dép socola sôcôla ca điểm ống chăn khổ gương hộp thớt mành giường bàn ghế tấm gối đệm sợi dao kéo lược "
    "quạt mũ tăm khay đĩa bát lọ chậu ly cốc lúa nghêu ngao sò hến súp lẩu gỏi bê me nhút khế cóc sấu mơ mai dế cây"
)
"""First words of goods: what may bear a name without help."""

DESCRIPTORS: Final = _words(
    "đóng gói nông lâm ngư nghiệp sản xuất kinh doanh dịch vụ thương mại chế biến tổng hợp đầu tư phát triển nhập khẩu xây dựng du "
    "lịch cộng đồng sạch hữu cơ công nghệ cao an toàn thực phẩm dược liệu thủy hải đặc tiêu thụ chăn nuôi trồng trọt thành "
    "viên một hai cổ phần trách nhiệm hạn nhân và quốc tế việt nam tập đoàn mỹ thủ vận tải bảo quản cây con giống rau củ "
    "quả nấm mật ong chè trà gạo cá tôm bún miến bánh mắm nước ca tnhh mtv cp xnk sx tm dv tmdv xk nn dvnn dvth sxkd dvtm "
    "sxtm tv dvdl đtpt hộ gia đình thể tổ nhóm sở kiểu mới ứng dụng sinh thái thanh niên phụ nữ dệt may thổ cẩm nghề truyền "
    "thống"
)
"""Syllables of the business in an owner's name, before the name proper."""

OWNER_STOPS: Final = _words(
    "được đạt đã đang sẽ là có của do để cho với trong tại ở thuộc trên khi nếu những các nhiều này đó cũng còn vẫn vừa như "
    "gồm tham đăng cùng đều năm ngày tháng từ đến về sở sau trước theo làm mong hiện luôn không chưa giám khẳng nhận lần"
)
"""Written small, none of these stands in an owner's name."""

TAILS: Final = _words(
    "sấy khô dẻo tươi muối nướng hun khói gác bếp ủ chua ngọt cay lên men hữu cơ nguyên chất hạt cao cấp đặc biệt thượng "
    "hạng túi lọc hòa hoà tan cổ thụ một hai nắng truyền thống rang xay bột viên nang cô lạnh đông thăng hoa giòn mềm đen "
    "trắng đỏ tím vàng xanh không đường ăn liền chiên rim tẩm gia vị ngâm mật ong tỏi ớt gừng chanh sả hương quả lá nụ búp "
    "non tinh chế khiết chưng phèn thái lát xé sợi nghiền ép thủy canh nếp tẻ lứt thơm sản đóng hộp chai lon gói hũ tách vỏ "
    "sạch an toàn hấp luộc kho quay cuộn cuốn gạo chè trà cá tôm thịt bò lợn gà vịt đậu mè vừng lạc sen dừa mía nho dâu táo "
    "mít xoài chuối cam thủ công loại đạm độ thêu dệt da ruột hồng kim tuyến mini tự nhiên con đồi rừng thả vườn nuôi biển "
    "sông suối núi nước mặn lợ khoáng cốt nhĩ hạ thổ"
)
"""What may stand behind the proper name in a product's name: how it is made, kept, flavoured, or what it is like."""
