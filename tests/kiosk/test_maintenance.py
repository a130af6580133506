"""Who may look after a kiosk: a PIN tried slowly, and a line for everything."""

import pytest

from kiosk.officers import PinTooShort
from kiosk.selfservice.maintenance import (
    FREE_TRIES,
    MINUTE_MS,
    MaintenanceLocked,
    NoMaintenancePin,
    PinTooEasy,
    Upkeep,
    WrongMaintenancePin,
    enter,
    has_pin,
    note,
    set_pin,
)
from tests.kiosk.store_fixtures import NINE_O_CLOCK, acts

PIN, WRONG = "274916", "274917"


@pytest.fixture
def kept(counter):
    with counter.open() as store:
        store.write(lambda database: set_pin(database, store.device, PIN, NINE_O_CLOCK))
    return counter


def tried(store, pin: str, now: int = NINE_O_CLOCK):
    return store.write(lambda database: enter(database, store.device, pin, now))


def test_the_right_pin_is_let_in_and_every_step_is_written_down(kept):
    with kept.open() as store:
        assert isinstance(tried(store, WRONG), WrongMaintenancePin)
        assert tried(store, PIN) is None
        store.write(lambda database: note(database, store.device, Upkeep.REST, NINE_O_CLOCK))
        assert acts(store)[-4:] == ["maintenance PIN set", "maintenance PIN refused", "maintenance entered", "maintenance done"]


def test_wrong_tries_are_counted_over_restarts_and_each_lock_is_twice_as_long(kept):
    now, locks = NINE_O_CLOCK, []
    for _try in range(FREE_TRIES + 2):
        with kept.open() as store:
            problem = tried(store, WRONG, now)
            if isinstance(problem, MaintenanceLocked):
                assert isinstance(tried(store, PIN, now + 1), MaintenanceLocked)      # even the right one waits
                locks.append(_minutes(problem))
                now += locks[-1] * MINUTE_MS
    assert locks == [1, 2, 4]
    with kept.open() as store:
        assert tried(store, PIN, now) is None
        assert isinstance(tried(store, WRONG, now), WrongMaintenancePin)              # the count began anew


def _minutes(problem: MaintenanceLocked) -> int:
    return int("".join(letter for letter in problem.for_person().partition("phải đợi")[2] if letter.isdigit()))


def test_a_clock_set_back_locks_nobody_out_for_days(kept):
    with kept.open() as store:
        for _try in range(FREE_TRIES):
            tried(store, WRONG, NINE_O_CLOCK + 30 * 86_400_000)
        assert _minutes(tried(store, PIN, NINE_O_CLOCK)) <= 60


def test_without_a_pin_nobody_is_let_in(counter):
    with counter.open() as store:
        assert not has_pin(store.read())
        assert isinstance(tried(store, ""), NoMaintenancePin)
        assert isinstance(tried(store, PIN), NoMaintenancePin)


@pytest.mark.parametrize(("pin", "problem"), [
    ("1234", PinTooShort), ("111111", PinTooEasy), ("123456", PinTooEasy), ("987654", PinTooEasy), ("12a456", PinTooEasy),
    ("1" * 13, PinTooEasy), ("٣٤٥٩٠١", PinTooEasy),
])  # fmt: skip
def test_what_is_guessed_first_is_no_pin(counter, pin, problem):
    with counter.open() as store:
        with pytest.raises(problem):
            store.write(lambda database: set_pin(database, store.device, pin, NINE_O_CLOCK))
        assert not has_pin(store.read())


def test_the_pin_stands_nowhere_in_the_folder(kept):
    for file in kept.root.rglob("*"):
        assert not file.is_file() or PIN.encode() not in file.read_bytes()
