"""The register of dossiers at the counter: looked through by any filter, and the same lines as a file."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from kiosk.audit import Act
from kiosk.catalogue import Catalogue
from kiosk.catalogue.faults import ProcedureUnknown
from kiosk.due_lines import DueDates
from kiosk.moments import day_of
from kiosk.office_calendar import OfficeCalendar
from kiosk.officers import Officer, everybody
from kiosk.procedures import Procedure
from kiosk.receipts import TRAINING
from kiosk.register import RegisterFilter, RegisterRow, Totals, totals
from kiosk.register_sheet import LEVELS, STATES, RegisterFormat, RegisterSheet, line_of
from kiosk.settings import Settings
from kiosk.store import Store, audit_log, register
from kiosk.store.database import Database
from kiosk.text import sort_key
from kiosk.work import Progress

DrawRegister = Callable[[RegisterSheet, RegisterFormat, Progress], bytes]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work: a sector (lĩnh vực) of the catalogue, and what of it was ever received here."""

    name: str
    procedures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterView:
    """The lines of a filter, and what the screen says beside them."""

    rows: tuple[RegisterRow, ...]
    totals: Totals
    unreceived: int                    # notices of the period whose dossier was never received
    procedures: tuple[tuple[str, str], ...]
    officers: tuple[Officer, ...]
    kinds: tuple[Kind, ...]
    levels: Mapping[str, str]          # of each procedure among the lines: which level decides


class Registers:
    """The register of one counter. `draw` makes the file and is printing's business."""

    def __init__(
        self, store: Store, catalogue: Catalogue, settings: Settings, calendar: OfficeCalendar, draw: DrawRegister
    ) -> None:
        self._store, self._catalogue, self._settings, self._draw = store, catalogue, settings, draw
        self._dates = DueDates(catalogue, calendar, settings.terms.end_of_term)

    def view(self, wanted: RegisterFilter) -> RegisterView:
        database = self._store.read()
        rows = self._rows(database, wanted)
        procedures = register.procedures(database)
        return RegisterView(
            rows, totals(rows), register.unreceived(database, wanted), procedures, register.officers(database),
            self._kinds((code for code, _name in procedures), wanted.now), self._levels(rows, wanted.now),
        )  # fmt: skip

    def file(self, wanted: RegisterFilter, kind: RegisterFormat, officer: Officer, progress: Progress) -> bytes:
        """The file of a filter, as it stands now. Raises Cancelled, TemplateUnusable."""
        progress.step("", 0, 0)
        now = self._store.clock.now_ms()
        return self._draw(self._sheet(replace(wanted, now=now), officer), kind, progress)

    def exported(self, wanted: RegisterFilter, kind: RegisterFormat, officer: Officer) -> None:
        """A file has left the store: who took out which days, and as what, is written down."""
        now, device = self._store.clock.now_ms(), self._store.device
        self._store.write(lambda database: audit_log.append(
            database, device, at=now, actor=officer.id, act=Act.REGISTER_EXPORTED, format=kind.value,
            since=wanted.since, until=wanted.until,
        ))  # fmt: skip

    def _sheet(self, wanted: RegisterFilter, officer: Officer) -> RegisterSheet:
        database, office = self._store.read(), self._settings.office
        rows = self._rows(database, wanted)
        names = {one.id: one.name for one in everybody(database)}
        levels = self._levels(rows, wanted.now)
        return RegisterSheet(
            superior_agency=office.superior,
            agency=office.name,
            place=office.place,
            book=office.register_book,
            first=day_of(wanted.since),
            last=day_of(wanted.until - 1),
            conditions=_conditions(database, wanted, names),
            printed_at=wanted.now,
            printed_by=officer.name,
            lines=tuple(
                line_of(place, row, levels[row.procedure], names.get(row.officer, row.officer))
                for place, row in enumerate(rows, 1)
            ),
            totals=totals(rows),
            marks=(TRAINING,) if office.training else (),
        )

    def _rows(self, database: Database, wanted: RegisterFilter) -> tuple[RegisterRow, ...]:
        """A notice knows its procedure by the code alone."""
        return tuple(self._named(row) if row.is_notice else row for row in register.rows(database, wanted, self._dates))

    def _named(self, row: RegisterRow) -> RegisterRow:
        procedure = self._procedure(row.procedure, row.received_at)
        return replace(row, procedure_name=procedure.name) if procedure else row

    def _kinds(self, codes: Iterable[str], now: int) -> tuple[Kind, ...]:
        found: dict[str, list[str]] = {}
        for code in codes:
            procedure = self._procedure(code, now)
            if procedure is not None:
                found.setdefault(procedure.sector, []).append(code)
        return tuple(Kind(name, tuple(found[name])) for name in sorted(found, key=sort_key))

    def _levels(self, rows: Iterable[RegisterRow], now: int) -> dict[str, str]:
        return {code: self._level(code, now) for code in {row.procedure for row in rows}}

    def _level(self, code: str, now: int) -> str:
        """Which level decides; "" for what the catalogue no longer knows."""
        procedure = self._procedure(code, now)
        return LEVELS.get(procedure.competent_level, "") if procedure else ""

    def _procedure(self, code: str, now: int) -> Procedure | None:
        try:
            return self._catalogue.on(code, day_of(now), self._settings.office.province)
        except ProcedureUnknown:
            return None


def _conditions(database: Database, wanted: RegisterFilter, names: dict[str, str]) -> tuple[str, ...]:
    """In the words of the paper: whoever reads it must see that it is a part."""
    procedures = dict(register.procedures(database))
    said = (
        ("Thủ tục", ", ".join(procedures.get(code, code) for code in (*wanted.kind, wanted.procedure) if code)),
        ("Tình trạng", STATES[wanted.state] if wanted.state else ""),
        ("Cán bộ tiếp nhận", names.get(wanted.officer, wanted.officer)),
        ("Tìm", wanted.text.strip()),
    )
    return tuple(f"{name}: {value}" for name, value in said if value)
