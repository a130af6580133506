"""Prints the till's papers through the counter's printer: drawn in a worker, sent as a job of its own."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from kiosk.counter import Counter
from kiosk.officers import Officer
from kiosk.words import _
from kiosk.work import Progress
from ui.clerk.receipt_job import ReceiptJob
from ui.tasks import Tasks


class SlipPrinter(QObject):
    """Every copy a slip has lies in its PDF. What the printer says of the last one is told."""

    told = Signal(object)              # PrintState
    failed = Signal(object)            # Problem

    def __init__(self, counter: Counter, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counter, self._tasks = counter, tasks
        self._job = ReceiptJob(counter.printer, self)
        self._job.told.connect(self.told)

    def print_of(self, dossier: str) -> None:
        """The slip of what was taken for a dossier just received; nothing where nothing was."""
        self._draw(_("Phiếu thu tạm"), partial(_of_dossier, self._counter, dossier))

    def print_slip(self, payment: str) -> None:
        """The slip of one payment, by its id."""
        self._draw(_("Phiếu thu tạm"), partial(_slip, self._counter, payment))

    def print_drawer(self, drawer: str, officer: Officer) -> None:
        """The closing of a drawer."""
        self._draw(_("Kiểm đếm ngăn tiền"), partial(_closing, self._counter, drawer, officer))

    def _draw(self, title: str, work: partial[bytes]) -> None:
        self._tasks.run(work, partial(self._send, title), self.failed.emit, owner=self)

    def _send(self, title: str, pdf: bytes) -> None:
        if pdf:
            self._job.forget()
            self._job.send(title, pdf, 1)


# ---- in a worker ----


def _of_dossier(counter: Counter, dossier: str, _progress: Progress) -> bytes:
    taken = counter.till.taken_for(dossier)
    return counter.till.slip(taken[-1].id) if taken else b""


def _slip(counter: Counter, payment: str, _progress: Progress) -> bytes:
    return counter.till.slip(payment)


def _closing(counter: Counter, drawer: str, officer: Officer, _progress: Progress) -> bytes:
    return counter.till.closing(drawer, officer)
