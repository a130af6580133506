"""Official numbers are unique, ascending and of their day, whatever happens on either side; and each layer is able to fail."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from kiosk.credentials import Lease
from kiosk.store.database import Database, driver
from kiosk.store.leases import LeaseJudge
from sync.gateway.series_marks import SeriesMarkKeeper
from tests.kiosk.test_numbering import Trusting
from tests.sync.numbers_town import DAY_MS, MINUTE_MS, SIZE, Town, Wrong

DESK = st.integers(0, 1)


class Numbers(RuleBasedStateMachine):
    """Two counters and a gateway; everything that may go wrong in any order. The checks are the town's."""

    @initialize()
    def begin(self):
        self.town = Town()
        self.unregistered: list = []
        self.copies: list = []
        self.gateway_copies: list = []

    def teardown(self):
        if hasattr(self, "town"):
            self.town.close()

    @rule(desk=DESK, times=st.integers(1, SIZE))
    def draw(self, desk, times):
        self.unregistered += [(desk, self.town.draw(desk)) for _ in range(times)]

    @rule(desk=DESK, lost=st.booleans())
    def meet(self, desk, lost):
        self.town.meet(desk, lost=lost)

    @precondition(lambda self: self.unregistered)
    @rule(which=st.integers(0, 99))
    def register(self, which):
        desk, drawn = self.unregistered.pop(which % len(self.unregistered))
        self.town.meet(desk)           # enrols it, too
        self.town.register(desk, drawn)

    @rule(desk=DESK)
    def power_cut(self, desk):
        self.town.power_cut(desk)

    @rule(desk=DESK)
    def back_up(self, desk):
        self.copies.append((desk, self.town.copy(desk)))

    @precondition(lambda self: self.copies)
    @rule(which=st.integers(0, 99))
    def put_back(self, which):
        self.town.put_back(*self.copies[which % len(self.copies)])

    @rule()
    def back_up_gateway(self):
        self.gateway_copies.append(self.town.copy_gateway())

    @precondition(lambda self: self.gateway_copies)
    @rule(which=st.integers(0, 99))
    def put_gateway_back(self, which):
        self.town.put_gateway_back(self.gateway_copies[which % len(self.gateway_copies)])
        for desk in (0, 1):            # a gateway that forgot a counter admits it again
            self.town.admit(desk)

    @rule()
    def restart_gateway(self):
        self.town.restart_gateway()

    @rule(which=st.integers(0, 99))
    def take_back(self, which):
        self.town.take_back(which)

    @rule(desk=DESK, ms=st.sampled_from([-DAY_MS, DAY_MS, -MINUTE_MS, 10 * MINUTE_MS]))
    def set_clock(self, desk, ms):
        self.town.set_clock(desk, ms)

    @rule()
    def a_day_passes(self):
        self.town.pass_time(DAY_MS)


TestNumbers = Numbers.TestCase
TestNumbers.settings = settings(max_examples=8, stateful_step_count=14, suppress_health_check=list(HealthCheck), deadline=None)


@pytest.mark.soak
def test_numbers_stay_unique_for_long():
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(Numbers, settings=settings(
        max_examples=120, stateful_step_count=40, suppress_health_check=list(HealthCheck), deadline=None
    ))  # fmt: skip


# ---- stories: what is checked, and that each layer alone holds -------------------------------------------------------


@contextmanager
def a_town(wrong: Wrong | None = None) -> Iterator[Town]:
    town = Town(wrong)
    try:
        yield town
    finally:
        town.close()


def restored_with_leases(town: Town) -> list[str]:
    """A counter put back from a copy that still has numbers in its lease."""
    town.meet(0)
    copy = town.copy(0)
    before = [town.draw(0).number for _ in range(2)]
    town.put_back(0, copy)
    return before + [town.draw(0).number for _ in range(2)]


