"""A gateway that lies in every field of every answer, under its own key; and a counter that lies in every field it sends.
Whatever is said: nothing is lost, nothing is purged, nothing is called delivered that is not, nothing crashes, and with the next
true word everything goes on.
"""

import dataclasses
import hashlib
import random
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from kiosk.dossier import PortalStatus
from kiosk.signing import SigningKey
from kiosk.work import Silent
from sync.engine import SyncPass
from sync.meeting import Counter
from sync.messages import DemoDecision, DemoFile
from sync.transport import Answer
from tests.sync.counter_twin import OFFICE
from tests.sync.in_process import Instead
from tests.sync.lies import (
    SIGNED,
    Lie,
    Listening,
    LyingCalls,
    SaidBefore,
    SignedOtherwise,
    WrongOffset,
    lies_about,
    places,
    structure,
)
from tests.sync.machine_checks import Inspector
from tests.sync.machine_world import SETTINGS, Parts, World, a_world

CALLS = ("hello", "devices", "leases", "forms", "missing", "finalise", "changes")
NAMED = re.compile(r"(SYNC|LEASE)-(?!00)\d\d")
MINUTE = 60_000
UNKNOWN = Instead(Answer(401, {"content-type": "application/json"}, b'{"code":"unknown-device"}'))
LEASING = Parts(settings=dataclasses.replace(SETTINGS, leases=True))
SAMPLE = 1                             # lies about each place in `make test`; `make soak` tells them all


@pytest.fixture
def world() -> Iterator[World]:
    with a_world(LEASING) as world:
        yield world


def a_day(world: World, lie: Any, call: str) -> Any:
    """Something to ask for at every call of the protocol, and one pass in which one of them is lied at."""
    for _dossier in range(3 if call == "leases" else 1):
        assert world.receive([40]) is not None
    on = {call: lie}
    if call == "devices":
        on["forms"] = UNKNOWN
    return world.sync(**on)


def truths(world: World) -> dict[str, Any]:
    """What the gateway says when it says the truth, call by call."""
    heard = Listening({})
    for call in CALLS:
        if call == "changes":
            decide_all_kinds(world)
        a_day(world, heard, call)
    return {call: structure(heard.answers[call], SIGNED.get(call)) for call in CALLS}


def decide_all_kinds(world: World) -> None:
    """So that a page of the feed has something in every field."""
    (number,) = world.at_gateway("SELECT number FROM dossier ORDER BY seq LIMIT 1")[0]
    gateway = world.province.gateway
    files = (DemoFile("a.pdf", "application/pdf", b"%PDF"),)
    gateway.decide(DemoDecision(number, PortalStatus.PROCESSED, "xong", "result", (), files))
    gateway.decide(DemoDecision(number, PortalStatus.SUPPLEMENT_WANTED, "thiếu", "supplement", ("Bản chính",)))


def all_lies(world: World, call: str, truth: Any, most: int | None) -> Iterator[Lie]:
    key = world.province.gateway._store.signing_key
    for at, value in places(truth):
        lies = lies_about(value)
        if most is not None:
            lies = random.Random(f"{call} {at}").sample(lies, min(most, len(lies)))
        for instead in lies:
            yield Lie(key, at, instead)


def holds(world: World, told: str) -> None:
    """Nothing is lost, nothing is purged or called delivered without the gateway's true acknowledgement."""
    store = world.counter.store
    truly = {row[0] for row in world.at_gateway("SELECT dossier FROM acknowledgement")}
    for dossier, state, wrapped in store.read().execute("SELECT id, state, wrapped_key FROM dossier").fetchall():
        if dossier in truly:
            continue
        assert state not in ("acknowledged", "purged"), f"called delivered: {told}"
        assert wrapped is not None, f"purged: {told}"
        key = store.content_keys.unwrap(wrapped, dossier)
        rows = store.read().execute("SELECT file FROM page WHERE dossier = ? ORDER BY number", [dossier]).fetchall()
        pages = tuple(b"".join(store.pages.read(row[0], key, page=row[0])) for row in rows)
        assert dossier not in world.handed or pages == world.handed[dossier].pages, f"lost: {told}"


def goes_through_all(world: World, call: str, most: int | None) -> None:
    truth = truths(world)[call]
    for lie in all_lies(world, call, truth, most):
        told = f"{call} {lie.at}: {str(lie.instead)[:60]}"
        problem = a_day(world, lie, call).problem
        assert problem is None or NAMED.fullmatch(problem.code), told
        holds(world, told)
        world.counter.clock.advance(MINUTE)
        after = world.sync()           # the truth again
        assert after.problem is None, f"one lie and nothing goes any more: {told}: {after.problem!r}"
        assert not after.left, f"held up for ever: {told}"
        holds(world, told)


