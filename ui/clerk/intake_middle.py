"""The form and what stands beside it, sharing the width: the side gives way before a wide form is cut off.

Where the form would be left too little (large letters, the card panel open) the papers go on below it.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ui.clerk.intake_aside import IntakeAside
from ui.theme.style import look
from ui.widgets.card import scrolling

_BESIDE = 30                           # letters wide the form is to be, for the papers to stand beside it


class IntakeMiddle(QWidget):
    """With the card panel open a form with a table is wider than the room left; when the side gave all it can, it scrolls."""

    def __init__(self, form: QWidget, aside: IntakeAside) -> None:
        super().__init__()
        measures = look().measures
        self._form, self._aside = form, aside
        column = QWidget()
        self._column = QVBoxLayout(column)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(measures.apart)
        self._column.addWidget(form, 1)
        self.area = scrolling(column)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.wide, 0, measures.wide, 0)
        row.setSpacing(measures.near)
        row.addWidget(self.area, 1)
        row.addWidget(aside)
        form.installEventFilter(self)

    def show_field(self, field: QWidget) -> None:
        """Scrolls to it, wherever it stands now."""
        area = self.area if self.area.isAncestorOf(field) else self._aside.area
        area.ensureWidgetVisible(field, 20, 60)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._form and event.type() == QEvent.Type.LayoutRequest:
            self._share()
        return super().eventFilter(watched, event)

    def _share(self) -> None:
        measures = look().measures
        left = self.width() - 2 * measures.wide - measures.near
        bar = self.area.verticalScrollBar().sizeHint().width()
        below = left - bar - self._aside.widest < _BESIDE * measures.body
        if below is self._aside.lent:
            if not below:
                self._aside.take(left - bar - self._form.minimumSizeHint().width())
            return
        self._move_papers(below)

    def _move_papers(self, below: bool) -> None:
        focused = QApplication.focusWidget()
        held = focused if focused is not None and self._aside.papers.isAncestorOf(focused) else None
        if below:
            papers = self._aside.lend()
            self._column.addWidget(papers)
            papers.show()
        else:
            self._column.removeWidget(self._aside.papers)
            self._aside.have_back()
            self._share()
        if held is not None:
            held.setFocus(Qt.FocusReason.OtherFocusReason)
