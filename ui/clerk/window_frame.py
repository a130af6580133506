"""How the clerk's window stands: head, rail, messages, the screen shown, the line of devices below."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ui.clerk.header import Header
from ui.clerk.window_status import StatusLine
from ui.shortcuts import Action
from ui.theme.style import look
from ui.widgets.banner import Banner
from ui.widgets.rail import Rail
from ui.widgets.toast import Toast

_WORDS_BESIDE = 92                     # so many letters wide, the rail has room for words


class WindowFrame(QWidget):
    """The parts that stay; the screens come into it as they are built."""

    def __init__(self, header: Header, rail: Rail, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.header, self.rail = header, rail
        self.banner, self.status = Banner(can_close=True), StatusLine()
        self._stack = QStackedWidget()
        self._frames: dict[Action, QScrollArea] = {}
        self._compact, self._narrow = compact, True
        self._lay_out()
        self.toast = Toast(self._stack)

    def take_in(self, place: Action, page: QWidget) -> None:
        """A screen just built. Twice, and two frames would wrestle over its size until the stack is full (seen)."""
        if place in self._frames:
            raise ValueError(f"{place} is here already")
        self._frames[place] = _frame(page)
        self._stack.addWidget(self._frames[place])

    def turn_to(self, place: Action) -> None:
        """Shows a screen that was taken in."""
        self._stack.setCurrentWidget(self._frames[place])

    def put_beside(self, panel: QWidget) -> None:
        """At the right of whatever is shown."""
        self._across.addWidget(panel)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self._compact or event.size().width() < _WORDS_BESIDE * look().measures.body
        if narrow != self._narrow:
            self._narrow = narrow
            self.rail.set_narrow(narrow)

    def _lay_out(self) -> None:
        measures = look().measures
        self.rail.set_narrow(self._narrow)
        self.banner.hide()
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        messages = QHBoxLayout()
        messages.setContentsMargins(measures.wide, 0, measures.wide, 0)
        messages.addWidget(self.banner)
        middle.addLayout(messages)
        middle.addWidget(self._stack, 1)
        self._across = QHBoxLayout()
        self._across.setSpacing(0)
        self._across.addWidget(self.rail)
        self._across.addLayout(middle, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addLayout(self._across, 1)
        whole.addWidget(self.status)


def _frame(page: QWidget) -> QScrollArea:
    """Very large letters on a small screen: a page that needs more room scrolls, and the window stays on the screen."""
    frame = QScrollArea()
    frame.setWidget(page)
    frame.setWidgetResizable(True)
    frame.setFrameShape(QFrame.Shape.NoFrame)
    frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return frame
