"""What the keys of typing into another system are to do. See key_cases.py."""

import pytest
from PySide6.QtGui import QGuiApplication

from tests.ui.at_counter import AtCounter
from tests.ui.key_cases_capture import Case, Press
from tests.ui.received import receive_some
from ui.clerk import copy_assistant
from ui.clerk.copy_assistant import CopyAssistantWindow
from ui.hands import Hands
from ui.shortcuts import Action, Where


def assistant(at: AtCounter) -> CopyAssistantWindow:
    """Open over a dossier of its own, with its fields."""
    count = len(at.office.counter.records.search(""))
    (number,) = receive_some(at.office, 1, seed=60 + count)
    at.window.enter_elsewhere(at.office.counter.records.search(number)[0].id)
    return opened(at)


def opened(at: AtCounter) -> CopyAssistantWindow:
    shown = at.window.entering.assistant
    assert shown is not None
    at.wait(lambda: shown.list.total() > 0)
    at.settle()
    return shown


def in_it(at: AtCounter, keys: str) -> None:
    """A key pressed in the assistant, which is a window of its own."""
    shown = at.window.entering.assistant
    assert shown is not None
    Hands(shown).key(keys)


def from_look_up(at: AtCounter, press: Press, _number: int) -> None:
    (number,) = receive_some(at.office, 1, seed=51)
    at.window.open_dossier(at.office.counter.records.search(number)[0].id)
    at.settle()
    press()
    assert opened(at).isVisible()
    press()                                # open already: the next field
    assert opened(at).list.copied() == 1
    at.window.entering.put_away()


def from_receipt(at: AtCounter, press: Press, _number: int) -> None:
    (number,) = receive_some(at.office, 1, seed=52)
    at.window._on_receipt_again(at.office.counter.records.search(number)[0].id)
    at.settle()
    press()
    assert opened(at).dossier == at.office.counter.records.search(number)[0].id
    at.window.entering.put_away()


def copy_next(at: AtCounter, _press: Press, _number: int) -> None:
    shown = assistant(at)
    first = shown.list.current()
    in_it(at, "Ctrl+Shift+C")
    assert first is not None
    assert QGuiApplication.clipboard().text() == first.value
    assert shown.list.current() != first
    at.window.entering.put_away()


def type_next(at: AtCounter, _press: Press, _number: int) -> None:
    shown = assistant(at)
    first = shown.list.current()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copy_assistant, "another_in_front", lambda: True)
        in_it(at, "Ctrl+T")
        assert shown.isHidden()
        at.wait(shown.isVisible)
    assert first is not None
    assert at.office.typist.typed[-1] == first.value
    at.window.entering.put_away()


def record(at: AtCounter, _press: Press, number: int) -> None:
    shown = assistant(at)
    in_it(at, ("Ctrl+Return", "Ctrl+Enter")[number - 1])
    at.wait(lambda: at.window.entering.assistant is None)
    assert at.office.counter.entering.sheet(shown.dossier).entered


def close(at: AtCounter, _press: Press, _number: int) -> None:
    assistant(at)
    in_it(at, "Ctrl+Shift+C")
    in_it(at, "Esc")
    assert at.window.entering.assistant is None
    assert QGuiApplication.clipboard().text() == ""


COPYING_CASES: dict[tuple[Where, Action], Case] = {
    (Where.LOOK_UP, Action.ENTER_ELSEWHERE): from_look_up,
    (Where.RECEIPT, Action.ENTER_ELSEWHERE): from_receipt,
    (Where.COPYING, Action.COPY_NEXT): copy_next,
    (Where.COPYING, Action.TYPE_NEXT): type_next,
    (Where.COPYING, Action.RECORD_ENTERED): record,
    (Where.COPYING, Action.CLOSE_COPYING): close,
}
