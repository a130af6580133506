"""One of a few, as large buttons, page after page where they are many; several of a few; yes or no."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from kiosk.procedures import Choice
from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.filing.inputs.input import Input
from ui.selfservice.page import LongList
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon

UNKNOWN = ""


def choice_button(choice: Choice, high: int = 0) -> BigButton:
    """`high`: at least, at the usual text size."""
    button = BigButton(choice.label, Looks.PLAIN)
    button.setCheckable(True)
    if high:
        button.setMinimumHeight(sizes().high(high))
    return button


class OneOf(Input):
    """A touch answers and goes on. `unsure`: words of a last button that leaves it open and goes on, too."""

    def __init__(self, choices: Sequence[Choice], unsure: str = "") -> None:
        super().__init__()
        self._value = ""
        content = LongList()
        lines = content.lines
        lines.addStretch(1)                # down where hands are
        self.buttons: dict[str, BigButton] = {}
        for choice in choices:
            button = choice_button(choice, 120)
            button.clicked.connect(lambda _on=False, code=choice.code: self._on_chosen(code))
            self.buttons[choice.code] = button
            lines.addWidget(button)
        self.unsure = BigButton(unsure, Looks.PLAIN, Icon.INFO)
        self.unsure.setVisible(bool(unsure))
        if unsure:
            self.unsure.clicked.connect(lambda: self._on_chosen(choices[0].code))
            lines.addWidget(self.unsure)
        self.body.addWidget(content, 1)
        self.first = next(iter(self.buttons.values()), None)

    def _on_chosen(self, code: str) -> None:
        self.put(code)
        self.changed.emit()
        self.decided.emit()

    def value(self) -> Any:
        return self._value

    def put(self, value: Any) -> None:
        self._value = str(value or "")
        for code, button in self.buttons.items():
            button.setChecked(code == self._value)


class SomeOf(Input):
    """A touch chooses, another takes it back."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        content = LongList()
        lines = content.lines
        lines.addStretch(1)                # down where hands are
        self.buttons: dict[str, BigButton] = {}
        for choice in choices:
            button = choice_button(choice, 88)
            button.toggled.connect(self.changed)
            self.buttons[choice.code] = button
            lines.addWidget(button)
        self.body.addWidget(content, 1)
        self.first = next(iter(self.buttons.values()), None)

    def value(self) -> Any:
        return [code for code, button in self.buttons.items() if button.isChecked()]

    def put(self, value: Any) -> None:
        for code, button in self.buttons.items():
            button.setChecked(code in (value or ()))

    @property
    def typed(self) -> str:
        return "\n".join(self.value())

    def retype(self, text: str) -> None:
        self.put(text.split("\n"))


class YesNo(Input):
    """Two buttons side by side."""

    def __init__(self, yes: str = "", no: str = "") -> None:
        super().__init__()
        self._value: bool | None = None
        self.body.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(sizes().gap)
        self.yes = self._button(yes or _("Có"), on=True)
        self.no = self._button(no or _("Không"), on=False)
        line.addWidget(self.yes)
        line.addWidget(self.no)
        self.body.addLayout(line)
        self.first = self.yes

    def _button(self, words: str, *, on: bool) -> BigButton:
        button = BigButton(words, Looks.TILE, Icon.CHECK if on else Icon.CLOSE)
        button.setCheckable(True)
        button.setMinimumHeight(sizes().high(160))
        button.clicked.connect(lambda: self._on_chosen(on=on))
        return button

    def _on_chosen(self, *, on: bool) -> None:
        self.put(on)
        self.changed.emit()
        self.decided.emit()

    def value(self) -> Any:
        return self._value

    def put(self, value: Any) -> None:
        self._value = value if isinstance(value, bool) else None
        self.yes.setChecked(self._value is True)
        self.no.setChecked(self._value is False)
