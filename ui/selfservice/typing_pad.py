"""The kiosk's own keyboard: words in Telex, or the letters and figures of a number."""

import re
from enum import StrEnum

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.telex import typed
from kiosk.words import N_, _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.pad import Pad
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.theme.style import look, restyle
from ui.widgets.text import Role, Text

LONGEST = 2_000                        # a receipt's code is typed by a reader: some 600 characters
_ROWS = ("1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
_CALLED = {
    "-": N_("Dấu gạch"), ".": N_("Dấu chấm"), ",": N_("Dấu phẩy"), "/": N_("Gạch chéo"), "'": N_("Dấu nháy"),
    "@": N_("A còng"), "_": N_("Gạch dưới"),
}  # fmt: skip
_BETWEEN_KEYS = 4
_BEGINNING = re.compile(r"(?:^|(?<=[\s\-'’]))[^\W\d_]")


class Typing(StrEnum):
    """What is typed, which decides capitals, Telex and signs."""

    SEARCH = "search"                  # words, small
    NUMBER = "number"                  # letters and figures of a number, capitals, no blanks
    NAME = "name"                      # every word begins with a capital
    SENTENCE = "sentence"              # the first word does
    ADDRESS = "address"                # of e-mail: no Telex, no capitals, no blanks


_SIGNS = {Typing.SEARCH: "", Typing.NUMBER: "-./", Typing.NAME: "-'", Typing.SENTENCE: ",.-/", Typing.ADDRESS: "@._-"}
_NO_BLANKS = (Typing.NUMBER, Typing.ADDRESS)
_SHOWN = 60                            # of a long code only the end


class TypedLine(Text):
    """What was typed so far. `empty` stands there until something was."""

    def __init__(self, empty: str, longest: int = _SHOWN) -> None:
        """`longest`: of what was typed, only so much of its end is shown."""
        super().__init__(empty, Role.HEADING)
        self._empty, self._longest, self.typed = empty, longest, ""
        now = look()
        self.setStyleSheet(
            f"QLabel {{ background: {now.tokens.surface}; border: 3px solid {now.tokens.border};"
            "border-radius: 8px; padding: 12px; }"
            f'QLabel[empty="true"] {{ color: {now.tokens.text2}; font-weight: 400; }}'
        )
        self.setProperty("empty", True)
        self.setMinimumHeight(sizes().target)

    def say(self, text: str) -> None:
        self.typed = text
        self.setText(text[-self._longest:] if text else self._empty)
        if self.property("empty") is not (not text):       # the invitation must not pass for something typed
            self.setProperty("empty", not text)
            restyle(self)


class TypingPad(Pad):
    """`numbers` is short for typing a number, its absence for searching."""

    def __init__(
        self, text: str = "", *, numbers: bool = False, typing: Typing | None = None, secret: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(text, secret=secret, parent=parent)
        self._typing = typing or (Typing.NUMBER if numbers else Typing.SEARCH)
        self.keys = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(_BETWEEN_KEYS)
        rows = [*_ROWS[:-1], _ROWS[-1] + _SIGNS[self._typing]]
        for row in rows:
            line = QGridLayout()
            line.setSpacing(_BETWEEN_KEYS)
            for place, key in enumerate(row):
                line.addWidget(self._key(key, key), 0, place)
                line.setColumnStretch(place, 1)
            outer.addLayout(line)
        outer.addLayout(self._last_row())
        lines = len(rows) + 1
        self.setMinimumHeight(lines * sizes().target + (lines - 1) * _BETWEEN_KEYS)

    def _last_row(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(_BETWEEN_KEYS)
        clear = BigButton(_("Xóa hết"), Looks.KEY)
        clear.clicked.connect(lambda: self.put(""))
        self.clear_key = clear
        line.addWidget(clear, 2)
        if self._typing not in _NO_BLANKS:
            line.addWidget(self._key(" ", _("Dấu cách")), 4)
        if self._typing is Typing.SENTENCE:
            self.capital = BigButton(_("Viết hoa"), Looks.KEY)
            self.capital.setCheckable(True)
            line.addWidget(self.capital, 2)
        back = BigButton(_("Xóa"), Looks.KEY, Icon.BACK)
        back.clicked.connect(self.erase)
        self.erase_key = back
        line.addWidget(back, 2)
        return line

    def _key(self, key: str, text: str) -> BigButton:
        button = BigButton(text, Looks.KEY)
        button.setAccessibleName(_(_CALLED.get(key, text)))
        button.clicked.connect(lambda: self.press(key))
        self.keys[key] = button
        return button

    def press(self, key: str) -> None:
        if len(self.text) >= LONGEST:
            return
        match self._typing:
            case Typing.NUMBER:
                self.put(self.text + key.upper().strip())
            case Typing.ADDRESS:
                self.put(self.text + key.lower().strip())
            case Typing.SEARCH:
                self.put(typed(self.text, key.lower()))
            case Typing.NAME:
                self.put(capitalised(typed(self.text, key.lower())))
            case Typing.SENTENCE:
                text = typed(self.text, key.upper() if self.capital.isChecked() else key.lower())
                self.capital.setChecked(False)
                self.put(text[:1].upper() + text[1:])


def capitalised(name: str) -> str:
    """Every part of a name with its capital: "H'Bhun Niê Kdăm"."""
    return _BEGINNING.sub(lambda found: found[0].upper(), name)