@pytest.mark.parametrize("call", CALLS)
def test_no_lie_does_harm(world, call):
    goes_through_all(world, call, SAMPLE)


@pytest.mark.soak
@pytest.mark.parametrize("call", CALLS)
def test_no_lie_at_all_does_harm(world, call):
    goes_through_all(world, call, None)


# ---- who says it ----------------------------------------------------------------------------------------------------

STRANGER = SigningKey(bytes(range(32)))
OFFSETS = (None, "", "-1", "x", "1.5", "0", "39", "41", "9" * 40)


def is_refused(world: World, lie: Any, call: str, before: Any = None) -> None:
    problem = a_day(world, lie, call).problem
    assert problem is None or NAMED.fullmatch(problem.code), problem
    holds(world, f"{call} {lie}")
    if before is not None:
        assert problem is not None or call == "leases", lie       # without a lease temporary codes go on: told elsewhere
        assert world.counter.store.read().execute(KEPT[call]).fetchall() == before, f"kept: {lie}"
    world.counter.clock.advance(MINUTE)
    after = world.sync()
    assert (after.problem, after.left) == (None, 0), lie


KEPT = {
    "hello": "SELECT value FROM fact WHERE name = 'gateway_key'",
    "devices": "SELECT value FROM fact WHERE name = 'certificate'",
    "leases": "SELECT id FROM lease ORDER BY id",
    "finalise": "SELECT dossier FROM acknowledgement ORDER BY dossier",
    "changes": "SELECT id FROM portal_word ORDER BY id",
}


@pytest.mark.parametrize("call", SIGNED)
def test_only_its_own_key_for_this_very_purpose_is_heard(world, call):
    key, ours = world.province.gateway._store.signing_key, SIGNED[call].purpose
    a_day(world, Listening({}), call)
    lies = [(STRANGER, ours), *((key, kind.purpose) for kind in SIGNED.values() if kind.purpose != ours)]
    for lie in (SignedOtherwise(*said) for said in lies):
        world.counter.clock.advance(MINUTE)
        before = world.counter.store.read().execute(KEPT[call]).fetchall()
        is_refused(world, lie, call, before)


@pytest.mark.parametrize("call", SIGNED)
def test_what_was_said_before_answers_no_other_question(world, call):
    heard = Listening({})
    a_day(world, heard, call)
    earlier = heard.answers[call]
    world.counter.clock.advance(MINUTE)
    assert world.sync().problem is None
    is_refused(world, SaidBefore(earlier), call)


@pytest.mark.parametrize("says", OFFSETS)
def test_no_offset_makes_a_page_whole(world, says):
    is_refused(world, WrongOffset(says), "pages")


# ---- a counter that lies ---------------------------------------------------------------------------------------------

REQUESTS = ("devices", "leases", "forms", "finalise")


def a_lying_pass(world: World, calls: LyingCalls, call: str) -> None:
    for _dossier in range(3 if call == "leases" else 1):
        assert world.receive([40]) is not None
    if call == "devices":
        world.link.on = {"forms": UNKNOWN}
    counter = Counter(OFFICE, "Quầy 1", trust_first=True)
    SyncPass(world.counter.store, calls, counter, world.parts.seams, Silent()).run()
    world.link.on = {}


def every_lie_of_a_counter(world: World, call: str, most: int | None) -> None:
    listening = LyingCalls(world.link, call)
    a_lying_pass(world, listening, call)
    for lie in all_lies(world, call, msgspec.json.decode(listening.said), most):
        told = f"{call} {lie.at}: {str(lie.instead)[:60]}"
        liar = LyingCalls(world.link, call, lie.at, lie.instead)
        a_lying_pass(world, liar, call)
        assert liar.heard, told
        assert max(liar.heard) < 500, f"{told}: {liar.heard}"
        sealed = dict(world.counter.store.read().execute("SELECT id, form_sha FROM dossier").fetchall())
        for dossier, form_sha, form in world.at_gateway("SELECT id, form_sha, form FROM dossier"):
            assert hashlib.sha256(form).hexdigest() == form_sha == sealed[dossier].hex(), f"registered, never sealed: {told}"
        holds(world, told)
        world.counter.clock.advance(MINUTE)
        world.sync()
    Inspector(world)._held_there()


@pytest.mark.parametrize("call", REQUESTS)
def test_no_lie_of_a_counter_does_harm(world, call):
    every_lie_of_a_counter(world, call, SAMPLE)


@pytest.mark.soak
@pytest.mark.parametrize("call", REQUESTS)
def test_no_lie_of_a_counter_at_all_does_harm(world, call):
    every_lie_of_a_counter(world, call, None)
