"""A kiosk's link: every minute or so a process that makes one pass and ends, so that the shell never holds a dossier."""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence

from commands.children import MAIN
from commands.exit_codes import ExitCode
from commands.sync import counter_of, one_pass
from commands.workplace import Workplace
from devices.child import NO_WINDOW
from kiosk.store.folder import StoreFolder
from sync.calls import GatewayCalls
from sync.transport import HttpTransport

EVERY_SECONDS = 60.0
AFTER_FAILURE_SECONDS = 20.0
_PATIENCE_SECONDS = 10.0


def carry(workplace: Workplace, url: str) -> ExitCode:
    """One pass. Where there is no store yet it makes none: that is for whoever sets the machine up. Raises StoreProblem,
    GatewayUnknown."""
    if StoreFolder(workplace.root, workplace.disk).known() is None:
        return ExitCode.NOT_FINISHED
    settings, transport = workplace.settings(), HttpTransport(url, workplace.ca_file())
    try:
        with workplace.shared_store() as store:
            result = one_pass(store, GatewayCalls(transport), counter_of(settings, workplace), settings, insists=False)
    finally:
        transport.close()
    return ExitCode.DONE if result.problem is None else ExitCode.NOT_FINISHED


class Carrying:
    """Starts pass after pass until it is closed. `words` stand before the command."""

    def __init__(self, words: Sequence[str], url: str) -> None:
        self._command = [sys.executable, str(MAIN), *words, "selfservice", "--carry", "--gateway", url]
        self._closing, self._wanted, self._lock = threading.Event(), threading.Event(), threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._go_on, name="carrying", daemon=True)
        self._thread.start()

    def now(self) -> None:
        """Something waits to be sent: the next pass comes at once, or right after the one under way. From any thread."""
        self._wanted.set()

    def close(self) -> None:
        """A pass under way is broken off: it is made to be."""
        with self._lock:
            self._closing.set()
            self._wanted.set()
            process = self._process
        if process is not None:
            process.terminate()
        self._thread.join(_PATIENCE_SECONDS)

    def _go_on(self) -> None:
        while not self._closing.is_set():
            self._wanted.clear()
            done = self._one()
            self._wanted.wait(EVERY_SECONDS if done else AFTER_FAILURE_SECONDS)

    def _one(self) -> bool:
        with self._lock:
            if self._closing.is_set():
                return False
            try:
                self._process = subprocess.Popen(
                    self._command, env={**os.environ, "PYTHONUTF8": "1"}, creationflags=NO_WINDOW, start_new_session=True,
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )
            except OSError:
                return False
        return self._process.wait() == ExitCode.DONE
