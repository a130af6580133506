"""The paper signed when a result is handed back."""

from dataclasses import replace

import pytest

from kiosk.hand_back_sheet import HandBackSheet
from printing.forms.desk_template import load
from printing.forms.hand_back_page import TEMPLATE, WORDS, HandBackTemplate, render
from tests.printing.sheets import Printed, words

NINE = 1_795_572_000_000
SHEET = HandBackSheet(
    "Ủy ban nhân dân phường Cây Gạo", "Trung tâm Phục vụ hành chính công phường Cây Gạo", "Cây Gạo", "Quầy 3",
    "H99.01.02-261125-0042", "Đăng ký khai sinh (1.001193)", "Lò Thị Bé", "Lò Văn Pâng", NINE, NINE, NINE, "Lò Văn Pâng",
    "chủ hồ sơ", "014088000417", "đọc thẻ căn cước", "có giấy tiếp nhận và hẹn trả kết quả", "", "", "bản giấy",
    ("Giấy chứng nhận kết hôn (1)",), "", "5/5", "Lò Thị Mai Hương",
)  # fmt: skip


def test_each_copy_stands_on_one_page_with_both_signature_lines():
    printed = Printed(render(SHEET))
    assert len(printed.pages) == 2
    for title in ("NGƯỜI NHẬN KẾT QUẢ", "CÁN BỘ TRẢ KẾT QUẢ", "(Ký, ghi rõ họ tên)"):
        assert printed.words.count(words(title)) >= 2


@pytest.mark.parametrize(("name", "label"), [
    ("owners", "Chủ hồ sơ:"), ("identifier", "Số giấy tờ tùy thân:"), ("seen", "Đã đối chiếu"), ("satisfaction", "Mức hài lòng:"),
    ("authorisation", "Giấy ủy quyền:"), ("on_behalf_of", "Nhận thay cho:"), ("left_here", "Bản chính còn giữ tại quầy:"),
])  # fmt: skip
def test_a_line_with_nothing_to_say_is_left_out(name, label):
    assert words(label) not in Printed(render(replace(SHEET, **{name: ""}))).words
    assert words(label) in Printed(render(replace(SHEET, **{name: "Điều phải ghi"}))).words


def test_a_long_list_goes_on_with_the_signatures_kept_together():
    many = tuple(f"Giấy chứng nhận quyền sử dụng đất thửa số {number} (1)" for number in range(80))
    printed = Printed(render(replace(SHEET, originals=many)))
    assert len(printed.pages) > 2
    assert words("thửa số 79") in printed.words


def test_the_template_names_only_known_words_and_what_is_uncertain():
    template = load(TEMPLATE, HandBackTemplate)
    assert template.uncertain
    used = {part.split("}")[0] for line in template.lines for part in line.split("{")[1:]}
    assert used <= WORDS


def test_the_same_paper_gives_the_same_bytes():
    assert render(SHEET) == render(SHEET)
