"""Two counters of one office: each finds the other's dossiers at the gateway, and nobody else does."""

import json
import logging
import threading
from collections.abc import Iterator

import msgspec
import pytest

from kiosk.audit import Act
from kiosk.credentials import encode, opened
from kiosk.dossier import HowMet, PortalStatus
from kiosk.elsewhere import AskedTooOften, CutOff, NoGatewaySet, NotAnswered
from kiosk.signing import SigningKey, key_name
from kiosk.store import audit_log
from kiosk.work import Cancelled, Silent
from sync import messages as wire
from sync.gateway.settings import GatewaySettings
from sync.greeting import proven
from sync.messages import LOOK_UPS, DemoDecision, LookUpAnswer, LookUpQuery, SignedEnvelope
from sync.office_look_up import GatewayLookUp
from sync.rough_link import RoughLink
from sync.signer import signer_of
from sync.transport import Answer, HttpTransport
from tests.sync.counter_twin import NOW
from tests.sync.two_counters import OFFICER, Desk, Town, a_town, everything_in

STRANGER = SigningKey(bytes(range(32)))
BINH, BINH_ID = "Đặng Thị Bình", "001180000001"
UN, UN_ID = "Lò Văn Ún", "010090000002"


@pytest.fixture
def town(tmp_path):
    with a_town(tmp_path) as town:
        yield town


@pytest.fixture(scope="module")
def searched(tmp_path_factory) -> Iterator[tuple[Town, Desk]]:
    """One dossier, received and sent at the first counter; the second asks."""
    with a_town(tmp_path_factory.mktemp("searched")) as town:
        first, second = town.desk("Quầy 1"), town.desk("Quầy 2")
        first.receive(BINH)
        first.sync(town.url)
        yield town, second


@pytest.fixture
def desks(town) -> tuple[Desk, Desk]:
    return town.desk("Quầy 1"), town.desk("Quầy 2")


@pytest.fixture
def link(town):
    """Between a counter and the gateway."""
    with RoughLink("127.0.0.1", int(town.url.rsplit(":", 1)[1])) as link:
        yield link


def numbers(found) -> list[str]:
    return [dossier.number for dossier in found.dossiers]


def audited(town: Town) -> list[tuple]:
    return town.province.gateway._store.rows("SELECT device, officer, nonce, shown FROM look_up ORDER BY seq", [])


def asked_here(desk: Desk) -> list[msgspec.Raw]:
    lines = (json.loads(line.body) for line in audit_log.lines(desk.store.read()))
    return [line for line in lines if line["act"] == Act.OFFICE_ASKED]


# ---- what is found -------------------------------------------------------------------------------


def test_each_finds_what_the_other_received(town, desks):
    first, second = desks
    received = first.receive(BINH)
    first.sync(town.url)
    town.province.gateway.decide(DemoDecision(received.number, PortalStatus.SUPPLEMENT_WANTED, "Bổ sung bản chính"))
    (found,) = second.ask(town.url, "dang binh").dossiers
    assert found.temporary_number == received.number
    assert found.number.startswith("H99.01.02-261118-")
    assert (found.counter, found.officer) == ("Quầy 1", OFFICER.id)
    assert (found.submitter.name, found.submitter.identifier) == (BINH, BINH_ID)
    assert [owner.name for owner in found.owners] == [BINH]
    assert (found.received_at, found.due_at) == (received.form.received_at, received.form.due_at)
    assert (found.status, found.note) == (PortalStatus.SUPPLEMENT_WANTED, "Bổ sung bản chính")
    assert found.whole
    assert [(paper.name, paper.how) for paper in found.papers] == [(one.name, one.how) for one in received.form.papers]
    assert all(isinstance(paper.how, HowMet) for paper in found.papers)
    assert first.ask(town.url, "dang binh").dossiers == (), "its own it has at hand"


@pytest.mark.parametrize(
    "text", ["Đặng Thị", "DANG thi", "binh đặng", BINH_ID, "001 180 000 001", "0011", "hon nhan", "1.004873"]
)
def test_it_is_found_by(searched, text):
    town, second = searched
    assert [found.submitter.name for found in second.ask(town.url, text).dossiers] == [BINH]


def test_it_is_found_by_either_number_in_whole_or_in_part(town, desks):
    first, second = desks
    first.receive(UN, UN_ID)
    wanted = first.receive(BINH)
    first.sync(town.url)
    official = second.ask(town.url, "dang binh").dossiers[0].number
    for text in (wanted.number, wanted.number.lower(), official, official[-11:]):
        assert [one.id for one in second.ask(town.url, text).dossiers] == [wanted.dossier], text


