"""A gateway that lies in its change feed, in every field: the page is refused whole, nothing of it is kept, nothing is lost."""

import dataclasses
from collections.abc import Callable

import msgspec
import pytest

from kiosk.credentials import Role
from kiosk.elsewhere import PersonElsewhere
from kiosk.result_files import ResultFile
from kiosk.store import portal_words
from kiosk.store.portal_words import Place
from sync.changes import take_changes
from sync.faults import NotTheGateway
from sync.feed_page import Listener, answers, follows
from sync.messages import Changes
from tests.sync.counter_twin import OFFICE
from tests.sync.lying_gateway import Changed
from tests.sync.machine_world import World, a_world
from tests.sync.others_of_office import ELSEWHERE, calls_of, heard_by, sent_by, twin_of


@pytest.fixture
def world():
    with a_world() as world:
        yield world


GOOD = {"event": "01a20c65-1f1e-76b1-b827-b8d81172c93b", "dossier": "01a20c65-1f1e-76b1-b827-b8d81172c93c"}
HUGE = 2**60
FILE = ResultFile("Kết quả.pdf", "application/pdf", 10, "a" * 64)


def a_file(**changes: object) -> dict[str, object]:
    return {"files": (dataclasses.replace(FILE, **changes),)}


OF_AN_EVENT: dict[str, dict[str, object]] = {
    "event": {"event": "1"}, "dossier": {"dossier": "../x"}, "number": {"number": "x" * 501}, "status": {"status": HUGE},
    "status below nothing": {"status": -1}, "note": {"note": "x" * 2001}, "decided by": {"decided_by": "x" * 501},
    "decided at": {"decided_at": HUGE}, "decided before time": {"decided_at": -1}, "kind": {"kind": "Ghi chú"},
    "office": {"office": ELSEWHERE}, "received": {"received_at": -1}, "due": {"due_at": HUGE},
    "wanted": {"wanted": ("x" * 2001,)},
    "too much wanted": {"wanted": ("x",) * 51}, "too many files": {"files": (FILE,) * 21},
    "file name": a_file(name="../../etc/passwd"), "file type": a_file(media_type="text/html"), "file size": a_file(size=0),
    "huge file": a_file(size=HUGE), "file hash": a_file(sha256="A" * 64),
}  # fmt: skip
OF_A_CARD: dict[str, dict[str, object]] = {
    "another dossier": {"id": GOOD["event"]}, "number": {"number": "x" * 501}, "counter": {"counter": "x" * 501},
    "submitter": {"submitter": PersonElsewhere("x" * 501)}, "owners": {"owners": (PersonElsewhere("x"),) * 201},
    "received": {"received_at": HUGE}, "note": {"note": "x" * 2001},
}  # fmt: skip
OF_A_PAGE: dict[str, dict[str, object]] = {
    "device": {"device": "x"}, "epoch": {"epoch": "x"}, "since": {"since": 7}, "after": {"after": "x"}, "next": {"next": 0},
    "next before time": {"next": -5}, "huge next": {"next": HUGE}, "last": {"last": GOOD["event"]}, "whose": {"whose": "all"},
    "nothing for a counter": {"whose": "nothing"}, "again with events": {"again": True},
    "more of nothing": {"decisions": (), "more": True},
    "on without events": {"decisions": ()},
}  # fmt: skip


def lies(world: World, change: Callable[[Changes], Changes]) -> None:
    """The page is refused whole, nothing of it is kept, and the true one is taken afterwards."""
    sent_by(world, twin_of(world))
    handed = world.receive([])
    world.sync(changes=Changed(Changes, world.province.gateway._store.signing_key, change))
    store = world.counter.store
    kept = ("SELECT count(*) FROM portal_word", "SELECT count(*) FROM office_card", "SELECT count(*) FROM portal_status")
    assert [store.read().execute(query).fetchone() for query in kept] == [(0,)] * 3
    assert portal_words.place(store.read()).since == 0
    assert world.sync().problem is None
    assert [store.read().execute(query).fetchone() for query in kept] == [(2,), (1,), (1,)]
    assert handed is not None


def every_lie() -> dict[str, Callable[[Changes], Changes]]:
    def of_event(changes: dict[str, object]) -> Callable[[Changes], Changes]:
        return lambda page: msgspec.structs.replace(
            page, decisions=(msgspec.structs.replace(page.decisions[0], **changes), *page.decisions[1:])
        )

    def of_card(changes: dict[str, object]) -> Callable[[Changes], Changes]:
        return lambda page: of_event({"card": dataclasses.replace(page.decisions[0].card, **changes)})(page)

    twice = lambda page: msgspec.structs.replace(page, decisions=(*page.decisions, page.decisions[-1]))  # noqa: E731
    found: dict[str, Callable[[Changes], Changes]] = {"an event twice": twice}
    found |= {f"page: {name}": _of_page(changes) for name, changes in OF_A_PAGE.items()}
    found |= {f"event: {name}": of_event(changes) for name, changes in OF_AN_EVENT.items()}
    return found | {f"card: {name}": of_card(changes) for name, changes in OF_A_CARD.items()}


def _of_page(changes: dict[str, object]) -> Callable[[Changes], Changes]:
    return lambda page: msgspec.structs.replace(page, **changes)


def test_a_feed_that_lies_in_any_field_is_refused_whole(world):
    """All of them on one page that is true but for the lie; the true one is believed."""
    sent_by(world, twin_of(world))
    listener = twin_of(world)
    sent_by(world, listener)
    page = heard_by(world, listener)
    whom = Listener(OFFICE, Role.COUNTER)
    def believed(said: Changes) -> bool:
        return answers(said, listener.device, Place()) and follows(said, Place(), whom)

    assert believed(page)
    assert [name for name, lie in every_lie().items() if believed(lie(page))] == []


@pytest.mark.parametrize("name", ["event: office", "event: decided at", "page: last", "card: another dossier", "an event twice"])
def test_nothing_of_a_page_that_lies_is_kept_and_nothing_is_lost(world, name):
    lies(world, every_lie()[name])


def test_a_gateway_that_says_again_for_ever_is_none(world):
    world.receive([])
    world.sync()
    key = world.province.gateway._store.signing_key
    again = _of_page({"again": True, "next": 0, "last": "", "more": True, "decisions": ()})
    store, lie = world.counter.store, Changed(Changes, key, again)
    before = portal_words.reading(store.read())
    world.link.on = {"changes": lie}
    calls, public_key = calls_of(world)
    world.link.faults = []
    with pytest.raises(NotTheGateway):
        take_changes(store, _Repeating(calls, world, lie), public_key)
    assert portal_words.reading(store.read()) == before + 1
    assert world.sync().problem is None


class _Repeating:
    """The same lie to every question."""

    def __init__(self, calls, world: World, lie: Changed) -> None:
        self._calls, self._world, self._lie = calls, world, lie

    def changes(self, *place: object):
        self._world.link.on = {"changes": self._lie}
        return self._calls.changes(*place)
