"""The process that reads the heads of pages: one at a time, with low priority, bounded in memory and time."""

import os
import threading

from devices.bounded import limit_memory
from devices.imaging.child import step_back
from devices.imaging.words import LONGEST_S, HeadRead, Look
from devices.parent import Parent

_ONE_THREAD = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")
_MEMORY = 1_500_000_000                # bytes of address space, code and libraries included


def main() -> None:
    """Until the parent closes the pipe."""
    parent: Parent[Look] = Parent(Look)
    for name in _ONE_THREAD:
        os.environ[name] = "1"
    limit_memory(_MEMORY)
    step_back()
    from devices.codes.decoding import NotAPicture  # libraries read the number of threads when they are loaded
    from devices.imaging.heads import HeadReader

    reader = HeadReader()
    while True:
        order = parent.order()
        assert order is not None
        clock = threading.Timer(LONGEST_S, os._exit, (1,))
        clock.daemon = True
        clock.start()
        try:
            parent.say(HeadRead(order.number, reader.lines(order.content, order.dpi)))
        except (NotAPicture, MemoryError):
            parent.say(HeadRead(order.number, None))
        finally:
            clock.cancel()


if __name__ == "__main__":
    main()
