"""The kiosk's own keyboard: words in Telex, or the letters and figures of a number. Keys of a real keyboard, or of a code reader
that types, go the same way."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.telex import typed
from kiosk.words import N_, _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.text import Role, Text

LONGEST = 2_000                        # a receipt's code is typed by a reader: some 600 characters
_ROWS = ("1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
_CALLED = {"-": N_("Dấu gạch"), ".": N_("Dấu chấm")}
_BETWEEN_KEYS = 4
_SHOWN = 60                            # of a long code only the end


class TypedLine(Text):
    """What was typed so far. `empty` stands there until something was."""

    def __init__(self, empty: str) -> None:
        super().__init__(empty, Role.HEADING)
        self._empty, self.typed = empty, ""
        now = look()
        self.setStyleSheet(
            f"background: {now.tokens.surface}; border: 3px solid {now.tokens.border}; border-radius: 8px; padding: 12px;"
        )
        self.setMinimumHeight(sizes().target)

    def say(self, text: str) -> None:
        self.typed = text
        self.setText(text[-_SHOWN:] if text else self._empty)


class TypingPad(QWidget):
    """`numbers`: what is typed is a number with capitals, no Telex, no blanks. `secret`: a bystander must not hear which keys are
    looked for."""

    edited = Signal(str)

    def __init__(self, text: str = "", *, numbers: bool, secret: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self._numbers, self.secret = text, numbers, secret
        self.keys: dict[str, BigButton] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(_BETWEEN_KEYS)
        rows = [*_ROWS[:-1], _ROWS[-1] + ("-." if numbers else "")]
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
        if not self._numbers:
            line.addWidget(self._key(" ", _("Dấu cách")), 4)
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

    def all_keys(self) -> tuple[BigButton, ...]:
        return (*self.keys.values(), self.clear_key, self.erase_key)

    def press(self, key: str) -> None:
        """One key. Letters of words are small but for the first: names of procedures need no capitals."""
        if len(self.text) >= LONGEST:
            return
        self.put(self.text + key.upper().strip() if self._numbers else typed(self.text, key.lower()))

    def erase(self) -> None:
        self.put(self.text[:-1])

    def put(self, text: str) -> None:
        if text != self.text:
            self.text = text
            self.edited.emit(text)
