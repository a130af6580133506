"""Forms 02, 03 and 06 on paper: every word of the slip is there, nothing leaves the margins, a fault in the data is said."""

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.units import mm

from printing import fonts
from printing.forms.notice import FIELDS, render
from printing.forms.notice_template import load
from printing.forms.template import FOLDER, TemplateUnusable
from printing.layout import PaperSize
from tests.printing.sheets import Printed, words
from tests.printing.slips import LONG_NAME, NUMBER, TEMPLATES, WORDS, slip, wanted

EVERY = pytest.mark.parametrize("template", TEMPLATES)
BOTH = pytest.mark.parametrize("paper", list(PaperSize))


@BOTH
@EVERY
def test_an_ordinary_slip_stands_on_one_page_within_its_margins(template, paper):
    printed = Printed(render(slip(template), paper))
    assert len(printed.pages) == 1
    top, bottom, left, right = (margin * mm for margin in load(template, FIELDS).paper[paper].margins)
    width, height = printed.pages[0].get_size()
    assert printed.outside(left - 1, bottom * 0.3, width - right + 1, height - top + 2) == []
    assert all(name.startswith(fonts.REGULAR) for name in printed.fonts())


def test_form_02_names_whom_what_how_many_and_why():
    printed = Printed(render(slip("tt03-2025-mau02"), PaperSize.A4)).words
    for text in (NUMBER, WORDS["submitter_name"], WORDS["procedure"], WORDS["basis"], "Giấy tờ 2", "Hồ sơ chưa được tiếp nhận",
                 "Thành phần hồ sơ của thủ tục", "công chức Lò Thị Mai Hương, Quầy 3, số điện thoại 1900 0000"):
        assert words(text) in printed
    assert words("Mã hồ sơ") not in printed


def test_form_02_for_a_dossier_already_received_names_it_and_does_not_say_that_it_was_not():
    printed = Printed(render(slip("tt03-2025-mau02", words={"dossier_number": "H99.01.02-261125-0007", "not_received": ""}),
                             PaperSize.A4)).words
    assert words("Mã hồ sơ: H99.01.02-261125-0007") in printed
    assert words("chưa được tiếp nhận") not in printed


def test_form_03_gives_its_reason_and_two_signatures():
    printed = Printed(render(slip("tt03-2025-mau03"), PaperSize.A4)).words
    for text in (WORDS["reason"], WORDS["unit"], "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TỪ CHỐI", WORDS["officer_name"]):
        assert words(text) in printed


def test_form_06_has_twelve_rows_and_no_number_address_or_telephone_of_a_person():
    printed = Printed(render(slip("tt03-2025-mau06", number="", words={"dossier_number": "TMP-7K2M9Q-261125-0003"}),
                             PaperSize.A4)).words
    assert printed.count(words("1. Giao:")) == 12
    for text in ("TMP-7K2M9Q-261125-0003", WORDS["owners"], "09 giờ 00 phút, ngày 28 tháng 11 năm 2026"):
        assert words(text) in printed
    for private in (WORDS["submitter_address"], WORDS["submitter_phone"]):
        assert words(private) not in printed


@BOTH
def test_a_name_of_every_letter_and_many_long_papers_are_all_there(paper):
    rows = {"wanted": (*wanted(30), ("31", "Hồ sơ " * 900, "01", "–", "–", ""))}
    changed = {"submitter_name": LONG_NAME}
    printed = Printed(render(slip("tt03-2025-mau02", rows=rows, words=changed), paper))
    assert len(printed.pages) > 1
    assert words(LONG_NAME) in printed.words
    assert printed.words.count(words("Hồ sơ")) >= 900
    assert words(f"Trang 1/{len(printed.pages)}") in printed.words


def test_what_is_not_known_is_left_to_the_pen():
    empty = dict.fromkeys(WORDS, "")
    printed = Printed(render(slip("tt03-2025-mau02", words=empty, number="", moments={}), PaperSize.A4)).words
    assert words("(được cấp khi in)") in printed
    assert "................" in printed
    assert words("Số điện thoại: ………") in printed


def test_a_letter_that_cannot_be_printed_is_replaced_and_named():
    printed = Printed(render(slip("tt03-2025-mau03", words={"reason": "Tên \N{HEBREW LETTER ALEF} sai"}), PaperSize.A4)).words
    assert words("U+05D0") in printed


@EVERY
def test_the_same_slip_gives_the_same_bytes(template):
    assert render(slip(template), PaperSize.A5) == render(slip(template), PaperSize.A5)


@EVERY
def test_every_template_says_what_is_uncertain(template):
    assert load(template, FIELDS).uncertain


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda text: text.replace("strong = true", "stronk = true", 1), "stronk"),
        (lambda text: text.replace("{basis}", "{bases}"), "{bases}"),
        (lambda text: text.replace('when = "not_received"', 'when = "never"'), "never"),
        (lambda text: text.replace("share = 0.4", "share = 0.6"), "share: wanted"),
        (lambda text: text.replace('"Số: {number}"', '"Số: {numbr}"'), "{numbr}"),
        (lambda text: text.replace('name = "{officer_name}"', 'name = "{officer}"'), "{officer}"),
        (lambda text: text.split("[paper.a5]")[0], "paper.a5"),
        (lambda text: text.replace('kind = "grid"', 'kind = "table"'), "table"),
    ],
)
def test_a_broken_template_says_where(tmp_path: Path, change: Callable[[str], str], reason: str):
    text = (FOLDER / "tt03-2025-mau02.toml").read_text(encoding="utf-8").replace("tt03-2025-mau02", "broken")
    (tmp_path / "broken.toml").write_text(change(text), encoding="utf-8")
    with pytest.raises(TemplateUnusable) as refused:
        load("broken", FIELDS, tmp_path)
    assert reason in refused.value.for_operator()
