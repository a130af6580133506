"""Two contents of one dossier: seen side by side, settled by an officer, never merged, and what was set down is never sent."""

import dataclasses

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.catalogue import Catalogue
from kiosk.comparing import ComparedAnew, CopyOutOfReach, CopyUnusable, NoCorrection, NothingToSettle, Proof
from kiosk.counter.conflicts import Conflicts
from kiosk.officers import Officer
from kiosk.sending_again import ReasonMissing
from kiosk.store import audit_log, conflicts, outbox, revisions, travel
from kiosk.store.conflicts import Verdict
from kiosk.store.revisions import Correction
from kiosk.work import Silent
from sync.gateway_copies import HeldCopies
from tests.sync.correcting import contents_at_gateway, correct, phone_of, with_phone
from tests.sync.in_process import AnswerLost, GatewayDies, Replayed, RequestLost
from tests.sync.machine_world import a_world

OFFICER = Officer("cb-002", "Vàng Thị Mỷ")
CATALOGUE = Catalogue.load()


@pytest.fixture
def world():
    with a_world() as made:
        yield made


def desk(world) -> Conflicts:
    return Conflicts(world.counter.store, CATALOGUE, HeldCopies(world.counter.store, world.link))


def forked(world) -> str:
    """A dossier corrected twice on the same content: the store was put back from a backup in between."""
    dossier = world.receive([300]).dossier
    world.sync()
    world.back_up()
    correct(world.counter.store, dossier, "0900000001")
    world.sync()
    world.restore(world.backups[-1])
    correct(world.counter.store, dossier, "0900000002")
    assert world.sync().set_aside == 1
    return dossier


def newest_phone(world, dossier: str) -> str:
    return phone_of(revisions.newest(world.counter.store.read(), dossier).form)


def states(world, dossier: str) -> set[str]:
    return {item.state.value for item in outbox.of_dossier(world.counter.store.read(), dossier)}


def test_both_are_seen_line_by_line_and_only_the_difference_is_marked(world):
    dossier = forked(world)
    compared = desk(world).compare(dossier, Silent())
    assert [(pair.label, pair.ours, pair.theirs) for pair in compared.pairs if pair.differs] == [
        ("Số điện thoại", "0900000002", "0900000001")
    ]
    assert any(pair.label == "Trang 1" and not pair.differs for pair in compared.pairs)
    assert (compared.theirs.revision, compared.theirs.proof, compared.ours.revision) == (2, Proof.OURS, 2)
    assert compared.theirs.counter == "Quầy 1"
    assert newest_phone(world, dossier) == "0900000002", "looking changes nothing"


def test_the_gateways_content_is_right(world):
    dossier = forked(world)
    compared = desk(world).compare(dossier, Silent())
    desk(world).gateway_is_right(compared, "bản trước lúc khôi phục mới đúng", OFFICER)
    assert newest_phone(world, dossier) == "0900000001"
    assert states(world, dossier) == {"delivered", "superseded"}
    assert outbox.count_aside(world.counter.store.read()) == 0
    before = world.link.exchanged
    world.sync()
    contents = contents_at_gateway(world, dossier)
    assert [phone for _number, phone, _sha in contents][1:] == ["0900000001"]
    assert world.link.exchanged - before <= 3, "greeting, leases, changes: nothing of it is sent"
    kept = [phone_of(one.form) for one in revisions.all_of(world.counter.store.read(), dossier)]
    assert "0900000002" in kept, "ours stays readable"
    assert "conflict settled" in [line.act for line in _entries(world)]


def test_the_counters_content_is_right_and_follows_the_gateways(world):
    dossier = forked(world)
    desk(world).counter_is_right(desk(world).compare(dossier, Silent()), "công dân xác nhận số này", OFFICER)
    assert world.sync().set_aside == 0
    contents = contents_at_gateway(world, dossier)
    assert [phone for _number, phone, _sha in contents][1:] == ["0900000001", "0900000002"]
    newest = revisions.newest(world.counter.store.read(), dossier)
    assert (newest.number, newest.form_sha.hex()) == (3, contents[-1][2])
    assert states(world, dossier) == {"delivered", "superseded"}
    correct(world.counter.store, dossier, "0900000003")
    world.sync()
    assert contents_at_gateway(world, dossier)[-1][:2] == (4, "0900000003")


def test_its_manifest_takes_no_number_the_gateway_has_given(world):
    dossier = world.receive([300]).dossier
    world.sync()
    world.back_up()
    for phone in ("0900000001", "0900000003", "0900000005"):
        correct(world.counter.store, dossier, phone)
    world.sync()
    world.restore(world.backups[-1])
    correct(world.counter.store, dossier, "0900000002")
    world.sync()
    desk(world).counter_is_right(desk(world).compare(dossier, Silent()), "đúng", OFFICER)
    assert world.sync().set_aside == 0
    assert contents_at_gateway(world, dossier)[-1][:2] == (5, "0900000002")


