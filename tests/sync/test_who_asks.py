"""Who may ask the gateway for what: every signature checked, every device compared, each layer alone."""

import asyncio
import os
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from starlette.requests import Request
from starlette.responses import Response

from kiosk.credentials import Role
from kiosk.signing import SigningKey
from sync import messages as wire
from sync.at_once import AtOnce
from sync.calls import GatewayCalls
from sync.faults import DeviceRevoked, NotAdmitted, RefusedByGateway, RoleRefused
from sync.gateway import bodies
from sync.gateway.aside import Aside
from sync.gateway.asking import Asked, Door, Rule
from sync.gateway.checks import CallerCheck, Checks
from sync.gateway.refusals import Reason, Refused
from sync.signed_requests import PURPOSE, Asking, to_sign
from sync.signer import RequestSigner
from sync.transport import Answer
from tests.sync.counter_twin import A_WISH, NOW, CounterTwin, Province, a_form, sha
from tests.sync.in_process import InProcess, linked

PAGE = b"a page of a citizen"
LEASE_DAY = "2026-11-18"


@dataclass
class Town:
    """A gateway, the line to it, and a dossier at it: its form registered, its page not yet sent."""

    province: Province
    link: InProcess
    counter: CounterTwin
    upload: wire.FormUpload

    def calls(self, counter: CounterTwin | None = None) -> GatewayCalls:
        return GatewayCalls(self.link, (counter or self.counter).signer(self.province.gateway))

    @property
    def path(self) -> str:
        return f"{wire.DOSSIERS}/{self.upload.dossier}"

    def raw(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, str]:
        """Status and code of one request as it is, signed or not."""
        return told(self.link.request(method, path, body=body, headers=headers))

    def become(self, counter: CounterTwin, role: Role) -> None:
        """What an enrolment code would have said of it."""
        def change(database) -> None:
            database.execute("DROP TRIGGER IF EXISTS device_is_fixed")
            database.execute("UPDATE device SET role = ? WHERE id = ?", [int(role), counter.device])

        self.province.gateway._store.write(change)

    def revoke(self, counter: CounterTwin) -> None:
        insert = "INSERT INTO admission_act (device, act, why, done_at) VALUES (?, 'revoked', '', ?)"
        self.province.gateway._store.write(lambda database: database.execute(insert, [counter.device, NOW]))


def told(answer: Answer) -> tuple[int, str]:
    return answer.status, msgspec.json.decode(answer.body, type=wire.Refusal).code if answer.status >= 400 else ""


def a_town(folder: Path, checks: Checks | None = None) -> Iterator[Town]:
    province = Province(folder / "gateway", checks=checks or Checks())
    counter = province.counter()
    with linked(province.gateway) as link:
        yield Town(province, link, counter, province.registered(counter, [PAGE]))
    province.gateway.close()


@pytest.fixture
def town(tmp_path) -> Iterator[Town]:
    yield from a_town(tmp_path)


def every_call(town: Town, device: str) -> dict[str, Callable[[GatewayCalls], object]]:
    """Each call of the protocol that must be signed, as `device` makes it."""
    counter, dossier = town.counter, town.upload.dossier
    head = counter.head
    return {
        "lease": lambda calls: calls.lease(wire.LeaseRequest(device, LEASE_DAY, 3, A_WISH)),
        "lease standing": lambda calls: calls.lease_standing(wire.LeaseStandingRequest(device, "n", ())),
        "forms": lambda calls: calls.register(wire.FormBatch(device, head, (counter.upload(a_form()),))),
        "missing": lambda calls: calls.missing(dossier, 1),
        "append": lambda calls: calls.append(dossier, sha(PAGE), 0, PAGE, complete=True, seconds=1),
        "finalise": lambda calls: calls.finalise(dossier, wire.FinaliseRequest(device, town.upload.manifest, head)),
        "acknowledgement": lambda calls: calls.acknowledgement(dossier, 1),
        "form": lambda calls: calls.form(dossier),
        "page": lambda calls: calls.page(dossier, sha(PAGE)),
        "changes": lambda calls: calls.changes(device, 0),
        "look-up": lambda calls: calls.look_up(counter.key.signed("look-up", b"{}")),
    }  # fmt: skip



