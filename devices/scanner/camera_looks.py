"""What would spoil a photographed page, and whether it is another page than the one before. NumPy and OpenCV: a camera's process.

Everything is measured on the page alone, cut out and made small, so that a bright desk or a busy one changes nothing.
"""

import math
from typing import Any

import cv2
import numpy as np

from kiosk.scan_ports import DeskWarning

Array = Any

_LIKENESS = (192, 272)                 # of A4
_DARK = 80                             # the paper itself, 0-255
_CLIPPED, _PAPER_BELOW = 252, 243      # a mirrored lamp is white beyond what the paper around it is
_GLARE = 0.0015                        # of the page
_FEWEST_EDGES, _FAINTEST = 800, 8.0    # pixels that must be edges, and how steep, before anything can be called blurred
_SOFT = 0.7                            # of their steepness is left when a picture is softened once more: sharp 0.41-0.54, blurred
                                       # by 1.5 pixels 0.65-0.75, by 2 0.73-0.82 (measured on seven papers, three resolutions)
_DIFFERENT = 0.08                      # of the writing's strength: one page twice 0.03, another name on a form 0.14 (measured)
_INCHES = 8.27 * 11.69                 # of A4
_A4_SIDES = 297 / 210
_OTHER_SHAPE = 0.12                    # how far the ratio of the sides may be off before it is no A4


def warnings_of(page: Array) -> frozenset[DeskWarning]:
    """Of a page as it was cut out, at its natural size."""
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    found = set()
    paper = float(np.percentile(grey[::8, ::8], 70))
    if paper < _DARK:
        found.add(DeskWarning.DARK)
    if _glares(page, paper):
        found.add(DeskWarning.GLARE)
    if _is_soft(grey):
        found.add(DeskWarning.BLURRED)
    return frozenset(found)


def _glares(page: Array, paper: float) -> bool:
    if paper >= _PAPER_BELOW:          # the whole page is that bright: nothing to tell a lamp by
        return False
    small = cv2.resize(page.min(axis=2), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    clipped = cv2.morphologyEx((small >= _CLIPPED).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return float(clipped.mean()) > _GLARE


def _is_soft(grey: Array) -> bool:
    """Softening a sharp picture once more costs it its steepest edges; one that is soft already keeps them."""
    inner = grey[grey.shape[0] // 20 : -grey.shape[0] // 20, grey.shape[1] // 20 : -grey.shape[1] // 20]
    calm = cv2.GaussianBlur(inner, (0, 0), 0.8)        # without the sensor's grain
    before = _steepness(calm)
    edges = before > max(_FAINTEST, 0.5 * float(np.percentile(before, 99.9)))
    if int(edges.sum()) < _FEWEST_EDGES:
        return False
    after = _steepness(cv2.GaussianBlur(calm, (0, 0), 1.6))
    return float(after[edges].sum() / before[edges].sum()) > _SOFT


def _steepness(grey: Array) -> Array:
    return cv2.magnitude(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)) / 4


# ---- which page ----------------------------------------------------------------------------------------------------------


def likeness_of(page: Array) -> Array:
    """A small picture of what is written on it; light and shade are taken out."""
    grey = cv2.resize(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), _LIKENESS, interpolation=cv2.INTER_AREA).astype(np.float32)
    paper = cv2.GaussianBlur(cv2.dilate(grey, np.ones((9, 9), np.uint8)), (0, 0), 7)
    ink = cv2.GaussianBlur(1 - grey / np.maximum(paper, 1), (0, 0), 1.5)
    return ink[8:-8, 8:-8]             # its edge is the cut's doing


def is_same(one: Array, other: Array) -> bool:
    """Also when it was turned round on the desk meanwhile."""
    return _alike(one, other) or _alike(one, other[::-1, ::-1])


def _alike(one: Array, other: Array) -> bool:
    """Nowhere more different than two looks at the same page are, which never lie on each other to the pixel."""
    strength = max(float(np.percentile(one, 98)), float(np.percentile(other, 98)), 0.05)
    reach = np.ones((5, 5), np.uint8)
    missing = np.maximum(one - cv2.dilate(other, reach), 0) + np.maximum(other - cv2.dilate(one, reach), 0)
    return float(cv2.blur(missing, (9, 9)).max()) < _DIFFERENT * strength


def dpi_of(corners_size: tuple[float, float], known: int) -> int:
    """Dots per inch if the page is an A4, which fixes them for every other page under the same camera; else what is known."""
    wide, high = sorted(corners_size)
    if known and abs(high / max(wide, 1) / _A4_SIDES - 1) > _OTHER_SHAPE:
        return known
    return max(1, round(math.sqrt(wide * high / _INCHES)))
