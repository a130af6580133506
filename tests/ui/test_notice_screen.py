"""Forms 02, 03 and 06 on the real window, by keyboard: seen before they are given out, the draft kept or closed."""

from pathlib import Path

import pypdfium2
import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from kiosk.counter.link import LinkState, LinkView
from kiosk.dossier import LocalState, PortalStatus
from kiosk.notices import NoticeForm
from kiosk.portal_words import Said
from kiosk.store import outbox, portal
from tests.printing.sheets import words
from tests.ui.at_counter import BIRTH, COPIES, MARITAL, AtCounter, at_counter
from tests.ui.office import MORNING, OFFICER
from tests.ui.received import receive_some
from ui.clerk.intake_screen import IntakeScreen
from ui.clerk.notice import NoticePanel
from ui.clerk.notice_sides import RefusalSide, SupplementSide
from ui.clerk.paper_dialog import PaperDialog
from ui.shortcuts import Action

PERSON = "H'Ơ̆n Byă Niê Kđăm"


@pytest.fixture
def at(qtbot, qapp, tmp_path: Path):
    with at_counter(qtbot, qapp, tmp_path) as counter:
        yield counter
        counter.settle()
        counter.close()                # as a person does: what was typed is saved first


def form(at: AtCounter, code: str = MARITAL) -> IntakeScreen:
    screen = at.form(code)
    name = screen.form.submitter.person.full_name
    name.set_value(PERSON)
    name.edited.emit()
    at.settle()
    return screen


def panel(at: AtCounter, keys: str) -> NoticePanel:
    at.hands.key(keys)
    at.wait(lambda: at.screens.intake.notice is not None)
    at.wait(lambda: not at.screens.intake.notice.view._soon.isActive())
    at.settle()
    return at.screens.intake.notice


def printed(at: AtCounter, job: int = -1) -> str:
    document = pypdfium2.PdfDocument(at.office.printer.jobs[job].pdf)
    return words("".join(document[page].get_textpage().get_text_bounded() for page in range(len(document))))


def notices_of(at: AtCounter, draft: str):
    return at.office.counter.notices.of(draft)


def test_form_02_is_seen_printed_and_the_draft_waits_in_its_tab(at):
    screen = form(at)
    shown = panel(at, "Ctrl+Shift+B")
    assert isinstance(shown.side, SupplementSide)
    assert [line.tick.isChecked() for line in shown.side.lines if line.paper.suggested]
    assert QApplication.focusWidget() is shown.side.lines[0].tick
    assert shown.view.slip is not None
    assert shown.view.slip.number == ""
    assert notices_of(at, screen.id) == ()             # seen is not given out
    at.hands.key("Ctrl+P")
    at.wait(lambda: len(at.office.printer.jobs) == 1)
    at.settle()
    (notice,) = notices_of(at, screen.id)
    assert words(notice.number) in printed(at)
    assert words(shown.side.lines[0].paper.name) in printed(at)
    assert QApplication.focusWidget() is shown.next_button
    at.hands.key("Space")
    at.settle()
    assert at.screens.intake.notice is None
    assert screen.id in list(at.screens.intake.tabs.keys())
    assert [draft.id for draft in at.office.counter.intakes.open_drafts()] == [screen.id]


def test_a_reprint_gives_no_second_number(at):
    screen = form(at)
    panel(at, "Ctrl+Shift+B")
    for count in (1, 2):
        at.hands.key("Ctrl+P")
        at.wait(lambda count=count: len(at.office.printer.jobs) == count)
        at.settle()
    assert len(notices_of(at, screen.id)) == 1
    assert at.office.printer.jobs[0].pdf == at.office.printer.jobs[1].pdf


def test_paper_whose_data_exist_wants_a_reason_before_anything_is_given_out(at):
    screen = form(at, BIRTH)
    shown = panel(at, "Ctrl+Shift+B")
    assert isinstance(shown.side, SupplementSide)
    line = next(line for line in shown.side.lines if line.paper.database)
    assert not line.tick.isChecked()
    at.hands.walk_to(line.tick)
    at.hands.key("Space")
    assert line.why is not None
    assert line.why.isVisible()
    at.hands.key("Ctrl+P")
    at.wait(shown.told.isVisible)
    assert "phải chọn lý do" in shown.told.accessibleName()
    assert notices_of(at, screen.id) == ()
    assert at.office.printer.jobs == []
    at.hands.fill(line.why, "data_wrong")
    at.hands.key("Ctrl+P")
    at.wait(lambda: len(at.office.printer.jobs) == 1)
    assert words("dữ liệu đang có bị sai (Nghị định 309/2026/NĐ-CP Điều 4 khoản 2a)") in printed(at)


