"""Whether a picture that a device gave is whole, before it may count as a page. Only in a device's own process.

A library that meets the end of a JPEG too early fills the rest with middle grey and says nothing, if only the end mark is there:
some devices append it to what they have. So the last lines are looked at as well.
"""

import io
import struct
import zlib

from PIL import Image, ImageFile, UnidentifiedImageError

MOST_PIXELS = 150_000_000              # A3 at 600 dpi has 70 million
LONGEST_SIDE = 50_000                  # pixels: two metres of paper at 600 dpi
LARGEST = 64 * 1024 * 1024             # bytes
MEMORY = 1_500_000_000                 # bytes of address space for a process that decodes such pictures
_ENDINGS = {"JPEG": "jpg", "PNG": "png"}
BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError,
           OverflowError, struct.error, zlib.error)  # fmt: skip
_FILLED_UP = 128                       # the grey that stands for what never came
_LAST_LINES = 8                        # of a JPEG: the lowest row of blocks, or what of it is in the picture


class NotWhole(ValueError):
    """The picture ends too early, is too large, or is none; says which."""


def kind_of_whole(content: bytes) -> str:
    """The ending of its file name: "jpg" or "png". Every line of the picture is decoded once. Raises NotWhole."""
    if len(content) > LARGEST:
        raise NotWhole("too many bytes")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(content), formats=tuple(_ENDINGS)) as picture:
            refuse_too_large(picture)
            ending = _ENDINGS[picture.format or ""]
            picture.load()
            cut = ending == "jpg" and (_has_no_end(content) or is_filled_up(picture, len(content)))
    except Image.DecompressionBombError as error:
        raise NotWhole("too many pixels") from error
    except MemoryError as error:
        raise NotWhole("too large for the memory") from error
    except BROKEN as error:
        raise error if isinstance(error, NotWhole) else NotWhole("not a whole picture") from error
    if cut:
        raise NotWhole("a JPEG without its end")
    return ending


def refuse_too_large(picture: Image.Image) -> None:
    """By what it says of itself, before a line of it is decoded. Raises NotWhole."""
    if picture.width * picture.height > MOST_PIXELS or max(picture.size) > LONGEST_SIDE:
        raise NotWhole("too many pixels")


def _has_no_end(content: bytes) -> bool:
    return not content.rstrip(b"\0").endswith(b"\xff\xd9")


def is_filled_up(picture: Image.Image, size: int) -> bool:
    """Of a JPEG: the last blocks are exactly middle grey, which no sensor ever gives. A picture that is nothing but that grey was
    drawn by somebody; it must have bytes enough for its blocks."""
    wide, high = picture.size
    lowest = picture.crop((max(0, wide - 2 * _LAST_LINES), max(0, high - _LAST_LINES), wide, high))
    if not _is_middle_grey(lowest):
        return False
    blocks = wide * high / 64
    return not _is_middle_grey(picture) or size < blocks / 4


def _is_middle_grey(picture: Image.Image) -> bool:
    extremes = picture.getextrema()
    bands = extremes if isinstance(extremes[0], tuple) else (extremes,)
    return all(band == (_FILLED_UP, _FILLED_UP) for band in bands)
