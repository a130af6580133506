"""What stands in a field and is no value yet: half a date, half a number. Kept as it was typed, put back as it was typed."""

from decimal import Decimal

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from kiosk.value_checks import is_partial_date
from ui.widgets.choice import ChoiceField, SearchCombo
from ui.widgets.date_fields import DateField, PartialDateField
from ui.widgets.field import Field
from ui.widgets.id_field import IdField
from ui.widgets.number_fields import NumberField
from ui.widgets.text_fields import TextField

_WHOLE_DATE = len("2026-11-24")


def unreadable(field: Field) -> str:
    """What was typed, when it cannot be read; "" when the field is empty or says something."""
    value = field.value()
    match field:
        case DateField():
            return "" if len(str(value)) == _WHOLE_DATE and is_partial_date(str(value)) else field.text()
        case PartialDateField():
            return "" if is_partial_date(str(value)) else field.text()
        case IdField():
            return "" if field.personal_id() else field.text()
        case NumberField():
            return "" if value is None or isinstance(value, Decimal) else field.line.text()
        case ChoiceField():
            return "" if field.combo.findData(value) >= 0 else field.combo.currentText()
    return ""


def put_back(field: Field, typed: str) -> None:
    """Shows what was typed."""
    if isinstance(field, TextField | NumberField):
        field.line.setText(typed)
    elif isinstance(field, ChoiceField):
        field.combo.setEditText(typed)


def cursor_in(field: Field, focused: QWidget | None) -> tuple[int, int] | None:
    """Which control of the field has the cursor and how many letters are before it; None when none has."""
    for number, part in enumerate(field.parts()):
        if part is focused or (focused is not None and part.isAncestorOf(focused)):
            return number, _letters_before(part)
    return None


def put_cursor(field: Field, part: int, letters: int) -> None:
    """Back to where it was."""
    parts = field.parts()
    target = parts[part] if part < len(parts) else field.control
    target.setFocus()
    line = target.edit_line() if isinstance(target, SearchCombo) else target
    if isinstance(line, QLineEdit):
        line.setCursorPosition(letters)
    elif isinstance(line, QPlainTextEdit):
        cursor = line.textCursor()
        cursor.setPosition(min(letters, len(line.toPlainText())), QTextCursor.MoveMode.MoveAnchor)
        line.setTextCursor(cursor)


def _letters_before(part: QWidget) -> int:
    if isinstance(part, SearchCombo):
        return part.edit_line().cursorPosition()
    if isinstance(part, QLineEdit):
        return part.cursorPosition()
    return part.textCursor().position() if isinstance(part, QPlainTextEdit) else 0
