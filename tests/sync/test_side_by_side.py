"""Pages beside each other on a quick link: two at a time and no more, forms before the next, and nothing sent twice in vain."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kiosk.store import outbox
from kiosk.store.outbox import ItemState
from kiosk.work import Silent
from sync import overtime
from sync.calls import GatewayCalls
from sync.carriage import PassResult
from sync.engine import SyncPass
from sync.faults import GatewayBusy, LinkDown, RefusedByGateway
from sync.known_link import KnownLink
from sync.meeting import Counter
from sync.overtime import Overtime
from sync.pace import FIRST_CHUNK, Pace
from sync.transport import Answer, HttpTransport
from tests.sync.counter_twin import OFFICE
from tests.sync.in_process import BUSY, AnswerLost, Fault, Garbled, InProcess, Instead, Request, RequestLost
from tests.sync.machine_world import World, a_world

LIMIT = 60
PAGES = 6


class TwoLines:
    """`Transport` for two threads over the link of a world. `at` is called in the thread of a request before it goes."""

    at_once = 2

    def __init__(self, link: InProcess) -> None:
        self._link, self._carrying, self._changed = link, threading.Lock(), threading.Condition()
        self.started: list[str] = []
        self.under_way = self.most = 0
        self.at: Callable[[str, int], None] = lambda what, which: None
        self.faults: dict[tuple[str, int], Fault] = {}

    def request(
        self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, seconds: float = 60
    ) -> Answer:
        request = Request(method, path, body, dict(headers or {}))
        with self._changed:
            which = self.started.count(request.what)
            self.started.append(request.what)
            self.under_way += request.what == "pages"
            self.most = max(self.most, self.under_way)
            self._changed.notify_all()
        try:
            self.at(request.what, which)
            with self._carrying:
                return self.faults.get((request.what, which), Fault()).carry(self._link, request)
        finally:
            with self._changed:
                self.under_way -= request.what == "pages"

    def wait_for(self, seen: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(seen, LIMIT), self.started


@pytest.fixture
def world() -> Iterator[World]:
    with a_world() as world:
        assert world.sync().problem is None        # enrolled
        yield world


@pytest.fixture
def lines(world) -> TwoLines:
    return TwoLines(world.link)


def a_quick_link() -> KnownLink:
    known = KnownLink()
    known.pace.arrived(1_000_000, 0.1)
    return known


def a_pass(world: World, lines: TwoLines, known: KnownLink | None = None) -> PassResult:
    counter, seams = Counter(OFFICE, "Quầy 1", trust_first=True), world.parts.seams
    return SyncPass(world.counter.store, GatewayCalls(lines), counter, seams, Silent(), known or a_quick_link()).run()


def waiting(world: World) -> list[str]:
    return [item.kind for item in outbox.everything(world.counter.store.read()) if item.state is ItemState.WAITING]


# ---- two, never three -----------------------------------------------------------------------------------------------


def test_two_pages_are_under_way_together_and_never_three(world, lines):
    world.receive([4000] * PAGES)
    all_but_the_last = PAGES // 2 * 2

    def with_another(what: str, which: int) -> None:
        if what == "pages" and which < all_but_the_last:
            lines.wait_for(lambda: lines.started.count("pages") > which // 2 * 2 + 1)

    lines.at = with_another
    assert a_pass(world, lines).problem is None
    assert lines.most == 2
    assert lines.started.count("pages") == PAGES
    assert waiting(world) == []


class Known(Pace):
    """What is known of the link stays what it was, whatever arrives and whatever the gateway wishes."""

    def arrived(self, size: int, seconds: float) -> None:
        assert size > 0

    def keep_to(self, cap: float, smallest: int, largest: int) -> None:
        assert not cap


def a_link_of(**pace: float) -> KnownLink:
    known = KnownLink()
    known.pace = Known(**{"chunk": 1_000_000, "goodput": 1_000_000.0, **pace})  # type: ignore[arg-type]
    return known


@pytest.mark.parametrize("pace", [{"goodput": 0.0}, {"goodput": 3999.0}, {"chunk": 3999}, {"cap": 1e9}])
def test_where_a_page_is_no_quick_piece_one_goes_after_the_other(world, lines, pace):
    assert a_link_of().pace.is_quick(4000)
    assert not a_link_of(**pace).pace.is_quick(4000)
    world.receive([4000] * 3)
    assert a_pass(world, lines, a_link_of(**pace)).problem is None
    assert lines.most == 1
    assert waiting(world) == []


def test_a_form_goes_before_the_third_of_the_pages(world, lines):
    world.receive([4000] * PAGES)
    received = threading.Event()

    def receive_meanwhile(what: str, which: int) -> None:
        if what == "pages" and which == 1:
            world.receive([40])
            received.set()
        elif what == "pages" and which == 0:
            assert received.wait(LIMIT)

    lines.at = receive_meanwhile
    assert a_pass(world, lines).problem is None
    second_form = [at for at, what in enumerate(lines.started) if what == "forms"][1]
    assert lines.started[:second_form].count("pages") == 2


# ---- what does not arrive -------------------------------------------------------------------------------------------


def test_a_page_whose_answer_was_lost_is_not_sent_again(world, lines):
    world.receive([4000] * PAGES)
    lines.faults["pages", 2] = AnswerLost()
    result = a_pass(world, lines)
    assert result.problem is None
    assert (lines.started.count("pages"), lines.started.count("missing")) == (PAGES, 2)


def test_a_page_that_was_lost_is_sent_again_alone(world, lines):
    world.receive([4000] * PAGES)
    lines.faults["pages", 2] = RequestLost()
    assert a_pass(world, lines).problem is None
    assert (lines.started.count("pages"), lines.started.count("missing")) == (PAGES + 1, 2)
    assert waiting(world) == []


def test_a_dead_line_ends_the_pass_and_the_next_one_goes_on(world, lines):
    world.receive([4000] * PAGES)
    lines.faults = {("pages", at): RequestLost() for at in range(2, 40)}
    result = a_pass(world, lines)
    assert isinstance(result.problem, LinkDown)
    before, lines.faults = lines.started.count("pages"), {}
    assert a_pass(world, lines).problem is None
    assert lines.started.count("pages") - before == PAGES - 2, "what had arrived was sent again"


def test_a_page_that_was_garbled_is_tried_again_only_in_the_next_pass(world, lines):
    world.receive([4000] * PAGES)
    lines.faults["pages", 2] = Garbled()
    result = a_pass(world, lines)
    assert isinstance(result.problem, RefusedByGateway)
    assert result.problem.reason == "hash-differs"
    assert lines.started.count("pages") <= 4
    assert a_pass(world, lines).problem is None
    assert waiting(world) == []


def test_a_gateway_that_is_busy_is_left_alone_and_nothing_is_held_against_the_item(world, lines):
    world.receive([4000] * PAGES)
    lines.faults["pages", 1] = Instead(BUSY)
    result = a_pass(world, lines)
    assert isinstance(result.problem, GatewayBusy)
    assert lines.started.count("pages") <= 3
    items = list(outbox.everything(world.counter.store.read()))
    assert [(item.kind, item.attempts) for item in items if item.state is ItemState.WAITING] == [("pages", 0)]


# ---- acknowledged beside the next -----------------------------------------------------------------------------------


def test_one_dossier_is_read_back_while_the_pages_of_the_next_arrive(world, lines):
    for _each in range(2):
        world.receive([4000] * 2)
    lines.at = lambda what, which: (
        lines.wait_for(lambda: lines.started.count("pages") > 2) if (what, which) == ("finalise", 0) else None
    )
    result = a_pass(world, lines)
    assert (result.problem, result.acknowledged, result.left) == (None, 2, 0)


def test_an_acknowledgement_under_way_is_kept_when_the_next_dossier_meets_a_dead_line(world, lines):
    for _each in range(2):
        world.receive([4000] * 2)
    lines.at = lambda what, which: (
        lines.wait_for(lambda: lines.started.count("missing") > 1) if (what, which) == ("finalise", 0) else None
    )
    lines.faults = {("missing", 1): RequestLost()}
    result = a_pass(world, lines)
    assert isinstance(result.problem, LinkDown)
    assert result.acknowledged == 1
    assert waiting(world) == ["pages"]


def test_on_a_slow_link_nothing_goes_beside_an_acknowledgement(world, lines):
    for _each in range(2):
        world.receive([4000] * 2)
    assert a_pass(world, lines, a_link_of(goodput=FIRST_CHUNK - 1)).problem is None
    assert [what for what in lines.started if what in ("missing", "finalise")] == ["missing", "finalise"] * 2


# ---- the transport --------------------------------------------------------------------------------------------------


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Host)
        server.heard(self.client_address[1])
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Silent."""


