"""A page says by its heading which paper it is: slips of a machine are forgiven, a mention in a sentence is no heading."""

from datetime import date

import pytest

from kiosk.catalogue import Catalogue
from kiosk.page_titles import headings_of, titled

CATALOGUE, DAY = Catalogue.load(), date(2026, 11, 25)
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"


def papers(code: str) -> list[tuple[str, tuple[str, ...]]]:
    """Of a case in which nothing is taken from data."""
    wanted = [one for one in CATALOGUE.on(code, DAY, "01").requirements if not one.forbidden and not one.key.endswith("_data")]
    return [(one.key, headings_of(one)) for one in wanted]


def paper_of(code: str, head: str) -> str:
    found = titled(head, papers(code))
    return found.paper if found is not None else ""


BIRTH, MARITAL, LAND, BUSINESS = "1.001193", "1.004873", "1.012783", "1.001612"


@pytest.mark.parametrize(("head", "paper"), [
    (NATION + "TỜ KHAI ĐĂNG KÝ KHAI SINH\nKính gửi: Ủy ban nhân dân xã", "declaration"),
    (NATION + "TO KHAI DANG KY KHAI S1NH", "declaration"),
    (NATION + "TỜ KHAI ĐÂNG KỶ KHAI SINR", "declaration"),
    (NATION + "TỜ KHAI\nĐĂNG KÝ KHAI SINH", "declaration"),
    ("SỞ Y TẾ TỈNH ĐẮK LẮK\nBỆNH VIỆN ĐA KHOA\n" + NATION + "GIẤY CHỨNG SINH\nHọ và tên mẹ", "birth_certificate"),
    ("GIẤY CHỨNG NHẬN KẾT HÔN", "marriage_certificate"),
    ("GIẤY ỦY QUYỀN", "authorisation"), ("BỘ Y TẾ\nGIẤY CHỨNG SINH", "birth_certificate"),
])  # fmt: skip
def test_a_heading_names_its_paper(head, paper):
    assert paper_of(BIRTH, head) == paper


@pytest.mark.parametrize("head", [
    "", NATION, "Kèm theo giấy chứng sinh của trẻ, tờ khai đăng ký khai sinh", NATION + "GIẤY CHỨNG NHẬN",
    "TỜ KHAI ĐĂNG KÝ LẠI VIỆC TỬ", "GIẤY CHỨNG MINH NHÂN DÂN", "GIẤY CHỨNG TỬ",
    "TỜ KHAI ĐĂNG KÝ KHAI TỬ", "BIÊN BẢN BÀN GIAO", "TỜ KHAI", "ABCDEF GHIJKL MNOPQR",
])  # fmt: skip
def test_what_is_no_heading_of_a_paper_asked_for_names_none(head):
    assert paper_of(BIRTH, head) == ""


def test_the_heading_that_says_more_counts():
    assert paper_of(MARITAL, NATION + "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN") == "declaration"


def test_two_papers_that_answer_alike_name_none():
    both = [("one", ("giaychungsinh",)), ("other", ("giaychungsinh",))]
    assert titled("GIẤY CHỨNG SINH", both) is None
    assert titled("GIẤY CHỨNG SINH", both[:1]).paper == "one"


def test_the_heading_is_told_as_it_was_read():
    assert titled("GIẤY  CHỨNG SINH", [("one", ("giaychungsinh",))]).heading == "GIẤY CHỨNG SINH"


def test_every_declaration_of_the_catalogue_can_be_known_by_its_heading():
    for entry in CATALOGUE.entries(DAY):
        for key, headings in papers(entry.code):
            for heading in headings:
                assert heading.isalnum(), (entry.code, key, heading)