def test_without_a_reason_or_twice_or_after_a_change_nothing_is_settled(world):
    dossier = forked(world)
    compared = desk(world).compare(dossier, Silent())
    with pytest.raises(ReasonMissing):
        desk(world).gateway_is_right(compared, " ", OFFICER)
    stale = dataclasses.replace(compared, ours=dataclasses.replace(compared.ours, form_sha=b"x" * 32))
    with pytest.raises(ComparedAnew):
        desk(world).gateway_is_right(stale, "đúng", OFFICER)
    assert states(world, dossier) == {"delivered", "conflict"}
    desk(world).gateway_is_right(compared, "đúng", OFFICER)
    for settle in (desk(world).gateway_is_right, desk(world).counter_is_right):
        with pytest.raises(NothingToSettle):
            settle(compared, "lần nữa", OFFICER)


def test_what_no_correction_may_change_is_not_sent_as_one(world):
    dossier = forked(world)
    compared = dataclasses.replace(desk(world).compare(dossier, Silent()), ours_may_follow=False)
    with pytest.raises(NoCorrection):
        desk(world).counter_is_right(compared, "đúng", OFFICER)
    assert states(world, dossier) == {"delivered", "conflict"}


def test_without_a_link_the_officer_is_told_so(world):
    dossier = forked(world)
    world.link.connect(None)
    with pytest.raises(CopyOutOfReach) as told:
        desk(world).compare(dossier, Silent())
    assert told.value.details["why"] == "SYNC-01"
    with pytest.raises(CopyOutOfReach):
        Conflicts(world.counter.store, CATALOGUE, HeldCopies(world.counter.store, None)).compare(dossier, Silent())


@pytest.mark.parametrize(("lie", "what"), [
    (lambda held: {"form": held.form.replace(b"0900000001", b"0911111111")}, "form"),
    (lambda held: {"form_sha256": "ab" * 32}, "form"),
    (lambda held: {"dossier": "0" * 36}, "form"),
    (lambda held: {"form": b"{}"}, "form"),
    (lambda held: {"revision": 9}, "manifest"),
    (lambda held: {"manifest": msgspec.structs.replace(held.manifest, body=b"{}")}, "manifest"),
    (lambda held: {"manifest": msgspec.structs.replace(held.manifest, signature=bytes(64))}, "signature"),
])  # fmt: skip
def test_a_gateway_that_lies_about_its_content_is_not_believed(world, monkeypatch, lie, what):
    dossier = forked(world)
    honest = world.province.gateway.form
    monkeypatch.setattr(
        world.province.gateway, "form", lambda asked: msgspec.structs.replace(honest(asked), **lie(honest(asked)))
    )
    with pytest.raises(CopyUnusable) as told:
        desk(world).compare(dossier, Silent())
    assert told.value.details["what"] == what


# ---- whatever happens, in any order ---------------------------------------------------------------------------------

STEPS = st.lists(
    st.sampled_from(
        ["correct", "sync", "lost", "twice", "late", "gateway dies", "back up", "restore", "theirs", "ours", "crash"]
    ),
    max_size=14,
)


class Story:
    """One dossier through a row of events, and what must hold after each."""

    def __init__(self, world) -> None:
        self.world = world
        self.dossier = world.receive([40]).dossier
        self.sealed: dict[tuple[int, str], str] = {}
        self.phones = 0

    def do(self, step: str) -> None:
        world = self.world
        match step:
            case "correct":
                self._correct()
            case "sync":
                world.sync()
            case "lost":
                world.sync(forms=AnswerLost(), finalise=RequestLost())
            case "twice":
                world.sync([Replayed(1)])
            case "late":
                world.sync([Replayed(0), Replayed(3)])
            case "gateway dies":
                world.sync(forms=GatewayDies("forms written"))
            case "back up":
                world.back_up()
            case "restore" if world.backups:
                world.restore(world.backups[-1])
            case "theirs" | "ours":
                self._settle(step)
            case "crash":
                world.counter.crash(power=True)

    def _correct(self) -> None:
        self.phones += 1
        store = self.world.counter.store
        before = revisions.newest(store.read(), self.dossier)
        with_a_conflict = states(self.world, self.dossier) & {"conflict", "quarantined"}
        if not with_a_conflict:
            correct(store, self.dossier, f"09{self.phones:08d}")
            assert revisions.newest(store.read(), self.dossier).parent_sha == before.form_sha

    def _settle(self, which: str) -> None:
        if "conflict" not in states(self.world, self.dossier):
            return
        compared = desk(self.world).compare(self.dossier, Silent())
        settle = desk(self.world).gateway_is_right if which == "theirs" else desk(self.world).counter_is_right
        settle(compared, "đã hỏi lại công dân", OFFICER)

    def check(self) -> None:
        """Linear, as sealed, nothing merged, nothing superseded at the gateway that was not sent before."""
        store = self.world.counter.store
        contents = contents_at_gateway(self.world, self.dossier)
        assert [number for number, _phone, _sha in contents] == list(range(1, len(contents) + 1))
        for number, phone, sha in contents:
            assert self.sealed.setdefault((number, sha), phone) == phone
        for number in {number for number, _phone, _sha in contents}:
            assert len({sha for at, sha in self.sealed if at == number}) <= 1, "a content at the gateway was replaced"
        items = outbox.of_dossier(store.read(), self.dossier)
        state = store.read().execute("SELECT state FROM dossier").fetchone()[0]
        assert state == store.write(lambda database: travel.settle_state(database, self.dossier))
        if contents and all(item.state.value in ("delivered", "superseded") for item in items):
            self._newest_is_the_same(contents)

    def _newest_is_the_same(self, contents: list[tuple[int, str, str]]) -> None:
        """Unless this store was put back: then it may not know yet what it sent in its former life."""
        newest = revisions.newest(self.world.counter.store.read(), self.dossier)
        if not self.world.restored_at:
            assert newest.form_sha.hex() == contents[-1][2]
        assert newest.form_sha.hex() in {sha for _number, _phone, sha in contents}


