"""Carrying one page: from where the gateway has it, in pieces sized to the link, keeping every byte that arrived."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.ports import Checkpoint
from sync.calls import GatewayCalls
from sync.faults import LinkDown, RefusedByGateway
from sync.messages import MissingPage
from sync.pace import Pace

MOST_REPAIRS = 5                       # offsets corrected in a row, leading nowhere, before the link is given up


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
