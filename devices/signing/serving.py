"""The process that signs, whatever its keys are: one batch, then it ends and everything it knew ends with it."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from devices.signing.keys import KeySource, KeyTroubled, RawKey
from devices.signing.words import Keys, ListKeys, Signed, SigningOrder, SigningWord, Unlock, Unlocked

if TYPE_CHECKING:
    from devices.signing.batch import Batch


def serve(source: KeySource, font: Path) -> None:
    """Until nobody asks any more."""
    _keep_no_traces()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)                      # what a library prints must not mix with ours
    orders: msgspec.json.Decoder[SigningOrder] = msgspec.json.Decoder(SigningOrder)
    batch: Batch | None = None
    while line := sys.stdin.buffer.readline():
        order = orders.decode(line)
        content = b"" if isinstance(order, ListKeys) else sys.stdin.buffer.read(order.size)
        try:
            if isinstance(order, ListKeys):
                _say(out, Keys(source.keys()))
            elif isinstance(order, Unlock):
                key = source.unlock(order.key, content)
                batch = _opened(key, font)
                _say(out, Unlocked())
            else:
                assert batch is not None
                signed = batch.sign(content, order)
                _say(out, Signed(len(signed)), signed)
        except KeyTroubled as troubled:
            _say(out, troubled.failed)
    os._exit(0)


def _opened(key: RawKey, font: Path) -> "Batch":
    from devices.signing.batch import Batch  # heavy, and not needed to know whose keys are there

    return Batch(key, font)


def _say(out: BinaryIO, word: SigningWord, content: bytes = b"") -> None:
    out.write(msgspec.json.encode(word) + b"\n" + content)
    out.flush()


def _keep_no_traces() -> None:
    """A process that knows a PIN leaves no picture of its memory behind."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
