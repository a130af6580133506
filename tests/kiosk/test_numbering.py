"""No dossier number is ever given out twice: not by two days, two leases, a restored backup or a copied store."""

import itertools
import re
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from kiosk import numbers
from kiosk.moments import day_of
from kiosk.store import leases, numbering
from kiosk.store.disk import Disk
from kiosk.store.faults import DiskFull, NumberWithheld
from kiosk.store.marks import Mark, MarkFolder, MarkKeeper
from tests.kiosk.store_fixtures import DAY_MS, NINE_O_CLOCK, Counter, acts, count, grant

TODAY = day_of(NINE_O_CLOCK)
IN_MEMORY = Path("/dev/shm")               # where there is one: this machine asks nothing of the disk but its bytes
TEMPORARY = re.compile(r"TMP-[0-9A-HJKMNP-TV-Z]{6}-261125-\d{4}")


def series(number: str) -> str:
    return number.rpartition("-")[0]


def given_out(counter: Counter, times: int = 1) -> list[str]:
    with counter.open() as store:
        return [counter.receive(store).number for _ in range(times)]


# ---- temporary codes -----------------------------------------------------------------------------


def test_temporary_codes_ascend_within_a_device_part_and_day(counter):
    found = given_out(counter, 3) + given_out(counter, 2)       # closing the program starts no new series
    assert all(TEMPORARY.fullmatch(number) for number in found)
    assert [number[-4:] for number in found] == ["0001", "0002", "0003", "0004", "0005"]
    assert len({series(number) for number in found}) == 1
    assert all(numbers.is_number(number) for number in found)


def test_each_day_counts_from_one_and_a_clock_set_back_goes_on_where_that_day_stood(counter):
    today = given_out(counter, 2)
    counter.clock.advance(DAY_MS)
    tomorrow = given_out(counter)
    counter.clock.at_ms -= DAY_MS
    again = given_out(counter)
    assert [number[-11:] for number in today + tomorrow + again] == [
        "261125-0001", "261125-0002", "261126-0001", "261125-0003",
    ]  # fmt: skip


def test_the_day_is_the_vietnamese_one(counter):
    counter.clock.at_ms = NINE_O_CLOCK + 15 * 3_600_000 - 1     # one millisecond to midnight in Vietnam, 17:00 UTC
    assert "-261125-" in given_out(counter)[0]
    counter.clock.advance(1)
    assert "-261126-" in given_out(counter)[0]


def test_two_devices_never_share_a_device_part(tmp_path):
    parts = {series(given_out(Counter(tmp_path / str(n)))[0]) for n in range(10)}
    assert len(parts) == 10


@given(st.sampled_from(["A1B2C3", "000000"]), st.dates(), st.integers(1, 99_999_999))
def test_a_number_is_found_as_it_is_typed(part, day, last):
    number = numbers.numbered(numbers.temporary_series(part, day), last)
    assert numbers.is_number(number)
    assert numbers.tidy(f" {number.lower()} ") == number


# ---- leases --------------------------------------------------------------------------------------


def test_official_numbers_come_from_the_lease_ascending_then_temporary_codes_again(counter):
    with counter.open() as store:
        grant(store, 41, 43)
        assert leases.left_on(store.read(), TODAY) == 3
        found = [counter.receive(store).number for _ in range(4)]
        assert leases.left_on(store.read(), TODAY) == 0
    assert found[:3] == [f"H99.01.02-261125-00{number}" for number in (41, 42, 43)]
    assert TEMPORARY.fullmatch(found[3])


def test_the_next_lease_follows_and_the_earlier_range_goes_first(counter):
    with counter.open() as store:
        grant(store, 90, 91)
        grant(store, 41, 41)
        found = [counter.receive(store).number[-4:] for _ in range(3)]
    assert found == ["0041", "0090", "0091"]


def test_a_lease_past_its_time_or_of_another_day_gives_nothing(counter):
    with counter.open() as store:
        grant(store, 1, 9, not_after=NINE_O_CLOCK - 1)
        grant(store, 1, 9, day="2026-11-26")
        assert TEMPORARY.fullmatch(counter.receive(store).number)


def test_a_lease_past_its_time_does_not_hide_a_good_one(counter):
    with counter.open() as store:
        grant(store, 1, 9, not_after=NINE_O_CLOCK - 1)
        grant(store, 41, 43)
        assert counter.receive(store).number == "H99.01.02-261125-0041"


def test_a_lease_that_comes_twice_is_kept_once(counter):
    with counter.open() as store:
        lease = grant(store, 41, 43)
        first = counter.receive(store).number
        grant(store, 41, 43)
        assert count(store, "lease") == 1
        assert counter.receive(store).number > first
        assert lease.first == 41


