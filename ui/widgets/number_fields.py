"""Numbers with their unit, and money, written as in Vietnam: 1.250.000 and 72,5."""

import re
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from kiosk.text import clean
from kiosk.words import _
from ui.theme.style import look, restyle
from ui.widgets.field import Field
from ui.widgets.text import Role, Text

_NUMBER = re.compile(r"(?P<sign>-?)(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<part>\d+))?", re.ASCII)


def read_number(text: str) -> Decimal | None:
    """From "1.250.000" or "72,5". A dot that does not part thousands is nobody's number: None."""
    match = _NUMBER.fullmatch(text.replace(" ", "").replace("\u00a0", ""))
    if match is None:
        return None
    return Decimal(f"{match['sign']}{match['whole'].replace('.', '')}.{match['part'] or '0'}").normalize() + 0


def shown_number(number: Decimal) -> str:
    """ "1.250.000", "72,5"."""
    whole, _dot, part = format(number, "f").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    if whole.startswith("-") and not grouped.startswith("-"):
        grouped = f"-{grouped}"
    return f"{grouped},{part}" if part.rstrip("0") else grouped


def shown_money(amount: int) -> str:
    """ "15.000 đ"."""
    return _("{amount} đ").format(amount=shown_number(Decimal(amount)))


class NumberField(Field):
    """A number. Value: a `Decimal`, None when empty, or what was typed when it is no number."""

    def __init__(self, label: str, *, unit: str = "", hint: str = "", required: bool = False) -> None:
        self.line = QLineEdit()
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().measures.near)
        row.addWidget(self.line, 1)
        if unit:
            row.addWidget(Text(unit, Role.BODY, wrap=False))
        box.setFocusProxy(self.line)
        super().__init__(label, box, hint=hint, required=required)
        self._label.setBuddy(self.line)
        self._take_part(self.line)
        self.line.textEdited.connect(self._on_edited)

    def value(self) -> object:
        typed = clean(self.line.text())
        if not typed:
            return None
        number = read_number(typed)
        return typed if number is None else number

    def set_value(self, value: object) -> None:
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            self.line.setText(shown_number(Decimal(str(value))))
        else:
            self.line.setText(value if isinstance(value, str) else "")

    def set_read_only(self, read_only: bool) -> None:
        self.line.setReadOnly(read_only)
        restyle(self.line)

    def _tidy(self) -> None:
        number = read_number(self.line.text())
        if number is not None and shown_number(number) != self.line.text():
            self.line.setText(shown_number(number))


class MoneyField(NumberField):
    """Whole đồng."""

    def __init__(self, label: str, *, hint: str = "", required: bool = False) -> None:
        super().__init__(label, unit=_("đồng"), hint=hint, required=required)

    def amount(self) -> int | None:
        """What stands there in whole đồng; None where nothing does, or no amount."""
        value = self.value()
        whole = isinstance(value, Decimal) and value >= 0 and value == value.to_integral_value()
        return int(value) if whole and isinstance(value, Decimal) else None
