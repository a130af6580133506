"""Words: names, addresses, sentences, numbers with letters, e-mail."""

from typing import Any

from kiosk.text import clean
from kiosk.words import _
from ui.selfservice.filing.inputs.input import PadInput
from ui.selfservice.sizes import sizes
from ui.selfservice.typing_pad import TypedLine, Typing, TypingPad
from ui.widgets.text import Role, Text

_TELEX = (Typing.NAME, Typing.SENTENCE)


class WordsInput(PadInput):
    """A line that grows with what is typed, over the keyboard."""

    def __init__(self, typing: Typing, *, secret: bool = False) -> None:
        super().__init__()
        self.line = TypedLine(_("Chạm vào các phím để gõ"), longest=400)
        self.line.setMinimumHeight(sizes().high(96))
        self.body.addWidget(self.line)
        if typing in _TELEX:
            how = _("Gõ dấu: aa thành â, dd thành đ, uw thành ư; s sắc, f huyền, r hỏi, x ngã, j nặng.")
            self.body.addWidget(Text(how, Role.HINT))
        self.body.addStretch(1)
        self.pad: TypingPad = TypingPad(typing=typing, secret=secret)
        self.pad.edited.connect(self._on_edited)
        self.body.addWidget(self.pad)
        self.first = self.pad.keys["1" if typing is Typing.NUMBER else "Q"]

    def _on_edited(self, text: str) -> None:
        self.line.say(text)
        self.changed.emit()

    def value(self) -> Any:
        return clean(self.pad.text)

    def put(self, value: Any) -> None:
        self.pad.put(str(value or ""))