def test_a_restored_store_drops_its_leases(counter):
    with counter.open() as store:
        grant(store, 41, 60)
    backup = counter.copy_to("backup")
    official = given_out(counter, 2)
    counter.put_back(backup)
    after = given_out(counter, 2)
    assert official == ["H99.01.02-261125-0041", "H99.01.02-261125-0042"]
    assert all(TEMPORARY.fullmatch(number) for number in after)
    with counter.reading() as store:
        assert store.read().execute("SELECT DISTINCT ended_why FROM lease").fetchall() == [("restored",)]
        assert leases.left_on(store.read(), TODAY) == 0


# ---- restored, copied, without marks -------------------------------------------------------------


def test_a_restored_store_reuses_no_number_and_says_so(counter):
    before = given_out(counter, 2)
    backup = counter.copy_to("backup")
    lost = given_out(counter, 3)
    counter.put_back(backup)
    after = given_out(counter, 3)
    assert len({*before, *lost, *after}) == 8
    assert series(after[0]) != series(lost[0])
    with counter.reading() as store:
        assert acts(store).count("store older than its mark") == 1
    given_out(counter)
    with counter.reading() as store:
        assert acts(store).count("store older than its mark") == 1  # said once, not at every start


def test_a_store_put_back_unchanged_goes_on_as_before(counter):
    before = given_out(counter, 2)
    counter.put_back(counter.copy_to("backup"))
    assert given_out(counter) == [f"{series(before[0])}-0003"]
    with counter.reading() as store:
        assert "store older than its mark" not in acts(store)


def test_two_copies_used_in_turns_share_no_number(counter):
    """A cloned machine image with a shared home: both see the same marks."""
    given_out(counter)
    twin = counter.copy_to("twin")
    found = []
    for _ in range(3):
        found += given_out(counter, 2)
        swapped = counter.copy_to("swap")
        counter.put_back(twin)
        shutil.rmtree(twin)
        swapped.rename(twin)
    assert len(set(found)) == 6


@pytest.mark.parametrize("spoil", [Path.unlink, lambda mark: mark.write_bytes(b""), lambda mark: mark.write_bytes(b"\xff"),
                                   lambda mark: mark.write_text('{"device_part": 1, "issued": 2}')])
def test_a_missing_or_unreadable_mark_is_treated_as_a_restored_store(counter, spoil):
    before = given_out(counter, 2)
    (mark,) = counter.marks_folder.iterdir()
    spoil(mark)
    after = given_out(counter, 2)
    assert not {*before} & {*after}
    assert series(after[0]) != series(before[0])
    with counter.reading() as store:
        assert "store older than its mark" in acts(store)


def test_a_store_on_another_machine_draws_a_part_of_its_own(counter, tmp_path):
    before = given_out(counter, 2)
    elsewhere = Counter(tmp_path / "elsewhere")
    shutil.copytree(counter.root, elsewhere.root)
    here, there = given_out(counter, 2), given_out(elsewhere, 2)
    assert len({*before, *here, *there}) == 6
    assert series(here[0]) == series(before[0])


def test_a_first_store_is_not_called_restored(counter):
    given_out(counter)
    with counter.reading() as store:
        assert acts(store) == ["store created", "dossier received"]


# ---- the mark is saved before the number is heard ------------------------------------------------


@dataclass
class Failing:
    """A place of marks that works until told otherwise."""

    keeper: MarkKeeper
    works: bool = True

    def load(self, device: str) -> Mark | None:
        return self.keeper.load(device)

    def save(self, device: str, mark: Mark) -> None:
        if not self.works:
            raise DiskFull
        self.keeper.save(device, mark)


def test_the_mark_is_on_disk_when_the_number_is_heard(counter):
    with counter.open() as store:
        received = counter.receive(store)
        mark = MarkFolder(counter.marks_folder, Disk()).load(store.device_id)
        assert (mark.device_part, mark.issued) == (received.number.split("-")[1], 1)


def test_without_a_mark_the_number_is_withheld_and_the_dossier_kept(counter):
    counter.marks = Failing(MarkFolder(counter.marks_folder, Disk()))
    with counter.open() as store:
        counter.marks.works = False
        with pytest.raises(NumberWithheld) as caught:
            counter.receive(store, [b"a page"])
        assert caught.value.details == {"cause": "STORE-03"}
        assert "đã được lưu" in caught.value.for_person()       # nobody types it in a second time
        assert count(store, "dossier") == 1
    counter.marks.works = True
    assert given_out(counter)[0].endswith("-0002")              # its number is not given to anybody else


def test_officer_and_engine_save_their_marks_at_the_same_moment(counter):
    """Seen on the invented day: one renamed the other's half-written mark away, and a number was withheld for nothing."""
    intakes = [counter.intake() for _ in range(60)]
    with counter.open() as store:
        with ThreadPoolExecutor(4) as threads:
            given = list(threads.map(lambda intake: counter.receive(store, intake=intake).number, intakes))
        assert len(set(given)) == len(intakes)
        assert counter.opening().marks.load(store.device_id) == numbering.mark_of(store.read())


def test_a_store_whose_marks_cannot_be_written_does_not_open(counter):
    counter.marks = Failing(MarkFolder(counter.marks_folder, Disk()), works=False)
    with pytest.raises(DiskFull), counter.open():
        pass