def test_what_may_not_be_asked_for_is_told_and_cannot_be_ticked(at):
    form(at)
    shown = panel(at, "Ctrl+Shift+B")
    assert isinstance(shown.side, SupplementSide)
    assert not {"card_copy", "old_id_proof"} & {line.paper.requirement for line in shown.side.lines}
    said = {text for label in shown.side.findChildren(type(shown.title)) if (text := label.text())}
    assert any("Bản sao thẻ căn cước" in text for text in said)


def test_a_second_guidance_is_asked_about_and_the_first_can_be_printed_again(at):
    screen = form(at)
    panel(at, "Ctrl+Shift+B")
    at.hands.key("Ctrl+P")
    at.wait(lambda: len(at.office.printer.jobs) == 1)
    at.settle()
    at.hands.key("Esc")
    at.settle()
    shown = panel(at, "Ctrl+Shift+B")
    (first,) = notices_of(at, screen.id)
    assert first.number in shown.guided.accessibleName()
    at.hands.push("In lại phiếu đã cấp")
    at.wait(lambda: len(at.office.printer.jobs) == 2)
    at.settle()
    assert at.office.printer.jobs[0].pdf == at.office.printer.jobs[1].pdf
    for answer, count in (("Không cấp", 1), ("Cấp thêm phiếu", 2)):
        at.hands.key("Ctrl+P")
        at.wait(at.hands.asked)
        at.hands.push(answer)
        at.wait(lambda: not at.hands.asked())
        at.settle()
        assert len(notices_of(at, screen.id)) == count


def test_form_03_wants_a_reason_and_closes_only_on_the_officers_word(at):
    screen = form(at)
    shown = panel(at, "Ctrl+Shift+T")
    assert isinstance(shown.side, RefusalSide)
    at.hands.key("Ctrl+P")
    at.wait(shown.told.isVisible)
    assert notices_of(at, screen.id) == ()
    reasons = at.office.counter.notices.refusal_reasons
    at.hands.fill(shown.side.reason, reasons[0])
    shown.side.details.box.setFocus(Qt.FocusReason.TabFocusReason)
    at.hands.write("Nộp tại xã Ea Kao.")
    at.hands.key("Ctrl+Return")
    at.wait(lambda: len(at.office.printer.jobs) == 1)
    at.settle()
    assert words(f"{reasons[0]}. Nộp tại xã Ea Kao.") in printed(at)
    for answer in ("Giữ lại bản nháp", "Đóng hồ sơ"):
        assert [draft.id for draft in at.office.counter.intakes.open_drafts()] == [screen.id]
        at.hands.push("Đóng hồ sơ…")
        at.wait(at.hands.asked)
        at.hands.push(answer)
        at.wait(lambda: not at.hands.asked())
        at.settle()
    at.wait(lambda: at.office.counter.intakes.open_drafts() == ())
    at.wait(lambda: at.screens.intake.tabs.keys() == [])
    assert [notice.form for notice in notices_of(at, screen.id)] == [NoticeForm.REFUSAL]


def test_esc_gives_nothing_out_and_what_was_typed_is_there(at):
    screen = form(at)
    panel(at, "Ctrl+Shift+T")
    at.hands.key("Esc")
    at.settle()
    assert at.screens.intake.current() is screen
    assert screen.person() == PERSON.upper()
    assert notices_of(at, screen.id) == ()
    assert at.office.printer.jobs == []


def test_the_menu_at_the_foot_offers_both(at):
    screen = form(at)
    menu = screen.foot.notice_menu()
    choices = menu.findChildren(QAction)
    said = [choice.text() for choice in choices if choice.text()]
    assert [text.split("\t")[1] for text in said] == ["Ctrl+Shift+B", "Ctrl+Shift+T"]
    next(choice for choice in choices if choice.text() == said[1]).trigger()
    at.wait(lambda: at.screens.intake.notice is not None)
    assert isinstance(at.screens.intake.notice.side, RefusalSide)
    menu.deleteLater()