def reason(calls: GatewayCalls, call: Callable[[GatewayCalls], object]) -> str:
    """The code a call is refused with, "" where it is not."""
    try:
        call(calls)
    except (RefusedByGateway, NotAdmitted) as refused:
        return refused.reason
    return ""


# ---- every call ----------------------------------------------------------------------------------------------------


def test_no_call_goes_unsigned(town):
    for name, call in every_call(town, town.counter.device).items():
        assert reason(GatewayCalls(town.link), call) == "signature-missing", name


def test_a_stranger_and_an_impostor_are_nobody(town):
    impostor = CounterTwin(key=SigningKey(os.urandom(32)), device=town.counter.device)
    for name, call in every_call(town, town.counter.device).items():
        assert reason(town.calls(CounterTwin()), call) == "unknown-device", name
        assert reason(town.calls(impostor), call) == "signature-wrong", name


def test_a_revoked_device_is_out_at_its_next_call_and_what_it_sent_stays(town):
    town.revoke(town.counter)
    for name, call in every_call(town, town.counter.device).items():
        assert reason(town.calls(), call) == "device-revoked", name
    with pytest.raises(DeviceRevoked) as refused:
        town.calls().form(town.upload.dossier)
    assert refused.value.code == "SYNC-21"
    other = town.province.counter()
    assert town.calls(other).form(town.upload.dossier).as_sent() == town.upload


def test_every_call_of_the_route_table_is_among_those(town):
    """A new call must be added here, or it could forget to ask who is there."""
    free = {wire.HELLO, wire.DEVICES, wire.DEMO_DECISIONS, wire.HEALTH, wire.METRICS}
    guarded = [(route.path, method) for route in town.link._app.routes for method in route.methods
               if route.path not in free and method != "HEAD"]
    for path, method in guarded:
        path = path.replace("{id}", town.upload.dossier).replace("{sha256}", sha(PAGE))
        headers = {wire.UPLOAD_OFFSET: "0", wire.UPLOAD_COMPLETE: "?1"} if method == "PATCH" else {}
        assert town.raw(method, path, b"{}" if method == "POST" else b"", **headers) == (401, "signature-missing"), path


# ---- what is signed ------------------------------------------------------------------------------------------------


def test_what_is_signed_cannot_be_changed_on_the_way(town):
    """Every part of a signed request, changed alone."""
    signer = town.counter.signer(town.province.gateway)
    body = msgspec.json.encode(wire.LeaseRequest(town.counter.device, LEASE_DAY, 3, A_WISH))
    good = signer.headers("POST", wire.LEASES, {}, body)
    other = town.province.counter()
    assert town.raw("POST", wire.LEASES, body.replace(b"3", b"9"), **good) == (401, "signature-wrong")
    assert town.raw("POST", wire.LEASES + "?x=1", body, **good) == (401, "signature-wrong")
    assert town.raw("POST", wire.FORMS, body, **good) == (401, "signature-wrong")
    for name, value in {
        wire.ASKING_DEVICE: other.device, wire.ASKED_AT: str(NOW + 1), wire.ASKED_ONCE: "0" * 32, "content-encoding": "zstd",
    }.items():  # fmt: skip
        assert town.raw("POST", wire.LEASES, body, **{**good, name: value}) == (401, "signature-wrong"), name
    assert town.raw("POST", wire.LEASES, body, **good)[0] == 200
    path = f"{town.path}/pages/{sha(PAGE)}"
    piece = signer.headers("PATCH", path, {wire.UPLOAD_OFFSET: "0", wire.UPLOAD_COMPLETE: "?0"}, b"")
    for name, value in {wire.UPLOAD_OFFSET: "1", wire.UPLOAD_COMPLETE: "?1"}.items():
        assert town.raw("PATCH", path, PAGE, **{**piece, name: value}) == (401, "signature-wrong"), name
    assert town.raw("PATCH", path, PAGE, **piece)[0] == 204


