"""Turned as it is read. Only where that is sure: a page left lying is a nuisance, one turned wrongly is worse.

By its codes, which are printed upright, or by its lines (`on_its_head`). A card may lie any way on the glass, whatever stands
around it.
"""

import cv2
import numpy as np

from devices.imaging.copying.opening import Sheet
from devices.imaging.looking import Seen
from devices.imaging.pixels import Grey
from devices.imaging.skew import skew_of
from kiosk.page_ports import PageFault

_ROUGHLY = 20                          # degrees
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def turn_for(seen: Seen) -> int:
    """Degrees clockwise, by which it stands upright: 0, 90, 180 or 270."""
    if PageFault.UPSIDE_DOWN in seen.look.faults:
        return 180
    lying = {_quarter(code.turned) for code in seen.codes if code.matrix}
    if len(lying) != 1 or seen.cards or not (turn := -(lying.pop() or 0) % 360) or turn == 180:
        return 0
    there = np.asarray(cv2.rotate(seen.marks.plain, _TURNS[turn]), dtype=np.uint8)
    return turn if _has_lines(there) and not _has_lines(seen.marks.plain) else 0


def turned(sheet: Sheet, turn: int) -> Sheet:
    return Sheet(np.asarray(cv2.rotate(sheet.colours, _TURNS[turn]), dtype=np.uint8), sheet.dpi) if turn else sheet


def _quarter(degrees: int) -> int | None:
    nearest = round(degrees / 90) * 90
    return nearest % 360 if abs(degrees - nearest) <= _ROUGHLY else None


def _has_lines(ink: Grey) -> bool:
    return skew_of(ink) is not None
