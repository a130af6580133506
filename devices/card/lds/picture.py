"""The portrait made into a JPEG any screen shows: JPEG 2000 is decoded by Pillow, a picture out of proportion refused before."""

import io

from PIL import Image, UnidentifiedImageError

from devices.card.lds.dg2 import PictureKind, Portrait
from devices.card.lds.files import CardFile, DamagedFile

MAX_SIDE, MAX_PIXELS = 3000, 4_000_000
MAX_SCANS = 64
SHOWN_SIDE = 800
_SCAN = b"\xff\xda"


def as_jpeg(portrait: Portrait) -> bytes:
    """The picture itself where it is a JPEG already. Raises DamagedFile.

    A JPEG may go over its whole surface as often as it likes, in some thirty bytes each time: half a megabyte of it would keep a
    decoder busy for minutes, ours here and the window's afterwards. Real ones do it ten times.
    """
    if portrait.kind is PictureKind.JPEG and portrait.picture.count(_SCAN) > MAX_SCANS:
        raise DamagedFile(CardFile.DG2, "scans")
    try:
        with Image.open(io.BytesIO(portrait.picture), formats=(portrait.kind.name,)) as picture:
            if max(picture.size) > MAX_SIDE or picture.width * picture.height > MAX_PIXELS:
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
