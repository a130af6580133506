"""What is neutral ink, what is coloured, what is neither: the three layers of a page.

    ink      print and dark neutral strokes, one bit a point, painted black
    kept     what has colour or half tones (seals, signatures, pencil, photographs, cards): its own pixels, in crops
    paper    the rest, as a light tint
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from devices.imaging.cards import CardPlace
from devices.imaging.copying.opening import Sheet
from devices.imaging.copying.paper import TINT_DPI, Paper, paper_of
from devices.imaging.pixels import Grey

_STROKES = 120
WHOLE = 2 * _STROKES                   # of a card: its own pale body is no paper
_STRIP = 256                           # rows at a time
_INK = 150                             # of 255 of the paper, sharpened
_SHARPEN, _EDGE_PX = 0.8, 1.5          # at 300 dpi
_COLOURED, _OF_DARKNESS = 14, 0.3      # how colourful, of 255; and of how much darker it is than the paper
_DARKER = 26                           # than the paper, of 255: pencil is, the other side shining through is not
_PRINTED = 125                         # the darkest point of a printed letter is darker
_FILLED = 20
_BLACK = 165                           # at TINT_DPI print is, coloured ink is not
_MM = TINT_DPI / 25.4
_BROAD_MM, _STROKE_MM, _SPECK_MM, _BESIDE_MM, _RIM_MM, _WORD_MM = 2.5, 1.5, 0.8, 3.0, 6.0, 25.0
_LARGE = 12                            # points of the small picture: faint, but no fringe


@dataclass(frozen=True, slots=True)
class Layers:
    """`flat`: the whole page in grey, dark on white, colours lightened: for reading. `ink`: 255 where it is that. `kept`, at
    TINT_DPI: WHOLE where every point is kept, less where only what stands on the paper is."""

    flat: Grey
    ink: Grey
    kept: Grey
    paper: Paper


def layers_of(sheet: Sheet, cards: Sequence[CardPlace] = ()) -> Layers:
    paper = paper_of(sheet)
    flat = _flat(sheet, paper)
    kept = _kept(paper, _deepest(flat, paper.small.shape[:2]), cards)
    return Layers(flat, _ink(flat, kept, sheet.dpi), kept, paper)


def _flat(sheet: Sheet, paper: Paper) -> Grey:
    """The brightest of the three channels, of the paper's: ink that has a colour is light in its own."""
    tall, wide = sheet.colours.shape[:2]
    flat = np.empty((tall, wide), np.uint8)
    for first in range(0, tall, _STRIP):
        last = min(tall, first + _STRIP)
        share = cv2.divide(sheet.colours[first:last], paper.at(first, last, wide, tall), scale=255)
        flat[first:last] = cv2.max(cv2.max(share[:, :, 0], share[:, :, 1]), share[:, :, 2])
    return flat


def _deepest(flat: Grey, size: tuple[int, int]) -> Grey:
    """The darkest point under every point of the small picture; a lonely dark pixel is grain."""
    tall, wide = flat.shape
    side = max(1, round(tall / size[0]))
    smooth = cv2.blur(flat, (2, 2)) if side > 1 else flat
    deep = cv2.erode(smooth, np.ones((side, side), np.uint8))
    rows = np.minimum((np.arange(size[0]) + 0.5) * tall / size[0], tall - 1).astype(np.intp)
    columns = np.minimum((np.arange(size[1]) + 0.5) * wide / size[1], wide - 1).astype(np.intp)
    return np.ascontiguousarray(deep[rows[:, None], columns[None, :]])


