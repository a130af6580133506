"""The slip from a kiosk on every paper: it says that it is no receipt, its code reads back, and no person can be read from it."""

from dataclasses import replace

import numpy as np
import pypdfium2
import pytest

from devices.codes.decoding import page_codes
from kiosk import receipt_token
from kiosk.dossier import HowMet, PaperRecord
from kiosk.filing import FILING_CONSENT
from kiosk.receipt_token import Kind
from kiosk.receive import PageSource
from kiosk.settings import DEMO
from kiosk.submission_sheet import LEFT, SlipPaper, known_to_owner, papers_said, slip_of, submission_sheet
from kiosk.submit import Agreed, Submitting
from printing.forms.submission_page import render
from tests.kiosk.store_fixtures import JPEG, MARITAL_STATUS, NINE_O_CLOCK, RULES, Counter

PAPERS = list(SlipPaper)


@pytest.fixture(scope="module")
def submitted(tmp_path_factory):
    counter = Counter(tmp_path_factory.mktemp("slip"))
    papers = (
        PaperRecord("declaration", "Tờ khai cấp Giấy xác nhận tình trạng hôn nhân", HowMet.SCANNED, pages=(1,)),
        PaperRecord("identity", "Giấy tờ tùy thân", HowMet.MISSING),
    )
    page = counter.folder / "page.jpg"
    page.write_bytes(JPEG)
    with counter.open() as store:
        intake = replace(counter.intake(1), papers=papers)
        agreed = Agreed(FILING_CONSENT.given("vi", NINE_O_CLOCK))
        return Submitting(store, MARITAL_STATUS, RULES, DEMO).run(intake, [PageSource(page, "image/jpeg")], agreed)


def looked_at(content: bytes, dpi: int = 203) -> tuple[str, set[str], list[tuple[float, float]]]:
    document = pypdfium2.PdfDocument(content)
    try:
        words = " ".join(page.get_textpage().get_text_range() for page in document)
        codes = {
            code.text for page in document
            for code in page_codes(np.asarray(page.render(scale=dpi / 72, grayscale=True).to_pil()))
        }  # fmt: skip
        return " ".join(words.split()), codes, [page.get_size() for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_says_what_it_is_and_its_code_reads_back(submitted, paper):
    words, codes, sizes = looked_at(render(submission_sheet(submitted, DEMO.office), paper))
    assert codes == {submitted.token}
    verdict = receipt_token.verify(next(iter(codes)), None)
    assert (verdict.kind, verdict.facts.number) == (Kind.SUBMISSION, submitted.number)
    for said in ("PHIẾU NỘP HỒ SƠ", "CHƯA PHẢI GIẤY TIẾP NHẬN", submitted.number, "Tờ khai cấp", "đã quét 1 trang", "chưa nộp",
                 "09:00 26/11/2026", DEMO.office.name, "Tra cứu"):  # fmt: skip
        assert said in words, said
    assert "Hẹn trả kết quả:" not in words
    assert len(sizes) == (2 if paper is SlipPaper.LARGE else 1)
    assert (round(sizes[0][0] / 72 * 25.4) == 80) == (paper is SlipPaper.TICKET)


@pytest.mark.parametrize("paper", PAPERS)
def test_no_person_can_be_read_from_it(submitted, paper):
    person = submitted.form.submitter.person
    words, codes, _sizes = looked_at(render(submission_sheet(submitted, DEMO.office), paper))
    facts = receipt_token.verify(next(iter(codes)), None).facts
    for hidden in (person.full_name.upper(), person.personal_id, submitted.form.submitter.phone):
        assert hidden not in words.upper()
        assert hidden not in repr(facts)


def test_the_roll_is_as_long_as_what_stands_on_it(submitted):
    sheet = submission_sheet(submitted, DEMO.office)
    longer = replace(sheet, papers=papers_said(tuple(PaperRecord("", f"Giấy tờ thứ {n}", HowMet.SCANNED) for n in range(60))))
    (_words, _codes, [(_width, short)]), (words, codes, [(_wide, long)]) = (
        looked_at(render(one, SlipPaper.TICKET)) for one in (sheet, longer)
    )
    assert long > short
    assert codes == {submitted.token}
    assert "… và 20 giấy tờ nữa" in words
    assert len(looked_at(render(longer, SlipPaper.LARGE))[2]) > 1


def test_a_slip_printed_again_says_so_and_a_promised_date_stands_only_where_it_was_promised(submitted):
    again = slip_of(submitted.form, submitted.number, submitted.token, DEMO.office, again=NINE_O_CLOCK)
    assert "BẢN IN LẠI lúc 09:00 25/11/2026" in again.marks
    promised = replace(submitted.form, filing=replace(submitted.filing, received=True), due_at=NINE_O_CLOCK)
    assert slip_of(promised, "n", "", DEMO.office).due == "09:00 25/11/2026"
    with pytest.raises(ValueError, match="receipt"):
        slip_of(replace(submitted.form, filing=None), "n", "", DEMO.office)


def test_the_slip_of_what_was_left_unfinished_never_says_submitted(submitted):
    sheet = replace(submission_sheet(submitted, DEMO.office), template=LEFT, person="")
    words, _codes, _sizes = looked_at(render(sheet, SlipPaper.A4))
    assert "HỒ SƠ CHƯA ĐƯỢC NỘP" in words
    assert "Người nộp" not in words


@pytest.mark.parametrize(("name", "number", "said"), [
    ("Nguyễn Văn An", "001099000123", "N. V. AN, số …0123"), ("Y Moan Êban", "", "Y. M. ÊBAN"), ("An", "C1", "AN"), ("", "", ""),
])  # fmt: skip
def test_a_name_is_veiled(name, number, said):
    assert known_to_owner(name, number) == said
