"""Whether F7 waits for paper: as the officer left it, else as the counter's settings say."""

from functools import partial

from PySide6.QtCore import QObject

from kiosk.counter import SignIn
from kiosk.officers import Officer
from kiosk.work import Progress
from ui.tasks import Lane, Tasks
from ui.widgets.wrapped import CheckBox

_NAME, _YES, _NO = "wait_for_paper", "yes", "no"


class WaitRemembered(QObject):
    """Nothing hangs on it: where the disk refuses, the tick is only forgotten."""

    def __init__(self, tick: CheckBox, sign_in: SignIn, tasks: Tasks, *, otherwise: bool) -> None:
        super().__init__(tick)
        self._tick, self._sign_in, self._tasks, self._officer = tick, sign_in, tasks, ""
        self._touched = False
        tick.setChecked(otherwise)
        tick.clicked.connect(self._on_clicked)

    def of(self, officer: Officer) -> None:
        self._officer = officer.id
        otherwise = _YES if self._tick.isChecked() else _NO
        read = partial(self._sign_in.preference, officer.id, _NAME, otherwise)
        self._tasks.run(lambda _progress: read(), self._on_read, lambda _problem: None, owner=self)

    def _on_read(self, said: str) -> None:
        if not self._touched:              # somebody was quicker than the disk
            self._tick.setChecked(said == _YES)

    def _on_clicked(self, on: bool) -> None:
        self._touched = True
        if self._officer:
            keep = partial(_keep, self._sign_in, self._officer, on)
            self._tasks.run(keep, lambda _none: None, lambda _problem: None, Lane.WRITER, self)


def _keep(sign_in: SignIn, officer: str, on: bool, _progress: Progress) -> None:
    sign_in.prefer(officer, _NAME, _YES if on else _NO)
