"""Made straight, and the dark bed around it cut off. The scale stays what it was; nothing written is ever cut."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from devices.imaging.copying.opening import Sheet
from devices.imaging.marks import Marks
from devices.imaging.pixels import Grey
from devices.imaging.skew import skew_of

_INCH = 25.4
_STRAIGHT = 0.04                       # degrees: turning by less only blurs
_AGREED = 0.4                          # degrees
_WORD_MM = 25.0
_ROOM_MM = 2.0                         # around what is written
_DARK = 0.55                           # of the paper's brightness: the bed of a scanner
_MOSTLY = 0.5                          # of a row or a column
_LEAST_MM = 50.0                       # what is left of a page
_WORK_DPI = 50.0


@dataclass(frozen=True, slots=True)
class Box:
    """Pixels; `right` and `foot` are outside."""

    left: int
    top: int
    right: int
    foot: int

    def of(self, picture: Any) -> Any:
        return picture[self.top : self.foot, self.left : self.right]


def sure_skew(skew: float | None, marks: Marks) -> float | None:
    """None where only long lines speak for it, as on a plan of land: what is written must fall the same way."""
    if skew is None:
        return None
    letters = (skew_of(_short(ink, marks.dpi)) for ink in (marks.plain, marks.ink))
    return skew if any(one is not None and abs(one - skew) < _AGREED for one in letters) else None


def straightened(sheet: Sheet, skew: float | None, marks: Marks) -> Sheet:
    """On a page as large as before, or as much larger as what is written needs."""
    if skew is None or abs(skew) < _STRAIGHT:
        return sheet
    tall, wide = sheet.colours.shape[:2]
    turn: Any = cv2.getRotationMatrix2D((wide / 2 - 0.5, tall / 2 - 0.5), skew, 1.0)
    left, top, right, foot = _reach(turn, marks, sheet.dpi)
    left, top = min(0, int(left)), min(0, int(top))
    size = max(wide, int(right) + 1) - left, max(tall, int(foot) + 1) - top
    turn[:, 2] -= (left, top)
    fill = tuple(float(part) for part in _beyond(sheet.colours))
    straight = cv2.warpAffine(
        sheet.colours, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=fill
    )  # fmt: skip
    return Sheet(np.asarray(straight, dtype=np.uint8), sheet.dpi)


def without_bed(sheet: Sheet) -> Sheet:
    """Rows and columns at the edges that are mostly bed; cut where nothing else but bed stands in them too."""
    tiny = _tiny(sheet)
    value: Grey = np.asarray(tiny.max(axis=2), dtype=np.uint8)
    paper = float(np.percentile(value, 80))
    bed = _from_the_rim(value < _DARK * paper)
    if not bed.any():
        return sheet
    share = sheet.colours.shape[0] / tiny.shape[0]
    rows, columns = bed.mean(axis=1) > _MOSTLY, bed.mean(axis=0) > _MOSTLY
    (top, foot), (left, right) = _kept(rows), _kept(columns)
    least = _LEAST_MM / _INCH * _WORK_DPI
    if foot - top < least or right - left < least:
        return sheet
    tall, wide = sheet.colours.shape[:2]
    box = Box(
        round(left * share), round(top * share), wide if right == len(columns) else round(right * share),
        tall if foot == len(rows) else round(foot * share),
    )  # fmt: skip
    return Sheet(_painted(box.of(sheet.colours), box.of(_as_large(bed, sheet)), tiny[~bed]), sheet.dpi)


def _reach(turn: Any, marks: Marks, dpi: float) -> tuple[float, float, float, float]:
    """Of everything written, once turned: left, top, right, foot."""
    if marks.none:
        return (0.0, 0.0, 0.0, 0.0)
    unit = dpi / _INCH
    left, top, wide, tall = marks.boxes.T
    room = _ROOM_MM
    corners = np.concatenate([
        np.stack([left - room + across * (wide + 2 * room), top - room + down * (tall + 2 * room)], axis=1)
        for across in (0, 1) for down in (0, 1)
    ])  # fmt: skip
    placed = corners * unit @ turn[:, :2].T + turn[:, 2]
    return (*placed.min(axis=0), *placed.max(axis=0))


def _short(ink: Grey, dpi: float) -> Grey:
    """What is no longer than a word."""
    _count, labels, stats, _middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    longest = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    return np.where((longest < _WORD_MM / _INCH * dpi)[labels], ink, 0).astype(np.uint8)


def _beyond(colours: Any) -> Any:
    """What lies around the picture is as its rim is."""
    thick = 8
    rim = [colours[:thick:4, ::16], colours[-thick::4, ::16], colours[::16, :thick:4], colours[::16, -thick::4]]
    return np.median(np.concatenate([part.reshape(-1, 3) for part in rim]), axis=0)


def _tiny(sheet: Sheet) -> Any:
    share = min(1.0, _WORK_DPI / sheet.dpi)
    size = max(1, round(sheet.colours.shape[1] * share)), max(1, round(sheet.colours.shape[0] * share))
    return cv2.resize(sheet.colours, size, interpolation=cv2.INTER_AREA)


def _from_the_rim(dark: Any) -> Any:
    """Of what is dark the broad parts that reach the edge."""
    broad = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, labels, stats, _middles = cv2.connectedComponentsWithStats(broad, connectivity=8)
    tall, wide = dark.shape
    rim = np.zeros(count, bool)
    rim[np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))] = True
    longest = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    rim &= longest > min(tall, wide) / 4
    rim[0] = False
    return rim[labels]


def _kept(bed: Any) -> tuple[int, int]:
    """From where to where rows, or columns, are not bed."""
    others = np.flatnonzero(~bed)
    return (int(others[0]), int(others[-1]) + 1) if len(others) else (0, len(bed))


def _as_large(bed: Any, sheet: Sheet) -> Any:
    """A little larger all around, so that no dark rim is left."""
    wider = cv2.dilate(bed.astype(np.uint8), np.ones((3, 3), np.uint8))
    return cv2.resize(wider, sheet.colours.shape[1::-1], interpolation=cv2.INTER_NEAREST)


def _painted(colours: Any, bed: Any, paper: Any) -> Any:
    """Wedges of bed that are left get the paper's colour."""
    painted = np.ascontiguousarray(colours)
    painted[bed > 0] = np.percentile(paper, 70, axis=0).astype(np.uint8)
    return painted
