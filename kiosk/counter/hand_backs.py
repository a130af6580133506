"""Handing back at the counter: what waits, whose it is, handed over once, the originals ticked back, the paper signed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from kiosk import receipt_token
from kiosk.card_qr import read_card_qr
from kiosk.catalogue import Catalogue
from kiosk.dossier import Form
from kiosk.due_now import term_of_form
from kiosk.hand_back import (
    MAY_BE_HANDED,
    AlreadyHanded,
    FeeStillOwed,
    Handed,
    HandOrder,
    NotReady,
    NotRecordable,
    PaperWithheld,
    Person,
    Readiness,
    ReturnedElsewhere,
    lacks,
    people_of,
    readiness,
    tidied,
)
from kiosk.hand_back_paper import hand_back_sheet
from kiosk.hand_back_sheet import HandBackSheet
from kiosk.moments import day_of, show_moment
from kiosk.office_calendar import midnight_ms
from kiosk.officers import Officer, everybody
from kiosk.originals import OriginalHeld
from kiosk.people import NotAPersonalId, PersonalId
from kiosk.problems import Problem
from kiosk.procedures import DeadlineUnit
from kiosk.settings import Settings
from kiosk.store import Store, dossiers, hand_backs, kept_results, ledger, originals, results
from kiosk.store import till as kept_till
from kiosk.store.database import Database
from kiosk.store.dossiers import DossierLine
from kiosk.store.results import KeptResult
from kiosk.till import dong

DAY_MS = 86_400_000
_MOST = 500                            # more nobody hands over in a day; the rest is found by typing
_SAME_DAY_SINCE_MS = 7 * DAY_MS
_DONE = "portal_status IN (7, 8, 9) AND handed_at IS NULL"
# Answered from the index on due dates: what is due the day it comes is due about now.
_PERHAPS_TODAY = "(portal_status IS NULL OR portal_status IN (1, 2, 4)) AND handed_at IS NULL AND due_at >= ? AND due_at < ?"

DrawHandBack = Callable[[HandBackSheet], bytes]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A dossier as the lists show it. `originals` are how many of its papers lie here."""

    line: DossierLine
    readiness: Readiness
    originals: int = 0


@dataclass(frozen=True, slots=True)
class HandedLine:
    """One handing back as the list of the day shows it."""

    line: DossierLine
    handed: Handed


