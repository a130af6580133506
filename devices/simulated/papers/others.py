"""Papers of all kinds: the copied card, a business, a diploma, a letter, numbered sheets."""

from collections.abc import Callable

from devices.simulated.cards import cards
from devices.simulated.papers.pen import INK, STAMP_RED, Pen
from devices.simulated.papers.wording import (
    PLACE,
    day,
    foot,
    handwriting,
    nation,
    office_and_nation,
    people,
    sex,
    signing,
    title,
)

_GREY = (0.86, 0.86, 0.86)
_MACHINE_LINES = ("IDVNM0660077131038066007713<<6", "6602281M2602286VNM<<<<<<<<<<<0", "PHAM<<QUOC<TUAN<<<<<<<<<<<<<<<")


def card_copy(pen: Pen) -> None:
    """Both sides of a card on one sheet, as a copying machine gives it: grey, no colours."""
    person = cards()["tuan"]
    x, y = 60.0, 40.0
    pen.box(x, y, 86, 54, fill=_GREY, thick=0.8)
    pen.text(x + 55, y + 7, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 6.5, bold=True, align="center")
    pen.text(x + 55, y + 14, "CĂN CƯỚC CÔNG DÂN", 10, bold=True, align="center")
    pen.box(x + 4, y + 18, 20, 27, fill=(0.7, 0.7, 0.7), thick=0.4)
    pen.canvas.setFillColorRGB(0.42, 0.42, 0.42)
    for left, top, right, bottom in ((9.5, 21.0, 18.5, 33.0), (5.5, 34.0, 22.5, 45.0)):
        pen.canvas.ellipse(*(2.8346 * edge for edge in (x + left, 297 - y - bottom, x + right, 297 - y - top)), stroke=0, fill=1)
    pen.text(x + 28, y + 22, f"Số: {person.personal_id}", 10, bold=True)
    rows = (
        f"Họ và tên: {person.full_name.upper()}", f"Ngày sinh: {day(person.birth_date)}   Giới tính: {sex(person)}",
        f"Quê quán: {person.place_of_origin}", "Nơi thường trú: Số 211, đường Bờ Đê,", "phường Hoàn Kiếm, thành phố Hà Nội",
    )
    for row, text in enumerate(rows):
        pen.text(x + 28, y + 28 + 5 * row, text, 7)
    pen.text(x + 4, y + 50, f"Có giá trị đến: {day(person.expires_on)}", 6)
    back = y + 72
    pen.box(x, back, 86, 54, fill=_GREY, thick=0.8)
    pen.text(x + 5, back + 9, "Đặc điểm nhận dạng: nốt ruồi C: 1 cm trước tai trái", 7)
    pen.text(x + 5, back + 15, f"Ngày cấp: {day(person.issued_on)}", 7)
    pen.box(x + 66, back + 18, 14, 10, fill=(0.75, 0.75, 0.75), thick=0.4)
    for row, code in enumerate(_MACHINE_LINES):
        pen.text(x + 5, back + 38 + 5.4 * row, code, 9)
    foot(pen)


def business_request(pen: Pen) -> None:
    owner = cards()["juan"]
    nation(pen)
    title(pen, 46, "GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH")
    pen.text(105, 54, "Kính gửi: Ủy ban nhân dân phường Buôn Hồ", 12, align="center")
    rows = (
        ("Tôi là (ghi họ tên bằng chữ in hoa):", owner.full_name.upper()),
        ("Ngày sinh, giới tính:", f"{day(owner.birth_date)}, {sex(owner)}"),
        ("Số định danh cá nhân:", owner.personal_id), ("Dân tộc:", people(owner)), ("Nơi cư trú:", owner.address),
        ("Tên hộ kinh doanh:", "Cà phê Ea Kmŭt"), ("Trụ sở:", "Số 4, đường Đồi Chè, phường Buôn Hồ, tỉnh Đắk Lắk"),
        ("Ngành, nghề:", "Quán cà phê, giải khát (5630)"), ("Vốn kinh doanh:", "80.000.000 đồng"), ("Số lao động:", "02"),
    )
    for row, (label, value) in enumerate(rows):
        pen.field(20, 68 + 10 * row, label, value)
    pen.text(20, 174, "Chủ thể thành lập:", 12)
    pen.tick(62, 174, "Cá nhân", True)
    pen.tick(100, 174, "Các thành viên hộ gia đình")
    signing(pen, 145, 215, "Chủ hộ kinh doanh", "H'Juăn Hđơk", "Buôn Hồ, ngày 24 tháng 11 năm 2026")
    foot(pen)


def diploma(pen: Pen) -> None:
    person = cards()["bhum"]
    pen.box(12, 12, 186, 130, line=(0.55, 0.42, 0.12), thick=2)
    office_and_nation(pen, ("BỘ GIÁO DỤC", "TRƯỜNG ĐẠI HỌC ĐỒI CHÈ"))
    pen.text(105, 52, "BẰNG CỬ NHÂN", 24, bold=True, align="center", colour=STAMP_RED)
    pen.text(105, 62, "Ngành Nông học", 14, align="center")
    pen.text(30, 78, f"Cấp cho: {person.full_name}", 14, bold=True)
    pen.text(30, 87, f"Ngày sinh: {day(person.birth_date)}", 12)
    pen.text(30, 95, "Năm tốt nghiệp: 2016       Xếp loại: Khá", 12)
    pen.text(30, 124, "Số hiệu: 0000352", 11)
    pen.text(145, 100, "HIỆU TRƯỞNG", 12, bold=True, align="center")
    pen.signature(128, 118, colour=INK)
    pen.stamp(132, 120, ("TRƯỜNG", "ĐẠI HỌC"))
    foot(pen)


def authorisation(pen: Pen) -> None:
    giver, taker = cards()["la"], cards()["mai"]
    pen.hand(62, 30, "Giấy ủy quyền", 26)
    y = handwriting(
        pen, 24, 50, f"Tôi là {giver.full_name}, sinh năm {giver.birth_date}, ở {giver.address}. Nay tôi tuổi cao, đi lại khó"
        f" khăn, ủy quyền cho cháu là {taker.full_name}, số định danh cá nhân {taker.personal_id}, thay tôi nộp hồ sơ và nhận"
        " kết quả xin cấp bản sao trích lục hộ tịch. Tôi xin chịu trách nhiệm về lời viết trên đây.", 188, 17,
    )  # fmt: skip
    pen.hand(112, y + 12, "Mường Ảng, ngày 20 tháng 11 năm 2026", 15)
    pen.hand(125, y + 22, "Người ủy quyền", 16)
    pen.signature(122, y + 38)
    pen.hand(125, y + 52, giver.full_name, 17)
    foot(pen)


def numbered(number: int) -> Callable[[Pen], None]:
    """A sheet that says which one it is: for counting a stack."""

    def draw(pen: Pen) -> None:
        pen.text(105, 40, "TẬP GIẤY ĐÁNH SỐ", 18, bold=True, align="center")
        pen.text(105, 48, f"Ủy ban nhân dân {PLACE}", 12, align="center")
        pen.text(105, 160, str(number), 160, bold=True, align="center")
        foot(pen)

    return draw
