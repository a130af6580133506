"""How a process that makes sound is started: quietly, and on Linux so that it dies with the turn, however that ends."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence

from devices.child import NO_WINDOW


def start(command: Sequence[str], environment: Mapping[str, str] | None = None) -> "subprocess.Popen[bytes] | None":
    """None where it cannot be started."""
    try:
        return subprocess.Popen(
            [*_dying_with_us(), *command], env=environment, creationflags=NO_WINDOW, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError:
        return None


def said_by(command: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """What a program answers; nothing where it does not."""
    try:
        run = subprocess.run(
            command, capture_output=True, timeout=5, check=False, creationflags=NO_WINDOW, stdin=subprocess.DEVNULL,
            env=environment,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return run.stdout.decode("utf-8", "replace")


def _dying_with_us() -> tuple[str, ...]:
    """A turn that hangs is killed and can tidy up nothing. Asked of the thread that starts it, which lives as long as we do."""
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "KILL", "--") if setpriv else ()
