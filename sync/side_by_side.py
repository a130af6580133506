"""Pages that go in one quick piece each, two at a time: while one is on the line or being written at the gateway, the next is
read, decrypted and sent.

Only what goes well happens here. Whatever does not is found out by asking the gateway what it holds, and carried page by page.
"""

import time
from collections import deque
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from kiosk.ports import Checkpoint
from sync.calls import GatewayCalls
from sync.faults import GatewayFailing, LinkDown, RefusedByGateway
from sync.pace import Pace


class Astray(Exception):
    """A page did not arrive, and the gateway knows how much of it did."""


@dataclass(frozen=True, slots=True)
class QuickPage:
    """A page as it goes: whole, from its beginning."""

    dossier: str
    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _OnItsWay:
    size: int
    seconds: "Future[float]"           # it took


class SideBySide:
    """The pages of one dossier that are under way. To be used from one thread; `threads` carry the requests."""

    def __init__(self, calls: GatewayCalls, pace: Pace, threads: Executor, at: Checkpoint) -> None:
        self._calls, self._pace, self._threads, self._at = calls, pace, threads, at
        self._under_way: deque[_OnItsWay] = deque()
        self.bytes_sent = 0            # of what arrived

    def takes(self, size: int) -> bool:
        """Whether so large a page goes in one quick piece."""
        return self._pace.is_quick(size)

    def make_room(self) -> None:
        """Waits until one more may go. Raises Astray, or what a page met, when nothing is under way any more."""
        while self._under_way and (len(self._under_way) >= self._calls.at_once or self._under_way[0].seconds.done()):
            self._settle_oldest()

    def send(self, page: QuickPage) -> None:
        """Sends it on its way; `make_room` came before."""
        size = len(page.content)
        self._under_way.append(_OnItsWay(size, self._threads.submit(self._timed, page, self._pace.seconds(size))))

    def settle(self) -> None:
        """Waits until nothing is under way. Raises like `make_room`."""
        while self._under_way:
            self._settle_oldest()

    def let_end(self) -> None:
        """The same for whoever leaves early, with something to raise already."""
        while self._under_way:
            page = self._under_way.popleft()
            if page.seconds.exception() is None:
                self._arrived(page)

    def _timed(self, page: QuickPage, seconds: float) -> float:
        began = time.monotonic()
        self._calls.append(page.dossier, page.sha256, 0, page.content, complete=True, seconds=seconds)
        return time.monotonic() - began

    def _settle_oldest(self) -> None:
        page = self._under_way.popleft()
        problem = page.seconds.exception()
        if problem is None:
            self._arrived(page)
            self._at("page piece sent")
            self._at("page carried")
            return
        self.let_end()
        if isinstance(problem, LinkDown):
            self._pace.broke()
        if _may_have_arrived(problem):
            raise Astray from problem
        raise problem

    def _arrived(self, page: _OnItsWay) -> None:
        self.bytes_sent += page.size
        self._pace.arrived(page.size, page.seconds.result())


def _may_have_arrived(problem: BaseException) -> bool:
    if isinstance(problem, RefusedByGateway):
        return problem.offset is not None
    return isinstance(problem, LinkDown) and not isinstance(problem, GatewayFailing)
