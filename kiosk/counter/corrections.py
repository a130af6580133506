"""Correcting what a citizen declared, or a page that was scanned badly, after the dossier was received: a further revision
under the same number. Number, due date and fee stay as they were sealed, and every page that was ever sealed stays findable.
"""

from dataclasses import dataclass, replace

from kiosk.catalogue import Catalogue
from kiosk.checks import check, may_be_received
from kiosk.content_said import Pair, changes
from kiosk.corrected_papers import CorrectedPapers, looked_at, with_papers
from kiosk.dossier import CapturedPage, Form
from kiosk.form_problems import FormProblem
from kiosk.form_refused import FormRefused
from kiosk.forms import unsealed
from kiosk.intake import Intake
from kiosk.moments import day_of
from kiosk.officers import Officer
from kiosk.procedures import Procedure
from kiosk.receive import size_of, write_pages
from kiosk.revising import CorrectedMeanwhile, NothingChanged, NotWhileAside, carried_over, last_page
from kiosk.sending_again import reason_said
from kiosk.states import waits_for_officer
from kiosk.store import Store, dossiers, revisions
from kiosk.store.revisions import Captured, Correction, PageHere, Revision
from kiosk.tidying import tidied


@dataclass(frozen=True, slots=True)
class Correctable:
    """A dossier opened for correcting: its newest content, and under which number and hash that stands."""

    number: str
    form: Form
    form_sha: bytes
    revision: int
    procedure: Procedure
    next_page: int = 1                 # the number of the first page a correction would bring


@dataclass(frozen=True, slots=True)
class Typed:
    """A screen filled with the sealed form, before and after a person changed something on it."""

    filled: Intake
    changed: Intake


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction as it would be sealed: what it changes, and what the checks say of it."""

    form: Form
    changes: tuple[Pair, ...]
    problems: tuple[FormProblem, ...]


class Corrections:
    """Opens a sealed form, judges what was made of it, seals that as the next revision."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store, self._catalogue = store, catalogue

    def open(self, dossier: str, revision: int | None = None) -> Correctable:
        """The newest content, or that of one `revision`. Raises KeyError for an unknown dossier, NotWhileAside;
        CorrectedMeanwhile for a revision that is not there."""
        database = self._store.read()
        line = dossiers.line(database, dossier)
        if line is None:
            raise KeyError(dossier)
        if waits_for_officer(line.state):
            raise NotWhileAside
        known = revisions.all_of(database, dossier)
        wanted = next((one for one in reversed(known) if revision in (None, one.number)), None)
        if wanted is None:
            raise CorrectedMeanwhile
        form = unsealed(wanted.form)
        procedure = self._catalogue.version(form.procedure, form.procedure_version)
        until = known[:known.index(wanted) + 1]
        following = last_page(unsealed(one.form) for one in until) + 1
        return Correctable(line.number, form, wanted.form_sha, wanted.number, procedure, following)

    def revisions(self, dossier: str) -> tuple[Revision, ...]:
        """Every content the dossier had, the newest last. Raises KeyError for an unknown dossier."""
        return revisions.all_of(self._store.read(), dossier)

    def pages(self, dossier: str) -> tuple[PageHere, ...]:
        """Every page the dossier ever had, also those a correction put aside."""
        return revisions.pages_of(self._store.read(), dossier)

    def made(self, opened: Correctable, typed: Typed, papers: CorrectedPapers | None = None) -> Corrected:
        """What was made of the sealed form, as it would be sealed. Only what was declared is taken, and of that only what a
        person changed: what a screen writes in its own way is no correction. Raises UnreadableSource."""
        return _made(opened, typed, papers, looked_at(papers.sources, opened.next_page) if papers else ())

    def correct(
        self, opened: Correctable, typed: Typed, reason: str, officer: Officer, papers: CorrectedPapers | None = None
    ) -> int:
        """Seals it; returns the number of the revision. Raises ReasonMissing, NothingChanged, FormRefused, NotWhileAside,
        CorrectedMeanwhile, NotCorrectable; of pages DiskFull, UnreadableSource, PageTooLarge."""
        said, store, made = reason_said(reason), self._store, self.made(opened, typed, papers)
        if not made.changes:
            raise NothingChanged
        if not may_be_received(made.problems):
            raise FormRefused(made.problems)
        correction = Correction(made.form, opened.form_sha, officer.id, said, store.clock.now_ms())
        if papers is None or not papers.sources:
            number = store.write(lambda database: revisions.correct(database, store.device, correction))
        else:
            number = self._with_pages(opened, typed, papers, correction)
        store.at("corrected")
        return number

    def _with_pages(self, opened: Correctable, typed: Typed, papers: CorrectedPapers, correction: Correction) -> int:
        """The pages first, on the medium and by name; then one transaction, as at receipt."""
        store, dossier = self._store, opened.form.dossier
        store.check_room(sum(size_of(source.path) for source in papers.sources))
        known = revisions.key_of(store.read(), dossier)
        key = store.content_keys.unwrap(known, dossier) if known else store.content_keys.new()
        announcement = store.pages.announce(len(papers.sources))
        try:
            pages = write_pages(store, announcement.names, key, papers.sources, opened.next_page)
            captured = Captured(announcement.names, known or store.content_keys.wrap(key, dossier), known)
            form = _made(opened, typed, papers, pages).form      # what was written, whatever lies in the files by now
            whole = replace(correction, form=form, captured=captured)
            number = store.write(lambda database: revisions.correct(database, store.device, whole))
        except Exception:
            store.abandon(announcement)
            raise
        store.pages.done(announcement)
        return number


def _made(
    opened: Correctable, typed: Typed, papers: CorrectedPapers | None, new: tuple[CapturedPage, ...]
) -> Corrected:
    sealed, then, now = opened.form, typed.filled, typed.changed
    before = with_papers(sealed, papers.papers, new) if papers else sealed
    tidy = tidied(replace(
        intake_of(before),
        submitter=carried_over(before.submitter, then.submitter, now.submitter),
        owners=carried_over(before.owners, then.owners, now.owners),
        answers=carried_over(before.answers, then.answers, now.answers),
        provenance=carried_over(before.provenance, then.provenance, now.provenance),
        hand_over=carried_over(before.hand_over, then.hand_over, now.hand_over),
    ))  # fmt: skip
    form = replace(before, submitter=tidy.submitter, owners=tidy.owners, answers=tidy.answers, provenance=tidy.provenance,
                   hand_over=tidy.hand_over, papers=tidy.papers if papers else before.papers)  # fmt: skip
    problems = check(tidy, opened.procedure, day_of(before.received_at))
    asked = tuple(problem for problem in problems if problem.field != "fee_method")    # the fee stays, however it is owed
    return Corrected(form, changes(sealed, form, opened.procedure), asked)


def intake_of(form: Form) -> Intake:
    """The sealed form as it was before it was sealed."""
    return Intake(
        procedure=form.procedure, channel=form.channel, case=form.case, office=form.office, counter=form.counter,
        officer=form.officer, submitter=form.submitter, owners=form.owners, answers=form.answers, provenance=form.provenance,
        papers=form.papers, page_count=len(form.pages),
        page_numbers=tuple(page.number for page in form.pages), hand_over=form.hand_over, fee_method=form.fee.method,
        eligibility=frozenset(form.eligibility), incident_reason=form.incident_reason,
    )  # fmt: skip
