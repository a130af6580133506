"""The kiosk has the screens to itself: others are covered, and what comes in front does not stay there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from devices.child import ROOT
from kiosk.settings import DEMO
from ui.selfservice.alone import InFront
from ui.selfservice.attract import AttractWindow
from ui.shots import put_away

SCREENS = [
    {"name": f"at {x}", "x": x, "y": 0, "width": width, "height": height, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    for x, width, height in ((0, 1080, 1920), (1080, 1280, 1024), (2360, 800, 600))
]  # fmt: skip


def test_every_other_screen_is_covered_by_a_blank_window_that_nobody_closes(tmp_path):
    (tmp_path / "screens.json").write_text(json.dumps({"screens": SCREENS}), "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "tests.selfservice.two_screens"], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screens.json'}"},
    )  # fmt: skip
    first, second, third = json.loads(run.stdout)
    assert first == second == [["AttractWindow", 0, 0, 1080, 1920], ["Cover", 1080, 0, 1280, 1024], ["Cover", 2360, 0, 800, 600]]
    assert third == first[:1]


@pytest.fixture
def window(qapp):
    made = AttractWindow(DEMO, may_close=False)
    made.showFullScreen()
    made.activateWindow()
    yield made
    made._may_close = True
    put_away(made)


def lose(window: QWidget) -> None:
    QCoreApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))


def test_a_window_that_was_pushed_behind_comes_back(window):
    front = InFront(window, lambda: True)
    window.showNormal()
    lose(window)
    assert front.back.isActive()
    front.back.timeout.emit()
    assert window.isFullScreen()
    assert QApplication.activeWindow() is window


def test_one_that_was_minimised_comes_back(window):
    front = InFront(window, lambda: True)
    window.showMinimized()
    assert front.back.isActive()
    front.back.timeout.emit()
    assert window.isFullScreen()


def test_the_waiting_screen_leaves_the_front_to_the_turn_over_it(window):
    front = InFront(window, lambda: not window.begun)
    QTest.mouseClick(window.begin, Qt.MouseButton.LeftButton)
    window.showNormal()
    lose(window)
    front.back.timeout.emit()
    assert not window.isFullScreen()
    window.ready()
    front.back.timeout.emit()
    assert window.isFullScreen()


WAYS = [
    (Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier), (Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier), (Qt.Key.Key_F11, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Meta, Qt.KeyboardModifier.MetaModifier), (Qt.Key.Key_Tab, Qt.KeyboardModifier.AltModifier),
    (Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier),
    (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
]  # fmt: skip


@pytest.mark.parametrize(("key", "held"), WAYS)
def test_no_key_leads_from_the_waiting_screen_to_anything_but_a_turn(window, key, held):
    QTest.keyClick(window, key, held)
    window.close()
    middle = window.rect().center()
    QCoreApplication.sendEvent(window, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, window.mapToGlobal(middle)))
    QCoreApplication.processEvents()
    assert window.isVisible()
    assert window.isFullScreen()
    assert QApplication.activePopupWidget() is None
    assert QApplication.activeModalWidget() is None
    assert [one for one in QApplication.topLevelWidgets() if one.isVisible()] == [window]


def test_nothing_of_the_kiosk_opens_files_or_links():
    """No dialog of the system, no link that leads anywhere: what does not stand in the code cannot be touched."""
    ways = ("QFileDialog", "QDesktopServices", "setOpenExternalLinks", "QColorDialog", "QFontDialog", "QPrintDialog", "startDrag")
    found = [
        f"{path.name}: {way}" for path in Path(ROOT, "ui", "selfservice").rglob("*.py")
        for way in ways if way in path.read_text("utf-8")
    ]  # fmt: skip
    assert found == []
