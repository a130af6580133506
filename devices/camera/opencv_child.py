"""The process that holds a real camera, through OpenCV where the machine has it (see docs/decisions/0025)."""

from typing import Any

from PIL import Image

from devices.camera.looking import Looking
from devices.camera.opening import opened
from devices.camera.words import Order
from devices.parent import Parent
from kiosk.code_ports import CameraState

_WIDE, _HIGH = 1280, 720               # fine enough for a code held a hand's width away
_FIRST = 0                             # the camera the system names first
_DROPPED = 2                           # frames a camera may lose before it counts as gone


class OpenCvFrames:
    """`VideoCapture` of the first camera."""

    def __init__(self) -> None:
        self._capture: Any = None

    def open(self) -> CameraState:
        state, self._capture = opened(_FIRST, _WIDE, _HIGH)
        return state

    def grab(self) -> Image.Image | None:
        for _attempt in range(1 + _DROPPED):
            taken, frame = self._capture.read()
            if taken:
                return Image.fromarray(frame[:, :, ::-1])      # OpenCV has blue first
        return None

    def close(self) -> None:
        self._capture.release()
        self._capture = None

    def obey(self, order: Order) -> None:
        """A real camera is played with by hands."""


if __name__ == "__main__":
    Looking(Parent(Order), OpenCvFrames()).run()
