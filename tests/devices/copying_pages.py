"""The pages copies are tested and measured on: those of `devices/simulated/pages`, and the truth of what stands on them."""

import random
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PIL import Image

from devices.simulated.pages.bare import BLANK
from devices.simulated.pages.ink import BLACK, PRINT, Colour, Ink
from devices.simulated.pages.kinds import CONTENT
from devices.simulated.pages.made import KINDS, RESOLUTIONS
from devices.simulated.pages.scanning import Scanning, chosen, scanned

CLEAN = ("text", "sealed", "receipt")              # kinds whose print stands in lines, one under the other


class HearingInk(Ink):
    """Remembers what was printed, and where."""

    def __init__(self, dpi: int, chance: random.Random) -> None:
        super().__init__(dpi, chance)
        self.printed: list[tuple[float, float, str]] = []

    def text(self, x: float, y: float, text: str, points: float = 12, *, colour: Colour = BLACK, file: str = PRINT,
             anchor: str = "ls", bold: bool = False) -> None:
        if file == PRINT and text.strip():
            wide = self.wide(text, points)
            self.printed.append((y, x - wide / 2 if anchor == "ms" else x, text))
        super().text(x, y, text, points, colour=colour, file=file, anchor=anchor, bold=bold)


@dataclass(frozen=True, slots=True)
class Told:
    """A page, the sheet it was scanned from, and its print from the top down."""

    content: bytes
    dpi: int
    how: Scanning
    sheet: Image.Image
    printed: str


def told(kind: str, seed: int, *, dpi: int = 0, **how: Any) -> Told:
    """The same page as `make` gives of that seed."""
    resolution = dpi or RESOLUTIONS[seed % 2]
    ink = HearingInk(resolution, random.Random(f"{kind} {seed}"))
    KINDS[kind](ink)
    printed = _in_order(ink.printed)
    if kind in CONTENT and ink.chance.random() < 0.25:
        BLANK[ink.chance.choice(("bleeding", "punched", "yellowed", "folded"))](ink)
    scanning = replace(chosen(seed), **how)
    return Told(scanned(ink.picture, scanning, resolution, seed), resolution, scanning, ink.picture, printed)


def _in_order(printed: list[tuple[float, float, str]]) -> str:
    """Lines from the top down, parts of a line from the left."""
    rows: list[list[tuple[float, float, str]]] = []
    for part in sorted(printed):
        if rows and part[0] - rows[-1][0][0] < 2:
            rows[-1].append(part)
        else:
            rows.append([part])
    return "\n".join(" ".join(text for _y, _x, text in sorted(row, key=lambda part: part[1])) for row in rows)


def letters_wrong(truth: str, read: str) -> float:
    """The share of letters that would have to be changed (Levenshtein), spaces counted once."""
    one, other = " ".join(truth.split()), " ".join(read.split())
    seen = np.array([ord(letter) for letter in other], np.int64)
    steps = np.arange(len(other) + 1)
    row = steps.copy()
    for at, letter in enumerate(one, 1):
        changed = np.concatenate(([at], np.minimum(row[1:] + 1, row[:-1] + (seen != ord(letter)))))
        row = np.minimum.accumulate(changed - steps) + steps
    return int(row[-1]) / max(1, len(one))
