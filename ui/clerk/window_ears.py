"""Brings what devices and the link tell, each on a thread of its own, to the GUI thread as signals."""

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk.counter import Counter
from kiosk.counter.link import LinkView
from kiosk.device_ports import PrintState, ReaderEvent
from kiosk.scan_ports import ScanTrouble

_LOOKS_MS = 5000


class Ears(QObject):
    """Connect first, then `listen`: every port tells its present state at once."""

    link_told = Signal(object)         # LinkView
    link_changed = Signal()
    reader_told = Signal(object)       # ReaderEvent
    scanner_told = Signal(object)      # ScanTrouble or None
    printer_told = Signal(object)      # PrintState or None
    _heard = Signal(object, object)    # which of the above, what: the step from thread to thread

    def __init__(self, counter: Counter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)
        self._view: LinkView | None = None
        self._looks = QTimer(self)
        self._looks.setInterval(_LOOKS_MS)
        self._looks.timeout.connect(self._look)

    def listen(self, *, devices: bool = True) -> None:
        self._counter.link.watch(self._hear_link)
        self._counter.link.changed(self._hear_change)
        if devices:
            self._counter.reader.watch(self._hear_reader)
            self._counter.scanner.state(self._hear_scanner)
            self._counter.printer.state(self._hear_printer)

    # ---- on whatever thread ----

    def _hear_link(self, view: LinkView) -> None:
        self._hear("link_told", view)

    def _hear_change(self) -> None:
        self._hear("link_changed", None)

    def _hear_reader(self, event: ReaderEvent) -> None:
        self._hear("reader_told", event)

    def _hear_scanner(self, trouble: ScanTrouble | None) -> None:
        self._hear("scanner_told", trouble)

    def _hear_printer(self, state: PrintState | None) -> None:
        self._hear("printer_told", state)

    def _hear(self, signal: str, what: object) -> None:
        if shiboken6.isValid(self):
            self._heard.emit(signal, what)

    # ---- on the GUI thread ----

    def _look(self) -> None:
        """An answer that does not come tells nothing: whoever shows the link looks at the clock."""
        if self._view is not None:
            self.link_told.emit(self._view)

    def _on_heard(self, signal: str, what: object) -> None:
        if signal == "link_told" and isinstance(what, LinkView):
            self._view = what
            self._looks.start() if what.heard else self._looks.stop()
        if signal == "link_changed":
            self.link_changed.emit()
        else:
            getattr(self, signal).emit(what)