class Host(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        self.connections: list[int] = []
        self.together = threading.Barrier(1)
        super().__init__(("127.0.0.1", 0), _Answers)

    def heard(self, connection: int) -> None:
        self.connections.append(connection)
        self.together.wait(LIMIT)


@pytest.fixture
def host() -> Iterator[Host]:
    with Host() as host:
        thread = threading.Thread(target=host.serve_forever, args=[0.01])
        thread.start()
        yield host
        host.shutdown()
        thread.join()


def test_one_after_the_other_uses_one_connection_and_two_together_use_two(host):
    with closing(HttpTransport(f"http://127.0.0.1:{host.server_port}")) as transport:
        for _each in range(3):
            assert transport.request("GET", "/").status == 200
        assert len(transport._lines) == 1
        host.together = threading.Barrier(2)
        asking = [threading.Thread(target=transport.request, args=["GET", "/"]) for _each in range(2)]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join(LIMIT)
        host.together = threading.Barrier(1)
        assert len(transport._lines) == 2
        assert host.connections[-1] != host.connections[-2]
        assert transport.request("GET", "/").status == 200
        assert len(transport._lines) == 2


class _Stream:
    """A connection that can be broken off."""

    def __init__(self) -> None:
        self.broken = threading.Event()

    def get_extra_info(self, _name: str) -> "_Stream":
        return self

    def shutdown(self, _how: int) -> None:
        self.broken.set()


def a_watched_stream() -> tuple[Overtime, _Stream]:
    watching, stream = Overtime(), _Stream()
    watching.noted("connection.connect_tcp.complete", {"return_value": stream})
    return watching, stream


def watchers() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "overtime"}


def test_one_watcher_serves_many_requests_and_ends_when_told():
    before = watchers()
    watching, stream = a_watched_stream()
    for seconds in (LIMIT, LIMIT, LIMIT / 2, LIMIT):
        with watching.until_it_begins(seconds):
            assert len(watchers() - before) == 1
    mine = watchers() - before
    watching.close()
    for thread in mine:
        thread.join(LIMIT)
    assert not any(thread.is_alive() for thread in mine)
    assert not stream.broken.is_set()


def test_a_request_with_less_time_than_the_one_before_is_broken_off_in_its_own_time():
    watching, stream = a_watched_stream()
    with watching.until_it_begins(1000 * LIMIT):
        pass
    with watching.until_it_begins(0.01):
        assert stream.broken.wait(LIMIT)
    watching.close()


def test_a_request_that_has_ended_is_never_broken_off(monkeypatch):
    moment = [0.0]
    monkeypatch.setattr(overtime, "monotonic", lambda: moment[0])
    watching, stream = a_watched_stream()
    with watching.until_it_begins(1):
        pass
    moment[0] = 5.0
    watching.close()
    with watching.until_it_begins(1000 * LIMIT):
        assert not stream.broken.is_set()
    watching.close()
