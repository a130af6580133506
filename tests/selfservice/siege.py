"""A process in which one kiosk's window after another is besieged. Arguments: a seed, acts for each screen, events at least
(0: every third screen once). Tells as JSON what it came to; ends with 1 and the last acts on the first promise broken.

A process of its own, so that an error of Qt's, a crash or another program's window cannot be hidden by a test runner.
"""

import gc
import json
import logging
import random
import sys
import traceback
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QtMsgType, QUrl, Slot, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from benchmarks.window_memory import held
from commands.shots import supplies as furnished
from kiosk.event_log import event_log
from tests.selfservice.hostile import Vandal, said_by, strangers
from ui.app import prepare
from ui.screens import Supplies
from ui.screens_selfservice import KIOSK_SIZE, SELF_SERVICE_SCREENS, attract
from ui.screens_upkeep import upkeep
from ui.selfservice.hands import Hands
from ui.selfservice.window import KioskWindow
from ui.shots import put_away, settle
from ui.tasks import Tasks

SCREENS = tuple((name, build, steps) for name, _title, build, steps in SELF_SERVICE_SCREENS if build not in (attract, upkeep))
LOOK_EVERY = 20                        # acts
AFTER_THE_END = 10                     # acts that still come while the process is going
IGNORED = (
    "This plugin does not support",                        # Qt's display that nobody sees has no windows to raise
    "QGestureManager::deliverEvents: could not find the target for gesture",       # the page went under the finger: dropped
)


class Net(QObject):
    """What went wrong anywhere, and what would have left the kiosk by a link."""

    def __init__(self) -> None:
        super().__init__()
        self.caught: list[str] = []
        sys.excepthook = lambda kind, error, trace: self.caught.append("".join(traceback.format_exception(kind, error, trace)))
        qInstallMessageHandler(self._on_qt)
        handler = logging.Handler(logging.ERROR)
        handler.emit = self._on_log            # type: ignore[method-assign]
        for log in (logging.getLogger(), event_log()):
            log.addHandler(handler)
        for scheme in ("http", "https", "file", "mailto"):
            QDesktopServices.setUrlHandler(scheme, self, "open")

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.caught.append(f"opened {url.toString()}")

    def _on_qt(self, kind: QtMsgType, _where: object, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and kind is not QtMsgType.QtInfoMsg and not text.startswith(IGNORED):
            self.caught.append(f"{kind.name} {text}")

    def _on_log(self, record: logging.LogRecord) -> None:
        error = "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else ""
        self.caught.append(f"{record.getMessage()} {error}")


class Siege:
    """Session after session, in each of which somebody does his worst. `events` came in so far."""

    def __init__(self, app: QApplication, office: Supplies, net: Net, seed: int) -> None:
        self._app, self._office, self._net = app, office, net
        self._chance = random.Random(seed)
        self.events = self.sessions = 0
        self._tag = ""

    def session(self, screen: tuple, acts: int) -> None:
        """From `screen` on, until its citizen's turn is over or enough was done."""
        name, build, steps = screen
        tasks, ended = Tasks(), []
        window = build(self._office.put(Tasks, tasks))
        assert isinstance(window, KioskWindow), name
        hands = Hands(window)
        self._app.installEventFilter(hands)
        window.ended.connect(partial(ended.append, True))
        window.resize(*KIOSK_SIZE)
        window.show()
        window.activateWindow()
        for step in steps:
            step(window, self._office)
            settle(window, tasks)
        before, self._tag = self._tag, f"QX{self._chance.randrange(10**9):09}Z"
        vandal = Vandal(window, self._chance, self._tag)
        try:
            self._besiege(vandal, acts, ended, before)
            window.end()                   # may ask for a paper that lies there
            window.end_now()
            _clear_away()
            assert QApplication.clipboard().text() == ""
            assert not [text for text in said_by(window) if self._tag in text]
        except BaseException:
            print(name, "after", vandal.events, "events:", *vandal.did, traceback.format_exc(), sep="\n", file=sys.stderr)
            raise
        finally:
            self.events += vandal.events
            self.sessions += 1
            self._app.removeEventFilter(hands)
            tasks.close()
            put_away(window)

    def _besiege(self, vandal: Vandal, acts: int, ended: list[bool], before: str) -> None:
        left = AFTER_THE_END
        for act in range(acts):
            vandal.act()
            if self._chance.random() < 0.5:
                QCoreApplication.processEvents()
            if act % LOOK_EVERY == 0 or self._net.caught:
                self._check(vandal.window, before)
            left -= bool(ended)
            if not left:
                break
        QCoreApplication.processEvents()
        self._check(vandal.window, before)
        assert len(ended) <= 1

    def _check(self, window: KioskWindow, before: str) -> None:
        assert not self._net.caught, "\n".join(self._net.caught)
        assert window.isVisible()
        assert not window.isMinimized()
        assert QApplication.activeWindow() in (window, None)
        assert QApplication.activeModalWidget() is None
        assert strangers(window) == []
        if before:
            assert not [text for text in said_by(window) if before in text]


def _clear_away() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    gc.collect()


def main(seed: int, acts: int, most: int) -> None:
    app, marks = prepare(sys.argv[:1]), []
    net = Net()
    with furnished() as office:
        gc.freeze()                        # what stands for good is not looked through after every session
        siege = Siege(app, office, net, seed)
        while siege.events < max(most, 1):
            for screen in SCREENS if most else SCREENS[seed % 3::3]:
                siege.session(screen, acts)
            if most and siege.events > len(marks) * most / 10:
                marks.append((siege.sessions, held()))
                print(f"{siege.events} events, {siege.sessions} sessions, {marks[-1][1]:.0f} MB", file=sys.stderr, flush=True)
    assert not net.caught, net.caught
    print(json.dumps({"events": siege.events, "sessions": siege.sessions, "marks": marks}))


if __name__ == "__main__":
    try:
        main(*map(int, sys.argv[1:]))
    except BaseException:                  # the hook that would tell is the net's
        traceback.print_exc()
        raise
