"""What is said for what is written."""

import pytest

from kiosk.selfservice.aloud_words import aloud
from kiosk.veiled import veiled
from kiosk.words import speak


@pytest.mark.parametrize(("written", "said"), [
    ("Ông/Bà cần làm gì?", "Ông/Bà cần làm gì?"),
    ("Hồ sơ H99.01.02-261123-0007", "Hồ sơ H 9 9 chấm 0 1 chấm 0 2 gạch 2 6 1 1 2 3 gạch 0 0 0 7"),
    ("Số định danh: 001085012234", "Số định danh: số đã che, ba số cuối 2 3 4"),
    ("001 085 012 234, cấp 2021", "số đã che, ba số cuối 2 3 4, cấp 2021"),
    ("Chứng minh nhân dân 123456789", "Chứng minh nhân dân số đã che, ba số cuối 7 8 9"),
    (veiled("066085012234"), "số đã che, ba số cuối 2 3 4"),
    (veiled("C1234567"), "số đã che, cuối là 6 7"),
    ("1 • Tầng 1", "1 Tầng 1"),
    ("Hẹn trả: 23/11/2026", "Hẹn trả: ngày 23 tháng 11 năm 2026"),
    ("Ngày 05/01/2026 nghỉ", "Ngày 5 tháng 1 năm 2026 nghỉ"),
    ("Tính đến 08:40 ngày 24/11/2026.", "Tính đến 8 giờ 40 phút ngày 24 tháng 11 năm 2026."),
    ("Mở cửa 07:00–17:30", "Mở cửa 7 giờ–17 giờ 30 phút"),
    ("Lệ phí: 15.000 đồng mỗi bản", "Lệ phí: 15000 đồng mỗi bản"),
    ("Nhiều nhất 1.250.000 đồng", "Nhiều nhất 1250000 đồng"),
    ("Gọi 1900 0000, máy lẻ 12", "Gọi 1 9 0 0 0 0 0 0, máy lẻ 12"),
    ("Điện thoại 0912345678", "Điện thoại 0 9 1 2 3 4 5 6 7 8"),
    ("xóa sau 30 giây", "xóa sau 30 giây"),
    ("2 bản chính, 15 tuổi, năm 2026", "2 bản chính, 15 tuổi, năm 2026"),
    ("✓ Đã nộp → chờ", "Đã nộp chờ"),
    ("Tiếng Việt\n\nđang chọn", "Tiếng Việt\nđang chọn"),
])  # fmt: skip
def test_the_ear_gets_words_and_figures_one_by_one(written, said):
    assert aloud(written) == said


def test_in_english_too():
    speak("en")
    assert aloud("Due 23/11/2026 16:30, no 1.5") == "Due day 23, month 11, year 2026 16 30, no 1.5"
    assert aloud("001085012234") == "number hidden, last three digits 2 3 4"
    speak("vi")


def test_no_personal_number_comes_out_whole():
    for written in ("001085012234", "001 085 012 234", "001.085.012.234", "Số: 001085012234."):
        assert "0 8 5" not in aloud(written)
        assert "085" not in aloud(written)
