"""Fields of plain text: one line, several lines. Whatever letters an input method brings are taken."""

import re
import unicodedata
from enum import StrEnum

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from kiosk.text import clean, clean_lines, tidy_name, upper
from ui.theme.style import look, restyle
from ui.widgets.field import Field

_A_CODE = re.compile(r"\d{9}")         # no name has so many digits: a scanner types a card's code, which keeps its letters


class Capitals(QValidator):
    """Turns letters into capitals while they are typed. Measured: the clean way, setText() fires signals twice."""

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        if _A_CODE.search(text):
            return QValidator.State.Acceptable, text, position
        return QValidator.State.Acceptable, upper(text) if len(upper(text)) == len(text) else text, position


class Writing(StrEnum):
    """How a text is tidied when the cursor has gone."""

    AS_TYPED = "as_typed"
    NAME = "name"                      # nguyễn thị bé -> Nguyễn Thị Bé
    CAPITALS = "capitals"              # as statutory papers want names


class TextField(Field):
    """One line."""

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        required: bool = False,
        placeholder: str = "",
        writing: Writing = Writing.AS_TYPED,
    ) -> None:
        self.line = QLineEdit()
        self._writing = writing
        super().__init__(label, self.line, hint=hint, required=required)
        self.line.setPlaceholderText(placeholder)
        if writing is Writing.CAPITALS:
            self.line.setValidator(Capitals(self.line))
        self._take_part(self.line)
        self.line.textEdited.connect(self._on_edited)

    def value(self) -> object:
        return self._tidied(self.line.text())

    def text(self) -> str:
        """What stands there, untouched."""
        return self.line.text()

    def set_value(self, value: object) -> None:
        self._show(unicodedata.normalize("NFC", value) if isinstance(value, str) else "")

    def set_read_only(self, read_only: bool) -> None:
        self.line.setReadOnly(read_only)
        restyle(self.line)

    def _tidied(self, text: str) -> str:
        match self._writing:
            case Writing.NAME:
                return tidy_name(text)
            case Writing.CAPITALS:
                return upper(clean(text))
            case _:
                return clean(text)

    def _tidy(self) -> None:
        self._show(self._tidied(self.line.text()))

    def _show(self, text: str) -> None:
        if text != self.line.text():
            self.line.setText(text)
            self.line.setCursorPosition(0)


class LongTextField(Field):
    """Several lines. Tab goes on to the next field."""

    def __init__(self, label: str, *, hint: str = "", required: bool = False, lines: int = 3) -> None:
        self.box = QPlainTextEdit()
        super().__init__(label, self.box, hint=hint, required=required)
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(look().measures.px(lines * 22 + 16))
        self._take_part(self.box)
        self._showing = False
        self.box.textChanged.connect(self._on_changed)

    def value(self) -> object:
        return clean_lines(self.box.toPlainText())

    def set_value(self, value: object) -> None:
        self._showing = True
        self.box.setPlainText(unicodedata.normalize("NFC", value) if isinstance(value, str) else "")
        self._showing = False

    def set_read_only(self, read_only: bool) -> None:
        self.box.setReadOnly(read_only)
        restyle(self.box)

    def _on_changed(self) -> None:
        if not self._showing:
            self._on_edited()
