"""Pictures of every screen of the registry, over a counter somebody furnishes: to look at, to compare, to put into manuals."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QElapsedTimer, QEvent, QEventLoop, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.words import speak
from ui.app import prepare
from ui.clerk.form_page import FormPage
from ui.gallery import Gallery
from ui.gallery import render as render_gallery
from ui.screens import SCREENS, Screen, Supplies
from ui.tasks import Tasks
from ui.theme.style import apply
from ui.theme.tokens import Theme

__all__ = ["Wanted", "draw_gallery", "put_away", "settle", "shots", "show_gallery", "staged", "take"]

SIZE = (1366, 768)
_QUIET_MS = 30
_QUIET_ROUNDS = 6                      # a busy machine lets the time pass in two
_PATIENCE_MS = 15_000
_LOOK_AGAIN_MS = 2
_DEBOUNCE_MS = 1_000                   # a longer timer waits for a person

Furnish = Callable[[], AbstractContextManager[Supplies]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pictures."""

    themes: tuple[Theme, ...] = tuple(Theme)
    scales: tuple[int, ...] = (100,)
    languages: tuple[str, ...] = ("vi", "en")
    names: tuple[str, ...] = ()        # of screens; all when empty

    def screens(self) -> Iterable[Screen]:
        return (screen for screen in SCREENS if not self.names or screen.name in self.names)


def shots(app: QApplication, furnish: Furnish, folder: Path, wanted: Wanted) -> Iterator[Path]:
    """Draws "light-100-vi-desk.png" and its likes into `folder`. Every combination sees a freshly furnished counter."""
    app.setCursorFlashTime(0)          # a blinking cursor would make every picture another one
    folder.mkdir(parents=True, exist_ok=True)
    for language in wanted.languages:
        for theme in wanted.themes:
            for scale in wanted.scales:
                speak(language)
                apply(app, theme, scale)
                with furnish() as supplies:
                    for screen in wanted.screens():
                        yield take(screen, supplies, folder / f"{theme.value}-{scale}-{language}-{screen.name}.png")


def take(screen: Screen, supplies: Supplies, path: Path, size: tuple[int, int] | None = None) -> Path:
    """One picture, in the present dress."""
    tasks = Tasks()
    try:
        widget = staged(screen, supplies.put(Tasks, tasks), tasks, size or screen.size or SIZE)
        widget.grab().save(str(path))
        put_away(widget)
    finally:
        tasks.close()
    return path


def put_away(widget: QWidget) -> None:
    """Gone at once: no event loop runs that would see to it."""
    widget.close()
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete)


def staged(screen: Screen, supplies: Supplies, tasks: Tasks, size: tuple[int, int] = SIZE) -> QWidget:
    """The screen, shown and settled after all that is done on it. Only for pictures and tests: it pumps events."""
    widget = screen.build(supplies)
    widget.resize(*size)
    widget.show()
    widget.activateWindow()
    settle(widget, tasks)
    for step in screen.then:
        step(widget, supplies)
        settle(widget, tasks)
    return widget


def settle(widget: QWidget, tasks: Tasks) -> None:
    """Until nothing is on its way any more: no work, no form half built, no timer about to look again."""
    deadline, quiet, rounds = QDeadlineTimer(_PATIENCE_MS), QElapsedTimer(), 0
    quiet.start()
    while not deadline.hasExpired():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        rounds += 1
        long_enough = quiet.elapsed() >= _QUIET_MS and rounds >= _QUIET_ROUNDS
        if tasks.running or (long_enough and _about_to(widget)):
            quiet.restart()
            rounds = 0
        elif long_enough:
            break
        QThread.msleep(_LOOK_AGAIN_MS)     # whoever is waited for gets the processor
    for _round in range(_QUIET_ROUNDS):    # what a long last round asked for is laid out, and what that asks for in turn
        QCoreApplication.processEvents()


def _about_to(widget: QWidget) -> bool:
    if any(form.isVisible() and not form.ready for form in widget.findChildren(FormPage)):
        return True
    return any(
        timer.isActive() and timer.isSingleShot() and timer.interval() <= _DEBOUNCE_MS
        for timer in widget.findChildren(QTimer)
    )


# ---- the gallery -----------------------------------------------------------------------------------


def show_gallery(argv: list[str]) -> int:
    """The gallery's window until it is closed; the exit code."""
    app = prepare(argv)
    tasks = Tasks()
    window = Gallery(tasks)
    window.show()
    code = app.exec()
    window.deleteLater()
    tasks.close()
    return code


def draw_gallery(argv: list[str], folder: Path) -> list[Path]:
    """Its PNG files, one for each theme, text size and language."""
    return render_gallery(prepare(argv), folder)
