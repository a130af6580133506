"""A small picture of the ink of a page, made straight, so that the same sheet scanned again differs in a few cells only.

One bit a cell of 1.5 mm. How two of them are compared: `kiosk/same_pages.py`.
"""

import cv2
import numpy as np

from devices.imaging.pixels import Grey
from kiosk.same_pages import ACROSS, DOWN

_INKED = 0.10                          # of a cell


def likeness_of(ink: Grey, skew: float | None) -> bytes:
    """`ink`: 255 where there is some. Always the same number of bytes; all 0 for a page with nothing on it."""
    straight = ink
    if skew:
        tall, wide = ink.shape
        turn = cv2.getRotationMatrix2D((wide / 2, tall / 2), skew, 1.0)
        straight = np.asarray(cv2.warpAffine(ink, turn, (wide, tall), flags=cv2.INTER_LINEAR), dtype=np.uint8)
    share = cv2.resize(straight, (ACROSS, DOWN), interpolation=cv2.INTER_AREA)
    return np.packbits(share > _INKED * 255).tobytes()
