"""Intake at the counter: opened, typed, saved by itself, put aside, brought back, refused with reasons, received."""

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.device_ports import CardData
from kiosk.dossier import HowMet, Relation
from kiosk.form_problems import PAPER_MISSING
from kiosk.people import Address, Citizen, Organisation, Sex
from kiosk.procedures import Provenance
from kiosk.store.faults import DiskFull
from tests.ui.hands import press, show, type_text
from tests.ui.office import OFFICER, OpenCounter
from ui.clerk.intake import IntakeArea
from ui.clerk.intake_screen import IntakeScreen
from ui.widgets.confirm import Confirm

COPIES = "2.000815"                    # certified copies: the shortest form
MARITAL = "1.004873"                   # asks for a personal number
BIRTH = "1.001193"
JOINT = "1.001612"                     # a household business; the minutes are asked for when several found it
CARD = CardData(
    Citizen(
        "Lò Thị Hạnh", "001192000123", "1992-05-03", Sex.FEMALE, ethnicity="03",
        address=Address(as_written="Tổ 7, phường Trúc Bạch, quận Ba Đình, Hà Nội"),
    ),
    issued_on="2021-08-01",
)  # fmt: skip


@pytest.fixture
def office(tmp_path: Path):
    with OpenCounter(tmp_path) as opened:
        yield opened


@pytest.fixture
def area(qtbot, office, tasks):
    made = IntakeArea(office.counter, tasks)
    made.resize(1158, 640)
    made.set_officer(OFFICER)
    show(qtbot, made)
    qtbot.waitUntil(lambda: made.picker.list.count() > 10)
    return made


def opened(qtbot, area: IntakeArea, code: str) -> IntakeScreen:
    area.start(code)
    qtbot.waitUntil(lambda: area.current() is not None and area.current().form.ready, timeout=8000)
    screen = area.current()
    assert screen is not None
    return screen


def write(screen: IntakeScreen, path: str, text: str) -> None:
    """Into the first control of a field, as hands do."""
    part = screen.form.fields()[path].parts()[0]
    part.setFocus()
    type_text(part, text)


def stored(office: OpenCounter, draft: str):
    return next(kept for kept in office.counter.intakes.open_drafts() if kept.id == draft)


def settled(qtbot, screen: IntakeScreen) -> None:
    qtbot.waitUntil(lambda: not screen.saving.unsaved)


def test_a_procedure_is_found_without_marks_and_opened_with_enter(qtbot, area, office):
    type_text(area.picker.search, "chung thuc ban sao")
    qtbot.waitUntil(lambda: 0 < area.picker.list.count() < 5)
    press(area.picker.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: area.current() is not None)
    assert area.current().procedure.code == COPIES
    assert len(office.counter.intakes.open_drafts()) == 1


def test_arrows_walk_the_list_and_nothing_found_is_said(qtbot, area):
    press(area.picker.search, Qt.Key.Key_Down)
    assert area.picker.list.currentRow() == 1
    press(area.picker.search, Qt.Key.Key_Up)
    assert area.picker.list.currentRow() == 0
    type_text(area.picker.search, "zzzz")
    qtbot.waitUntil(lambda: not area.picker.list.isVisible())


def test_what_is_typed_is_on_disk_a_moment_later_and_the_time_is_said(qtbot, area, office):
    screen = opened(qtbot, area, COPIES)
    office.clock.advance(65_000)
    write(screen, "submitter.person.full_name", "nguyễn thị bé")
    assert screen.saving.unsaved
    settled(qtbot, screen)
    assert stored(office, screen.id).intake.submitter.person.full_name == "NGUYỄN THỊ BÉ"
    assert "09:01:05" in screen.head.saved.text()


def test_keys_typed_while_a_save_is_under_way_are_saved_too(qtbot, area, office, monkeypatch):
    screen = opened(qtbot, area, COPIES)
    settled(qtbot, screen)
    may_go, entered = Event(), Event()
    really = screen.saving._save

    def slowly(draft):
        entered.set()
        may_go.wait(60)
        return really(draft)

    monkeypatch.setattr(screen.saving, "_save", slowly)
    write(screen, "submitter.phone", "0912")
    qtbot.waitUntil(entered.is_set)
    type_text(QApplication.focusWidget(), "345678")
    may_go.set()
    settled(qtbot, screen)
    assert stored(office, screen.id).intake.submitter.phone == "0912345678"


