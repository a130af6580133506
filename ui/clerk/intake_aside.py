"""Beside the form: who was proven, the checklist, the pages, and the button for the next page, which never scrolls away."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.words import _
from ui.shortcuts import Action
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.buttons import Button, Kind
from ui.widgets.card import scrolling

_WIDE, _WIDEST = 326, 380              # large letters take the room from the form otherwise


class IntakeAside(QWidget):
    """The right column. What scrolls in it can stand elsewhere: `lend` gives it away, `have_back` takes it in again."""

    scan_wanted = Signal()

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        measures = look().measures
        self.lent = False
        self.widest = min(measures.px(_WIDE), _WIDEST)
        self.setFixedWidth(self.widest)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, measures.near)
        column.setSpacing(measures.near)
        self.papers = QWidget()
        self._room = QVBoxLayout(self.papers)
        self._room.setContentsMargins(0, 0, measures.tight, 0)
        self._room.setSpacing(measures.apart)
        for part in parts:
            self._room.addWidget(part)
        self._room.addStretch(1)
        self.area = scrolling(self.papers)
        column.addWidget(self.area, 1)
        scan = Button(_("Quét cả xấp"), Kind.PLAIN, Icon.SCAN, Action.CAPTURE)
        scan.clicked.connect(self.scan_wanted)
        column.addWidget(scan)

    def take(self, left: int) -> None:
        """Its own width, or what is left when that is less; never so little that its own lines are cut."""
        need = self.papers.minimumSizeHint().width() + self.area.verticalScrollBar().sizeHint().width()
        self.setFixedWidth(min(max(left, need), self.widest))

    def lend(self) -> QWidget:
        self.lent = True
        self.hide()
        self._room.setContentsMargins(0, 0, 0, 0)
        return self.area.takeWidget()

    def have_back(self) -> None:
        self.lent = False
        self._room.setContentsMargins(0, 0, look().measures.tight, 0)
        self.area.setWidget(self.papers)
        self.papers.show()
        self.show()
