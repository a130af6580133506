"""Each layer of defence alone, so that none hides behind another: the gateway against a careless counter, the counter
against a lying gateway, the rule of purging and the database's own triggers.
"""

import msgspec
import pytest

from kiosk.credentials import Acknowledgement, AuditHead
from kiosk.signing import SigningKey
from kiosk.store import audit_log, outbox, purge
from kiosk.store.database import driver
from sync.calls import GatewayCalls
from sync.engine import Seams
from sync.faults import AcknowledgementRefused, LinkDown, NotTheGateway, RefusedByGateway
from sync.messages import Changes, Hello
from tests.sync import machine_mutants as wrong
from tests.sync.counter_twin import CounterTwin, a_form, sha
from tests.sync.in_process import BUSY, CAPTIVE, MOVED, AnswerLost, Fault, Instead, RequestLost, Twice
from tests.sync.lying_gateway import Changed, NeverDone
from tests.sync.machine_checks import Inspector
from tests.sync.machine_world import Parts, World, a_world

STRANGER = SigningKey(bytes(range(32)))


@pytest.fixture
def world():
    with a_world() as world:
        yield world


def gateway_key(world: World) -> SigningKey:
    return world.province.gateway._store.signing_key


# ---- the gateway alone, against a counter without discipline --------------------------------------------------------


@pytest.fixture
def twin(world):
    twin = CounterTwin()
    world.province.gateway.enrol(twin.enrolment())
    return twin


def asking(world: World, twin: CounterTwin) -> GatewayCalls:
    return GatewayCalls(world.link, twin.signer(world.province.gateway))


def test_one_form_is_registered_once_however_it_comes(world, twin):
    calls, form = asking(world, twin), a_form([b"a page"])
    upload = twin.upload(form)
    first = calls.register(twin.batch(upload, upload))
    world.link.faults = [AnswerLost()]
    with pytest.raises(LinkDown):
        calls.register(twin.batch(upload))
    world.province.crash()
    world.link.faults = [Twice(first=False)]
    again = calls.register(twin.batch(twin.upload(form)))         # under another printed number
    assert {result.number for result in (*first.results, *again.results)} == {first.results[0].number}
    renamed = calls.register(twin.batch(msgspec.structs.replace(upload, dossier=a_form().dossier)))
    assert renamed.results[0].code == "form-unreadable"
    assert world.at_gateway("SELECT count(*) FROM dossier") == [(1,)]


def test_bytes_are_taken_only_where_they_belong(world, twin):
    calls, page = asking(world, twin), bytes(range(200))
    dossier = calls.register(twin.batch(twin.upload(a_form([page])))).results[0].dossier
    assert calls.append(dossier, sha(page), 0, page[:80], complete=False, seconds=1) == 80
    for offset in (0, 79, 81, 200):
        with pytest.raises(RefusedByGateway) as refused:
            calls.append(dossier, sha(page), offset, page[offset:], complete=True, seconds=1)
        assert (refused.value.reason, refused.value.offset) == ("offset-differs", 80)
    assert calls.append(dossier, sha(page), 80, page[80:], complete=True, seconds=1) == 200
    assert calls.page(dossier, sha(page)) == page


def test_a_page_is_whole_only_with_its_hash(world, twin):
    calls, page = asking(world, twin), bytes(range(200))
    upload = twin.upload(a_form([page]))
    dossier = calls.register(twin.batch(upload)).results[0].dossier
    for body in (page[:-1] + b"!", page[:-1]):
        with pytest.raises(RefusedByGateway, match="hash-differs"):
            calls.append(dossier, sha(page), 0, body, complete=True, seconds=1)
        assert calls.missing(dossier, 1).pages[0].offset == 0
        with pytest.raises(RefusedByGateway, match="pages-missing"):
            calls.finalise(dossier, twin.finalisation(upload.manifest))
    assert not world.at_gateway("SELECT * FROM acknowledgement")


# ---- the counter alone, on a strange line ---------------------------------------------------------------------------


@pytest.mark.parametrize("first", [True, False])
def test_a_line_that_delivers_everything_twice_delivers(world, first):
    world.receive([2_000_000])                           # more pieces than offsets are corrected
    assert world.sync([Twice(first)] * 60).problem is None
    Inspector(world).look_at_the_end()


# ---- the counter alone, against a gateway that lies -----------------------------------------------------------------

CHANGES = {
    "another form": {"form_sha256": "0" * 64},
    "another manifest number": {"manifest": 2},
    "another manifest": {"manifest_sha256": "0" * 64},
    "another device": {"device": "01a20c65-1f1e-76b1-b827-b8d81172c93b"},
    "another dossier": {"dossier": "01a20c65-1f1e-76b1-b827-b8d81172c93b"},
    "a head beyond the chain": {"audit_head": AuditHead(10_000, "0" * 64)},
    "a head beside the chain": {"audit_head": AuditHead(1, "0" * 64)},
    "a head before the beginning": {"audit_head": AuditHead(0, "1" * 64)},
}


