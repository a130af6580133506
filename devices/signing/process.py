"""A process that signs or looks at signatures, as whoever asks it sees it: a line out, a line in, each answer awaited so long."""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import msgspec

from devices.child import NO_WINDOW, ROOT

Word = TypeVar("Word")
_LONGEST_LINE = 1_000_000


class Ended(Exception):
    """The process died, said something unreadable or did not answer in time."""


class Asked(Generic[Word]):
    """Used from one thread. Whatever goes wrong, the process is gone afterwards."""

    def __init__(self, module: str, word: Any, arguments: Sequence[str] = ()) -> None:
        self._decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(word)
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments], cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"},
            creationflags=NO_WINDOW, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def ask(self, order: msgspec.Struct, content: bytes | bytearray, within_s: float) -> Word:
        """The one answer to `order`. Raises Ended."""
        watch = threading.Timer(within_s, self._process.kill)
        watch.daemon = True
        watch.start()
        try:
            self._send(order, content)
            assert self._process.stdout is not None
            line = self._process.stdout.readline(_LONGEST_LINE)
            word: Word = self._decoder.decode(line)
            return word
        except (OSError, ValueError, msgspec.MsgspecError) as error:
            self.close()
            raise Ended from error
        finally:
            watch.cancel()

    def read(self, size: int, within_s: float) -> bytes:
        """What was announced behind an answer. Raises Ended."""
        assert self._process.stdout is not None
        watch = threading.Timer(within_s, self._process.kill)
        watch.daemon = True
        watch.start()
        try:
            content = self._process.stdout.read(size)
        finally:
            watch.cancel()
        if len(content) < size:
            self.close()
            raise Ended
        return content

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _send(self, order: msgspec.Struct, content: bytes | bytearray) -> None:
        """Past every buffer: nothing of `content` is copied on this side."""
        assert self._process.stdin is not None
        pipe = self._process.stdin.fileno()
        for part in (msgspec.json.encode(order) + b"\n", content):
            left = memoryview(part)
            while left:
                left = left[os.write(pipe, left) :]
            left.release()
