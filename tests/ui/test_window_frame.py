"""The frame a page scrolls in: a page that is taller only without its scroll bar must not make Qt show and hide it for ever."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from tests.house_rules import ROOT
from tests.ui.hands import show
from ui.clerk.window_frame import PageFrame

WIDE, TALL, LOW = 600, 900, 100


class Restless(QWidget):
    """Laid out otherwise when it is narrower: then it needs no scroll bar, and without one it is wider again."""

    def __init__(self) -> None:
        super().__init__()
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, _width: int) -> int:
        return TALL if self.width() >= WIDE else LOW

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.heightForWidth(self.width()))


def test_the_bar_stays_where_it_would_come_and_go(qtbot, qapp):
    frame = PageFrame(Restless())
    frame.resize(WIDE + 4, 400)
    show(qtbot, frame)
    for _round in range(5):
        qapp.processEvents()
    assert frame.verticalScrollBar().isVisible()
    frame.resize(WIDE - 60, 400)
    qapp.processEvents()
    assert not frame.verticalScrollBar().isVisible()
    assert frame.widget().width() == frame.viewport().width()


def test_a_bar_without_use_goes_once_the_page_is_quiet(qtbot):
    page = Restless()
    frame = PageFrame(page)
    frame.resize(WIDE + 4, 400)
    show(qtbot, frame)
    assert frame.verticalScrollBar().isVisible()
    page.heightForWidth = lambda _width: LOW       # its parts are there now
    page.updateGeometry()
    qtbot.waitUntil(lambda: not frame.verticalScrollBar().isVisible())


@pytest.mark.parametrize("height", [300, 1200])
def test_a_quiet_page_scrolls_only_when_it_must(qtbot, qapp, height):
    page = QWidget()
    page.setMinimumHeight(600)
    frame = PageFrame(page)
    frame.resize(500, height)
    show(qtbot, frame)
    qapp.processEvents()
    assert frame.verticalScrollBar().isVisible() is (height < 600)


def test_qt_alone_does_not_come_back():
    """Why the frame is ours: the same page in Qt's own. Should this test fail one day, the frame may go."""
    code = """
from PySide6.QtWidgets import QApplication, QScrollArea
from tests.ui.test_window_frame import Restless, WIDE
app = QApplication([])
frame = QScrollArea()
frame.setWidget(Restless())
frame.setWidgetResizable(True)
frame.resize(WIDE + 4, 400)
frame.show()
app.processEvents()
"""
    environment = {"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)
    assert done.returncode != 0
