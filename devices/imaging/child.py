"""The process that looks at pages: one at a time, with low priority, bounded in memory and time."""

import os
import sys
import threading

from devices.bounded import limit_memory
from devices.imaging.words import LONGEST_S, Look, Looked
from devices.parent import Parent

_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")
_MEMORY = 1_500_000_000                # bytes of address space, code and libraries included
_POLITE = 10                           # of 19: the window, the scanner and the store go first


def main() -> None:
    """Until the parent closes the pipe."""
    parent: Parent[Look] = Parent(Look)
    for name in _ONE_THREAD:
        os.environ[name] = "1"
    limit_memory(_MEMORY)
    step_back()
    from devices.codes.decoding import NotAPicture  # libraries read the number of threads when they are loaded
    from devices.imaging.looking import look_at

    while True:
        order = parent.order()
        assert order is not None
        clock = threading.Timer(LONGEST_S, os._exit, (1,))
        clock.daemon = True
        clock.start()
        try:
            parent.say(Looked(order.number, look_at(order.content, order.dpi)))
        except (NotAPicture, MemoryError):
            parent.say(Looked(order.number, None))
        finally:
            clock.cancel()


def step_back() -> None:
    """Everybody else goes first."""
    if sys.platform == "win32":
        import ctypes

        below_normal = 0x4000
        ctypes.windll.kernel32.SetPriorityClass(ctypes.windll.kernel32.GetCurrentProcess(), below_normal)
    else:
        os.nice(_POLITE)


if __name__ == "__main__":
    main()
