"""Who may come in now: lanes, turns, the line, bodies that crawl. Time is a number here; nobody waits for a clock."""

import asyncio
from contextlib import closing

import pytest
from starlette.requests import Request
from starlette.responses import Response

from sync.gateway import admission as rooms
from sync.gateway.admission import Admission, Work
from sync.gateway.answers import guarded
from sync.gateway.lanes import SLOW_AFTER, THINKING, Bounds, Lane
from sync.gateway.refusals import Refused
from sync.gateway.waiting_line import GONE_AFTER, LATEST, SOONEST, WaitingLine
from tests.sync.counter_twin import SETTINGS


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def lane(clock):
    return Lane(Bounds(busy=3, under_way=5, at_once=2), clock, WaitingLine(lambda _low, high: high))


def no(lane: Lane, caller: str, *, opens: bool = True) -> Refused:
    with pytest.raises(Refused) as caught:
        lane.enter(caller, opens=opens)
    return caught.value


def asks(lane: Lane, clock: Clock, caller: str, seconds: float = 0.1, *, opens: bool = False) -> None:
    lane.enter(caller, opens=opens)
    clock.at += seconds
    lane.leave(caller, known=True)


# ---- turns ----------------------------------------------------------------------------------------------------------


def test_so_many_are_busy_and_the_next_is_told_when(lane):
    for caller in "abc":
        lane.enter(caller, opens=True)
    refusal = no(lane, "d")
    assert refusal.reason == "busy"
    assert refusal.retry_after >= 1
    assert (lane.turns, lane.in_hand, lane.shed, len(lane.line)) == (3, 3, 1, 1)


def test_whoever_began_is_not_turned_away_with_a_page_in_its_hands(lane, clock):
    for caller in "abc":
        asks(lane, clock, caller, 0.0, opens=True)
    no(lane, "d")
    for caller in "abcabc":
        lane.enter(caller, opens=False)            # the bodies of those who asked first
    assert lane.in_hand == 6


def test_a_body_on_the_line_already_finds_more_room_than_a_beginning(lane):
    for number in range(5):
        lane.enter(f"body {number}", opens=False)
    assert no(lane, "one more", opens=False).reason == "busy"      # but never without end
    assert no(lane, "a beginning").reason == "busy"


def test_a_slow_line_costs_memory_and_nobody_elses_place(lane, clock):
    for caller in "abc":
        lane.enter(caller, opens=True)
        lane.receiving(caller, body_is_coming=True)
    no(lane, "d")
    clock.at += SLOW_AFTER
    no_longer_early(lane, clock, "d")
    lane.enter("d", opens=True)
    lane.receiving("a", body_is_coming=False)      # it has arrived: now it is work
    lane.receiving("b", body_is_coming=False)
    assert no(lane, "e").reason == "busy"


def test_slow_lines_have_an_end_too(lane, clock):
    for number in range(5):
        lane.enter(f"slow {number}", opens=False)
        lane.receiving(f"slow {number}", body_is_coming=True)
        clock.at += SLOW_AFTER
    assert no(lane, "one more", opens=False).reason == "busy"
    lane.leave("slow 0", known=True)
    no_longer_early(lane, clock, "one more")
    lane.enter("one more", opens=False)


def no_longer_early(lane: Lane, clock: Clock, caller: str) -> None:
    while lane.line.is_early(caller, clock.at):
        clock.at += 1


def test_a_caller_that_is_done_gives_its_place_away(lane, clock):
    for caller in "abc":
        asks(lane, clock, caller, 0.0, opens=True)
    clock.at += THINKING
    lane.enter("d", opens=True)


def test_one_caller_does_not_ask_for_everything_at_once(lane):
    lane.enter("a", opens=True)
    lane.enter("a", opens=False)
    refusal = no(lane, "a", opens=False)
    assert (refusal.reason, lane.impatient) == ("too-many-requests", 1)
    assert refusal.retry_after >= 1


def test_a_stranger_keeps_no_place(lane):
    for number in range(20):
        lane.enter(f"stranger {number}", opens=True)
        lane.leave(f"stranger {number}", known=False)
    assert lane.turns == 0


