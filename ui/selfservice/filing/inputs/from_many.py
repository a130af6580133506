"""One of many (provinces, communes, countries): a few letters bring it up, the likely ones stand there before any is typed."""

from collections.abc import Sequence
from typing import Any

from kiosk.procedures import Choice
from kiosk.text import fold
from kiosk.words import _
from ui.selfservice.big_button import BigButton
from ui.selfservice.filing.inputs.choices import choice_button
from ui.selfservice.filing.inputs.input import PadInput
from ui.selfservice.page import LongList
from ui.selfservice.sizes import sizes
from ui.selfservice.typing_pad import TypedLine, Typing, TypingPad
from ui.widgets.text import Role, Text

_SHOWN = 40


class FromMany(PadInput):
    """A touch answers and goes on. `choices` in the order of likelihood."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._choices = [(choice, fold(choice.label)) for choice in choices]
        self._value = ""
        self._list = LongList(sizes().gap // 2)
        self.buttons: dict[str, BigButton] = {}
        self.body.addWidget(self._list, 1)
        self.line = TypedLine(_("Gõ vài chữ để tìm"))
        self.body.addWidget(self.line)
        self.pad: TypingPad = TypingPad(typing=Typing.SEARCH)
        self.pad.edited.connect(self._on_edited)
        self.body.addWidget(self.pad)
        self._show()
        self.first = self.pad.keys["Q"]

    def _on_edited(self, text: str) -> None:
        self.line.say(text)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self._list.clear()
        self._list.lines.addStretch(1)     # what is found stands next to what was typed
        self.buttons = {}
        for choice in self._found():
            button = choice_button(choice)
            button.setChecked(choice.code == self._value)
            button.clicked.connect(lambda _on=False, code=choice.code: self._on_chosen(code))
            self.buttons[choice.code] = button
            self._list.lines.addWidget(button)
        if not self.buttons:
            self._list.lines.addWidget(Text(_("Chưa thấy tên nào có chữ ấy. Hãy bớt chữ."), Role.STRONG))

    def _found(self) -> list[Choice]:
        """Those that begin with the words first; the chosen one before all."""
        wanted = fold(self.pad.text).strip()
        hits = [(choice, name) for choice, name in self._choices if wanted in name]
        words = [choice for choice, name in hits if any(part.startswith(wanted) for part in _tails(name))]
        rest = [choice for choice, _name in hits if choice not in words]
        found = [*words, *rest] if wanted else [choice for choice, _name in hits]
        found.sort(key=lambda choice: choice.code != self._value)
        return found[:_SHOWN]

    def _on_chosen(self, code: str) -> None:
        self.put(code)
        self.changed.emit()
        self.decided.emit()

    def value(self) -> Any:
        """What was touched; else the one name the letters typed leave."""
        if not self.pad.text.strip() or self._value in self.buttons:
            return self._value
        return next(iter(self.buttons)) if len(self.buttons) == 1 else ""

    @property
    def unfinished(self) -> str:
        typed = bool(self.pad.text.strip())
        return _("Xin chạm vào một tên trong danh sách, hoặc xóa chữ đã gõ.") if typed and not self.value() else ""

    def put(self, value: Any) -> None:
        self._value = str(value or "")
        self._show()


def _tails(name: str) -> list[str]:
    words = name.split()
    return [" ".join(words[start:]) for start in range(len(words))]
