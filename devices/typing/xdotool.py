"""Typing by xdotool, an optional program of its own. The text goes in by a pipe: a command line is for everybody to read."""

import subprocess

from kiosk.device_ports import TypingFailed

_LONGEST = 30                          # seconds


class Xdotool:
    def __init__(self, program: str) -> None:
        self._program = program

    def type_text(self, text: str) -> None:
        order = [self._program, "type", "--clearmodifiers", "--delay", "8", "--file", "-"]
        try:
            subprocess.run(
                order, input=text.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=_LONGEST, check=True
            )
        except (OSError, subprocess.SubprocessError):
            raise TypingFailed from None       # its message would hold the text
