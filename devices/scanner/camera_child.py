"""The process of a real document camera, through OpenCV where the machine has it (docs/decisions/0025).

Its argument says which camera: "0" for the first the system names, or a video file, which stands for a camera in tests.
"""

import sys
import time
from pathlib import Path
from typing import Any

from devices.camera.opening import opened
from devices.parent import Parent
from devices.scanner.camera_words import DeskOrder, PlayDesk
from kiosk.code_ports import CameraState
from kiosk.scan_ports import ScanTrouble

_LOOKS_PER_SECOND = 5.0
_LARGEST = 10_000                      # pixels: more than any camera has, so that it gives as many as it can
_TRIED = ((_LARGEST, _LARGEST), (3840, 2160), (1920, 1080))    # some cameras give nothing when asked for too much
_DROPPED = 2                           # frames a camera may lose before it counts as gone
_OLD_FRAMES = 4                        # how many a driver keeps for whoever comes late
_WAITED_S = 0.012


class CameraFrames:
    """One camera, or one video file: that one holds its last frame, as long as it is there."""

    def __init__(self, source: str) -> None:
        self._source: int | str = int(source) if source.isdecimal() else source
        self._file = Path(source) if isinstance(self._source, str) else None
        self._capture: Any = None
        self._last: Any = None
        self.looks_per_second = 0.0 if self._file else _LOOKS_PER_SECOND

    def open(self) -> CameraState:
        if self._file is not None and not self._file.exists():
            return CameraState.NO_CAMERA       # without a word of the library to standard error
        state = CameraState.NO_CAMERA
        for wide, high in _TRIED:
            state, self._capture = opened(self._source, wide, high)
            if state is not CameraState.BUSY:
                break
        self._last = None
        return state

    def grab(self) -> Any | None:
        if self._file is not None:
            taken, frame = self._capture.read()
            self.looks_per_second = 0.0 if taken else 20.0
            self._last = frame if taken else self._last
            return self._last if self._file.exists() else None
        self._pass_over_old_ones()
        for _attempt in range(1 + _DROPPED):
            taken, frame = self._capture.read()
            if taken:
                return frame
        return None

    def _pass_over_old_ones(self) -> None:
        """Until one had to be waited for: that one was new."""
        for _old in range(_OLD_FRAMES):
            began = time.monotonic()
            self._capture.grab()
            if time.monotonic() - began > _WAITED_S:
                return

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
        self._capture = None

    def obey(self, order: PlayDesk) -> None:
        """A real camera is played with by hands."""


def main() -> None:
    parent: Parent[DeskOrder] = Parent(DeskOrder)
    try:
        from devices.scanner.camera_looking import DeskLooking
    except ImportError:                # without OpenCV nothing can be looked at
        from devices.scanner.camera_missing import Missing

        Missing(parent, ScanTrouble.NO_PROGRAM).run()
    else:
        DeskLooking(parent, CameraFrames(sys.argv[1])).run()


if __name__ == "__main__":
    main()
