"""What the keys of the express path and of the ledger are to do. See key_cases.py."""

from collections.abc import Callable

from kiosk.store import ledger
from tests.ui.at_counter import AtCounter
from ui.shortcuts import Action, Where

Press = Callable[[], None]
Case = Callable[[AtCounter, Press, int], None]
_QR = "001199000123||Lò Thị Bé|19051999|Nữ|Bản Nà Lốc, xã Chiềng Ơn|01022024"


def at_express(at: AtCounter) -> None:
    at.window.go(Action.EXPRESS)
    at.settle()
    at.screens.express.choose_kind(1)


def filled(at: AtCounter) -> None:
    at_express(at)
    at.hands.write(_QR)
    for key in ("Return", "2"):
        at.hands.key(key)


def certified(at: AtCounter) -> int:
    return len(ledger.entries(at.office.store.read()))


def kind(at: AtCounter, press: Press, number: int) -> None:
    at_express(at)
    press()
    assert at.screens.express.kind_buttons[number - 1].isChecked()


def certify(at: AtCounter, press: Press, _number: int) -> None:
    filled(at)
    before = certified(at)
    press()
    at.wait(lambda: certified(at) == before + 1)
    at.settle()


def add_row(at: AtCounter, press: Press, _number: int) -> None:
    at_express(at)
    press()
    editors = at.screens.express.rows.editors
    assert len(editors) == 2
    assert editors[1].subject.line.hasFocus()


def hand_over_later(at: AtCounter, press: Press, _number: int) -> None:
    at_express(at)
    tick = at.screens.express.side.payment.later
    before = tick.isChecked()
    press()
    assert tick.isChecked() is not before


def print_clause(at: AtCounter, press: Press, _number: int) -> None:
    filled(at)
    at.hands.key("Ctrl+Return")
    at.settle()
    before = len(at.office.printer.jobs)
    press()
    at.wait(lambda: len(at.office.printer.jobs) == before + 1)


def clear(at: AtCounter, press: Press, _number: int) -> None:
    filled(at)
    press()
    assert at.screens.express.person.is_empty()


def at_ledger(at: AtCounter) -> None:
    filled(at)
    at.hands.key("Ctrl+Return")
    at.settle()
    at.hands.key("Shift+F5")
    at.settle()
    table = at.screens.ledger.table
    table.selectRow(table.records.rowCount() - 1)


def strike(at: AtCounter, press: Press, _number: int) -> None:
    at_ledger(at)
    press()
    assert at.hands.asked()
    at.hands.key("Esc")
    assert not at.hands.asked()


def print_ledger(at: AtCounter, press: Press, _number: int) -> None:
    at_ledger(at)
    press()
    at.wait(lambda: at.office.printer.jobs[-1].title == "Sổ chứng thực")


def close_ledger(at: AtCounter, press: Press, _number: int) -> None:
    at_ledger(at)
    press()
    assert at.window.place is Action.EXPRESS


EXPRESS_CASES: dict[tuple[Where, Action], Case] = {
    (Where.EXPRESS, Action.KIND): kind,
    (Where.EXPRESS, Action.CERTIFY): certify,
    (Where.EXPRESS, Action.ADD_ROW): add_row,
    (Where.EXPRESS, Action.HAND_OVER_LATER): hand_over_later,
    (Where.EXPRESS, Action.PRINT_CLAUSE): print_clause,
    (Where.EXPRESS, Action.CLEAR): clear,
    (Where.LEDGER, Action.STRIKE): strike,
    (Where.LEDGER, Action.PRINT_LEDGER): print_ledger,
    (Where.LEDGER, Action.CLOSE_LEDGER): close_ledger,
}
