"""From a sheet to the picture a scanner gives of it: what is chosen by the seed of the scan, not by that of the sheet."""

import random
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
_TILE = 512


@dataclass(frozen=True, slots=True)
class Scanning:
    """How one sheet was scanned.

    Attributes:
        skew: degrees; positive when the lines fall to the right
        noise: standard deviation of the grain, of 255
        blur: standard deviation in pixels of 300 dpi
        shade: how much darker the darkest edge is, 0-1
        light: of the whole picture; below 0.5 it is too dark
        paper: colour of the paper, 0-255 each
        backing: tone of what lies behind the paper
        shift: millimetres right and down
    """

    skew: float = 0.0
    noise: float = 3.5
    blur: float = 0.5
    shade: float = 0.06
    light: float = 1.0
    paper: tuple[int, int, int] = (252, 252, 250)
    backing: int = 236
    shift: tuple[float, float] = (0.0, 0.0)
    quality: int = 82
    upside_down: bool = False


def chosen(seed: int, *, most_skew: float = 8.0) -> Scanning:
    """The ranges of a counter: mostly nearly straight, sometimes badly fed; paper white, grey, yellow; at times dark backing."""
    chance = random.Random(seed)  # noqa: S311  (repeatable on purpose)
    wide = most_skew if chance.random() < 0.3 else min(2.0, most_skew)
    warm = chance.choice((0, 0, 3, 6, 12, 26))
    white = chance.randint(238, 254)
    return Scanning(
        skew=round(chance.uniform(-wide, wide), 3),
        noise=chance.uniform(1.5, 6),
        blur=chance.uniform(0.3, 0.9),
        shade=chance.uniform(0, 0.14),
        light=chance.uniform(0.88, 1.03),
        paper=(white, white - warm // 3, white - warm),
        backing=40 if chance.random() < 0.12 else chance.randint(222, 250),
        shift=(chance.uniform(-2, 2), chance.uniform(-2, 2)),
        quality=chance.choice((60, 75, 82, 90)),
        upside_down=chance.random() < 0.06,
    )


def scanned(sheet: Image.Image, how: Scanning, dpi: int, seed: int) -> bytes:
    """A JPEG."""
    pixels: Any = cv2.cvtColor(np.asarray(sheet), cv2.COLOR_RGB2BGR)
    pixels = cv2.multiply(pixels, np.asarray([*how.paper[::-1], 0], dtype=np.float64), scale=1 / 255)
    if how.upside_down:
        pixels = cv2.rotate(pixels, cv2.ROTATE_180)
    pixels = _laid(pixels, how, dpi)
    sigma = how.blur * dpi / 300
    if sigma > 0.15:
        pixels = cv2.GaussianBlur(pixels, (0, 0), sigma)
    light = _light(pixels.shape[:2], how, seed)
    pixels = cv2.multiply(pixels, cv2.merge([light] * 3), scale=1 / 255, dtype=cv2.CV_8U)
    if how.noise:
        _grain(pixels, how.noise, seed)
    done, content = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, how.quality])
    assert done
    return _with_dpi(content.tobytes(), dpi)


def _laid(pixels: Pixels, how: Scanning, dpi: int) -> Pixels:
    """Turned and shifted before the backing."""
    tall, wide = pixels.shape[:2]
    turn: Any = cv2.getRotationMatrix2D((wide / 2 - 0.5, tall / 2 - 0.5), -how.skew, 1.0)
    turn[:, 2] += [part / 25.4 * dpi for part in how.shift]
    behind = (how.backing,) * 3
    laid = cv2.warpAffine(
        pixels, turn, (wide, tall), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=behind
    )
    return np.asarray(laid, dtype=np.uint8)


def _light(shape: tuple[int, int], how: Scanning, seed: int) -> Pixels:
    """Darker towards one edge or corner."""
    chance = random.Random(seed * 7 + 1)  # noqa: S311
    across, down = chance.uniform(-1, 1), chance.uniform(-1, 1)
    y, x = np.mgrid[0:64, 0:64] / 63.0
    slope = np.clip(0.5 + across * (x - 0.5) + down * (y - 0.5), 0, 1)
    tone = how.light * (1 - how.shade * slope)
    small = np.clip(tone * 255, 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def _grain(pixels: Pixels, sigma: float, seed: int) -> None:
    """From one tile, differently laid every time, so that two scans never share their noise."""
    chance = random.Random(seed * 13 + 5)  # noqa: S311
    tile = cv2.convertScaleAbs(_tile(), alpha=sigma / 16.0, beta=128 - 128 * sigma / 16.0)
    tall, wide = pixels.shape[:2]
    for top in range(0, tall, _TILE):
        for left in range(0, wide, _TILE):
            part = pixels[top : top + _TILE, left : left + _TILE]
            rolled = np.roll(tile, (chance.randrange(_TILE), chance.randrange(_TILE)), (0, 1))[: part.shape[0], : part.shape[1]]
            cv2.addWeighted(part, 1.0, rolled, 1.0, -128.0, dst=part)


@cache
def _tile() -> Pixels:
    """Noise of deviation 16 around 128."""
    dice = np.random.Generator(np.random.PCG64(1))
    return np.clip(np.rint(dice.normal(128, 16, (_TILE, _TILE, 3))), 0, 255).astype(np.uint8)


def _with_dpi(jpeg: bytes, dpi: int) -> bytes:
    """The resolution in the JFIF head, as scanners write it."""
    at = jpeg.index(b"JFIF\0") + 7
    return jpeg[:at] + b"\x01" + dpi.to_bytes(2, "big") * 2 + jpeg[at + 5 :]
