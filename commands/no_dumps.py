"""A process that holds a citizen's data leaves no picture of its memory behind, however it dies, and lets nobody of the same user
look into it meanwhile. One part for each system; see docs/decisions/0035."""

import sys
from ctypes import CDLL

_PR_SET_DUMPABLE = 4
_NO_ERROR_BOXES = 0x0001 | 0x0002 | 0x8000      # SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SEM_NOOPENFILEERRORBOX
_WER_NO_HEAP = 0x1                              # WER_FAULT_REPORTING_FLAG_NOHEAP


def leave_no_dump() -> None:
    """From now on, for this process and those it starts; each of them does it again for what is not handed on."""
    if sys.platform == "win32":
        from ctypes import windll

        windll.kernel32.SetErrorMode(_NO_ERROR_BOXES)          # a crash asks nobody and is not reported
        windll.kernel32.WerSetFlags(_WER_NO_HEAP)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)     # also where a crash is piped to a program, whatever the limit