@pytest.mark.parametrize("text", ["dinh", "binh 0019", "0011800000019", "Quầy", "%%%", "\" OR office:*", "NEAR(dang binh)"])
def test_it_is_not_found_by(searched, text):
    town, second = searched
    assert second.ask(town.url, text).dossiers == ()


def test_too_wide_a_question_is_not_even_asked(town, desks, link):
    _first, second = desks
    for text in ("", "  ", "an", "á", "x" * 300):
        assert second.ask(link.url, text).dossiers == ()
    assert link.traffic.connections == 0
    assert asked_here(second) == []


def test_another_office_is_told_nothing(town, desks):
    first, _second = desks
    stranger = town.desk("Quầy 1", office="H99.07")
    received = first.receive(BINH)
    first.sync(town.url)
    for text in (received.number, BINH, BINH_ID):
        assert stranger.ask(town.url, text).dossiers == ()
    stranger.receive(BINH)
    stranger.sync(town.url)
    assert first.ask(town.url, BINH).dossiers == ()


def test_a_form_that_claims_an_office_does_not_reach_it(town, desks):
    """The certificate says to which office a counter belongs, not the form."""
    _first, second = desks
    stranger = town.desk("Quầy 9", office="H99.07")
    stranger.settings = msgspec.structs.replace(
        stranger.settings, office=msgspec.structs.replace(stranger.settings.office, code=second.settings.office.code)
    )
    assert stranger.receive(BINH).form.office == second.settings.office.code
    stranger.sync(town.url)
    assert second.ask(town.url, BINH).dossiers == ()


def test_the_newest_come_first_and_no_more_than_can_be_read(town, desks):
    first, second = desks
    for number in range(22):
        first.receive(f"Đặng Văn {'ABCDEFGHIJKLMNOPQRSTUV'[number]}")
    first.sync(town.url)
    found = second.ask(town.url, "dang van")
    assert len(found.dossiers) == 20
    assert found.more
    assert found.dossiers[0].submitter.name == "Đặng Văn V"
    assert numbers(found) == sorted(numbers(found), reverse=True)


def test_what_was_registered_before_there_was_an_index_is_found(town):
    """Dossiers from before there was an index are added to it when the gateway opens."""
    province, twins = town.province, [town.province.counter() for _one in range(2)]
    for _one in range(3):
        province.registered(twins[0], [])

    def back(database) -> None:
        database.execute("DELETE FROM dossier_search")

    province.gateway._store.write(back)
    gateway = province.restart()
    query = LookUpQuery(twins[1].device, key_name(gateway.public_key), OFFICER.id, "ab" * 16, NOW, "nguyen sentinel")
    answer = opened(gateway.look_up(twins[1].key.signed(LookUpQuery.purpose, encode(query))), LookUpAnswer, gateway.public_key)
    assert len(answer.dossiers) == 3
    assert province.steps.heard.count("index caught up") == 1
    province.restart()
    assert province.steps.heard.count("index caught up") == 1, "once is enough"


# ---- who may ask ---------------------------------------------------------------------------------


def signed_query(town: Town, desk: Desk, **changes: object) -> tuple[LookUpQuery, SignedEnvelope]:
    query = LookUpQuery(
        desk.store.device_id, key_name(town.province.gateway.public_key), OFFICER.id, "ab" * 16, NOW, BINH
    )
    query = msgspec.structs.replace(query, **changes)
    return query, SignedEnvelope.of(desk.store.device.signed(LookUpQuery.purpose, encode(query)))


def post(town: Town, desk: Desk, body: object) -> Answer:
    """The question in a request this counter signed."""
    transport, content = HttpTransport(town.url), body if isinstance(body, bytes) else msgspec.json.encode(body)
    signer = signer_of(desk.store, town.province.gateway.public_key)
    signer.heard(proven(town.province.gateway.hello("ab" * 16), "ab" * 16, signer.gateway_key))
    try:
        return transport.request("POST", LOOK_UPS, body=content, headers=signer.headers("POST", LOOK_UPS, {}, content))
    finally:
        transport.close()


def refused(town: Town, desk: Desk, body: object) -> tuple[int, str]:
    answer = post(town, desk, body)
    return answer.status, msgspec.json.decode(answer.body, type=wire.Refusal).code


