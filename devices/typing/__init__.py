"""Typing into the window in front: Windows by itself, Linux with xdotool where somebody installed it, else nobody."""

import os
import shutil
import sys

from kiosk.device_ports import Typist


def typist_here() -> Typist | None:
    """Who can type on this machine; None where nobody can, and the choice is not offered."""
    if sys.platform == "win32":
        from devices.typing.send_input import SendInput

        return SendInput()
    program = shutil.which("xdotool")
    if program is None or not os.environ.get("DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland":
        return None
    from devices.typing.xdotool import Xdotool

    return Xdotool(program)
