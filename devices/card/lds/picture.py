"""The portrait made into a JPEG any screen shows: JPEG 2000 is decoded by Pillow, a picture out of proportion refused before."""

import io

from PIL import Image, UnidentifiedImageError

from devices.card.lds.dg2 import PictureKind, Portrait
from devices.card.lds.files import CardFile, DamagedFile

MAX_SIDE = 4000
SHOWN_SIDE = 800


def as_jpeg(portrait: Portrait) -> bytes:
    """The picture itself where it is a JPEG already. Raises DamagedFile."""
    try:
        with Image.open(io.BytesIO(portrait.picture), formats=("JPEG", "JPEG2000")) as picture:
            if max(picture.size) > MAX_SIDE:
                raise DamagedFile(CardFile.DG2, "picture too large")
            if portrait.kind is PictureKind.JPEG:
                picture.load()
                return portrait.picture
            shown = picture.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as damage:
        raise DamagedFile(CardFile.DG2, type(damage).__name__) from damage
    shown.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    target = io.BytesIO()
    shown.save(target, "JPEG", quality=90)
    return target.getvalue()
