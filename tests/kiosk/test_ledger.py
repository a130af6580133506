"""The certification ledger: no gap, no number twice, nothing struck ever lost; whatever is closed, killed, restored or copied."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from kiosk.audit import check_chain
from kiosk.ledger import AlreadyStruck, NoSuchEntry, StrikeReasonWanted
from kiosk.moments import VIETNAM, day_of, epoch_ms
from kiosk.officers import add
from kiosk.store import audit_log, ledger, numbering
from tests.kiosk.certifying import COPIES, OFFICER, SIGNATURE, express, ledgers, opened, order
from tests.kiosk.store_fixtures import Counter, PlugPulled, acts, unplugged_at
from tests.printing.sheets import Printed, words

ROOT = Path(__file__).parents[2]
IN_MEMORY = Path("/dev/shm")
NEW_YEARS_EVE = epoch_ms(datetime(2026, 12, 31, 23, 59, 59, tzinfo=VIETNAM))


def certified(counter: Counter, times: int = 1, code: str = COPIES) -> list[tuple[str, int]]:
    """The book and number of each, every one told to somebody."""
    with opened(counter) as (_store, path):
        made = [path.certify(order(code), OFFICER) for _ in range(times)]
    return [(one.book, one.entry_number) for one in made]


def gapless(database) -> bool:
    """Every book counts 1, 2, 3 ... in the order of entering."""
    return all(
        [entry.number for entry in ledger.entries(database, book=book.id)]
        == list(range(1, len(ledger.entries(database, book=book.id)) + 1))
        for book in ledger.books(database)
    )


# ---- books -----------------------------------------------------------------------------------------


def test_numbers_go_on_over_restarts_each_kind_in_a_book_of_its_own(counter):
    found = certified(counter, 2) + certified(counter, 1, SIGNATURE) + certified(counter, 1)
    assert [number for _book, number in found] == [1, 2, 1, 3]
    assert len({book for book, _number in found}) == 2


def test_the_new_year_of_vietnam_opens_a_new_book_and_a_clock_set_back_goes_on_in_the_old(counter):
    counter.clock.at_ms = NEW_YEARS_EVE
    old = certified(counter, 2)
    counter.clock.advance(1_000)
    new = certified(counter)
    counter.clock.at_ms -= 1_000
    again = certified(counter)
    assert [number for _book, number in (*old, *new, *again)] == [1, 2, 1, 3]
    assert "/2026-" in old[0][0]
    assert "/2027-" in new[0][0]
    assert again[0][0] == old[0][0]


def test_a_restored_store_closes_its_books_and_opens_others(counter):
    certified(counter)
    backup = counter.copy_to("backup")
    lost = certified(counter, 2)
    counter.put_back(backup)
    after = certified(counter, 2)
    assert not {*lost} & {*after}
    assert [number for _book, number in after] == [1, 2]
    with counter.reading() as store:
        closed, in_use = ledger.books(store.read())
        assert (closed.closed_why, in_use.closed_at) == ("restored", None)
        assert closed.name != in_use.name
        assert gapless(store.read())


def test_entries_are_found_by_book_year_kind_and_time(counter):
    certified(counter, 2)
    certified(counter, 1, SIGNATURE)
    with counter.reading() as store:
        database, now = store.read(), counter.clock.now_ms()
        book = next(one for one in ledger.books(database) if one.kind == "SCT/BS")
        assert len(ledger.entries(database)) == len(ledger.entries(database, year=2026)) == 3
        assert len(ledger.entries(database, kind="SCT/BS")) == len(ledger.entries(database, book=book.id)) == 2
        assert len(ledger.entries(database, since=now, until=now + 1)) == 3
        assert not ledger.entries(database, until=now)
        assert not ledger.entries(database, since=now + 1)
        assert not ledger.entries(database, year=2027)


@pytest.mark.parametrize("statement", [
    "DELETE FROM ledger_entry", "UPDATE ledger_entry SET number = number + 1", "UPDATE ledger_entry SET person = ''",
    "DELETE FROM ledger_strike", "UPDATE ledger_strike SET reason = ''",
    ("INSERT INTO ledger_entry SELECT book, number + 2, dossier, person, subject, pages, copies, fee, officer, entered_at "
     "FROM ledger_entry WHERE number = (SELECT max(number) FROM ledger_entry)"),
])  # fmt: skip
def test_the_database_itself_refuses(counter, statement):
    certified(counter, 2)
    with counter.open() as store:
        book = ledger.books(store.read())[0].id
        ledgers(store).strike(book, 1, "nhập nhầm", OFFICER)
        before = ledger.entries(store.read())
        with pytest.raises(Exception, match=r"ledger|strike"):
            store.write(lambda database: database.execute(statement))
        assert ledger.entries(store.read()) == before


# ---- struck ----------------------------------------------------------------------------------------


def test_a_struck_entry_stays_with_reason_and_officer_and_its_number_is_not_used_again(counter):
    certified(counter, 2)
    with counter.open() as store:
        books = ledgers(store)
        book = books.books()[0].id
        struck = books.strike(book, 2, "  nhập nhầm   số bản ", OFFICER)
        assert (struck.struck.reason, struck.struck.officer) == ("nhập nhầm số bản", OFFICER.id)
        assert acts(store)[-1] == "ledger entry struck"
        assert store.opening.marks.load(store.device_id).audit_line == audit_log.head(store.read()).seq
    assert certified(counter)[0][1] == 3
    with counter.reading() as store:
        assert [bool(entry.struck) for entry in ledger.entries(store.read())] == [False, True, False]


def test_what_cannot_be_struck_is_told(counter):
    certified(counter)
    with counter.open() as store:
        books = ledgers(store)
        book = books.books()[0].id
        for reason, number, problem in (("  ", 1, StrikeReasonWanted), ("nhầm", 2, NoSuchEntry)):
            with pytest.raises(problem):
                books.strike(book, number, reason, OFFICER)
        books.strike(book, 1, "nhầm", OFFICER)
        with pytest.raises(AlreadyStruck):
            books.strike(book, 1, "nhầm nữa", OFFICER)
        assert ledger.entries(store.read())[0].struck.reason == "nhầm"


def test_nobody_is_named_in_the_audit_log(counter):
    with opened(counter) as (store, path):
        made = path.certify(order(COPIES), OFFICER)
        ledgers(store).strike(made.entries[0].book.id, 1, "ghi nhầm tên ông Lò Văn Cả", OFFICER)
        whole = b"".join(line.body for line in audit_log.lines(store.read())).decode()
        assert made.received.form.submitter.person.full_name not in whole
        assert "Lò Văn Cả" not in whole
        assert check_chain(audit_log.lines(store.read()), store.device.public_key).broken_at is None


def test_the_printed_book_has_every_number_and_tells_why_one_is_struck(counter):
    certified(counter, 40)
    with counter.open() as store:
        store.write(lambda database: add(database, OFFICER, "258013", counter.clock.now_ms()))
        books = ledgers(store)
        book = books.books()[0]
        books.strike(book.id, 7, "nhập nhầm số bản", OFFICER)
        printed = Printed(books.print_book(book.id, OFFICER))
        assert len(printed.texts) > 1
        assert words("nhập nhầm số bản (Lò Thị Mai Hương)") in printed.words
        assert words(f"Quyển số: {book.name}") in printed.words
        assert words("Có hiệu lực: 39 số, 117 bản, 468.000 đồng. Gạch bỏ: 1 số.") in printed.words
        assert printed.words.count(words("Giấy khai sinh")) == 40
        with pytest.raises(KeyError):
            books.print_book("no such book", OFFICER)


# ---- two processes, and a process that is killed ---------------------------------------------------


def child(folder: Path, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.kiosk.certifying", str(folder), *more], cwd=ROOT, text=True, encoding="utf-8",
        stdout=subprocess.PIPE,
    )  # fmt: skip


def promises(out: str) -> list[tuple[str, int]]:
    lines = [json.loads(line) for line in out.splitlines(keepends=True) if line.endswith("\n")]
    return [(line["book"], line["number"]) for line in lines]


def test_two_processes_at_once_keep_one_book_gapless(counter):
    with counter.open():
        pass
    both = [child(counter.folder, "8") for _ in range(2)]
    told = [number for process in both for _book, number in promises(process.communicate(timeout=90)[0])]
    assert sorted(told) == list(range(1, 17))
    with counter.reading() as store:
        assert len(ledger.books(store.read())) == 1
        assert gapless(store.read())


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL: POSIX only")
def test_a_process_killed_while_it_certifies_loses_no_number_it_told(counter):
    told: list[tuple[str, int]] = []
    for seen in (1, 3, 2):
        process = child(counter.folder)
        lines = [process.stdout.readline() for _ in range(seen)]
        process.kill()
        told += promises("".join(lines) + process.communicate()[0])
        with counter.open() as store:
            kept = [(entry.book.name, entry.number) for entry in ledger.entries(store.read())]
            assert gapless(store.read())
            dossiers = store.read().execute("SELECT count(*) FROM dossier").fetchone()[0]
            assert dossiers == len(kept)
        assert {*told} <= {*kept}
    assert len({*told}) == len(told)


# ---- any mixture of all this -----------------------------------------------------------------------


@dataclass
class Line:
    """What somebody was told."""

    book: str
    number: int


@dataclass
class World:
    folder: Path
    told: list[Line] = field(default_factory=list)
    struck: set[tuple[str, int]] = field(default_factory=set)
    copies: list[tuple[Path, set[tuple[str, int]]]] = field(default_factory=list)


class Books(RuleBasedStateMachine):
    """Certifies, strikes, restarts, pulls the plug, backs up, restores and lets years pass, in any order."""

    @initialize()
    def begin(self):
        self.world = World(Path(tempfile.mkdtemp(dir=IN_MEMORY if IN_MEMORY.is_dir() else None)))
        self.counter = Counter(self.world.folder)
        with self.counter.open():
            pass

    def teardown(self):
        shutil.rmtree(self.world.folder)

    @rule(times=st.integers(1, 3), code=st.sampled_from([COPIES, SIGNATURE]))
    def certify_some(self, times, code):
        self.certify(times, code)

    def certify(self, times, code):
        for book, number in certified(self.counter, times, code):
            self.world.told.append(Line(book, number))

    @rule(phase=st.sampled_from(["before commit", "certified before commit", "after commit"]))
    def pull_the_plug(self, phase):
        """Nobody was told the number; whether it stands depends on the moment."""
        with pytest.raises(PlugPulled), self.counter.open(unplugged_at(phase)) as store:
            express(store).certify(order(COPIES), OFFICER)

    @rule(which=st.integers(0, 1_000))
    def strike(self, which):
        with self.counter.open() as store:
            standing = [entry for entry in ledger.entries(store.read()) if entry.struck is None]
            if standing:
                entry = standing[which % len(standing)]
                ledgers(store).strike(entry.book.id, entry.number, "nhập nhầm", OFFICER)
                self.world.struck.add((entry.book.name, entry.number))

    @rule()
    def pass_the_year(self):
        here = day_of(self.counter.clock.now_ms())
        moved = datetime.combine(date(here.year + 1, 2, 1), datetime.min.time(), VIETNAM)
        self.counter.clock.at_ms = epoch_ms(moved)

    @precondition(lambda self: len(self.world.copies) < 3)
    @rule()
    def back_up(self):
        copy = self.counter.copy_to(f"copy-{len(self.world.copies)}")
        self.world.copies.append((copy, set(self.world.struck)))

    @precondition(lambda self: self.world.copies)
    @rule(which=st.integers(0, 2))
    def restore(self, which):
        copy, struck = self.world.copies[which % len(self.world.copies)]
        self.counter.put_back(copy)
        self.world.struck = set(struck)            # what was struck later is not in this copy

    @rule(lost=st.integers(1, 2))
    def restore_at_once(self, lost):
        """A backup, work after it, the backup put back, work again."""
        copy, struck = self.counter.copy_to("moment"), set(self.world.struck)
        self.certify(lost, COPIES)
        self.counter.put_back(copy)
        shutil.rmtree(copy)
        self.world.struck = struck
        self.certify(lost, COPIES)

    @invariant()
    def no_number_was_told_twice(self):
        if hasattr(self, "world"):
            told = [(line.book, line.number) for line in self.world.told]
            assert len(told) == len({*told})

    @invariant()
    def every_book_is_whole(self):
        if not hasattr(self, "world"):
            return
        with self.counter.reading() as store:
            entries = ledger.entries(store.read())
            assert gapless(store.read())
            assert {(one.book.name, one.number) for one in entries if one.struck} == self.world.struck
            assert len({book.name for book in ledger.books(store.read())}) == len(ledger.books(store.read()))


def test_any_mixture_keeps_the_books_whole():
    run_state_machine_as_test(Books, settings=settings(max_examples=15, stateful_step_count=14, deadline=None))


def test_the_mixture_is_able_to_fail(monkeypatch):
    """Where restored stores go on as if nothing had happened, numbers are told twice."""
    monkeypatch.setattr(numbering, "must_draw_anew", lambda database, mark: mark is None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            Books, settings=settings(max_examples=50, stateful_step_count=14, deadline=None, phases=[Phase.generate])
        )
