"""Figures: personal numbers, telephone numbers, counts, money."""

from typing import Any

from PySide6.QtGui import QKeyEvent

from kiosk.procedures import FieldKind, Question
from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.digit_pad import DigitPad
from ui.selfservice.filing.inputs.input import PadInput
from ui.selfservice.typing_pad import TypedLine
from ui.widgets.text import Role, Text

_LONGEST = {FieldKind.PERSONAL_ID: 12, FieldKind.PHONE: 15, FieldKind.MONEY: 15, FieldKind.NUMBER: 9}
_GROUPS = {FieldKind.PERSONAL_ID: 3, FieldKind.PHONE: 4}
_COUNTED = (FieldKind.NUMBER, FieldKind.MONEY)


class FiguresInput(PadInput):
    """Ten keys, as large as the page lets them be."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._kind, self._decimals = question.kind, question.decimals
        self.line = TypedLine(_("Chạm vào các số để gõ"))
        self.body.addWidget(self.line)
        self.unit = Text(_("đồng") if question.kind is FieldKind.MONEY else question.unit, Role.STRONG)
        if self.unit.text():
            self.body.addWidget(self.unit)
        self.body.addStretch(1)
        self.pad: DigitPad = DigitPad(_LONGEST[question.kind], secret=question.kind is FieldKind.PERSONAL_ID)
        self.pad.edited.connect(self._on_edited)
        self.pad.grow()
        self.body.addWidget(self.pad)
        if question.decimals:
            self.comma_key = BigButton(_("Dấu phẩy"), Looks.KEY)
            self.comma_key.clicked.connect(self._on_comma)
            self.body.addWidget(self.comma_key)
        self._whole: str | None = None         # the figures before the comma
        self._behind = False                   # figures stand behind it
        self.first = self.pad.keys["1"]

    def take_key(self, event: QKeyEvent) -> bool:
        if self._decimals and event.text() in (",", "."):
            self._on_comma()
            return True
        return super().take_key(event)

    @property
    def typed(self) -> str:
        return self._written()

    def retype(self, text: str) -> None:
        whole, comma, rest = text.partition(",")
        self._whole = whole if comma else None
        self.pad.put(rest if comma else whole)
        self._on_edited(self.pad.text)

    def value(self) -> Any:
        text = self._written()
        if not text.strip(",") or self._kind not in _COUNTED:
            return text
        return float(text.replace(",", ".")) if "," in text else int(text)

    def put(self, value: Any) -> None:
        if value not in (None, ""):
            self.retype(str(value).replace(".", ","))

    def _on_comma(self) -> None:
        if self._whole is None and self.pad.text:
            self._whole = self.pad.text
            self.pad.put("")

    def _written(self) -> str:
        return self.pad.text if self._whole is None else f"{self._whole},{self.pad.text[: self._decimals]}"

    def _on_edited(self, text: str) -> None:
        """Erasing over the comma takes it away."""
        if self._whole is not None and not text and self._behind:
            self.pad.text, self._whole = self._whole, None
        self._behind = self._whole is not None and bool(self.pad.text)
        self.line.say(self._shown())
        self.changed.emit()

    def _shown(self) -> str:
        text = self._written()
        if self._kind is FieldKind.MONEY and text:
            return f"{int(text):,}".replace(",", ".")
        size = _GROUPS.get(self._kind)
        return " ".join(text[start : start + size] for start in range(0, len(text), size)) if size else text
