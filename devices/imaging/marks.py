"""The paper, and the marks on it: what is darker or more coloured than the paper around, without what is no writing (the backing
beside a page fed crookedly, punch holes, folds, dust, the other side shining through)."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.imaging.pixels import Colours, Grey

_INCH = 25.4
_NEUTRAL = 25                          # of 255 darker than the paper around: pencil is, print of the other side is not
_COLOURED = 13                         # of 255 more colourful than the paper around: a faint seal
_LINE_SHARE = 0.55                     # of the page: a fold or the edge of a sheet, where it is alone
_HOLE_MM, _HOLE_EDGE_MM = (4.0, 8.5), 24.0
_SPECK_MM = 1.0


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands on a page.

    Attributes:
        ink: 255 where something stands, at the working resolution
        boxes: left, top, width, height of every mark, in millimetres
        share: of the page
        paper: how bright the paper is, 0-255
    """

    ink: Grey
    boxes: NDArray[np.float64]
    share: float
    paper: int
    dpi: float

    @property
    def none(self) -> bool:
        """Whether the sheet is probably blank."""
        return len(self.boxes) == 0


def marks_on(small: Colours, dpi: float) -> Marks:
    """Everything on the page that looks written, printed or stamped."""
    value = small.min(axis=2)
    around = _around(value, dpi)
    darker = cv2.subtract(around, value)
    colour = cv2.subtract(small.max(axis=2), value)
    colourful = cv2.subtract(colour, _median(colour, dpi))
    level = max(40, int(np.percentile(around, 70)))
    ink = ((darker.astype(np.int32) * 245 > _NEUTRAL * level) | (colourful.astype(np.int32) * 245 > _COLOURED * level))
    ink_map = ink.astype(np.uint8) * 255
    kept, boxes = _written(ink_map, dpi)
    return Marks(kept, boxes, float(np.count_nonzero(kept)) / kept.size, level, dpi)


def _around(value: Grey, dpi: float) -> Grey:
    """How bright the paper is around every point: the brightest nearby, from a small picture, smoothed."""
    scale = 12.0 / dpi                 # about 2 mm a pixel
    tiny = cv2.resize(value, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    bright = cv2.dilate(tiny, np.ones((5, 5), np.uint8))
    smooth = cv2.blur(cv2.erode(bright, np.ones((5, 5), np.uint8)), (3, 3))
    return np.asarray(cv2.resize(smooth, value.shape[::-1], interpolation=cv2.INTER_LINEAR))


def _median(colour: Grey, dpi: float) -> Grey:
    scale = 12.0 / dpi
    tiny = cv2.resize(colour, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(cv2.medianBlur(tiny, 25), colour.shape[::-1], interpolation=cv2.INTER_LINEAR))


def _written(ink: Grey, dpi: float) -> tuple[Grey, NDArray[np.float64]]:
    """The ink without what is none, and the boxes of its marks in millimetres."""
    _count, labels, stats, _middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    unit = _INCH / dpi
    tall, wide = ink.shape[0] * unit, ink.shape[1] * unit
    boxes = stats[:, :4] * unit
    left, top, width, height = boxes.T
    area = stats[:, cv2.CC_STAT_AREA] * unit * unit
    longest = np.maximum(width, height)
    thin = area / np.maximum(longest, 1e-6)
    touches = (left < 0.6) | (top < 0.6) | (left + width > wide - 0.6) | (top + height > tall - 0.6)
    backing = touches & ((longest > 25) | (area > 40))
    fold = (longest > _LINE_SHARE * min(tall, wide)) & (np.minimum(width, height) < 14) & (thin < 2.0)
    full = area / np.maximum(width * height, 1e-6)
    beside = np.minimum(np.minimum(left, wide - left - width), np.minimum(top, tall - top - height))
    hole = (
        (width > _HOLE_MM[0]) & (width < _HOLE_MM[1]) & (height > _HOLE_MM[0]) & (height < _HOLE_MM[1])
        & (full > 0.68) & (full < 0.88) & (np.abs(width - height) < 1.2) & (beside < _HOLE_EDGE_MM)
    )
    speck = longest < _SPECK_MM
    narrow = np.minimum(width, height)
    rim = (narrow < 0.6) & (beside < 6.0) | (longest > 4) & (longest > 4 * narrow) & (beside < 40) & (thin < 1.2)
    rim &= (width < height) == (np.minimum(left, wide - left - width) < np.minimum(top, tall - top - height))
    writing = ~(backing | hole | speck)
    writing[0] = False                 # the paper itself
    if np.count_nonzero(writing & ~fold & ~rim) < 3:
        writing &= ~fold & ~rim        # a fold, or a piece of the edge of the sheet, only where hardly anything else stands
    kept = np.where(writing, 255, 0).astype(np.uint8)[labels]
    return kept, boxes[writing]
