"""What the keys of the till are to do. See key_cases.py."""

from collections.abc import Callable

from tests.ui.at_counter import AtCounter
from tests.ui.received import receive_some
from ui.clerk.till import TillScreen
from ui.clerk.till_dialogs import CountDrawer, ReceiptDialog, RefundDialog
from ui.shortcuts import Action, Where
from ui.widgets.question import Question

Press = Callable[[], None]
Case = Callable[[AtCounter, Press, int], None]


def at_till(at: AtCounter) -> TillScreen:
    """A payment is there, and the cursor on it."""
    if not at.office.counter.till.view().today:
        receive_some(at.office, 1)
    at.window.go(Action.TILL)
    at.settle()
    return at.screens.till


def asks(kind: type[Question]) -> Case:
    def case(at: AtCounter, press: Press, _number: int) -> None:
        till = at_till(at)
        press()
        assert isinstance(till.dialog, kind)
        assert till.dialog.isVisible()
        at.hands.key("Esc")

    return case


def print_slip(at: AtCounter, press: Press, _number: int) -> None:
    at_till(at)
    at.office.printer.jobs.clear()
    press()
    at.settle()
    assert [job.title for job in at.office.printer.jobs] == ["Phiếu thu tạm"]


TILL_CASES: dict[tuple[Where, Action], Case] = {
    (Where.TILL, Action.TILL_DRAWER): asks(CountDrawer),
    (Where.TILL, Action.REFUND): asks(RefundDialog),
    (Where.TILL, Action.RECORD_RECEIPT): asks(ReceiptDialog),
    (Where.TILL, Action.PRINT_SLIP): print_slip,
}
