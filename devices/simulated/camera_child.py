"""The process behind the simulated camera: an invented card, or a picture file, held before it a little unsteadily."""

import os
import sys
from pathlib import Path

from PIL import Image, ImageFilter

from devices.camera.looking import Looking
from devices.camera.words import Order, Play
from devices.parent import Parent
from devices.simulated.card_side import card_side
from devices.simulated.cards import cards
from kiosk.code_ports import CameraState

CRASH_CODE = 70
_SIZE = (1280, 720)
_TABLE = (96, 88, 80)
_BLURRED = 3                           # frames until a card just put there is sharp


class DrawnFrames:
    """A table seen from above."""

    def __init__(self, card: str) -> None:
        self._world = Play(card=card, picture="", plugged=True, held=False)
        self._frames = 0

    def open(self) -> CameraState:
        if not self._world.plugged:
            return CameraState.NO_CAMERA
        return CameraState.BUSY if self._world.held else CameraState.LOOKING

    def grab(self) -> Image.Image | None:
        if not self._world.plugged or self._world.held:
            return None
        frame = Image.new("RGB", _SIZE, _TABLE)
        shown = self._shown()
        if shown is not None:
            self._frames += 1
            tilt = (self._frames * 7) % 9 - 4
            frame.paste(shown.convert("RGB").rotate(tilt, expand=True, fillcolor=_TABLE), (130 + self._frames % 5 * 6, 30))
            if self._frames <= _BLURRED:
                frame = frame.filter(ImageFilter.GaussianBlur(9))
        return frame

    def close(self) -> None:
        """Nothing was opened."""

    def obey(self, order: Order) -> None:
        if not isinstance(order, Play):
            return
        if order.crash:
            os._exit(CRASH_CODE)
        world = self._world
        self._world = Play(
            card=world.card if order.card is None else order.card,
            picture=world.picture if order.picture is None else order.picture,
            plugged=world.plugged if order.plugged is None else order.plugged,
            held=world.held if order.held is None else order.held,
        )
        self._frames = 0

    def _shown(self) -> Image.Image | None:
        if self._world.picture:
            with Image.open(Path(self._world.picture)) as opened:
                picture = opened.convert("RGB")
            picture.thumbnail((_SIZE[0] - 200, _SIZE[1] - 60))
            return picture
        card = cards().get(self._world.card or "")
        return card_side(card) if card is not None else None


if __name__ == "__main__":
    Looking(Parent(Order), DrawnFrames(sys.argv[1])).run()
