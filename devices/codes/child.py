"""The process that looks for codes in one picture: the picture comes in, one line of JSON goes out, then it ends."""

import os
import sys
import threading

import msgspec

from devices.bounded import limit_memory
from devices.codes.decoding import NotAPicture, codes_in
from devices.codes.words import LONGEST_S, Seen
from kiosk.code_ports import LARGEST_PICTURE

_MEMORY = 1_500_000_000                # bytes of address space, code and libraries included


def main() -> None:
    """Ends by itself in time, whatever the picture does to a library."""
    limit_memory(_MEMORY)
    threading.Timer(LONGEST_S, os._exit, (1,)).start()
    content = sys.stdin.buffer.read(LARGEST_PICTURE + 1)
    try:
        seen = Seen(tuple(codes_in(content)))
    except NotAPicture as error:
        seen = Seen(fault=str(error))
    except MemoryError:
        seen = Seen(fault="too large for the memory")
    sys.stdout.buffer.write(msgspec.json.encode(seen))
    sys.stdout.buffer.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
