"""Checks a form being filled in, off the window's thread, a moment after the last key; the newest answer alone counts."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.counter.intakes import Intakes, Quote
from kiosk.form_problems import FormProblem
from kiosk.intake import Intake
from kiosk.problems import Problem
from kiosk.store.drafts import Draft
from ui.tasks import Tasks

_AFTER_MS = 350                        # after the last key
_Checked = tuple[int, Intake, tuple[FormProblem, ...], Quote]


class Checking(QObject):
    """`collect` gives the form as it stands."""

    checked = Signal(object, object, object)       # Intake, its problems, Quote
    failed = Signal(object)                        # Problem

    def __init__(self, tasks: Tasks, intakes: Intakes, collect: Callable[[], Draft], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._intakes, self._collect = tasks, intakes, collect
        self._asked = self._answered = 0
        self._awaited = 0              # the check that is the first to know the newest change
        self._changed = self._over = False
        self._then: list[Callable[[], None]] = []
        self._soon = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._soon.timeout.connect(self.now)

    def change(self) -> None:
        """The form is another now. What waited for an answer waited for the form as it was."""
        self._changed = True
        self._then.clear()

    def later(self) -> None:
        self._soon.start()

    def now(self) -> None:
        if self._over:
            return
        self._soon.stop()
        self._asked += 1
        if self._changed:
            self._changed, self._awaited = False, self._asked
        number, draft, intakes = self._asked, self._collect(), self._intakes
        self._tasks.run(
            lambda _progress: (number, draft.intake, intakes.problems(draft), intakes.quote(draft)),
            self._on_checked, partial(self._on_failed, number),
        )  # fmt: skip

    def then(self, do: Callable[[], None]) -> None:
        """Calls `do` when every change is checked: at once if it is, not at all if somebody goes on typing."""
        if self._changed:
            self.now()
        if self._answered >= self._awaited:
            do()
        else:
            self._then.append(do)

    def learned(self) -> None:
        """The form as it stands was checked elsewhere: receiving it was refused."""
        self._changed, self._awaited = False, self._answered

    def rest(self) -> None:
        """Out of sight."""
        self._then.clear()
        self._soon.stop()

    def stop(self) -> None:
        """The draft is no draft any more."""
        self._over = True
        self.rest()

    def _on_checked(self, checked: _Checked) -> None:
        number, intake, problems, quote = checked
        if number != self._asked or self._over:
            return
        self._answered = number
        self.checked.emit(intake, problems, quote)
        waiting, self._then = self._then, []
        for do in waiting:
            do()

    def _on_failed(self, number: int, problem: Problem) -> None:
        if number == self._asked:
            self._answered = number
            self._then.clear()
        self.failed.emit(problem)
