"""The express path on the real window, by keyboard alone: how many keys each kind needs, and what then stands in the store."""

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.device_ports import CardData, PrintState, Proof
from kiosk.people import Address, Citizen, Sex
from kiosk.procedures import Provenance
from kiosk.store import dossiers, ledger
from tests.soaking import in_soak
from tests.ui.at_counter import AtCounter, at_counter
from tests.ui.office import OFFICER
from ui.shortcuts import Action

CARD = CardData(
    Citizen("Lò Thị Bé", "001199000123", "1999-05-19", Sex.FEMALE, address=Address(as_written="Bản Nà Lốc, xã Chiềng Ơn")),
    issued_on="2024-02-01",
)
QR = "001199000123||Lò Thị Bé|19051999|Nữ|Bản Nà Lốc, xã Chiềng Ơn|01022024"
MOST_KEYS = 12
COPIES, SIGNATURE, EXTRACT, FROM_REGISTER = "2.000815", "2.000884", "2.000635", "2.000908"


class Fingers:
    """An officer at the keyboard, every press counted; a scanner and a card need none."""

    def __init__(self, at: AtCounter) -> None:
        self.at, self.presses = at, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.presses += 1
            self.at.hands.key(key)


def scan(at: AtCounter, code: str = QR) -> None:
    """A scanner types the whole code where the cursor is, then Enter."""
    at.hands.write(code)
    at.hands.key("Return")


def lay_card(at: AtCounter) -> None:
    at.office.reader.put(CARD)
    at.settle()


def made(at: AtCounter):
    """The last dossier, its form and what the ledger has of it."""
    database = at.office.store.read()
    line = dossiers.select(database, "1", [], "seq DESC", 1)[0]
    form, _body = dossiers.form_of(database, line.id)
    return line, form, ledger.of_dossier(database, line.id)


def wait_certified(at: AtCounter, number: int = 1) -> None:
    at.wait(lambda: at.screens.express.side.last.isVisible())
    at.settle()
    assert at.screens.express.side.last.numbers.text() == f"Số {number}"


