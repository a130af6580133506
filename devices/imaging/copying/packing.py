"""Pixels into what a PDF can hold as it is: G4 for ink, JPEG for colours."""

import io
from typing import Any

import cv2
import numpy as np
from PIL import Image

from devices.imaging.pixels import Colours, Grey

_ROWS_A_STRIP, _PLACES, _SIZES = 278, 273, 279     # of TIFF


def g4(ink: Grey) -> bytes:
    """`ink`: 255 where there is some. Fax group 4, loses nothing, never takes one letter for another as symbol coders may."""
    bits = Image.fromarray(ink).convert("1", dither=Image.Dither.NONE)
    target = io.BytesIO()
    bits.save(target, "TIFF", compression="group4", tiffinfo={_ROWS_A_STRIP: bits.height})
    with Image.open(target) as kept:
        tags: Any = kept.tag_v2        # type: ignore[attr-defined]
        places, sizes = tags[_PLACES], tags[_SIZES]
    assert len(places) == 1
    return target.getvalue()[places[0] : places[0] + sizes[0]]


def jpeg(colours: Colours, quality: int, *, fine: bool = False) -> bytes:
    """`fine`: colours as sharp as brightness, for ink of two colours that crosses."""
    sampling = cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444 if fine else cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420
    how = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, sampling]
    done, content = cv2.imencode(".jpg", np.ascontiguousarray(colours), how)
    assert done
    return content.tobytes()
