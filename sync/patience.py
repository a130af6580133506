"""A link for somebody who waits for the answer: within a time of its own, and left standing the moment nobody wants it."""

import threading
from collections.abc import Mapping
from concurrent.futures import Future, wait
from time import monotonic

from kiosk.work import Progress
from sync.faults import LinkDown
from sync.transport import Answer, Transport

_BETWEEN_LOOKS = 0.1                   # seconds, until the one who waits is asked again whether they still do


class Impatient:
    """`Transport` over another. A request runs on a thread of its own, which is left to its own end when time is over or
    the work called off: a socket cannot be made to stop, but nobody has to wait for it.
    """

    def __init__(self, link: Transport, progress: Progress, seconds: float) -> None:
        """`seconds` are for everything asked through this object together, from now on."""
        self._link, self._progress, self._until = link, progress, monotonic() + seconds

    def request(
        self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, seconds: float = 60
    ) -> Answer:
        """Raises LinkDown, Cancelled."""
        left = min(seconds, self._until - monotonic())
        if left <= 0:
            raise LinkDown(what="time over")
        outcome: Future[Answer] = Future()

        def carry() -> None:
            try:
                outcome.set_result(self._link.request(method, path, body=body, headers=headers, seconds=left))
            except Exception as error:  # noqa: BLE001  (brought to the one who waits)
                outcome.set_exception(error)

        threading.Thread(target=carry, name="asking", daemon=True).start()
        return self._awaited(outcome, monotonic() + left)

    def _awaited(self, outcome: "Future[Answer]", until: float) -> Answer:
        while not wait([outcome], min(_BETWEEN_LOOKS, max(until - monotonic(), 0))).done:
            self._progress.step("", 0, 1)
            if monotonic() >= until:
                raise LinkDown(what="time over")
        return outcome.result()