class Forgetful:
    """The mutant: says it saved the mark and never does, after the first."""

    def __init__(self, keeper: MarkKeeper) -> None:
        self.keeper = keeper

    def load(self, device: str) -> Mark | None:
        return self.keeper.load(device)

    def save(self, device: str, mark: Mark) -> None:
        if self.keeper.load(device) is None:
            self.keeper.save(device, mark)


class Trusting(Forgetful):
    """The mutant: every store is believed to be as new as its mark."""

    def load(self, device: str) -> Mark | None:
        return None if self.device_part is None else Mark(self.device_part, 0)

    def save(self, device: str, mark: Mark) -> None:
        self.device_part = mark.device_part

    device_part: str | None = None


@pytest.mark.parametrize("mutant", [Forgetful, Trusting])
def test_the_restore_test_is_able_to_fail(counter, mutant):
    """With a keeper of marks that does not do its work, the very journey above gives numbers twice."""
    counter.marks = mutant(MarkFolder(counter.marks_folder, Disk()))
    given_out(counter, 1)
    backup = counter.copy_to("backup")
    lost = given_out(counter, 2)
    counter.put_back(backup)
    assert given_out(counter, 2) == lost


# ---- any mixture of all this ---------------------------------------------------------------------


@dataclass
class World:
    """Stores that share one place of marks, and every number anybody was ever told."""

    folder: Path
    fresh: itertools.count = field(default_factory=itertools.count)
    told: list[str] = field(default_factory=list)


class Numbers(RuleBasedStateMachine):
    """Receives, leases, backups, restores, clones and lost marks in any order.

    The store is driven below the form: the number is drawn in a write transaction and the mark saved before it is told,
    as `Receiving` does (the tests above hold that end).
    """

    marks: type | None = None

    @initialize()
    def begin(self):
        self.world = World(Path(tempfile.mkdtemp(dir=IN_MEMORY if IN_MEMORY.is_dir() else None)))
        self.counter = Counter(self.world.folder)
        if self.marks:
            self.counter.marks = self.marks(MarkFolder(self.counter.marks_folder, Disk()))
        self.leased = 0
        self.copies: list[Path] = []
        self.clones: list[Path] = []
        with self.counter.open():
            pass

    def teardown(self):
        shutil.rmtree(self.world.folder)

    def fresh(self) -> str:
        return f"copy-{next(self.world.fresh)}"

    @rule(times=st.integers(1, 3))
    def receive(self, times):
        with self.counter.open() as store:
            for _ in range(times):
                now = store.clock.now_ms()
                drawn = store.write(lambda database, now=now: numbering.next_number(database, day_of(now), now))
                store.save_mark()
                self.world.told.append(drawn.number)

    @rule()
    def power_cut_before_the_mark(self):
        """A number is drawn and nobody is told."""
        with self.counter.open() as store:
            now = store.clock.now_ms()
            store.write(lambda database: numbering.next_number(database, day_of(now), now))

    @rule(size=st.integers(1, 4))
    def grant(self, size):
        with self.counter.open() as store:
            day = day_of(store.clock.now_ms())
            grant(store, self.leased + 1, self.leased + size, day=day.isoformat(), not_after=NINE_O_CLOCK + 99 * DAY_MS)
        self.leased += size

    @precondition(lambda self: len(self.copies) < 3)
    @rule()
    def back_up(self):
        self.copies.append(self.counter.copy_to(self.fresh()))

    @precondition(lambda self: self.copies)
    @rule(data=st.data())
    def restore(self, data):
        self.counter.put_back(data.draw(st.sampled_from(self.copies)))

    @precondition(lambda self: len(self.clones) < 2)
    @rule()
    def clone(self):
        self.clones.append(self.counter.copy_to(self.fresh()))

    @precondition(lambda self: self.clones)
    @rule()
    def use_the_other_clone(self):
        here = self.counter.copy_to(self.fresh())
        self.counter.put_back(self.clones.pop(0))
        self.clones.append(here)

    @rule()
    def lose_the_marks(self):
        if self.counter.marks is None:
            shutil.rmtree(self.counter.marks_folder, ignore_errors=True)

    @rule(days=st.sampled_from([-1, 1]))
    def change_the_clock(self, days):
        self.counter.clock.at_ms += days * DAY_MS

    @invariant()
    def no_number_was_told_twice(self):
        told = self.world.told if hasattr(self, "world") else []
        assert len(told) == len(set(told))


TestNumbers = Numbers.TestCase
TestNumbers.settings = settings(max_examples=25, stateful_step_count=14)


@pytest.mark.parametrize("mutant", [Forgetful, Trusting])
def test_the_machine_is_able_to_fail(mutant):
    class Mutated(Numbers):
        marks = mutant

    with pytest.raises(AssertionError):
        run_state_machine_as_test(Mutated, settings=settings(max_examples=200, stateful_step_count=14, phases=[Phase.generate]))
