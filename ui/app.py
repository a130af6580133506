"""The counter program on the screen: one outer window in which an officer signs in, works, is locked out and comes back.

Windows are built anew when language or text size change; what was being done goes on. Nothing typed is ever asked about at
the end: it is on disk before the window goes.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QStackedLayout, QWidget

from kiosk.counter import Counter
from kiosk.event_log import event_log
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.words import _, speak, spoken
from ui import qt_words
from ui.clerk.sign_in import SignInScreen
from ui.clerk.window import ClerkWindow
from ui.clerk.window_idle import Idle
from ui.clerk.window_makers import build_screens
from ui.clerk.window_ports import Lending
from ui.clerk.window_screens import BuildScreens
from ui.garbage import Garbage
from ui.interrupts import Interrupts
from ui.network_news import NetworkNews
from ui.shortcuts import Action
from ui.tasks import Lane, Tasks
from ui.theme.style import apply
from ui.theme.tokens import TEXT_SCALES, Theme
from ui.unforeseen import Unforeseen

if TYPE_CHECKING:                      # each is loaded when it is built
    from ui.clerk.receipt import ReceiptScreen
    from ui.clerk.settings import SettingsScreen

SWITCH_SECONDS = 0.0005                # measured: key to paint 13 ms instead of 190 with two busy threads
_MACHINE = ""                          # whose preferences are those before anybody signed in
_TITLE_BAR = 40                        # as high as title bars come
_LEAST_WIDTH = 1024                    # of a screen worth filling; a narrower one is scrolled
_ROUNDS = 20                           # a save under way is followed by one more, and a form may still be filling itself


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the window is to look."""

    theme: Theme = Theme.LIGHT
    scale: int = 100
    language: str = "vi"
    placed: str = ""                   # size and place, as Qt writes them
    paper: str = ""                    # on which receipts are printed
    at_once: bool = True               # the receipt is printed as soon as the dossier is received


def prepare(argv: Sequence[str]) -> QApplication:
    """The application with everything a window needs under it, the last net (`Unforeseen`) among its children."""
    sys.setswitchinterval(SWITCH_SECONDS)
    app = QApplication(list(argv))
    app.setApplicationName("mot-cua")
    Garbage(app)
    Unforeseen(app).watch()
    Interrupts(app)
    qt_words.say(app, spoken())
    apply(app, Theme.LIGHT)
    return app


def show_counter(counter: Counter, folder: Path, scans: Path, *, compact: bool = False) -> int:
    """Shows the counter until it is closed; the exit code. `folder` and `scans` as for `build_screens`."""
    app = prepare(sys.argv[:1])
    window = CounterApp(app, counter, partial(build_screens, folder=folder, scans=scans), compact=compact)
    window.show()
    NetworkNews(counter.link.came_up, window)
    code = app.exec()
    window.end()
    return code


class Shell(QWidget):
    """The outer window. It closes when it is told that everything is on disk."""

    close_asked = Signal()

    def __init__(self, *, compact: bool) -> None:
        super().__init__()
        self.setWindowTitle(_("Một cửa"))
        self.room = QStackedLayout(self)
        self.room.setContentsMargins(0, 0, 0, 0)
        self.may_close = False
        self.resize(1366, 700 if compact else 768)

    def fit(self) -> None:
        """On a small screen the window takes all of it: with its title bar its foot would be out of sight."""
        room = self.screen().availableGeometry()
        needed = self.size() + QSize(0, _TITLE_BAR)
        if room.width() >= _LEAST_WIDTH and (needed.width() > room.width() or needed.height() > room.height()):
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.may_close:
            event.accept()
        else:
            event.ignore()
            self.close_asked.emit()


