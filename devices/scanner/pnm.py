"""From the raw picture a SANE device gives to the JPEG a page is kept as. A short picture is none, whatever its writer says."""

import io

from PIL import Image

from devices.scanner.picture import MOST_PIXELS, NotWhole

_QUALITY = 88
_CHANNELS = {b"P4": 0.125, b"P5": 1.0, b"P6": 3.0}


def page_of(content: bytes, dpi: int) -> bytes:
    """As JPEG, or as PNG where there is only black and white. Raises NotWhole."""
    wide, high, body = _measured(content)
    if wide * high > MOST_PIXELS:
        raise NotWhole("too many pixels")
    if not wide or not high or len(content) != body:
        raise NotWhole("not all of the picture came")      # a cancel in the middle ends like a page does
    try:
        with Image.open(io.BytesIO(content), formats=("PPM",)) as picture:
            picture.load()
            target = io.BytesIO()
            if picture.mode == "1":
                picture.save(target, "PNG", dpi=(dpi, dpi))
            else:
                flat = picture if picture.mode in ("L", "RGB") else picture.convert("L")
                flat.save(target, "JPEG", quality=_QUALITY, dpi=(dpi, dpi))
    except (OSError, ValueError, SyntaxError, MemoryError) as error:
        raise NotWhole("not a picture") from error
    return target.getvalue()


def _measured(content: bytes) -> tuple[int, int, int]:
    """Width, height, and how many bytes the whole of it must have."""
    words: list[bytes] = []
    wanted, at = 4, 0
    while len(words) < wanted:
        end = content.find(b"\n", at, at + 1000)
        if end < 0:
            raise NotWhole("not a picture")
        line = content[at:end]
        at = end + 1
        words += line.split(b"#")[0].split()
        wanted = 3 if words[:1] == [b"P4"] else 4
    try:
        wide, high = int(words[1]), int(words[2])
        deep = 1 if wanted == 3 or int(words[3]) < 256 else 2
        line_bytes = (wide + 7) // 8 if wanted == 3 else round(wide * _CHANNELS[words[0]]) * deep
    except (ValueError, KeyError) as error:
        raise NotWhole("not a picture") from error
    return wide, high, at + line_bytes * high
