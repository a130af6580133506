"""Where the number that opens a chip is typed or scanned. What stands here is forgotten as soon as it is of no more use."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.card_key import CAN_LENGTH, ID_LENGTH, KeyFault, NotAKey, understand
from kiosk.device_ports import CardKey
from kiosk.words import _
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.buttons import Button, Kind
from ui.widgets.text_fields import TextField

_BLANKS = 3                            # between the digits of a number written in threes


class KeyField(TextField):
    """One line. No input method may make letters of what a scanner types, and a complaint does not wait for the cursor to go."""

    def __init__(self) -> None:
        super().__init__(_("Số mở thẻ (sáu số cuối)"))
        self.line.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def complain(self, text: str) -> None:
        self._typing = False
        self.set_error(text)

    def set_hint(self, text: str) -> None:
        self._hint = text
        self._show_note()


class NumberEntry(QWidget):
    """`entered` brings the key that was understood, `again_wanted` that Enter was pressed with nothing typed."""

    entered = Signal(object)           # CardKey
    again_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        measures = look().measures
        self.field = KeyField()
        self.button = Button(f"{_('Đọc thẻ')}   Enter", Kind.PLAIN, Icon.CARD)
        self.button.setAccessibleName(_("Đọc thẻ"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.near)
        column.addWidget(self.field)
        column.addWidget(self.button)
        self.field.line.returnPressed.connect(self._on_enter)
        self.field.left.connect(self._on_left)
        self.field.edited.connect(lambda: self.field.set_error(""))
        self.button.clicked.connect(self._on_enter)
        self._waits = False
        self.ask("", card_waits=False)

    def focus(self) -> None:
        """What stands there is chosen whole: the next key replaces it, an arrow key corrects it."""
        self.field.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.line.selectAll()

    def ask(self, known: str, *, card_waits: bool) -> None:
        """`known`: what is used without typing, in words. Where a card waits, the number is the one next thing."""
        if self._waits is not card_waits:
            self._waits = card_waits
            self.button.set_kind(Kind.PRIMARY if card_waits else Kind.PLAIN)
        self.field.set_hint(known or _("Mã QR cũng được. Hộ chiếu: quét hoặc gõ hai dòng máy đọc, có dấu <."))

    def forget(self) -> None:
        """Also what could be undone: Qt drops that with setText, not with clear."""
        self.field.line.setText("")
        self.field.set_error("")

    @property
    def is_empty(self) -> bool:
        return not self.field.line.text()

    def _on_enter(self) -> None:
        text = self.field.line.text()
        try:
            key = understand(text)
        except NotAKey as wrong:
            if wrong.fault is KeyFault.EMPTY:
                self.again_wanted.emit()
            else:
                self._refuse(wrong.fault)
            return
        self._take(key)

    def _take(self, key: CardKey) -> None:
        """A QR code holds a whole person: only its digits may stay to be corrected."""
        self.field.line.setText(key.can or self.field.line.text())
        self.field.set_error("")
        self.entered.emit(key)

    def _refuse(self, fault: KeyFault) -> None:
        if fault is KeyFault.NOT_A_NUMBER and len(self.field.line.text()) > 2 * CAN_LENGTH:
            self.field.line.setText("")    # whatever was scanned there, it is of no use and may tell of somebody
        self.field.complain(fault.shown())
        if fault is KeyFault.MORE_LINES:
            self.field.line.end(False)     # a scanner goes on with the next line
        else:
            self.focus()

    def _on_left(self) -> None:
        """Some scanners end with Tab."""
        if len(self.field.line.text().strip()) > ID_LENGTH + _BLANKS:
            self._on_enter()


def complain_of_nothing(entry: NumberEntry) -> None:
    """Enter with nothing typed, and no number known."""
    entry.field.complain(KeyFault.EMPTY.shown())
    entry.focus()