@settings(max_examples=8, deadline=None)
@given(STEPS)
def test_in_any_order_revisions_stay_a_line_and_both_sides_agree(steps):
    tell(steps)


@pytest.mark.soak
@settings(max_examples=400, deadline=None)
@given(STEPS)
def test_in_many_orders_revisions_stay_a_line_and_both_sides_agree(steps):
    tell(steps)


def tell(steps: list[str]) -> None:
    with a_world() as world:
        story = Story(world)
        for step in steps:
            story.do(step)
            story.check()
        world.counter.clock.advance(600_000)
        for _again in range(4):
            world.sync()
            world.counter.clock.advance(600_000)
            if "conflict" in states(world, story.dossier):
                story.do("ours")
        story.check()
        assert states(world, story.dossier) <= {"delivered", "superseded"}


# ---- mutants: each layer alone ----------------------------------------------------------------------------------------


def test_a_gateway_that_does_not_look_at_the_parent_is_noticed(world):
    """The layer below the judgement: the gateway's own store refuses a revision on something else."""
    dossier = world.receive([40]).dossier
    world.sync()
    row = world.at_gateway("SELECT device, form, form_sha FROM dossier")[0]
    with pytest.raises(Exception, match="stands on the one before"):
        world.province.gateway._store.write(lambda database: database.execute(
            "INSERT INTO revision VALUES (?, 2, ?, ?, ?, ?, 2, 1)", [dossier, row[0], row[1], row[2], "ab" * 32]
        ))


def test_a_settled_conflict_that_would_be_sent_all_the_same_is_noticed(world):
    """The layer below the decision: the outbox lets nothing that was superseded wait again."""
    dossier = forked(world)
    desk(world).gateway_is_right(desk(world).compare(dossier, Silent()), "đúng", OFFICER)
    with pytest.raises(Exception, match="superseded is not sent"):
        world.counter.store.write(lambda database: database.execute(
            "UPDATE outbox SET state = 'waiting' WHERE dossier = ? AND superseded_at IS NOT NULL", [dossier]
        ))


def test_a_correction_that_would_overwrite_is_noticed(world):
    """The layer below the use: the counter's store keeps every content as it was sealed, each on the one before."""
    dossier = world.receive([40]).dossier
    store = world.counter.store
    correct(store, dossier, "0900000001")
    first = revisions.all_of(store.read(), dossier)[0]
    skipping = Correction(with_phone_of(first, "0900000009"), first.form_sha, "cb-001", "sai", 1)
    for write in (
        lambda database: database.execute("UPDATE revision SET form = x'00'"),
        lambda database: database.execute("UPDATE dossier SET form = x'00'"),
        lambda database: revisions.put_on_top(database, store.device, skipping, first),
    ):
        with pytest.raises(Exception, match=r"does not change|stands on the newest|UNIQUE"):
            store.write(write)
    assert newest_phone(world, dossier) == "0900000001"


def with_phone_of(revision: revisions.Revision, phone: str):
    from kiosk.forms import unsealed

    return with_phone(unsealed(revision.form), phone)


def _entries(world):
    from kiosk.audit import AuditEntry

    return [msgspec.json.decode(line.body, type=AuditEntry) for line in audit_log.lines(world.counter.store.read())]


def test_a_verdict_is_one_transaction(world):
    """The plug is pulled inside it: nothing of it stands."""
    dossier = forked(world)
    compared = desk(world).compare(dossier, Silent())

    def half(database):
        conflicts.gateway_is_right(database, world.counter.store.device, compared, Verdict("cb-002", "đúng", 1))
        raise KeyError(dossier)

    with pytest.raises(KeyError):
        world.counter.store.write(half)
    assert states(world, dossier) == {"delivered", "conflict"}
    assert newest_phone(world, dossier) == "0900000002"
