"""Where a page has something exactly as large as an identity card (ID-1, 85.6 by 54 mm; scanners do not scale)."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from devices.imaging.pixels import Colours, Grey

_LONG_MM, _SHORT_MM = (82.0, 89.0), (50.5, 57.0)
_JOINED_MM = 4.0                       # what stands on a card is no further apart
_BESIDE_MM2 = 400.0
_MOST = 4
_DPI, _TINY, _FAR = 50, 0.25, 81       # the paper is what the middle of 16 cm around is like
_APART = 11                            # of 255
_INCH = 25.4


@dataclass(frozen=True, slots=True)
class CardPlace:
    """As shares of the page, with a little room around it."""

    left: float
    top: float
    right: float
    bottom: float

    def cut_from(self, grey: Grey) -> Grey:
        tall, wide = grey.shape
        return grey[int(self.top * tall) : int(self.bottom * tall), int(self.left * wide) : int(self.right * wide)]


def cards_on(small: Colours, dpi: float) -> tuple[CardPlace, ...]:
    """Nothing where more than a stamp or a note stands on the page too."""
    picture = _smaller(small, _DPI / dpi)
    apart = _apart_from_paper(picture)
    side = round(_JOINED_MM / _INCH * _DPI)
    joined = cv2.morphologyEx(apart, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    outlines, _tree = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found, others = [], 0.0
    for outline in outlines:
        box = cv2.boundingRect(outline)
        _middle, sides, _turn = cv2.minAreaRect(outline)
        short, long = sorted(length / _DPI * _INCH for length in sides)
        if _LONG_MM[0] < long < _LONG_MM[1] and _SHORT_MM[0] < short < _SHORT_MM[1]:
            found.append(box)
        elif not _at_the_rim(box, apart.shape):
            others += short * long
    if others > _BESIDE_MM2 or len(found) > _MOST:
        return ()
    return tuple(_place(box, apart.shape, 3.0 / _INCH * _DPI) for box in found)


def _apart_from_paper(picture: Any) -> Grey:
    """255 where the page is clearly not as the paper far around."""
    paper = cv2.medianBlur(_smaller(picture, _TINY), _FAR)
    paper = cv2.resize(paper, picture.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    apart = cv2.absdiff(picture, paper).max(axis=2)
    return np.asarray(cv2.threshold(apart, _APART, 255, cv2.THRESH_BINARY)[1], dtype=np.uint8)


def _smaller(picture: Any, share: float) -> Any:
    size = max(1, round(picture.shape[1] * share)), max(1, round(picture.shape[0] * share))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def _at_the_rim(box: "cv2.typing.Rect", shape: tuple[int, ...]) -> bool:
    left, top, wide, tall = box
    return left <= 1 or top <= 1 or left + wide >= shape[1] - 1 or top + tall >= shape[0] - 1


def _place(box: "cv2.typing.Rect", shape: tuple[int, ...], room: float) -> CardPlace:
    left, top, wide, tall = box
    return CardPlace(
        max(0.0, (left - room) / shape[1]), max(0.0, (top - room) / shape[0]),
        min(1.0, (left + wide + room) / shape[1]), min(1.0, (top + tall + room) / shape[0]),
    )  # fmt: skip
