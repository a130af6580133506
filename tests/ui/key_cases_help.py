"""What the key for a kiosk's call is to do; see key_cases.py."""

from dataclasses import replace

from kiosk.help_calls import HelpCall, HelpKind
from tests.ui.at_counter import AtCounter
from tests.ui.key_cases_capture import Case, Press
from ui.shortcuts import Action, Where

CALL = HelpCall("c1", "Ki-ốt 1", HelpKind.HELP, 1_795_572_840_000)


class Port:
    """Hears one call; `others` was first where it is named."""

    def __init__(self, others: str = "") -> None:
        self.accepted, self.others = [], others

    def watch(self, told) -> None:
        told((CALL,))

    def accept(self, call: str) -> HelpCall:
        self.accepted.append(call)
        return replace(CALL, taken_by=self.others or "Quầy 3", mine=not self.others)


def answer(at: AtCounter, press: Press, _number: int) -> None:
    calls, port = at.window.help_calls, Port()
    calls.port = port
    press()
    assert port.accepted == []             # nobody calls
    calls.show_calls((CALL,))
    press()
    at.settle()
    assert port.accepted == ["c1"]
    calls.port = None
    calls.show_calls(())


HELP_CASES: dict[tuple[Where, Action], Case] = {(Where.EVERYWHERE, Action.ANSWER_CALL): answer}
