"""The loop of every camera's process: a frame, the codes in it, a small picture of it; so many a second and no more."""

import io
import time
from typing import Protocol

from PIL import Image

from devices.camera.words import Begin, Halt, Look, Order
from devices.codes.decoding import MOST_CODES, codes_on
from devices.parent import Parent
from kiosk.code_ports import CameraState

LOOKS_PER_SECOND = 6
_LONGEST_SHOWN = 480                   # pixels of the picture that is shown
_AGAIN_S = 1.0                         # where there is no camera, or no picture


class Frames(Protocol):
    """Where frames come from."""

    def open(self) -> CameraState:
        """LOOKING once frames can be taken; anything else says why not."""

    def grab(self) -> Image.Image | None:
        """The newest frame; None when the camera is lost."""

    def close(self) -> None: ...

    def obey(self, order: Order) -> None:
        """What is meant for this kind of camera only."""


class Looking:
    """One process, one camera. Nothing is open while nobody looks."""

    def __init__(self, parent: Parent[Order], frames: Frames) -> None:
        self._parent, self._frames = parent, frames
        self._number = 0               # of the look that goes on; 0: none
        self._open = False

    def run(self) -> None:
        while True:
            self._listen(None if not self._number else self._look())

    def _listen(self, until: float | None) -> None:
        """Obeys what comes until it is time for the next look; at least what is there already."""
        while order := self._parent.order(None if until is None else max(0.0, until - time.monotonic())):
            match order:
                case Begin(number):
                    self._number = number
                    self._parent.say(Look(number, CameraState.STARTING))
                case Halt():
                    self._shut()
                    self._parent.say(Look(self._number, CameraState.OFF))
                    self._number = 0
                case _:
                    self._frames.obey(order)
            if until is None:
                return

    def _look(self) -> float:
        """When the next look is due."""
        began = time.monotonic()
        if not self._open:
            state = self._frames.open()
            if state is not CameraState.LOOKING:
                self._parent.say(Look(self._number, state))
                return began + _AGAIN_S
            self._open = True
        frame = self._frames.grab()
        if frame is None:
            self._shut()
            return began
        self._parent.say(Look(self._number, CameraState.LOOKING, _small(frame), tuple(codes_on(frame)[:MOST_CODES])))
        return began + 1 / LOOKS_PER_SECOND

    def _shut(self) -> None:
        if self._open:
            self._frames.close()
            self._open = False


def _small(frame: Image.Image) -> bytes:
    shown = frame.copy()
    shown.thumbnail((_LONGEST_SHOWN, _LONGEST_SHOWN))
    target = io.BytesIO()
    shown.save(target, "JPEG", quality=70)
    return target.getvalue()
