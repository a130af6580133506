"""An officer called from a kiosk at which nobody stands: a short process of its own, which knows the store and the link, as the
shell does not. It lives as long as its call."""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

from commands.children import MAIN
from commands.exit_codes import ExitCode
from commands.selfservice_help import help_of
from commands.workplace import Workplace
from devices.child import NO_WINDOW
from kiosk.help_calls import HelpKind, HelpState

LOOK_SECONDS = 5.0


def call_officer(workplace: Workplace, url: str, kind: HelpKind) -> ExitCode:
    """Until whoever started this lets go of standard input, or the call is over. Raises StoreProblem."""
    let_go = threading.Event()
    threading.Thread(target=_until_let_go, args=[let_go], name="shell", daemon=True).start()
    settings = workplace.settings()
    with workplace.store_for_reading() as store, help_of(workplace, settings, store, url) as help_:
        called = help_.call(kind)
        while called.state is not HelpState.OVER and not let_go.wait(LOOK_SECONDS):
            called = help_.look(called)
        help_.withdraw(called)
    return ExitCode.DONE


def _until_let_go(let_go: threading.Event) -> None:
    sys.stdin.buffer.read()
    let_go.set()


class CallProcesses:
    """`Officers` over such processes. `words` stand before the command, `options` behind. From any thread."""

    def __init__(self, words: Sequence[str], options: Sequence[str]) -> None:
        self._command = [sys.executable, str(MAIN), *words, "selfservice", *options]
        self._lock = threading.Lock()
        self._calls: dict[HelpKind, subprocess.Popen[bytes]] = {}
        self._ending: list[subprocess.Popen[bytes]] = []

    def call(self, kind: HelpKind) -> None:
        with self._lock:
            standing = self._calls.get(kind)
            if standing is not None and standing.poll() is None:
                return
            with suppress(OSError):        # the notice stands there all the same
                self._calls[kind] = subprocess.Popen(
                    [*self._command, "--call", kind.value], env={**os.environ, "PYTHONUTF8": "1"}, creationflags=NO_WINDOW,
                    start_new_session=True, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )  # fmt: skip

    def no_more(self, kind: HelpKind) -> None:
        with self._lock:
            self._let_go(kind)
            self._ending = [process for process in self._ending if process.poll() is None]

    def close(self) -> None:
        """Every call is withdrawn, by processes that may outlive this one for some seconds."""
        with self._lock:
            for kind in tuple(self._calls):
                self._let_go(kind)

    def _let_go(self, kind: HelpKind) -> None:
        process = self._calls.pop(kind, None)
        if process is not None and process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
            self._ending.append(process)
