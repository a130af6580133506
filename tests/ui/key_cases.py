"""What every shortcut is to do, one case a line of the table: sets the stage, presses, looks. See test_every_key.py."""

from PySide6.QtWidgets import QApplication, QFileDialog

from kiosk.device_ports import CardData
from kiosk.people import Citizen, Sex
from tests.ui.at_counter import COPIES, MARITAL, AtCounter
from tests.ui.key_cases_capture import CAPTURE_CASES, Case, Press, capture
from tests.ui.key_cases_closing import CLOSING_CASES
from tests.ui.key_cases_copying import COPYING_CASES
from tests.ui.key_cases_express import EXPRESS_CASES
from tests.ui.key_cases_hand_back import HAND_BACK_CASES
from tests.ui.key_cases_help import HELP_CASES
from tests.ui.key_cases_known import KNOWN_CASES
from tests.ui.key_cases_notice import NOTICE_CASES
from tests.ui.key_cases_outbox import OUTBOX_CASES
from tests.ui.key_cases_register import REGISTER_CASES
from tests.ui.key_cases_signing import SIGNING_CASES
from tests.ui.key_cases_till import TILL_CASES
from tests.ui.received import receive_some
from tests.ui.test_intake import fill_copies
from ui.clerk.code_dialog import CodeDialog
from ui.clerk.intake_tabs import NEW
from ui.hands import type_text
from ui.shortcuts import Action, Where
from ui.widgets.shortcut_sheet import ShortcutSheet

# ---- everywhere -----------------------------------------------------------------------------------


def leads_to(place: Action) -> Case:
    def case(at: AtCounter, press: Press, _number: int) -> None:
        at.window.go(Action.DESK if place is Action.SETTINGS else Action.SETTINGS)
        press()
        assert at.window.place is place

    return case


def card_panel(at: AtCounter, press: Press, _number: int) -> None:
    press()
    assert at.screens.card.isVisible()
    at.hands.key("Esc")
    assert not at.screens.card.isVisible()


def read_code(at: AtCounter, press: Press, _number: int) -> None:
    form = at.form(COPIES)
    press()
    at.wait(at.hands.asked)
    assert isinstance(QApplication.activeModalWidget(), CodeDialog)
    type_text(at.hands.at, "001192000123||Lò Thị Hạnh|03051992|Nữ|Bản Nà Lốc|14022022")
    at.hands.key("Return")
    at.wait(lambda: form.form.submitter.person.personal_id.value() == "001192000123")
    at.wait(lambda: not at.hands.asked())
    at.settle()
    form.saving.stop()
    at.screens.intake._on_discard_answered(form.id, True)          # only so many may be open
    at.settle()
    at.wait(lambda: at.screens.intake.tabs.keys().count(form.id) == 0)


def next_error(at: AtCounter, press: Press, _number: int) -> None:
    """Every error in the order of the form, then the first again."""
    form = at.form(MARITAL)
    form.receive()
    at.wait(lambda: len(form.told.summary.problems) > 3)
    at.settle()
    wrong = [form.form.field_at(one.field) for one in form.told.summary.problems if one.severity == "error"]
    places = list(form.form.fields().values())
    assert [places.index(field) for field in wrong] == sorted(places.index(field) for field in wrong)
    for field in [*wrong, wrong[0]]:
        press()
        assert field.isAncestorOf(QApplication.focusWidget()), field.label


def search(at: AtCounter, press: Press, _number: int) -> None:
    press()
    assert at.window.header.search.line.hasFocus()


def shortcuts(at: AtCounter, press: Press, _number: int) -> None:
    press()
    opened = at.window.findChild(ShortcutSheet)
    assert opened.isVisible()
    at.hands.key("Esc")
    assert not opened.isVisible()


def lock(at: AtCounter, press: Press, _number: int) -> None:
    press()
    assert at.app.locked
    at.settle()
    at.enter()


# ---- intake and card ------------------------------------------------------------------------------


