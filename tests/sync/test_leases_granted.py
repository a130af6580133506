"""Leases at the gateway: a wish is granted once, ranges never overlap, what was taken back, what a restored gateway believes."""

import shutil
import uuid
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from kiosk.credentials import Lease, encode, opened
from kiosk.signing import SigningKey
from kiosk.store.database import driver
from sync.gateway.refusals import Refused
from sync.gateway.series_marks import SeriesMarkFolder
from sync.messages import LeaseRequest, LeaseStanding, LeaseStandingRequest, SignedEnvelope
from tests.sync.counter_twin import DAY, OFFICE, SETTINGS, CounterTwin, Province, a_form

TODAY, DAY_MS = "2026-11-18", 86_400_000


class InMemory:
    """A mark outside the store that outlives it."""

    def __init__(self) -> None:
        self.last: Mapping[str, int] | None = None

    def load(self, store: str) -> Mapping[str, int] | None:
        return self.last

    def save(self, store: str, last: Mapping[str, int]) -> None:
        self.last = dict(last)


@pytest.fixture
def province(tmp_path):
    place = Province(tmp_path / "gateway", series_mark=InMemory())
    yield place
    place.gateway.close()


def wished(province: Province, counter: CounterTwin, count: int = 5, day: str = TODAY, wish: str = "") -> SignedEnvelope:
    return SignedEnvelope.of(province.gateway.lease(LeaseRequest(counter.device, day, count, wish or str(uuid.uuid4()))))


def lease_in(province: Province, envelope: SignedEnvelope) -> Lease:
    lease = opened(envelope.opened(), Lease, province.gateway.public_key)
    assert lease is not None
    return lease


def ranged(province: Province, envelope: SignedEnvelope) -> tuple[int, int]:
    lease = lease_in(province, envelope)
    return lease.first, lease.last


def refused(call, *values) -> str:
    with pytest.raises(Refused) as caught:
        call(*values)
    return caught.value.reason.value


def ended(province: Province, counter: CounterTwin, *held: SignedEnvelope) -> tuple[str, ...]:
    signed = province.gateway.lease_standing(LeaseStandingRequest(counter.device, "n", held))
    standing = opened(signed, LeaseStanding, province.gateway.public_key)
    assert standing is not None
    assert (standing.device, standing.nonce) == (counter.device, "n")
    return standing.ended


def registered(province: Province, counter: CounterTwin, number: str = "", proof: SignedEnvelope | None = None):
    kind = "official" if number else "temporary"
    return province.gateway.register(counter.batch(counter.upload(a_form(), number, kind, proof=proof))).results[0]


def back_up(province: Province, to: Path) -> Path:
    province.gateway.close()
    shutil.copytree(province.folder, to)
    province.gateway = province._opened()
    return to


def put_back(province: Province, source: Path) -> None:
    province.gateway.close()
    shutil.rmtree(province.folder)
    shutil.copytree(source, province.folder)
    province.gateway = province._opened()


def put_in(province: Province, counter: CounterTwin, first: int, last: int) -> None:
    """A lease straight into the table."""
    insert = "INSERT INTO lease (id, device, series, first, last, body, signature, granted_at) VALUES ('x', ?, ?, ?, ?, ?, ?, 0)"
    values = [counter.device, f"{OFFICE}-{DAY}", first, last, b"", b""]
    province.gateway._store.write(lambda database: database.execute(insert, values))


# ---- one wish, one lease --------------------------------------------------------------------------------------------


def test_a_lost_answer_is_given_again_and_costs_no_range(province):
    counter, other = province.counter(), province.counter()
    wish = str(uuid.uuid4())
    first = wished(province, counter, wish=wish)
    between = wished(province, other, wish=wish)                   # another's wish of the same name is another wish
    province.restart()
    assert wished(province, counter, wish=wish) == first
    assert wished(province, counter, 999, "2026-11-19", wish) == first
    assert [ranged(province, one) for one in (first, between, wished(province, counter))] == [(1, 5), (6, 10), (11, 15)]
    assert lease_in(province, first).request == wish


def test_a_wish_without_a_name_is_no_wish(province):
    counter = province.counter()
    for wish in ("x", "0197A000-0000-7000-8000-000000000001"):
        assert refused(province.gateway.lease, LeaseRequest(counter.device, TODAY, 5, wish)) == "request-unreadable"


