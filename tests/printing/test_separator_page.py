"""Separator sheets: what is printed is read back, and means what the sheet says."""

import numpy as np
import pypdfium2

from devices.codes.decoding import page_codes
from kiosk.catalogue import Catalogue
from kiosk.conditions import Situation, requirements_asked
from kiosk.page_codes import NextDossier, NextPaper, meaning_of
from kiosk.separator_sheet import SeparatorSheet, dossier_sheet, general_sheets, sheets_of
from printing.forms.separator_page import render

LONG = "Văn bản ủy quyền được chứng thực, bản dịch sang tiếng Việt được hợp pháp hóa lãnh sự và mọi giấy tờ kèm theo " * 2


def read(content: bytes, dpi: int) -> list[set[tuple[str, str]]]:
    document = pypdfium2.PdfDocument(content)
    try:
        pages = [np.asarray(page.render(scale=dpi / 72, grayscale=True).to_pil()) for page in document]
    finally:
        document.close()
    return [{(code.kind, code.text) for code in page_codes(page)} for page in pages]


def test_every_sheet_of_a_procedure_reads_back_in_both_codes():
    catalogue = Catalogue.load()
    procedure = catalogue.version("1.001193", catalogue.versions("1.001193")[-1])
    sheets = [*general_sheets(), dossier_sheet("TMP-7QK2MX-261128-0003"), *sheets_of(procedure)]
    found = read(render(sheets), 300)
    assert found == [{("QRCode", sheet.code), ("Code128", sheet.code)} for sheet in sheets]
    assert meaning_of(sheets[0].code) == NextPaper()
    assert meaning_of(sheets[2].code) == NextDossier("TMP-7QK2MX-261128-0003")
    scanned = [one for one in procedure.requirements if not one.forbidden and not one.shown_only]
    assert all(meaning_of(sheet.code).names("1.001193", one.key) for sheet, one in zip(sheets[3:], scanned, strict=True))


def test_only_the_papers_of_a_case():
    catalogue = Catalogue.load()
    procedure = catalogue.version("1.001193", catalogue.versions("1.001193")[-1])
    asked = requirements_asked(procedure, Situation())
    assert 0 < len(sheets_of(procedure, asked)) <= len(sheets_of(procedure))


def test_a_long_name_stays_on_its_sheet():
    assert len(read(render([SeparatorSheet("MCT1.P.1.001193.LONG", LONG, LONG)]), 50)) == 1


def test_it_reads_at_the_poorest_a_scanner_does():
    assert read(render(general_sheets()), 100) == [{("QRCode", "MCT1.N")}, {("QRCode", "MCT1.D")}]