def test_what_is_signed_for_one_gateway_says_nothing_to_another(town):
    elsewhere = RequestSigner(town.counter.device, town.counter.key, SigningKey(bytes(32)).public_key, lambda: 0)
    elsewhere.heard(wire.Hello("", "", b"", NOW, wire.Policy()))
    headers = elsewhere.headers("GET", town.path, {}, b"")
    assert town.raw("GET", town.path, **headers) == (401, "signature-wrong")


SPOILED = (
    {wire.ASKING_DEVICE: ""}, {wire.ASKED_AT: ""}, {wire.ASKED_AT: "-1"}, {wire.ASKED_AT: "9" * 17}, {wire.ASKED_AT: "x"},
    {wire.ASKED_ONCE: ""}, {wire.ASKED_ONCE: "short"}, {wire.ASKED_ONCE: "G" * 32}, {wire.ASKING_SIGNATURE: ""},
    {wire.ASKING_SIGNATURE: "not base64!"},
)  # fmt: skip


def test_half_a_signature_is_none(town):
    good = town.counter.signer(town.province.gateway).headers("GET", town.path, {}, b"")
    for spoiled in SPOILED:
        assert town.raw("GET", town.path, **{**good, **spoiled}) == (401, "signature-missing")


def test_the_page_in_the_protocol_says_what_is_signed():
    """A stranger's client builds these bytes from docs/counter-protocol.md."""
    asking = Asking("01890a5d-ac96-774b-bcce-b302099a8057", 1_795_000_000_000, "00112233445566778899aabbccddeeff")
    signed = to_sign(asking, "0123456789abcdef", "POST", "/v1/forms", {"content-encoding": "zstd"}, b"abc")
    page = (Path(__file__).parents[2] / "docs" / "counter-protocol.md").read_text("utf-8")
    assert "```\n" + signed.decode() + "\n```" in page
    assert f"purpose `{PURPOSE}`" in page


# ---- time ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("off", [-121_000, 121_000])
def test_a_request_from_another_time_is_stale(town, off):
    headers = town.counter.signer(town.province.gateway).headers("GET", town.path, {}, b"")
    town.province.clock.at_ms += off
    assert town.raw("GET", town.path, **headers) == (401, "request-stale")


def test_a_wrong_clock_here_shuts_nobody_out(town):
    """The counter's own clock is not asked: only what it ticks between greeting and request."""
    ticks = [50_000]
    signer = RequestSigner(town.counter.device, town.counter.key, town.province.gateway.public_key, lambda: ticks[0])
    calls = GatewayCalls(town.link, signer)
    assert calls.form(town.upload.dossier).as_sent() == town.upload
    town.province.clock.at_ms += 3_600_000
    ticks[0] += 3_600_000
    asked = town.link.exchanged
    assert calls.form(town.upload.dossier).as_sent() == town.upload
    assert town.link.exchanged == asked + 1, "an hour later its time still holds"


def test_a_clock_that_stood_still_is_set_by_another_greeting(town):
    """The laptop slept: the gateway says stale, is greeted, and takes the same request."""
    calls = town.calls()
    town.province.clock.at_ms += 86_400_000
    assert calls.form(town.upload.dossier).as_sent() == town.upload
    assert [request.what for request in town.link.sent[-3:]] == ["dossiers", "hello", "dossiers"]


# ---- whose dossier -------------------------------------------------------------------------------------------------

OF_ITS_SENDER = ("missing", "append", "finalise")