def test_days_beyond_the_policy_and_days_that_are_over_are_not_granted(tmp_path, province):
    counter = province.counter()
    assert lease_in(province, wished(province, counter, day="2026-11-30")).day == "2026-11-30"     # after long holidays
    for day in ("2026-11-17", "2026-12-04"):
        assert refused(wished, province, counter, 5, day) == "lease-day"
    today_only = Province(tmp_path / "today", replace(SETTINGS, lease_days=0))
    counter = today_only.counter()
    assert refused(wished, today_only, counter, 5, "2026-11-19") == "lease-day"
    today_only.gateway.close()


def test_one_device_gets_so_many_numbers_a_day_and_no_more(tmp_path):
    province = Province(tmp_path / "gateway", replace(SETTINGS, lease_limit=25))
    counter, other = province.counter(), province.counter()
    assert [ranged(province, wished(province, counter, 20)) for _ in range(2)] == [(1, 20), (21, 25)]
    assert refused(wished, province, counter) == "lease-limit"
    assert ranged(province, wished(province, other)) == (26, 30)
    assert ranged(province, wished(province, counter, day="2026-11-19")) == (1, 5)
    province.gateway.close()


@pytest.mark.parametrize("range_", [(3, 4), (5, 6), (1, 5), (0, 9)])
def test_the_database_takes_no_range_twice(province, range_):
    """The layer below: whatever the program does, an overlapping range is refused by the table."""
    counter = province.counter()
    wished(province, counter)
    wished(province, counter)
    with pytest.raises(driver.DatabaseError, match="never given to others"):
        put_in(province, counter, *range_)


def test_the_database_takes_no_range_its_series_does_not_know(province):
    counter = province.counter()
    with pytest.raises(driver.DatabaseError, match="taken from its series first"):
        put_in(province, counter, 1, 2)


# ---- taken back -----------------------------------------------------------------------------------------------------


def test_a_lease_taken_back_is_named_and_its_printed_numbers_stay_valid(province):
    counter, other = province.counter(), province.counter()
    first, second, foreign = wished(province, counter), wished(province, counter), wished(province, other)
    assert ended(province, counter, first, second) == ()
    lease = lease_in(province, first)
    assert province.gateway.leases.take_back(lease.id, "máy mất")
    assert not province.gateway.leases.take_back(lease.id, "lần nữa")
    assert not province.gateway.leases.take_back("nothing", "")
    province.restart()
    assert ended(province, counter, first, second) == (lease.id,)
    assert ended(province, other, first, foreign) == ()            # of others nobody is told
    assert registered(province, counter, f"{OFFICE}-{DAY}-0002").number == f"{OFFICE}-{DAY}-0002"


def test_a_device_whose_lease_was_taken_back_gets_no_other_of_that_day(province):
    counter, other = province.counter(), province.counter()
    wish = str(uuid.uuid4())
    lease = lease_in(province, wished(province, counter, wish=wish))
    province.gateway.leases.take_back(lease.id, "")
    assert refused(wished, province, counter) == "lease-stopped"
    assert refused(wished, province, counter, 5, TODAY, wish) == "lease-stopped"      # nor the lost answer
    assert ranged(province, wished(province, counter, day="2026-11-19")) == (1, 5)
    assert ranged(province, wished(province, other)) == (6, 10)


def test_standing_is_asked_for_oneself_and_not_without_end(province):
    counter = province.counter()
    one = wished(province, counter)
    ask = province.gateway.lease_standing
    assert refused(ask, LeaseStandingRequest(str(uuid.uuid4()), "n", (one,))) == "unknown-device"
    assert refused(ask, LeaseStandingRequest(counter.device, "n", (one,) * 33)) == "request-unreadable"
    assert refused(ask, LeaseStandingRequest(counter.device, "", ())) == "request-unreadable"


# ---- put back from a backup -----------------------------------------------------------------------------------------


def test_a_restored_gateway_goes_on_behind_its_mark(province, tmp_path):
    counter, other = province.counter(), province.counter()
    wished(province, counter)
    backup = back_up(province, tmp_path / "backup")
    leased, mapped = wished(province, counter), registered(province, counter)
    assert (ranged(province, leased), mapped.number[-4:]) == ((6, 10), "0011")
    put_back(province, backup)
    assert ranged(province, wished(province, other)) == (12, 16)
    assert registered(province, other).number.endswith("-0017")
    assert registered(province, counter, f"{OFFICE}-{DAY}-0006", leased).number == f"{OFFICE}-{DAY}-0006"


def test_a_gateway_that_lost_its_mark_too_passes_over_a_whole_range(province, tmp_path):
    counter, other = province.counter(), province.counter()
    wished(province, counter)
    backup = back_up(province, tmp_path / "backup")
    wished(province, counter, day="2026-11-19")                    # a series the backup knows nothing of
    province.series_mark.last = None
    put_back(province, backup)
    assert ranged(province, wished(province, other)) == (1006, 1010)
    assert ranged(province, wished(province, other, day="2026-11-19")) == (1001, 1005)
    assert ranged(province, wished(province, other, day="2026-11-19")) == (1006, 1010)


