"""The 12-digit personal number, shown in threes as it is typed. Anything else typed stays to be seen and corrected."""

from kiosk.people import NotAPersonalId, PersonalId
from ui.widgets.text_fields import TextField

_LENGTH = 12
_MARKS = " .-\u00a0"


class IdField(TextField):
    """Takes the number however it is written or pasted; its value is the bare digits."""

    def __init__(self, label: str, *, hint: str = "", required: bool = False) -> None:
        super().__init__(label, hint=hint, required=required)
        self.line.textEdited.connect(self._on_digits)

    def value(self) -> object:
        return _bare(self.line.text())

    def set_value(self, value: object) -> None:
        self._show(grouped(_bare(value)) if isinstance(value, str) else "")

    def personal_id(self) -> PersonalId | None:
        """The number, once it is one."""
        try:
            return PersonalId.parse(self.line.text())
        except NotAPersonalId:
            return None

    def _on_digits(self, text: str) -> None:
        """Groups the digits and keeps the cursor behind the same digit. A text with letters in it is left alone."""
        bare = _bare(text)
        if not (bare.isascii() and bare.isdigit()) or grouped(bare) == text:
            return
        before = len(_bare(text[: self.line.cursorPosition()]))
        self.line.setText(grouped(bare))
        self.line.setCursorPosition(_place(before))

    def _tidied(self, text: str) -> str:
        return grouped(_bare(text))


class PaperNumberField(TextField):
    """The number of whatever paper: twelve digits are shown in threes like a personal number, all else as it was typed."""

    def value(self) -> object:
        text = self.line.text()
        return _bare(text) if _is_personal(text) else super().value()

    def set_value(self, value: object) -> None:
        super().set_value(self._tidied(value) if isinstance(value, str) else value)

    def _tidied(self, text: str) -> str:
        return grouped(_bare(text)) if _is_personal(text) else super()._tidied(text)


def _is_personal(text: str) -> bool:
    bare = _bare(text)
    return len(bare) == _LENGTH and bare.isascii() and bare.isdigit()


def grouped(digits: str) -> str:
    """ "079192001234" -> "079 192 001 234"; what is no row of digits stays as it is."""
    if not (digits.isascii() and digits.isdigit()) or len(digits) > _LENGTH:
        return digits
    return " ".join(digits[start : start + 3] for start in range(0, len(digits), 3))


def _bare(text: str) -> str:
    return "".join(char for char in text if char not in _MARKS).strip()


def _place(digits: int) -> int:
    return digits + max(digits - 1, 0) // 3