def test_only_the_sender_carries_a_dossier_on(town):
    other = town.province.counter()
    calls = every_call(town, other.device)
    for name in OF_ITS_SENDER:
        assert reason(town.calls(other), calls[name]) == "not-yours", name
    assert town.calls().missing(town.upload.dossier, 1).pages[0].offset == 0


@pytest.mark.parametrize(("role", "office", "may"), [
    (Role.COUNTER, "H99.01.02", True), (Role.COUNTER, "H99.01.03", False), (Role.SELF_SERVICE, "H99.01.02", False),
    (Role.FIELD, "H99.01.02", False),
])  # fmt: skip
def test_who_reads_what_another_counter_sent(town, role, office, may):
    town.calls().append(town.upload.dossier, sha(PAGE), 0, PAGE, complete=True, seconds=1)
    town.calls().finalise(town.upload.dossier, town.counter.finalisation(town.upload.manifest))
    other = town.province.counter(office=office)
    town.become(other, role)
    calls = every_call(town, other.device)
    for name in ("form", "page", "acknowledgement"):
        assert reason(town.calls(other), calls[name]) == ("" if may else "not-yours"), name


def test_nobody_speaks_for_another(town):
    calls = every_call(town, town.province.counter().device)
    for name in ("lease", "forms", "finalise", "changes"):
        assert reason(town.calls(), calls[name]) == "not-yours", name


@pytest.mark.parametrize("role", [Role.SELF_SERVICE, Role.FIELD])
def test_only_an_officers_counter_looks_up(town, role):
    town.become(town.counter, role)
    with pytest.raises(RoleRefused) as refused:
        every_call(town, town.counter.device)["look-up"](town.calls())
    assert (refused.value.reason, refused.value.code) == ("role-may-not", "SYNC-22")
    assert town.calls().form(town.upload.dossier).as_sent() == town.upload


def test_a_relay_has_no_dossiers(town):
    relay = town.province.counter()
    town.become(relay, Role.RELAY)
    for name, call in every_call(town, relay.device).items():
        assert reason(town.calls(relay), call) == "role-may-not", name


# ---- once ----------------------------------------------------------------------------------------------------------


def test_a_lease_is_granted_once_however_often_the_request_comes(town):
    body = msgspec.json.encode(wire.LeaseRequest(town.counter.device, LEASE_DAY, 3, A_WISH))
    headers = town.counter.signer(town.province.gateway).headers("POST", wire.LEASES, {}, body)
    first = town.link.request("POST", wire.LEASES, body=body, headers=headers)
    assert (first.status, town.link.request("POST", wire.LEASES, body=body, headers=headers)) == (200, first)
    for _time in range(2):
        town.province.clock.at_ms += 300_000
        town.calls().lease(wire.LeaseRequest(town.counter.device, LEASE_DAY, 3, str(uuid.uuid4())))
    town.province.clock.at_ms = NOW    # set back, so the old request is young again
    assert town.link.request("POST", wire.LEASES, body=body, headers=headers) == first
    assert town.province.gateway._store.rows("SELECT count(*) FROM lease", []) == [(3,)]


def test_a_request_that_is_still_worked_on_is_not_begun_again(town, monkeypatch):
    body = msgspec.json.encode(wire.LeaseRequest(town.counter.device, LEASE_DAY, 3, A_WISH))
    headers = town.counter.signer(town.province.gateway).headers("POST", wire.LEASES, {}, body)
    meanwhile: list[Reason] = []
    real = town.province.gateway.lease

    def slow(request: wire.LeaseRequest):
        monkeypatch.setattr(town.province.gateway, "lease", real)
        callers = town.province.gateway.callers
        claim = callers.announced(Asking(town.counter.device, NOW, headers[wire.ASKED_ONCE]), b"x")
        with pytest.raises(Refused) as refused:
            callers.begin(claim)
        meanwhile.append(refused.value.reason)
        raise Refused(Reason.BUSY)     # and it comes to nothing

    monkeypatch.setattr(town.province.gateway, "lease", slow)
    assert town.raw("POST", wire.LEASES, body, **headers) == (503, "busy")
    assert meanwhile == [Reason.REQUEST_REPLAYED]
    assert town.raw("POST", wire.LEASES, body, **headers)[0] == 200


