"""The process that looks for scanners in one way: `finding_child WAY SECONDS [OPTION ...]`, JSON on standard output.

A way is a module of this folder with a function `find(seconds, options)`; it ends with code 3 where it cannot be tried here.
"""

import importlib
import os
import sys
import threading
from collections.abc import Sequence
from typing import Protocol, cast

import msgspec

from devices.scanner.finding_words import CANNOT, NotHere
from kiosk.scan_ports import ScannerFound

MODULES = {
    "escl": "devices.scanner.escl_finding",
    "wia": "devices.scanner.wia_finding",
    "sane": "devices.scanner.sane_finding",
}


class Finder(Protocol):
    """One way of looking; it takes no longer than `seconds`."""

    def find(self, seconds: float, options: Sequence[str]) -> list[ScannerFound]:
        """Raises NotHere."""


def _run(way: str, seconds: float, options: Sequence[str]) -> int:
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)                      # what a library prints must not mix with ours
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        found = cast(Finder, importlib.import_module(MODULES[way])).find(seconds, options)
    except (NotHere, ImportError):
        return CANNOT
    out.write(msgspec.json.encode(found))
    out.flush()
    return 0


def _end_with_parent() -> None:
    """Nobody waits for an answer any more once standard input is closed, or once the answer was given."""
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    os._exit(_run(sys.argv[1], float(sys.argv[2]), sys.argv[3:]))
