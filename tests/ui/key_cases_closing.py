"""What the keys of closing the day are to do. See key_cases.py."""

from collections.abc import Callable

from kiosk.store import closing as kept
from tests.ui.at_counter import AtCounter
from tests.ui.office import FLOAT, OFFICER
from tests.ui.received import receive_some
from ui.clerk.closing import ClosingScreen
from ui.shortcuts import Action, Where
from ui.widgets.confirm import Confirm

Press = Callable[[], None]
Case = Callable[[AtCounter, Press, int], None]


def at_closing(at: AtCounter, *, counted: bool = True) -> ClosingScreen:
    """Something was received since the last closing; the drawer is counted, if it is in use."""
    receive_some(at.office, 1, seed=70 + len(at.office.counter.records.search("", 1000)))
    till = at.office.counter.till
    if counted and till.in_use() is not None:
        till.close(till.balance().expected, "", OFFICER)
    at.office.clock.at_ms += 1             # a record covers everything before its own moment
    at.window.go(Action.CLOSING)
    at.settle()
    return at.screens.closing


def close_day(at: AtCounter, press: Press, _number: int) -> None:
    if at.office.counter.till.in_use() is None:
        at.office.counter.till.open_drawer(FLOAT, OFFICER)
    screen = at_closing(at)
    before = len(kept.of_day(at.office.store.read(), "2026-11-25"))
    press()
    at.hands.push("Chốt ngày")
    at.settle()
    assert len(kept.of_day(at.office.store.read(), "2026-11-25")) == before + 1
    assert screen.findChild(Confirm) is None


def print_lists(at: AtCounter, press: Press, _number: int) -> None:
    if at.office.counter.till.in_use() is None:
        at.office.counter.till.open_drawer(FLOAT, OFFICER)
    at_closing(at)
    at.office.printer.jobs.clear()
    press()
    at.settle()
    assert [job.title for job in at.office.printer.jobs] == ["Phiếu bàn giao hồ sơ"]


def print_record(at: AtCounter, press: Press, _number: int) -> None:
    close_day(at, lambda: at.hands.key("Ctrl+Return"), 1)
    at.office.printer.jobs.clear()
    press()
    at.settle()
    assert [job.title for job in at.office.printer.jobs] == ["Biên bản chốt ngày"]


def leave(at: AtCounter, press: Press, _number: int) -> None:
    at.window.go(Action.CLOSING)
    at.settle()
    press()
    assert at.window.place is Action.DESK


CLOSING_CASES: dict[tuple[Where, Action], Case] = {
    (Where.CLOSING, Action.CLOSE_DAY): close_day,
    (Where.CLOSING, Action.PRINT_HAND_OVER): print_lists,
    (Where.CLOSING, Action.PRINT_RECORD): print_record,
    (Where.CLOSING, Action.LEAVE_CLOSING): leave,
}