def receive(at: AtCounter, press: Press, number: int) -> None:
    at.window.go(Action.INTAKE)
    form = fill_copies(at.qtbot, at.screens.intake)
    press()
    if number > 1:                     # the same person once more
        at.wait(at.hands.asked)
        at.hands.push("Tiếp nhận thêm")
    at.wait(lambda: form.receiving.strip.asking)
    press()                            # the fee, in cash
    at.wait(lambda: at.window.place is Action.RECEIPT)


def receipt(at: AtCounter, press: Press, _number: int) -> None:
    assert at.window._last, "the case of RECEIVE comes before"
    at.form()
    press()
    assert at.window.place is Action.RECEIPT


def save_draft(at: AtCounter, press: Press, _number: int) -> None:
    """Nothing is saved by itself here: see the test."""
    form = at.form()
    form.form.submitter.phone.line.setFocus()
    at.hands.write("0912345678")
    at.settle()
    assert form.saving.unsaved
    press()
    at.wait(lambda: not form.saving.unsaved)
    kept = next(one for one in at.office.counter.intakes.open_drafts() if one.id == form.id)
    assert kept.intake.submitter.phone == "0912345678"


def see_phone(at: AtCounter, press: Press, _number: int) -> None:
    at.screens.intake.open(at.screens.intake.tabs.keys()[0])       # of a case before: only so many may be open
    at.wait(lambda: at.screens.intake.current() is not None and at.screens.intake.current().form.ready)
    form = at.screens.intake.current()
    press()
    at.wait(at.hands.asked)
    assert form.identity.dialog is not None
    at.hands.key("Esc")
    at.wait(lambda: not at.hands.asked())


def park(at: AtCounter, press: Press, _number: int) -> None:
    draft = at.form().id
    press()
    assert at.screens.intake.current() is None
    assert at.screens.intake.tabs.keys()[-1] == draft
    at.settle()


def next_draft(at: AtCounter, press: Press, _number: int) -> None:
    """Round the row of tabs, from the picker back to it; the cursor goes along."""
    at.window.go(Action.INTAKE)
    at.screens.intake.park()
    at.settle()
    seen = []
    for _tab in (NEW, *at.screens.intake.tabs.keys()):
        press()
        at.settle()
        seen.append(at.screens.intake.tabs.current())
        assert at.screens.intake.isAncestorOf(QApplication.focusWidget())
    assert seen == [*at.screens.intake.tabs.keys(), NEW]
    assert len(seen) > 2


def previous_draft(at: AtCounter, press: Press, _number: int) -> None:
    assert at.screens.intake.current() is None, "the case of NEXT_DRAFT ends at the picker"
    press()
    at.settle()
    assert at.screens.intake.tabs.current() == at.screens.intake.tabs.keys()[-1]


def section(at: AtCounter, press: Press, number: int) -> None:
    form = at.screens.intake.current()     # the case of PREVIOUS_DRAFT ends at one; only so many may be open
    at.wait(lambda: form.form.ready)
    at.settle()
    blocks = form.form.blocks()
    before = QApplication.focusWidget()
    press()
    if number <= len(blocks):
        assert blocks[number - 1].isAncestorOf(QApplication.focusWidget()), number
    else:
        assert QApplication.focusWidget() is before


def accept_card(at: AtCounter, press: Press, _number: int) -> None:
    form = at.form()
    at.hands.key("F6")
    at.office.reader.put(CardData(Citizen("Lò Thị Hạnh", "001192000123", "1992-05-03", Sex.FEMALE)))
    at.wait(lambda: at.screens.card.shown is not None)
    press()
    at.wait(lambda: form.form.submitter.person.personal_id.value() == "001192000123")
    assert not at.screens.card.isVisible()


def close_card(at: AtCounter, press: Press, _number: int) -> None:
    form = at.form()
    at.hands.key("F6")
    press()
    assert not at.screens.card.isVisible()
    assert at.screens.intake.current() is form, "the key closes the panel, not the form"


def find(at: AtCounter, press: Press, _number: int) -> None:
    receive_some(at.office, 1)
    at.hands.key("F4")
    at.settle()
    at.screens.look_up.table.setFocus()
    press()
    assert at.screens.look_up.search_line.hasFocus()


# ---- receipt and outbox ---------------------------------------------------------------------------


