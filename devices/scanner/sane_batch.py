"""One run of `scanimage` over a stack: it waits before every page until it is told to go on, so a cancel costs no sheet.

It writes raw pictures into a private folder, one at a time. A run that says nothing for too long is ended; it also ends when
this process does, however it ends.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO

from kiosk.scan_ports import ScanTrouble

SILENT_S = 90.0                        # a lamp may take a minute to warm up
CANCELLED_S = 15.0                     # for the page in hand, once nobody wants more
_LOOK_S, _ENDING_S = 0.2, 3.0
_FOLDER = "mot-cua-sane-"
_MOST_SAID = 20_000                    # letters kept of what it says
_LINE_END = re.compile(rb"[\r\n]")
_LAST_WORD = "Batch terminated"
_DIES_WITH_PARENT = 1                  # PR_SET_PDEATHSIG


class Silent(Exception):
    """It hung: while a page was under way, or before one."""

    def __init__(self, *, in_page: bool) -> None:
        super().__init__("silent")
        self.trouble = ScanTrouble.TRANSFER_LOST if in_page else ScanTrouble.OFFLINE


class SaneBatch:
    """`arguments`: the device and its options. Used from one thread; `pages` may be left at any time, then `end` it."""

    def __init__(self, program: str, arguments: Sequence[str], most: int = 0, silent_s: float = SILENT_S) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-", dir=_private_place()))
        self._silent_s = silent_s
        command = [program, *arguments, "--format=pnm", f"--batch={self._folder}/%04d.pnm", "--batch-print", "--batch-prompt",
                   "--progress", *([f"--batch-count={most}"] if most else [])]  # fmt: skip
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C"},
            start_new_session=True, preexec_fn=_die_with_parent(),
        )  # fmt: skip
        self._words: SimpleQueue[tuple[str, bytes]] = SimpleQueue()
        self._said, self._in_page, self._over = "", False, False
        self._came = self._asked = self._told = 0      # pages taken; how often it asked whether to go on, and was told
        for name, pipe in (("page", self._process.stdout), ("said", self._process.stderr)):
            Thread(target=self._read, args=(name, pipe), daemon=True).start()

    @property
    def said(self) -> str:
        return self._said

    @property
    def code(self) -> int:
        """0 for one that said its last word and does not end; what it said tells why it stopped."""
        try:
            return self._process.wait(_ENDING_S)
        except subprocess.TimeoutExpired:
            if not self._over:
                raise
            return 0

    def pages(self, wanted: Callable[[], bool]) -> Iterator[bytes]:
        """Raw pictures, each asked for when the one before has been taken. Ends with the run. Raises Silent."""
        heard, unwanted, ended = time.monotonic(), 0.0, 0
        while ended < 2:
            try:
                name, words = self._words.get(timeout=_LOOK_S)
            except Empty:
                name, words = "", b""
            now = time.monotonic()
            heard = now if name else heard
            unwanted = unwanted or (0.0 if wanted() else now)
            if self._over and now - heard > _ENDING_S:
                return                     # SANE's own test device stands still after that once in some hundred runs
            if now - heard > self._silent_s or (unwanted and now - unwanted > CANCELLED_S):
                raise Silent(in_page=self._in_page)
            if name == "said":
                self._hear(words.decode("utf-8", "replace"))
            if name == "page" and words:
                yield self._taken(Path(os.fsdecode(words)))
                heard, self._in_page, self._came = time.monotonic(), False, self._came + 1
            ended += int(bool(name) and not words)
            self._go_on(wanted)

    def end(self) -> None:
        """However far it is. Its pictures are gone afterwards."""
        if self._process.stdin:
            _shut(self._process.stdin)
        for ending in (self._process.terminate, self._process.kill):
            try:
                self._process.wait(min(_ENDING_S, self._silent_s))
            except subprocess.TimeoutExpired:
                ending()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    # ---- inside --------------------------------------------------------------------------------------------------------

    def _read(self, name: str, pipe: IO[bytes]) -> None:
        """Line after line; progress ends with a carriage return."""
        left = b""
        with pipe:
            while words := os.read(pipe.fileno(), 4096):
                *lines, left = _LINE_END.split(left + words)
                for line in filter(None, lines):
                    self._words.put((name, line))
        self._words.put((name, b""))

    def _hear(self, line: str) -> None:
        if line.startswith("Progress:"):
            return                     # a sign of life
        self._said = f"{self._said}{line}\n"[-_MOST_SAID:]
        self._asked += int(line.startswith("Press <RETURN> to continue"))
        self._in_page = self._in_page or line.startswith("Scanning page")
        self._over = self._over or line.startswith(_LAST_WORD)

    def _go_on(self, wanted: Callable[[], bool]) -> None:
        """Once it asks and the page before has been taken."""
        if not self._process.stdin or self._asked <= self._told or self._came < self._told:
            return
        self._told += 1
        try:
            if wanted():
                self._process.stdin.write(b"\n")
                self._process.stdin.flush()
            else:
                self._process.stdin.close()
        except OSError:                # it ended meanwhile, and says why
            pass

    def _taken(self, path: Path) -> bytes:
        if path.parent != self._folder:
            return b""
        content = path.read_bytes()
        path.unlink()
        return content


def sweep() -> None:
    """Removes what a process that was killed left behind."""
    for left in Path(_private_place() or tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        owner = left.name.removeprefix(_FOLDER).split("-")[0]
        if owner.isdecimal() and not Path(f"/proc/{owner}").exists() and left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)


def _private_place() -> str | None:
    """In memory where the system offers it."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    return runtime if runtime and Path(runtime).is_dir() else None


def _die_with_parent() -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    import ctypes

    library = ctypes.CDLL(None)
    return lambda: library.prctl(_DIES_WITH_PARENT, signal.SIGKILL)


def _shut(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:                    # what was still buffered found nobody
        pass
