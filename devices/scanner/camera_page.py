"""Finds a page in a picture of a desk, and cuts it out straight. NumPy and OpenCV: only in a camera's own process.

First roughly, in a small copy: bright areas and closed edges whose hull has four corners. Then each side is looked for again
in the full picture, across the side, and the corners are where the four lines meet: fractions of a pixel, not of the small copy.
"""

import math
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

Array = Any                            # an ndarray: OpenCV ships no types for what it takes and gives

_SMALL = 720                           # pixels of the longer side of the small copy
_LEAST_AREA, _MOST_AREA = 0.05, 0.985  # of the picture; what fills it is the desk itself
_BENDS = (0.015, 0.025, 0.04, 0.06, 0.08)      # of the outline, that four corners may leave out
_LEAST_FILLED = 0.86                   # of the quadrangle, by what was found: a page is no star
_SQUARE = 50.0                         # degrees a corner may differ from a right one
_ACROSS = 9                            # pixels of the small copy to either side of a side, where it is looked for again
_SAMPLES = 120                         # along one side
_BESIDE = np.array([6.0, 8.0, 10.0, 12.0], np.float32)   # pixels of the small copy to both sides of an edge
_LEAST_STEP = 8.0                      # grey levels from one to the other
_STRAYED = 1.6                         # pixels from its line beyond which a sample is not of this side


def find_page(frame: Array) -> Array | None:
    """The corners in pixels, from the upper left clockwise; None where nothing looks like a page."""
    high, wide = frame.shape[:2]
    scale = min(1.0, _SMALL / max(high, wide))
    small = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    rough = _roughly(small)
    return None if rough is None else _ordered(_exactly(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), rough / scale, _ACROSS / scale))


def cut_out(frame: Array, corners: Array) -> Array:
    """The page as if seen from straight above, as large as it is in the picture."""
    wide, high = (max(1, round(length)) for length in size_of(corners))
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32) - 0.5
    turned = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    return cv2.warpPerspective(frame, turned, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def size_of(corners: Array) -> tuple[float, float]:
    """Width and height in pixels, each the mean of two sides."""
    upper, right, lower, left = (float(np.linalg.norm(corners[(i + 1) % 4] - corners[i])) for i in range(4))
    return (upper + lower) / 2, (left + right) / 2


# ---- roughly -----------------------------------------------------------------------------------------------------------


def _roughly(small: Array) -> Array | None:
    high, wide = small.shape[:2]
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    steep = _steepness(grey)
    best, score = None, 0.0
    for mask in _masks(small, grey):
        for outline in cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)[0]:
            corners = _four_corners(outline, high * wide)
            worth = 0.0 if corners is None else _worth(corners, steep, high * wide)
            if corners is not None and worth > score and _stands_out(small, corners):
                best, score = corners, worth
    return best


def _masks(small: Array, grey: Array) -> Iterator[Array]:
    kernel = np.ones((5, 5), np.uint8)
    for channel in (grey, small.min(axis=2)):
        smooth = cv2.GaussianBlur(channel, (7, 7), 0)
        _level, bright = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        closed = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, kernel, iterations=2)
        yield cv2.morphologyEx(closed, cv2.MORPH_OPEN, kernel, iterations=2)
    smooth = cv2.bilateralFilter(grey, 7, 30, 7)
    for low, steep in ((20, 60), (8, 24)):
        edges = cv2.Canny(smooth, low, steep, L2gradient=True)
        yield cv2.morphologyEx(edges, cv2.MORPH_CLOSE, kernel, iterations=1)


def _four_corners(outline: Array, whole: int) -> Array | None:
    hull = cv2.convexHull(outline)
    area, around = cv2.contourArea(hull), cv2.arcLength(hull, closed=True)
    if not _LEAST_AREA * whole <= area <= _MOST_AREA * whole:
        return None
    for bend in _BENDS:
        corners = cv2.approxPolyDP(hull, bend * around, closed=True).reshape(-1, 2).astype(np.float32)
        if len(corners) == 4:
            filled = area / max(float(cv2.contourArea(corners)), 1.0)
            return corners if _LEAST_FILLED < filled < 2 - _LEAST_FILLED and _is_square(corners) else None
    return None


def _is_square(corners: Array) -> bool:
    for i in range(4):
        one, other = corners[i - 1] - corners[i], corners[(i + 1) % 4] - corners[i]
        cosine = float(one @ other) / max(float(np.linalg.norm(one) * np.linalg.norm(other)), 1e-6)
        if abs(cosine) > np.sin(np.radians(_SQUARE)):
            return False
    return True


def _worth(corners: Array, steep: Array, whole: int) -> float:
    """Large, and with an edge under each of its sides: the weakest side counts."""
    sides = []
    for i in range(4):
        line = np.linspace(corners[i], corners[(i + 1) % 4], 48)[3:-3].round().astype(int)
        x, y = line[:, 0].clip(0, steep.shape[1] - 1), line[:, 1].clip(0, steep.shape[0] - 1)
        sides.append(float((steep[y, x] > 0).mean()))
    return min(sides) ** 2 * math.sqrt(float(cv2.contourArea(corners)) / whole)