def test_a_long_turn_ends_between_two_dossiers_where_others_wait(clock):
    lane = Lane(Bounds(busy=1, turn_seconds=10), clock)
    for _ in range(30):
        asks(lane, clock, "long", 1.0, opens=True)           # nobody waits: it goes on
    lane.enter("long", opens=True)
    no(lane, "waiting")
    lane.leave("long", known=True)
    lane.enter("long", opens=False)                          # the page of a dossier it has begun
    lane.leave("long", known=True)
    lane.enter("other", opens=False)
    assert no(lane, "long").reason == "busy"


# ---- the line -------------------------------------------------------------------------------------------------------


def test_everybody_gets_a_moment_of_their_own(lane):
    for caller in "abc":
        lane.enter(caller, opens=True)
    moments = [no(lane, f"waiting {number}").retry_after for number in range(100)]
    assert moments == sorted(moments)
    assert moments[-1] > 5 * moments[0]
    most = max(moments.count(moment) for moment in set(moments) - {SOONEST})
    assert most <= 1 / (0.8 * lane.seconds_a_turn) + 1       # as many in one second as it gets through in one


def test_whoever_joined_first_is_told_less(clock):
    line = WaitingLine(lambda _low, high: high)
    first = line.told("first", clock.at, 5)
    second = line.told("second", clock.at, 5)
    clock.at += second
    assert line.told("first", clock.at, 5) == first
    line.through("first")
    assert line.told("second", clock.at, 5) == first        # it has moved up
    assert line.told("third", clock.at, 5) == second


def test_whose_moment_has_come_is_not_overtaken(lane, clock):
    for caller in "abc":
        lane.enter(caller, opens=True)
    clock.at += no(lane, "waiting").retry_after
    lane.leave("a", known=False)
    assert no(lane, "newcomer").reason == "busy"             # the free place is kept for whoever was told to come now
    lane.enter("waiting", opens=True)


def test_who_comes_back_early_is_told_to_wait_for_its_moment(lane, clock):
    for caller in "abc":
        lane.enter(caller, opens=True)
    for number in range(100):
        told = no(lane, f"waiting {number}").retry_after
    clock.at += 1
    early = no(lane, "waiting 99")
    assert (early.reason, early.retry_after) == ("too-many-requests", told - 1)
    clock.at += told - 1
    assert no(lane, "waiting 99").reason == "busy"


def test_nobody_waits_behind_those_who_left(clock):
    line = WaitingLine(lambda _low, high: high)
    first = line.told("gone", clock.at, 5)
    for number in range(5):
        line.told(f"gone {number}", clock.at, 5)
    clock.at += 100 + GONE_AFTER
    line.told("new", clock.at, 5)
    assert line.told("new", clock.at, 5) == first
    assert len(line) == 1


def test_a_wait_has_an_end(clock):
    line = WaitingLine()
    assert max(line.told(str(number), clock.at, 60) for number in range(100)) <= LATEST
    told = [line.told(str(number), clock.at, 60) for number in range(5000)]
    assert LATEST < max(told) <= 250                         # so many ask less often


def test_what_a_turn_costs_is_measured(lane, clock):
    before = lane.seconds_a_turn
    for _ in range(200):
        lane.enter("a", opens=True)
        lane.enter("b", opens=True)
        clock.at += 1.0                                      # two seconds for each two requests
        lane.leave("a", known=True)
        lane.enter("c", opens=True)
        clock.at += 1.0
        lane.leave("b", known=True)
        lane.leave("c", known=True)
    assert lane.seconds_a_turn > 10 * before


# ---- the house ------------------------------------------------------------------------------------------------------


class Caller:
    """A request as the web server hands it over, one piece of the body after the other."""

    def __init__(self, *pieces: bytes, device: str = "d1", hangs: bool = False) -> None:
        self.pieces, self.hangs, self.read = list(pieces), hangs, 0
        headers = [(b"host", b"127.0.0.1"), (b"content-length", str(sum(map(len, pieces))).encode())]
        if device:
            headers.append((b"mot-cua-device", device.encode()))
        self.scope = {
            "type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": headers,
            "client": ("10.0.0.1", 4711), "server": ("127.0.0.1", 80), "scheme": "http",
        }  # fmt: skip

    async def receive(self):
        self.read += 1
        if self.hangs and not self.pieces:
            await asyncio.Event().wait()
        piece = self.pieces.pop(0) if self.pieces else b""
        return {"type": "http.request", "body": piece, "more_body": bool(self.pieces) or self.hangs}

    def request(self) -> Request:
        return Request(self.scope, self.receive)