def test_another_tab_puts_the_notice_away(at):
    first, second = form(at), form(at, COPIES)
    panel(at, "Ctrl+Shift+B")
    at.screens.intake.open(first.id)
    at.settle()
    assert at.screens.intake.notice is None
    assert at.screens.intake.current() is first
    assert second.id in list(at.screens.intake.tabs.keys())


def test_a_form_built_as_the_notice_goes_is_whole(at):
    """Met once: the address lists of the new form were gone for Python, and nothing was saved any more."""
    form(at)
    panel(at, "Ctrl+Shift+B")
    new = at.form(COPIES)
    for path, field in new.form.fields().items():
        for part in field.parts():
            assert shiboken6.isValid(part), path


def test_a_same_day_procedure_cut_off_tells_what_to_say(at):
    same_day, later = form(at, COPIES), form(at, MARITAL)
    at.wait(lambda: same_day.foot.promise.text() != "" and later.foot.promise.text() != "")
    for state in LinkState:
        at.office.link.say(LinkView(state, MORNING, 0))
        at.settle()
        cut_off = state in (LinkState.OFFLINE, LinkState.NOT_SET, LinkState.REFUSED, LinkState.STRANGER)
        assert same_day.foot.cut_off.isHidden() != cut_off, state
        assert ("Nói với công dân" in same_day.foot.cut_off.text()) == cut_off
        assert later.foot.cut_off.isHidden()


# ---- a dossier that was received -----------------------------------------------------------------


def test_the_control_slip_comes_with_one_key_after_the_receipt(at):
    receive_some(at.office, 1)
    (line,) = at.office.counter.records.search("")
    at.window._on_receipt_again(line.id)
    at.settle()
    at.hands.key("Ctrl+Shift+P")
    at.wait(lambda: len(at.office.printer.jobs) == 1)
    at.settle()
    text = printed(at)
    assert words("PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ") in text
    assert words(line.number) in text
    detail = at.office.counter.records.detail(line.id)
    assert detail.form.submitter.person.personal_id not in text
    assert detail.form.submitter.phone not in text
    dialog = at.screens.receipt.findChild(PaperDialog)
    at.hands.key("Return")                             # once more, on purpose
    at.wait(lambda: len(at.office.printer.jobs) == 2)
    at.hands.key("Esc")
    at.wait(lambda: not dialog.isVisible())
    assert at.window.place is Action.RECEIPT


def test_the_portals_wish_prints_form_02_from_the_look_up(at):
    receive_some(at.office, 1)
    (line,) = at.office.counter.records.search("")
    store, now = at.office.store, at.office.clock.now_ms()
    store.write(lambda database: outbox.move(database, line.id, LocalState.ACKNOWLEDGED))
    store.write(lambda database: portal.decide(
        database, store.device,
        Said("1", line.id, int(PortalStatus.SUPPLEMENT_WANTED), "Bổ sung quyết định ly hôn", "Cổng", now), now
    ))  # fmt: skip
    at.window.open_dossier(line.id)
    at.settle()
    look_up = at.screens.look_up
    at.wait(look_up.pane.supplement_button.isVisible)
    at.hands.push("In phiếu bổ sung")
    at.wait(at.hands.asked)
    at.settle()
    assert notices_of(at, line.id) == ()
    at.hands.key("Return")
    at.wait(lambda: len(at.office.printer.jobs) == 1)
    at.settle()
    (notice,) = notices_of(at, line.id)
    assert notice.officer == OFFICER.id
    for text in (notice.number, line.number, "Bổ sung quyết định ly hôn"):
        assert words(text) in printed(at)
    at.hands.key("Esc")
    at.settle()
    assert notices_of(at, line.id) == (notice,)


def test_no_other_dossier_offers_form_02(at):
    receive_some(at.office, 1)
    (line,) = at.office.counter.records.search("")
    at.window.open_dossier(line.id)
    at.settle()
    assert at.screens.look_up.pane.supplement_button.isHidden()


def test_a_refusal_without_its_reason_leaves_the_cursor_at_the_reason(at):
    form(at)
    shown = panel(at, "Ctrl+Shift+T")
    at.hands.walk_to(shown.side.details)
    at.hands.write("Noi cu tru o phuong khac")
    at.hands.key("Ctrl+P")
    at.wait(lambda: shown.told.isVisible() and shown.side.isEnabled())
    at.settle()
    assert shown.side.reason.isAncestorOf(at.hands.at)
