"""What every shortcut is to do, one case a line of the table: sets the stage, presses, looks. See test_every_key.py."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from kiosk.device_ports import CardData, ScanSource
from kiosk.people import Citizen, Sex
from kiosk.store.drafts import DraftPage
from tests.ui.at_counter import COPIES, MARITAL, AtCounter, sheet
from tests.ui.received import receive_some
from tests.ui.test_intake import fill_copies
from ui.shortcuts import Action, Where
from ui.widgets.shortcut_sheet import ShortcutSheet

Press = Callable[[], None]
Case = Callable[[AtCounter, Press, int], None]     # the last: which key of the line, from 1 on


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
    press()
    assert not at.screens.card.isVisible()


def capture(at: AtCounter, press: Press, _number: int) -> None:
    at.form()
    press()
    assert at.window.place is Action.CAPTURE
    at.settle()
    press()
    finish_scan(at, ScanSource.FEEDER)


def next_error(at: AtCounter, press: Press, _number: int) -> None:
    """Every error in the order of the form, then the first again."""
    form = at.form(MARITAL)
    form.receive()
    at.wait(lambda: len(form.summary.problems) > 3)
    at.settle()
    wrong = [form.form.field_at(one.field) for one in form.summary.problems if one.severity == "error"]
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
    fill_copies(at.qtbot, at.screens.intake)
    press()
    if number > 1:                     # the same person once more
        at.wait(at.hands.asked)
        at.hands.push("Tiếp nhận thêm")
    at.wait(lambda: at.window.place is Action.RECEIPT)


def receipt(at: AtCounter, press: Press, _number: int) -> None:
    receive_first = at.window._last
    assert receive_first, "the case of RECEIVE comes before"
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


def park(at: AtCounter, press: Press, _number: int) -> None:
    draft = at.form().id
    press()
    assert at.screens.intake.current() is None
    assert at.screens.intake.tabs.keys()[-1] == draft
    at.settle()


def section(at: AtCounter, press: Press, number: int) -> None:
    form = at.screens.intake.current() if number > 1 else at.form(COPIES)
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


def find(at: AtCounter, press: Press, _number: int) -> None:
    receive_some(at.office, 1)
    at.hands.key("F4")
    at.settle()
    at.screens.look_up.table.setFocus()
    press()
    assert at.screens.look_up.search_line.hasFocus()


# ---- capture --------------------------------------------------------------------------------------


def pages(at: AtCounter) -> tuple[DraftPage, ...]:
    return at.office.counter.intakes.pages(at.screens.intake.tabs.keys()[0])


def at_pages(at: AtCounter, row: int = 1) -> list[str]:
    """Three pages, the cursor on one of them; their ids."""
    draft = at.screens.intake.tabs.keys() or [at.form(MARITAL).id]
    for number in range(3 - len(pages(at))):
        at.office.counter.intakes.add_page(draft[0], sheet(number), "")
    if at.window.place is Action.CAPTURE:
        at.hands.key("Esc")
    at.screens.intake.open(draft[0])
    at.hands.key("F7")
    at.settle()
    strip = at.screens.capture.strip
    strip.setFocus()
    strip.setCurrentIndex(strip.model().index(row, 0))
    at.settle()
    return [page.id for page in pages(at)]


def finish_scan(at: AtCounter, source: ScanSource, more: int = 1) -> None:
    before, scanner = len(pages(at)), at.office.scanner
    at.wait(lambda: scanner.listener is not None)
    assert scanner.orders[-1].source is source
    scanner.page(sheet(9))
    scanner.finish()
    scanner.listener = None
    at.settle()
    at.wait(lambda: len(pages(at)) == before + more)
    at.settle()


def changes(expected: Callable[[list[str]], list[str]], row: int = 1) -> Case:
    """Presses and compares which pages there are, in which order."""

    def case(at: AtCounter, press: Press, _number: int) -> None:
        before = at_pages(at, row)
        press()
        at.settle()
        assert [page.id for page in pages(at)] == expected(before)

    return case


def rotate(at: AtCounter, press: Press, _number: int) -> None:
    at_pages(at)
    before = pages(at)[1].sha256
    press()
    at.settle()
    assert pages(at)[1].sha256 != before


def crop(at: AtCounter, press: Press, _number: int) -> None:
    at_pages(at)
    at.wait(lambda: at.screens.capture.preview.magnification > 0)
    press()
    assert at.screens.capture.preview.cropping
    at.hands.key("Esc")
    assert not at.screens.capture.preview.cropping


def steps(rows: int) -> Case:
    def case(at: AtCounter, press: Press, _number: int) -> None:
        ids = at_pages(at)
        press()
        assert at.screens.capture.strip.current_key() == ids[1 + rows]

    return case


def scans(source: ScanSource, more: int = 1) -> Case:
    def case(at: AtCounter, press: Press, _number: int) -> None:
        at_pages(at)
        press()
        finish_scan(at, source, more)

    return case


def add_files(at: AtCounter, press: Press, _number: int) -> None:
    at_pages(at)
    press()
    dialog = at.screens.capture.findChild(QFileDialog)
    assert dialog.isVisible()
    dialog.reject()


def undo(at: AtCounter, press: Press, _number: int) -> None:
    before = at_pages(at)
    at.hands.key("Del")
    at.settle()
    assert len(pages(at)) == len(before) - 1
    press()
    at.settle()
    assert [page.id for page in pages(at)] == before


def assign_paper(at: AtCounter, press: Press, number: int) -> None:
    at_pages(at)
    key, before = at.screens.capture.panel.papers.key_of(number), pages(at)[1].paper
    press()
    at.settle()
    assert pages(at)[1].paper == (before if key is None else key)


def scan_into_paper(at: AtCounter, press: Press, number: int) -> None:
    at_pages(at)
    key, before = at.screens.capture.panel.papers.key_of(number), at.screens.capture._target
    press()
    assert at.screens.capture._target == (before if key is None else key)


def done_capturing(at: AtCounter, press: Press, _number: int) -> None:
    at_pages(at)
    press()
    assert at.window.place is Action.INTAKE


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


def _swapped(first: int) -> Callable[[list[str]], list[str]]:
    return lambda ids: [*ids[:first], ids[first + 1], ids[first], *ids[first + 2:]]


CASES: dict[tuple[Where, Action], Case] = {
    (Where.EVERYWHERE, Action.DESK): leads_to(Action.DESK),
    (Where.EVERYWHERE, Action.INTAKE): leads_to(Action.INTAKE),
    (Where.EVERYWHERE, Action.LOOK_UP): leads_to(Action.LOOK_UP),
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
    (Where.INTAKE, Action.SAVE_DRAFT): save_draft,
    (Where.INTAKE, Action.PARK): park,
    (Where.INTAKE, Action.SECTION): section,
    (Where.CARD, Action.ACCEPT_CARD): accept_card,
    (Where.LOOK_UP, Action.FIND): find,
    (Where.CAPTURE, Action.ROTATE): rotate,
    (Where.CAPTURE, Action.CROP): crop,
    (Where.CAPTURE, Action.REMOVE_PAGE): changes(lambda ids: [ids[0], ids[2]]),
    (Where.CAPTURE, Action.NEXT_PAGE): steps(1),
    (Where.CAPTURE, Action.PREVIOUS_PAGE): steps(-1),
    (Where.CAPTURE, Action.SCAN_GLASS): scans(ScanSource.FLATBED),
    (Where.CAPTURE, Action.INSERT_PAGE): scans(ScanSource.FEEDER),
    (Where.CAPTURE, Action.REPLACE_PAGE): scans(ScanSource.FEEDER, more=0),
    (Where.CAPTURE, Action.ADD_FILES): add_files,
    (Where.CAPTURE, Action.MOVE_EARLIER): changes(_swapped(0)),
    (Where.CAPTURE, Action.MOVE_LATER): changes(_swapped(1)),
    (Where.CAPTURE, Action.UNDO): undo,
    (Where.CAPTURE, Action.ASSIGN_PAPER): assign_paper,
    (Where.CAPTURE, Action.SCAN_INTO_PAPER): scan_into_paper,
    (Where.CAPTURE, Action.DONE_CAPTURING): done_capturing,
    (Where.RECEIPT, Action.PRINT): print_receipt,
    (Where.RECEIPT, Action.SAVE_RECEIPT): save_receipt,
    (Where.RECEIPT, Action.NEXT_DOSSIER): next_dossier,
    (Where.OUTBOX, Action.RETRY): retry,
}
