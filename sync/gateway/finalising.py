"""Closing an upload with a manifest of any size: who asks waits a moment, then is told to ask again while the pages are read.

One check runs for each manifest, however many ask for it. Its outcome is kept for whoever asks next; a process that dies
forgets it, and the next one who asks begins it again.
"""

import asyncio
import hashlib
import math
from collections.abc import Callable
from concurrent.futures import Executor

from kiosk.signing import Signed
from sync.gateway.refusals import Reason, Refused
from sync.messages import FinaliseRequest

PATIENCE = 2.0                         # seconds an asker waits for its answer
KEPT_SECONDS = 120.0                   # an outcome nobody came for
MOST_CHECKS = 64                       # manifests at once
SECONDS_A_CHECK = 2                    # until the first check has been timed

Finalise = Callable[[str, FinaliseRequest], Signed]
Check = asyncio.Future[Signed]


class StillChecking(Exception):
    """The pages are being read; ask again after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Finalising:
    """The checks now running. To be used on one event loop."""

    def __init__(self, finalise: Finalise, threads: Executor, patience: float = PATIENCE) -> None:
        self._finalise, self._threads, self._patience = finalise, threads, patience
        self._checks: dict[str, Check] = {}
        self._took = float(SECONDS_A_CHECK)

    def __len__(self) -> int:
        return len(self._checks)

    async def __call__(self, dossier: str, request: FinaliseRequest) -> Signed:
        """The acknowledgement. Raises StillChecking; Refused: busy, and whatever `Gateway.finalise` raises."""
        name = _name(dossier, request)
        check = self._checks.get(name) or self._begun(name, dossier, request)
        await asyncio.wait({check}, timeout=self._patience)
        if not check.done():
            raise StillChecking(self._seconds())
        self._checks.pop(name, None)
        return check.result()

    def _begun(self, name: str, dossier: str, request: FinaliseRequest) -> Check:
        if len(self._checks) >= MOST_CHECKS:
            raise Refused(Reason.BUSY, retry_after=self._seconds())
        loop = asyncio.get_running_loop()
        began = loop.time()
        check = self._checks[name] = loop.run_in_executor(self._threads, self._finalise, dossier, request)

        def ended(_check: Check) -> None:
            self._took += 0.2 * (loop.time() - began - self._took)
            loop.call_later(KEPT_SECONDS, self._forget, name, check)

        check.add_done_callback(ended)
        return check

    def _forget(self, name: str, check: Check) -> None:
        if self._checks.get(name) is check:
            del self._checks[name]
            check.exception()          # nobody came for it: it is not an error that nobody heard of

    def _seconds(self) -> int:
        """As long as a check has taken lately, for each that is before this one."""
        return max(1, min(60, math.ceil(self._took * max(1, len(self._checks) / 2))))


def _name(dossier: str, request: FinaliseRequest) -> str:
    """The same for the same manifest of the same device: a line that asks again asks with another audit head."""
    manifest = request.manifest
    digest = hashlib.sha256(b"\0".join((dossier.encode(), request.device.encode(), manifest.signature, manifest.body)))
    return digest.hexdigest()
