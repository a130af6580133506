"""Papers of families: declarations, the hospital's proof of birth, the marriage certificate."""

from devices.simulated.cards import Card, cards
from devices.simulated.papers.pen import STAMP_RED, Pen
from devices.simulated.papers.wording import (
    PLACE,
    day,
    foot,
    nation,
    office_and_nation,
    paragraph,
    people,
    sex,
    signing,
    title,
)

_PLEDGE = (
    "Tôi cam đoan nội dung khai trên đây là đúng sự thật, được sự thỏa thuận nhất trí của các bên liên quan theo quy định"
    " pháp luật. Tôi chịu hoàn toàn trách nhiệm trước pháp luật về nội dung cam đoan của mình."
)


def birth_declaration(pen: Pen) -> None:
    father, mother = cards()["binh"], cards()["ha"]
    nation(pen)
    title(pen, 45, "TỜ KHAI ĐĂNG KÝ KHAI SINH")
    pen.text(105, 53, "Kính gửi: Ủy ban nhân dân " + PLACE, 12, align="center")
    pen.field(20, 64, "Họ, chữ đệm, tên người yêu cầu:", father.full_name)
    pen.field(20, 72, "Giấy tờ tùy thân: thẻ căn cước số", father.personal_id)
    pen.field(20, 80, "Nơi cư trú:", father.address)
    pen.field(20, 88, "Quan hệ với người được khai sinh:", "Cha")
    pen.text(20, 98, "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:", 12, bold=True)
    pen.field(20, 107, "Họ, chữ đệm, tên:", "Nguyễn Hoàng Minh Khôi")
    pen.field(20, 115, "Ngày, tháng, năm sinh:", "19/11/2026", 105)
    pen.field(108, 115, "ghi bằng chữ:", "mười chín tháng mười một ...")
    pen.field(20, 123, "Giới tính:", "Nam", 65)
    pen.field(68, 123, "Dân tộc:", "Kinh", 118)
    pen.field(121, 123, "Quốc tịch:", "Việt Nam")
    pen.field(20, 131, "Nơi sinh:", "Bệnh viện Đa khoa Hoa Ban, thành phố Hà Nội")
    pen.field(20, 139, "Quê quán:", father.place_of_origin)
    _parent(pen, 150, "mẹ", mother)
    _parent(pen, 178, "cha", father)
    after = paragraph(pen, 20, 207, _PLEDGE)
    pen.tick(20, after + 4, "Đề nghị cấp bản sao: Có", True)
    pen.hand(78, after + 4, "02 bản")
    signing(pen, 145, 240, "Người yêu cầu", father.full_name, "Làm tại: Cửa Nam, ngày 24 tháng 11 năm 2026")
    foot(pen)


def _parent(pen: Pen, y: float, who: str, card: Card) -> None:
    pen.field(20, y, f"Họ, chữ đệm, tên người {who}:", card.full_name)
    pen.field(20, y + 8, "Năm sinh:", card.birth_date[:4], 65)
    pen.field(68, y + 8, "Dân tộc:", people(card), 118)
    pen.field(121, y + 8, "Quốc tịch:", "Việt Nam")
    pen.field(20, y + 16, "Số định danh cá nhân:", card.personal_id, 100)
    pen.field(103, y + 16, "Nơi cư trú:", "như trên")


def birth_proof(pen: Pen) -> None:
    mother = cards()["ha"]
    office_and_nation(pen, ("SỞ Y TẾ", "BỆNH VIỆN ĐA KHOA HOA BAN"), "Số: 1187/2026")
    title(pen, 52, "GIẤY CHỨNG SINH")
    rows = (
        ("Họ và tên mẹ:", mother.full_name), ("Năm sinh:", mother.birth_date[:4]), ("Nơi cư trú:", mother.address),
        ("Số định danh cá nhân:", mother.personal_id), ("Dân tộc:", people(mother)), ("Họ và tên cha:", mother.spouse_name),
        ("Đã sinh con vào lúc:", "04 giờ 35 phút, ngày 19 tháng 11 năm 2026"),
        ("Tại:", "Khoa Sản, Bệnh viện Đa khoa Hoa Ban"), ("Số con trong lần sinh này:", "01"),
        ("Giới tính của con:", "Trai"), ("Cân nặng:", "3.250 gam"), ("Dự định đặt tên con là:", "Nguyễn Hoàng Minh Khôi"),
        ("Người đỡ đẻ:", "NHS. Lò Thị Uyên"),
    )
    for row, (label, value) in enumerate(rows):
        pen.field(25, 68 + 9.5 * row, label, value)
    pen.text(25, 197, "Ghi chú: giấy này dùng để làm thủ tục đăng ký khai sinh.", 11)
    signing(pen, 58, 222, "Cha, mẹ hoặc người thân", mother.full_name)
    signing(pen, 148, 222, "Thủ trưởng cơ sở y tế", "BS. Ngô Thanh Vân", "Hà Nội, ngày 20 tháng 11 năm 2026")
    pen.stamp(132, 240, ("BỆNH VIỆN", "ĐA KHOA", "HOA BAN"))
    foot(pen)


