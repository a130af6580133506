"""The process that looks at signatures, one file after the other, bounded in memory."""

import logging
import os
import sys

import msgspec

from devices.bounded import limit_memory
from devices.signing.looking import NotReadable, roots_in, signatures
from devices.signing.words import LookAt, Looked, LookingWord, Unreadable

_MEMORY = 1_500_000_000                # bytes of address space, code and libraries included


def main() -> None:
    """Until nobody asks any more."""
    limit_memory(_MEMORY)
    logging.disable()                  # what a library says of a file may name people
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)                      # what it prints must not mix with ours
    while line := sys.stdin.buffer.readline():
        order = msgspec.json.decode(line, type=LookAt)
        out.write(msgspec.json.encode(_looked(sys.stdin.buffer.read(order.size), order)) + b"\n")
        out.flush()
    os._exit(0)


def _looked(pdf: bytes, order: LookAt) -> LookingWord:
    try:
        return Looked(signatures(pdf, roots_in(order.folder), order.now))
    except (NotReadable, MemoryError):
        return Unreadable()


if __name__ == "__main__":
    main()
