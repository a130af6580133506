"""The coloured parts of a page as few rectangles, and its pictures: tint, crops, ink."""

from typing import Any

import cv2
import numpy as np

from devices.imaging.copying.layers import Layers
from devices.imaging.copying.opening import Sheet
from devices.imaging.copying.packing import g4, jpeg
from devices.imaging.copying.paper import TINT_DPI
from devices.imaging.copying.straight import Box
from devices.imaging.copying.words import Picture
from devices.imaging.pixels import Colours, Grey

_TINT_QUALITY, _CROP_QUALITY = 60, 80
_JOINED_MM = 3.0
_WASTE = 1.25                          # two rectangles become one where that costs no more than so much area
_MOST = 40
_MM = TINT_DPI / 25.4


def pictures_of(sheet: Sheet, layers: Layers) -> tuple[Picture, ...]:
    """From the lowest to the uppermost."""
    tall, wide = sheet.colours.shape[:2]
    small_tall, small_wide = layers.kept.shape
    tint = layers.paper.at_small()
    packed = jpeg(tint, _TINT_QUALITY)
    found = [Picture(packed, 0, 0, wide, tall, small_wide, small_tall)]
    seen: Any = cv2.imdecode(np.frombuffer(packed, np.uint8), cv2.IMREAD_COLOR)
    found += [_crop(sheet, layers, box, seen) for box in boxes_of(layers.kept)]
    if layers.ink.any():
        found.append(Picture(g4(layers.ink), 0, 0, wide, tall, wide, tall, stencil=True))
    return tuple(found)


def boxes_of(kept: Grey) -> list[Box]:
    """Rectangles around everything that is kept."""
    side = max(1, round(_JOINED_MM * _MM))
    joined = cv2.morphologyEx(kept, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    _count, _labels, stats, _middles = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = [Box(left, top, left + wide, top + tall) for left, top, wide, tall, _area in stats[1:].tolist()]
    return _merged(boxes)


def _merged(boxes: list[Box]) -> list[Box]:
    """Until no two are better as one."""
    boxes = sorted(boxes, key=_area, reverse=True)
    again = True
    while again:
        again, left = False, list[Box]()
        for box in boxes:
            at = next((at for at, other in enumerate(left) if _better(box, other) or len(left) >= _MOST), None)
            if at is None:
                left.append(box)
            else:
                left[at], again = _both(box, left[at]), True
        boxes = left
    return boxes


def _better(one: Box, other: Box) -> bool:
    return _area(_both(one, other)) <= _WASTE * (_area(one) + _area(other)) or _overlap(one, other)


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.foot and other.top < one.foot


def _both(one: Box, other: Box) -> Box:
    return Box(min(one.left, other.left), min(one.top, other.top), max(one.right, other.right), max(one.foot, other.foot))


def _area(box: Box) -> int:
    return (box.right - box.left) * (box.foot - box.top)


def _crop(sheet: Sheet, layers: Layers, box: Box, tint: Colours) -> Picture:
    """Its own pixels where something is kept, the tint elsewhere: so no border of it is seen."""
    tall, wide = sheet.colours.shape[:2]
    across, down = wide / tint.shape[1], tall / tint.shape[0]
    right, foot = min(wide, round(box.right * across)), min(tall, round(box.foot * down))
    place = Box(int(box.left * across), int(box.top * down), right, foot)
    size = place.right - place.left, place.foot - place.top
    kept = cv2.resize(box.of(layers.kept), size, interpolation=cv2.INTER_NEAREST)
    content = cv2.resize(box.of(tint), size, interpolation=cv2.INTER_LINEAR)
    cv2.copyTo(place.of(sheet.colours), kept, content)
    return Picture(jpeg(content, _CROP_QUALITY, fine=True), place.left, place.top, *size, *size)
