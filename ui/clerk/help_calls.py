"""Somebody at a kiosk calls an officer: a badge in the head of the window, a sound, one key to go. Typing goes on meanwhile."""

from collections.abc import Callable
from typing import Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.help_calls import HelpCall, HelpCalls, HelpKind
from kiosk.moments import local
from kiosk.problems import Problem
from kiosk.words import N_, _
from ui.shortcuts import Action, Where, install, shortcut_of
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.pill import Pill
from ui.widgets.spoken import announce
from ui.widgets.toast import Toast

_SHOWN_MS = 8000
_CALLED = {
    HelpKind.HELP: N_("{kiosk} gọi cán bộ lúc {hour}"),
    HelpKind.PAPER_LEFT: N_("{kiosk}: giấy quên trên mặt kính lúc {hour}"),
    HelpKind.CARD_LEFT: N_("{kiosk}: thẻ quên trong đầu đọc lúc {hour}"),
    HelpKind.DEVICE: N_("{kiosk}: máy cần xem lúc {hour}"),
}


class HelpBadge(Pill):
    """In the head of the window, only while there is a call. A click presses it and leaves the cursor where it was."""

    def __init__(self, *, short: bool, tiny: bool = False) -> None:
        """`short`: the place is enough; `tiny`: how many. The rest is in the tool tip and told aloud."""
        super().__init__("", Tone.WARNING, Icon.BELL, pressable=True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._short, self._tiny = short, tiny
        self.hide()

    def show_calls(self, calls: tuple[HelpCall, ...]) -> None:
        """The one that has waited longest; taken ones only where no other waits."""
        waiting = [call for call in calls if not call.taken_by]
        one = min(waiting or calls, key=lambda call: call.called_at, default=None)
        if one is not None:
            whole = said(one)
            more = f" +{len(waiting) - 1}" if len(waiting) > 1 else ""
            text = (one.place if self._short else whole) + more
            self.say(str(len(waiting) or "") if self._tiny else text, *_looks(one))
            self.setAccessibleName(whole + more)
            key = shortcut_of(Action.ANSWER_CALL)
            self.setToolTip(f"{whole}. {key.shown()} ({key.key_text()})" if waiting else whole)
            self.setAccessibleDescription(key.shown() if waiting else "")
        self.setVisible(one is not None)


class Around(Protocol):
    """The window, as far as a call needs it."""

    toast: Toast

    def show_problem(self, problem: Problem) -> None: ...


class HelpCallsBeside(QObject):
    """Listens for one window, shows, answers."""

    _told = Signal(object)

    def __init__(self, port: HelpCalls | None, tasks: Tasks, window: QWidget, around: Around, badge: HelpBadge) -> None:
        super().__init__(window)
        self.port, self._tasks, self._around, self._badge = port, tasks, around, badge
        self._calls: tuple[HelpCall, ...] = ()
        self._rung: frozenset[str] = frozenset()
        self.beep: Callable[[], None] = QApplication.beep
        badge.clicked.connect(self.answer)
        install(window, Where.EVERYWHERE, {Action.ANSWER_CALL: self.answer})
        self._told.connect(self.show_calls, Qt.ConnectionType.QueuedConnection)
        if port is not None:
            port.watch(self._hear)

    def show_calls(self, calls: tuple[HelpCall, ...]) -> None:
        self._calls = calls
        self._badge.show_calls(calls)
        fresh = [call for call in calls if call.id not in self._rung and not call.taken_by]
        self._rung = frozenset(call.id for call in calls)
        if fresh:
            self.beep()
            key = shortcut_of(Action.ANSWER_CALL)
            text = f"{said(fresh[0])}. {key.shown()}: {key.key_text()}"
            self._around.toast.say(text, _SHOWN_MS)
            announce(self._badge, text, urgent=True)

    def answer(self) -> None:
        """Whoever has waited longest."""
        waiting = [call for call in self._calls if not call.taken_by]
        port = self.port
        if not waiting or port is None:
            self._around.toast.say(_("Không có ki-ốt nào đang gọi"))
            return
        one = min(waiting, key=lambda call: call.called_at)
        self._tasks.run(lambda _progress: port.accept(one.id), self._on_accepted, self._around.show_problem, owner=self)

    def _on_accepted(self, call: HelpCall) -> None:
        self.show_calls(tuple(call if one.id == call.id else one for one in self._calls))
        if call.mine:
            self._around.toast.say(_("Đã báo {kiosk}: cán bộ đang tới").format(kiosk=call.place))
        else:
            self._around.toast.say(said(call))

    def _hear(self, calls: tuple[HelpCall, ...]) -> None:
        """On the thread of the port."""
        if shiboken6.isValid(self):
            self._told.emit(calls)


def said(call: HelpCall) -> str:
    if call.mine:
        return _("{kiosk}: tôi đang ra").format(kiosk=call.place)
    if call.taken_by:
        return _("{kiosk}: {counter} đang ra").format(kiosk=call.place, counter=call.taken_by)
    return _(_CALLED[call.kind]).format(kiosk=call.place, hour=f"{local(call.called_at):%H:%M}")


def _looks(call: HelpCall) -> tuple[Tone, Icon]:
    return (Tone.SUCCESS, Icon.DONE) if call.taken_by else (Tone.WARNING, Icon.BELL)
