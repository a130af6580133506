"""Everything that is said of one page, put together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from devices.codes.decoding import PageCode, page_codes
from devices.imaging.cards import CardPlace, cards_on
from devices.imaging.likeness import likeness_of
from devices.imaging.marks import Marks, marks_on
from devices.imaging.pixels import Grey, Pixels, pixels_of
from devices.imaging.skew import on_its_head, skew_of
from kiosk.page_ports import PageFault, PageLook, SeenCode

_CROOKED = 1.5                         # degrees an officer would want straight
_DARK = 118                            # brightness of the paper, 0-255
_CUT_MM = 0.7                          # from the edge
_CUT_MARKS = 4
_LETTER_MM = (1.0, 12.0)
_SOFT_MM = 0.34                        # width of an edge of print
_INCH = 25.4


def look_at(content: bytes, dpi: int) -> PageLook:
    """Raises NotAPicture."""
    return seen_on(pixels_of(content, dpi)).look


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen on a page, and what it was seen by."""

    look: PageLook
    codes: tuple[PageCode, ...]
    cards: tuple[CardPlace, ...]
    marks: Marks


def seen_on(pixels: Pixels) -> Seen:
    marks = marks_on(pixels.small, pixels.small_dpi)
    cards = cards_on(pixels.small, pixels.small_dpi)
    codes = _codes(pixels.grey, cards)
    skew = None if marks.none else skew_by(marks)
    faults = _faults(pixels, marks, skew, codes)
    look = PageLook(
        faults, tuple(SeenCode(one.kind, one.text, one.top) for one in codes), skew, likeness_of(marks.ink, skew),
        round(marks.share, 5), bool(cards),
    )  # fmt: skip
    return Seen(look, tuple(codes), cards, marks)


def skew_by(marks: Marks) -> float | None:
    """By what is printed; a page written in blue, or stamped only, by all that stands on it."""
    printed = skew_of(marks.plain)
    return skew_of(marks.ink) if printed is None else printed


def _codes(grey: Grey, cards: Sequence[CardPlace]) -> list[PageCode]:
    """A card without a code is looked at again, twice as large: at 200 dpi its modules are hardly two pixels wide."""
    codes = page_codes(grey)
    if any(one.matrix for one in codes):
        return codes
    for card in cards:
        part = card.cut_from(grey)
        larger = np.asarray(cv2.resize(part, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
        inside = page_codes(larger)
        codes += [replace(one, top=round(card.top + one.top * (card.bottom - card.top), 3)) for one in inside]
    return codes


def _faults(pixels: Pixels, marks: Marks, skew: float | None, codes: list[PageCode]) -> frozenset[PageFault]:
    blank = marks.none and not codes
    said = (
        (PageFault.BLANK, blank),
        (PageFault.SKEWED, skew is not None and abs(skew) > _CROOKED),
        (PageFault.DARK, marks.paper < _DARK),
        (PageFault.CUT, not blank and _cut(marks)),
        (PageFault.BLURRED, not blank and _soft(pixels, marks)),
        (PageFault.UPSIDE_DOWN, not blank and _turned(codes, marks)),
    )
    return frozenset(fault for fault, is_so in said if is_so)


def _turned(codes: list[PageCode], marks: Marks) -> bool:
    """Codes are printed upright; more of them decide. Without any, the lines of print do."""
    square = [one for one in codes if one.matrix]
    return sum(abs(one.turned) > 135 for one in square) > len(square) / 2 if square else on_its_head(marks.plain)


def _cut(marks: Marks) -> bool:
    """Several letters that end at the edge of the picture."""
    if marks.none:
        return False
    tall, wide = (side / marks.dpi * _INCH for side in marks.ink.shape)
    left, top, width, height = marks.boxes.T
    letter = (np.maximum(width, height) > _LETTER_MM[0]) & (height < _LETTER_MM[1])
    edges = (left < _CUT_MM, left + width > wide - _CUT_MM, top < _CUT_MM, top + height > tall - _CUT_MM)
    return any(np.count_nonzero(letter & edge) >= _CUT_MARKS for edge in edges)


def _soft(pixels: Pixels, marks: Marks) -> bool:
    """Whether the edges of print are wide: how much darker ink is than paper, by how quickly it gets so."""
    widths = [width for width in map(_edge_width, _inked_tiles(pixels.grey, marks)) if width is not None]
    return len(widths) >= 3 and float(np.median(widths)) / pixels.dpi * _INCH > _SOFT_MM


def _inked_tiles(grey: Grey, marks: Marks, most: int = 12) -> list[Grey]:
    """The places where most stands, as they came."""
    ink = cv2.resize(marks.ink, (21, 30), interpolation=cv2.INTER_AREA)
    tall, wide = grey.shape[0] // 30, grey.shape[1] // 21
    order = np.argsort(ink, axis=None)[::-1][:most]
    places = [divmod(int(at), 21) for at in order if ink.flat[at] > 4]
    return [grey[row * tall : (row + 1) * tall, column * wide : (column + 1) * wide] for row, column in places]


def _edge_width(tile: Grey) -> float | None:
    """Pixels; None where there is too little contrast to say."""
    dark, light = np.percentile(tile, (3, 90))
    if light - dark < 50:
        return None
    smooth = cv2.GaussianBlur(tile, (3, 3), 0).astype(np.int16)
    steep = np.maximum(np.abs(np.diff(smooth, axis=0)[:, :-1]), np.abs(np.diff(smooth, axis=1)[:-1]))
    return float((light - dark) / max(1.0, float(np.percentile(steep, 99))))
