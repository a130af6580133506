"""What was received: the desk, the look-up, one dossier in full, its receipt again, the outbox."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import msgspec

from kiosk.audit import Act
from kiosk.catalogue import Catalogue
from kiosk.desk import Desk, desk
from kiosk.dossier import Form, Pause
from kiosk.due_lines import DueDates, as_due
from kiosk.due_now import due_now, pauses_of
from kiosk.elsewhere import MOST_ANSWERS, Elsewhere, is_askable
from kiosk.identity import IdentityProof
from kiosk.moments import day_of
from kiosk.number_outlook import NumberOutlook, number_outlook
from kiosk.office_calendar import OfficeCalendar
from kiosk.portal_words import Heard
from kiosk.procedures import Procedure
from kiosk.radar import NextStep, horizon, next_step
from kiosk.receipt_sheet import ReceiptSheet
from kiosk.receipts import receipt_sheet
from kiosk.receive import Received
from kiosk.reprinting import reprint_sheet
from kiosk.settings import Settings
from kiosk.store import (
    Store,
    audit_log,
    dossiers,
    entered_elsewhere,
    identities,
    news,
    numbering,
    office_cards,
    outbox,
    owed_receipts,
    portal_words,
    radar,
    results,
    revisions,
)
from kiosk.store.copies import reading
from kiosk.store.copies.reading import CopyStanding
from kiosk.store.copies.standing import PaperCopy, papers_of
from kiosk.store.database import Database
from kiosk.store.dossiers import DossierLine
from kiosk.store.entered_elsewhere import Entered
from kiosk.store.external_codes import ExternalCode
from kiosk.store.external_codes import of as external_codes_of
from kiosk.store.leases import Why
from kiosk.store.news import News
from kiosk.store.outbox import OutboxItem
from kiosk.store.outbox_view import OutboxView, outbox_view
from kiosk.store.results import KeptResult
from kiosk.store.revisions import Revision
from kiosk.working_time import Due

Render = Callable[[ReceiptSheet, str], bytes]


@dataclass(frozen=True, slots=True)
class Detail:
    """One dossier as the look-up shows it."""

    line: DossierLine
    form: Form
    procedure: Procedure               # the version under which it was received
    numbers: tuple[str, ...]
    due: Due | None
    pauses: tuple[Pause, ...]
    items: tuple[OutboxItem, ...]
    external_codes: tuple[ExternalCode, ...]
    entered: tuple[Entered, ...]       # by hand, into a system nothing connects to ours
    proofs: tuple[IdentityProof, ...]  # how its people were proven
    history: tuple[Heard, ...] = ()    # what the portal said, the newest first
    results: tuple[KeptResult, ...] = ()
    revisions: tuple[Revision, ...] = ()   # every content it had here, the newest last
    paper_copies: tuple[PaperCopy, ...] = ()   # the electronic copy of each single paper
    why_number: Why = Why.OFF          # why it got an official number or a temporary code
    copies: CopyStanding = CopyStanding()  # where the electronic copies of its papers stand


class Records:
    """The dossiers of one counter. `render` lays a receipt out ("A4" or "A5") and is printing's business."""

    def __init__(
        self, store: Store, catalogue: Catalogue, settings: Settings, calendar: OfficeCalendar, render: Render
    ) -> None:
        self._store, self._catalogue, self._settings = store, catalogue, settings
        self._calendar, self._render = calendar, render
        self._dates = DueDates(catalogue, calendar, settings.terms.end_of_term)

    def desk(self) -> Desk:
        now = self._store.clock.now_ms()
        return desk(self._store.read(), now, self._dates, horizon(now, self._settings.radar, self._calendar))

    def next_steps(self, lines: Iterable[DossierLine]) -> dict[str, NextStep]:
        """Who acts next and whom to phone, by dossier."""
        wanted = {line.id: line for line in lines}
        phones = radar.phones(self._store.read(), tuple(wanted))
        today = day_of(self._store.clock.now_ms())
        sectors = {entry.code: entry.sector for entry in self._catalogue.entries(today)}
        contacts = self._settings.radar.contacts
        return {
            line.id: next_step(line, sectors.get(line.procedure, ""), contacts, phones.get(line.id, ""))
            for line in wanted.values()
        }

    def search(self, text: str, limit: int = 50) -> tuple[DossierLine, ...]:
        """A whole number first, then people, procedures and parts of them; the newest for no words."""
        database = self._store.read()
        if not text.strip():
            return self._dates.of_now(database, dossiers.select(database, "1", [], "seq DESC", limit))
        exact = dossiers.by_number(database, text)
        return self._dates.of_now(database, [exact] if exact else dossiers.search(database, text, limit))

    def detail(self, dossier: str) -> Detail:
        """Raises KeyError for an unknown dossier."""
        database = self._store.read()
        line = dossiers.line(database, dossier)
        if line is None:
            raise KeyError(dossier)
        form, _body = dossiers.form_of(database, dossier)
        procedure = self._catalogue.version(form.procedure, form.procedure_version)
        pauses = pauses_of(database, dossier)
        due = due_now(form, procedure, self._calendar, self._settings.terms.end_of_term, pauses)
        numbers = database.execute(
            "SELECT number FROM dossier_number WHERE dossier = ? ORDER BY kind DESC", [dossier]
        ).fetchall()
        return Detail(
            line=as_due(line, due, pauses),
            form=form,
            procedure=procedure,
            numbers=tuple(str(row[0]) for row in numbers),
            due=due,
            pauses=pauses,
            items=outbox.of_dossier(database, dossier),
            external_codes=external_codes_of(database, dossier),
            entered=entered_elsewhere.of(database, dossier),
            proofs=identities.of(database, dossier),
            history=portal_words.history(database, dossier),
            results=results.of_dossier(database, dossier),
            revisions=revisions.all_of(database, dossier),
            paper_copies=papers_of(database, dossier),
            why_number=numbering.why_of(database, dossier),
            copies=reading.of_dossier(database, dossier),
        )

    def copies_are_signed(self, dossier: str) -> bool:
        """Its papers get copies, and an officer signs them."""
        standing = reading.of_dossier(self._store.read(), dossier)
        return standing.signs and standing.papers > 0

    def copy(self, copy: int) -> bytes:
        """The newest file of a finished copy. Raises PageDamaged."""
        return reading.content(self._store, copy)

    def result(self, kept: KeptResult) -> bytes:
        """A file of a result that is here, its hash checked. Raises PageDamaged."""
        store = self._store
        return b"".join(results.content(store.read(), store.pages, store.content_keys, kept))

    def fetch_results(self, dossier: str, officer: str) -> None:
        """Files that could not be fetched are asked for once more; so are those of a dossier another counter received."""
        device, now = self._store.device, self._store.clock.now_ms()

        def ask(database: Database) -> None:
            for heard in portal_words.history(database, dossier):
                results.want(database, dossier, heard.files, now)
            results.want_again(database, dossier)
            audit_log.append(database, device, at=now, actor=officer, act=Act.RESULT_ASKED_FOR, subject=dossier)

        self._store.write(ask)

    def results_of(self, dossier: str) -> tuple[KeptResult, ...]:
        """The files of a result as far as they are here."""
        return results.of_dossier(self._store.read(), dossier)

    def of_others(self, text: str, officer: str) -> Elsewhere:
        """What other counters received, as the feed told of it: without a link, and written down when something is shown."""
        database = self._store.read()
        found = office_cards.search(database, text, MOST_ANSWERS + 1) if is_askable(text) else ()
        shown = found[:MOST_ANSWERS]
        if shown:
            now = self._store.clock.now_ms()
            self._store.write(lambda database: audit_log.append(
                database, self._store.device, at=now, actor=officer, act=Act.OFFICE_CARDS_SHOWN, count=len(shown)
            ))  # fmt: skip
        return Elsewhere(office_cards.heard_at(database), shown, len(found) > len(shown))

    def history(self, dossier: str) -> tuple[Heard, ...]:
        """What the portal said of a dossier, of this counter or another, as far as it was heard here."""
        return portal_words.history(self._store.read(), dossier)

    def news(self, officer: str) -> tuple[News, ...]:
        """What the portal said since this officer last looked, the newest first."""
        return news.of(self._store.read(), officer, self._store.clock.now_ms())

    def news_seen(self, officer: str, seen: Sequence[News]) -> None:
        """The officer has looked at these."""
        if seen:
            newest = max(one.seq for one in seen)
            self._store.write(lambda database: news.looked(database, officer, newest))

    def number_outlook(self) -> NumberOutlook:
        """How many official numbers this counter may still give out by itself."""
        return number_outlook(self._store.read(), self._store.clock.now_ms())

    def why_number(self, dossier: str) -> Why:
        """Why a dossier got an official number or a temporary code at its receipt."""
        return numbering.why_of(self._store.read(), dossier)

    def receipt(self, received: Received, paper: str, officer_name: str) -> bytes:
        """The PDF of a dossier just received, signed with the name of the officer who received it."""
        office = msgspec.structs.replace(self._settings.office, officer_name=officer_name)
        sheet = receipt_sheet(received.form, received.number, received.token, office, received.term)
        return self._render(sheet, paper)

    def receipt_again(self, dossier: str, paper: str) -> bytes:
        """The receipt once more, marked as a reprint. Raises KeyError for an unknown dossier."""
        line = dossiers.line(self._store.read(), dossier)
        if line is None:
            raise KeyError(dossier)
        now = self._store.clock.now_ms()
        return self._render(reprint_sheet(self._store, self._catalogue, line, self._settings.office, now), paper)

    def receipts_owed(self) -> tuple[DossierLine, ...]:
        """What was received at the window and nobody has the receipt of, the oldest first."""
        database = self._store.read()
        lines = (dossiers.line(database, dossier) for dossier in owed_receipts.of_all(database))
        return tuple(line for line in lines if line is not None)

    def receipt_given(self, dossier: str) -> None:
        """The receipt is in somebody's hand, or not wanted."""
        self._store.write(lambda database: owed_receipts.drop(database, dossier))

    def outbox(self) -> OutboxView:
        """What is not through, oldest first, then the newest two hundred that are."""
        return outbox_view(self._store.read())
