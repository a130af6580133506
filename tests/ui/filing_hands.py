"""Hands for tests of filing: a kiosk over a real store, a window, and fingers that answer whatever is asked."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication, QEventLoop, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from commands.still_kiosk import MORNING, kiosk_over, kiosk_store
from kiosk.device_ports import PrintJob, PrintState
from kiosk.moments import FixedClock
from kiosk.selfservice.invented_answers import an_answer
from kiosk.settings import DEMO, Settings
from kiosk.store import Store
from ui.selfservice.big_button import BigButton
from ui.selfservice.filing.inputs.choices import OneOf, YesNo
from ui.selfservice.filing.inputs.from_many import FromMany
from ui.selfservice.filing.question import QuestionPage
from ui.selfservice.window import KioskWindow
from ui.shots import put_away, settle
from ui.tasks import Tasks

_ROUNDS = 3


class HeldPrinter:
    """A `Printer` that prints at once, or does not."""

    name = "giữ"

    def __init__(self) -> None:
        self.jobs: list[PrintJob] = []
        self.stands: PrintState | None = None

    def print(self, job: PrintJob, told: Callable[[PrintState], None]) -> None:
        self.jobs.append(job)
        told(PrintState.PRINTED)

    def state(self, told: Callable[[PrintState | None], None]) -> None:
        told(self.stands)

    def close(self) -> None: ...


@dataclass
class Hall:
    """One kiosk and who stands before it."""

    window: KioskWindow
    tasks: Tasks
    store: Store
    printer: HeldPrinter
    asked: list[str] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def page(self) -> Any:
        return self.window.page

    def settle(self) -> None:
        """Until nothing is on its way; the frame's own timers do not count."""
        quiet = 0
        while quiet < _ROUNDS:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
            quiet = 0 if self.tasks.running else quiet + 1

    def touch(self, button: BigButton) -> None:
        assert button.isVisible(), button.text()
        assert button.isEnabled(), button.text()
        if _is_scrolled(button):           # the scroller asks the screen what lies there, and this one is smaller than a kiosk's
            button.click()
        else:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
        self.settle()

    def forward(self) -> None:
        self.touch(self.window.forward_button)

    def back(self) -> None:
        self.touch(self.window.back_button)

    def leave(self) -> None:
        self.touch(self.window.end_button)

    def texts(self) -> str:
        shown: list[QWidget] = [*self.window.findChildren(QLabel), *self.window.findChildren(BigButton)]
        return "\n".join(one.text() for one in shown if one.isVisible())

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(self.window, letter)
        self.settle()

    def answer(self, value: Any) -> None:
        """Gives it to the page, then goes on where the page does not by itself."""
        page = self.page
        assert isinstance(page, QuestionPage)
        self.asked.append(page.ask.id)
        given = page.input
        if isinstance(given, YesNo):
            self.touch(given.yes if value else given.no)
        elif isinstance(given, OneOf):
            self.touch(given.buttons[value])
        elif isinstance(given, FromMany):
            given.pad.put("" if value in given.buttons else self._name_of(given, value))
            self.touch(given.buttons[value])
        else:
            given.put(value)
            self.settle()
            self.forward()

    def _name_of(self, given: FromMany, code: str) -> str:
        return next(name for choice, name in given._choices if choice.code == code)

    def answer_all(self) -> None:
        """Until there is no question any more; `answers` by path, else something that can be."""
        while isinstance(self.page, QuestionPage):
            before = self.page.ask
            self.answer(self.answers.get(before.id, an_answer(before)))
            if isinstance(self.page, QuestionPage) and self.page.ask.id == before.id:
                assert self.page.notice.isVisible(), before.id     # a doubt was told: said again
                self.forward()
                assert not (isinstance(self.page, QuestionPage) and self.page.ask.id == before.id), self.texts()


@contextmanager
def hall(folder: Path, tasks: Tasks, devices: Mapping[str, Any] | None = None, **settings: Any) -> Iterator[Hall]:
    """`devices`: what else this kiosk has, by its name there."""
    with kiosk_store(folder, FixedClock(MORNING)) as store:
        printer = HeldPrinter()
        kiosk = replace(kiosk_over(store, replace_settings(settings), printer), **(devices or {}))
        window = KioskWindow(kiosk, tasks)
        window.show()
        window.activateWindow()
        settle(window, tasks)
        yield Hall(window, tasks, store, printer)
        window.end()
        put_away(window)


def replace_settings(changed: dict[str, Any]) -> Settings:
    return msgspec.structs.replace(DEMO, **changed)


def _is_scrolled(button: QWidget) -> bool:
    above = button.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above is not None
