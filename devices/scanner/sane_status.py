"""Why `scanimage` stopped, from its exit code and from what it said, in the states an office can tell apart.

Its exit code is the status of SANE where it got as far as a device; opening one, and setting its options, fail with 1 whatever
the reason, so there the words count (they are English: it is run with LC_ALL=C).
"""

import re

from kiosk.scan_ports import ScanTrouble

GOOD, EOF = 0, 5
_BY_NUMBER = {
    1: ScanTrouble.REFUSED, 2: ScanTrouble.STOPPED_THERE, 3: ScanTrouble.BUSY, 4: ScanTrouble.REFUSED, 6: ScanTrouble.JAM,
    7: ScanTrouble.NO_PAPER, 8: ScanTrouble.COVER_OPEN, 9: ScanTrouble.OFFLINE, 10: ScanTrouble.REFUSED, 11: ScanTrouble.OFFLINE,
}  # fmt: skip
_BY_WORDS = {
    "operation not supported": ScanTrouble.REFUSED, "operation was cancelled": ScanTrouble.STOPPED_THERE,
    "device busy": ScanTrouble.BUSY, "invalid argument": ScanTrouble.REFUSED, "document feeder jammed": ScanTrouble.JAM,
    "document feeder out of documents": ScanTrouble.NO_PAPER, "scanner cover is open": ScanTrouble.COVER_OPEN,
    "error during device i/o": ScanTrouble.OFFLINE, "out of memory": ScanTrouble.REFUSED,
    "access to resource has been denied": ScanTrouble.OFFLINE, "lamp not ready": ScanTrouble.WARMING,
    "scanner mechanism locked": ScanTrouble.REFUSED,
}  # fmt: skip
_OPENING = re.compile(r"open of device .* failed: (.+)")
_SAID = re.compile(r"(?:sane_start|sane_read|sane_get_parameters): (.+)")
_ENDED = re.compile(r"\(scanner status = (\d+)\)")
_NO_DEVICE = ("no scanimage devices were", "no sane devices found", "scanner devices available")


def why_not_open(said: str) -> ScanTrouble:
    """Its device could not be looked at. One that is not there is an "invalid argument" to SANE."""
    opening = _OPENING.search(said)
    if opening:
        trouble = _BY_WORDS.get(opening[1].strip().casefold(), ScanTrouble.OFFLINE)
        return ScanTrouble.OFFLINE if trouble is ScanTrouble.REFUSED else trouble
    return ScanTrouble.OFFLINE


def why_stopped(code: int, said: str, pages: int) -> ScanTrouble | None:
    """None where the scan came to its end: the feeder gave its last sheet, or the page of the glass is done."""
    if _OPENING.search(said):
        return why_not_open(said)
    status = next((int(ended) for ended in reversed(_ENDED.findall(said)) if int(ended) not in (GOOD, EOF)), None)
    words = [_BY_WORDS.get(line.strip().casefold()) for line in _SAID.findall(said)]
    trouble = _BY_NUMBER.get(status, ScanTrouble.OFFLINE) if status is not None else next((word for word in words if word), None)
    if trouble is None and code not in (GOOD, EOF):
        trouble = ScanTrouble.CRASHED if code < 0 else _BY_NUMBER.get(code, ScanTrouble.OFFLINE)
    if trouble is ScanTrouble.OFFLINE and status is not None:
        return ScanTrouble.TRANSFER_LOST           # in the middle of a page
    return None if trouble is ScanTrouble.NO_PAPER and pages else trouble
