"""What goes first: forms and decisions, then pages, those due and small before the others, then media."""

from collections.abc import Iterator, Sequence

import pytest

from kiosk.work import Silent
from sync.calls import GatewayCalls
from sync.engine import PassResult, SyncPass
from sync.faults import GatewayFailing, RefusedByGateway
from sync.known_link import KnownLink
from sync.media_lane import Media, MediaLink
from sync.meeting import Counter
from sync.transport import Answer
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
        self.answers: dict[str, list[Answer | None]] = {}      # what comes back instead, in order; None for the real answer

    def carry(self, link, request: Request):
        self.calls.append(request.what)
        instead = self.answers.get(request.what)
        answer = instead.pop(0) if instead else None
        if answer is not None:
            return answer
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


# ---- the portal's word during a long upload -------------------------------------------------------------------------


class Seconds:
    """A clock that goes on by a quarter of a minute with every piece of a page."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class SlowPages(Watched):
    def __init__(self, seconds: Seconds) -> None:
        super().__init__()
        self.seconds = seconds

    def carry(self, link, request: Request):
        if request.what == "pages":
            self.seconds.now += 15.0
        return super().carry(link, request)


def test_a_refusal_is_heard_while_another_dossiers_pages_take_their_time(world):
    world.receive([40])
    world.sync()
    world.receive([40] * 9)
    seconds, told = Seconds(), []
    slow = SlowPages(seconds)
    world.link.faults = [slow] * 500
    slow.at["missing"] = lambda: world.decide(0, 3)
    known = KnownLink(seconds)
    known.news = lambda: told.append(seconds.now)
    counter = Counter(OFFICE, "Quầy 1", trust_first=True)
    result = SyncPass(world.counter.store, GatewayCalls(world.link), counter, world.parts.seams, Silent(), known).run()
    assert (result.problem, result.acknowledged) == (None, 1)
    first, *later = [place for place, call in enumerate(slow.calls) if call == "changes"]
    assert first < slow.calls.index("pages")
    assert [slow.calls[:place].count("pages") for place in later] == [3, 6], "every 45 seconds, not at every piece"
    assert told == [45.0], "the window hears of it at once, and of nothing when nothing came"
    assert world.counter.store.read().execute("SELECT status FROM portal_status WHERE status = 3").fetchone()


def test_a_feed_that_fails_holds_up_no_page(world):
    world.receive([40])
    world.sync()
    world.receive([40] * 9)
    seconds = Seconds()
    slow = SlowPages(seconds)
    slow.answers["changes"] = [None, Answer(500, {}, b"")]
    world.link.faults = [slow] * 500
    counter, known = Counter(OFFICE, "Quầy 1", trust_first=True), KnownLink(seconds)
    result = SyncPass(world.counter.store, GatewayCalls(world.link), counter, world.parts.seams, Silent(), known).run()
    assert result.acknowledged == 1
    assert isinstance(result.problem, GatewayFailing)
    assert slow.calls.count("changes") == 2, "a lane that failed is not tried again in this pass"