def _kept(paper: Paper, deep: Grey, cards: Sequence[CardPlace]) -> Grey:
    tall, wide = paper.small.shape[:2]
    share = cv2.divide(paper.small, paper.at_small(), scale=255)
    least, most = share.min(axis=2), share.max(axis=2)
    colour = cv2.subtract(most, least)
    coloured = (colour > _COLOURED) & (colour > _OF_DARKNESS * (255 - least))
    dark = most < 255 - _DARKER
    broad = cv2.morphologyEx(((255 - least > _FILLED) & ~(deep < 40)).astype(np.uint8), cv2.MORPH_OPEN, _square(_BROAD_MM))
    strokes = _strokes(coloured, coloured & (colour > 2 * _COLOURED)) | _soft(dark, deep)
    near = cv2.bitwise_or(
        cv2.dilate(_inside(strokes.astype(np.uint8)), np.ones((5, 5), np.uint8)), cv2.dilate(_inside(broad), _square(1.0))
    )
    near = cv2.bitwise_or(near, _touched(most < _BLACK, near))
    for card in cards:
        near[int(card.top * tall) : int(card.bottom * tall) + 1, int(card.left * wide) : int(card.right * wide) + 1] = 2
    return np.asarray(near * _STROKES, dtype=np.uint8)


def _inside(mask: Any) -> Any:
    """Without what lies along the rim and reaches it: a strip of the scanner's lid is no writing."""
    _count, labels, stats, _middles = cv2.connectedComponentsWithStats(mask, connectivity=8)
    left, top, wide, tall = stats[:, :4].T
    right, foot = left + wide, top + tall
    thick, end = _RIM_MM * _MM, 2
    along = (right <= thick) & (left < end) | (foot <= thick) & (top < end)
    along |= (left >= mask.shape[1] - thick) & (right > mask.shape[1] - end)
    along |= (top >= mask.shape[0] - thick) & (foot > mask.shape[0] - end)
    return np.where(along[labels], 0, mask).astype(np.uint8)


def _strokes(coloured: Any, strong: Any) -> Any:
    """Without specks that lie alone, and the fringes of colour that scanners give to black print."""
    count, labels, stats, _middles = cv2.connectedComponentsWithStats(coloured.astype(np.uint8), connectivity=8)
    long = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= _SPECK_MM * _MM
    long &= (np.bincount(labels[strong], minlength=count) > 0) | (stats[:, cv2.CC_STAT_AREA] >= _LARGE)
    long[0] = False
    strokes = long[labels]
    return strokes | (coloured & (cv2.dilate(strokes.astype(np.uint8), _square(_BESIDE_MM)) > 0))


def _soft(dark: Any, deep: Grey) -> Any:
    """Neutral strokes that are nowhere as dark as print: pencil, a worn stamp."""
    count, labels, stats, _middles = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    long = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= _STROKE_MM * _MM
    printed = np.bincount(labels[deep < _PRINTED], minlength=count) > 0
    soft = long & ~printed
    soft[0] = False
    strokes = soft[labels]
    light = ~printed
    light[0] = False
    return strokes | (light[labels] & (cv2.dilate(strokes.astype(np.uint8), _square(_BESIDE_MM)) > 0))


def _touched(dark: Any, near: Any) -> Any:
    """Letters and short words that a coloured stroke crosses are kept whole: half one way and half the other shows."""
    count, labels, stats, _middles = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    short = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) < _WORD_MM * _MM
    crossed = short & (np.bincount(labels[near > 0], minlength=count) > 0)
    crossed[0] = False
    return cv2.dilate(crossed[labels].astype(np.uint8), np.ones((3, 3), np.uint8))


def _ink(flat: Grey, kept: Grey, dpi: float) -> Grey:
    """Sharpened first, so that thin strokes and dots stay and thick ones do not grow."""
    smooth = cv2.GaussianBlur(flat, (0, 0), max(0.6, _EDGE_PX * dpi / 300))
    sharp = cv2.addWeighted(flat, 1 + _SHARPEN, smooth, -_SHARPEN, 0, dst=smooth)
    ink = cv2.threshold(sharp, _INK, 255, cv2.THRESH_BINARY_INV, dst=sharp)[1]
    ink[cv2.resize(kept, flat.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0] = 0
    return np.asarray(ink, dtype=np.uint8)


def _square(millimetres: float) -> Grey:
    side = max(1, round(millimetres * _MM))
    return np.ones((side, side), np.uint8)
