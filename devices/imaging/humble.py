"""How the processes that work on pages behave: one thread, little memory, everybody else first, and only so long for a page."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from devices.bounded import limit_memory

_ONE_THREAD = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")
_MEMORY = 1_500_000_000                # bytes of address space, code and libraries included
_POLITE = 10                           # of 19: the window, the scanner and the store go first


def be_humble() -> None:
    """Before any library is loaded: they read the number of threads then."""
    for name in _ONE_THREAD:
        os.environ[name] = "1"
    limit_memory(_MEMORY)
    if sys.platform == "win32":
        import ctypes

        below_normal = 0x4000
        ctypes.windll.kernel32.SetPriorityClass(ctypes.windll.kernel32.GetCurrentProcess(), below_normal)
    else:
        os.nice(_POLITE)


@contextmanager
def for_at_most(seconds: float) -> Iterator[None]:
    """What takes longer ends this process: whoever waits for the page hears that it died."""
    clock = threading.Timer(seconds, os._exit, (1,))
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()
