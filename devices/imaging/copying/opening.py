"""From a capture to pixels: in colours, upright as its camera held it, no finer than an archive needs."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from devices.codes.decoding import NotAPicture
from devices.imaging.pixels import LARGEST, Colours, head_of

FINEST = 300                           # dots per inch; a finer scan comes down to it, none ever below it
SENSIBLE = (72, 1300)
A4 = 8.27 * 11.69                      # square inches
_KINDS = ("JPEG", "MPO", "PNG")
_A_LITTLE = 1.02
_REDUCED = {2: cv2.IMREAD_REDUCED_COLOR_2, 4: cv2.IMREAD_REDUCED_COLOR_4}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One side of paper."""

    colours: Colours
    dpi: float


def opened(content: bytes, dpi: int) -> Sheet:
    """Raises NotAPicture. Where nobody knows the resolution it is as large as an A4."""
    if not content or len(content) > LARGEST:
        raise NotAPicture("size")
    head = head_of(content)
    if head.kind not in _KINDS:
        raise NotAPicture("kind")
    known = resolution(dpi, head.dpi, head.wide, head.tall)
    times = max((by for by in _REDUCED if head.kind != "PNG" and known / by >= FINEST), default=1)   # JPEG comes smaller for less
    try:
        colours: Any = cv2.imdecode(np.frombuffer(content, np.uint8), _REDUCED.get(times, cv2.IMREAD_COLOR))
    except cv2.error as error:
        raise NotAPicture("not a picture") from error
    if colours is None:
        raise NotAPicture("not a whole picture")
    if known / times > FINEST * _A_LITTLE:
        share = FINEST / (known / times)
        size = round(colours.shape[1] * share), round(colours.shape[0] * share)
        return Sheet(cv2.resize(colours, size, interpolation=cv2.INTER_AREA), float(FINEST))
    return Sheet(colours, known / times)


def resolution(told: float, said: float, wide: int, tall: int) -> float:
    """What the scanner told, else what the picture says, else as if it were an A4."""
    sensible = (float(round(one)) for one in (told, said) if SENSIBLE[0] <= one <= SENSIBLE[1])
    return next(sensible, max(1.0, (wide * tall / A4) ** 0.5))
