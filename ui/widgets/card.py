"""Boxes: the white card on the grey page, with a heading and room for something at its right end."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.theme.style import look
from ui.widgets.text import Role, Text


class Card(QFrame):
    """A card. Put things into `body`; `head` takes what stands at the right of the heading."""

    def __init__(self, heading: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        measures = look().measures
        outer = QVBoxLayout(self)
        outer.setContentsMargins(measures.wide, measures.apart, measures.wide, measures.wide)
        outer.setSpacing(measures.near)
        self.head = QHBoxLayout()
        self.head.setSpacing(measures.near)
        self._heading = Text(heading, Role.HEADING)
        if heading:                        # shown by its layout: without a place it would be a window of its own
            self.head.addWidget(self._heading, 1)
            self.setAccessibleName(heading)
        else:
            self._heading.hide()
        outer.addLayout(self.head)
        self.body = QVBoxLayout()
        self.body.setSpacing(measures.near)
        outer.addLayout(self.body, 1)

    def set_heading(self, heading: str) -> None:
        self._heading.setText(heading)
        self.setAccessibleName(heading)


def scrolling(content: QWidget) -> QScrollArea:
    """A page that scrolls up and down, never sideways."""
    area = QScrollArea()
    content.setObjectName("page")
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
