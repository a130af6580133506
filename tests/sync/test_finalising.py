"""Closing an upload while its pages are still read: asked again, joined, begun again after a death."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from kiosk.credentials import AuditHead
from kiosk.signing import Signed
from sync.calls import GatewayCalls
from sync.faults import StillChecking as ClientIsTold
from sync.gateway import finalising as room
from sync.gateway.finalising import Finalising, StillChecking
from sync.gateway.refusals import Reason, Refused
from sync.messages import FinaliseRequest, SignedEnvelope
from sync.transport import Answer
from tests.sync.in_process import Instead
from tests.sync.machine_checks import Inspector
from tests.sync.machine_world import a_world

ACK = Signed(b"acknowledged", "key", b"signature")


def request(manifest: bytes = b"manifest", head: int = 1) -> FinaliseRequest:
    return FinaliseRequest("device", SignedEnvelope(manifest, "key", b"signature"), AuditHead(head, "0" * 64))


def on_a_loop(story: Coroutine[None, None, None]) -> None:
    with closing(asyncio.new_event_loop()) as loop:
        loop.run_until_complete(story)


class Gate:
    """A check of pages that ends when it is told to."""

    def __init__(self, outcome: Signed | Exception = ACK) -> None:
        self.outcome, self.begun, self.end = outcome, 0, threading.Event()

    def __call__(self, _dossier: str, _request: FinaliseRequest) -> Signed:
        self.begun += 1
        assert self.end.wait(60)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


@pytest.fixture
def threads():
    with ThreadPoolExecutor(4) as pool:
        yield pool


async def ends(finalising: Finalising, gate: Gate) -> Signed:
    gate.end.set()
    while True:
        try:
            return await finalising("dossier", request(head=9))
        except StillChecking:
            continue


def test_a_long_check_is_told_to_be_asked_for_again_and_joined(threads):
    async def story() -> None:
        gate = Gate()
        finalising = Finalising(gate, threads, patience=0.0)
        for head in range(3):                            # an audit log grows between two askings
            with pytest.raises(StillChecking) as told:
                await finalising("dossier", request(head=head))
            assert told.value.seconds >= 1
        assert (gate.begun, len(finalising)) == (1, 1)
        assert await ends(finalising, gate) == ACK
        assert (gate.begun, len(finalising)) == (1, 0)

    on_a_loop(story())


def test_another_manifest_is_another_check(threads):
    async def story() -> None:
        gate = Gate()
        finalising = Finalising(gate, threads, patience=0.0)
        for manifest in (b"one", b"two"):
            with pytest.raises(StillChecking):
                await finalising("dossier", request(manifest))
        gate.end.set()
        assert len(finalising) == 2

    on_a_loop(story())


def test_what_a_long_check_found_missing_is_told_to_whoever_asks_next(threads):
    async def story() -> None:
        gate = Gate(Refused(Reason.PAGES_MISSING))
        finalising = Finalising(gate, threads, patience=0.0)
        with pytest.raises(StillChecking):
            await finalising("dossier", request())
        with pytest.raises(Refused, match="pages-missing"):
            await ends(finalising, gate)
        assert gate.begun == 1
        with pytest.raises((StillChecking, Refused)):    # and then it is looked at anew
            await finalising("dossier", request())

    on_a_loop(story())


def test_so_many_at_once_and_no_more(threads, monkeypatch):
    monkeypatch.setattr(room, "MOST_CHECKS", 1)

    async def story() -> None:
        gate = Gate()
        finalising = Finalising(gate, threads, patience=0.0)
        with pytest.raises(StillChecking):
            await finalising("dossier", request(b"one"))
        with pytest.raises(Refused) as busy:
            await finalising("dossier", request(b"two"))
        assert (busy.value.reason, busy.value.retry_after >= 1) == ("busy", True)
        gate.end.set()

    on_a_loop(story())


# ---- over the protocol ----------------------------------------------------------------------------------------------


def test_a_counter_leaves_it_for_later_and_goes_on_with_the_others():
    """One answer of 202 costs its dossier one asking, and no other dossier anything."""
    with a_world() as world:
        world.receive([40])
        world.receive([50])
        world.sync(finalise=Instead(Answer(202, {"retry-after": "3"}, b"")))
        acknowledged = world.at_gateway("SELECT COUNT(*) FROM acknowledgement")
        assert acknowledged == [(1,)]
        Inspector(world).look_at_the_end()


def test_the_client_is_told_how_long():
    class Line:
        def request(self, *_asked: object, **_named: object) -> Answer:
            return Answer(202, {"retry-after": "17"}, b"")

    with pytest.raises(ClientIsTold) as told:
        GatewayCalls(Line()).finalise("dossier", request())
    assert told.value.seconds == 17
