"""Prints a paper of the kiosk: a checklist, a slip. The button is there only while a printer is ready; what becomes of the
sheet is said beside it."""

import uuid
from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.device_ports import PrintJob, PrintState
from kiosk.problems import Problem
from kiosk.selfservice.guides import Guide
from kiosk.words import N_, _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.filing.page_notice import PageNotice
from ui.selfservice.page import Turn
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.theme.tokens import Tone

_READY = "ready"
_WORDS = {
    PrintState.PREPARED: N_("Đang in…"),
    PrintState.SENT: N_("Đã gửi tới máy in. Mời Ông/Bà lấy giấy ở khe."),
    PrintState.PRINTED: N_("Đã in. Mời Ông/Bà lấy giấy ở khe."),
    PrintState.OUT_OF_PAPER: N_("Máy in hết giấy. Mời Ông/Bà báo cán bộ tại quầy."),
    PrintState.FAILED: N_("Chưa in được. Mời Ông/Bà hỏi cán bộ tại quầy."),
    PrintState.UNKNOWN: N_("Không rõ đã in chưa. Mời Ông/Bà xem khe giấy."),
}

_TONES = {PrintState.PREPARED: Tone.INFO, PrintState.SENT: Tone.SUCCESS, PrintState.PRINTED: Tone.SUCCESS}


class PrintButton(QWidget):
    """Hidden until there is something to print and a printer that would."""

    settled = Signal(bool)                 # whether it came out, or is on its way
    _heard = Signal(str, object)

    def __init__(self, turn: Turn, words: str = "", *, by_itself: bool = False) -> None:
        """`by_itself`: a ready printer begins without a touch."""
        super().__init__()
        self._turn, self._key, self._by_itself = turn, "", by_itself
        self._draw: Callable[[], bytes] | None = None
        self._title = ""
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(sizes().gap)
        self.told = PageNotice()
        self.button = BigButton(words or _("In danh sách này"), Looks.PLAIN, Icon.PRINTER)
        self.button.clicked.connect(self.start)
        lines.addWidget(self.told)
        lines.addWidget(self.button)
        self.hide()
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    def offer(self, guide: Guide) -> None:
        """The checklist of a procedure."""
        draw, clock = self._turn.kiosk.draw_guide, self._turn.kiosk.clock
        if draw is not None:
            self.offer_paper(guide.name, lambda: draw(guide, clock.now_ms()))

    def offer_paper(self, title: str, draw: Callable[[], bytes]) -> None:
        """`draw` makes the PDF on a worker thread."""
        self._title, self._draw = title, draw
        printer = self._turn.kiosk.printer
        if printer is None:
            self.settled.emit(False)
        else:
            printer.state(partial(self._hear, _READY))

    def start(self) -> None:
        """Once a page: a stack of the same sheets is a child's play."""
        draw = self._draw
        if draw is None or self._key:
            return
        self._key = f"kiosk-{uuid.uuid4()}"
        self.button.hide()
        self.show()
        self._say(PrintState.PREPARED)
        self._turn.tasks.run(lambda _progress: draw(), self._send, self._on_failed, owner=self)

    def _send(self, pdf: bytes) -> None:
        printer = self._turn.kiosk.printer
        if printer is not None:
            printer.print(PrintJob(self._key, self._title, pdf), partial(self._hear, self._key))

    def _on_failed(self, _problem: Problem) -> None:
        self._say(PrintState.FAILED)

    def _hear(self, key: str, state: PrintState | None) -> None:
        if shiboken6.isValid(self):
            self._heard.emit(key, state)

    def _on_heard(self, key: str, state: PrintState | None) -> None:
        if key == _READY:
            if self._key:
                return
            self.setVisible(state is None)
            if state is not None:
                self.settled.emit(False)
            elif self._by_itself:
                self.start()
        elif key == self._key and state is not None:
            self._say(state)

    def _say(self, state: PrintState) -> None:
        self.told.say(_(_WORDS[state]), _TONES.get(state, Tone.WARNING))
        if state is not PrintState.PREPARED:
            self.settled.emit(state in (PrintState.SENT, PrintState.PRINTED))
