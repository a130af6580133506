"""A process that must not outlive the one that started it, not even while it hangs."""

import ctypes
import signal
import sys

_SET_DEATH_SIGNAL = 1                  # PR_SET_PDEATHSIG of linux/prctl.h


def die_with_parent() -> None:
    """Linux: the kernel kills this process as soon as the thread that started it is gone. Elsewhere the end of the pipe is all
    there is; see `devices/parent.py`."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