def test_a_full_disk_is_said_and_the_form_stays(qtbot, area, monkeypatch):
    screen = opened(qtbot, area, COPIES)
    settled(qtbot, screen)
    really = screen.saving._save

    def full(_draft):
        raise DiskFull

    monkeypatch.setattr(screen.saving, "_save", full)
    write(screen, "submitter.person.full_name", "A")
    qtbot.waitUntil(screen.banner.isVisible)
    assert "STORE-03" in screen.banner.accessibleDescription()
    assert screen.saving.unsaved
    monkeypatch.setattr(screen.saving, "_save", really)
    screen.flush()
    settled(qtbot, screen)


def test_half_a_date_is_kept_and_put_back_with_the_cursor(qtbot, area, tasks, office):
    screen = opened(qtbot, area, COPIES)
    write(screen, "submitter.person.full_name", "Y Ŏng")
    write(screen, "submitter.person.birth_date", "3/5/19")
    screen.flush()
    settled(qtbot, screen)
    kept = stored(office, screen.id)
    assert kept.missing == {"submitter.person.birth_date": "3/5/19"}
    assert kept.cursor == "submitter.person.birth_date"

    again = IntakeArea(office.counter, tasks)
    again.set_officer(OFFICER)
    show(qtbot, again)
    again.restore()
    qtbot.waitUntil(lambda: again.current() is not None and again.current().form.ready, timeout=8000)
    born = again.current().form.submitter.person.birth_date
    assert born.text() == "3/5/19"
    qtbot.waitUntil(lambda: QApplication.focusWidget() is born.line)
    assert born.line.cursorPosition() == 6
    assert again.current().person() == "Y ŎNG"
    qtbot.waitUntil(lambda: not again.unsaved)


def test_a_paper_closed_by_an_answer_is_kept_over_a_restart_and_stays_out_of_the_form(qtbot, area, tasks, office):
    screen = opened(qtbot, area, JOINT)
    joint = screen.form.fields()["answers.joint"].buttons
    joint["yes"].click()
    qtbot.waitUntil(lambda: "requirements.minutes.how" in screen.form.fields())
    how = screen.form.fields()["requirements.minutes.how"]
    how.set_value("original")
    how.edited.emit()
    joint["no"].click()
    qtbot.waitUntil(lambda: "requirements.minutes.how" not in screen.form.fields())
    screen.flush()
    settled(qtbot, screen)
    kept = stored(office, screen.id)
    assert [(paper.requirement, paper.how, paper.copies) for paper in kept.papers_aside] == [("minutes", HowMet.ORIGINAL, 1)]
    assert kept.intake.papers == ()
    problems = office.counter.intakes.problems(kept)
    assert PAPER_MISSING.code in {problem.code for problem in problems}
    assert not [problem for problem in problems if "Biên bản" in problem.sentence or "minutes" in problem.field]

    again = IntakeArea(office.counter, tasks)
    again.set_officer(OFFICER)
    show(qtbot, again)
    again.restore()
    qtbot.waitUntil(lambda: again.current() is not None and again.current().form.ready, timeout=8000)
    form = again.current().form
    assert form.papers_aside(OFFICER.id) == kept.papers_aside
    form.fields()["answers.joint"].buttons["yes"].click()
    qtbot.waitUntil(lambda: "requirements.minutes.how" in form.fields())
    again.current().flush()
    settled(qtbot, again.current())
    kept = stored(office, screen.id)
    assert [(paper.requirement, paper.how) for paper in kept.intake.papers] == [("minutes", HowMet.ORIGINAL)]
    assert kept.papers_aside == ()
    qtbot.waitUntil(lambda: not again.unsaved)


def test_esc_puts_aside_and_never_discards(qtbot, area, office):
    screen = opened(qtbot, area, COPIES)
    write(screen, "submitter.person.full_name", "B")
    press(QApplication.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: area.current() is None)
    settled(qtbot, screen)
    assert area.tabs.keys() == [screen.id]
    assert stored(office, screen.id).intake.submitter.person.full_name == "B"
    area.open(screen.id)
    assert area.current() is screen


def test_a_draft_is_only_thrown_away_after_a_question(qtbot, area, office):
    screen = opened(qtbot, area, COPIES)
    settled(qtbot, screen)
    area.tabs.discard_wanted.emit(screen.id)
    area.findChild(Confirm).reject()
    assert area.tabs.keys() == [screen.id]
    area.tabs.discard_wanted.emit(screen.id)
    next(ask for ask in area.findChildren(Confirm) if ask.isVisible()).do_button.click()
    qtbot.waitUntil(lambda: area.tabs.keys() == [])
    assert office.counter.intakes.open_drafts() == ()