@dataclass(frozen=True, slots=True)
class HandBackLists:
    """Everything the screen lists."""

    now: int
    waiting: tuple[Waiting, ...]
    held: tuple[OriginalHeld, ...]
    today: tuple[HandedLine, ...]      # newest first


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought. `by_receipt`: the code of a receipt of this counter was shown; `card`: whose card it was."""

    rows: tuple[Waiting, ...]
    by_receipt: bool = False
    damaged: bool = False              # a receipt's code, cut short or altered
    foreign: bool = False              # a receipt of another counter
    identifier: str = ""               # the number on the card


@dataclass(frozen=True, slots=True)
class HandBackCase:
    """One dossier before it is handed over, or after. `refused` says what stands in the way."""

    line: DossierLine
    readiness: Readiness
    people: tuple[Person, ...]
    originals: tuple[OriginalHeld, ...]
    refused: Problem | None
    handed: Handed | None
    results: tuple[KeptResult, ...] = ()


class HandBacks:
    """The handing back of one counter. `draw` lays the paper out and is printing's business."""

    def __init__(self, store: Store, catalogue: Catalogue, settings: Settings, draw: DrawHandBack) -> None:
        self._store, self._catalogue, self._settings, self._draw = store, catalogue, settings, draw

    # ---- looking -------------------------------------------------------------------------------------

    def waiting(self) -> tuple[Waiting, ...]:
        """What can be handed over: what the portal has done, what was certified here and kept, what is due the day it came."""
        return self.waiting_in(self._store.read(), self._store.clock.now_ms())

    def waiting_in(self, database: Database, now: int) -> tuple[Waiting, ...]:
        """The same as it stands in `database`, which may be a write under way."""
        done = dossiers.select(database, _DONE, [], "portal_status DESC, portal_decided_at", _MOST)
        start = midnight_ms(day_of(now))
        span = [start - _SAME_DAY_SINCE_MS, start + 2 * DAY_MS]
        perhaps = dossiers.select(database, _PERHAPS_TODAY, span, "due_at", _MOST)
        here = kept_results.of_all(database)
        kept = tuple(self._line(database, dossier) for dossier in here)
        lines = {line.id: line for line in (*done, *kept, *perhaps)}
        rows = self._rows(database, lines.values())
        # What was certified and handed over on the spot is gone, and nobody records it.
        return tuple(
            row for row in rows
            if row.readiness in MAY_BE_HANDED and (row.readiness is not Readiness.MADE_HERE or row.line.id in here)
        )  # fmt: skip

    def lists(self) -> HandBackLists:
        """What waits, the originals that lie here, what was handed over today."""
        database, now = self._store.read(), self._store.clock.now_ms()
        start = midnight_ms(day_of(now))
        today = reversed(hand_backs.between(database, start, start + DAY_MS))
        return HandBackLists(
            now, self.waiting(), originals.still_held(database),
            tuple(HandedLine(self._line(database, handed.dossier), handed) for handed in today),
        )  # fmt: skip

    def find(self, text: str) -> Found:
        """By a receipt's code or a card's, as a scanner types it; a dossier number; a personal number; a name without marks."""
        database, typed = self._store.read(), text.strip()
        if typed.upper().startswith(receipt_token.PREFIX):
            return self._by_receipt(database, typed)
        card = read_card_qr(typed)
        if card is not None:
            rows = self._rows(database, dossiers.search(database, card.person.personal_id, _MOST))
            return Found(rows, identifier=card.person.personal_id)
        exact = dossiers.by_number(database, typed)
        found = [exact] if exact else dossiers.search(database, _bare_number(typed), _MOST)
        return Found(self._rows(database, found))

    def case(self, dossier: str) -> HandBackCase:
        """Raises KeyError for an unknown dossier."""
        database = self._store.read()
        line, (form, _body) = self._line(database, dossier), dossiers.form_of(database, dossier)
        ready, handed = self._readiness(database, line, form), hand_backs.of_dossier(database, dossier)
        return HandBackCase(
            line, ready, people_of(form), originals.of_dossier(database, dossier),
            self._refusal(database, line, ready, handed), handed, results.of_dossier(database, dossier),
        )  # fmt: skip

    def unsent(self) -> tuple[Handed, ...]:
        """What the portal is still to be told of."""
        return hand_backs.unsent(self._store.read())

    # ---- writing -------------------------------------------------------------------------------------

    def hand_over(self, order: HandOrder, officer: Officer) -> Handed:
        """Once and for good, with the originals that go along.

        Raises NotReady, AlreadyHanded, ReturnedElsewhere, FeeStillOwed, NotRecordable, NotHeld; PaperWithheld after it stands.
        """
        wanted = replace(order, collector=tidied(order.collector))
        now, device = self._store.clock.now_ms(), self._store.device

        def hand(database: Database) -> Handed:
            line, (form, _body) = self._line(database, order.dossier), dossiers.form_of(database, order.dossier)
            ready = self._readiness(database, line, form)
            before = hand_backs.of_dossier(database, order.dossier)
            if (problem := self._refusal(database, line, ready, before)) is not None:
                raise problem
            papers_only = ready is Readiness.PAPERS
            if found := tuple(lacks(wanted, people_of(form), papers_only=papers_only)):
                raise NotRecordable(found)
            back = [
                originals.give_back(database, device, order.dossier, key, officer=officer.id, at=now)
                for key in wanted.originals
            ]
            handed = Handed(
                order.dossier, wanted.collector, wanted.on_paper and not papers_only, wanted.as_file and not papers_only,
                tuple(f"{one.name} ({one.copies})" for one in back), papers_only, wanted.satisfaction, officer.id, now,
            )  # fmt: skip
            hand_backs.add(database, device, handed)
            kept_results.drop(database, order.dossier)
            self._store.at("handed back before commit")
            return handed

        handed = self._store.write(hand)
        self._store.at("handed back")
        self._save_mark()
        return handed

    def return_original(self, dossier: str, requirement: str, officer: Officer) -> OriginalHeld:
        """One paper, without a result. Raises NotHeld; PaperWithheld after it stands."""
        now, device = self._store.clock.now_ms(), self._store.device
        back = self._store.write(lambda database: originals.give_back(
            database, device, dossier, requirement, officer=officer.id, at=now
        ))  # fmt: skip
        self._save_mark()
        return back

    # ---- the paper -----------------------------------------------------------------------------------

    def paper(self, dossier: str, *, again: bool = False) -> bytes:
        """The paper of a handing back as PDF. Raises KeyError where nothing was handed over."""
        database = self._store.read()
        handed = hand_backs.of_dossier(database, dossier)
        if handed is None:
            raise KeyError(dossier)
        form, _body = dossiers.form_of(database, dossier)
        names = {one.id: one.name for one in everybody(database)}
        sheet = hand_back_sheet(
            handed, self._line(database, dossier), form, originals.of_dossier(database, dossier), self._settings.office,
            names.get(handed.officer, handed.officer),
        )  # fmt: skip
        mark = (f"BẢN IN LẠI lúc {show_moment(self._store.clock.now_ms())}",) if again else ()
        return self._draw(replace(sheet, marks=(*sheet.marks, *mark)))

    # ---- inside --------------------------------------------------------------------------------------

    def _by_receipt(self, database: Database, typed: str) -> Found:
        verdict = receipt_token.verify(typed, None)
        if verdict.facts is None:
            return Found((), damaged=True)
        line = dossiers.line(database, str(UUID(bytes=verdict.facts.dossier)))
        if line is None or verdict.device_key != self._store.device.public_key:
            return Found((), foreign=True)
        return Found(self._rows(database, (line,)), by_receipt=verdict.kind is receipt_token.Kind.RECEIPT)

    def _rows(self, database: Database, lines: Iterable[DossierLine]) -> tuple[Waiting, ...]:
        return tuple(self._row(database, line) for line in lines)

    def _row(self, database: Database, line: DossierLine) -> Waiting:
        form, _body = dossiers.form_of(database, line.id)
        here = sum(one.copies for one in originals.of_dossier(database, line.id) if one.returned_at is None)
        return Waiting(line, self._readiness(database, line, form), here)

    def _readiness(self, database: Database, line: DossierLine, form: Form) -> Readiness:
        entries = ledger.of_dossier(database, line.id)
        procedure = self._catalogue.version(form.procedure, form.procedure_version)
        term = term_of_form(form, procedure)
        return readiness(
            line.portal_status,
            made_here=any(entry.struck is None for entry in entries),
            # An entry struck through was a mistake: nothing of it is handed to anybody.
            same_day=not entries and term is not None and term.unit is DeadlineUnit.SAME_DAY,
        )

    def _refusal(
        self, database: Database, line: DossierLine, ready: Readiness, handed: Handed | None
    ) -> Problem | None:
        """What happened already comes before what has not happened yet."""
        if handed is not None:
            return AlreadyHanded(handed, show_moment(handed.handed_at))
        if ready is Readiness.ELSEWHERE:
            return ReturnedElsewhere(number=line.number)
        if ready not in MAY_BE_HANDED:
            return NotReady(number=line.number)
        owed = next((one for one in kept_till.owed(database) if one.dossier == line.id), None)
        # What was withdrawn or stopped is not held back for a fee: whether it is still due is the authority's word.
        return FeeStillOwed(amount=dong(owed.amount)) if owed and ready is not Readiness.PAPERS else None

    def _line(self, database: Database, dossier: str) -> DossierLine:
        line = dossiers.line(database, dossier)
        if line is None:
            raise KeyError(dossier)
        return line

    def _save_mark(self) -> None:
        try:
            self._store.save_mark()
        except (Problem, OSError) as error:
            raise PaperWithheld(cause=error.code if isinstance(error, Problem) else type(error).__name__) from error


def _bare_number(typed: str) -> str:
    """A personal number as it is kept, however it was grouped; anything else as typed."""
    try:
        return PersonalId.parse(typed).digits
    except NotAPersonalId:
        return typed
