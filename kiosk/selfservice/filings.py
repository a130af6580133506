"""Filing a dossier alone at a kiosk: one citizen's draft, its pages, and the two ways it ends, submitted or left with a slip.

Every call reads or writes the store and belongs on a worker thread.
"""

import dataclasses
from collections.abc import Sequence
from functools import partial

from kiosk.audit import Act
from kiosk.catalogue import Catalogue
from kiosk.counter.intakes import Intakes
from kiosk.dossier import LocalState
from kiosk.form_problems import FormProblem
from kiosk.leave import Left, leave, of
from kiosk.making import Rules
from kiosk.moments import day_of
from kiosk.office_calendar import OfficeCalendar
from kiosk.officers import Officer
from kiosk.procedures import Procedure
from kiosk.receive import AT_KIOSK
from kiosk.scan_journal import Stack
from kiosk.scan_ports import ScannedPage
from kiosk.selfservice.papers import Said, settled
from kiosk.selfservice.said_procedures import said
from kiosk.settings import Settings
from kiosk.store import Store, audit_log, dossiers
from kiosk.store.drafts import Draft, DraftPage
from kiosk.store.faults import DiskFull
from kiosk.submission_sheet import SubmissionSheet, slip_of
from kiosk.submit import Agreed, Submitted, Submitting

NOBODY = Officer(AT_KIOSK, "")
_ROOM = 64 * 1024 * 1024
_SENT = (LocalState.ACKNOWLEDGED, LocalState.PURGED)


class Filings:
    """The dossiers filed at one kiosk. Raises StoreProblem and CatalogueBroken from every call."""

    def __init__(self, store: Store, catalogue: Catalogue, settings: Settings, calendar: OfficeCalendar) -> None:
        self._store, self._catalogue, self._settings, self._calendar = store, catalogue, settings, calendar
        self._intakes = Intakes(store, catalogue, settings, calendar)

    def procedure(self, code: str) -> Procedure:
        return self._catalogue.on(code, day_of(self._store.clock.now_ms()), self._settings.office.province)

    def begin(self, code: str) -> Draft:
        """An empty draft, on disk. What a citizen before left behind in a crash goes first. Raises DiskFull."""
        self.forget()
        draft = self._intakes.open(code, NOBODY)
        channel = self._settings.filing.channel
        return self.save(dataclasses.replace(draft, intake=dataclasses.replace(draft.intake, channel=channel)))

    def save(self, draft: Draft) -> Draft:
        """Returns once it is on disk. Raises DraftGone, DiskFull."""
        return self._intakes.save(draft)

    def discard(self, draft: str) -> None:
        """For good, pages and all."""
        self._intakes.discard(draft)

    def forget(self) -> None:
        """Every draft nobody left with a slip goes, pages and all: one turn at a time writes here, and it is over."""
        for draft in self._intakes.open_drafts():
            if draft.officer == AT_KIOSK and of(self._store.read(), draft.id) is None:
                self._intakes.discard(draft.id)

    def has_room(self) -> bool:
        """For a dossier with a few pages."""
        try:
            self._store.check_room(_ROOM)
        except DiskFull:
            return False
        return True

    def is_sent(self, dossier: str) -> bool:
        """Whether the gateway has said that it holds all of it, form and pages."""
        found = dossiers.line(self._store.read(), dossier)
        return found is not None and found.state in _SENT

    def pages(self, draft: str) -> tuple[DraftPage, ...]:
        return self._intakes.pages(draft)

    def add_page(self, draft: str, content: bytes, paper: str) -> DraftPage:
        """Keeps a captured page of one paper, encrypted. Raises DraftGone, DiskFull."""
        return self._intakes.add_page(draft, content, paper)

    def add_scan(self, stack: Stack, page: ScannedPage, instead: str = "") -> DraftPage:
        """Takes over a page of the scanner, instead of another one; its file in the clear is emptied once it is kept. Raises
        PageChanged, DraftGone, DiskFull."""
        return self._intakes.add_scan(stack, page, instead=instead)

    def remove_pages(self, draft: str, pages: Sequence[str]) -> None:
        for page in pages:
            self._intakes.set_removed(draft, page, removed=True)

    def content(self, draft: str, page: DraftPage) -> bytes:
        """Raises PageDamaged, DraftGone."""
        return self._intakes.content(draft, page)

    def problems(self, draft: Draft) -> tuple[FormProblem, ...]:
        """Everything that stands in the way of submitting, and warnings, in form order."""
        procedure = said(self.procedure(draft.intake.procedure))
        return self._submitting(procedure).problems(self._settled(draft).intake)

    def submit(self, draft: Draft, agreed: Agreed) -> Submitted:
        """Raises NoConsent, FormRefused, DraftGone, DiskFull; after sealing only NumberWithheld."""
        return self._submitting(self.procedure(draft.intake.procedure)).run_draft(self._settled(draft), agreed)

    def slip_again(self, dossier: str) -> SubmissionSheet:
        """The slip of what was submitted here, marked as printed again; who looks on is written down. Raises StoreProblem."""
        now, database = self._store.clock.now_ms(), self._store.read()
        form, _body = dossiers.form_of(database, dossier)
        number, token = dossiers.receipt_of(database, dossier)
        self._store.write(partial(
            audit_log.append, device=self._store.device, at=now, actor=AT_KIOSK, act=Act.SLIP_AGAIN, subject=dossier
        ))  # fmt: skip
        return slip_of(form, number, token, self._settings.office, again=now)

    def leave(self, draft: Draft) -> Left:
        """Seals what is there under a code. Raises DraftGone."""
        return leave(self._store, self._settings, self.save(draft), self.procedure(draft.intake.procedure).name)

    def _settled(self, draft: Draft) -> Draft:
        """Answers may have changed since papers were scanned: what is no longer asked for goes, with its pages."""
        said = Said(self.procedure(draft.intake.procedure), draft.intake)
        intake, gone = settled(said, self.pages(draft.id))
        self.remove_pages(draft.id, gone)
        return self._intakes.with_pages(dataclasses.replace(draft, intake=intake))

    def _submitting(self, procedure: Procedure) -> Submitting:
        fees = self._settings.fees.get(procedure.code, {})
        return Submitting(
            self._store, procedure, Rules(self._calendar, self._settings.terms.end_of_term, fees), self._settings
        )
