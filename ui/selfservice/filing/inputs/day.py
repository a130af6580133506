"""A day, month and year as three fields filled by figures, shown as dd/MM/yyyy; of a partly known date the year alone will do."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.partial_date import ImpossibleDate, PartialDate
from kiosk.words import N_, _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.digit_pad import DigitPad
from ui.selfservice.filing.inputs.input import ENTER, Input
from ui.selfservice.sizes import sizes
from ui.widgets.text import Role, Text


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    length: int
    alone: int                         # a first figure above it is the whole part


_PARTS = (_Part(N_("Ngày"), 2, 3), _Part(N_("Tháng"), 2, 1), _Part(N_("Năm"), 4, 9))


class DayInput(Input):
    """Goes from field to field by itself; a touch goes back to one."""

    def __init__(self, *, partial: bool) -> None:
        super().__init__()
        self._partial, self.at = partial, 0
        self.parts = ["", "", ""]
        line = QHBoxLayout()
        line.setSpacing(sizes().gap)
        self.fields = []
        for place, part in enumerate(_PARTS):
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(Text(_(part.name), Role.HINT))
            field = BigButton("—", Looks.FRAME)
            field.setCheckable(True)
            field.setMinimumHeight(sizes().high(96))
            field.clicked.connect(lambda _on=False, place=place: self.go_to(place))
            column.addWidget(field)
            self.fields.append(field)
            line.addLayout(column, part.length + 1)
        self.body.addLayout(line)
        if partial:
            self.body.addWidget(Text(_("Chỉ nhớ năm thì gõ năm, bỏ trống ngày và tháng."), Role.HINT))
        self.body.addStretch(1)
        self.pad = DigitPad(4)
        self.pad.edited.connect(self._on_edited)
        self.pad.grow()
        self.body.addWidget(self.pad)
        self.first = self.pad.keys["1"]
        self._show()

    def go_to(self, place: int) -> None:
        self.at = place
        self.pad.text = self.parts[place]
        self._show()

    def _on_edited(self, text: str) -> None:
        part = _PARTS[self.at]
        self.parts[self.at] = text[: part.length]
        self.pad.text = self.parts[self.at]
        full = len(text) >= part.length or (len(text) == 1 and int(text) > part.alone)
        if full and self.at < 2 and not self.parts[self.at + 1]:
            self.go_to(self.at + 1)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        for place, field in enumerate(self.fields):
            field.setChecked(place == self.at)
            field.say(self.parts[place] or "—")
            field.setAccessibleName(f"{_(_PARTS[place].name)} {self.parts[place]}")

    def value(self) -> Any:
        """Whatever was typed, for the check to judge."""
        day, month, year = self.parts
        if not any(self.parts):
            return ""
        written = [year.zfill(4)] if year else ["0000"]
        if month or day or not self._partial:
            written.append(month.zfill(2))
        if day or not self._partial:
            written.append(day.zfill(2))
        return "-".join(written)

    def put(self, value: Any) -> None:
        try:
            known = PartialDate.parse(str(value or ""))
        except ImpossibleDate:
            return
        self.parts = [f"{known.day:02d}" if known.day else "", f"{known.month:02d}" if known.month else "", f"{known.year:04d}"]
        self.go_to(0)

    @property
    def typed(self) -> str:
        return "/".join((*self.parts, str(self.at)))

    def retype(self, text: str) -> None:
        *parts, at = text.split("/")
        if len(parts) == len(_PARTS):
            self.parts = parts
            self.go_to(int(at))

    def take_key(self, event: QKeyEvent) -> bool:
        if event.key() in ENTER:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Backspace:
            self.pad.erase()
        elif event.text().isdigit():
            self.pad.press(event.text())
        elif event.text() in ("/", "-", ".") and self.at < 2:
            self.go_to(self.at + 1)
        else:
            return False
        return True