def test_unsigned_or_badly_signed_is_refused(town, desks):
    first, second = desks
    first.receive(BINH)
    first.sync(town.url)
    query, good = signed_query(town, second)
    body = encode(query)
    for wrong in (
        SignedEnvelope(body, good.key, b""),
        SignedEnvelope(body, good.key, bytes(64)),
        SignedEnvelope(body.replace(b"cb-007", b"cb-008"), good.key, good.signature),
        SignedEnvelope.of(STRANGER.signed(LookUpQuery.purpose, body)),
        SignedEnvelope.of(second.store.device.signed("enrol", body)),
        SignedEnvelope.of(first.store.device.signed(LookUpQuery.purpose, body)),
    ):
        assert refused(town, second, wrong) == (400, "proof-does-not-hold")
    assert refused(town, second, query) == (400, "request-unreadable")
    assert refused(town, second, b"{") == (400, "request-unreadable")
    assert audited(town) == []
    assert post(town, second, good).status == 200


def test_nobody_asks_for_another(town, desks):
    _query, envelope = signed_query(town, desks[0], device="01890a5d-ac96-774b-bcce-b302099a8057")
    assert refused(town, desks[0], envelope) == (403, "not-yours")


def test_a_query_is_answered_once(town, desks):
    _query, envelope = signed_query(town, desks[1])
    assert post(town, desks[1], envelope).status == 200
    assert refused(town, desks[1], envelope) == (409, "query-replayed")
    assert len(audited(town)) == 1


def test_a_query_is_answered_soon_or_never(town, desks):
    for off in (-180_000, 180_000):
        _query, envelope = signed_query(town, desks[1], asked_at=NOW + off)
        assert refused(town, desks[1], envelope) == (409, "query-stale")
    _query, envelope = signed_query(town, desks[1], gateway="0" * 16)
    assert refused(town, desks[1], envelope) == (409, "query-stale")


