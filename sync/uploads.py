"""Carrying one page: from where the gateway has it, in pieces sized to the link, keeping every byte that arrived."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.ports import Checkpoint
from sync.calls import GatewayCalls
from sync.faults import LinkDown, RefusedByGateway
from sync.messages import MAX_CHUNK, MissingPage

FIRST_CHUNK = 256 * 1024
SMALLEST_CHUNK = 64 * 1024
SECONDS_A_CHUNK = 10.0
SLOWEST = 4_000.0                      # bytes a second assumed until measured otherwise: a 2G link
MOST_REPAIRS = 5                       # offsets corrected in a row, leading nowhere, before the link is given up


@dataclass(slots=True)
class Pace:
    """How fast the link is, as seen: chunk size and time-outs follow from it."""

    chunk: int = FIRST_CHUNK
    goodput: float = 0.0               # bytes a second, 0 until the first piece arrived
    largest: int = MAX_CHUNK

    def seconds(self, size: int) -> float:
        """How long a piece of `size` bytes may take before the link counts as dead."""
        return 15.0 + 3.0 * size / (self.goodput or SLOWEST)

    def arrived(self, size: int, seconds: float) -> None:
        speed = size / max(seconds, 0.001)
        self.goodput = speed if not self.goodput else 0.7 * self.goodput + 0.3 * speed
        self.chunk = int(min(self.largest, max(SMALLEST_CHUNK, self.goodput * SECONDS_A_CHUNK)))

    def broke(self) -> None:
        self.chunk = max(SMALLEST_CHUNK, self.chunk // 2)


@dataclass(frozen=True, slots=True)
class PageUpload:
    """What carrying needs to know of a page. `before_piece` runs before every piece: forms go first."""

    dossier: str
    page: MissingPage
    content: bytes
    before_piece: Callable[[], None]


def carry(calls: GatewayCalls, upload: PageUpload, pace: Pace, at: Checkpoint) -> int:
    """Sends the rest of a page; returns the bytes sent. Raises LinkDown, RefusedByGateway and what `before_piece` raises."""
    offset, sent, repairs, total = upload.page.offset, 0, 0, len(upload.content)
    farthest = offset
    while True:
        upload.before_piece()
        piece = upload.content[offset:offset + min(pace.chunk, pace.largest)]
        end = offset + len(piece)
        try:
            held = _send(calls, upload, offset, piece, end == total, pace)
        except RefusedByGateway as refusal:
            if refusal.status != 409 or refusal.offset is None:
                raise
            offset = min(refusal.offset, total)
            repairs = 0 if offset > farthest else repairs + 1      # a piece that arrived twice is refused, and is there
            farthest = max(farthest, offset)
            if repairs > MOST_REPAIRS:
                raise LinkDown(what="upload-offset") from refusal
            continue
        sent += len(piece)
        at("page piece sent")
        if end == total:
            return sent
        if held <= offset:
            raise LinkDown(what="upload-offset")
        offset, repairs = held, 0
        farthest = max(farthest, offset)


def _send(calls: GatewayCalls, upload: PageUpload, offset: int, piece: bytes, last: bool, pace: Pace) -> int:
    began = time.monotonic()
    try:
        held = calls.append(
            upload.dossier, upload.page.sha256, offset, piece, complete=last, seconds=pace.seconds(len(piece))
        )
    except LinkDown:
        pace.broke()
        raise
    if piece:
        pace.arrived(len(piece), time.monotonic() - began)
    return held
