"""Closing the day: whatever is played, the records of a day add up to it, and a closed day cannot be touched."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3.dbapi2 import IntegrityError

from kiosk.closing import DrawerNotCounted, Figures, Matter, NothingToClose, counts
from kiosk.counter.closing import Closing
from kiosk.express import ExpressOrder, ExpressRow
from kiosk.invented import Invention
from kiosk.store import audit_log, closing
from kiosk.till import TakenFee
from tests.ui.office import OFFICER, OpenCounter
from tests.ui.received import receive_some

COPIES = "2.000815"
ACTS = st.lists(st.sampled_from(["receive", "copies", "strike", "refund", "count", "close", "minute"]), max_size=14)


class Day:
    """A day played on a real counter, and noted beside it."""

    def __init__(self, office: OpenCounter) -> None:
        self.office, self.counter = office, office.counter
        self.noted = dict.fromkeys(Figures.__struct_fields__, 0)
        self.records: list[Figures] = []
        self.number = 0

    def open_drawer(self) -> None:
        if self.counter.till.in_use() is None:
            self.counter.till.open_drawer(100_000, OFFICER)

    def receive(self) -> None:
        self.open_drawer()
        self.number += 1
        receive_some(self.office, 1, seed=self.number)
        self.noted["received"] += 1
        self.noted["cash_in"] += 15_000

    def copies(self) -> None:
        self.open_drawer()
        self.number += 1
        person = Invention(self.number).person()
        self.counter.express.certify(ExpressOrder(COPIES, person, (ExpressRow("Học bạ", 2, 1),)), OFFICER, TakenFee())
        self.noted["received"] += 1
        self.noted["certified"] += 1
        self.noted["cash_in"] += 4_000

    def strike(self) -> None:
        for book in self.counter.ledgers.books():
            for entry in self.counter.ledgers.entries(book.id):
                if entry.struck is None:
                    self.counter.ledgers.strike(book.id, entry.number, "nhầm", OFFICER)
                    self.noted["struck"] += 1
                    return

    def refund(self) -> None:
        balance = self.counter.till.balance() if self.counter.till.in_use() else None
        for entry in self.counter.till.view().today:
            if balance and 0 < entry.payment.left <= balance.expected:
                self.counter.till.refund(entry.payment.id, entry.payment.left, "nhầm", OFFICER)
                self.noted["cash_out"] += entry.payment.left
                return

    def count(self) -> None:
        if self.counter.till.in_use() is not None:
            self.counter.till.close(self.counter.till.balance().expected + 1_000, "thừa", OFFICER)
            self.noted["differences"] += 1_000

    def close(self) -> None:
        before = dict(self.noted)
        done = {name: before[name] - sum(getattr(record, name) for record in self.records) for name in before}
        try:
            record = self.counter.closing.close("", OFFICER)
        except DrawerNotCounted:
            assert self.counter.till.in_use() is not None
        except NothingToClose:
            assert not any(done.values())
        else:
            self.records.append(record.figures)
            assert {name: getattr(record.figures, name) for name in done} == done

    def minute(self) -> None:
        self.office.clock.at_ms += 60_000


@settings(max_examples=25, deadline=None)
@given(acts=ACTS)
def test_records_of_a_day_add_up_to_what_was_played(tmp_path_factory, acts):
    with OpenCounter(tmp_path_factory.mktemp("day")) as office:
        day = Day(office)
        for act in [*acts, "minute", "count", "minute", "close"]:
            office.clock.at_ms += 1            # two acts of one millisecond do not happen at one counter
            getattr(day, act)()
        total = {name: sum(getattr(record, name) for record in day.records) for name in day.noted}
        assert total == day.noted


def test_a_closed_day_stays_as_it_is(tmp_path):
    with OpenCounter(tmp_path) as office:
        day = Day(office)
        day.receive()
        day.count()
        office.clock.at_ms += 1
        day.close()
        for act in ("DELETE FROM day_closing", "UPDATE day_closing SET officer = 'x'"):
            with pytest.raises(IntegrityError, match="stays closed"):
                office.store.write(lambda database, act=act: database.execute(act))
        assert closing.last(office.store.read()) is not None
        said = [line for line in audit_log.lines(office.store.read()) if b"day closed" in line.body]
        assert len(said) == 1


class Overtaken:
    """A store in which something else is saved while a write waits for its turn."""

    def __init__(self, office: OpenCounter, first) -> None:
        self._store, self._first = office.store, first

    def __getattr__(self, name: str):
        return getattr(self._store, name)

    def write(self, job):
        self._first()
        return self._store.write(job)


def test_what_is_open_is_read_when_the_record_is_written(tmp_path):
    with OpenCounter(tmp_path) as office:
        day = Day(office)
        day.receive()
        day.count()
        office.clock.at_ms += 1

        def one_more() -> None:
            day.receive()
            day.count()
            office.clock.at_ms += 1

        desk = office.counter.closing
        overtaken = Closing(Overtaken(office, one_more), desk._catalogue, desk._settings, desk._hand_backs, desk._draw)
        record = overtaken.close("", OFFICER)
        assert record.figures.received == 2
        assert record.open[Matter.UNSENT.value] == 2
        assert counts(office.counter.closing.view().open) == record.open
