"""What the bare paper looks like at every point: shade, stains and its own colour, without what stands on it."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from devices.imaging.copying.opening import Sheet
from devices.imaging.pixels import Colours

TINT_DPI = 100.0
_FIELD_DPI = 12.0                      # 2 mm a point
_INCH = 25.4
_AROUND_MM = 10.0                      # among the brightest of so much, the paper shows
_DARKEST = 0.78                        # of the page's paper; anything darker is a picture or a fill, not shade
_LIKE_PAPER = 0.90                     # of the brightest around: noise, and the other side shining through


@dataclass(frozen=True, slots=True)
class Paper:
    """`tiny`: its colours, 2 mm a point. `small`: the whole page at TINT_DPI, as it is, `scale` pixels of the page each."""

    tiny: Colours
    small: Colours
    scale: float

    def at(self, first: int, last: int, wide: int, tall: int) -> Colours:
        """Its colours for rows `first` to `last` of a page of that size."""
        rows, columns = self.tiny.shape[:2]
        across = np.float32(columns / wide), np.float32((columns / wide - 1) / 2)
        down = np.float32(rows / tall), np.float32((first + 0.5) * rows / tall - 0.5)
        place: Any = np.array([[across[0], 0, across[1]], [0, down[0], down[1]]], dtype=np.float32)
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        strip = cv2.warpAffine(self.tiny, place, (wide, last - first), flags=how, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(strip, dtype=np.uint8)

    def at_small(self) -> Colours:
        tall, wide = self.small.shape[:2]
        return self.at(0, tall, wide, tall)


def paper_of(sheet: Sheet) -> Paper:
    tall, wide = sheet.colours.shape[:2]
    share = min(1.0, TINT_DPI / sheet.dpi)
    size = max(1, round(wide * share)), max(1, round(tall * share))
    small: Any = cv2.resize(sheet.colours, size, interpolation=cv2.INTER_AREA)
    tiny_size = max(1, round(wide * _FIELD_DPI / sheet.dpi)), max(1, round(tall * _FIELD_DPI / sheet.dpi))
    brightest = _brightest(small, tiny_size)
    bare = _bare(small, brightest)
    return Paper(_mean_of(small, bare, tiny_size, brightest), small, tall / small.shape[0])


def _brightest(small: Any, size: tuple[int, int]) -> Any:
    """The brightest around every point, channel by channel, but never as dark as a picture."""
    tiny = cv2.resize(small, size, interpolation=cv2.INTER_AREA)
    side = max(3, round(_AROUND_MM / _INCH * _FIELD_DPI) | 1)
    bright = cv2.blur(cv2.dilate(tiny, np.ones((side, side), np.uint8)), (side, side))
    page = np.percentile(bright.reshape(-1, 3), 70, axis=0)
    return np.maximum(bright, (page * _DARKEST).astype(np.uint8))


def _bare(small: Any, brightest: Any) -> Any:
    """255 where nothing stands, at TINT_DPI."""
    around = cv2.resize(brightest, small.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    smooth = cv2.blur(small, (3, 3))
    share = cv2.divide(smooth, around, scale=255).min(axis=2)
    bare = (share > _LIKE_PAPER * 255).astype(np.uint8) * 255
    return cv2.erode(bare, np.ones((3, 3), np.uint8))


def _mean_of(small: Any, bare: Any, size: tuple[int, int], otherwise: Any) -> Any:
    """The mean colour of what is bare around every point, from near by, else from farther away."""
    mask = (bare > 0).astype(np.float32)
    weight = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)
    summed = cv2.resize(small.astype(np.float32) * mask[:, :, None], size, interpolation=cv2.INTER_AREA)
    field, known = np.zeros_like(summed), np.zeros_like(weight)
    for side in (3, 7, 15, 31):
        around, much = cv2.blur(summed, (side, side)), cv2.blur(weight, (side, side))
        missing = (known < 0.5) & (much > 0.15)
        field[missing], known[missing] = around[missing] / much[missing][:, None], 1.0
    left = known < 0.5
    field[left] = otherwise[left]
    return np.clip(np.rint(cv2.blur(field, (3, 3))), 1, 255).astype(np.uint8)
