"""One printed receipt: sends it, follows it across the driver's thread, says in words how it stands."""

import uuid
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from kiosk.device_ports import Printer, PrintJob, PrintState
from kiosk.words import N_, _
from ui.theme.tokens import Tone

_WORDS = {
    PrintState.PREPARED: (N_("Đang chuẩn bị in…"), Tone.INFO),
    PrintState.SENT: (N_("Đã gửi tới máy in."), Tone.INFO),
    PrintState.PRINTED: (N_("Đã in."), Tone.SUCCESS),
    PrintState.OUT_OF_PAPER: (N_("Máy in hết giấy: sẽ in khi có giấy."), Tone.WARNING),
    PrintState.FAILED: (N_("Chưa in được. Kiểm tra máy in rồi bấm In lại."), Tone.WARNING),
    PrintState.UNKNOWN: (N_("Không rõ đã in chưa. Xem khay giấy; nếu chưa có thì bấm In lại."), Tone.WARNING),
}
_OBSTACLES = {
    PrintState.OUT_OF_PAPER: N_("hết giấy, sẽ in khi có giấy"),
    PrintState.FAILED: N_("đang lỗi"),
    PrintState.UNKNOWN: N_("không rõ trạng thái"),
}
ON_THE_WAY = frozenset({PrintState.PREPARED, PrintState.SENT, PrintState.OUT_OF_PAPER})
OUT = frozenset({PrintState.SENT, PrintState.PRINTED})


def words_of(state: PrintState) -> tuple[str, Tone]:
    text, tone = _WORDS[state]
    return _(text), tone


def obstacle_words(state: PrintState | None) -> tuple[str, Tone]:
    """What the printer's own line says; None: ready."""
    if state is None:
        return _("sẵn sàng"), Tone.SUCCESS
    if state in _OBSTACLES:
        return _(_OBSTACLES[state]), Tone.WARNING
    return _("đang in"), Tone.INFO


class ReceiptJob(QObject):
    """The last thing sent to the printer. What an earlier one still tells is not heard."""

    told = Signal(object)              # PrintState
    obstacle_told = Signal(object)     # PrintState or None
    _heard = Signal(str, object)

    def __init__(self, printer: Printer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._printer, self._key = printer, ""
        self.state: PrintState | None = None
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    def listen(self) -> None:
        self._printer.state(partial(self._hear, ""))

    def forget(self) -> None:
        """Another receipt is shown."""
        self._key, self.state = "", None

    def send(self, title: str, pdf: bytes, copies: int) -> None:
        """What perhaps came out already keeps its key, so that the printer lets it come out once."""
        if self.state is not PrintState.UNKNOWN or not self._key:
            self._key = f"receipt-{uuid.uuid4()}"
        self._printer.print(PrintJob(self._key, title, pdf, copies), partial(self._hear, self._key))

    def _hear(self, key: str, state: PrintState | None) -> None:
        if shiboken6.isValid(self):
            self._heard.emit(key, state)

    def _on_heard(self, key: str, state: PrintState | None) -> None:
        if not key:
            self.obstacle_told.emit(state)
        elif key == self._key and state is not None:
            self.state = state
            self.told.emit(state)