def at_receipt(at: AtCounter) -> None:
    if not at.office.counter.records.search(""):
        receive_some(at.office, 1)
    at.window._on_receipt_again(at.office.counter.records.search("")[0].id)
    at.settle()


def print_receipt(at: AtCounter, press: Press, _number: int) -> None:
    at_receipt(at)
    before = len(at.office.printer.jobs)
    press()
    at.wait(lambda: len(at.office.printer.jobs) == before + 1)
    assert at.office.printer.jobs[-1].pdf.startswith(b"%PDF-")


def save_receipt(at: AtCounter, press: Press, _number: int) -> None:
    at_receipt(at)
    press()
    dialog = at.screens.receipt.findChild(QFileDialog)
    assert dialog.isVisible()
    dialog.reject()


def next_dossier(at: AtCounter, press: Press, _number: int) -> None:
    at_receipt(at)
    press()
    assert at.window.place is not Action.RECEIPT


def retry(at: AtCounter, press: Press, _number: int) -> None:
    at.hands.key("F9")
    at.settle()
    before = at.office.link.asked
    press()
    at.wait(lambda: at.office.link.asked == before + 1)


CASES: dict[tuple[Where, Action], Case] = {
    (Where.EVERYWHERE, Action.DESK): leads_to(Action.DESK),
    (Where.EVERYWHERE, Action.INTAKE): leads_to(Action.INTAKE),
    (Where.EVERYWHERE, Action.LOOK_UP): leads_to(Action.LOOK_UP),
    (Where.EVERYWHERE, Action.EXPRESS): leads_to(Action.EXPRESS),
    (Where.EVERYWHERE, Action.LEDGER): leads_to(Action.LEDGER),
    (Where.EVERYWHERE, Action.OUTBOX): leads_to(Action.OUTBOX),
    (Where.EVERYWHERE, Action.SETTINGS): leads_to(Action.SETTINGS),
    (Where.EVERYWHERE, Action.READ_CARD): card_panel,
    (Where.EVERYWHERE, Action.CAPTURE): capture,
    (Where.EVERYWHERE, Action.NEXT_ERROR): next_error,
    (Where.EVERYWHERE, Action.SEARCH): search,
    (Where.EVERYWHERE, Action.SHORTCUTS): shortcuts,
    (Where.EVERYWHERE, Action.LOCK): lock,
    (Where.INTAKE, Action.RECEIVE): receive,
    (Where.INTAKE, Action.RECEIPT): receipt,
    (Where.INTAKE, Action.READ_CODE): read_code,
    (Where.INTAKE, Action.SAVE_DRAFT): save_draft,
    (Where.INTAKE, Action.SEE_PHONE): see_phone,
    (Where.INTAKE, Action.PARK): park,
    (Where.INTAKE, Action.NEXT_DRAFT): next_draft,
    (Where.INTAKE, Action.PREVIOUS_DRAFT): previous_draft,
    (Where.INTAKE, Action.SECTION): section,
    (Where.CARD, Action.ACCEPT_CARD): accept_card,
    (Where.CARD, Action.CLOSE_CARD): close_card,
    (Where.LOOK_UP, Action.FIND): find,
    **CAPTURE_CASES,
    **NOTICE_CASES,
    **KNOWN_CASES,
    **EXPRESS_CASES,
    (Where.EVERYWHERE, Action.TILL): leads_to(Action.TILL),
    **TILL_CASES,
    (Where.EVERYWHERE, Action.HAND_BACK): leads_to(Action.HAND_BACK),
    (Where.EVERYWHERE, Action.CLOSING): leads_to(Action.CLOSING),
    **HAND_BACK_CASES,
    **HELP_CASES,
    **COPYING_CASES,
    **CLOSING_CASES,
    (Where.EVERYWHERE, Action.REGISTER): leads_to(Action.REGISTER),
    **REGISTER_CASES,
    **SIGNING_CASES,
    (Where.RECEIPT, Action.PRINT): print_receipt,
    (Where.RECEIPT, Action.SAVE_RECEIPT): save_receipt,
    (Where.RECEIPT, Action.NEXT_DOSSIER): next_dossier,
    (Where.OUTBOX, Action.RETRY): retry,
    **OUTBOX_CASES,
}
