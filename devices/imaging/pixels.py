"""From a file to pixels: its head is read first, so that no picture costs more than a page of A3 at 600 dpi may."""

import io
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from devices.codes.decoding import NotAPicture, pictures

Grey = NDArray[np.uint8]               # (rows, columns)
Colours = NDArray[np.uint8]            # (rows, columns, blue green red)
MOST_PIXELS = 75_000_000
LARGEST = 64 * 1024 * 1024             # bytes
WORK_DPI = 100                         # what everything but codes, sharpness and skew is judged at
SKEW_DPI = 150
_LEAST_SIDE = 32                       # pixels
_QUICK = ("JPEG", "PNG")
_A4_TALL = 11.69                       # inches


@dataclass(frozen=True, slots=True)
class Pixels:
    """A page. `grey` as large as it came, `small` at WORK_DPI, in colours where it has any."""

    grey: Grey
    small: Colours
    dpi: float

    @property
    def small_dpi(self) -> float:
        return float(self.dpi * self.small.shape[0] / self.grey.shape[0])


def pixels_of(content: bytes, dpi: int) -> Pixels:
    """Raises NotAPicture. Where nobody knows the resolution the page is taken for A4."""
    if not content or len(content) > LARGEST:
        raise NotAPicture("size")
    if content.startswith(b"%PDF-"):
        return _others(content, dpi)
    head = head_of(content)
    return _quick(content, dpi, max(head.wide, head.tall)) if head.kind in _QUICK else _others(content, dpi)


@dataclass(frozen=True, slots=True)
class Head:
    """What a picture says of itself. `dpi`: 0 where it says nothing."""

    kind: str
    wide: int
    tall: int
    dpi: float


def head_of(content: bytes) -> Head:
    """Raises NotAPicture: also for one that is too large or too small to be a page."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(content)) as picture:
            said = picture.info.get("dpi", (0, 0))
            head = Head(picture.format or "", picture.width, picture.height, float(said[0]) if isinstance(said, tuple) else 0.0)
    except Image.DecompressionBombError as error:
        raise NotAPicture("too many pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, ZeroDivisionError) as error:
        raise NotAPicture("not a picture") from error
    if head.wide * head.tall > MOST_PIXELS:
        raise NotAPicture("too many pixels")
    if min(head.wide, head.tall) < _LEAST_SIDE:
        raise NotAPicture("too small")
    return head


def _quick(content: bytes, dpi: int, longest: int) -> Pixels:
    """JPEG is decoded small where that is enough: its blocks give half and quarter sizes for a fraction of the time."""
    raw = np.frombuffer(content, np.uint8)
    known = dpi or longest / _A4_TALL
    reduced = cv2.IMREAD_REDUCED_COLOR_4 if known >= 4 * WORK_DPI else cv2.IMREAD_REDUCED_COLOR_2
    reduced = cv2.IMREAD_COLOR if known < 2 * WORK_DPI else reduced
    try:
        grey: Any = cv2.imdecode(raw, cv2.IMREAD_GRAYSCALE | cv2.IMREAD_IGNORE_ORIENTATION)
        colours: Any = cv2.imdecode(raw, reduced | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error as error:
        raise NotAPicture("not a picture") from error
    if grey is None or colours is None:
        raise NotAPicture("not a whole picture")
    return paged(grey, colours, dpi)


def _others(content: bytes, dpi: int) -> Pixels:
    picture = next(pictures(content), None)
    if picture is None:
        raise NotAPicture("no page")
    grey: Any = np.asarray(picture.convert("L"))
    return paged(grey, np.repeat(grey[:, :, None], 3, axis=2), 0)      # rendered and kept pages have no known resolution


def paged(grey: Grey, colours: Colours, dpi: float) -> Pixels:
    """`dpi`: 0 where nobody knows it."""
    known = float(dpi) if dpi else max(grey.shape) / _A4_TALL
    share = min(1.0, WORK_DPI / known)
    size = max(1, round(grey.shape[1] * share)), max(1, round(grey.shape[0] * share))
    return Pixels(grey, np.asarray(cv2.resize(colours, size, interpolation=cv2.INTER_AREA), dtype=np.uint8), known)
