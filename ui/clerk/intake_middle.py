"""The form and what stands beside it, sharing the width: the side gives way before a wide form is cut off."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.clerk.intake_aside import IntakeAside
from ui.theme.style import look
from ui.widgets.card import scrolling


class IntakeMiddle(QWidget):
    """With the card panel open a form with a table is wider than the room left; when the side gave all it can, it scrolls."""

    def __init__(self, form: QWidget, aside: IntakeAside) -> None:
        super().__init__()
        measures = look().measures
        self._form, self._aside = form, aside
        self.area = scrolling(form)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.wide, 0, measures.wide, 0)
        row.setSpacing(measures.near)
        row.addWidget(self.area, 1)
        row.addWidget(aside)
        form.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._form and event.type() == QEvent.Type.LayoutRequest:
            self._share()
        return super().eventFilter(watched, event)

    def _share(self) -> None:
        measures = look().measures
        bar = self.area.verticalScrollBar().sizeHint().width()
        left = self.width() - 2 * measures.wide - measures.near - bar - self._form.minimumSizeHint().width()
        self._aside.take(left)
