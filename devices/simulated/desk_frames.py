"""What a camera above a desk sees: a seeded generator of frames, with the true corners of the page beside each.

The desk is dark, of wood, or light; the page lies askew, seen a little from the side, under uneven light with a soft shadow.
Only in child processes and tests: NumPy and OpenCV.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np

Array = Any
DESKS = ("dark", "wood", "light")
_COLOURS = {"dark": (44, 46, 50), "wood": (62, 98, 142), "light": (206, 210, 212)}     # blue first
_A4 = 210 / 297
_GRAINS = 4                             # kinds of noise: enough that no two frames running are alike


@dataclass(frozen=True, slots=True)
class DeskFrame:
    """`corners`: of the page in the picture, from the upper left clockwise."""

    picture: Array
    corners: Array


def desk(kind: str, size: tuple[int, int], seed: int) -> Array:
    """A bare desk of (width, height)."""
    wide, high = size
    chance = np.random.default_rng(seed)
    base = np.ones((high, wide, 3), np.float32) * np.array(_COLOURS[kind], np.float32)
    clouds = cv2.resize(chance.normal(0, 1, (9, 12)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    grain = clouds * 5
    if kind == "wood":
        bends = cv2.resize(chance.normal(0, 1, (5, 3)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
        rings = np.sin((np.arange(high, dtype=np.float32)[:, None] + bends * 60) / chance.uniform(7, 16))
        fibres = cv2.resize(chance.normal(0, 1, (high // 2, 24)).astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
        grain = grain + rings * 9 + fibres * 5
    return base + grain[..., None]


def written_page(seed: int, wide: int = 1240) -> Array:
    """A page of A4 with lines of writing on it, drawn as bars and strokes: enough for a camera."""
    chance = np.random.default_rng(seed)
    high = round(wide / _A4)
    page = np.full((high, wide, 3), (247, 250, 251), np.uint8)
    unit = wide / 1240
    for y in np.arange(150 * unit, high - 170 * unit, 46 * unit):
        x, end = 130 * unit, wide - (130 + chance.uniform(0, 500) * (chance.random() < 0.3)) * unit
        while x < end:
            long = chance.uniform(20, 110) * unit
            for letter in np.arange(x, min(x + long, end), 13 * unit):
                tall = chance.uniform(9, 21) * unit
                cv2.line(page, (round(letter), round(y)), (round(letter + chance.uniform(-3, 6) * unit), round(y - tall)),
                         (40, 36, 34), max(1, round(3 * unit)), cv2.LINE_AA)
            x += long + 16 * unit
    return page


def lying(page: Array, kind: str, size: tuple[int, int], seed: int, *, turned: float | None = None) -> DeskFrame:
    """The page on a desk, as a camera has it. `seed` says how it lies and what noise there is."""
    frame = laid(page, kind, size, seed, turned=turned)
    return DeskFrame(seen(frame.picture, seed + 1), frame.corners)


def laid(page: Array, kind: str, size: tuple[int, int], seed: int, *, turned: float | None = None) -> DeskFrame:
    """The page on a desk, before a camera has seen it: numbers with fractions."""
    chance = np.random.default_rng(seed)
    corners = _places(page, size, chance, turned)
    frame = desk(kind, size, seed)
    wide, high = size
    whole = np.array([[0, 0], [page.shape[1], 0], [page.shape[1], page.shape[0]], [0, page.shape[0]]], np.float32) - 0.5
    way = cv2.getPerspectiveTransform(whole, corners)
    shown = cv2.warpPerspective(page, way, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    mask = _mask(corners, size)
    shade = cv2.GaussianBlur(np.roll(mask, (round(high * 0.006), round(wide * 0.004)), (0, 1)), (0, 0), high * 0.008)
    frame *= 1 - shade[..., None] * chance.uniform(0.12, 0.3)
    frame += (shown - frame) * mask[..., None]
    frame *= _light(size, chance)[..., None]
    return DeskFrame(frame, corners)


def seen(frame: Array, seed: int, noise: float = 3.0) -> Array:
    """As the sensor has it: a little soft, a little noisy."""
    soft = cv2.GaussianBlur(frame.astype(np.float32), (3, 3), 0.7)
    return np.clip(soft + noise * _grain(frame.shape, seed % _GRAINS), 0, 255).astype(np.uint8)


@lru_cache(_GRAINS)
def _grain(shape: tuple[int, ...], seed: int) -> Array:
    return np.random.default_rng(seed).standard_normal(shape, np.float32).astype(np.float16)


def mirrored_lamp(picture: Array, corners: Array) -> Array:
    """A lamp on the page."""
    middle = corners.mean(axis=0) * 0.6 + corners[1] * 0.4
    long = float(np.linalg.norm(corners[2] - corners[0]))
    spot = np.zeros(picture.shape[:2], np.float32)
    cv2.ellipse(spot, (round(middle[0]), round(middle[1])), (round(long * 0.09), round(long * 0.05)), 20, 0, 360, 1.0, -1)
    spot = cv2.GaussianBlur(spot, (0, 0), long * 0.012)
    return np.clip(picture.astype(np.float32) + spot[..., None] * 255, 0, 255).astype(np.uint8)


def out_of_focus(picture: Array, sigma: float) -> Array:
    return cv2.GaussianBlur(picture, (0, 0), sigma)


def in_the_dark(picture: Array, left: float = 0.25) -> Array:
    return (picture.astype(np.float32) * left).astype(np.uint8)


def _places(page: Array, size: tuple[int, int], chance: Any, turned: float | None) -> Array:
    wide, high = size
    tall = high * chance.uniform(0.78, 0.9)
    broad = tall * page.shape[1] / page.shape[0]
    if broad > wide * 0.9:
        broad, tall = wide * 0.86, wide * 0.86 * page.shape[0] / page.shape[1]
    askew = float(chance.uniform(-7, 7))
    angle = np.radians(askew if turned is None else turned)
    square = np.array([[-broad, -tall], [broad, -tall], [broad, tall], [-broad, tall]]) / 2
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = square @ turn.T + (wide / 2, high / 2) + chance.uniform(-0.02, 0.02, 2) * size
    corners += chance.uniform(-0.025, 0.025, (4, 2)) * (broad, tall)
    return corners.clip((4, 4), (wide - 5, high - 5)).astype(np.float32)


def _mask(corners: Array, size: tuple[int, int]) -> Array:
    """1 where the page lies; its edge as fine as a sensor has it. Pixel (0, 0) has its middle at (0, 0)."""
    fine = 8
    mask = np.zeros((size[1], size[0]), np.uint8)
    cv2.fillConvexPoly(mask, np.round(corners * (1 << fine)).astype(np.int32), 255, cv2.LINE_AA, fine)
    return cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), 0.6)


def _light(size: tuple[int, int], chance: Any) -> Array:
    angle, strength = chance.uniform(0, 2 * np.pi), chance.uniform(0.04, 0.14)
    x = np.linspace(-1, 1, size[0], dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, size[1], dtype=np.float32)[:, None]
    across, down = strength * math.cos(angle), strength * math.sin(angle)
    light: Array = 0.93 + across * x + down * y - 0.05 * (x * x + y * y)
    return light
