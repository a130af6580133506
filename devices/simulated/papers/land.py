"""Papers about land: a certificate with its plan, and the contract by which the plot changes hands."""

from collections.abc import Callable

from devices.simulated.cards import cards
from devices.simulated.papers.pen import PALE, STAMP_RED, Pen
from devices.simulated.papers.wording import day, foot, nation, paragraph, signing, title

_PINK = (0.97, 0.87, 0.88)
_ARTICLES = """
Quyền sử dụng đất của bên A đối với thửa đất số 117, tờ bản đồ số 24, diện tích 68,5 m² theo Giấy chứng nhận số CM 0000117
được chuyển nhượng toàn bộ cho bên B theo những điều kiện dưới đây.

Giá chuyển nhượng là 2.150.000.000 đồng (hai tỷ một trăm năm mươi triệu đồng). Bên B thanh toán làm hai lần, mỗi lần có giấy
biên nhận của bên A; lần sau được trả khi hai bên đã ký xong hợp đồng này.

Bên A có nghĩa vụ giao thửa đất đúng diện tích, vị trí, tình trạng đã nêu và giấy tờ có liên quan cho bên B vào ngày hợp đồng
có hiệu lực. Bên B có nghĩa vụ đăng ký biến động tại cơ quan có thẩm quyền.

Mọi tranh chấp trước hết được hai bên thương lượng trên nguyên tắc tôn trọng quyền lợi của nhau; không thương lượng được thì
một trong hai bên có quyền khởi kiện tại tòa án có thẩm quyền.
""".strip().split("\n\n")


def land_certificate(pen: Pen) -> None:
    owner = cards()["hue"]
    pen.box(8, 8, 194, 281, fill=_PINK, line=STAMP_RED, thick=1.4)
    nation(pen, y=26)
    for row, text in enumerate(("GIẤY CHỨNG NHẬN", "QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU NHÀ Ở", "VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT")):
        pen.text(105, 52 + 9 * row, text, 20 if row == 0 else 14, bold=True, align="center", colour=STAMP_RED)
    pen.text(24, 92, "I. Người sử dụng đất, chủ sở hữu nhà ở và tài sản khác gắn liền với đất", 12, bold=True)
    pen.text(28, 101, f"Bà {owner.full_name}, sinh năm {owner.birth_date[:4]}", 13)
    pen.text(28, 109, f"Chứng minh nhân dân số {owner.old_id}", 12)
    paragraph(pen, 28, 117, f"Địa chỉ thường trú: {owner.address}", 186)
    pen.text(24, 136, "II. Thửa đất", 12, bold=True)
    for row, text in enumerate((
        "a) Thửa đất số: 117, tờ bản đồ số: 24", "b) Địa chỉ: ngõ Giếng Đá, phường Trúc Bạch, quận Ba Đình, Hà Nội",
        "c) Diện tích: 68,5 m² (sáu mươi tám phẩy năm mét vuông)", "d) Hình thức sử dụng: riêng 68,5 m²",
        "đ) Mục đích sử dụng: Đất ở tại đô thị", "e) Thời hạn sử dụng: Lâu dài",
    )):  # fmt: skip
        pen.text(28, 145 + 8 * row, text, 12)
    pen.text(105, 268, "CM 0000117", 16, bold=True, align="center", colour=STAMP_RED)
    signing(pen, 150, 218, "KT. CHỦ TỊCH", "Bùi Xuân Kiên", "Hà Nội, ngày 14 tháng 3 năm 2012")
    pen.stamp(134, 236, ("ỦY BAN", "NHÂN DÂN"))
    foot(pen, 284)


def land_plan(pen: Pen) -> None:
    """The back: a sketch of the plot."""
    pen.box(8, 8, 194, 281, fill=_PINK, line=STAMP_RED, thick=1.4)
    pen.text(105, 24, "III. Sơ đồ thửa đất, nhà ở và tài sản khác gắn liền với đất", 13, bold=True, align="center")
    corners = ((62.0, 60.0), (140.0, 52.0), (150.0, 150.0), (70.0, 158.0))
    for (x, y), (to_x, to_y), length in zip(corners, corners[1:] + corners[:1], ("5,21", "13,10", "5,34", "13,04"), strict=True):
        pen.line(x, y, to_x, to_y, 1.2)
        pen.text((x + to_x) / 2 + 2, (y + to_y) / 2 - 2, length, 10)
    pen.text(105, 108, "117", 16, bold=True, align="center")
    pen.text(105, 116, "68,5 m²", 12, align="center")
    pen.text(105, 45, "ngõ Giếng Đá", 11, align="center", colour=PALE)
    pen.text(105, 180, "IV. Những thay đổi sau khi cấp giấy chứng nhận", 13, bold=True, align="center")
    for row in range(8):
        pen.line(20, 188 + 11 * row, 190, 188 + 11 * row, 0.5)
    foot(pen, 284)


def contract_page(page: int, pages: int) -> Callable[[Pen], None]:
    """One page of a contract typed closely, signed on the last."""

    def draw(pen: Pen) -> None:
        seller, buyer = cards()["hue"], cards()["binh"]
        y = 26.0
        if page == 1:
            nation(pen)
            title(pen, 46, "HỢP ĐỒNG CHUYỂN NHƯỢNG QUYỀN SỬ DỤNG ĐẤT")
            parties = (("BÊN CHUYỂN NHƯỢNG (BÊN A)", seller), ("BÊN NHẬN CHUYỂN NHƯỢNG (BÊN B)", buyer))
            y = 62
            for name, card in parties:
                pen.text(22, y, name, 12, bold=True)
                y = paragraph(pen, 22, y + 7, f"Ông/Bà {card.full_name}, sinh ngày {day(card.birth_date)}, số định danh cá nhân"
                              f" {card.personal_id}, cư trú tại {card.address}.") + 4
        for article in range(3 * page - 2, 3 * page + 1):
            pen.text(22, y, f"Điều {article}.", 12, bold=True)
            y = paragraph(pen, 22, y + 7, _ARTICLES[(article - 1) % len(_ARTICLES)]) + 5
        if page == pages:
            signing(pen, 60, 225, "BÊN A", seller.full_name)
            signing(pen, 150, 225, "BÊN B", buyer.full_name)
            pen.stamp(105, 243, ("VĂN PHÒNG", "CÔNG CHỨNG"))
        pen.text(190, 282, f"Trang {page}/{pages}", 10, align="right")
        foot(pen)

    return draw
