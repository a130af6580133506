"""The pages of one paper as the store keeps them, and their pictures. What takes its time here belongs on a worker thread."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps
from PySide6.QtGui import QImage

from kiosk.scan_journal import Stack
from kiosk.scan_ports import ScannedPage
from kiosk.selfservice.filings import Filings
from kiosk.store.drafts import DraftPage

_LONGEST = 1700                        # pixels: more than the screen shows


@dataclass(frozen=True, slots=True)
class NotKept:
    """A page that waits in the scanner's folder until there is room for it."""

    stack: Stack
    page: ScannedPage
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """One page to be seen. `content` is what was captured, for whoever looks at it."""

    page: DraftPage
    picture: QImage
    content: bytes


def pages_of(filings: Filings, draft: str, paper: str) -> tuple[DraftPage, ...]:
    return tuple(page for page in filings.pages(draft) if page.paper == paper)


def keep(filings: Filings, one: NotKept) -> DraftPage:
    """Raises PageChanged, DraftGone, DiskFull."""
    return filings.add_scan(one.stack, one.page, one.instead)


def opened(filings: Filings, draft: str, page: DraftPage) -> Opened:
    """Raises PageDamaged, DraftGone."""
    content = filings.content(draft, page)
    return Opened(page, picture(content), content)


def picture(content: bytes) -> QImage:
    """What the scanner wrote, no larger than it is shown; empty where it cannot be drawn."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            image.draft("RGB", (_LONGEST, _LONGEST))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((_LONGEST, _LONGEST))
            plain = upright.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return QImage()
    return QImage(plain.tobytes(), plain.width, plain.height, plain.width * 3, QImage.Format.Format_RGB888).copy()