def refuses(world: World, lie: Fault) -> None:
    """The counter does not take this for an acknowledgement, keeps everything, and takes the true one afterwards."""
    held = world.receive([40])
    assert held is not None
    problem = world.sync(finalise=lie).problem
    assert isinstance(problem, AcknowledgementRefused)
    store = world.counter.store
    assert store.read().execute("SELECT count(*) FROM acknowledgement WHERE dossier = ?", [held.dossier]).fetchone() == (0,)
    assert [item.kind for item in outbox.everything(store.read()) if item.state == "waiting"] == ["pages"]
    Inspector(world).look_at_the_end()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_acknowledgement_must_name_what_was_sent(world, change):
    refuses(world, Changed(Acknowledgement, gateway_key(world), lambda ack: msgspec.structs.replace(ack, **change)))


def test_an_acknowledgement_must_be_signed_by_the_gateway(world):
    refuses(world, Changed(Acknowledgement, STRANGER))


def test_an_acknowledgement_must_be_signed_as_one(world):
    refuses(world, Changed(Acknowledgement, gateway_key(world), purpose="hello"))


def test_the_acknowledgement_of_another_dossier_is_no_good(world):
    other = world.receive([30])
    world.sync()
    row = world.at_gateway("SELECT body FROM acknowledgement WHERE dossier = ?", other.dossier)
    replayed = msgspec.json.decode(bytes(row[0][0]), type=Acknowledgement)
    refuses(world, NeverDone(replayed, gateway_key(world)))


@pytest.mark.parametrize("instead", [CAPTIVE, MOVED, BUSY], ids=["captive portal", "redirect", "busy"])
def test_whoever_is_no_gateway_is_sent_nothing(world, instead):
    world.receive([40])
    assert world.sync(hello=Instead(instead)).problem is not None
    assert [request.what for request in world.link.sent] == ["hello"]


def test_a_stranger_with_a_key_of_its_own_is_sent_nothing(world):
    world.receive([40])
    world.sync(forms=RequestLost())                      # the gateway is known from now on
    before = len(world.link.sent)
    lie = Changed(Hello, STRANGER, lambda hello: msgspec.structs.replace(hello, key=STRANGER.public_key))
    assert isinstance(world.sync(hello=lie).problem, NotTheGateway)
    assert [request.what for request in world.link.sent[before:]] == ["hello"]
    old = Changed(Hello, gateway_key(world), lambda hello: msgspec.structs.replace(hello, nonce="0" * 32))
    assert isinstance(world.sync(hello=old).problem, NotTheGateway)


@pytest.mark.parametrize("change", [{"device": "x"}, {"since": 7}, {"next": -1}], ids=["another device", "another place", "back"])
def test_decisions_must_be_an_answer_to_what_was_asked(world, change):
    world.receive([])
    lie = Changed(Changes, gateway_key(world), lambda page: msgspec.structs.replace(page, **change))
    assert isinstance(world.sync(changes=lie).problem, NotTheGateway)
    assert world.counter.store.read().execute("SELECT count(*) FROM portal_word").fetchone() == (0,)
    assert isinstance(world.sync(changes=Changed(Changes, STRANGER)).problem, NotTheGateway)
    Inspector(world).look_at_the_end()


# ---- purging: the rule and the trigger, each alone ------------------------------------------------------------------


def said_to_be_acknowledged(world: World, *, trigger: bool) -> None:
    """A dossier that was never sent, whose state says it was acknowledged; so the engine comes to purge it."""
    world.receive([40])
    store = world.counter.store
    if not trigger:
        store.write(lambda database: database.execute("DROP TRIGGER capture_goes_only_after_acknowledgement"))
    store.write(lambda database: database.execute("UPDATE dossier SET state = 'acknowledged'"))
    assert purge.candidates(store.read())
    world.sync(hello=RequestLost())


def test_the_rule_alone_keeps_a_capture(world):
    said_to_be_acknowledged(world, trigger=False)
    Inspector(world).look()


def test_the_trigger_alone_keeps_a_capture():
    with a_world(Parts(seams=Seams(wrong.always))) as world:
        with pytest.raises(driver.IntegrityError, match="no acknowledgement covers this page"):
            said_to_be_acknowledged(world, trigger=True)
        Inspector(world).look()


def test_without_both_a_capture_is_gone():
    with a_world(Parts(seams=Seams(wrong.always))) as world:
        said_to_be_acknowledged(world, trigger=False)
        with pytest.raises(AssertionError, match="purged without acknowledgement"):
            Inspector(world).look()


# ---- the database alone ---------------------------------------------------------------------------------------------

FORBIDDEN = (
    "UPDATE dossier SET form = x'00'",
    "UPDATE dossier SET form_sha = x'00'",
    "UPDATE dossier SET received_at = 0",
    "DELETE FROM dossier",
    "UPDATE page SET sha256 = 'x'",
    "UPDATE page SET size = 1",
    "UPDATE page SET file = NULL",
    "DELETE FROM page",
    "UPDATE dossier_number SET number = 'x'",
    "DELETE FROM dossier_number",
    "UPDATE audit SET hash = x'00'",
    "DELETE FROM audit",
    "INSERT INTO audit (seq, body, hash, signature) VALUES (99, x'00', x'00', x'00')",
    "INSERT INTO outbox (dossier, kind, manifest, bytes, state, since) SELECT dossier, kind, manifest, 0, state, 0 FROM outbox",
)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_database_itself_says_no(world, statement):
    world.receive([40])
    before = audit_log.head(world.counter.store.read())
    with pytest.raises(driver.IntegrityError):
        world.counter.store.write(lambda database: database.execute(statement))
    assert audit_log.head(world.counter.store.read()) == before
    Inspector(world).look()