async def reads_all(request: Request) -> Response:
    from sync.gateway import bodies

    return Response(await bodies.whole(request, 1_000_000))


def house(clock, **state) -> Admission:
    lanes = {work: Lane(Bounds(busy=1), clock) for work in Work}
    return Admission(lambda: False, clock, lanes=lanes, **state)


def answered(admission: Admission, caller: Caller, work: Work = Work.FORMS, *, opens: bool = False, then=reads_all) -> Response:
    with closing(asyncio.new_event_loop()) as loop:
        return loop.run_until_complete(guarded(admission.admitted(then, work, opens=opens), SETTINGS)(caller.request()))


def test_who_is_turned_away_has_no_byte_read_and_is_counted(clock):
    admission, caller = house(clock), Caller(b"x" * 1000)
    for number in range(2):
        admission.lanes[Work.FORMS].enter(f"busy {number}", opens=False)
    response = answered(admission, caller)
    assert (response.status_code, caller.read) == (503, 0)
    assert int(response.headers["retry-after"]) >= 1
    assert admission.body_bytes_turned_away == 1000


def test_pages_never_keep_forms_waiting(clock):
    admission = house(clock)
    for number in range(2):
        admission.lanes[Work.PAGES].enter(f"busy {number}", opens=False)
    assert answered(admission, Caller(b"x"), Work.PAGES).status_code == 503
    assert answered(admission, Caller(b"a form")).body == b"a form"
    assert admission.lanes[Work.FORMS].in_hand == 0


def test_a_house_that_closes_lets_nobody_begin(clock):
    admission = house(clock, draining=True)
    assert answered(admission, Caller(), opens=True).status_code == 503
    assert answered(admission, Caller(b"begun"), opens=False).status_code == 200


def test_a_disk_that_is_nearly_full_takes_forms_and_no_new_pages(clock):
    admission = house(clock)
    admission.disk_is_low = lambda: True
    refused = answered(admission, Caller(), Work.PAGES, opens=True)
    assert (refused.status_code, b"disk-full" in refused.body) == (503, True)
    assert answered(admission, Caller(b"begun"), Work.PAGES).status_code == 200
    assert answered(admission, Caller(b"a form"), opens=True).status_code == 200
    admission.disk_is_low = lambda: False
    clock.at += rooms.DISK_LOOKED_AT_EVERY + 1
    assert answered(admission, Caller(), Work.PAGES, opens=True).status_code == 200


def test_who_is_not_let_in_by_the_door_has_no_turn(clock):
    async def stranger(_request: Request) -> Response:
        return Response(status_code=401)

    admission = house(clock)
    answered(admission, Caller(), then=stranger)
    assert admission.lanes[Work.FORMS].turns == 0


def test_a_greeting_keeps_no_place_for_a_caller_without_a_name(clock):
    """A line that breaks again and again greets from a new connection every time; what is asked next has a name."""
    admission = house(clock)
    for port in range(50):
        greeting = Caller(device="")
        greeting.scope["client"] = ("10.0.0.1", 5000 + port)
        assert answered(admission, greeting, opens=True).status_code == 200
    assert admission.lanes[Work.FORMS].turns == 0
    assert answered(admission, Caller(device="d2"), opens=True).status_code == 200
    assert admission.lanes[Work.FORMS].turns == 1


@pytest.mark.parametrize("pieces", [(), (b"some",), (b"some", b"more")])
def test_a_body_that_hardly_moves_is_given_up(clock, monkeypatch, pieces):
    monkeypatch.setattr(rooms, "GRACE_SECONDS", 0.0)
    monkeypatch.setattr(rooms, "SLOWEST", 10_000.0)
    admission = house(clock)
    response = answered(admission, Caller(*pieces, hangs=True))
    assert (response.status_code, response.headers["connection"]) == (408, "close")
    assert admission.lanes[Work.FORMS].in_hand == 0


def test_a_caller_is_its_device_at_its_address_or_else_its_address():
    assert rooms.caller_of(Caller(device="d1").request()) == "d1@10.0.0.1"
    assert rooms.caller_of(Caller(device="").request()) == "10.0.0.1"