def test_a_sixth_draft_is_refused_in_words(qtbot, area):
    for count in range(5):
        area.park()
        area.start(COPIES)
        qtbot.waitUntil(lambda count=count: len(area.tabs.keys()) == count + 1)
    area.start(COPIES)
    assert area.banner.isVisible()
    assert len(area.tabs.keys()) == 5


def test_questions_come_and_go_with_the_answers(qtbot, area):
    screen = opened(qtbot, area, BIRTH)
    fields = screen.form.fields()
    copies, wanted = fields["answers.copies"], fields["answers.copies_wanted"]
    assert not copies.isVisibleTo(screen)
    wanted.buttons["yes"].click()
    qtbot.waitUntil(lambda: copies.isVisibleTo(screen))
    wanted.buttons["no"].click()
    qtbot.waitUntil(lambda: not copies.isVisibleTo(screen))


def test_a_date_is_written_out_in_words(qtbot, area):
    screen = opened(qtbot, area, BIRTH)
    write(screen, "answers.child_birth_date", "20/11/2026")
    words = screen.form.fields()["answers.child_birth_date_in_words"]
    qtbot.waitUntil(lambda: words.value() == "Ngày hai mươi tháng mười một năm hai nghìn không trăm hai mươi sáu")


def test_what_may_not_be_asked_is_not_offered_and_shown_papers_are_not_taken(qtbot, area):
    screen = opened(qtbot, area, BIRTH)
    papers = screen.form.papers
    assert "card_copy" not in papers.names()
    identity = papers._rows["identity"]
    codes = {identity.how.combo.itemData(row) for row in range(identity.how.combo.count())}
    assert codes == {HowMet.SHOWN, HowMet.VNEID, HowMet.DATABASE, HowMet.MISSING}
    assert "không thu" in identity._wants.text()


def test_nobody_is_blamed_before_the_first_attempt(qtbot, area):
    screen = opened(qtbot, area, BIRTH)
    qtbot.waitUntil(lambda: bool(screen.told.found))
    assert screen.told.summary.problems == ()
    write(screen, "submitter.person.personal_id", "12")
    screen.form.submitter.person.full_name.setFocus()
    qtbot.waitUntil(lambda: len(screen.told.summary.problems) == 1)
    assert screen.form.submitter.person.personal_id.error == screen.told.summary.problems[0].sentence


