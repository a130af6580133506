"""How far the lines of a page fall: rows of ink are sharpest when the page is turned straight (projection profile).

From coarse to fine, over the lower edges of the ink only: a letter's base line says more than its body. Figures: see
docs/decisions/0026.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from devices.imaging.pixels import Grey

Numbers = NDArray[np.float32]
MOST = 10.0                            # degrees that are looked for either way
_FEWEST = 400                          # points; below that there is nothing to measure
_ENOUGH = 40_000
_STEPS = ((0.5, MOST), (0.1, 0.5), (0.02, 0.1))
_TURNED = 0.93                         # base lines of the page as it lies, of those of the page turned round
_CLEAR = 1.5                           # times the middle of all angles, or it is no page of lines


def skew_of(ink: Grey) -> float | None:
    """Degrees, positive when lines fall to the right. `ink`: not 0 where there is ink. None when nothing tells."""
    x, y = _lower_edges(ink)
    if len(x) < _FEWEST:
        return None
    step = max(1, len(x) * 2 // _ENOUGH)
    angles = np.arange(-MOST, MOST + 0.01, _STEPS[0][0])
    curve = np.array([_sharpness(x[::step], y[::step], angle) for angle in angles])
    best = float(angles[int(curve.argmax())])
    if curve.max() < _CLEAR * float(np.median(curve)):
        return None
    step = max(1, len(x) // _ENOUGH)
    for width, reach in _STEPS[1:]:
        angles = np.arange(best - reach, best + reach + width / 2, width)
        curve = np.array([_sharpness(x[::step], y[::step], angle) for angle in angles])
        best = _peak(angles, curve)
    return None if abs(best) > MOST else round(best, 3)


def on_its_head(ink: Grey) -> bool:
    """Whether printed lines stand upside down: letters end on one line below, above they end at many heights (capitals, tall
    letters, the marks over Vietnamese vowels). False where it is not clear."""
    turned = np.ascontiguousarray(ink[::-1, ::-1])
    here, there = _base_lines(ink), _base_lines(turned)
    return here is not None and there is not None and here < _TURNED * there


def _base_lines(ink: Grey) -> float | None:
    """How well what stands on the page ends on common lines below, of all its points; None where no lines are found."""
    skew = skew_of(ink)
    if skew is None:
        return None
    x, y = _lower_edges(ink)
    return max(_sharpness(x, y, angle) for angle in np.arange(skew - 0.1, skew + 0.11, 0.05)) / len(x) ** 2


def _lower_edges(ink: Grey) -> tuple[Numbers, Numbers]:
    """Points right of and below the middle of the page, in pixels."""
    below = np.zeros_like(ink)
    below[:-1] = ink[1:]
    rows, columns = np.nonzero((ink > 0) & (below == 0))
    x = (columns - ink.shape[1] / 2).astype(np.float32)
    return x, (rows - ink.shape[0] / 2 + _scattered(len(rows))).astype(np.float32)


def _scattered(count: int) -> NDArray[np.floating[Any]]:
    """Half a pixel up or down, the same every time: else the rows of the picture itself would speak for no skew at all."""
    return (np.arange(count) * 0.6180339887498949) % 1.0 - 0.5


def _sharpness(x: Numbers, y: Numbers, angle: float) -> float:
    """How unevenly the points fall into rows one pixel high, at sub-pixel places shared between two."""
    slope = np.tan(np.radians(angle))
    place = y - x * np.float32(slope)
    place -= place.min()
    base = place.astype(np.int32)
    part = place - base
    size = int(base.max()) + 2
    rows = np.bincount(base, 1 - part, size) + np.bincount(base + 1, part, size)
    return float((rows * rows).sum())


def _peak(angles: NDArray[np.float64], curve: NDArray[np.float64]) -> float:
    """The top of the parabola through the best and its neighbours."""
    at = int(curve.argmax())
    if at in (0, len(curve) - 1):
        return float(angles[at])
    left, middle, right = curve[at - 1 : at + 2]
    bend = left - 2 * middle + right
    shift = 0.5 * (left - right) / bend if bend else 0.0
    return float(angles[at] + shift * (angles[1] - angles[0]))