@pytest.fixture
def at(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as opened:
        yield opened


def copies(fingers: Fingers) -> None:
    """The second usual paper, one page, three copies."""
    fingers.press("2", "Tab", "1", "Tab", "3", "Ctrl+Return")


def signature(fingers: Fingers) -> None:
    fingers.press("Alt+2", "1", "Ctrl+Return")


def extract(fingers: Fingers) -> None:
    """Birth, two copies, for oneself."""
    fingers.press("Alt+3", "1", "Tab", "2", "Tab", "Space", "Ctrl+Return")


def from_register(fingers: Fingers) -> None:
    fingers.press("Alt+4", "2", "Tab", "1", "Tab", "Space", "Ctrl+Return")


WORK = {COPIES: copies, SIGNATURE: signature, EXTRACT: extract, FROM_REGISTER: from_register}


@pytest.mark.parametrize(("code", "person"), [
    (COPIES, lay_card), (COPIES, scan), (SIGNATURE, lay_card), (EXTRACT, scan), (FROM_REGISTER, lay_card),
    *in_soak([(SIGNATURE, scan), (EXTRACT, lay_card), (FROM_REGISTER, scan)]),
])
def test_at_most_twelve_keys_when_the_person_comes_from_card_or_code(at, code, person):
    fingers = Fingers(at)
    fingers.press("F5")
    at.settle()
    person(at)
    WORK[code](fingers)
    wait_certified(at)
    line, form, entries = made(at)
    assert fingers.presses <= MOST_KEYS, fingers.presses
    assert (form.procedure, form.submitter.person.full_name) == (code, "Lò Thị Bé")
    assert form.submitter.person.personal_id == "001199000123"
    assert form.provenance["requester_name"] is (Provenance.QR if person is scan else Provenance.CARD)
    assert [entry.number for entry in entries] == [1]
    assert (line.number, form.fee.total) == (line.number, {COPIES: 6_000, SIGNATURE: 10_000, EXTRACT: 16_000}.get(code, 0))


def test_a_card_that_lies_there_already_fills_the_form(at):
    at.office.reader.put(CARD)
    at.hands.key("F5")
    at.settle()
    assert at.screens.express.person.name.text() == "Lò Thị Bé"
    assert at.screens.express.rows.editors[0].subject.line.hasFocus()


@pytest.mark.parametrize(("person", "proof"), [(lay_card, Proof.SIMULATED), (scan, Proof.QR)])
def test_how_the_person_was_proven_is_kept_with_the_dossier(at, person, proof):
    fingers = Fingers(at)
    fingers.press("F5")
    at.settle()
    person(at)
    copies(fingers)
    wait_certified(at)
    line, _form, _entries = made(at)
    (kept,) = at.office.counter.identities.of(line.id)
    assert (kept.proof, kept.number, kept.officer) == (proof, "001199000123", OFFICER.id)


def test_a_typed_name_needs_only_its_own_letters_more(at):
    fingers = Fingers(at)
    fingers.press("F5")
    at.settle()
    typed = "Lo Van Ca"
    at.hands.write(typed)
    fingers.press("Tab")
    at.hands.write("001199000123")
    fingers.press("Return")
    copies(fingers)
    wait_certified(at)
    assert fingers.presses <= MOST_KEYS
    assert made(at)[1].submitter.person.full_name == typed
    assert not made(at)[1].provenance


def test_the_next_citizen_begins_with_an_empty_form_and_the_old_card_counts_no_more(at):
    fingers = Fingers(at)
    fingers.press("F5")
    at.settle()
    lay_card(at)
    copies(fingers)
    wait_certified(at)
    express = at.screens.express
    assert express.person.is_empty()
    assert express.person.name.line.hasFocus()
    assert [row.subject for row in express.rows.rows()] == [""]
    assert express.side.payment.total.text() == "0 đ"
    scan(at)
    copies(fingers)
    at.wait(lambda: express.side.last.numbers.text() == "Số 2")


def test_the_price_follows_every_key_and_the_cap_is_said(at):
    at.hands.key("F5")
    at.settle()
    scan(at)
    rows, payment = at.screens.express.rows, at.screens.express.side.payment
    seen = []
    for key in ("6", "Tab", "2", "0", "0", "Tab", "2"):
        at.hands.key(key)
        seen.append(payment.total.text())
    assert seen == ["2.000 đ", "2.000 đ", "4.000 đ", "22.000 đ", "200.000 đ", "200.000 đ", "400.000 đ"]
    assert "200.000 đ" in rows.cap.text()
    assert rows.cap.property("role") == "warning"


def test_change_is_told_and_too_little_is_not_taken(at):
    at.hands.key("F5")
    at.settle()
    scan(at)
    for key in ("2", "Tab", "1", "Tab", "3"):
        at.hands.key(key)
    payment = at.screens.express.side.payment
    payment.given.line.setFocus()
    at.hands.write("5000")
    at.hands.key("Ctrl+Return")
    at.settle()
    assert at.office.store.read().execute("SELECT count(*) FROM dossier").fetchone()[0] == 0
    assert payment.given.line.hasFocus()
    at.hands.write("50000")
    assert payment.change.text() == "Trả lại 44.000 đ"
    at.hands.key("Ctrl+Return")
    wait_certified(at)
    assert "44.000" in at.screens.express.side.last.change.text()


def test_what_is_missing_is_said_and_the_cursor_goes_there(at):
    at.hands.key("F5")
    at.settle()
    scan(at)
    at.hands.key("Ctrl+Return")
    express = at.screens.express
    at.wait(express.summary.isVisible)
    at.settle()
    assert express.rows.editors[0].subject.line.hasFocus()
    at.hands.key("Alt+3")
    for key in ("1", "Ctrl+Return"):
        at.hands.key(key)
    at.settle()
    focus = QApplication.focusWidget()
    assert express.more.isAncestorOf(focus), focus


def test_a_slip_of_what_was_paid_is_printed_only_when_asked_for(at):
    fingers = Fingers(at)
    fingers.press("F5")
    at.settle()
    scan(at)
    copies(fingers)
    wait_certified(at)
    assert len(at.office.printer.jobs) == 1            # the clause alone
    at.hands.push("In phiếu thu tạm")
    at.wait(lambda: len(at.office.printer.jobs) == 2)
    assert at.office.printer.jobs[1].title == "Phiếu thu tạm"
    assert at.office.printer.jobs[1].pdf.startswith(b"%PDF")


def test_the_clause_is_printed_once_and_again_on_request(at):
    fingers = Fingers(at)
    fingers.press("F5")
    at.settle()
    scan(at)
    copies(fingers)
    wait_certified(at)
    assert len(at.office.printer.jobs) == 1
    assert at.office.printer.jobs[0].pdf.startswith(b"%PDF")
    assert at.screens.express.side.last.printing.text() == "Đã in."
    fingers.press("Ctrl+P")
    at.settle()
    assert len(at.office.printer.jobs) == 2
    assert at.office.printer.jobs[0].pdf == at.office.printer.jobs[1].pdf


def test_a_receipt_comes_only_when_the_result_is_not_handed_over_at_once(at):
    fingers = Fingers(at)
    fingers.press("F5")
    at.settle()
    scan(at)
    fingers.press("Ctrl+G")
    copies(fingers)
    at.wait(lambda: at.window.place is Action.RECEIPT)
    at.settle()
    at.hands.key("Esc")
    assert at.window.place is Action.EXPRESS
    assert not at.screens.express.side.payment.later.isChecked()
    scan(at)
    copies(fingers)
    at.wait(lambda: at.screens.express.side.last.numbers.text() == "Số 2")
    assert at.window.place is Action.EXPRESS


def test_three_originals_in_one_dossier(at):
    at.hands.key("F5")
    at.settle()
    scan(at)
    for paper, pages, number in (("1", "2", "1"), ("2", "1", "3"), ("Luận văn", "240", "1")):
        at.hands.write(paper)
        at.hands.key("Return")
        at.hands.write(pages)
        at.hands.key("Return")
        at.hands.write(number)
        at.hands.key("Return")
    express = at.screens.express
    assert len(express.rows.editors) == 4
    at.settle()
    at.hands.push("Bỏ giấy tờ thứ 4")
    assert [row.subject for row in express.rows.rows()] == ["Thẻ căn cước", "Giấy khai sinh", "Luận văn"]
    at.hands.key("Ctrl+Return")
    at.wait(express.side.last.isVisible)
    at.settle()
    assert express.side.last.numbers.text() == "Số 1–3"
    assert [entry.line.fee for entry in made(at)[2]] == [4_000, 6_000, 200_000]


def test_a_broken_code_keeps_its_number_and_asks_for_the_name(at):
    at.hands.key("F5")
    at.settle()
    scan(at, QR.replace("Lò Thị Bé", "L? Th? B?"))
    person = at.screens.express.person
    assert person.identifier.value() == "001199000123"
    assert person.name.line.hasFocus()
    assert not person.name.text()


def test_a_card_never_writes_over_somebody_being_typed(at):
    at.hands.key("F5")
    at.settle()
    at.hands.write("Lo Van Ca")
    at.office.reader.put(CARD)
    at.settle()
    assert at.screens.express.person.name.text() == "Lo Van Ca"
    at.hands.key("Esc")
    assert at.screens.express.person.is_empty()


def test_the_printer_may_be_out_of_paper(at):
    at.office.printer.answers = [PrintState.OUT_OF_PAPER]
    at.hands.key("F5")
    at.settle()
    scan(at)
    copies(Fingers(at))
    wait_certified(at)
    assert "hết giấy" in at.screens.express.side.last.printing.text()
    assert len(made(at)[2]) == 1


# ---- the ledger ------------------------------------------------------------------------------------


def test_an_entry_is_struck_by_keyboard_with_its_reason(at):
    at.hands.key("F5")
    at.settle()
    for number in (1, 2):
        scan(at)
        copies(Fingers(at))
        at.wait(lambda number=number: at.screens.express.side.last.numbers.text() == f"Số {number}")
        at.settle()
        at.screens.ledger.refresh()            # read ahead between the two, as it may be
        at.settle()
    at.hands.key("Shift+F5")
    at.settle()
    screen = at.screens.ledger
    assert (at.window.place, screen.table.hasFocus()) == (Action.LEDGER, True)
    assert "2 số" in screen.count.text()
    at.hands.key("Del")
    assert at.hands.asked()
    at.hands.key("Return")
    assert at.hands.asked(), "without a reason nothing is struck"
    at.hands.write("nhập nhầm số bản")
    at.hands.key("Return")
    at.settle()
    assert not at.hands.asked()
    assert ledger.entries(at.office.store.read())[-1].struck.reason == "nhập nhầm số bản"
    assert "nhập nhầm số bản" in screen.reason.text()
    assert not screen.strike_button.isEnabled()
    at.hands.key("Del")
    assert not at.hands.asked()
    at.hands.key("Ctrl+P")
    at.settle()
    assert at.office.printer.jobs[-1].title == "Sổ chứng thực"
    at.hands.key("Esc")
    assert at.window.place is Action.EXPRESS


def test_an_empty_counter_has_no_book_yet(at):
    at.hands.key("Shift+F5")
    at.settle()
    screen = at.screens.ledger
    assert screen._nothing.isVisible()
    assert not screen.print_button.isEnabled()
    at.hands.key("Ctrl+P")
    at.settle()
    assert not at.office.printer.jobs


def test_another_kind_is_another_book(at):
    at.hands.key("F5")
    at.settle()
    scan(at)
    copies(Fingers(at))
    wait_certified(at)
    scan(at)
    signature(Fingers(at))
    at.settle()
    at.hands.key("Shift+F5")
    at.settle()
    screen = at.screens.ledger
    books = {book.kind: book.id for book in at.office.counter.ledgers.books()}
    assert set(books) == {"SCT/BS", "SCT/CK"}
    at.hands.fill(screen.book, books["SCT/CK"])
    at.settle()
    assert [entry.line.subject for entry in screen._view.entries] == ["Sơ yếu lý lịch"]


def test_a_copy_is_certified_for_a_name_alone_a_signature_is_not(at):
    at.hands.key("F5")
    at.settle()
    screen = at.screens.express
    assert not screen.person.identifier.parts()[0].accessibleName().endswith("bắt buộc")
    at.hands.write("Lo Thi Be")
    at.hands.key("Return")
    at.hands.key("Return")
    at.hands.write("1")
    at.hands.key("Ctrl+Return")
    wait_certified(at)
    assert made(at)[1].submitter.person.personal_id == ""
    at.hands.key("Alt+2")
    assert screen.person.identifier.parts()[0].accessibleName().endswith("bắt buộc")
    at.hands.write("Lo Thi Be")
    at.hands.key("Return")
    at.hands.key("Return")
    at.hands.write("Don")
    at.hands.key("Ctrl+Return")
    at.wait(lambda: bool(screen.summary.problems))
    assert screen.person.identifier.parts()[0].hasFocus()


def test_a_long_label_pushes_no_field_below_the_others(at):
    at.hands.key("F5")
    at.settle()
    at.hands.key("Alt+2")
    at.settle()
    (row,) = at.screens.express.rows.editors
    assert row.subject.line.mapTo(row, row.subject.line.rect().topLeft()).y() == row.copies.line.mapTo(
        row, row.copies.line.rect().topLeft()
    ).y()
    assert at.screens.express.side.payment.later.text().endswith("Ctrl+G")
