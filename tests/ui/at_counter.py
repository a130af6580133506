"""The real window with its real screens over an open counter, worked with the keyboard: for tests of the whole window."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QCoreApplication, QEvent, QIODevice
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from tests.ui.office import OFFICER, PIN, OpenCounter
from ui.app import CounterApp, Wishes
from ui.clerk.intake_screen import IntakeScreen
from ui.clerk.window import ClerkWindow
from ui.clerk.window_makers import build_screens
from ui.clerk.window_screens import Screens
from ui.hands import Hands
from ui.shortcuts import Action

COPIES = "2.000815"                    # certified copies: the shortest form
BIRTH = "1.001193"
MARITAL = "1.004873"


def sheet(number: int = 1) -> bytes:
    """A page in a colour of its own."""
    image = QImage(70, 100, QImage.Format.Format_RGB32)
    image.fill(QColor.fromHsv(number * 37 % 360, 200, 200))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG")
    return bytes(buffer.data().data())


class AtCounter:
    """An officer before the window. Screens are built when they are asked for; at a counter, before."""

    def __init__(self, qtbot, qapp: QApplication, office: OpenCounter, folder: Path, counter=None) -> None:
        self.qtbot, self.office = qtbot, office
        build = partial(build_screens, folder=folder / "data", scans=folder / "scans", ahead=())
        self.app = CounterApp(qapp, counter or office.counter, build, wishes=Wishes())
        self.hands = Hands(self.app.shell)
        self.app.show()
        self.wait(self.app.shell.isVisible)

    @property
    def window(self) -> ClerkWindow:
        assert self.app.window is not None
        return self.app.window

    @property
    def screens(self) -> Screens:
        return self.window.screens

    def wait(self, come_true: Callable[[], bool], seconds: float = 8) -> None:
        """What says None has not come true: pytest-qt by itself would take it for an assertion that passed."""
        self.qtbot.waitUntil(lambda: bool(come_true()), timeout=int(seconds * 1000))

    def settle(self) -> None:
        """What a task brings may begin another."""
        for _round in range(3):
            QApplication.processEvents()
            self.wait(lambda: self.app.tasks.running == 0)
        QApplication.processEvents()

    def enter(self) -> None:
        """Signs in, or unlocks."""
        sign_in = self.app.sign_in
        assert sign_in is not None
        self.wait(lambda: sign_in.officer.value() == OFFICER.id)
        sign_in.pin.line.setFocus()
        self.hands.write(PIN)
        self.hands.key("Return")
        self.wait(lambda: self.app.window is not None and not self.app.locked)
        self.settle()

    def form(self, code: str = COPIES) -> IntakeScreen:
        """A new draft in hand, its form built."""
        before = set(self.screens.intake.tabs.keys())
        self.window.go(Action.INTAKE)
        self.screens.intake.start(code)
        self.wait(lambda: set(self.screens.intake.tabs.keys()) > before)
        screen = self.screens.intake.current()
        assert screen is not None
        self.wait(lambda: screen.form.ready)
        self.settle()
        return screen

    def close(self) -> None:
        """As the cross at the corner does, and as the program then ends."""
        self.app.close()
        self.wait(lambda: not self.app.shell.isVisible())
        self.app.end()


@contextmanager
def at_counter(qtbot, qapp: QApplication, folder: Path, counter: Callable | None = None) -> Iterator[AtCounter]:
    """Signed in; closed at the end, unless the test did. `counter` makes another one of the office's."""
    with OpenCounter(folder) as office:
        at = AtCounter(qtbot, qapp, office, folder, counter(office) if counter else None)
        try:
            at.enter()
            yield at
        finally:
            at.app.end()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)     # dead windows make every later one slow
