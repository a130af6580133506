"""Figures in a row, each under its name; they wrap where they find no room."""

from collections.abc import Sequence

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.theme.style import look
from ui.widgets.flow import FlowLayout
from ui.widgets.text import Role, Text


class SumsRow(QWidget):
    """One figure for each name, in that order."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        across = FlowLayout(self)
        across.setSpacing(look().measures.section)
        self._values: list[Text] = []
        for name in names:
            box = QWidget()
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            value = Text("", Role.HEADING, wrap=False)
            column.addWidget(Text(name, Role.HINT, wrap=False))
            column.addWidget(value)
            across.addWidget(box)
            self._values.append(value)

    def said(self) -> list[str]:
        """The figures as they stand."""
        return [value.text() for value in self._values]

    def show_figures(self, texts: Sequence[str]) -> None:
        """One for each name."""
        for value, text in zip(self._values, texts, strict=True):
            value.setText(text)
