"""Prints the checklist. The button is there only while a printer is ready; what becomes of the sheet is said beside it."""

import uuid
from functools import partial

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.device_ports import PrintJob, PrintState
from kiosk.problems import Problem
from kiosk.selfservice.guides import Guide
from kiosk.words import N_, _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.page import Turn
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.widgets.text import Role, Text

_READY = "ready"
_WORDS = {
    PrintState.PREPARED: N_("Đang in…"),
    PrintState.SENT: N_("Đã gửi tới máy in. Mời Ông/Bà lấy giấy ở khe."),
    PrintState.PRINTED: N_("Đã in. Mời Ông/Bà lấy giấy ở khe."),
    PrintState.OUT_OF_PAPER: N_("Máy in hết giấy. Mời Ông/Bà báo cán bộ tại quầy."),
    PrintState.FAILED: N_("Chưa in được. Mời Ông/Bà hỏi cán bộ tại quầy."),
    PrintState.UNKNOWN: N_("Không rõ đã in chưa. Mời Ông/Bà xem khe giấy."),
}


class PrintButton(QWidget):
    """Hidden until there is something to print and a printer that would."""

    _heard = Signal(str, object)

    def __init__(self, turn: Turn) -> None:
        super().__init__()
        self._turn, self._key = turn, ""
        self._guide: Guide | None = None
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(sizes().gap)
        self.told = Text("", Role.STRONG)
        self.told.hide()
        self.button = BigButton(_("In danh sách này"), Looks.PRIMARY, Icon.PRINTER)
        self.button.clicked.connect(self._draw)
        lines.addWidget(self.told)
        lines.addWidget(self.button)
        self.hide()
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    def offer(self, guide: Guide) -> None:
        self._guide = guide
        printer = self._turn.kiosk.printer
        if printer is not None and self._turn.kiosk.draw_guide is not None:
            printer.state(partial(self._hear, _READY))

    def _draw(self) -> None:
        """Once a page: a stack of the same sheets is a child's play."""
        draw, guide = self._turn.kiosk.draw_guide, self._guide
        if draw is None or guide is None:
            return
        now = self._turn.kiosk.clock.now_ms()
        self.button.hide()
        self._say(PrintState.PREPARED)
        self._turn.tasks.run(lambda _progress: draw(guide, now), self._send, self._on_failed, owner=self)

    def _send(self, pdf: bytes) -> None:
        printer = self._turn.kiosk.printer
        if printer is not None and self._guide is not None:
            self._key = f"guide-{uuid.uuid4()}"
            printer.print(PrintJob(self._key, self._guide.name, pdf), partial(self._hear, self._key))

    def _on_failed(self, _problem: Problem) -> None:
        self._say(PrintState.FAILED)

    def _hear(self, key: str, state: PrintState | None) -> None:
        if shiboken6.isValid(self):
            self._heard.emit(key, state)

    def _on_heard(self, key: str, state: PrintState | None) -> None:
        if key == _READY:
            if not self._key:
                self.setVisible(state is None)
        elif key == self._key and state is not None:
            self._say(state)

    def _say(self, state: PrintState) -> None:
        self.told.setText(_(_WORDS[state]))
        self.told.show()
