"""One page of the kiosk: a question or an answer, one at a time."""

from collections.abc import Callable, Iterable
from typing import Protocol

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScroller, QVBoxLayout, QWidget

from kiosk.selfservice import Kiosk
from kiosk.words import _
from ui.selfservice.big_button import BigButton
from ui.selfservice.identify.watching import CardWatch
from ui.selfservice.pad import Pad
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

    @property
    def cards(self) -> CardWatch | None:
        """The card reader, where there is one."""

    @property
    def owner(self) -> QObject:
        """Lives as long as the turn: for work whose end matters although its page is gone."""

    def open(self, make: "Callable[[], Page]") -> None:
        """Another page, from which "back" leads here."""

    def instead(self, make: "Callable[[], Page]") -> None:
        """Another page in the place of this one: "back" does not lead here again."""

    def settle(self, make: "Callable[[], Page]") -> None:
        """A page from which "back" leads to the first one only: what lies before it cannot be done twice."""

    def home(self) -> None:
        """The first page again."""

    def back(self) -> None: ...

    def end(self) -> None:
        """The turn is over, at once."""

    def when_leaving(self, ask: "Callable[[], Page] | None") -> None:
        """While something would be lost by ending the turn: the page that asks first. None: nothing to lose."""


class Page(QWidget):
    """A page under its title. `first` is where the key pad begins, `pad` what is typed on here. `asks_to_leave`: the page asks
    whether to end, so the frame does not offer it beside the answers."""

    pad: Pad | None = None
    last = False                       # its one button ends the turn: nothing to go back to, nothing to lose
    asks_to_leave = False
    forward_changed = Signal()

    def __init__(self, turn: Turn, title: str) -> None:
        super().__init__()
        self.turn = turn
        self.first: QWidget | None = None
        self.forward, self.may_forward = "", True
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(sizes().gap)
        self.title = Text(title, Role.TITLE)
        self.body.addWidget(self.title)
        self.setAccessibleName(title)

    def offer_forward(self, text: str, *, enabled: bool = True) -> None:
        """What the button at the lower right of the frame does: always the one next thing. Empty: there is none."""
        self.forward, self.may_forward = text, enabled
        self.forward_changed.emit()

    def go_forward(self) -> None:
        """That button was pressed."""

    @property
    def typed(self) -> str:
        """What stands in the page and must survive another text size."""
        return self.pad.text if self.pad is not None else ""

    def retype(self, text: str) -> None:
        """Puts it back."""
        if self.pad is not None:
            self.pad.put(text)

    def take_key(self, event: QKeyEvent) -> bool:
        """A key nobody else wanted; whether the page did."""
        return self.pad is not None and self.pad.take_key(event)


def walk_through(behind: QWidget, widgets: Iterable[QWidget]) -> None:
    """The keys come to these right behind that one, although they were made after all others."""
    for widget in widgets:
        QWidget.setTabOrder(behind, widget)
        behind = widget


class _AsHighAsNeeded(QWidget):
    """Holds what scrolls. Its least height would be that of texts at their narrowest: the page would end in blank paper."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(content)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class LongText(QWidget):
    """Something longer than the page: pushed by a finger, or gone on with by a button that is there only when needed."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._area = scrolling(_AsHighAsNeeded(content))
        QScroller.grabGesture(self._area.viewport(), QScroller.ScrollerGestureType.LeftMouseButtonGesture)
        layout.addWidget(self._area, 1)
        self.more = BigButton(_("Xem tiếp"), icon=Icon.DOWN)
        self.more.clicked.connect(self._go_on)
        layout.addWidget(self.more)
        bar = self._area.verticalScrollBar()
        bar.valueChanged.connect(self._say_where)
        bar.rangeChanged.connect(self._on_range, Qt.ConnectionType.QueuedConnection)   # a layout under way would misplace it
        self.more.setVisible(False)

    def _on_range(self, _low: int, high: int) -> None:
        self.more.setVisible(high > 0)
        self._say_where()

    def _say_where(self) -> None:
        bar = self._area.verticalScrollBar()
        ended = bar.value() >= bar.maximum()
        words = _("Về đầu trang") if ended else _("Xem tiếp")
        if words != self.more.text():
            self.more.say(words)
            self.more.show_icon(Icon.UP if ended else Icon.DOWN)

    def _go_on(self) -> None:
        """At the end it begins again."""
        bar = self._area.verticalScrollBar()
        bar.setValue(0 if bar.value() >= bar.maximum() else bar.value() + bar.pageStep() * 4 // 5)


class LongList(LongText):
    """Widgets below each other in `lines`."""

    def __init__(self, spacing: int = -1) -> None:
        content = QWidget()
        self.lines = QVBoxLayout(content)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(sizes().gap if spacing < 0 else spacing)
        super().__init__(content)

    def clear(self) -> None:
        while (item := self.lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
