"""Leases at the counter: which days, how many, renewed when, refused how, believed when; and a gateway that lies about one."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import msgspec
import pytest

from commands.sync import counter_of
from commands.workplace import Profile, Workplace
from kiosk.audit import Act
from kiosk.credentials import Lease, decoded, encode
from kiosk.settings import DEMO
from kiosk.signing import Signed
from kiosk.store import facts, leases
from kiosk.store.leases import Why
from sync import messages as wire
from sync.calls import GatewayCalls
from sync.faults import NotTheGateway
from sync.leases import weekdays
from sync.meeting import Counter as Place
from sync.meeting import Meeting
from tests.kiosk.store_fixtures import acts
from tests.sync.counter_twin import OFFICE
from tests.sync.numbers_town import DAY_MS, MINUTE_MS, SIZE, Town

WEDNESDAY, THURSDAY = date(2026, 11, 18), date(2026, 11, 19)


@pytest.fixture
def town() -> Iterator[Town]:
    town = Town(desks=1)
    yield town
    town.close()


def asked(town: Town) -> list[str]:
    """The paths of the last meeting, then forgotten."""
    paths = [request.path.partition("?")[0] for request in town.link.sent]
    town.link.sent.clear()
    return paths


def left(town: Town) -> tuple[int, int]:
    database = town.desks[0].store.read()
    return leases.left_on(database, WEDNESDAY), leases.left_on(database, THURSDAY)


def granted(town: Town) -> list[tuple]:
    return town.at_gateway("SELECT series, first, last FROM lease ORDER BY series, first")


def with_settings(town: Town, **changes: object) -> None:
    town.province.settings = replace(town.province.settings, **changes)
    town.restart_gateway()


# ---- how many, when ------------------------------------------------------------------------------------------------


def test_todays_and_the_next_working_days_numbers_are_there_after_one_meeting(town):
    town.meet(0)
    assert left(town) == (SIZE, SIZE)
    asked(town)
    town.meet(0)
    assert wire.LEASES not in asked(town)
    assert left(town) == (SIZE, SIZE)


def test_more_is_asked_for_when_half_is_used_and_never_more_than_is_missing(town):
    town.meet(0)
    town.draw(0)
    town.meet(0)
    assert left(town)[0] == SIZE - 1
    town.draw(0)
    town.meet(0)
    assert left(town)[0] == SIZE
    assert granted(town)[:2] == [(f"{OFFICE}-261118", 1, 4), (f"{OFFICE}-261118", 5, 6)]
    assert [town.draw(0).number[-4:] for _ in range(4)] == ["0003", "0004", "0005", "0006"]
    assert town.draw(0).why is Why.USED_UP


def test_a_lost_answer_burns_no_range(town):
    town.meet(0)
    for _time in range(SIZE):
        town.draw(0)
    for _time in range(3):
        town.meet(0, lost=True)
    assert left(town)[0] == 0
    town.restart(0)
    town.meet(0)
    assert left(town)[0] == SIZE
    assert granted(town)[:3] == [(f"{OFFICE}-261118", 1, 4), (f"{OFFICE}-261118", 5, 8), (f"{OFFICE}-261119", 1, 4)]


@pytest.mark.parametrize(("day", "coming"), [
    ("2026-11-20", "2026-11-23"), ("2026-12-31", "2027-01-04"), ("2026-11-18", "2026-11-19"),
])
def test_the_next_day_is_a_working_day_of_the_office(tmp_path, day, coming):
    (tmp_path / "settings.toml").write_bytes(msgspec.toml.encode(DEMO))
    place = counter_of(DEMO, Workplace(Profile.DEMO, tmp_path))
    assert place.working_days(date.fromisoformat(day), 1) == (date.fromisoformat(coming),)


def test_without_a_calendar_weekdays_are_worked():
    assert weekdays(date(2026, 11, 20), 2) == (date(2026, 11, 23), date(2026, 11, 24))


def test_a_province_that_wants_no_days_ahead_gets_none(town):
    with_settings(town, lease_days=0)
    town.meet(0)
    assert left(town) == (SIZE, 0)


# ---- refused, switched off, taken back -------------------------------------------------------------------------------


def test_a_refusal_is_kept_for_the_screens_and_stops_nothing(town):
    with_settings(town, lease_limit=SIZE)
    town.meet(0)
    while town.draw(0).kind == "official":
        pass
    town.meet(0)
    database = town.desks[0].store.read()
    assert facts.text(database, facts.LEASES_REFUSED) == "lease-limit"
    assert database.execute("SELECT count(*) FROM lease_wish").fetchone()[0] == 0
    town.pass_time(DAY_MS)
    town.meet(0)
    assert facts.text(database, facts.LEASES_REFUSED) == ""


def test_a_province_that_stops_granting_is_heard_at_once(town):
    town.meet(0)
    with_settings(town, leases=False)
    town.meet(0)
    drawn = town.draw(0)
    assert (drawn.kind, drawn.why) == ("temporary", Why.OFF)
    with_settings(town, leases=True)
    town.meet(0)
    assert town.draw(0).number.endswith("-0001")


def test_taken_back_is_written_down_and_explained(town):
    town.meet(0)
    town.take_back(0)
    town.meet(0)
    drawn = town.draw(0)
    assert (drawn.kind, drawn.why) == ("temporary", Why.TAKEN_BACK)
    heard = acts(town.desks[0].store)
    assert (heard.count(Act.LEASE_GRANTED), heard.count(Act.LEASE_ENDED)) == (2, 1)
    assert left(town) == (0, SIZE)


# ---- the clock -------------------------------------------------------------------------------------------------------


def test_a_clock_that_is_wrong_gets_no_numbers_and_uses_none(town):
    town.meet(0)
    town.set_clock(0, 6 * MINUTE_MS)
    assert town.draw(0).kind == "official"             # nobody knows yet
    town.meet(0)
    drawn = town.draw(0)
    assert (drawn.kind, drawn.why) == ("temporary", Why.CLOCK)
    asked(town)
    for _time in range(SIZE):
        town.draw(0)
    town.meet(0)
    assert wire.LEASES not in asked(town)              # no number of it could be used
    town.set_clock(0, -6 * MINUTE_MS)
    assert town.draw(0).why is Why.CLOCK               # only the gateway's word counts
    town.meet(0)
    assert town.draw(0).kind == "official"


def test_a_clock_within_the_tolerance_is_believed(town):
    town.set_clock(0, 4 * MINUTE_MS)
    town.meet(0)
    assert town.draw(0).kind == "official"


def test_a_clock_set_back_before_what_was_seen_uses_no_lease(town):
    town.meet(0)
    town.draw(0)
    town.set_clock(0, -6 * MINUTE_MS)
    drawn = town.draw(0)
    assert (drawn.kind, drawn.why) == ("temporary", Why.CLOCK)
    town.restart(0)                                    # opening the program does not make the clock right
    assert town.draw(0).why is Why.CLOCK


def test_a_clock_that_was_a_day_ahead_is_believed_again_after_the_next_greeting(town):
    town.meet(0)
    town.set_clock(0, DAY_MS)
    assert town.draw(0).number.startswith(f"{OFFICE}-261119")      # cannot be told from a night that has passed
    town.set_clock(0, -DAY_MS)
    assert town.draw(0).why is Why.CLOCK
    town.meet(0)
    assert town.draw(0).number == f"{OFFICE}-261118-0001"


def test_a_counter_with_a_wrong_clock_is_told_the_right_day(town):
    town.set_clock(0, 3 * DAY_MS)
    town.meet(0)
    assert granted(town) == []
    town.set_clock(0, -3 * DAY_MS)
    town.meet(0)
    assert [row[0] for row in granted(town)] == [f"{OFFICE}-261118", f"{OFFICE}-261119"]


# ---- a gateway that lies ---------------------------------------------------------------------------------------------

LIES: dict[str, Callable[[Lease], Lease]] = {
    "another device": lambda lease: msgspec.structs.replace(lease, device="somebody"),
    "another office": lambda lease: msgspec.structs.replace(lease, office="H99.77"),
    "another day": lambda lease: msgspec.structs.replace(lease, day="2026-11-25"),
    "another wish": lambda lease: msgspec.structs.replace(lease, request="another"),
    "too many": lambda lease: msgspec.structs.replace(lease, last=lease.last + 1),
    "none": lambda lease: msgspec.structs.replace(lease, last=lease.first - 1),
    "from nought": lambda lease: msgspec.structs.replace(lease, first=0),
    "no prefix": lambda lease: msgspec.structs.replace(lease, prefix=""),
    "words": lambda lease: msgspec.structs.replace(lease, prefix="Hết giờ"),
    "endless prefix": lambda lease: msgspec.structs.replace(lease, prefix="H" * 60),
    "for ever": lambda lease: msgspec.structs.replace(lease, not_after=lease.not_after + DAY_MS),
}


class Lying(GatewayCalls):
    """Signed by the right key, and wrong."""

    town: Town
    lie: Callable[[Lease], Lease] | None = None
    standing: dict[str, object] | None = None

    def lease(self, request: wire.LeaseRequest) -> Signed:
        signed = super().lease(request)
        lease = decoded(signed.body, Lease)
        assert lease is not None
        return self._signed_anew(self.lie(lease)) if self.lie else signed

    def lease_standing(self, request: wire.LeaseStandingRequest) -> Signed:
        signed = super().lease_standing(request)
        standing = decoded(signed.body, wire.LeaseStanding)
        assert standing is not None
        return self._signed_anew(msgspec.structs.replace(standing, **self.standing)) if self.standing else signed

    def _signed_anew(self, body: Lease | wire.LeaseStanding) -> Signed:
        return self.town.province.gateway._store.signing_key.signed(body.purpose, encode(body))


def meet_liar(town: Town, lie: Callable[[Lease], Lease] | None = None, **standing: object) -> None:
    calls = Lying(town.link)
    calls.town, calls.lie, calls.standing = town, lie, standing or None
    town.pass_time(2 * MINUTE_MS)
    Meeting(town.desks[0].store, calls, Place(OFFICE, "Quầy", trust_first=True)).run()


@pytest.mark.parametrize("lie", LIES)
def test_a_lease_that_is_not_what_was_wished_for_is_not_kept(town, lie):
    with pytest.raises(NotTheGateway):
        meet_liar(town, LIES[lie])
    assert left(town) == (0, 0)
    town.meet(0)                                       # the wish is still open: the true answer comes
    assert left(town) == (SIZE, SIZE)


@pytest.mark.parametrize("standing", [{"nonce": "another"}, {"device": "another"}])
def test_a_standing_that_answers_somebody_else_ends_nothing(town, standing):
    town.meet(0)
    with pytest.raises(NotTheGateway):
        meet_liar(town, ended=(town.at_gateway("SELECT id FROM lease")[0][0],), **standing)
    assert left(town) == (SIZE, SIZE)


def test_an_office_written_otherwise_in_the_settings_does_not_stop_the_counter(town):
    """The lease is of the office in the certificate."""
    town.meet(0)
    town.pass_time(DAY_MS)
    Meeting(town.desks[0].store, GatewayCalls(town.link), Place("H99.01.2", "Quầy", trust_first=True)).run()
    assert leases.left_on(town.desks[0].store.read(), date(2026, 11, 20)) == SIZE


def test_ids_nobody_showed_are_passed_over(town):
    town.meet(0)
    meet_liar(town, ended=("nobody's", ""))
    assert left(town) == (SIZE, SIZE)


def test_a_range_granted_once_more_by_a_gateway_that_forgot_is_not_used_here(town):
    town.meet(0)
    numbers = [town.draw(0).number for _ in range(SIZE)]
    meet_liar(town, lambda lease: msgspec.structs.replace(lease, first=1, last=SIZE))
    drawn = town.draw(0)
    assert (drawn.kind, drawn.why) == ("temporary", Why.GIVEN_TWICE)
    assert len(set(numbers)) == SIZE
