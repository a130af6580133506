"""A pass of a kiosk's link as `main.py selfservice --carry` makes it, which stands still once it has come to a checkpoint.

`python -m tests.selfservice.halted_carry DIR URL CHECKPOINT`: until it is told to go on; "" never.
"""

import signal
import sys
import threading
from ctypes import CDLL
from pathlib import Path

from commands.running import run_command
from commands.workplace import Profile, Workplace
from kiosk.words import speak

_DUMPABLE = 4


def halt_at(wanted: str):
    def at(checkpoint: str) -> None:
        if checkpoint == wanted:
            CDLL(None).prctl(_DUMPABLE, 1, 0, 0, 0)        # its memory is to be searched, by whoever runs the tests
            signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)

    return at


if __name__ == "__main__":
    data, url, checkpoint = sys.argv[1:]
    speak("vi")
    workplace = Workplace(Profile.DEMO, Path(data), checkpoint=halt_at(checkpoint))
    sys.exit(run_command("selfservice", ["--carry", "--gateway", url], workplace))
