"""The paper, and the marks on it: what is darker or more coloured than the paper around, without what is no writing (the backing
beside a page fed crookedly, punch holes, folds, dust, the other side shining through)."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.imaging.pixels import Colours, Grey

_INCH = 25.4
_TINY_DPI = 12.0
_NEUTRAL = 25                          # of 255 darker than the paper around: pencil is, print of the other side is not
_COLOURED = 13                         # of 255 more colourful than the paper around: a faint seal
_LINE_SHARE = 0.55                     # of the page: a fold or the edge of a sheet, where it is alone
_HOLE_MM, _HOLE_EDGE_MM = (4.0, 8.5), 24.0
_FOLDS = 4
_SPECK_MM = 1.0


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands on a page.

    Attributes:
        ink: 255 where something stands, at the working resolution
        plain: of the ink what has no colour, most of it printed: what is written by hand follows no line
        boxes: left, top, width, height of every mark, in millimetres
        share: of the page
        paper: how bright the paper is, 0-255
    """

    ink: Grey
    plain: Grey
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
    colourful = cv2.subtract(colour, _colour_around(colour, dpi))
    level = max(40, int(np.percentile(around, 70)))
    dark = cv2.threshold(darker, _NEUTRAL * level // 245, 255, cv2.THRESH_BINARY)[1]
    bright = cv2.threshold(colourful, _COLOURED * level // 245, 255, cv2.THRESH_BINARY)[1]
    kept, boxes = _written(np.asarray(cv2.bitwise_or(dark, bright), dtype=np.uint8), dpi)
    strong = cv2.dilate(cv2.threshold(colourful, 2 * _COLOURED * level // 245, 255, cv2.THRESH_BINARY)[1], _square(3))
    plain = np.asarray(cv2.bitwise_and(cv2.bitwise_and(kept, dark), cv2.bitwise_not(strong)), dtype=np.uint8)
    return Marks(kept, plain, boxes, float(np.count_nonzero(kept)) / kept.size, level, dpi)


def _around(value: Grey, dpi: float) -> Grey:
    """How bright the paper is around every point; where sheet and backing meet, the darker of the two: their edge is no mark."""
    tiny = _tiny(value, dpi)
    paper = cv2.erode(cv2.dilate(tiny, _square(5)), _square(9))
    return _as_large(cv2.blur(paper, (3, 3)), value)


def _colour_around(colour: Grey, dpi: float) -> Grey:
    """How colourful the paper is; where two meet, the more colourful."""
    tiny = _tiny(colour, dpi)
    paper = cv2.dilate(cv2.erode(tiny, _square(5)), _square(9))
    return _as_large(cv2.blur(paper, (3, 3)), colour)


def _tiny(picture: Grey, dpi: float) -> Grey:
    """2 mm a pixel."""
    size = max(1, round(picture.shape[1] * _TINY_DPI / dpi)), max(1, round(picture.shape[0] * _TINY_DPI / dpi))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _as_large(tiny: Any, picture: Grey) -> Grey:
    tall, wide = picture.shape
    return np.asarray(cv2.resize(tiny, (wide, tall), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def _square(side: int) -> Grey:
    return np.ones((side, side), np.uint8)


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
    if np.count_nonzero(fold) > _FOLDS:
        fold[:] = False                # ruled lines
    if np.count_nonzero(writing & ~fold & ~rim) < 3:
        writing &= ~fold & ~rim        # a fold, or a piece of the edge of the sheet, only where hardly anything else stands
    kept = np.where(writing, 255, 0).astype(np.uint8)[labels]
    return kept, boxes[writing]
