"""The lines printed at the head of a page: its upper part alone, straight and flat, no finer than Tesseract needs it."""

import os
from pathlib import Path
from typing import Any
from unicodedata import normalize

import cv2
import numpy as np

from devices.imaging.looking import skew_by
from devices.imaging.marks import marks_on
from devices.imaging.pixels import Grey, Pixels, pixels_of

_DATA = Path(__file__).parent / "assets"
_HEAD = 0.42                           # of the page: a heading below it is none
_DPI = 200                             # letters of a heading are large
_SHADE_MM = 6.0                        # a background that changes more slowly than this is shade
_STRAIGHT = 0.3                        # degrees that do no harm
_INCH = 25.4


class HeadReader:
    """Loaded once a process."""

    def __init__(self) -> None:
        import tesserocr

        self._engine: Any = tesserocr.PyTessBaseAPI(path=f"{_DATA}{os.sep}", lang="vie", psm=tesserocr.PSM.AUTO)

    def lines(self, content: bytes, dpi: int) -> str:
        """Raises NotAPicture."""
        head = head_of_page(pixels_of(content, dpi))
        tall, wide = head.shape
        self._engine.SetImageBytes(head.tobytes(), wide, tall, 1, wide)
        self._engine.SetSourceResolution(_DPI)
        try:
            said = self._engine.GetUTF8Text()
        finally:
            self._engine.Clear()
        return "\n".join(line.strip() for line in normalize("NFC", said).splitlines() if line.strip())


def head_of_page(pixels: Pixels) -> Grey:
    """Dark letters on white."""
    marks = marks_on(pixels.small, pixels.small_dpi)
    skew = None if marks.none else skew_by(marks)
    share = min(1.0, _DPI / pixels.dpi)
    grey: Any = cv2.resize(pixels.grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA) if share < 1 else pixels.grey
    tall, wide = grey.shape
    if skew is not None and abs(skew) > _STRAIGHT:
        turn = cv2.getRotationMatrix2D((wide / 2, tall / 2), skew, 1.0)
        grey = cv2.warpAffine(grey, turn, (wide, tall), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return _flat(np.ascontiguousarray(grey[: max(1, int(tall * _HEAD))]))


def _flat(grey: Any) -> Grey:
    """Without the shade of the paper."""
    side = max(3, int(_SHADE_MM / _INCH * _DPI)) | 1
    paper = cv2.medianBlur(cv2.dilate(grey, np.ones((side // 2 | 1, side // 2 | 1), np.uint8)), side)
    flat: Grey = np.asarray(cv2.divide(grey, paper, scale=255), dtype=np.uint8)
    return flat
