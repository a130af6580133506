"""The line at the foot of the window: every device in words, and beside it what still works when one does not."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kiosk.device_ports import PrintState, ReaderEvent
from kiosk.number_outlook import NumberOutlook
from kiosk.scan_ports import ScanTrouble
from kiosk.words import _
from ui.clerk.header import Elided
from ui.clerk.words_of_numbers import foot_said
from ui.messages import Said, printer_said, reader_said, scanner_said
from ui.shortcuts import Action, shortcut_of
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button, Kind
from ui.widgets.device_line import DeviceLine
from ui.widgets.text import IconLabel

_LARGEST_FOR_SENTENCES = 150           # larger letters leave room for states only; the sentence is in the tool tip
_ORDER = ("printer", "scanner", "reader")      # the printer first: a citizen waits for its paper


class StatusLine(QFrame):
    """Card reader, scanner, printer, and the official numbers left. `shortcuts` is the button that opens the sheet of keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        measures = look().measures
        self.reader = DeviceLine(_("Đầu đọc thẻ"), Icon.CARD)
        self.scanner = DeviceLine(_("Máy quét"), Icon.SCAN)
        self.printer = DeviceLine(_("Máy in"), Icon.PRINTER)
        self.shortcuts = Button(shortcut_of(Action.SHORTCUTS).key_text(), Kind.QUIET, Icon.KEYBOARD)
        self.shortcuts.setAccessibleName(_("Bảng phím tắt"))
        self.shortcuts.setToolTip(_("Bảng phím tắt"))
        self.numbers = DeviceLine(_("Số chính thức"), Icon.LIST)
        self.numbers.hide()
        self._lines = {"reader": self.reader, "scanner": self.scanner, "printer": self.printer}
        self._said = {"reader": Said(""), "scanner": Said(""), "printer": Said("")}
        self._sign = IconLabel(Icon.WARNING, Tone.WARNING, measures.px(15))
        self._sentence = Elided("", measures.hint, colour="warning")
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.wide, 1, measures.near, 1)
        row.setSpacing(measures.wide)
        for line in (self.reader, self.scanner, self.printer, self.numbers):
            row.addWidget(line)
        beside = QHBoxLayout()
        beside.setSpacing(measures.px(6))
        beside.addWidget(self._sign)
        beside.addWidget(self._sentence, 1)
        row.addLayout(beside, 1)
        row.addWidget(self.shortcuts)
        self._sign.hide()

    def sentence(self) -> str:
        """What stands beside the devices now."""
        return next((said.instead for said in self._order() if said.instead), "")

    def show_reader(self, event: ReaderEvent) -> None:
        self._show("reader", self.reader, reader_said(event.state))

    def show_scanner(self, trouble: ScanTrouble | None) -> None:
        self._show("scanner", self.scanner, scanner_said(trouble))

    def show_printer(self, state: PrintState | None) -> None:
        self._show("printer", self.printer, printer_said(state))

    def show_numbers(self, outlook: NumberOutlook | None) -> None:
        """Only where numbers are granted ahead is there anything to say."""
        granted = outlook is not None and outlook.granted
        if outlook is not None and granted:
            said = foot_said(outlook)
            self.numbers.show_state(said.text, said.tone)
            self.numbers.setToolTip(said.instead)
            self.numbers.setAccessibleDescription(said.instead)
            self.numbers.adjustSize()
        self.numbers.setVisible(granted)

    def _order(self) -> tuple[Said, ...]:
        return tuple(self._said[name] for name in _ORDER)

    def _show(self, which: str, line: DeviceLine, said: Said) -> None:
        self._said[which] = said
        line.show_state(said.text, said.tone)
        line.setToolTip(said.instead)
        line.setAccessibleDescription(said.instead)
        line.adjustSize()
        text = self.sentence() if look().scale <= _LARGEST_FOR_SENTENCES else ""
        self._sentence.say(text)
        self._sign.setVisible(bool(text))
        told = next((name for name in _ORDER if self._said[name].instead), "") if text else ""
        for name, device in self._lines.items():
            device.setVisible(name != told)            # the sentence names the device and its trouble: once is enough
