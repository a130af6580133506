"""Filing at the kiosk from the first touch to the slip, with the hands of a citizen."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from kiosk.device_ports import PrintState
from kiosk.selfservice.filings import Filings
from kiosk.selfservice.invented_answers import NAME, an_answer
from kiosk.selfservice.standing import Answer, DossierStep, Paper, StoreStandings
from kiosk.settings import DEMO
from kiosk.store import dossiers, drafts
from kiosk.store.faults import DiskFull
from tests.kiosk.store_fixtures import acts
from tests.ui.filing_hands import hall as standing_hall
from ui.selfservice.filing.before import BeforePage
from ui.selfservice.filing.check import CheckPage
from ui.selfservice.filing.choose import EventPage, EventsPage, FileByNamePage
from ui.selfservice.filing.consent import ConsentPage, RefusedPage
from ui.selfservice.filing.leaving import LeavePage, LeftPage
from ui.selfservice.filing.question import QuestionPage
from ui.selfservice.filing.sent import SentPage
from ui.selfservice.filing.slip import ThanksPage
from ui.selfservice.home import HomePage
from ui.selfservice.standing import StandingPage

FROM_THE_BOOK = "2.000908"             # no papers to scan


@pytest.fixture
def hall(qapp, tmp_path, tasks):
    with standing_hall(tmp_path, tasks) as made:
        yield made


def to_consent(hall, code: str = FROM_THE_BOOK) -> None:
    hall.touch(hall.page.file)
    hall.touch(hall.page.tiles["papers"])
    entries = {button.text(): button for button in hall.page.entries}
    hall.touch(next(button for name, button in entries.items() if "sổ gốc" in name))
    hall.forward()
    assert isinstance(hall.page, ConsentPage)


def to_questions(hall) -> None:
    to_consent(hall)
    hall.forward()
    assert isinstance(hall.page, QuestionPage)


def to_check(hall) -> None:
    to_questions(hall)
    hall.answer_all()
    assert isinstance(hall.page, CheckPage)


def kept(hall) -> list[str]:
    return [line.number for line in dossiers.select(hall.store.read(), "1", [], "received_at", 10)]


def test_by_life_event_to_the_slip_in_the_hand(hall):
    to_check(hall)
    assert "Còn" not in hall.page.notice.words.text()
    hall.forward()
    assert isinstance(hall.page, SentPage)
    assert kept(hall) == [hall.page.number.text()]
    assert "Đã lưu trên máy này" in hall.texts()
    assert [job.pdf[:5] for job in hall.printer.jobs] == [b"%PDF-"]
    assert drafts.everything(hall.store.read()) == ()
    hall.forward()
    assert isinstance(hall.page, ThanksPage)
    assert not hall.window.back_button.isVisible()
    assert not hall.window.end_button.isVisible()
    hall.forward()
    assert hall.window.page is None


def test_a_slip_is_printed_again_for_whoever_holds_it_and_not_for_a_number_alone(hall):
    to_check(hall)
    hall.forward()
    (line,) = dossiers.select(hall.store.read(), "1", [], "received_at", 10)
    _number, token = dossiers.receipt_of(hall.store.read(), line.id)
    standings = StoreStandings(hall.store, DEMO, str)
    assert standings.find(line.number).step.slip_of == ""
    answer = standings.find(token)
    hall.window.open(lambda: StandingPage(hall.window, answer))
    hall.settle()
    hall.touch(hall.page.slip.button)
    hall.settle()
    assert [job.pdf[:5] for job in hall.printer.jobs] == [b"%PDF-", b"%PDF-"]
    assert acts(hall.store)[-1] == "slip printed again"


def test_who_asks_by_the_number_on_the_slip_is_told_that_it_has_another_by_now(hall):
    step = DossierStep("H99.01.02-261129-1005", "", "Trung tâm", 1_780_000_000_000, False, None, None, None, None)
    answer = Answer(Paper.NUMBER, 0, step=step)
    hall.window.open(lambda: StandingPage(hall.window, answer, "TMP-YZ5ZTZ-261129-0002"))
    assert "Trên phiếu ghi số TMP-YZ5ZTZ-261129-0002" in hall.texts()
    hall.window.open(lambda: StandingPage(hall.window, answer, step.number))
    assert "Trên phiếu ghi số" not in hall.texts()


def test_by_a_few_words(hall):
    hall.touch(hall.page.file)
    hall.touch(hall.page.by_name)
    assert isinstance(hall.page, FileByNamePage)
    hall.type("chuwngs thuwcj chuwx kys")
    assert hall.page.entries == []                              # only at the counter
    hall.page.pad.put("sổ gốc")
    hall.settle()
    hall.touch(hall.page.entries[0])
    assert isinstance(hall.page, BeforePage)
    assert hall.page.forward == "Bắt đầu"


def test_what_needs_a_scanner_is_told_before_anything_is_asked(hall):
    hall.touch(hall.page.file)
    hall.touch(hall.page.tiles["driving"])
    hall.touch(hall.page.entries[0])
    assert "chưa quét được giấy tờ" in hall.texts()
    assert not hall.window.forward_button.isVisible()


def test_without_a_printer_the_code_is_to_be_photographed(hall):
    hall.printer.stands = PrintState.OUT_OF_PAPER
    to_check(hall)
    hall.forward()
    assert "chụp lại số và mã QR" in hall.texts()
    assert hall.printer.jobs == []


def test_not_agreeing_leaves_nothing(hall):
    to_consent(hall)
    hall.touch(hall.page.refuse)
    assert isinstance(hall.page, RefusedPage)
    hall.touch(hall.page.home)
    assert isinstance(hall.page, HomePage)
    assert drafts.everything(hall.store.read()) == ()
    hall.leave()
    assert hall.window.page is None                             # nothing to ask about


def test_a_wrong_number_is_told_and_the_second_time_another_way_is_there(hall):
    to_questions(hall)
    hall.answer(NAME)
    hall.answer("123")
    assert "12 chữ số" in hall.page.notice.words.text()
    assert not hall.page.other_way.isVisible()
    hall.forward()
    hall.touch(hall.page.other_way)
    assert isinstance(hall.page, LeavePage)


def test_going_back_finds_what_was_said_and_mending_comes_straight_back(hall):
    to_check(hall)
    hall.touch(hall.page.edits["submitter.person.full_name"])
    assert hall.page.input.value() == NAME
    hall.answer("Lò Thị Mai")
    assert isinstance(hall.page, CheckPage)
    assert "Lò Thị Mai" in hall.texts()
    for ask in reversed(hall.asked[:-1]):
        hall.back()
        assert hall.page.ask.id == ask
    assert hall.page.input.value() == "Lò Thị Mai"


def test_who_passes_over_the_province_is_asked_for_no_commune_in_it(hall):
    to_questions(hall)
    while hall.page.ask.part != "province":
        hall.answer(an_answer(hall.page.ask))
    hall.forward()
    assert hall.page.ask.path == "submitter.phone"              # not an empty list to choose from
    hall.answer_all()
    hall.touch(hall.page.edits["submitter.person.address"])
    hall.answer(an_answer(hall.page.ask))                       # said after all: the rest is asked
    assert hall.page.ask.part == "commune"


def test_the_name_of_a_place_that_was_only_typed_is_not_skipped(hall):
    to_questions(hall)
    while hall.page.ask.part != "province":
        hall.answer(an_answer(hall.page.ask))
    assert hall.window.forward_button.text() == "Bỏ qua"
    hall.type("bi")                                             # several begin so
    assert hall.window.forward_button.text() == "Tiếp tục"
    hall.forward()
    assert hall.page.ask.part == "province"
    assert "Xin chạm vào một tên" in hall.texts()
    hall.page.input.pad.put("lai chau")
    hall.forward()
    assert hall.page.ask.part == "commune"                      # the only one left
    hall.back()
    assert hall.page.input.value() == "12"


def test_what_stands_in_the_way_leads_to_its_question(hall):
    to_check(hall)
    hall.touch(hall.page.edits["owners[0].relation"])
    hall.answer("relative")
    assert isinstance(hall.page, QuestionPage)                  # somebody else: who is asked for
    assert hall.page.ask.path == "owners[0].party.full_name"
    hall.back()
    assert isinstance(hall.page, CheckPage)
    assert not hall.window.forward_button.isEnabled()
    hall.touch(hall.page.problems["owners[0].party.full_name"])
    hall.answer_all()
    assert isinstance(hall.page, CheckPage)
    assert hall.window.forward_button.isEnabled()


def test_leaving_asks_first_and_gives_a_slip(hall):
    to_questions(hall)
    hall.answer(NAME)
    hall.leave()
    assert isinstance(hall.page, LeavePage)
    hall.touch(hall.page.stay)
    assert isinstance(hall.page, QuestionPage)
    hall.leave()
    hall.touch(hall.page.slip)
    assert isinstance(hall.page, LeftPage)
    (draft,) = drafts.everything(hall.store.read())
    assert draft.intake.submitter.person.full_name == NAME
    assert len(hall.printer.jobs) == 1
    hall.window.end()
    hall.window.kiosk.filings.forget()
    assert len(drafts.everything(hall.store.read())) == 1       # kept until an officer looked


def test_the_question_whether_to_stop_is_not_asked_over_itself(hall):
    to_questions(hall)
    hall.answer(NAME)
    hall.leave()
    assert not hall.window.end_button.isVisible()               # the page's own three answers stand there
    hall.window.leave()                                         # asked for by whatever else
    hall.touch(hall.page.stay)
    assert isinstance(hall.page, QuestionPage)                  # the first "go on" goes on
    assert hall.window.end_button.isVisible()


def test_thrown_away_is_gone_and_so_is_what_nobody_came_back_to(hall):
    to_questions(hall)
    hall.leave()
    hall.touch(hall.page.discard)
    assert hall.window.page is None
    assert drafts.everything(hall.store.read()) == ()
    kiosk = hall.window.kiosk
    kiosk.filings.begin(FROM_THE_BOOK)
    kiosk.filings.forget()
    assert drafts.everything(hall.store.read()) == ()


def test_larger_letters_keep_what_was_typed(hall):
    to_questions(hall)
    hall.type("h'bhun niee kdawm")
    assert hall.page.input.value() == "H'Bhun Niê Kdăm"
    hall.touch(hall.window.larger)
    assert hall.page.input.value() == "H'Bhun Niê Kdăm"


def test_in_english_the_procedure_is_asked_in_english_and_kept_as_the_law_words_it(hall):
    to_questions(hall)
    hall.answer_all()
    hall.touch(hall.page.edits["answers.copies"])
    assert "Ông/Bà cần mấy bản sao?" in hall.texts()
    hall.touch(hall.window.head.languages["en"])
    assert "How many copies do you need?" in hall.texts()
    hall.answer(2)
    assert hall.page.edits["answers.copies"].accessibleName() == "Mend: Number of copies, 2 copies"
    hall.forward()
    assert isinstance(hall.page, SentPage)
    (line,) = dossiers.select(hall.store.read(), "1", [], "received_at", 10)
    form, _body = dossiers.form_of(hall.store.read(), line.id)
    assert form.procedure_name == "Cấp bản sao từ sổ gốc"
    assert not any("Copy" in paper.name for paper in form.papers)


def test_a_procedure_under_way_changes_its_name_with_the_language(hall):
    hall.touch(hall.page.file)
    hall.touch(hall.page.tiles["papers"])
    hall.touch(hall.window.head.languages["en"])
    assert "Copies from the original register" in hall.texts()
    hall.touch(next(button for button in hall.page.entries if "original register" in button.text()))
    assert hall.page.title.text() == "Copies from the original register"
    hall.touch(hall.window.head.languages["vi"])
    assert hall.page.title.text() == "Cấp bản sao từ sổ gốc"


def test_events_show_only_what_can_be_filed(hall):
    hall.touch(hall.page.file)
    assert isinstance(hall.page, EventsPage)
    hall.touch(hall.page.tiles["papers"])
    assert isinstance(hall.page, EventPage)
    assert not any("chữ ký" in button.text() for button in hall.page.entries)


def full(*_args) -> None:
    raise DiskFull


def test_a_disk_found_full_after_the_page_was_made_anew_breaks_nothing(hall, monkeypatch):
    monkeypatch.setattr(Filings, "submit", full)
    monkeypatch.setattr(Filings, "leave", full)
    to_check(hall)
    hall.window.forward_button.click()
    hall.window.wear(replace(hall.window.dress, scale=150))     # before it is known
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    hall.settle()
    assert isinstance(hall.page, CheckPage)
    assert kept(hall) == []
    hall.leave()
    hall.page.slip.click()
    hall.window.wear(replace(hall.window.dress, scale=100))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    hall.settle()
    assert isinstance(hall.page, LeavePage)
    assert not hall.page.notice.isVisible()
    hall.touch(hall.page.slip)
    assert DiskFull.sentence in hall.texts()
