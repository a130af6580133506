"""The process that puts time stamps on signed files; it speaks to nobody but whoever started it."""

import logging
import os
import sys

import msgspec

from devices.bounded import limit_memory
from devices.signing.stamping import stamped
from devices.signing.words import Carried, Carry, NotStamped, Stamp, Stamped, StampOrder, StampWord

_MEMORY = 1_500_000_000
_DECODER: msgspec.json.Decoder[StampOrder] = msgspec.json.Decoder(StampOrder)


def main() -> None:
    """One file; then it ends."""
    limit_memory(_MEMORY)
    logging.disable()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)                      # what a library prints must not mix with ours

    def say(word: StampWord, content: bytes = b"") -> None:
        out.write(msgspec.json.encode(word) + b"\n" + content)
        out.flush()

    def ask(request: bytes) -> bytes:
        say(Carry(len(request)), request)
        carried = _DECODER.decode(sys.stdin.buffer.readline())
        assert isinstance(carried, Carried)
        return sys.stdin.buffer.read(carried.size)

    order = _DECODER.decode(sys.stdin.buffer.readline())
    assert isinstance(order, Stamp)
    try:
        done = stamped(sys.stdin.buffer.read(order.size), ask)
    except Exception:                  # noqa: BLE001  (a service's answer, or a file, may raise anything)
        say(NotStamped())
    else:
        say(Stamped(len(done)), done)


if __name__ == "__main__":
    main()
