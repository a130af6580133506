"""A test page from its seed, and the truth about it."""

import random
from dataclasses import dataclass, replace
from typing import Any

from PIL import Image

from devices.simulated.pages.bare import BLANK, NEARLY_BLANK
from devices.simulated.pages.ink import Ink
from devices.simulated.pages.kinds import CONTENT
from devices.simulated.pages.scanning import Scanning, chosen, scanned

KINDS = {**CONTENT, **NEARLY_BLANK, **BLANK}
CARD_KINDS = frozenset({"card", "card_other_side", "card_pair"})
RESOLUTIONS = (200, 300)
TUNED = range(1_000)                   # what the looking was adjusted on
UNSEEN = range(1_000_000, 2_000_000)   # figures are told of these alone


@dataclass(frozen=True, slots=True)
class Made:
    """One page and what is true of it."""

    kind: str
    content: bytes                     # JPEG
    dpi: int
    codes: tuple[str, ...]
    how: Scanning

    @property
    def blank(self) -> bool:
        return self.kind in BLANK


def make(kind: str, seed: int, *, dpi: int = 0, scan: int | None = None, **how: Any) -> Made:
    """The sheet `kind` of `seed`, scanned as the seed `scan` (the same, unless said) has it; `how` sets fields of `Scanning`."""
    resolution = dpi or RESOLUTIONS[seed % 2]
    sheet, codes = drawn(kind, seed, resolution)
    scan_seed = seed if scan is None else scan
    scanning = replace(chosen(scan_seed), **how)
    return Made(kind, scanned(sheet, scanning, resolution, scan_seed), resolution, codes, scanning)


def drawn(kind: str, seed: int, dpi: int, **settings: Any) -> tuple[Image.Image, tuple[str, ...]]:
    """The sheet before any scanner, and the codes on it. Some carry a fold, holes or the print of their other side."""
    ink = Ink(dpi, random.Random(f"{kind} {seed}"))  # noqa: S311  (repeatable on purpose)
    codes = KINDS[kind](ink, **settings)
    if kind in CONTENT and ink.chance.random() < 0.25:
        BLANK[ink.chance.choice(("bleeding", "punched", "yellowed", "folded"))](ink)
    return ink.picture, codes
