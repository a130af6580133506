"""Looking at pages, on seeds that nothing was tuned on: codes of cards, skew, blank sheets, and what a look costs."""

import random
import statistics
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from benchmarks.rows import Figure, Registry, at_least, at_most
from benchmarks.size import Size
from benchmarks.timing import duel

LOW_DPI, LOW_SIDES = 200, (14.0, 16.0, 18.0)       # of a code in millimetres: 2.2 to 2.9 pixels a module
STRAIGHT_KINDS = ("text", "form", "table", "sealed", "certificate", "receipt")


def add_rows(table: Registry) -> None:
    table.row("codes read on low-resolution cards", "of all", at_least(0.95), "of all by pyzbar")(card_codes)
    table.row("skew of printed pages, mean error", "degrees", at_most(0.05))(skew_error)
    table.row("skew of printed pages within 0.2 degrees", "of all", at_least(0.99))(skew_within)
    table.row("blank sheets flagged", "of all", at_least(0.9))(blank_flagged)
    table.row("sheets with anything on them not called blank", "of all", at_least(1))(content_kept)
    table.row("looking at a page of 300 dpi", "times one JPEG decode", None, "ms")(cost)


def card_codes(size: Size) -> Figure:
    """Cards scanned at 200 dpi with codes of 14 to 18 mm, as the counter looks at them, beside pyzbar on the same pixels; without
    pyzbar or its library the baseline has no value."""
    from devices.imaging.looking import look_at
    from devices.imaging.pixels import pixels_of

    other = _pyzbar()
    ours = theirs = 0
    for at, seed in enumerate(_seeds(size.looked)):
        content, said = _low_card(seed, LOW_SIDES[at % len(LOW_SIDES)])
        ours += said in {code.text for code in look_at(content, LOW_DPI).codes}
        theirs += other is not None and said in other(pixels_of(content, LOW_DPI).grey)
    baseline = theirs / size.looked if other is not None else None
    return Figure(ours / size.looked, baseline, f"{size.looked} cards at {LOW_DPI} dpi, 14-18 mm")


def skew_error(size: Size) -> Figure:
    """Mean absolute error over printed pages of every kind, 200 and 300 dpi, up to 8 degrees either way; pages for which
    nothing was told count in the next row."""
    errors = [abs(error) for error in _skews(size.looked) if error is not None]
    note = f"{len(errors)} of {size.looked} pages; worst {max(errors):.2f}"
    return Figure(statistics.fmean(errors), None, note)


def skew_within(size: Size) -> Figure:
    """The share of the same pages whose skew is told within 0.2 degrees; one that is not told is not within."""
    errors = _skews(size.looked)
    return Figure(sum(error is not None and abs(error) <= 0.2 for error in errors) / len(errors), None, f"{len(errors)} pages")


def blank_flagged(size: Size) -> Figure:
    """Plain, yellowed, folded, punched and dusty sheets and those whose other side shines through, fed as crookedly as any."""
    from devices.simulated.pages.bare import BLANK

    found = list(_blanks(tuple(BLANK), size.looked))
    return Figure(sum(found) / len(found), None, f"{len(found)} sheets")


def content_kept(size: Size) -> Figure:
    """Of sheets that hold only a page number, a signature, a faint pencil note, a seal, a faint seal, one line, a small
    note, or any of the kinds of full pages: the share that is not called blank. None may be."""
    from devices.simulated.pages.bare import NEARLY_BLANK
    from devices.simulated.pages.kinds import CONTENT

    found = [*_blanks(tuple(NEARLY_BLANK), size.looked), *_blanks(tuple(CONTENT), size.looked // 2)]
    return Figure(1 - sum(found) / len(found), None, f"{len(found)} sheets")


def cost(size: Size) -> Figure:
    """A whole look (two decodes, codes of every kind, skew, marks, likeness) beside decoding the same JPEG once in colour."""
    import cv2
    import numpy as np

    from devices.imaging.looking import look_at
    from devices.simulated.pages.made import make

    cv2.setNumThreads(1)
    pages = [make(kind, seed, dpi=300) for kind, seed in zip(STRAIGHT_KINDS, _seeds(size.looked), strict=False)]

    def ours() -> None:
        for page in pages:
            look_at(page.content, page.dpi)

    def theirs() -> None:
        for page in pages:
            cv2.imdecode(np.frombuffer(page.content, np.uint8), cv2.IMREAD_COLOR)

    found = duel(size.rounds, ours, theirs)
    each = found.our_median / len(pages) * 1000
    return Figure(found.slowness, found.their_median / len(pages) * 1000, f"{each:.0f} ms a page")


def _seeds(count: int) -> range:
    from devices.simulated.pages.made import UNSEEN

    return UNSEEN[:count]


@cache
def _skews(count: int) -> tuple[float | None, ...]:
    from devices.imaging.looking import look_at
    from devices.simulated.pages.made import make

    found: list[float | None] = []
    for at, seed in enumerate(_seeds(count)):
        page = make(STRAIGHT_KINDS[at % len(STRAIGHT_KINDS)], seed, skew=random.Random(seed).uniform(-8, 8))
        told = look_at(page.content, page.dpi).skew_degrees
        found.append(None if told is None else told - page.how.skew)
    return tuple(found)


def _blanks(kinds: tuple[str, ...], count: int) -> Iterator[bool]:
    from devices.imaging.looking import look_at
    from devices.simulated.pages.made import make
    from kiosk.page_ports import PageFault

    for at, seed in enumerate(_seeds(count)):
        page = make(kinds[at % len(kinds)], seed)
        yield PageFault.BLANK in look_at(page.content, page.dpi).faults


def _low_card(seed: int, side: float) -> tuple[bytes, str]:
    from devices.simulated.pages.made import drawn
    from devices.simulated.pages.scanning import chosen, scanned

    sheet, codes = drawn("card", seed, LOW_DPI, side=side)
    return scanned(sheet, chosen(seed), LOW_DPI, seed), codes[0]


def _pyzbar() -> Callable[[Any], set[str]] | None:
    """None where it, or the library it loads, is not there."""
    try:
        from pyzbar import pyzbar  # type: ignore[import-not-found]
    except ImportError:
        return None
    return lambda grey: {code.data.decode("utf-8", "replace") for code in pyzbar.decode(grey)}
