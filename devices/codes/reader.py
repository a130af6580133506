"""The `CodeReader` of every counter: zxing-cpp in a process that lives for one picture (see docs/decisions/0009)."""

import os
import subprocess
import sys

import msgspec

from devices.child import NO_WINDOW, ROOT
from devices.codes.words import LONGEST_S, Seen
from kiosk.code_ports import LARGEST_PICTURE, CodesNotRead, PictureUnusable

_PATIENCE_S = LONGEST_S + 10           # the process ends by itself before that


class PictureCodes:
    """Asks from a worker thread; several at once are several processes."""

    def __init__(self, module: str = "devices.codes.child") -> None:
        self._command = [sys.executable, "-m", module]

    def codes_in(self, picture: bytes) -> tuple[str, ...]:
        if not picture or len(picture) > LARGEST_PICTURE:
            raise PictureUnusable(why="size")
        try:
            done = subprocess.run(
                self._command, input=picture, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_PATIENCE_S, cwd=ROOT,
                env={**os.environ, "PYTHONUTF8": "1"}, creationflags=NO_WINDOW, check=True,
            )
            seen = msgspec.json.decode(done.stdout, type=Seen)
        except subprocess.TimeoutExpired as error:
            raise CodesNotRead(why="time") from error
        except subprocess.CalledProcessError as error:
            raise CodesNotRead(why=f"exit {error.returncode}") from error
        except (OSError, msgspec.MsgspecError) as error:
            raise CodesNotRead(why=type(error).__name__) from error
        if seen.fault:
            raise PictureUnusable(why=seen.fault)
        return seen.codes
