"""Carrying one page: from where the gateway has it, in pieces sized to the link, keeping every byte that arrived."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.ports import Checkpoint
from sync.calls import GatewayCalls
from sync.faults import GatewayFailing, LinkDown, RefusedByGateway
from sync.messages import MissingPage
from sync.pace import Pace

MOST_REPAIRS = 5                       # offsets corrected in a row, leading nowhere, before the link is given up
MOST_BREAKS = 2                        # breaks in a row after which the gateway holds no byte more


@dataclass(frozen=True, slots=True)
class PageUpload:
    """What carrying needs to know of a page. `before_piece` runs before every piece: forms go first. `held_now` asks the
    gateway how many bytes it holds; all of them when the page is whole."""

    dossier: str
    page: MissingPage
    content: bytes
    before_piece: Callable[[], None]
    held_now: Callable[[], int]


def carry(calls: GatewayCalls, upload: PageUpload, pace: Pace, at: Checkpoint) -> int:
    """Sends the rest of a page; returns the bytes sent. Raises LinkDown, RefusedByGateway and what `before_piece` raises.

    A line that breaks while bytes get through is a rough line, not a dead one: it is asked at once how far they came.
    """
    return _Carrying(calls, upload, pace, at).run()


class _Carrying:
    def __init__(self, calls: GatewayCalls, upload: PageUpload, pace: Pace, at: Checkpoint) -> None:
        self._calls, self._upload, self._pace, self._at = calls, upload, pace, at
        self._total = len(upload.content)
        self._offset = self._farthest = upload.page.offset
        self._sent = self._repairs = self._breaks = 0

    def run(self) -> int:
        while True:
            self._upload.before_piece()
            piece = self._upload.content[self._offset:self._offset + min(self._pace.chunk, self._pace.largest)]
            try:
                if self._is_over(piece):
                    return self._sent
            except RefusedByGateway as refusal:
                self._repair(refusal)
            except GatewayFailing:
                raise
            except LinkDown as broken:
                if self._is_whole_after(broken):
                    return self._sent

    def _is_over(self, piece: bytes) -> bool:
        """Sends one piece; True when it was the last."""
        end = self._offset + len(piece)
        held = self._send(piece, last=end == self._total)
        self._sent += len(piece)
        self._at("page piece sent")
        if end == self._total:
            return True
        if held <= self._offset:
            raise GatewayFailing(what="upload-offset")
        self._go_on_from(held)
        return False

    def _send(self, piece: bytes, *, last: bool) -> int:
        began, upload = time.monotonic(), self._upload
        self._pace.sent(len(piece))
        try:
            held = self._calls.append(
                upload.dossier, upload.page.sha256, self._offset, piece, complete=last, seconds=self._pace.seconds(len(piece))
            )
        except LinkDown:
            self._pace.broke()
            raise
        if piece:
            self._pace.arrived(len(piece), time.monotonic() - began)
        return held

    def _repair(self, refusal: RefusedByGateway) -> None:
        """The gateway names another place to go on from. A piece that arrived twice is refused, and is there."""
        if refusal.status != 409 or refusal.offset is None:
            raise refusal
        farthest = self._farthest
        repairs = self._repairs + 1
        self._go_on_from(min(refusal.offset, self._total))
        self._repairs = 0 if self._offset > farthest else repairs
        if self._repairs > MOST_REPAIRS:
            raise GatewayFailing(what="upload-offset") from refusal

    def _is_whole_after(self, broken: LinkDown) -> bool:
        """Asks how far the bytes came; True when all of them did. Raises `broken` when none do any more."""
        farthest = self._farthest
        held = self._upload.held_now()
        self._breaks = 0 if held > farthest else self._breaks + 1
        if self._breaks >= MOST_BREAKS:
            raise broken
        self._offset, self._farthest = held, max(farthest, held)
        return held == self._total

    def _go_on_from(self, offset: int) -> None:
        self._offset, self._repairs, self._breaks = offset, 0, 0
        self._farthest = max(self._farthest, offset)
