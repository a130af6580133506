"""Submitting a dossier alone at a kiosk: sealed and numbered as one that is received, in the same order and with the same
promises, but no officer has received it. It is "Mới đăng ký" (status 1) until one does; nothing is due, unless its procedure
lets a kiosk receive.

The papers were scanned by whoever stood there, so none of them counts as compared, and no original stays here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.checks import check, may_be_received
from kiosk.device_ports import Proof
from kiosk.dossier import CapturedPage, FeeRecord, Form, HowMet, PaperRecord
from kiosk.filing import Consent, Filing
from kiosk.form_problems import FormProblem
from kiosk.form_refused import FormRefused
from kiosk.identity import IdentityProof
from kiosk.intake import Intake
from kiosk.making import Making, Rules
from kiosk.moments import day_of
from kiosk.paper_checks import DATA
from kiosk.problems import Problem
from kiosk.procedures import Deadline, DeadlineUnit, EndOfTerm, Procedure, Provenance
from kiosk.receive import AT_KIOSK, PageSource, Said, Sealed, TakingIn, clock_note
from kiosk.receive_draft import seal_draft
from kiosk.settings import Settings
from kiosk.store import Store
from kiosk.store.drafts import Draft
from kiosk.tidying import tidied
from kiosk.working_time import due

_MAY_STAND = DATA - {HowMet.VNEID} | {HowMet.SCANNED, HowMet.MISSING}     # without an officer to look at anything


class NoConsent(Problem):
    """Nothing is kept of somebody who did not agree."""

    code = "FILING-01"
    sentence = "Ông/Bà chưa đồng ý với nội dung máy đã hỏi nên hồ sơ chưa được nộp."
    remedy = "Đọc lại và bấm đồng ý, hoặc gặp cán bộ ở quầy."


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who stands there and what they agreed to. `proof`: what the card or VNeID proved, None for somebody who typed."""

    consent: Consent | None
    proof: IdentityProof | None = None
    by_qr: bool = False                # of somebody unproven: name and number came from the code of a card

    @property
    def read(self) -> tuple[IdentityProof, ...]:
        return (replace(self.proof, officer=AT_KIOSK),) if self.proof else ()


@dataclass(frozen=True, slots=True)
class Submitted:
    """What the citizen takes home: a slip, not a receipt."""

    dossier: str
    number: str
    token: str
    form: Form
    filing: Filing
    warnings: tuple[FormProblem, ...]


class Submitting(TakingIn):
    """The way of one procedure's dossiers from a kiosk into the store."""

    def __init__(self, store: Store, procedure: Procedure, rules: Rules, settings: Settings) -> None:
        super().__init__(store, procedure, rules)
        self._settings = settings

    def problems(self, intake: Intake) -> tuple[FormProblem, ...]:
        """What stands in the way, and warnings. What is only shown to an officer, and what is paid, comes at receipt."""
        mine = self._of_kiosk(intake)
        found = check(mine, self.procedure, day_of(self._store.clock.now_ms()))
        shown = {needed.key for needed in self.procedure.requirements if needed.shown_only}
        later = {"fee_method", *(f"requirements.{key}" for key in shown)}
        later |= {f"papers[{place}].how" for place, paper in enumerate(mine.papers) if paper.requirement in shown}
        return tuple(problem for problem in found if problem.field not in later)

    def run(self, intake: Intake, sources: Sequence[PageSource], agreed: Agreed) -> Submitted:
        """With pages that lie outside. Raises NoConsent, FormRefused, DiskFull, StoreProblem, leaving nothing behind; of all,
        only NumberWithheld after sealing."""
        now, mine, filing, warnings = self._ready(intake, agreed)
        said = Said(_marked(mine, agreed).provenance, agreed.read)
        sealed = self._taken_in(sources, lambda dossier, pages: self._form(mine, dossier, pages, filing, now), said)
        return _submitted(sealed, filing, warnings)

    def run_draft(self, draft: Draft, agreed: Agreed) -> Submitted:
        """With a draft, whose pages are in the store already; it goes in the transaction that seals. Raises also DraftGone."""
        now, mine, filing, warnings = self._ready(draft.intake, agreed)
        draft = replace(draft, intake=_marked(mine, agreed))
        sealed = seal_draft(self._store, draft, lambda pages: self._form(mine, draft.id, pages, filing, now), (), agreed.read)
        return _submitted(sealed, filing, warnings)

    def _ready(self, intake: Intake, agreed: Agreed) -> tuple[int, Intake, Filing, tuple[FormProblem, ...]]:
        now, mine = self._store.clock.now_ms(), self._of_kiosk(intake)
        if agreed.consent is None:
            raise NoConsent
        problems = self.problems(mine)
        if not may_be_received(problems):
            raise FormRefused(problems)
        return now, mine, self.filing(agreed.consent, _proof(mine, agreed), now), problems

    def filing(self, consent: Consent, proof: Proof, now: int) -> Filing:
        """Who acts next and by when, by the office's rule."""
        office, rule = self._settings.office, self._settings.filing
        term = Deadline(DeadlineUnit.WORKING_HOURS, rule.look_within_hours)
        by = due(now, term, self._rules.calendar, EndOfTerm.SAME_CLOCK_TIME).due_at if rule.look_within_hours else None
        return Filing(consent, proof, rule.acts_next or office.name, by, self.procedure.kiosk_receives)

    def _of_kiosk(self, intake: Intake) -> Intake:
        """As it may stand without an officer, whatever a screen put into it."""
        office = self._settings.office
        papers = tuple(_as_scanned(paper) for paper in intake.papers)
        return tidied(replace(
            intake, officer="", office=office.code, counter=office.counter, channel=self._settings.filing.channel, papers=papers,
            eligibility=frozenset(), fee_method="later", incident_reason="",
        ))  # fmt: skip

    def _form(self, intake: Intake, dossier: str, pages: tuple[CapturedPage, ...], filing: Filing, now: int) -> Form:
        made = Making(intake, self.procedure, self._rules, now).form(dossier, pages)
        made = replace(made, filing=filing, clock_note=clock_note(self._store, now))
        if filing.received:
            return made
        unpaid = FeeRecord(made.fee.lines, "later" if made.fee.total or made.fee.not_set else "free", made.fee.not_set)
        return replace(made, fee=unpaid, valid_at=now, due_at=None, due_basis="")


def _as_scanned(paper: PaperRecord) -> PaperRecord:
    how = paper.how if paper.how in _MAY_STAND else HowMet.SCANNED if paper.pages else HowMet.MISSING
    return replace(paper, how=how, seen_by="", seen_at=0, to_return=False)


def _proof(intake: Intake, agreed: Agreed) -> Proof:
    if agreed.proof is not None and agreed.proof.of(intake.submitter.person):
        return agreed.proof.proof
    return Proof.QR if agreed.by_qr else Proof.TYPED


def _marked(intake: Intake, agreed: Agreed) -> Intake:
    if not agreed.by_qr:
        return intake
    marks = {f"submitter.person.{name}": Provenance.QR for name in ("personal_id", "full_name")}
    return replace(intake, provenance={**intake.provenance, **marks})


def _submitted(sealed: Sealed, filing: Filing, warnings: tuple[FormProblem, ...]) -> Submitted:
    form = sealed.form
    return Submitted(form.dossier, sealed.number, sealed.token, form, filing, warnings)