class CounterApp(QObject):
    """Signs in, builds and rebuilds windows, keeps preferences, locks, closes."""

    closed = Signal()

    def __init__(
        self, app: QApplication, counter: Counter, build: BuildScreens, *, wishes: Wishes | None = None,
        compact: bool = False, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._app, self._counter, self._compact, self._build = app, counter, compact, build
        self.wishes, self._given = wishes or Wishes(), wishes is not None
        self.tasks = Tasks(self)
        self._lending = Lending(counter)
        self.shell = Shell(compact=compact)
        self.shell.close_asked.connect(self.close)
        self.sign_in: SignInScreen | None = None
        self.window: ClerkWindow | None = None
        self.idle = Idle(parent=self)
        self.idle.passed.connect(self.lock)
        self._closing = self._ended = self._warned = False
        self._changes = 0                  # of what a window has to be built anew for
        net = app.findChild(Unforeseen)
        if net is not None:
            net.happened.connect(self._on_unforeseen)

    def show(self) -> None:
        """The sign-in, dressed as this machine was dressed last."""
        if self._given:
            self._on_machine_wishes(self.wishes)
            return
        self._read(_MACHINE, self._on_machine_wishes, lambda _problem: self._on_machine_wishes(self.wishes))

    # ---- who is here -----------------------------------------------------------------------------

    def lock(self) -> None:
        """Over the living window: whoever comes back finds everything as it was."""
        if self.window is None or self.sign_in is None or self.locked:
            return
        self.window.flush()
        self.window.show_card_panel(False)
        for dialog in self.shell.findChildren(QDialog):
            dialog.reject()
        self.idle.stop()
        self.shell.room.setCurrentWidget(self.sign_in)
        self.sign_in.lock(self.window.officer)

    @property
    def locked(self) -> bool:
        return self.window is not None and self.shell.room.currentWidget() is self.sign_in

    def sign_out(self) -> None:
        self._when_written(self._on_signed_out)

    def _on_signed_in(self, officer: Officer) -> None:
        if self.window is not None and self.window.officer == officer:
            self._enter()
        elif self._given:
            self._on_officer_wishes(officer, self.wishes)
        else:
            fall_back = partial(self._on_officer_wishes, officer, self.wishes)
            self._read(officer.id, partial(self._on_officer_wishes, officer), lambda _problem: fall_back())

    def _on_officer_wishes(self, officer: Officer, wishes: Wishes) -> None:
        self._when_written(partial(self._rebuild, wishes, officer, Action.DESK))

    def _on_signed_out(self) -> None:
        self._drop_windows()
        self._make_sign_in()

    # ---- how it looks ----------------------------------------------------------------------------

    def choose_theme(self, theme: Theme) -> None:
        """Under the living window."""
        self._keep(replace(self.wishes, theme=theme))
        apply(self._app, theme, self.wishes.scale)

    def choose_scale(self, scale: int) -> None:
        self._change(replace(self.wishes, scale=scale))

    def choose_language(self, language: str) -> None:
        self._change(replace(self.wishes, language=language))

    def _on_paper_chosen(self, paper: str) -> None:
        self._keep(replace(self.wishes, paper=paper))

    def choose_at_once(self, at_once: bool) -> None:
        self._keep(replace(self.wishes, at_once=at_once))
        if self.window is not None and self.window.screens.built(Action.RECEIPT):
            self.window.screens.receipt.set_print_at_once(at_once)

    def _change(self, wishes: Wishes) -> None:
        if self.window is None:
            return
        self._keep(wishes)
        self._changes += 1
        self._when_written(partial(self._on_changed, self._changes))

    def _on_changed(self, change: int) -> None:
        """Of changes that come quicker than a window is built, the last builds it."""
        if change != self._changes or self.window is None or self.locked:
            return
        place = self.window.place
        held = self.window.screens.settings.held if place is Action.SETTINGS else -1
        self._rebuild(self.wishes, self.window.officer, place)
        if held >= 0:
            self.window.screens.settings.hold(held)

    def _rebuild(self, wishes: Wishes, officer: Officer, place: Action) -> None:
        """Another window in the place of the one there is."""
        self._drop_windows()
        self._dress(wishes)
        self._make_sign_in()
        window = ClerkWindow(self._lending.counter, self.tasks, officer, self._build, compact=self._compact)
        window.lock_wanted.connect(self.lock)
        window.leave_wanted.connect(self.sign_out)
        window.screens.when_built(Action.RECEIPT, self._meet_receipt)
        window.screens.when_built(Action.SETTINGS, self._meet_settings)
        self.window = window
        self.shell.room.addWidget(window)
        self._enter()
        if place is not Action.DESK:
            window.go(Action.INTAKE if place in (Action.CAPTURE, Action.RECEIPT) else place)

    def _meet_receipt(self, receipt: "ReceiptScreen") -> None:
        if self.wishes.paper:
            receipt.set_paper(self.wishes.paper)
        receipt.set_print_at_once(self.wishes.at_once)
        receipt.paper_chosen.connect(self._on_paper_chosen)

    def _meet_settings(self, settings: "SettingsScreen") -> None:
        settings.show_language(self.wishes.language)
        settings.show_at_once(self.wishes.at_once)
        settings.at_once_chosen.connect(self.choose_at_once)
        settings.theme_chosen.connect(self.choose_theme)
        settings.scale_chosen.connect(self.choose_scale)
        settings.language_chosen.connect(self.choose_language)

    def _enter(self) -> None:
        assert self.window is not None
        self.shell.room.setCurrentWidget(self.window)
        self.window.setFocus(Qt.FocusReason.OtherFocusReason)
        self.window.go(self.window.place)
        self.idle.start()

    def _dress(self, wishes: Wishes) -> None:
        self.wishes = wishes
        speak(wishes.language)
        qt_words.say(self._app, wishes.language)
        apply(self._app, wishes.theme, wishes.scale)
        self.shell.setWindowTitle(_("Một cửa"))

    def _make_sign_in(self) -> None:
        self.sign_in = SignInScreen(self._lending.counter, self.tasks)
        self.sign_in.signed_in.connect(self._on_signed_in)
        self.shell.room.addWidget(self.sign_in)
        if self.window is None:
            self.shell.room.setCurrentWidget(self.sign_in)
            self.sign_in.focus_first()

    def _drop_windows(self) -> None:
        self.idle.stop()
        self._lending.take_back()
        for old in (self.window, self.sign_in):
            if old is not None:
                self.shell.room.removeWidget(old)
                old.hide()
                old.deleteLater()
        self.window = self.sign_in = None

    def _on_unforeseen(self, problem: Problem) -> None:
        if self.window is not None:
            self.window.show_problem(problem)

    # ---- what is kept ----------------------------------------------------------------------------

    def _read(self, officer: str, done: Callable[[Wishes], None], failed: Callable[[Problem], None]) -> None:
        self.tasks.run(lambda _progress: _wishes_of(self._counter, officer), done, failed, owner=self)

    def _on_machine_wishes(self, wishes: Wishes) -> None:
        self._dress(wishes)
        if wishes.placed:
            self.shell.restoreGeometry(QByteArray.fromBase64(wishes.placed.encode()))
        else:
            self.shell.fit()
        self._make_sign_in()
        self.shell.show()

    def _keep(self, wishes: Wishes) -> None:
        self.wishes = wishes
        officers = (_MACHINE, self.window.officer.id) if self.window is not None else (_MACHINE,)
        values = {
            "theme": wishes.theme.value, "scale": str(wishes.scale), "language": wishes.language, "paper": wishes.paper,
            "print_at_once": "yes" if wishes.at_once else "no",
        }  # fmt: skip
        self._write(officers, values)

    def _write(self, officers: Sequence[str], values: dict[str, str]) -> None:
        prefer = self._counter.sign_in.prefer
        lines = [(officer, name, value) for officer in officers for name, value in values.items()]
        self.tasks.run(lambda _progress: [prefer(*line) for line in lines], _nothing, _nothing, Lane.WRITER, self)

    def _when_written(self, then: Callable[[], None], rounds: int = _ROUNDS) -> None:
        """Calls `then` once everything typed so far is on disk."""
        self._flush()
        go_on = partial(self._on_round, then, rounds - 1)
        self.tasks.run(lambda _progress: None, lambda _result: go_on(), lambda _problem: go_on(), Lane.WRITER, self)

    def _on_round(self, then: Callable[[], None], left: int) -> None:
        """What changed while it was written is written as well; what the disk refused is not tried again."""
        window = self.window
        if left and window is not None and window.unsaved and not window.refused:
            self._when_written(then, left)
        else:
            self._on_written(then)

    def _flush(self) -> None:
        """A form that fails to be saved is told once; whoever insists on closing goes on without it."""
        if self.window is None:
            return
        try:
            self.window.flush()
        except Exception:
            if not self._warned:
                self._warned, self._closing = True, False
                raise
            event_log().exception("a form was not saved at closing", extra={"code": Problem.code})

    def _on_written(self, then: Callable[[], None]) -> None:
        """A disk that refuses holds everything up once: it is said, and whoever insists goes on."""
        if self.window is not None and self.window.unsaved and not self._warned:
            self._warned, self._closing = True, False
            self._enter()
            self.window.say_unsaved()
            return
        self._warned = False
        then()

    # ---- the end ---------------------------------------------------------------------------------

    def close(self) -> None:
        """What was typed, then the window. Never a question."""
        if self._closing:
            return
        self._closing = True
        placed = bytes(self.shell.saveGeometry().toBase64().data()).decode()
        self._write((_MACHINE,), {"placed": placed})
        self._when_written(self._on_all_written)

    def _on_all_written(self) -> None:
        self.shell.may_close = True
        self.shell.close()
        QTimer.singleShot(0, self, self.closed.emit)

    def end(self) -> None:
        """After the event loop: no thread of ours is left."""
        if not self._ended:
            self._ended = True
            self._drop_windows()
            self.tasks.close()
            self.shell.deleteLater()


def _wishes_of(counter: Counter, officer: str) -> Wishes:
    def said(name: str, otherwise: str) -> str:
        return counter.sign_in.preference(officer, name, otherwise)

    if officer:                        # somebody new begins as the machine was left
        machine = _wishes_of(counter, _MACHINE)
    else:
        machine = Wishes()
    theme, scale, language = said("theme", machine.theme), said("scale", str(machine.scale)), said("language", machine.language)
    return Wishes(
        Theme(theme) if theme in set(Theme) else Theme.LIGHT,
        int(scale) if scale in map(str, TEXT_SCALES) else 100,
        language if language in ("vi", "en") else "vi",
        said("placed", ""),
        said("paper", machine.paper),
        said("print_at_once", "yes" if machine.at_once else "no") != "no",
    )


def _nothing(_result: object) -> None:
    """Preferences are no reason to disturb anybody."""
