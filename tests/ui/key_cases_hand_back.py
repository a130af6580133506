"""What the keys of handing back are to do. See key_cases.py."""

from collections.abc import Callable

from kiosk.dossier import HowMet, PortalStatus
from kiosk.store import hand_backs
from tests.ui.at_counter import MARITAL, AtCounter
from tests.ui.received import receive_some
from tests.ui.town import decide
from ui.clerk.hand_back_list import Shelf
from ui.shortcuts import Action, Where

Press = Callable[[], None]
Case = Callable[[AtCounter, Press, int], None]


def one_done(at: AtCounter) -> str:
    """One more result to hand back; its number."""
    count = len(at.office.counter.records.search(""))
    (number,) = receive_some(at.office, 1, seed=40 + count)
    line = at.office.counter.records.search(number)[0]
    decide(at.office, line.id, PortalStatus.PROCESSED, event=count + 1)
    return number


def handing(at: AtCounter) -> None:
    """A dossier in hand, the receipt brought."""
    number = one_done(at)
    at.window.go(Action.HAND_BACK)
    at.settle()
    at.screens.hand_back._show_list()
    at.screens.hand_back.look_for(number)
    at.settle()
    over = at.screens.hand_back.in_hand
    assert over is not None
    over.form.receipt.buttons["yes"].click()


def hand_over(at: AtCounter, press: Press, _number: int) -> None:
    handing(at)
    before = len(hand_backs.unsent(at.office.store.read()))
    press()
    at.settle()
    assert len(hand_backs.unsent(at.office.store.read())) == before + 1
    assert not at.screens.hand_back.in_hand


def satisfaction(at: AtCounter, press: Press, number: int) -> None:
    handing(at)
    press()
    over = at.screens.hand_back.in_hand
    assert over is not None
    assert over.form.score.value() == str(number)
    press()
    assert over.form.score.value() == ""


def print_again(at: AtCounter, press: Press, _number: int) -> None:
    hand_over(at, lambda: at.hands.key("Ctrl+Return"), 1)
    at.screens.hand_back.list.show_shelf(Shelf.TODAY)
    before = len(at.office.printer.jobs)
    press()
    at.wait(lambda: len(at.office.printer.jobs) == before + 1)


def leave(at: AtCounter, press: Press, _number: int) -> None:
    handing(at)
    press()
    assert not at.screens.hand_back.in_hand
    at.hands.write("không ai")
    press()
    assert at.screens.hand_back.list.search.text() == ""


def keep_original(at: AtCounter, press: Press, _number: int) -> None:
    form = at.form(MARITAL)
    row = next(iter(form.form.papers._rows.values()))
    row.how.set_value(HowMet.ORIGINAL.value)
    row._on_how_edited()
    row.how.combo.setFocus()
    press()
    assert row.to_return.value() is True
    press()
    assert row.to_return.value() is None


HAND_BACK_CASES: dict[tuple[Where, Action], Case] = {
    (Where.HAND_BACK, Action.HAND_OVER): hand_over,
    (Where.HAND_BACK, Action.SATISFACTION): satisfaction,
    (Where.HAND_BACK, Action.PRINT_HAND_BACK): print_again,
    (Where.HAND_BACK, Action.LEAVE_HAND_BACK): leave,
    (Where.INTAKE, Action.KEEP_ORIGINAL): keep_original,
}
