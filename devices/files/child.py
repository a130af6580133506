"""The process that opens files, one after the other: a file comes in, its pages or their number go out."""

import os
import sys
from typing import BinaryIO

import msgspec

from devices.bounded import limit_memory
from devices.files.opening import Refused, pages_in
from devices.files.words import Ask, Faulty, FileWord, Side, Whole
from devices.scanner.picture import MEMORY
from kiosk.page_ports import FileFault


def main() -> None:
    """Ends when nobody asks any more."""
    limit_memory(MEMORY)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)                      # what a library prints must not mix with ours
    while line := sys.stdin.buffer.readline():
        ask = msgspec.json.decode(line, type=Ask)
        _answer(ask, sys.stdin.buffer.read(ask.size), out)
    os._exit(0)


def _answer(ask: Ask, content: bytes, out: BinaryIO) -> None:
    pages = 0
    try:
        for page in pages_in(content, ask.dpi, give=ask.give):
            pages += 1
            if ask.give:
                _say(out, Side(len(page.content), page.dpi), page.content)
        _say(out, Whole(pages))
    except Refused as refused:
        _say(out, Faulty(refused.fault))
    except MemoryError:
        _say(out, Faulty(FileFault.TOO_LARGE))


def _say(out: BinaryIO, word: FileWord, content: bytes = b"") -> None:
    out.write(msgspec.json.encode(word) + b"\n" + content)
    out.flush()


if __name__ == "__main__":
    main()
