"""The system's print queue (CUPS), by its own `lp` and `lpstat`: an optional external program, nothing linked in.

A queue only knows that it took the job: "sent" is the most this driver claims. Windows prints through Qt, elsewhere.
"""

import shutil
import subprocess
import threading
from collections.abc import Callable

from kiosk.device_ports import PrintJob, PrintState
from kiosk.event_log import event_log

SECONDS = 20.0


class QueuePrinter:
    """The default queue of this machine, or the one named."""

    def __init__(self, queue: str = "") -> None:
        self._queue = queue
        self._sent: set[str] = set()
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return self._queue or "CUPS"

    def print(self, job: PrintJob, told: Callable[[PrintState], None]) -> None:
        threading.Thread(target=self._print, args=[job, told], name="print", daemon=True).start()

    def state(self, told: Callable[[PrintState | None], None]) -> None:
        threading.Thread(target=lambda: told(self._state()), name="print-state", daemon=True).start()

    def close(self) -> None:
        """A queue goes on by itself."""

    def _print(self, job: PrintJob, told: Callable[[PrintState], None]) -> None:
        told(PrintState.PREPARED)
        with self._lock:
            if job.key in self._sent:
                told(PrintState.SENT)
                return
            done = self._lp(job)
            if done:
                self._sent.add(job.key)
        told(PrintState.SENT if done else PrintState.FAILED)

    def _lp(self, job: PrintJob) -> bool:
        where = ["-d", self._queue] if self._queue else []
        # "--" and a title of our own: nothing a person typed is taken for an option.
        words = ["lp", *where, "-n", str(job.copies), "-t", job.title.replace("\n", " "), "--", "-"]
        try:
            done = subprocess.run(words, input=job.pdf, capture_output=True, timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            event_log().warning("queue refused", extra={"kind": type(error).__name__})
            return False
        return done.returncode == 0

    def _state(self) -> PrintState | None:
        """None when a queue is there; FAILED when there is none to print to."""
        if shutil.which("lp") is None:
            return PrintState.FAILED
        try:
            done = subprocess.run(["lpstat", "-e"], capture_output=True, timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return PrintState.UNKNOWN
        return None if done.returncode == 0 and done.stdout.strip() else PrintState.FAILED
