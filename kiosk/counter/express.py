"""The express path at the counter: certified in one go, dossier, ledger entries and payment in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import uuid_utils.compat as uuids

from kiosk.catalogue import Catalogue
from kiosk.clause_sheet import ClauseLine, ClauseSheet
from kiosk.dossier import FeeLine, Form
from kiosk.express import (
    Charging,
    ExpressOrder,
    ExpressQuote,
    Taken,
    intake_of,
    ledger_lines,
    quote_of,
    way_of,
)
from kiosk.fees import Terms
from kiosk.ledger import LedgerEntry, LedgerLine
from kiosk.making import Rules, term_of
from kiosk.moments import day_of
from kiosk.office_calendar import OfficeCalendar
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.procedures import Procedure
from kiosk.receipts import TRAINING
from kiosk.receive import Beside, Received, Receiving, Said, seal, sealing_of
from kiosk.settings import Settings
from kiosk.store import Store, kept_results, ledger
from kiosk.store.database import Database
from kiosk.store.faults import NumberWithheld
from kiosk.tidying import tidied

DrawClause = Callable[[ClauseSheet], bytes]


@dataclass(frozen=True, slots=True)
class Certified:
    """What was done. `clause` is the PDF to print, empty where the procedure has none or it could not be drawn."""

    received: Received
    entries: tuple[LedgerEntry, ...]
    fees: tuple[FeeLine, ...]
    change: int
    clause: bytes = b""
    clause_problem: Problem | None = None

    @property
    def dossier(self) -> str:
        return self.received.dossier

    @property
    def number(self) -> str:
        """The dossier's."""
        return self.received.number

    @property
    def book(self) -> str:
        return self.entries[0].book.name

    @property
    def entry_number(self) -> int:
        """The first of the numbers given."""
        return self.entries[0].number


class Express:
    """The express path of one counter. `draw` lays clauses out and is printing's business; `charge` is the till."""

    def __init__(
        self, store: Store, catalogue: Catalogue, settings: Settings, calendar: OfficeCalendar, draw: DrawClause,
        charge: Charging | None = None,
    ) -> None:  # fmt: skip
        self._store, self._catalogue, self._settings, self._calendar = store, catalogue, settings, calendar
        self._draw, self._charge = draw, charge

    def kinds(self) -> tuple[Procedure, ...]:
        """What can be certified this way today, by the catalogue."""
        day, province = day_of(self._store.clock.now_ms()), self._settings.office.province
        found = (self._catalogue.on(entry.code, day, province) for entry in self._catalogue.entries(day, province))
        return tuple(sorted((one for one in found if one.express), key=lambda one: way_of(one).order))

    def place(self) -> str:
        """Where extracts come from unless the officer says otherwise."""
        return self._settings.office.name

    def quote(self, order: ExpressOrder) -> ExpressQuote:
        """What it costs so far. Reads no disk: may be asked at every key."""
        procedure, now = self._procedure(order.procedure), self._store.clock.now_ms()
        return quote_of(order, procedure, Terms(day_of(now), frozenset(), self._fees(procedure)))

    def certify(self, order: ExpressOrder, officer: Officer, payment: Taken | None = None) -> Certified:
        """Raises FormRefused, DiskFull, StoreProblem; of all, only NumberWithheld after sealing."""
        self._store.check_room(0)
        now, procedure = self._store.clock.now_ms(), self._procedure(order.procedure)
        receiving = Receiving(self._store, procedure, self._rules(procedure))
        office = self._settings.office
        intake = tidied(intake_of(order, procedure, office.code, office.counter, officer, now))
        if payment is not None:
            intake = replace(intake, fee_method=payment.method)
        warnings = receiving.checked(intake, now)
        quote = self.quote(order)
        form = receiving.form(intake, str(uuids.uuid7()), (), now)
        beside = [self._charge(payment, officer)] if payment and self._charge and quote.total else []
        if order.later:
            beside.append(_keep)
        said = Said({f"submitter.person.{name}": order.source for name in ("personal_id", "full_name")}, order.read)
        number, token, entries = self._sealed(form, said, procedure, ledger_lines(order, procedure, quote), beside)
        term = term_of(procedure, intake.situation(procedure))
        received = Received(form.dossier, number, token, form, term, warnings)
        change = max(0, payment.tendered - quote.total) if payment else 0
        clause, problem = self._clause(received, procedure, entries)
        return Certified(received, entries, quote.lines, change, clause, problem)

    def clause_again(self, received: Received) -> bytes:
        """The clauses once more, of a dossier of today. Raises what drawing raises."""
        procedure = self._catalogue.version(received.form.procedure, received.form.procedure_version)
        entries = ledger.of_dossier(self._store.read(), received.dossier)
        return self._draw(self._sheet(received, procedure, tuple(entry for entry in entries if entry.struck is None)))

    # ---- inside ----------------------------------------------------------------------------------

    def _sealed(
        self, form: Form, said: Said, procedure: Procedure, lines: tuple[LedgerLine, ...], beside: list[Beside]
    ) -> tuple[str, str, tuple[LedgerEntry, ...]]:
        """Dossier, ledger and payment stand together or not at all; the mark outside before anybody sees a number."""
        store = self._store
        sealing = sealing_of(store, form, store.content_keys.new(), ())

        def job(database: Database) -> tuple[str, str, tuple[LedgerEntry, ...]]:
            number, token = seal(database, store, sealing, said)
            enter = partial(ledger.enter, database, store.device, kind=procedure.ledger, dossier=form.dossier)
            entries = tuple(enter(line=line, officer=form.officer, at=form.received_at) for line in lines)
            for write in beside:
                write(database, form, number)
            store.at("certified before commit")
            return number, token, entries

        sealed = store.write(job)
        store.at("after commit")
        try:
            store.save_mark()
        except (Problem, OSError) as error:
            raise NumberWithheld(cause=error.code if isinstance(error, Problem) else type(error).__name__) from error
        return sealed

    def _clause(
        self, received: Received, procedure: Procedure, entries: tuple[LedgerEntry, ...]
    ) -> tuple[bytes, Problem | None]:
        """What is sealed stays sealed, whatever a template lacks."""
        if not way_of(procedure).clause:
            return b"", None
        try:
            return self._draw(self._sheet(received, procedure, entries)), None
        except Problem as problem:
            return b"", problem

    def _sheet(self, received: Received, procedure: Procedure, entries: tuple[LedgerEntry, ...]) -> ClauseSheet:
        office, person = self._settings.office, received.form.submitter.person
        return ClauseSheet(
            template=way_of(procedure).clause,
            agency=office.name,
            place=office.place,
            person=person.full_name,
            identifier=person.personal_id or person.passport,
            dossier=received.number,
            certified_at=received.form.received_at,
            lines=tuple(
                ClauseLine(entry.number, entry.book.name, entry.line.subject, entry.line.pages, entry.line.copies)
                for entry in entries
            ),
            marks=(TRAINING,) if office.training else (),
        )

    def _procedure(self, code: str) -> Procedure:
        return self._catalogue.on(code, day_of(self._store.clock.now_ms()), self._settings.office.province)

    def _fees(self, procedure: Procedure) -> dict[str, int]:
        return self._settings.fees.get(procedure.code, {})

    def _rules(self, procedure: Procedure) -> Rules:
        return Rules(self._calendar, self._settings.terms.end_of_term, self._fees(procedure))


def _keep(database: Database, form: Form, number: str) -> None:
    """The result waits here for its person."""
    kept_results.add(database, form.dossier, form.received_at)
