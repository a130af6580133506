"""A bell or lamp beside the kiosk: whatever program the office has for it (a relay on USB, a pin of the board), started and
let go.

The program is told what for in its environment (`MOT_CUA_CALL`), never in its arguments, and may take its time: nobody waits for
it.
"""

import os
import shlex
import subprocess
import threading

from devices.child import NO_WINDOW
from kiosk.event_log import event_log
from kiosk.help_calls import HelpKind


class CommandBell:
    """Rings by a command line, split as a shell would and run without one."""

    def __init__(self, command: str) -> None:
        self._command = command

    def __call__(self, kind: HelpKind) -> bool:
        """Whether the program could be started."""
        try:
            process = subprocess.Popen(
                shlex.split(self._command, posix=os.name != "nt"), env={**os.environ, "MOT_CUA_CALL": kind.value},
                creationflags=NO_WINDOW, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
        except (OSError, ValueError):
            event_log().warning("the bell's program could not be started")
            return False
        threading.Thread(target=process.wait, name="bell", daemon=True).start()        # so that nothing dead is left lying
        return True
