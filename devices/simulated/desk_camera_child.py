"""The process behind the simulated document camera: an invented paper on a desk, laid a little differently each time."""

import os
import sys
from typing import Any
from zlib import crc32

import numpy as np

from devices.parent import Parent
from devices.scanner.camera_looking import DeskLooking
from devices.scanner.camera_words import DeskOrder, PlayDesk
from devices.simulated.desk_frames import Array, DeskFrame, desk, in_the_dark, laid, mirrored_lamp, out_of_focus, seen
from devices.simulated.papers.catalogue import side
from devices.simulated.papers.look import flat
from kiosk.code_ports import CameraState

CRASH_CODE = 70
_FINE = 12.3                           # pixels of the picture for each dot per inch of the page laid under the camera
_SOFT = 3.0


class DrawnDesk:
    """A desk seen from above."""

    def __init__(self, paper: str, looks_per_second: float, wide: int) -> None:
        self.looks_per_second, self._size = looks_per_second, (wide, wide * 3 // 4)
        self._world: dict[str, Any] = {
            "paper": paper, "sheet": 0, "turned": 0, "desk": "wood", "glare": False, "blurred": False, "dark": False,
            "restless": False, "plugged": True, "held": False,
        }  # fmt: skip
        self._lying: DeskFrame | None = None
        self._frames, self._laid = 0, 0

    def open(self) -> CameraState:
        if not self._world["plugged"]:
            return CameraState.NO_CAMERA
        return CameraState.BUSY if self._world["held"] else CameraState.LOOKING

    def grab(self) -> Array | None:
        world = self._world
        if not world["plugged"] or world["held"]:
            return None
        self._frames += 1
        if self._lying is None or world["restless"]:
            self._lying = self._drawn()
        picture = seen(self._lying.picture, self._frames)
        if world["glare"] and len(self._lying.corners):
            picture = mirrored_lamp(picture, self._lying.corners)
        if world["blurred"]:
            picture = out_of_focus(picture, _SOFT)
        return in_the_dark(picture) if world["dark"] else picture

    def close(self) -> None:
        """Nothing was opened."""

    def obey(self, order: PlayDesk) -> None:
        if order.crash:
            os._exit(CRASH_CODE)
        changes = {name: getattr(order, name) for name in self._world if getattr(order, name) is not None}
        if order.paper is None:        # a sheet and its turn mean a paper that is laid
            changes.pop("sheet", None), changes.pop("turned", None)
        else:
            self._laid += 1
        self._world |= changes
        self._lying = None

    def _drawn(self) -> DeskFrame:
        """Laid anew, a little elsewhere; restless, elsewhere in every frame."""
        world = self._world
        seed = crc32(f"{world['paper']} {world['sheet']} {self._laid} {self._frames if world['restless'] else 0}".encode())
        if not world["paper"]:
            return DeskFrame(desk(world["desk"], self._size, seed), np.empty((0, 2), np.float32))
        drawn, dpi = side(world["paper"], world["sheet"], back=False), round(self._size[0] / _FINE)
        page = np.asarray(flat(drawn, dpi, crc32(world["paper"].encode())))[:, :, ::-1]
        turned = None if not world["turned"] else float(world["turned"])
        return laid(np.ascontiguousarray(page), world["desk"], self._size, seed, turned=turned)


if __name__ == "__main__":
    DeskLooking(Parent(DeskOrder), DrawnDesk(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))).run()
