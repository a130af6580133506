"""Asks the process that opens files. It is started when the first file comes, and again after a file brought it down."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import IO

import msgspec

from devices.child import NO_WINDOW, ROOT
from devices.files.words import LONGEST_S, Ask, Faulty, FileWord, Side, Whole
from kiosk.credentials import LARGEST_PAGE
from kiosk.page_ports import LARGEST_FILE, FileFault, FileRefused

_MODULE = "devices.files.child"
_DECODER: msgspec.json.Decoder[FileWord] = msgspec.json.Decoder(FileWord)
_LONGEST_LINE = 1000


class Unusable(Exception):
    """The file cannot be used, or brought its process down."""

    def __init__(self, fault: FileFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class FileOpener:
    """Used from one thread; close it."""

    def __init__(self, longest_s: float = LONGEST_S) -> None:
        self._longest_s = longest_s
        self._process: subprocess.Popen[bytes] | None = None

    def count(self, content: bytes) -> int:
        """How many pages. Raises Unusable."""
        *_none, last = self._answer(content, Ask(len(content)))
        assert isinstance(last, Whole)
        return last.pages

    def pages(self, content: bytes, dpi: int) -> Iterator[tuple[bytes, int]]:
        """Each page as JPEG or PNG, and its dots per inch. Raises Unusable, in the middle too. May be left at any time."""
        for word in self._answer(content, Ask(len(content), dpi, give=True)):
            if isinstance(word, tuple):
                yield word

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    # ---- inside --------------------------------------------------------------------------------------------------------

    def _answer(self, content: bytes, ask: Ask) -> Iterator[tuple[bytes, int] | Whole]:
        if not content or len(content) > LARGEST_FILE:
            raise Unusable(FileFault.TOO_LARGE if content else FileFault.BROKEN)
        process = self._process = self._process or _started()
        late = threading.Event()
        watch = threading.Timer(self._longest_s, _end_late, (process, late))
        watch.daemon = True
        watch.start()
        ended = False
        try:
            _send(process, ask, content)
            assert process.stdout is not None
            for word in _words(process.stdout):
                ended = isinstance(word, Whole | Faulty)
                if isinstance(word, Faulty):
                    raise Unusable(word.fault)
                yield word
        except (OSError, EOFError, msgspec.MsgspecError) as error:     # it is gone
            raise Unusable(FileFault.TOOK_TOO_LONG if late.is_set() else FileFault.BROKEN) from error
        finally:
            watch.cancel()
            if not ended:              # the rest of an answer nobody wants must not be taken for the next one
                self.close()


class FileChecks:
    """The `FileChecker` of every counter: a process for each file. For worker threads."""

    def pages_in(self, content: bytes, name: str) -> int:
        if len(content) > LARGEST_PAGE:
            raise FileRefused.because(FileFault.TOO_LARGE, name)       # no dossier with it could be received
        opener = FileOpener()
        try:
            return opener.count(content)
        except Unusable as unusable:
            raise FileRefused.because(unusable.fault, name) from unusable
        finally:
            opener.close()


def _started() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", _MODULE], cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, creationflags=NO_WINDOW,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _send(process: "subprocess.Popen[bytes]", ask: Ask, content: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(msgspec.json.encode(ask) + b"\n")
    process.stdin.write(content)
    process.stdin.flush()


def _words(pipe: IO[bytes]) -> Iterator[tuple[bytes, int] | Whole | Faulty]:
    """Up to the last. Raises EOFError where the process ends before it."""
    while True:
        line = pipe.readline(_LONGEST_LINE)
        if not line.endswith(b"\n"):
            raise EOFError
        word = _DECODER.decode(line)
        if not isinstance(word, Side):
            yield word
            return
        content = pipe.read(word.size)
        if len(content) < word.size:
            raise EOFError
        yield content, word.dpi


def _end_late(process: "subprocess.Popen[bytes]", late: threading.Event) -> None:
    late.set()
    process.kill()
