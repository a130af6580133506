"""Files of a result from any screen: opened over it to be looked at and printed, or asked for once more."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kiosk.counter import Counter
from kiosk.officers import Officer
from kiosk.store.results import KeptResult
from kiosk.work import Progress
from ui.clerk.result_dialog import ResultDialog
from ui.tasks import Lane, Tasks


class ResultsOver(QObject):
    """`asked` once the machine will fetch them; `failed` brings the problem."""

    asked = Signal(str)
    failed = Signal(object)

    def __init__(self, counter: Counter, tasks: Tasks, over: QWidget) -> None:
        super().__init__(over)
        self._counter, self._tasks, self._over = counter, tasks, over

    def open(self, kept: Iterable[KeptResult]) -> None:
        """Those that are here."""
        here = [one for one in kept if one.state == "here"]
        if here:
            records, printer = self._counter.records, self._counter.printer
            checker = self._counter.signatures
            ResultDialog(here, records.result, printer, self._tasks, self._over, checker=checker).open()

    def fetch(self, dossier: str, officer: Officer) -> None:
        """An officer wants them here: at the next pass, which begins now."""
        done: Callable[[None], None] = lambda _done: self.asked.emit(dossier)  # noqa: E731
        self._tasks.run(partial(_fetched, self._counter, dossier, officer), done, self.failed.emit, Lane.WRITER, self._over)


# ---- in a worker ----


def _fetched(counter: Counter, dossier: str, officer: Officer, _progress: Progress) -> None:
    counter.records.fetch_results(dossier, officer.id)
    counter.link.send_now()
