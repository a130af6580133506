"""One page, from the capture to what stands in the PDF."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

import cv2
import numpy as np
from msgspec import structs

from devices.imaging.cards import cards_on
from devices.imaging.copying.crops import pictures_of
from devices.imaging.copying.layers import layers_of
from devices.imaging.copying.opening import Sheet, opened
from devices.imaging.copying.packing import jpeg
from devices.imaging.copying.reading import Reading
from devices.imaging.copying.straight import straightened, sure_skew, without_bed
from devices.imaging.copying.upright import turn_for, turned
from devices.imaging.copying.words import Made, Page, Picture
from devices.imaging.looking import Seen, seen_on, skew_by
from devices.imaging.marks import marks_on
from devices.imaging.pixels import WORK_DPI, Colours, Grey, paged
from kiosk.copy_ports import CopiedPage
from kiosk.page_ports import PageFault

_PLAIN_QUALITY = 80
Read = Callable[[Grey, float], Reading]


@dataclass(frozen=True, slots=True)
class Laid:
    """A page as it will be seen, before it is packed. `skew` and `turn` are how it had come."""

    sheet: Sheet
    seen: Seen
    skew: float | None
    turn: int


def laid(content: bytes, dpi: int) -> Laid:
    """Upright, straight, without the scanner's bed. Raises NotAPicture."""
    sheet = opened(content, dpi)
    seen = _seen(sheet)
    turn = turn_for(seen)
    sheet = turned(sheet, turn)
    marks = marks_on(*_small(sheet)) if turn else seen.marks
    skew = skew_by(marks) if turn else seen.look.skew_degrees
    skew = skew if seen.cards else sure_skew(skew, marks)
    return Laid(without_bed(straightened(sheet, skew, marks)), seen, skew, turn)


def page_of(content: bytes, dpi: int, read: Read) -> Made:
    """Straight, in layers, with its words. Raises NotAPicture."""
    began = perf_counter()
    page, flat, told = _drawn(laid(content, dpi))
    reading = Reading() if told.blank else read(flat, page.dpi)
    told = replace(
        told, text=reading.text, confidence=reading.confidence, bytes=page.bytes, milliseconds=_since(began)
    )  # fmt: skip
    return Made(structs.replace(page, words=reading.words), told)


def _drawn(found: Laid) -> tuple[Page, Grey, CopiedPage]:
    """The page without its words, and what they are read from. The colours are let go before reading begins."""
    sheet, look = found.sheet, found.seen.look
    layers = layers_of(sheet, cards_on(*_small(sheet)) if found.seen.cards else ())
    tall, wide = sheet.colours.shape[:2]
    page = Page(wide, tall, sheet.dpi, pictures_of(sheet, layers))
    return page, layers.flat, CopiedPage(found.skew, found.turn, PageFault.BLANK in look.faults, look.codes)


def plain_page(content: bytes, dpi: int) -> Made:
    """In colours, as it is. Raises NotAPicture."""
    began = perf_counter()
    sheet = opened(content, dpi)
    tall, wide = sheet.colours.shape[:2]
    page = Page(wide, tall, sheet.dpi, (Picture(jpeg(sheet.colours, _PLAIN_QUALITY), 0, 0, wide, tall, wide, tall),))
    return Made(page, CopiedPage(bytes=page.bytes, milliseconds=_since(began)))


def _seen(sheet: Sheet) -> Seen:
    grey = np.asarray(cv2.cvtColor(sheet.colours, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    return seen_on(paged(grey, sheet.colours, sheet.dpi))


def _small(sheet: Sheet) -> tuple[Colours, float]:
    share = min(1.0, WORK_DPI / sheet.dpi)
    tall, wide = sheet.colours.shape[:2]
    size = max(1, round(wide * share)), max(1, round(tall * share))
    return np.asarray(cv2.resize(sheet.colours, size, interpolation=cv2.INTER_AREA), dtype=np.uint8), sheet.dpi * size[1] / tall


def _since(began: float) -> int:
    return round((perf_counter() - began) * 1000)