def test_an_ordinary_restart_passes_over_nothing(province):
    counter = province.counter()
    assert ranged(province, wished(province, counter)) == (1, 5)
    province.restart()
    assert ranged(province, wished(province, counter)) == (6, 10)


def test_the_mark_forgets_days_that_are_over(province):
    counter = province.counter()
    wished(province, counter)
    province.clock.advance(5 * DAY_MS)
    wished(province, counter, day="2026-11-23")
    assert province.series_mark.last == {f"{OFFICE}-261123": 5}


def test_without_marks_the_leases_shown_again_are_believed(tmp_path):
    """The layer above, alone: no mark is kept, and still nobody else gets what a counter has shown."""
    province = Province(tmp_path / "gateway")
    counter, other = province.counter(), province.counter()
    backup = back_up(province, tmp_path / "backup")
    leased = wished(province, counter)
    put_back(province, backup)
    assert ended(province, counter, leased) == ()
    assert ranged(province, wished(province, other)) == (6, 10)
    assert registered(province, counter, f"{OFFICE}-{DAY}-0003").number == f"{OFFICE}-{DAY}-0003"
    assert registered(province, counter).number.endswith("-0011")
    province.gateway.close()


def test_a_range_granted_twice_all_the_same_ends_for_whoever_shows_it_second(tmp_path):
    province = Province(tmp_path / "gateway")
    counter, other = province.counter(), province.counter()
    backup = back_up(province, tmp_path / "backup")
    before = wished(province, counter)
    put_back(province, backup)
    after = wished(province, other)
    assert ranged(province, before) == ranged(province, after)
    assert ended(province, counter, before) == (lease_in(province, before).id,)
    assert registered(province, counter, f"{OFFICE}-{DAY}-0001", before).outcome == "registered"     # it was printed first
    assert registered(province, other, f"{OFFICE}-{DAY}-0001", after).code == "number-taken"
    assert registered(province, other, f"{OFFICE}-{DAY}-0002", after).outcome == "registered"
    province.gateway.close()


def test_a_lease_that_is_not_ours_or_not_theirs_proves_nothing(province):
    counter, other = province.counter(), province.counter()
    mine = lease_in(province, wished(province, counter))
    forged = msgspec.structs.replace(mine, first=500, last=600, id=str(uuid.uuid4()))
    number = f"{OFFICE}-{DAY}-0550"
    for key in (counter.key, SigningKey(b"f" * 32)):
        proof = SignedEnvelope.of(key.signed(Lease.purpose, encode(forged)))
        assert registered(province, counter, number, proof).code == "number-not-leased"
        assert ended(province, counter, proof) == ()
    theirs = wished(province, other)
    assert registered(province, counter, f"{OFFICE}-{DAY}-0006", theirs).code == "number-not-leased"
    own = wished(province, counter)
    for wrong in (f"{OFFICE}-{DAY}-0099", f"{OFFICE}-261119-0012", f"H99.09-{DAY}-0012"):
        assert registered(province, counter, wrong, own).code == "number-not-leased"


def test_a_number_named_in_an_acknowledgement_comes_back(province, tmp_path):
    counter, other = province.counter(), province.counter()
    backup = back_up(province, tmp_path / "backup")
    registered(province, other)
    upload = counter.upload(a_form())
    first = province.gateway.register(counter.batch(upload)).results[0]
    proof = SignedEnvelope.of(province.gateway.finalise(upload.dossier, counter.finalisation(upload.manifest)))
    province.series_mark.last = {}                                 # nothing but the acknowledgement knows it
    put_back(province, backup)
    again = msgspec.structs.replace(upload, proof=proof)
    stolen = counter.upload(a_form(), proof=proof)                 # another dossier's acknowledgement
    results = province.gateway.register(counter.batch(again, stolen)).results
    assert [result.number for result in results] == [first.number, f"{OFFICE}-{DAY}-0003"]


def test_the_mark_lies_in_a_file_that_need_not_be_there(tmp_path, province):
    mark = SeriesMarkFolder(tmp_path / "state", province.disk)
    assert mark.load("a") is None
    mark.save("a", {"H99-261118": 3})
    assert (mark.load("a"), mark.load("b")) == ({"H99-261118": 3}, None)
    (tmp_path / "state" / "numbers-a.json").write_bytes(b"\xff")
    assert mark.load("a") is None
