"""How the clerk's window stands: head, rail, messages, the screen shown, the line of devices below."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
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
_COMES_AND_GOES = 4                    # sizes within one another: the bar is not going to settle by itself
_SETTLED_MS = 80
_LOOK_AGAIN = (QEvent.Type.Resize, QEvent.Type.Show)
_BAR_STAYS = Qt.ScrollBarPolicy.ScrollBarAlwaysOn


class WindowFrame(QWidget):
    """The parts that stay; the screens come into it as they are built."""

    def __init__(self, header: Header, rail: Rail, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.header, self.rail = header, rail
        self.banner, self.status = Banner(can_close=True), StatusLine()
        self._stack = QStackedWidget()
        self._frames: dict[Action, PageFrame] = {}
        self._compact, self._narrow = compact, True
        self._lay_out()
        self.toast = Toast(self._stack)

    def take_in(self, place: Action, page: QWidget) -> None:
        """A screen just built."""
        self._frames[place] = PageFrame(page)
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


class PageFrame(QScrollArea):
    """Very large letters on a small screen: a page that needs more room scrolls, and the window stays on the screen.

    A page that is laid out otherwise when it is narrower may need the scroll bar only without it. Qt then shows and hides the
    bar within itself until the stack is full (seen: the process died at sign-in); here the bar stays until the frame is
    resized or shown again.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self._deep = 0
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._try_without)
        self._tried = False
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def event(self, event: QEvent) -> bool:
        if event.type() in _LOOK_AGAIN and self.verticalScrollBarPolicy() is _BAR_STAYS:
            self._tried = False
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Resize:
            return super().eventFilter(watched, event)
        if self._deep >= _COMES_AND_GOES:
            self.setVerticalScrollBarPolicy(_BAR_STAYS)
            self._settled.start()
            return False
        self._deep += 1
        try:
            return super().eventFilter(watched, event)
        finally:
            self._deep -= 1

    def _try_without(self) -> None:
        """A page may have been restless only until its parts were there: once it is quiet a bar without use goes."""
        if not self._tried and self.verticalScrollBar().maximum() == 0:
            self._tried = True
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
