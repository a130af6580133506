"""Invented people, and sentences as papers have them."""

import random

NAMES = (
    "Nguyễn Thị Ngọc Ánh", "Trần Văn Bường", "Lê Hoàng Ưng", "Phạm Thùy Dương", "Đặng Quốc Khánh", "Võ Thị Mỹ Duyên",
    "Bùi Đức Thiện", "Hồ Xuân Quỳnh", "Lò Thị Uyên", "Giàng A Sử", "Y Bhư̆m Êban", "H'Juăn Hđơk", "H'Bia Niê Kdăm",
    "Y Wih Mlô", "H'Rôza Byă", "Y Čuôr Ayŭn", "Nguyễn Vũ Nhật Trường", "Dương Thị Hồng Hạnh", "Mai Phước Lộc", "Ngô Gia Bảo",
)  # fmt: skip
PLACES = (
    "phường Buôn Hồ, tỉnh Đắk Lắk", "xã Cư Pơng, tỉnh Đắk Lắk", "phường Cửa Nam, thành phố Hà Nội",
    "xã Mường Ảng, tỉnh Điện Biên",
    "phường Tân Thành, tỉnh Cà Mau", "buôn Kmrơng Prŏng, xã Ea Tul", "xã Krông Ƀuk, tỉnh Đắk Lắk",
)  # fmt: skip
TITLES = (
    "TỜ KHAI ĐĂNG KÝ KHAI SINH", "GIẤY CHỨNG SINH", "ĐƠN ĐỀ NGHỊ XÁC NHẬN", "GIẤY ỦY QUYỀN", "HỢP ĐỒNG CHUYỂN NHƯỢNG",
    "BIÊN BẢN BÀN GIAO", "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH",
)  # fmt: skip
LABELS = (
    "Họ, chữ đệm, tên:", "Ngày, tháng, năm sinh:", "Số định danh cá nhân:", "Nơi cư trú:", "Giới tính, dân tộc:", "Quê quán:",
    "Quan hệ với người yêu cầu:", "Giấy tờ tùy thân:", "Nơi cấp, ngày cấp:", "Nghề nghiệp, nơi làm việc:", "Lý do đề nghị:",
    "Mục đích sử dụng:", "Số điện thoại:", "Địa chỉ nhận kết quả:",
)  # fmt: skip
_TEXT = (
    "căn cứ quy định của pháp luật về hộ tịch đất đai cư trú và các văn bản hướng dẫn thi hành theo đề nghị của "
    "người nộp hồ sơ ủy ban nhân dân xã phường tiếp nhận giải quyết trả kết quả đúng thời hạn đã hẹn tôi cam đoan "
    "những nội dung khai trên đây là đúng sự thật chịu hoàn toàn trách nhiệm trước pháp luật về lời khai của mình "
    "bên chuyển nhượng giao bên nhận quyền sử dụng thửa đất số diện tích mét vuông tài sản gắn liền với đất buôn "
    "trưởng xác nhận đã được thỏa thuận nhất trí chữ ký người làm chứng"
)
_WORDS = _TEXT.split()


def name(chance: random.Random) -> str:
    return chance.choice(NAMES)


def number(chance: random.Random) -> str:
    """A personal number nobody has: no province has the code 900."""
    return "900" + "".join(str(chance.randrange(10)) for _ in range(9))


def date_of(chance: random.Random) -> str:
    return f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/{chance.randint(1948, 2026)}"


def sentence(chance: random.Random) -> str:
    words = [chance.choice(_WORDS) for _ in range(chance.randint(9, 26))]
    if chance.random() < 0.4:
        words.insert(len(words) // 2, chance.choice((name(chance), chance.choice(PLACES), date_of(chance))))
    return words[0].capitalize() + " " + " ".join(words[1:]) + "."


def answer(chance: random.Random) -> str:
    """What somebody wrote into a form."""
    kind = chance.randrange(4)
    return (name(chance), number(chance), date_of(chance), chance.choice(PLACES))[kind]


def card_text(chance: random.Random, *, newer: bool = False) -> str:
    """What the QR code of a card says; eleven parts since 2024."""
    born, issued = date_of(chance).replace("/", ""), f"{chance.randint(1, 28):02d}062023"
    parts = [number(chance), str(chance.randint(10**8, 10**9 - 1)), name(chance), born, chance.choice(("Nam", "Nữ")),
             f"{chance.randint(1, 200)} đường Bờ Đê, {chance.choice(PLACES)}", issued]  # fmt: skip
    return "|".join([*parts, "", "", "", ""] if newer else parts)
