"""Whether a picture that a device gave is whole, before it may count as a page. Only in a device's own process."""

import io

from PIL import Image, ImageFile, UnidentifiedImageError

MOST_PIXELS = 150_000_000              # A3 at 600 dpi has 70 million
LARGEST = 64 * 1024 * 1024             # bytes
_ENDINGS = {"JPEG": "jpg", "PNG": "png"}


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
            if picture.width * picture.height > MOST_PIXELS:
                raise NotWhole("too many pixels")
            ending = _ENDINGS[picture.format or ""]
            picture.load()
    except Image.DecompressionBombError as error:
        raise NotWhole("too many pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, KeyError) as error:
        raise NotWhole("not a whole picture") from error
    if ending == "jpg" and not content.rstrip(b"\0").endswith(b"\xff\xd9"):
        raise NotWhole("a JPEG without its end")       # some libraries fill up what is missing with grey
    return ending
