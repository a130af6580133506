"""One process that makes pages, as the office sees it: asked from one thread, let go or killed from any."""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence

import msgspec

from devices.child import NO_WINDOW, ROOT
from devices.imaging.copying.words import LONGEST_S, Made, NotMade, Work
from devices.parent import Broke

_DECODER: msgspec.json.Decoder[Made | NotMade | Broke] = msgspec.json.Decoder(Made | NotMade | Broke)
MODULE = "devices.imaging.copying.child"
# else glibc keeps the room of a picture that is let go
_LEAN = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_TRIM_THRESHOLD_": "262144"}
_LATE_S = 5.0                          # the process watches its own time; this is for one that cannot any more


class Gone(Exception):
    """The process fell over the page, or took too long; `why` is a stable English word."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Hand:
    """Starts its process with the first page, and again after one that brought it down."""

    def __init__(self, module: str = MODULE, arguments: Sequence[str] = (), longest_s: float = LONGEST_S + _LATE_S) -> None:
        self._command, self._longest_s = [sys.executable, "-m", module, *arguments], longest_s
        self._process: subprocess.Popen[bytes] | None = None
        self._lock, self._stopped = threading.Lock(), False

    def make(self, work: Work) -> Made | NotMade:
        """Raises Gone."""
        process = self._running()
        late = threading.Event()
        watch = threading.Timer(self._longest_s, _end_late, (process, late))
        watch.daemon = True
        watch.start()
        try:
            answer = _asked(process, work)
        except (OSError, EOFError, msgspec.MsgspecError) as error:
            self.close()
            raise Gone("took_too_long" if late.is_set() else "crashed") from error
        finally:
            watch.cancel()
        if isinstance(answer, Broke):
            self.close()
            raise Gone("crashed")
        return answer

    def close(self) -> None:
        """Ends the process; the next page starts another."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def stop(self) -> None:
        """From another thread: whatever it is doing, nobody wants it any more."""
        with self._lock:
            process = self._process
        if process is not None:
            process.kill()

    def _running(self) -> "subprocess.Popen[bytes]":
        with self._lock:
            if self._process is None:
                self._process = subprocess.Popen(
                    self._command, cwd=ROOT, env={**os.environ, **_LEAN, "PYTHONUTF8": "1"}, creationflags=NO_WINDOW,
                    start_new_session=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                )  # fmt: skip
            return self._process


def _asked(process: "subprocess.Popen[bytes]", work: Work) -> Made | NotMade | Broke:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(msgspec.json.encode(work) + b"\n")
    process.stdin.flush()
    line = process.stdout.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    return _DECODER.decode(line)


def _end_late(process: "subprocess.Popen[bytes]", late: threading.Event) -> None:
    late.set()
    process.kill()