# ---- each layer taken out is noticed -------------------------------------------------------------------------------


class UnsignedTaken(CallerCheck):
    def holds(self, signed: bytes, signature: bytes, public_key: bytes) -> bool:
        return True


class AnyDevice(CallerCheck):
    def is_the_same(self, named: str, caller: str) -> bool:
        return True


class RevokedForgotten(CallerCheck):
    def is_shut_out(self, revoked: bool) -> bool:
        return False


class AnyTime(CallerCheck):
    def is_fresh(self, at: int, now: int, window: int) -> bool:
        return True


@pytest.mark.parametrize(("wrong", "noticed_by"), [
    (UnsignedTaken(), lambda town: test_what_is_signed_cannot_be_changed_on_the_way(town)),
    (AnyDevice(), lambda town: test_nobody_speaks_for_another(town)),
    (RevokedForgotten(), lambda town: test_a_revoked_device_is_out_at_its_next_call_and_what_it_sent_stays(town)),
    (AnyTime(), lambda town: test_a_request_from_another_time_is_stale(town, 121_000)),
], ids=["signature not checked", "device not compared", "revocation ignored", "time not compared"])  # fmt: skip
def test_a_gateway_without_this_check_is_caught(tmp_path, wrong, noticed_by):
    for town in a_town(tmp_path, Checks(callers=wrong)):
        with pytest.raises((AssertionError, pytest.fail.Exception)):
            noticed_by(town)


def a_wish(town: Town) -> Callable[[], Request]:
    """The same signed request, as often as it is wanted."""
    body = b"{}"
    signed = town.counter.signer(town.province.gateway).headers("POST", wire.LEASES, {}, body)
    scope = {
        "type": "http", "method": "POST", "path": wire.LEASES, "raw_path": wire.LEASES.encode(), "query_string": b"",
        "path_params": {}, "headers": [(name.encode(), value.encode()) for name, value in signed.items()],
    }  # fmt: skip

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    return lambda: Request(scope, receive)


def asked_once(town: Town, endpoint: Callable[[Asked], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    return Door(town.province.gateway.callers, Aside(AtOnce())).asked(endpoint, Rule(bodies.SMALL, once=True))


def on_a_loop(story: Awaitable[bytes]) -> bytes:
    with closing(asyncio.new_event_loop()) as loop:
        return loop.run_until_complete(story)


async def all_else_is_done() -> None:
    """Whatever still runs on this loop beside the caller has come to its end."""
    while others := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(others, timeout=60)


def test_a_request_that_is_called_off_is_done_to_its_end_and_answered_the_next_time(town):
    wish, done = a_wish(town), []

    async def story() -> bytes:
        begun, go_on = asyncio.Event(), asyncio.Event()

        async def endpoint(_asked: Asked) -> Response:
            begun.set()
            await go_on.wait()
            done.append("once")
            return Response(b'{"given": 1}')

        call = asked_once(town, endpoint)
        first = asyncio.ensure_future(call(wish()))
        await begun.wait()
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        go_on.set()
        await all_else_is_done()
        return bytes((await call(wish())).body)

    assert on_a_loop(story()) == b'{"given": 1}'
    assert done == ["once"]


def test_work_that_is_called_off_itself_leaves_its_request_free(town):
    wish, tries = a_wish(town), []

    async def endpoint(_asked: Asked) -> Response:
        tries.append("begun")
        if len(tries) == 1:
            raise asyncio.CancelledError
        return Response(b"{}")

    async def story() -> bytes:
        call = asked_once(town, endpoint)
        with pytest.raises(asyncio.CancelledError):
            await call(wish())
        return bytes((await call(wish())).body)

    assert on_a_loop(story()) == b"{}"
    assert len(tries) == 2
