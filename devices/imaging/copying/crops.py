"""The coloured parts of a page as few rectangles, and its pictures: tint, crops, ink."""

from typing import Any

import cv2
import numpy as np

from devices.imaging.copying.layers import WHOLE, Layers
from devices.imaging.copying.opening import Sheet
from devices.imaging.copying.packing import g4, jpeg
from devices.imaging.copying.paper import TINT_DPI
from devices.imaging.copying.straight import Box
from devices.imaging.copying.words import Picture
from devices.imaging.pixels import Colours, Grey

_TINT_QUALITY, _CROP_QUALITY = 82, 60
_TINT_COARSER = 2                      # than what is judged: nothing in it changes within two millimetres
_JOINED_MM = 3.0
_COSTS_MM2 = 350.0                     # of empty picture, what one more picture costs in bytes
_SPARSE, _WIDE_MM = 0.5, 20.0          # a rectangle emptier and longer than that is tried in two halves
_MOST = 120
_PAPER = 240                           # of 255 of the tint: the grain of paper around a stroke costs bytes and shows nothing
_MM = TINT_DPI / 25.4
_COSTS = _COSTS_MM2 * _MM * _MM
_LARGE = _WIDE_MM * _MM * _WIDE_MM * _MM / 4


def pictures_of(sheet: Sheet, layers: Layers) -> tuple[Picture, ...]:
    """From the lowest to the uppermost."""
    tall, wide = sheet.colours.shape[:2]
    small_tall, small_wide = layers.kept.shape
    size = max(1, small_wide // _TINT_COARSER), max(1, small_tall // _TINT_COARSER)
    coarse: Any = cv2.resize(layers.paper.at_small(), size, interpolation=cv2.INTER_AREA)
    packed = jpeg(coarse, _TINT_QUALITY, fine=True)
    found = [Picture(packed, 0, 0, wide, tall, *size)]
    tint: Any = cv2.imdecode(np.frombuffer(packed, np.uint8), cv2.IMREAD_COLOR)
    seen = cv2.resize(tint, (small_wide, small_tall), interpolation=cv2.INTER_LINEAR)
    found += [_crop(sheet, layers, box, seen) for box in boxes_of(layers.kept)]
    if layers.ink.any():
        found.append(Picture(g4(layers.ink), 0, 0, wide, tall, wide, tall, stencil=True))
    return tuple(found)


def boxes_of(kept: Grey) -> list[Box]:
    """Few rectangles around everything that is kept, with little else in them."""
    side = max(1, round(_JOINED_MM * _MM))
    joined = cv2.morphologyEx(kept, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    _count, labels, stats, _middles = cv2.connectedComponentsWithStats(joined, connectivity=8)
    parts = list[Box]()
    for number, (left, top, wide, tall, _area) in enumerate(stats.tolist()):
        if number:
            parts += _split(Box(left, top, left + wide, top + tall), (labels == number) if wide * tall > _LARGE else None)
    return _merged(parts)


def _split(box: Box, kept: Any) -> list[Box]:
    """A frame, or lines of writing that touch, in pieces. `kept` is None where it is not worth it."""
    if kept is None:
        return [box]
    inside = box.of(kept)
    across, down = np.flatnonzero(inside.any(axis=0)), np.flatnonzero(inside.any(axis=1))
    if not len(across):
        return []
    box = Box(box.left + int(across[0]), box.top + int(down[0]), box.left + int(across[-1]) + 1, box.top + int(down[-1]) + 1)
    wide, tall = box.right - box.left, box.foot - box.top
    if max(wide, tall) < _WIDE_MM * _MM or np.count_nonzero(box.of(kept)) > _SPARSE * wide * tall:
        return [box]
    if wide >= tall:
        middle = (box.left + box.right) // 2
        halves = Box(box.left, box.top, middle, box.foot), Box(middle, box.top, box.right, box.foot)
    else:
        middle = (box.top + box.foot) // 2
        halves = Box(box.left, box.top, box.right, middle), Box(box.left, middle, box.right, box.foot)
    return [part for half in halves for part in _split(half, kept)]


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
    return _area(_both(one, other)) <= _area(one) + _area(other) + _COSTS


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
    own = np.ascontiguousarray(place.of(sheet.colours))
    darker = cv2.blur(cv2.divide(own, content, scale=255).min(axis=2), (3, 3)) < _PAPER
    shown = cv2.dilate(darker.astype(np.uint8), np.ones((3, 3), np.uint8))
    shown[kept == WHOLE] = 1
    cv2.copyTo(own, cv2.bitwise_and(shown, (kept > 0).astype(np.uint8)), content)
    return Picture(jpeg(content, _CROP_QUALITY, fine=True), place.left, place.top, *size, *size)
