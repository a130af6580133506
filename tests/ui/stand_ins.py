"""Screens that only remember what they were asked, for tests of the window around them."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kiosk.counter import Counter
from kiosk.officers import Officer
from kiosk.procedures import Procedure
from kiosk.store.drafts import Draft
from ui.clerk.desk import DeskScreen
from ui.clerk.settings import SettingsScreen
from ui.clerk.window_screens import Makers, Screens
from ui.tasks import Lane, Tasks


class Remembering(QWidget):
    """Every call to a name in `CALLS` is kept."""

    CALLS: tuple[str, ...] = ()

    def __init__(self, counter: Counter, tasks: Tasks, _folder: Path | None = None) -> None:
        super().__init__()
        self.counter, self.tasks = counter, tasks
        self.asked: list[tuple[Any, ...]] = []
        QVBoxLayout(self).addWidget(QLabel(type(self).__name__))
        for name in self.CALLS:
            setattr(self, name, lambda *values, name=name: self.asked.append((name, *values)))


class FakeIntake(Remembering):
    received, capture_wanted, card_wanted, receipt_wanted = Signal(object), Signal(str), Signal(), Signal()
    CALLS = ("set_officer", "restore", "start", "open", "take_card", "park")
    form: "FakeForm | None" = None
    unsaved = refused = False

    def current(self) -> "FakeForm | None":
        return self.form

    def screen_of(self, draft: str) -> "FakeForm | None":
        return self.form if self.form is not None and self.form.draft().id == draft else None

    def flush(self) -> None:
        self.asked.append(("flush",))
        if self.form is not None:
            draft = self.form.draft()
            self.tasks.run(lambda _progress: self.counter.intakes.save(draft), lambda _draft: None, lambda _problem: None,
                           Lane.WRITER, self)  # fmt: skip


class FakeForm:
    """A form in hand, with what was typed in it."""

    def __init__(self, draft: Draft, procedure: Procedure) -> None:
        self._draft, self.procedure, self.reloaded = draft, procedure, 0

    def draft(self) -> Draft:
        return self._draft

    def reload_pages(self) -> None:
        self.reloaded += 1


class FakeScans(QObject):
    found = Signal(str, int)


class FakeWait:
    def of(self, officer: Officer) -> None:
        """Nothing is remembered here."""


class FakeCapture(Remembering):
    closed, pages_changed = Signal(), Signal(str)
    card_found, dossier_found, paper_shown = Signal(str, object), Signal(str), Signal(str, str, bool)
    reminded = Signal(str)
    CALLS = ("open", "scan_next")

    def __init__(self, counter: Counter, tasks: Tasks, folder: Path | None = None) -> None:
        super().__init__(counter, tasks, folder)
        self.scans, self.wait = FakeScans(self), FakeWait()


class FakeReceipt(Remembering):
    closed, paper_chosen, given = Signal(), Signal(str), Signal(str)
    another_wanted, enter_wanted, sign_wanted = Signal(object), Signal(str), Signal()
    CALLS = ("show_received", "show_again", "set_paper", "set_print_at_once")


class FakeLookUp(Remembering):
    receipt_wanted, enter_wanted, correct_wanted, compare_wanted = Signal(str), Signal(str), Signal(str), Signal(str)
    CALLS = ("set_officer", "open", "focus_search", "search_for", "refresh")


class FakeOutbox(Remembering):
    dossier_opened, compare_wanted = Signal(str), Signal(str)
    CALLS = ("set_officer", "refresh")


class FakeCard(Remembering):
    accepted, closed, declined = Signal(object, object), Signal(), Signal()
    CALLS = ("start_reading", "forget", "set_aside", "come_back")
    is_aside = False


class FakeExpress(Remembering):
    certified, receipt_wanted, ledger_wanted = Signal(object), Signal(object), Signal()
    CALLS = ("set_officer",)


class FakeRegister(Remembering):
    dossier_opened, compare_wanted = Signal(str), Signal(str)
    CALLS = ("set_officer", "refresh")


class FakeTill(Remembering):
    dossier_opened = Signal(str)
    CALLS = ("set_officer", "refresh", "count_next")


class FakeHandBack(Remembering):
    dossier_opened, handed = Signal(str), Signal(object)
    CALLS = ("set_officer", "refresh")


class FakeClosing(Remembering):
    dossier_opened, draft_opened = Signal(str), Signal(str)
    count_wanted, hand_back_wanted, left = Signal(), Signal(), Signal()
    CALLS = ("set_officer", "refresh")


class FakeLedger(Remembering):
    dossier_opened, closed = Signal(str), Signal()
    CALLS = ("set_officer", "refresh")


class FakeSigning(Remembering):
    signed, left = Signal(), Signal()
    dossier_opened = Signal(str)
    CALLS = ("set_officer", "refresh", "open")


def stand_ins(counter: Counter, tasks: Tasks) -> Screens:
    settings = partial(SettingsScreen, folder=Path("data"))
    fakes = (
        FakeIntake, FakeCapture, FakeReceipt, FakeLookUp, FakeOutbox, settings, FakeCard, FakeExpress, FakeLedger,
        FakeTill, FakeHandBack, FakeRegister, FakeClosing, FakeSigning,
    )  # fmt: skip
    return Screens(Makers(partial(DeskScreen, counter, tasks), *(partial(fake, counter, tasks) for fake in fakes)))