def _stands_out(small: Array, corners: Array) -> bool:
    """Paper differs from the desk along every side, and everywhere alike; the grain of wood does not."""
    high, wide = small.shape[:2]
    middle, steps = corners.mean(axis=0), []
    for i in range(4):
        begin, end = corners[i], corners[(i + 1) % 4]
        outward = np.array([end[1] - begin[1], begin[0] - end[0]], np.float32) / max(float(np.linalg.norm(end - begin)), 1e-6)
        if float(outward @ (middle - begin)) > 0:
            outward = -outward
        base = begin + np.linspace(0.08, 0.92, 60)[:, None] * (end - begin)
        inside, outside = (
            (base[:, None, :] + side * _BESIDE[None, :, None] * outward).reshape(-1, 2).round().astype(int) for side in (-1, 1)
        )
        seen = (outside >= 0).all(axis=1) & (outside < (wide, high)).all(axis=1)
        if seen.mean() < 0.3:                  # this side lies at the edge of the picture
            continue
        within, beyond = inside[seen].clip(0, (wide - 1, high - 1)), outside[seen]
        steps.append(np.median(small[within[:, 1], within[:, 0]], axis=0) - np.median(small[beyond[:, 1], beyond[:, 0]], axis=0))
    if not steps:
        return False
    usual = np.median(steps, axis=0)
    return all(float(np.abs(step).max()) >= _LEAST_STEP and float(step @ usual) > 0 for step in steps)


def _steepness(grey: Array) -> Array:
    edges = cv2.Canny(cv2.GaussianBlur(grey, (5, 5), 0), 10, 30, L2gradient=True)
    return cv2.dilate(edges, np.ones((5, 5), np.uint8))


# ---- exactly -----------------------------------------------------------------------------------------------------------


def _exactly(grey: Array, rough: Array, reach: float) -> Array:
    middle = rough.mean(axis=0)
    lines = [_side(grey, rough[i], rough[(i + 1) % 4], middle, reach) for i in range(4)]
    corners = rough.copy()
    for i in range(4):
        met = _crossing(lines[i - 1], lines[i])
        if met is not None and float(np.linalg.norm(met - rough[i])) < 3 * reach:
            corners[i] = met
    return corners


def _side(grey: Array, begin: Array, end: Array, middle: Array, reach: float) -> tuple[Array, Array]:
    """A point on the side and its direction; as it was where no edge is to be seen."""
    along = (end - begin) / max(float(np.linalg.norm(end - begin)), 1e-6)
    outward = np.array([along[1], -along[0]], np.float32)
    if float(outward @ (middle - begin)) > 0:
        outward = -outward
    steps = np.arange(-round(reach), round(reach) + 1, dtype=np.float32)
    bases = begin + np.linspace(0.04, 0.96, _SAMPLES, dtype=np.float32)[:, None] * (end - begin)
    places = (bases[:, None, :] + steps[None, :, None] * outward).astype(np.float32)
    across = cv2.remap(grey, places[..., 0], places[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    across = cv2.GaussianBlur(across, (5, 7), 1.2)
    slope = np.gradient(across, axis=1)
    darker = slope if slope.mean(axis=0).max() > -slope.mean(axis=0).min() else -slope      # the desk may be the brighter one
    at = darker[:, 2:-2].argmax(axis=1) + 2
    rows = np.arange(len(at))
    strong = darker[rows, at] > 0.35 * np.median(darker[rows, at])
    left, here, right = (darker[rows, at + step] for step in (-1, 0, 1))
    bent = left - 2 * here + right
    shift = np.where(np.abs(bent) > 1e-3, 0.5 * (left - right) / np.where(np.abs(bent) > 1e-3, bent, 1), 0).clip(-1, 1)
    points = (bases + (steps[at] + shift)[:, None] * outward)[strong].astype(np.float32)
    return _line(points, begin, along)


def _line(points: Array, begin: Array, along: Array) -> tuple[Array, Array]:
    """Through what is left once the strayed are dropped, three times over."""
    for loss in (cv2.DIST_WELSCH, cv2.DIST_HUBER, cv2.DIST_L2):
        if len(points) < _SAMPLES // 6:
            break
        across, down, x, y = (float(number) for number in cv2.fitLine(points, loss, 0, 0.01, 0.01).ravel())
        begin, along = np.array([x, y], np.float32), np.array([across, down], np.float32)
        off = np.abs((points - begin) @ np.array([-down, across], np.float32))
        points = points[off < max(_STRAYED, 2.5 * float(np.median(off)))]
    return begin, along


def _crossing(one: tuple[Array, Array], other: tuple[Array, Array]) -> Array | None:
    (a, u), (b, v) = one, other
    turn = float(u[0] * v[1] - u[1] * v[0])
    if abs(turn) < 0.2:                # all but parallel
        return None
    way = b - a
    return a + u * (float(way[0] * v[1] - way[1] * v[0]) / turn)


def _ordered(corners: Array) -> Array:
    """From the upper left clockwise."""
    middle = corners.mean(axis=0)
    corners = corners[np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))]
    return np.roll(corners, -int(corners.sum(axis=1).argmin()), axis=0)
