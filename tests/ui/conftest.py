"""Screens are tested without a screen, dressed as at a counter."""

import gc
import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.words import speak
from ui.tasks import Tasks
from ui.theme.style import apply
from ui.theme.tokens import Theme


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """The light theme in Vietnamese, whatever the test before had on. No worker thread collects garbage: see ui/garbage.py."""
    gc.disable()
    speak("vi")
    apply(qapp, Theme.LIGHT)
    yield
    speak("vi")
    gc.enable()


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()
