"""Results from the portal's desk to the counter: fetched in pieces, cut anywhere, and used only when every byte is right."""

from dataclasses import replace

import pytest

from kiosk.hand_back import Collector, Handed, Who
from kiosk.store import hand_backs, results
from kiosk.store.faults import DiskFull
from sync.messages import DemoDecision, DemoFile
from sync.result_files import forget_old
from sync.transport import Answer
from tests.sync.in_process import AnswerLost, Fault, InProcess, Request
from tests.sync.machine_world import World, a_world
from tests.sync.others_of_office import calls_of

MINUTES_MS = 600_001
CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 2_000          # more than one piece
NAME = "Giấy xác nhận tình trạng hôn nhân.pdf"


@pytest.fixture
def world():
    with a_world() as world:
        yield world


def result_of(world: World, content: bytes = CONTENT, name: str = NAME) -> str:
    handed = world.receive([])
    assert handed is not None
    world.sync()
    ((number,),) = world.at_gateway("SELECT number FROM dossier WHERE id = ?", handed.dossier)
    files = (DemoFile(name, "application/pdf", content),)
    world.province.gateway.decide(DemoDecision(number, 9, "mời nhận kết quả", files=files))
    return handed.dossier


def kept(world: World, dossier: str):
    (one,) = results.of_dossier(world.counter.store.read(), dossier)
    return one


def content_here(world: World, dossier: str) -> bytes:
    store = world.counter.store
    return b"".join(results.content(store.read(), store.pages, store.content_keys, kept(world, dossier)))


def asked(world: World) -> int:
    return sum(request.what == "results" for request in world.link.sent)


def test_a_result_comes_in_pieces_and_is_read_back(world):
    dossier = result_of(world)
    assert world.sync().problem is None
    one = kept(world, dossier)
    assert (one.state, one.held, one.file.name) == ("here", len(CONTENT), NAME)
    assert content_here(world, dossier) == CONTENT
    assert asked(world) == 2
    world.sync()
    assert asked(world) == 2, "fetched once"
    assert world.strays() == set(world.counter.store.pages.strays(lambda name: False))   # result files only: no page is here
    assert not world.counter.store.pages.strays(world.counter.store._is_referenced)


@pytest.mark.parametrize("content", [b"x", bytes(64 * 1024), bytes(256 * 1024), bytes(256 * 1024 + 1)])
def test_every_size_comes_whole(world, content):
    dossier = result_of(world, content)
    world.sync()
    assert content_here(world, dossier) == content


def test_what_arrived_is_not_asked_for_again(world):
    dossier = result_of(world)
    world.link.on = {}
    world.sync(results=Cut(1))
    assert kept(world, dossier).held == 256 * 1024
    world.counter.crash(power=True)
    assert kept(world, dossier).held == 256 * 1024
    world.sync()
    assert content_here(world, dossier) == CONTENT
    ranges = [request.headers["range"] for request in world.link.sent if request.what == "results"]
    assert [name for name in ranges if name.startswith("bytes=0-")] == ranges[:1]


def test_a_lost_answer_costs_its_piece_only(world):
    dossier = result_of(world)
    assert world.sync(results=AnswerLost()).problem is not None
    assert kept(world, dossier).state == "wanted"
    assert world.sync().problem is None
    assert content_here(world, dossier) == CONTENT


class Cut(Fault):
    """The link dies after so many pieces."""

    def __init__(self, pieces: int) -> None:
        self._pieces = pieces

    def carry(self, link: InProcess, request: Request) -> Answer:
        self._pieces -= 1
        link.on["results"] = self if self._pieces > 0 else AnswerLost()
        return link.deliver(request)


class Lying(Fault):
    """Every piece is answered with other bytes, or under another range, of as many as asked for."""

    def __init__(self, change) -> None:
        self._change = change

    def carry(self, link: InProcess, request: Request) -> Answer:
        link.on["results"] = self
        return self._change(link.deliver(request))


def other_bytes(answer: Answer) -> Answer:
    return Answer(answer.status, answer.headers, bytes([answer.body[0] ^ 1]) + answer.body[1:])


def other_range(answer: Answer) -> Answer:
    return Answer(answer.status, {**answer.headers, "content-range": "bytes 0-9/10"}, answer.body)


def no_range(answer: Answer) -> Answer:
    return Answer(200, {}, answer.body)


def nothing(answer: Answer) -> Answer:
    return Answer(answer.status, answer.headers, b"")


@pytest.mark.parametrize("change", [other_bytes, other_range, no_range, nothing])
def test_a_wrong_result_is_refused_tried_again_and_then_left_to_a_person(world, change):
    dossier = result_of(world)
    for tries in (1, 2, 3):
        world.sync(results=Lying(change))
        assert (kept(world, dossier).attempts, kept(world, dossier).held, kept(world, dossier).problem) == (tries, 0, "SYNC-40")
        world.counter.clock.advance(MINUTES_MS)
    assert kept(world, dossier).state == "refused"
    before = asked(world)
    world.sync()
    assert asked(world) == before, "not asked for ever"
    world.counter.store.write(lambda database: results.want_again(database, dossier))
    world.sync()
    assert content_here(world, dossier) == CONTENT
    assert not world.counter.store.pages.strays(world.counter.store._is_referenced)


