"""What goes first: forms and decisions, then pages, those due and small before the others, then media."""

from collections.abc import Iterator, Sequence

import pytest

from kiosk.work import Silent
from sync.calls import GatewayCalls
from sync.engine import PassResult, SyncPass
from sync.faults import RefusedByGateway
from sync.media_lane import Media, MediaLink
from sync.meeting import Counter
from tests.sync.counter_twin import NOW, OFFICE
from tests.sync.in_process import Fault, Request
from tests.sync.machine_world import World, a_world

HOUR = 3_600_000


@pytest.fixture
def world() -> Iterator[World]:
    with a_world() as world:
        yield world


def a_pass(world: World, media: Sequence[Media] = ()) -> PassResult:
    counter = Counter(OFFICE, "Quầy 1", trust_first=True)
    seams = world.parts.seams
    return SyncPass(world.counter.store, GatewayCalls(world.link), counter, seams, Silent(), media=media).run()


class Watched(Fault):
    """Every request goes through; their names are kept, and something may happen at one of them."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.at: dict[str, object] = {}

    def carry(self, link, request: Request):
        self.calls.append(request.what)
        happens = self.at.pop(request.what, None)
        if happens is not None:
            happens()
        return link.deliver(request)


def watched(world: World) -> Watched:
    fault = Watched()
    world.link.faults = [fault] * 500
    return fault


def test_forms_then_decisions_then_pages(world):
    for _each in range(3):
        world.receive([40, 40])
    seen = watched(world)
    assert a_pass(world).problem is None
    assert seen.calls[:4] == ["hello", "devices", "forms", "changes"]
    assert seen.calls[4:] == ["missing", "pages", "pages", "finalise"] * 3


def test_what_is_received_between_two_pages_is_registered_before_the_second(world):
    world.receive([40, 40, 40])
    seen = watched(world)
    seen.at["pages"] = lambda: world.receive([40])
    assert a_pass(world).problem is None
    pages = seen.calls.index("pages")
    assert seen.calls[pages:] == ["pages", "forms", "pages", "pages", "finalise", "missing", "pages", "finalise"]


class PutAway:
    """A media kind of so many pieces."""

    def __init__(self, pieces: int, refused: int = 0) -> None:
        self.left, self.refused = pieces, refused

    def carry_piece(self, link: MediaLink) -> bool:
        assert link.key
        assert link.pace.chunk > 0
        if not self.left:
            return False
        self.left -= 1
        link.calls.hello("ab" * 16)                # any call at all
        if self.refused and self.left == self.refused:
            raise RefusedByGateway(404, "gone")
        return True


def test_media_come_last_and_everything_else_between_their_pieces(world):
    world.receive([40])
    seen = watched(world)
    assert a_pass(world, [PutAway(3)]).problem is None
    assert seen.calls[-3:] == ["hello"] * 3
    media = PutAway(3)
    seen = watched(world)
    seen.at["hello"] = lambda: seen.at.update(hello=lambda: world.receive([40]))
    assert a_pass(world, [media]).problem is None
    first = [at for at, call in enumerate(seen.calls) if call == "hello"][1]
    assert seen.calls[first:first + 5] == ["hello", "forms", "missing", "pages", "finalise"]
    assert media.left == 0


def test_a_refused_kind_of_media_does_not_hold_the_next_one(world):
    first, second = PutAway(3, refused=1), PutAway(2)
    result = a_pass(world, [first, second])
    assert (first.left, second.left) == (1, 0)
    assert isinstance(result.problem, RefusedByGateway)


def test_pages_due_soon_go_first_then_small_ones_then_those_due_earlier(world):
    due = {
        "large, due in an hour": (6_000_000, NOW + HOUR),
        "large, due in three days": (6_000_000, NOW + 72 * HOUR),
        "small, no term": (40, None),
        "small, due in nine days": (40, NOW + 216 * HOUR),
        "small, due in two days": (40, NOW + 48 * HOUR),
        "small, overdue": (40, NOW - HOUR),
    }
    names = {}
    for name, (size, due_at) in due.items():
        handed = world.receive([40])
        names[handed.dossier] = name
        world.counter.store.write(lambda db, d=handed.dossier, s=size, a=due_at: (
            db.execute("UPDATE outbox SET bytes = ? WHERE dossier = ? AND kind = 'pages'", [s, d]),
            db.execute("UPDATE dossier SET due_at = ? WHERE id = ?", [a, d]),
        ))
    seen = watched(world)
    order = []
    real = seen.carry

    def noted(link, request):
        if request.what == "finalise":
            order.append(names[request.path.split("/")[3]])
        return real(link, request)

    seen.carry = noted
    assert a_pass(world).problem is None
    assert order == [
        "small, overdue", "large, due in an hour", "small, due in two days", "small, due in nine days", "small, no term",
        "large, due in three days",
    ]
