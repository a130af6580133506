"""The register as files: form 07 on paper, and two spreadsheets in which nothing typed is ever calculated."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as Xml

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.dossier import ReturnMethod
from kiosk.register import RegisterRow, RegisterState, totals
from kiosk.register_sheet import RegisterFormat, RegisterSheet, line_of
from kiosk.work import Cancelled, Silent
from printing.register_files import draw

NINE_O_CLOCK = 1_795_572_000_000
MINUTE = 60_000
ROW = RegisterRow(
    "0", "T-A7-261125-0001", "T-A7-261125-0001", NINE_O_CLOCK, "Lò Văn Pâng", "Lò Văn Pâng",
    "Số 12, phố Hoa Ban, Phường Ba Đình, Thành phố Hà Nội", "0912345678", "1.004873",
    "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân", "cb-001",
    NINE_O_CLOCK + 3 * 86_400_000, RegisterState.WAITING, None, None, ReturnMethod.COUNTER, 15_000, 15_000,
)  # fmt: skip
SPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def rows(count: int) -> list[RegisterRow]:
    return [
        replace(ROW, number=number, temporary_number=number, received_at=NINE_O_CLOCK + place * MINUTE)
        for place, number in enumerate(f"T-A7-261125-{place:04d}" for place in range(count))
    ]


def sheet_of(lines: list[RegisterRow], **more) -> RegisterSheet:
    made = RegisterSheet(
        "ỦY BAN NHÂN DÂN THÀNH PHỐ", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "Ba Đình", "01/2026", date(2026, 11, 23),
        date(2026, 11, 29), (), NINE_O_CLOCK, "Lò Thị Mai Hương",
        tuple(line_of(place, row, "Cấp xã", "Lò Thị Mai Hương") for place, row in enumerate(lines, 1)), totals(lines),
    )  # fmt: skip
    return replace(made, **more)


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded().replace("\r\n", " ") for page in document]
    finally:
        document.close()


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def xlsx_rows(data: bytes) -> list[list[Xml.Element]]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        root = Xml.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return [row.findall("m:c", SPACE) for row in root.iterfind(".//m:row", SPACE)]


def shared(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        root = Xml.fromstring(book.read("xl/sharedStrings.xml"))
    return ["".join(text.text or "" for text in item.iterfind(".//m:t", SPACE)) for item in root.iterfind("m:si", SPACE)]


class Stopping:
    """A `Progress` that calls the work off once it has heard so many steps."""

    def __init__(self, after: int) -> None:
        self._left = after

    def step(self, what: str, done: int, total: int) -> None:
        self._left -= 1
        if self._left < 0:
            raise Cancelled


@pytest.mark.parametrize("count", [0, 1, 25, 400])
def test_every_line_is_printed_once_on_numbered_sheets_under_the_headings(count):
    pages = pages_of(draw(sheet_of(rows(count)), RegisterFormat.PDF, Silent()))
    for number, text in enumerate(pages, 1):
        assert f"Trang {number}/{len(pages)}" in text
        assert "Mẫu số 07" in text
    whole = " ".join(pages)
    found = [int(tail) for tail in re.findall(r"T-A7-261125-?\s?(\d{4})", whole)]
    assert sorted(found) == list(range(count))
    with_lines = [text for text in pages if "T-A7" in text]
    assert all("Ghi chú" in text and "Ký nhận" in text for text in with_lines)
    assert f"Tổng số: {count} hồ sơ" in pages[-1]
    assert "NGƯỜI LẬP SỔ" in pages[-1]
    assert len(pages) < 3 + count / 8


@pytest.mark.parametrize("count", range(1, 24))
def test_nobody_signs_a_sheet_without_lines(count):
    assert "T-A7" in pages_of(draw(sheet_of(rows(count)), RegisterFormat.PDF, Silent()))[-1]


def test_the_sheets_lie_across_and_are_a4():
    document = pypdfium2.PdfDocument(draw(sheet_of(rows(30)), RegisterFormat.PDF, Silent()))
    assert {(round(page.get_width()), round(page.get_height())) for page in document} == {(842, 595)}
    document.close()


def test_a_line_too_tall_for_a_sheet_goes_on_and_loses_nothing():
    names = " ".join(f"Nguyễn Văn Thứ{place};" for place in range(400))
    pages = pages_of(draw(sheet_of([replace(ROW, person=names), ROW]), RegisterFormat.PDF, Silent()))
    found = re.findall(r"Thứ(\d+);", re.sub(r"\s", "", " ".join(pages)))
    assert set(map(int, found)) >= set(range(400))


def test_a_part_says_that_it_is_one():
    text = pages_of(draw(sheet_of(rows(1), conditions=("Tình trạng: Quá hạn",)), RegisterFormat.PDF, Silent()))[0]
    assert "Chỉ gồm: Tình trạng: Quá hạn" in text
    assert "Từ ngày 23/11/2026 đến ngày 29/11/2026" in text


def test_names_that_look_like_markup_are_printed_as_they_are():
    text = " ".join(pages_of(draw(sheet_of([replace(ROW, person="<b>A & B</b>")]), RegisterFormat.PDF, Silent())))
    assert "<b>A & B</b>" in text


@pytest.mark.parametrize(("kind", "after"), [*((kind, 10) for kind in RegisterFormat), (RegisterFormat.PDF, 21)])
def test_it_can_be_called_off(kind, after):
    """A PDF also while its sheets are drawn, after every line was laid out."""
    with pytest.raises(Cancelled):
        draw(sheet_of(rows(20)), kind, Stopping(after))


@pytest.mark.parametrize("kind", list(RegisterFormat))
def test_the_same_lines_make_the_same_file(kind):
    assert draw(sheet_of(rows(5)), kind, Silent()) == draw(sheet_of(rows(5)), kind, Silent())


def test_csv_begins_with_its_mark_and_has_every_line():
    data = draw(sheet_of(rows(3)), RegisterFormat.CSV, Silent())
    assert data.startswith(b"\xef\xbb\xbf")
    heads, *lines = csv_rows(data)
    assert heads[:3] == ["STT", "Mã hồ sơ", "Tên thủ tục hành chính"]
    assert [line[1] for line in lines] == [row.number for row in rows(3)]
    assert lines[0][7] == "09:00 25/11/2026"
    assert lines[0][-2:] == ["15000", "15000"]


typed = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
dangerous = st.builds(str.__add__, st.sampled_from(["=", "+", "-", "@", " =", "\u00a0@"]), typed)


@settings(max_examples=60)
@given(st.one_of(typed, dangerous))
def test_nothing_typed_is_ever_calculated(text):
    lines = [replace(ROW, person=text, submitter=text, address="", phone=text)]
    (cells,) = csv_rows(draw(sheet_of(lines), RegisterFormat.CSV, Silent()))[1:]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in cells)
    assert cells[4].removeprefix("'") == text.removeprefix("'") or cells[4] == text
    book = draw(sheet_of(lines), RegisterFormat.XLSX, Silent())
    kept = xlsx_rows(book)
    assert not any(cell.find("m:f", SPACE) is not None for row in kept for cell in row)
    assert kept[-1][4].get("t") == "s"
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert not any("hyperlink" in parts.read(name).decode() for name in parts.namelist() if "sheet1" in name)


def test_xlsx_has_every_line_dates_as_dates_and_sums_as_numbers():
    book = draw(sheet_of(rows(3)), RegisterFormat.XLSX, Silent())
    kept, words = xlsx_rows(book), shared(book)
    lines = kept[-3:]
    assert [words[int(line[1].findtext("m:v", None, SPACE))] for line in lines] == [row.number for row in rows(3)]
    nine = float(lines[0][7].findtext("m:v", None, SPACE))
    assert nine == (date(2026, 11, 25) - date(1899, 12, 30)).days + 9 / 24
    assert [lines[0][place].findtext("m:v", None, SPACE) for place in (15, 16)] == ["15000", "15000"]
    assert "SỔ THEO DÕI HỒ SƠ" in words