def test_a_full_disk_puts_a_result_off_and_nothing_else(world, monkeypatch):
    dossier = result_of(world)

    def no_room(_wanted: int) -> None:
        raise DiskFull

    with monkeypatch.context() as patched:
        patched.setattr(world.counter.store, "check_room", no_room)
        assert world.sync().problem is None
    assert (kept(world, dossier).state, kept(world, dossier).held) == ("wanted", 0)
    assert kept(world, dossier).problem == DiskFull.code
    world.counter.clock.advance(MINUTES_MS)
    world.sync()
    assert content_here(world, dossier) == CONTENT


def test_killed_at_every_step_the_result_comes_whole(world):
    dossier = result_of(world)
    for step in ("result piece written", "result piece kept", "result here", "page renamed", "pages announced"):
        world.counter.plug.arm(step)
        try:
            world.sync()
        except BaseException as pulled:  # noqa: BLE001  (the plug)
            assert type(pulled).__name__ == "PlugPulled"  # noqa: PT017
            world.counter.crash(power=True)
        world.counter.plug.arm(None)
    world.sync()
    assert content_here(world, dossier) == CONTENT
    assert not world.counter.store.pages.strays(world.counter.store._is_referenced)


def test_a_result_is_for_its_office_only(world):
    from kiosk.credentials import Role
    from sync.faults import RefusedByGateway
    from tests.sync.others_of_office import ELSEWHERE, twin_of

    dossier = result_of(world)
    world.sync()
    sha256, gateway = kept(world, dossier).file.sha256, world.province.gateway
    assert gateway.result(twin_of(world).device, dossier, sha256, 0, 9).content == CONTENT[:10]
    for twin in (twin_of(world, ELSEWHERE), *(twin_of(world, role=role) for role in (Role.SELF_SERVICE, Role.FIELD, Role.RELAY))):
        with pytest.raises(Exception, match="unknown-dossier"):
            gateway.result(twin.device, dossier, sha256, 0, 9)
    calls, _key = calls_of(world)
    with pytest.raises(RefusedByGateway, match="range-outside"):
        calls.result(dossier, sha256, len(CONTENT), 10, seconds=5)
    with pytest.raises(RefusedByGateway, match="result-not-held"):
        calls.result(dossier, "0" * 64, 0, 10, seconds=5)


def test_the_desk_takes_every_kind_and_no_nonsense(world):
    dossier = result_of(world, b"x")
    ((number,),) = world.at_gateway("SELECT number FROM dossier WHERE id = ?", dossier)
    decide = world.province.gateway.decide
    said = [decide(DemoDecision(number, 5, "thiếu", wanted=("A", "B"))), decide(DemoDecision(number, 3, "không đủ")),
            decide(DemoDecision(number, kind="note", note="đã gọi"))]  # fmt: skip
    assert [(one.kind, one.status) for one in said] == [("supplement", 5), ("refusal", 3), ("note", 3)]
    bad = DemoFile("../a.pdf", "application/pdf", b"x")
    for wrong in (
        DemoDecision(number), DemoDecision(number, 4, kind="note"), DemoDecision(number, 4, kind="gossip"),
        DemoDecision(number, 4, wanted=("A",)), DemoDecision(number, 9, files=(bad,)), DemoDecision(number, 4, "x" * 2001),
        DemoDecision(number, 9, files=(DemoFile("a.pdf", "text/html", b"x"),)),
        DemoDecision(number, 9, files=(DemoFile("a.pdf", "application/pdf", b""),)),
        DemoDecision(number, 4, files=(DemoFile("a.pdf", "application/pdf", b"x"),)),
    ):  # fmt: skip
        with pytest.raises(Exception, match="request-unreadable"):
            decide(wrong)


def test_a_result_stays_until_it_was_handed_back_and_the_offices_days_are_over(world):
    dossier, day = result_of(world), 86_400_000
    world.sync()
    store = world.counter.store
    world.counter.clock.advance(40 * day)
    forget_old(store, 30)
    assert kept(world, dossier).state == "here", "nobody has it yet"
    now = store.clock.now_ms()
    handed = Handed(dossier, Collector(Who.SUBMITTER, "Nguyễn Thị Thử"), True, True, (), False, None, "cb-001", now)
    store.write(lambda database: hand_backs.add(database, store.device, handed))
    forget_old(store, 30)
    assert kept(world, dossier).state == "here", "it was handed back just now"
    world.counter.clock.advance(31 * day)
    forget_old(store, 30)
    one = kept(world, dossier)
    assert (one.state, one.problem, one.held) == ("refused", results.FORGOTTEN, 0)
    assert not store.pages.strays(lambda name: False), "the bytes are gone, too"
    store.write(lambda database: results.want_again(database, dossier))
    world.sync()
    assert content_here(world, dossier) == CONTENT


def test_a_result_of_another_counters_dossier_goes_by_its_age(world):
    dossier = result_of(world)
    world.sync()
    store, one = world.counter.store, kept(world, dossier)
    theirs = "01890a5d-ac96-7000-8000-0000000000aa"
    store.write(lambda database: results.want(database, theirs, (one.file,), 0))
    store.write(lambda database: results.settle(database, store.device, replace(one, dossier=theirs), 0))
    forget_old(store, 30)
    assert [there.state for there in results.of_dossier(store.read(), theirs)] == ["refused"]
    assert kept(world, dossier).state == "here"
