"""One page of the kiosk: a question or an answer, one at a time."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScroller, QVBoxLayout, QWidget

from kiosk.selfservice import Kiosk
from kiosk.words import _
from ui.selfservice.big_button import BigButton
from ui.selfservice.sizes import sizes
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.widgets.card import scrolling
from ui.widgets.text import Role, Text


class Turn(Protocol):
    """What a page may ask of the window it stands in."""

    @property
    def kiosk(self) -> Kiosk: ...

    @property
    def tasks(self) -> Tasks: ...

    def open(self, make: "Callable[[], Page]") -> None:
        """Another page, from which "back" leads here."""


class Page(QWidget):
    """A page under its title. `first` is where the key pad begins."""

    def __init__(self, turn: Turn, title: str) -> None:
        super().__init__()
        self.turn = turn
        self.first: QWidget | None = None
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(sizes().gap)
        self.title = Text(title, Role.TITLE)
        self.body.addWidget(self.title)
        self.setAccessibleName(title)

    @property
    def typed(self) -> str:
        """What stands in the page and must survive another text size."""
        return ""

    def retype(self, _text: str) -> None:
        """Puts it back."""

    def take_key(self, _event: QKeyEvent) -> bool:
        """A key nobody else wanted; whether the page did."""
        return False


class LongText(QWidget):
    """Something longer than the page: pushed by a finger, or gone on with by a button that is there only when needed."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._area = scrolling(content)
        QScroller.grabGesture(self._area.viewport(), QScroller.ScrollerGestureType.LeftMouseButtonGesture)
        layout.addWidget(self._area, 1)
        self.more = BigButton(_("Xem tiếp"), icon=Icon.DOWN)
        self.more.clicked.connect(self._go_on)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignHCenter)
        bar = self._area.verticalScrollBar()
        bar.rangeChanged.connect(lambda _low, high: self.more.setVisible(high > 0))
        self.more.setVisible(False)

    def _go_on(self) -> None:
        """At the end it begins again."""
        bar = self._area.verticalScrollBar()
        bar.setValue(0 if bar.value() >= bar.maximum() else bar.value() + bar.pageStep() * 4 // 5)
