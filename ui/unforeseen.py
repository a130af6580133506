"""The last net: an error nobody foresaw becomes a calm message with a code and a line in the log, never a traceback."""

import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, QtMsgType, Signal, qInstallMessageHandler

from kiosk.event_log import event_log
from kiosk.problems import Problem


class Unforeseen(QObject):
    """Hears of every error that reached no handler. A window connects `happened` to its banner."""

    happened = Signal(object)          # the Problem to show

    def watch(self) -> None:
        """From now on, in every thread. Qt's own complaints go into the log as well."""
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error
        qInstallMessageHandler(_log_qt)

    def _on_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        problem = error if isinstance(error, Problem) else Problem()
        event_log().error("unforeseen error", exc_info=(kind, error, trace), extra={"code": problem.code})
        self.happened.emit(problem)

    def _on_thread_error(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self._on_error(told.exc_type, told.exc_value, told.exc_traceback)


def _log_qt(kind: QtMsgType, _where: object, _text: str) -> None:
    """The text stays out: it may quote what a field holds."""
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg, QtMsgType.QtWarningMsg):
        event_log().warning("qt complained", extra={"status": kind.name})