def restored_with_a_wish(town: Town) -> list[str]:
    """The copy was made while a wish was on its way; its answer has been used up since."""
    town.meet(0)
    copy_desk = town.desks[0]
    while town.draw(0).kind == "official":
        pass
    town.meet(0, lost=True)
    copy = town.copy(0)
    town.meet(0)
    before = [town.draw(0).number for _ in range(2)]
    town.put_back(0, copy)
    town.meet(0)
    assert copy_desk is town.desks[0]
    return before + [town.draw(0).number for _ in range(2)]


def taken_back(town: Town) -> list[str]:
    town.meet(0)
    first = town.draw(0)
    town.take_back(0)
    town.meet(0)
    return [first.number, town.draw(0).number]


def next_day(town: Town) -> list[str]:
    """Two days later nothing was fetched for; yesterday's and the day before's are still there."""
    town.meet(0)
    first = town.draw(0)
    town.pass_time(2 * DAY_MS)
    return [first.number, town.draw(0).number]


def wrong_clock(town: Town) -> list[str]:
    """The clock is a day ahead when they meet, and so would be the numbers: tomorrow's range is there already."""
    town.meet(0)
    town.set_clock(0, DAY_MS)
    town.meet(0)
    return [town.draw(0).number]


def gateway_restored(town: Town) -> list[str]:
    town.meet(0)
    copy = town.copy_gateway()
    town.meet(1)
    first = [town.draw(1).number for _ in range(2)]
    town.put_gateway_back(copy)
    while town.draw(0).kind == "official":
        pass
    town.meet(0)
    return first + [town.draw(0).number for _ in range(2)]


STORIES: dict[str, Callable[[Town], list[str]]] = {
    story.__name__: story
    for story in (restored_with_leases, restored_with_a_wish, taken_back, next_day, wrong_clock, gateway_restored)
}
KINDS = {
    "restored_with_leases": "OOTT", "restored_with_a_wish": "OOOO", "taken_back": "OT", "next_day": "OT", "wrong_clock": "T",
    "gateway_restored": "OOOO",
}  # fmt: skip


@pytest.mark.parametrize("name", STORIES)
def test_numbers_stay_unique_in(name):
    with a_town() as town:
        told = STORIES[name](town)
        assert len(set(told)) == len(told)
        assert "".join("T" if number.startswith("TMP-") else "O" for number in told) == KINDS[name]


class AlsoEnded(LeaseJudge):
    """The mutant: what was taken back, or dropped after a restore, is used all the same."""

    def is_over(self, ended_at: int | None) -> bool:
        return False


class AnyDay(LeaseJudge):
    """The mutant: a lease serves on any day."""

    def serves(self, lease: Lease, day: object, now: int) -> bool:
        return True


class AnyClock(LeaseJudge):
    """The mutant: whatever the clock says."""

    def believes_clock(self, database: Database, now: int) -> bool:
        return True


class Unmarked:
    """The mutant: the gateway's mark outside is never saved after the first time."""

    def __init__(self, keeper: SeriesMarkKeeper) -> None:
        self.keeper = keeper

    def load(self, store: str):
        return self.keeper.load(store)

    def save(self, store: str, last) -> None:
        if self.keeper.load(store) is None:
            self.keeper.save(store, last)


MUTANTS = {
    "lease reused after restore": ("restored_with_leases", Wrong(marks=Trusting), "told twice"),
    "lease taken back is used": ("taken_back", Wrong(judge=AlsoEnded(), without_triggers=True), "was taken back"),
    "lease of another day is used": ("next_day", Wrong(judge=AnyDay()), "of another day"),
    "clock is not looked at": ("wrong_clock", Wrong(judge=AnyClock()), "ms off"),
    "range granted twice after a restore": ("gateway_restored", Wrong(series_mark=Unmarked), "told twice"),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_its_own_story_catches(mutant):
    name, wrong, said = MUTANTS[mutant]
    with a_town(wrong) as town, pytest.raises(AssertionError, match=said):
        STORIES[name](town)


def test_the_database_alone_gives_nothing_of_an_ended_lease():
    """The layer below the judge."""
    with a_town(Wrong(judge=AlsoEnded())) as town, pytest.raises(driver.DatabaseError, match="none of an ended lease"):
        taken_back(town)
