"""Beside the form: the checklist, the pages, and the button for the next page, which never scrolls away."""

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
    """The right column."""

    scan_wanted = Signal()

    def __init__(self, papers: QWidget, pages: QWidget) -> None:
        super().__init__()
        measures = look().measures
        self._wide = min(measures.px(_WIDE), _WIDEST)
        self.setFixedWidth(self._wide)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, measures.near)
        column.setSpacing(measures.near)
        self._inside = QWidget()
        room = QVBoxLayout(self._inside)
        room.setContentsMargins(0, 0, measures.tight, 0)
        room.setSpacing(measures.apart)
        room.addWidget(papers)
        room.addWidget(pages)
        room.addStretch(1)
        self.area = scrolling(self._inside)
        column.addWidget(self.area, 1)
        scan = Button(_("Quét trang tiếp theo"), Kind.PLAIN, Icon.SCAN, Action.CAPTURE)
        scan.clicked.connect(self.scan_wanted)
        column.addWidget(scan)

    def take(self, left: int) -> None:
        """Its own width, or what is left when that is less; never so little that its own lines are cut."""
        need = self._inside.minimumSizeHint().width() + self.area.verticalScrollBar().sizeHint().width()
        self.setFixedWidth(min(max(left, need), self._wide))