@pytest.mark.parametrize(
    ("change", "code"),
    [({"nonce": "short"}, "request-unreadable"), ({"officer": ""}, "request-unreadable"),
     ({"officer": "x" * 65}, "request-unreadable"), ({"limit": 0}, "request-unreadable"), ({"limit": 21}, "request-unreadable"),
     ({"text": "an"}, "query-too-wide"), ({"text": "*" * 50}, "query-too-wide"), ({"text": "dang " * 60}, "query-too-wide"),
     ({"text": "a " * 13}, "query-too-wide")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(town, desks, change, code):
    _query, envelope = signed_query(town, desks[1], **change)
    assert refused(town, desks[1], envelope)[1] == code


def test_the_answer_is_signed_by_the_gateway(town, desks):
    first, second = desks
    first.receive(BINH)
    first.sync(town.url)
    query, envelope = signed_query(town, second)
    signed = msgspec.json.decode(post(town, second, envelope).body, type=SignedEnvelope).opened()
    answer = opened(signed, LookUpAnswer, town.province.gateway.public_key)
    assert answer is not None
    assert (answer.device, answer.nonce, len(answer.dossiers)) == (query.device, query.nonce, 1)


def test_who_asks_too_often_waits(tmp_path):
    with a_town(tmp_path, GatewaySettings("Trục", open_enrolment=True, look_ups_a_minute=3)) as town:
        first, second = town.desk("Quầy 1"), town.desk("Quầy 2")
        for _time in range(3):
            first.ask(town.url, BINH)
        with pytest.raises(AskedTooOften):
            first.ask(town.url, BINH)
        second.ask(town.url, BINH)     # each counter has its own measure
        town.province.clock.advance(61_000)
        first.ask(town.url, BINH)


# ---- what is written down ------------------------------------------------------------------------


def test_every_query_is_written_down_at_both_ends_without_a_name(town, desks, caplog):
    first, second = desks
    received = first.receive(BINH)
    first.sync(town.url)
    with caplog.at_level(logging.DEBUG):
        second.ask(town.url, BINH)
        second.ask(town.url, "khong ai ca")
    rows, lines = audited(town), asked_here(second)
    assert [(row[0], row[1]) for row in rows] == [(second.store.device_id, OFFICER.id)] * 2
    assert [json.loads(row[3]) for row in rows] == [[received.dossier], []]
    assert [line["facts"]["nonce"] for line in lines] == [row[2] for row in rows]
    assert all(line["actor"] == OFFICER.id for line in lines)
    said = json.dumps(lines) + str(rows) + caplog.text
    for personal in (BINH, "dang", BINH_ID, "khong ai"):
        assert personal not in said


def test_a_counter_whose_clock_is_wrong_may_ask(town, desks):
    first, second = desks
    first.receive(BINH)
    first.sync(town.url)
    clock = second.store.clock
    assert clock is town.province.clock
    look_up = second.look_up(town.url)
    object.__setattr__(second.store, "clock", type(clock)(NOW + 40 * 86_400_000))
    assert len(look_up.ask(BINH, OFFICER.id, Silent()).dossiers) == 1


def test_nothing_is_kept(town, desks):
    first, second = desks
    received = first.receive(BINH)
    first.sync(town.url)
    before = second.store.read().execute("SELECT count(*) FROM dossier").fetchone()[0]
    assert len(second.ask(town.url, BINH).dossiers) == 1
    assert second.store.read().execute("SELECT count(*) FROM dossier").fetchone()[0] == before
    for word in (BINH, BINH_ID, received.number, received.dossier):
        assert word not in everything_in(second.store, second.root)


def test_the_search_for_leftovers_can_find_something(town, desks):
    first, _second = desks
    received = first.receive(BINH)
    assert BINH in everything_in(first.store, first.root)
    assert received.number in everything_in(first.store, first.root)


# ---- a bad link ----------------------------------------------------------------------------------


def test_cut_off_it_says_so_at_once(town, desks, link):
    link.weather.up = False
    with pytest.raises(CutOff):
        desks[1].ask(link.url, BINH)
    assert asked_here(desks[1]) == [], "no name went out, so nothing was asked"


def test_a_line_that_breaks_under_the_answer_is_cut_off(town, desks, link):
    link.weather.cut_after_answered = 700
    with pytest.raises(CutOff):
        desks[1].ask(link.url, BINH)


def test_a_slow_link_is_waited_for_and_no_longer_than_somebody_stands_there(town, desks, link):
    first, second = desks
    first.receive(BINH)
    first.sync(town.url)
    link.weather.latency_seconds = 0.05
    assert len(second.ask(link.url, BINH).dossiers) == 1
    link.weather.swallow_answers = True
    with pytest.raises(CutOff):
        second.look_up(link.url, seconds=0.5).ask(BINH, OFFICER.id, Silent())


class StopAfter:
    """A `Progress` that calls the work off once it is under way."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def step(self, what: str, done: int, total: int) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


def test_it_can_be_called_off_while_nobody_answers(town, desks, link):
    link.weather.swallow_answers = True
    with pytest.raises(Cancelled):
        desks[1].look_up(link.url, seconds=60).ask(BINH, OFFICER.id, StopAfter(2))


def test_without_a_gateway_there_is_nobody_to_ask(town, desks):
    with pytest.raises(NoGatewaySet):
        GatewayLookUp(desks[0].store, None).ask(BINH, OFFICER.id, Silent())


def test_a_counter_that_never_met_its_gateway_asks_nobody(tmp_path, town, desks, link):
    desks[1].store.write(lambda database: database.execute("DELETE FROM fact WHERE name = 'gateway_key'"))
    with pytest.raises(NoGatewaySet):
        desks[1].ask(link.url, BINH)
    assert link.traffic.connections == 0


# ---- somebody else answers -----------------------------------------------------------------------


class Between:
    """A link in which the answer to the question (not to the greeting) is another."""

    def __init__(self, real: HttpTransport, answer) -> None:
        self.real, self.answer, self.asked = real, answer, 0

    def request(self, method, path, *, body=b"", headers=None, seconds=60.0):
        if path != LOOK_UPS:
            return self.real.request(method, path, body=body, headers=headers, seconds=seconds)
        self.asked += 1
        return self.answer(lambda: self.real.request(method, path, body=body, headers=headers, seconds=seconds))


def instead(town: Town, desk: Desk, answer) -> Between:
    transport = HttpTransport(town.url)
    desk.links.callback(transport.close)
    return Between(transport, answer)


def always(status: int, body: bytes, **headers: str):
    return lambda _real: Answer(status, headers, body)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (always(500, b'{"code":"internal"}'), CutOff),
        (always(502, b"<html>"), CutOff),
        (always(503, b'{"code":"busy"}', **{"retry-after": "9"}), AskedTooOften),
        (always(404, b'{"code":"unknown-path"}'), NotAnswered),
        (always(401, b'{"code":"unknown-device"}'), NotAnswered),
        (always(200, b""), NotAnswered),
        (always(200, b"<html>Wi-Fi</html>"), NotAnswered),
        (always(200, b"[]"), NotAnswered),
        (always(200, b'{"body":"e30=","key":"x","signature":""}'), NotAnswered),
        (always(302, b""), NotAnswered),
    ],
)
def test_whatever_else_is_answered_is_said_and_not_believed(town, desks, answer, problem):
    link = instead(town, desks[1], answer)
    with pytest.raises(problem):
        GatewayLookUp(desks[1].store, link).ask(BINH, OFFICER.id, Silent())
    assert link.asked == 1


@pytest.mark.parametrize("change", [{"nonce": "cd" * 16}, {"device": "another"}])
def test_an_answer_to_another_question_is_not_believed(town, desks, change):
    key = town.province.gateway._store.signing_key

    def other(real) -> Answer:
        signed = msgspec.json.decode(real().body, type=SignedEnvelope).opened()
        answer = opened(signed, LookUpAnswer, key.public_key)
        wrong = key.signed(LookUpAnswer.purpose, encode(msgspec.structs.replace(answer, **change)))
        return Answer(200, {}, msgspec.json.encode(SignedEnvelope.of(wrong)))

    with pytest.raises(NotAnswered):
        GatewayLookUp(desks[1].store, instead(town, desks[1], other)).ask(BINH, OFFICER.id, Silent())


def by_a_stranger(real, purpose: str) -> Answer:
    """The gateway's own words, signed by somebody else."""
    signed = msgspec.json.decode(real().body, type=SignedEnvelope).opened()
    return Answer(200, {}, msgspec.json.encode(SignedEnvelope.of(STRANGER.signed(purpose, signed.body))))


def test_an_answer_signed_by_somebody_else_is_not_believed(town, desks):
    link = instead(town, desks[1], lambda real: by_a_stranger(real, LookUpAnswer.purpose))
    with pytest.raises(NotAnswered):
        GatewayLookUp(desks[1].store, link).ask(BINH, OFFICER.id, Silent())
    assert link.asked == 1


def test_another_gateway_than_ours_hears_no_name(town, desks):
    """It greets well, under a key of its own."""

    class Other(Between):
        def request(self, method, path, *, body=b"", headers=None, seconds=60.0):
            if path == LOOK_UPS:
                self.asked += 1
            return by_a_stranger(lambda: self.real.request(method, path, body=body, headers=headers, seconds=seconds), "hello")

    link = Other(instead(town, desks[1], None).real, None)
    with pytest.raises(NotAnswered):
        GatewayLookUp(desks[1].store, link).ask(BINH, OFFICER.id, Silent())
    assert link.asked == 0
    assert asked_here(desks[1]) == []


def test_a_signed_answer_in_another_shape_is_not_believed(town, desks):
    key = town.province.gateway._store.signing_key
    wrong = key.signed(LookUpAnswer.purpose, b'{"device":1}')
    link = instead(town, desks[1], always(200, msgspec.json.encode(SignedEnvelope.of(wrong))))
    with pytest.raises(NotAnswered):
        GatewayLookUp(desks[1].store, link).ask(BINH, OFFICER.id, Silent())


def test_a_stranger_who_greets_hears_no_name(town, desks):
    """A captive portal, or a gateway with another key."""
    heard: list[str] = []

    class Stranger:
        def request(self, method, path, *, body=b"", headers=None, seconds=60.0):
            heard.append(f"{method} {path} {body!r}")
            return Answer(200, {"content-type": "text/html"}, b"<html>Wi-Fi</html>")

    with pytest.raises(NotAnswered):
        GatewayLookUp(desks[1].store, Stranger()).ask(BINH, OFFICER.id, Silent())
    assert len(heard) == 1
    assert heard[0].startswith("GET /v1/hello?nonce=")


def test_a_question_never_stands_in_an_address(town, desks):
    asked: list[str] = []

    class Watched(HttpTransport):
        def request(self, method, path, **rest):
            asked.append(path)
            return super().request(method, path, **rest)

    transport = Watched(town.url)
    desks[1].links.callback(transport.close)
    GatewayLookUp(desks[1].store, transport).ask(BINH, OFFICER.id, Silent())
    assert [path.partition("?")[0] for path in asked] == ["/v1/hello", LOOK_UPS]
    assert "?" not in asked[1]


def test_two_questions_at_once_are_two(town, desks):
    first, second = desks
    first.receive(BINH)
    first.sync(town.url)
    look_up, found = second.look_up(town.url), []

    def ask() -> None:
        found.append(len(look_up.ask(BINH, OFFICER.id, Silent()).dossiers))
        second.store.readers.close_here()

    asking = [threading.Thread(target=ask) for _one in range(4)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(20)
    assert found == [1] * 4
    assert len(audited(town)) == 4
