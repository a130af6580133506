"""Closing the day at the counter: how it stands, the lists that go along with the papers, one record that stays."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from kiosk.catalogue import Catalogue
from kiosk.closing import DayRecord, DayView, DrawerNotCounted, Matter, NothingToClose, Open, counts
from kiosk.closing_sheet import DaySheet, HandOverSheet, day_sheet, hand_over_sheet
from kiosk.counter.hand_backs import HandBacks
from kiosk.desk import conditions
from kiosk.moments import day_of
from kiosk.office_calendar import midnight_ms
from kiosk.officers import Officer, everybody
from kiosk.settings import Settings
from kiosk.store import Store, dossiers, drafts, originals, owed_receipts, till
from kiosk.store import closing as kept
from kiosk.store.closing import Passed
from kiosk.store.database import Database
from kiosk.store.dossiers import DossierLine
from kiosk.text import clean

DAY_MS = 86_400_000
_EVERY = -1


@dataclass(frozen=True, slots=True)
class DrawClosing:
    """Printing's part: the record of a day, and the lists of handing over, as PDF."""

    record: Callable[[DaySheet], bytes]
    hand_over: Callable[[HandOverSheet], bytes]


class Closing:
    """The closing of one counter."""

    def __init__(
        self, store: Store, catalogue: Catalogue, settings: Settings, hand_backs: HandBacks, draw: DrawClosing
    ) -> None:
        self._store, self._catalogue, self._settings = store, catalogue, settings
        self._hand_backs, self._draw = hand_backs, draw

    def view(self) -> DayView:
        """Everything the screen shows."""
        database, now = self._store.read(), self._store.clock.now_ms()
        since, here = _since(database), till.in_use(database)
        return DayView(
            now, since, kept.figures(database, since, now + 1), tuple(self._open(database, now)), here,
            till.balance(database, here) if here else None, kept.of_day(database, day_of(now).isoformat()),
            len(kept.passed_on(database, since, now + 1)),
        )  # fmt: skip

    def close(self, note: str, officer: Officer) -> DayRecord:
        """One record for good; what is open at its moment is written into it. Raises DrawerNotCounted, NothingToClose."""
        device, said = self._store.device, clean(note)

        def close(database: Database) -> DayRecord:
            now = self._store.clock.now_ms()
            if till.in_use(database) is not None:
                raise DrawerNotCounted
            since = _since(database)
            done = kept.figures(database, since, now)
            if not any(getattr(done, name) for name in done.__struct_fields__):
                raise NothingToClose
            left = counts(tuple(self._open(database, now)))
            record = DayRecord(day_of(now).isoformat(), since, now, officer.id, done, left, said)
            kept.add(database, device, record)
            return record

        return self._store.write(close)

    # ---- papers --------------------------------------------------------------------------------------

    def record_sheet(self, record: DayRecord, officer: Officer) -> bytes:
        """A closing as PDF, now or once more later."""
        database = self._store.read()
        names = {one.id: one.name for one in everybody(database)}
        counted = [each for each in till.drawers(database, record.since, record.closed_at) if each.counted is not None]
        sheet = day_sheet(record, counted, self._settings.office, names, printed_by=officer.name,
                          printed_at=self._store.clock.now_ms())  # fmt: skip
        return self._draw.record(sheet)

    def hand_over_lists(self, officer: Officer, record: DayRecord | None = None) -> bytes:
        """What was received since the last closing (or in a closing's span), a list for each field of work; b"" for nothing."""
        database, now = self._store.read(), self._store.clock.now_ms()
        since, until = (record.since, record.closed_at) if record else (_since(database), now + 1)
        passed = sorted(kept.passed_on(database, since, until), key=self._field)
        if not passed:
            return b""
        groups = tuple((field, tuple(rows)) for field, rows in groupby(passed, key=self._field))
        return self._draw.hand_over(hand_over_sheet(groups, self._settings.office, officer.name, now))

    # ---- inside --------------------------------------------------------------------------------------

    def _field(self, passed: Passed) -> str:
        entries = self._catalogue.entries(day_of(passed.received_at))
        return next((entry.sector for entry in entries if entry.code == passed.procedure), passed.procedure_name)

    def _open(self, database: Database, now: int) -> Iterator[Open]:
        here = till.in_use(database)
        if here is not None:
            yield Open(Matter.DRAWER, "", "", here.opened_at)
        until = midnight_ms(day_of(now)) + DAY_MS
        for row in self._hand_backs.waiting_in(database, now):
            if row.line.due_at is None or row.line.due_at < until:
                yield _of_line(Matter.RESULTS, row.line, row.line.due_at or row.line.received_at)
        for held in originals.still_held(database):
            yield Open(Matter.ORIGINALS, held.submitter, held.name, held.held_since, held.dossier, held.number, held.copies)
        for dossier in owed_receipts.of_all(database):
            line = dossiers.line(database, dossier)
            if line is not None:
                yield _of_line(Matter.RECEIPTS, line, line.received_at)
        yield from self._drafts(database, now)
        for matter, name in ((Matter.UNSENT, "unsent"), (Matter.ASIDE, "set_aside")):
            condition, values, order = conditions(now)[name]
            for line in dossiers.select(database, condition, values, order, _EVERY):
                yield _of_line(matter, line, line.received_at)
        for owed in till.owed(database):
            yield Open(Matter.OWED, owed.payer, owed.procedure_name, owed.owed_since, owed.dossier, owed.number)
        for payment in till.without_receipt(database):
            number = getattr(dossiers.line(database, payment.dossier), "number", "")
            yield Open(Matter.NO_RECEIPT, payment.payer, payment.slip, payment.taken_at, payment.dossier, number)

    def _drafts(self, database: Database, now: int) -> Iterator[Open]:
        names = {entry.code: entry.name for entry in self._catalogue.entries(day_of(now))}
        for draft in drafts.everything(database):
            code = draft.intake.procedure
            person = draft.intake.submitter.person.full_name
            yield Open(Matter.DRAFTS, person, names.get(code, code), draft.opened_at, draft.id, draft.tray)


def _since(database: Database) -> int:
    before = kept.last(database)
    return before.closed_at if before else 0


def _of_line(matter: Matter, line: DossierLine, since: int) -> Open:
    return Open(matter, line.submitter, line.procedure_name, since, line.id, line.number)
