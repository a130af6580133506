"""Screens are tested without a screen, dressed as at a counter."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

import pytest
from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

from kiosk.words import speak
from ui.tasks import Tasks
from ui.theme.style import apply
from ui.theme.tokens import Theme

_LOOK_MS = 2                           # pytest-qt looks every 10, some ten times a test
_PATIENCE_MS = 60_000                  # only a test that fails waits this long; two tests run side by side on two cores


class PatientBot(QtBot):
    """Waits for what is to come however slow the machine is: a short limit decides nothing but how busy it was."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = _PATIENCE_MS) -> None:
        end = monotonic() + max(timeout, _PATIENCE_MS) / 1000
        while not _has_come(callback, last=monotonic() > end):
            self.wait(_LOOK_MS)

    def waitSignal(self, signal: SignalInstance, *, timeout: int = _PATIENCE_MS, **wanted: Any) -> SignalBlocker:
        return super().waitSignal(signal, timeout=max(timeout, _PATIENCE_MS), **wanted)


def _has_come(callback: Callable[[], bool | None], *, last: bool) -> bool:
    """As pytest-qt has it: None, or True; not yet for False and for assertions that fail."""
    try:
        found = callback()
    except AssertionError:
        if last:
            raise
        return False
    assert found in (None, True, False), f"neither true nor false: {found!r}"
    if last and found is False:
        raise TimeoutError("it does not come")
    return found is not False


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    return PatientBot(request)


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """The light theme in Vietnamese, whatever the test before had on."""
    speak("vi")
    apply(qapp, Theme.LIGHT)
    yield
    speak("vi")


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()
