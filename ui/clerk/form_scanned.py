"""A card's code that a handheld scanner types into whatever field has the cursor: heard at its end, and the field put back.

The end is Enter or Tab, or the cursor going elsewhere, or, where the scanner sends no key behind the code, a short quiet after
all its parts have come.
"""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit

from kiosk.card_qr import CardQr, read_card_qr
from kiosk.card_qr_damage import Damage
from kiosk.procedures import Provenance
from ui.widgets.field import Field

_QUIET_MS = 300
_SHORTEST = 30                         # letters; anything shorter is typed by people
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class ScannedCodes(QObject):
    """Watches the lines of one form. `came` brings the code and the field it came into, which stands as it was before."""

    came = Signal(object, object)      # CardQr, Field

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._fields: dict[QLineEdit, Field] = {}
        self._before: dict[QLineEdit, tuple[str, Provenance]] = {}     # what stood there when somebody began to type
        self._seen: dict[QLineEdit, str] = {}                          # after the last key
        self._typing: QLineEdit | None = None
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self._on_quiet)

    def watch(self, field: Field) -> None:
        """Once for each field."""
        for part in field.parts():
            if isinstance(part, QLineEdit) and part not in self._fields:
                self._fields[part] = field
                part.installEventFilter(self)
                part.textEdited.connect(self._on_typed)
                part.destroyed.connect(lambda _gone=None, line=part: self._forget(line))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QLineEdit) and watched in self._fields:
            match event.type():
                case QEvent.Type.FocusIn:
                    self._seen.pop(watched, None)
                case QEvent.Type.FocusOut:
                    self._take(watched)
                case QEvent.Type.KeyPress if isinstance(event, QKeyEvent) and event.key() in _ENDS:
                    return self._take(watched) or super().eventFilter(watched, event)
                case QEvent.Type.KeyPress | QEvent.Type.InputMethod if self._seen.get(watched) != watched.text():
                    self._seen[watched] = watched.text()
                    self._before[watched] = watched.text(), self._fields[watched].provenance
        return super().eventFilter(watched, event)

    def _forget(self, line: QLineEdit) -> None:
        self._fields.pop(line, None)
        self._before.pop(line, None)
        self._seen.pop(line, None)
        if self._typing is line:
            self._typing = None

    def _on_typed(self, text: str) -> None:
        line = self.sender()
        if isinstance(line, QLineEdit):
            self._typing = line
            self._seen[line] = line.text()
            whole = _code_in(line) if len(text) >= _SHORTEST else None
            if whole is not None and Damage.CUT_SHORT not in whole.damage:
                self._quiet.start()
            else:
                self._quiet.stop()

    def _on_quiet(self) -> None:
        if self._typing is not None:
            self._take(self._typing)

    def _take(self, line: QLineEdit) -> bool:
        """Whether there was a code."""
        self._quiet.stop()
        code = _code_in(line)
        if code is None:
            return False
        field = self._fields[line]
        left = code.before + line.text()[line.cursorPosition() :]
        text, source = self._before.get(line, ("", Provenance.MANUAL))
        if left.strip():
            field.set_value(left) if len(field.parts()) == 1 else line.setText(left)
        else:
            line.setText(text)
        if line.text() == text:
            field.set_provenance(source)
        self.came.emit(code, field)
        return True


def _code_in(line: QLineEdit) -> CardQr | None:
    """What a scanner typed ends at the cursor."""
    typed = line.text()[: line.cursorPosition()]
    return read_card_qr(typed) if len(typed) >= _SHORTEST else None
