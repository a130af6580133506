"""When a page lies still under a camera, and when it is one that was not photographed yet. A camera's process."""

import io
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from PIL import Image

from devices.scanner.camera_looks import dpi_of, is_same, likeness_of, warnings_of
from devices.scanner.camera_page import cut_out, find_page, size_of
from kiosk.scan_ports import DeskWarning

Array = Any

_LOOKED_AT = 1920                      # pixels of the longer side; all of them only when a page is kept
_SHOWN = 640
_STILL = 3                             # looks in a row
_MOVED = 0.006                         # of the picture's diagonal
_DARK_ROOM = 40                        # of the whole picture, where no page is found
_FARTHER_THAN_A4 = 12.5                # inches of desk a camera sees, where no page was ever found
_QUALITY, _SMALL_QUALITY = 90, 70


@dataclass(frozen=True, slots=True)
class Seen:
    """One look. `corners`: shares of the picture, from the upper left clockwise; () where no page was found."""

    frame: Array
    small: bytes
    corners: tuple[tuple[float, float], ...] = ()
    warnings: frozenset[DeskWarning] = frozenset()
    steady: bool = False
    new: bool = False
    dpi: int = 0
    likeness: Any = field(default=None, repr=False)


class Shutter:
    """Looks at one frame after the other."""

    def __init__(self) -> None:
        self._corners: Array | None = None
        self._likeness: Array | None = None
        self._taken: Array | None = None       # the likeness of the page photographed last
        self._still = 0
        self._dpi = 0

    def see(self, frame: Array) -> Seen:
        scale = min(1.0, _LOOKED_AT / max(frame.shape[:2]))
        looked = frame if scale == 1.0 else cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        small, corners = _small(looked), find_page(looked)
        if corners is None:
            self._corners, self._still = None, 0
            dark = float(looked[::8, ::8].mean()) < _DARK_ROOM
            return Seen(frame, small, warnings=frozenset({DeskWarning.DARK} if dark else ()), dpi=self._dpi)
        page = cut_out(looked, corners)
        likeness = likeness_of(page)
        self._follow(corners, likeness, float(np.hypot(*looked.shape[:2])))
        self._dpi = dpi_of(_times(size_of(corners), 1 / scale), self._dpi)
        high, wide = looked.shape[:2]
        shares = tuple((float(x / wide), float(y / high)) for x, y in corners)
        new = self._taken is None or not is_same(self._taken, likeness)
        return Seen(frame, small, shares, warnings_of(page), self._still >= _STILL, new, self._dpi, likeness)

    def take(self, seen: Seen) -> tuple[bytes, int]:
        """The page as JPEG, and its dots per inch; all the camera sees where no page was found."""
        corners = find_page(seen.frame) if seen.corners else None
        page = seen.frame if corners is None else cut_out(seen.frame, corners)
        dpi = self._dpi or round(max(page.shape[:2]) / _FARTHER_THAN_A4)
        if seen.likeness is not None:
            self._taken = seen.likeness
        return _encoded(page, dpi), dpi

    def forget(self) -> None:
        """Whatever lies there counts as new; nothing counts as still."""
        self._corners = self._likeness = self._taken = None
        self._still = 0

    def _follow(self, corners: Array, likeness: Array, diagonal: float) -> None:
        before, self._corners = self._corners, corners
        looked, self._likeness = self._likeness, likeness
        at_rest = before is not None and float(np.linalg.norm(before - corners, axis=1).max()) < _MOVED * diagonal
        untouched = looked is not None and is_same(looked, likeness)
        self._still = self._still + 1 if at_rest and untouched else 0


def _times(size: tuple[float, float], factor: float) -> tuple[float, float]:
    return size[0] * factor, size[1] * factor


def _small(frame: Array) -> bytes:
    factor = min(1.0, _SHOWN / max(frame.shape[:2]))
    shown = cv2.resize(frame, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, _SMALL_QUALITY])[1])


def _encoded(page: Array, dpi: int) -> bytes:
    target = io.BytesIO()
    Image.fromarray(cv2.cvtColor(page, cv2.COLOR_BGR2RGB)).save(target, "JPEG", quality=_QUALITY, dpi=(dpi, dpi))
    return target.getvalue()