def marriage_certificate(pen: Pen) -> None:
    husband, wife = cards()["binh"], cards()["ha"]
    for inset, thick in ((10.0, 1.6), (12.5, 0.5)):
        pen.box(inset, inset, 210 - 2 * inset, 297 - 2 * inset, line=STAMP_RED, thick=thick)
    nation(pen, y=30)
    pen.text(105, 60, "GIẤY CHỨNG NHẬN KẾT HÔN", 22, bold=True, align="center", colour=STAMP_RED)
    pen.text(105, 69, "Số: 43/2016", 12, align="center")
    for y, who, card in ((86.0, "vợ", wife), (136.0, "chồng", husband)):
        rows = (
            (f"Họ, chữ đệm, tên {who}:", card.full_name), ("Ngày, tháng, năm sinh:", day(card.birth_date)),
            ("Dân tộc, quốc tịch:", f"{people(card)}, Việt Nam"), ("Nơi cư trú:", card.address),
            ("Giấy tờ tùy thân:", f"Chứng minh nhân dân số {card.old_id}"),
        )
        for row, (label, value) in enumerate(rows):
            width = pen.text(24, y + 8.6 * row, label)
            pen.text(26 + width, y + 8.6 * row, value, 12.5, bold=row == 0)
    pen.text(24, 186, "Nơi đăng ký kết hôn: Ủy ban nhân dân phường Cửa Nam, quận Hoàn Kiếm, thành phố Hà Nội", 11.5)
    pen.text(24, 194, "Ngày, tháng, năm đăng ký: 08/5/2016", 11.5)
    signing(pen, 55, 212, "Vợ", wife.full_name)
    signing(pen, 105, 212, "Chồng", husband.full_name)
    signing(pen, 158, 212, "Người ký giấy", "Hồ Bảo Giang")
    pen.stamp(146, 228, ("ỦY BAN", "NHÂN DÂN"))
    foot(pen, 280)


def marital_declaration(pen: Pen) -> None:
    person = cards()["hon"]
    nation(pen)
    title(pen, 46, "TỜ KHAI", "CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN")
    pen.text(105, 62, "Kính gửi: Ủy ban nhân dân xã Cư Pơng", 12, align="center")
    rows = (
        ("Họ, chữ đệm, tên người yêu cầu:", person.full_name), ("Nơi cư trú:", person.address),
        ("Giấy tờ tùy thân: thẻ căn cước số", person.personal_id), ("Quan hệ với người được cấp:", "Bản thân"),
        ("Họ, chữ đệm, tên người được cấp:", person.full_name), ("Ngày, tháng, năm sinh:", day(person.birth_date)),
        ("Giới tính, dân tộc, quốc tịch:", f"{sex(person)}, {people(person)}, Việt Nam"), ("Nơi cư trú:", person.address),
        ("Tình trạng hôn nhân:", "Chưa đăng ký kết hôn với ai"),
        ("Mục đích sử dụng:", "Đăng ký kết hôn với anh Y Bhư̆m Êban"), ("Cha, mẹ:", f"{person.father_name}, {person.mother_name}"),
    )
    for row, (label, value) in enumerate(rows):
        pen.field(20, 76 + 10 * row, label, value)
    paragraph(pen, 20, 192, _PLEDGE)
    signing(pen, 145, 230, "Người yêu cầu", person.full_name, "Làm tại: Cư Pơng, ngày 23 tháng 11 năm 2026")
    foot(pen)