def test_refused_with_every_reason_in_the_order_of_the_page(qtbot, area, office):
    screen = opened(qtbot, area, BIRTH)
    press(screen.form.submitter.phone.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.receive()
    qtbot.waitUntil(lambda: len(screen.told.summary.problems) > 5)
    order = [screen.form.field_at(problem.field) for problem in screen.told.summary.problems]
    places = list(screen.form.fields().values())
    errors = [places.index(field) for field, problem in zip(order, screen.told.summary.problems, strict=True)
              if problem.severity == "error"]
    assert errors == sorted(errors)
    assert all(field is not None for field in order)
    assert len(office.counter.intakes.open_drafts()) == 1
    first = order[0]
    qtbot.waitUntil(lambda: first.isAncestorOf(QApplication.focusWidget()))
    press(screen, Qt.Key.Key_F8)


def test_f8_right_after_typing_does_not_lead_back_to_what_was_just_mended(qtbot, area):
    screen = opened(qtbot, area, MARITAL)
    screen.receive()
    person = screen.form.submitter.person
    qtbot.waitUntil(lambda: person.personal_id.error != "" and person.full_name.error != "")
    qtbot.waitUntil(lambda: person.personal_id.isAncestorOf(QApplication.focusWidget()))
    write(screen, "submitter.person.personal_id", "001192000123")
    press(screen, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: person.full_name.isAncestorOf(QApplication.focusWidget()))
    assert person.personal_id.error == ""


def test_typing_on_calls_off_a_f8_still_waiting_for_the_check(qtbot, area, office, monkeypatch):
    screen = opened(qtbot, area, MARITAL)
    screen.receive()
    person = screen.form.submitter.person
    qtbot.waitUntil(lambda: person.full_name.error != "")
    may_go, really = Event(), office.counter.intakes.problems
    monkeypatch.setattr(type(office.counter.intakes), "problems", lambda _self, draft: may_go.wait(60) and really(draft))
    write(screen, "submitter.person.personal_id", "00119200012")
    press(screen, Qt.Key.Key_F8)
    type_text(person.personal_id.parts()[0], "3")
    may_go.set()
    wrong = [problem.field for problem in screen.told.summary.problems]
    qtbot.waitUntil(lambda: [problem.field for problem in screen.told.summary.problems] != wrong)
    assert person.personal_id.isAncestorOf(QApplication.focusWidget())


def test_a_form_with_a_table_is_not_cut_off_beside_the_open_card_panel(qtbot, area):
    screen = opened(qtbot, area, COPIES)
    beside = screen._aside.width()
    area.resize(800, 640)                  # the side gives way
    need = screen.form.minimumSizeHint().width()
    qtbot.waitUntil(lambda: screen._middle.area.viewport().width() >= need)
    assert screen._aside.area.viewport().width() >= screen._aside.area.widget().minimumSizeHint().width()
    area.resize(764, 640)                  # its papers go below
    qtbot.waitUntil(lambda: screen._aside.isHidden())
    assert screen._middle.area.isAncestorOf(screen.form.papers)
    page = screen._middle.area.widget()
    qtbot.waitUntil(lambda: screen._middle.area.viewport().width() >= page.minimumSizeHint().width())
    area.resize(area.minimumSizeHint().width(), 640)       # narrower than the table: then it scrolls
    qtbot.waitUntil(lambda: screen._middle.area.viewport().width() < page.minimumSizeHint().width())
    qtbot.waitUntil(lambda: screen._middle.area.horizontalScrollBar().isVisible())
    area.resize(1158, 640)
    qtbot.waitUntil(lambda: screen._aside.width() == beside)


def test_a_card_fills_what_is_empty_and_asks_about_the_rest(qtbot, area):
    screen = opened(qtbot, area, BIRTH)
    write(screen, "submitter.person.full_name", "Lò Thị Hành")
    screen.take_card(CARD)
    person = screen.form.submitter.person
    qtbot.waitUntil(lambda: person.personal_id.value() == "001192000123")
    assert person.full_name.value() == "LÒ THỊ HÀNH"
    assert person.full_name._offer is not None
    assert person.personal_id.provenance is Provenance.CARD
    assert person.sex.value() == "female"
    fields = screen.form.fields()
    assert fields["answers.requester_id"].value() == "001192000123"
    assert fields["answers.requester_id_issued_on"].value() == "2021-08-01"
    qtbot.waitUntil(lambda: fields["answers.requester_residence"].value().as_written != "")
    assert screen.intake.provenance["requester_id"] is Provenance.CARD
    settled(qtbot, screen)


def test_the_people_block_is_said_again_in_the_questions(qtbot, area):
    screen = opened(qtbot, area, BIRTH)
    write(screen, "submitter.person.full_name", "Hà Văn Sơn")
    screen.form.submitter.phone.line.setFocus()
    asked = screen.form.fields()["answers.requester_name"]
    qtbot.waitUntil(lambda: asked.value() == "HÀ VĂN SƠN")


def test_an_organisation_and_a_second_owner(qtbot, area, office):
    screen = opened(qtbot, area, COPIES)
    owners = screen.form.owners
    owners.owners[0].kind.buttons["organisation"].click()
    write(screen, "owners[0].party.name", "Hợp tác xã Bản Mòng")
    owners.add_button.click()
    write(screen, "owners[1].party.full_name", "Vì Thị Pánh")
    relation = owners.owners[1].relation
    relation.set_value(Relation.AUTHORISED.value)
    relation.edited.emit()
    write(screen, "owners[1].authorisation", "Giấy số 12")
    settled(qtbot, screen)
    first, second = stored(office, screen.id).intake.owners
    assert isinstance(first.party, Organisation)
    assert first.party.name == "Hợp tác xã Bản Mòng"
    assert (second.party.full_name, second.relation, second.authorisation) == ("VÌ THỊ PÁNH", Relation.AUTHORISED, "Giấy số 12")


def fill_copies(qtbot, area) -> IntakeScreen:
    """Everything the shortest form wants."""
    screen = opened(qtbot, area, COPIES)
    write(screen, "submitter.person.personal_id", "001192000123")
    write(screen, "submitter.person.full_name", "Lò Thị Hạnh")
    write(screen, "submitter.phone", "0912345678")
    fill_papers(qtbot, screen)
    return screen


def fill_papers(qtbot, screen: IntakeScreen) -> None:
    """What the shortest form wants besides its people."""
    for path, field in screen.form.fields().items():
        if path == "answers.papers":
            field.set_value(({"title": "Bằng tốt nghiệp", "issuer": "Trường Đại học Tây Bắc", "pages": 2, "copies": 3},))
        elif path.endswith(".how"):
            field.set_value(next(code for code in ("shown", "original") if field.combo.findData(code) >= 0))
            field.edited.emit()
    screen.form.changed.emit()
    qtbot.wait(10)


def pay(qtbot, screen):
    """Just what is due, in cash."""
    qtbot.waitUntil(lambda: screen.receiving.strip.asking)
    screen.receive()


def test_received_by_key_the_tab_goes_and_the_draft_is_a_dossier(qtbot, area, office):
    screen = fill_copies(qtbot, area)
    draft = screen.id
    with qtbot.waitSignal(area.received, timeout=8000, raising=True) as heard:
        screen.receive()
        pay(qtbot, screen)
    received = heard.args[0]
    assert received.dossier == draft
    assert received.form.officer == OFFICER.id
    assert received.form.fee.total > 0
    assert received.form.fee.method == "cash"
    assert area.tabs.keys() == []
    assert area.current() is None
    assert office.counter.intakes.open_drafts() == ()


def test_the_same_person_again_is_asked_about(qtbot, area):
    screen = fill_copies(qtbot, area)
    with qtbot.waitSignal(area.received, timeout=8000, raising=True) as heard:
        screen.receive()
        pay(qtbot, screen)
    number = heard.args[0].number
    screen = fill_copies(qtbot, area)
    screen.receive()
    qtbot.waitUntil(lambda: screen.findChild(Confirm) is not None)
    ask = screen.findChild(Confirm)
    assert number in ask.accessibleDescription()
    with qtbot.waitSignal(area.received, timeout=8000, raising=True):
        ask.do_button.click()
        pay(qtbot, screen)


def test_after_looking_again_the_cursor_is_where_it_was(qtbot, area):
    """A form switched off while the question stands loses the cursor; it ended up in the search box, F8 and all."""
    first = fill_copies(qtbot, area)
    first.receive()
    pay(qtbot, first)
    qtbot.waitUntil(lambda: area.current() is None)
    screen = fill_copies(qtbot, area)
    phone = screen.form.submitter.phone.line
    phone.setFocus()
    press(phone, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(screen.findChildren(Confirm)))
    (question,) = screen.findChildren(Confirm)
    question.reject()
    qtbot.waitUntil(lambda: phone.isEnabled() and area.window().focusWidget() is phone)


def test_nobody_is_asked_about_a_form_that_is_refused_anyway(qtbot, area):
    screen = fill_copies(qtbot, area)
    press(screen.form.submitter.phone.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    pay(qtbot, screen)
    qtbot.waitUntil(lambda: area.current() is None)
    screen = fill_copies(qtbot, area)
    write(screen, "submitter.person.full_name", "")
    press(screen.form.submitter.phone.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(screen.told.summary.problems))
    assert not screen.findChildren(Confirm)


def test_tab_walks_the_page_as_it_is_laid_out_and_leaves_it_at_the_end(qtbot, area):
    screen = opened(qtbot, area, BIRTH)
    screen.form.submitter.person.personal_id.line.setFocus()
    walked = []
    while screen.isAncestorOf(QApplication.focusWidget()) and len(walked) < 120:
        walked.append(QApplication.focusWidget())
        press(walked[-1], Qt.Key.Key_Tab)
    assert len(walked) == len(set(walked)), "Tab runs in a circle"
    fields = screen.form.fields()
    places = [next((n for n, field in enumerate(fields.values()) if stop in field.parts()), -1) for stop in walked]
    known = [place for place in places if place >= 0]
    assert known == sorted(known)
    assert walked[-1] is screen.foot.receive_button
    assert area.tabs.isAncestorOf(QApplication.focusWidget())


def test_every_control_has_a_name(qtbot, area):
    screen = opened(qtbot, area, BIRTH)
    stops = [one for one in screen.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible()]
    assert len(stops) > 40
    for widget in stops:
        assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), widget
