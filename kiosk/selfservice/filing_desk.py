"""What filing at the kiosk needs beside the store: what may be filed, the slip drawn, its code for the screen, the link woken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.selfservice.beginnings import Beginnings
from kiosk.submission_sheet import SubmissionSheet

DrawSlip = Callable[[SubmissionSheet], bytes]              # as PDF, on the paper this machine has
DrawCode = Callable[[str], Sequence[bytes]]                # rows of a QR code, 1 for dark


def no_link_to_wake() -> None:
    """Nothing travels from here."""


@dataclass(frozen=True, slots=True)
class FilingDesk:
    """`carry_now` asks for a pass at once; whether one comes is not known here."""

    beginnings: Beginnings
    draw_slip: DrawSlip
    draw_code: DrawCode
    carry_now: Callable[[], None] = no_link_to_wake
