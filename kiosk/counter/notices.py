"""Notices at the counter: form 02 (supplement wanted), form 03 (not accepted), and form 06 (control slip) of a dossier."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import uuid_utils.compat as uuids

from kiosk.audit import Act
from kiosk.catalogue import Catalogue
from kiosk.dossier import Form, PortalStatus
from kiosk.due_now import due_now, pauses_of
from kiosk.moments import day_of
from kiosk.notice_problems import AlreadyGuided, NoSupplementWanted, NoticeWithheld
from kiosk.notice_slips import About, Given, control_slip, portal_supplement_slip, refusal_slip, supplement_slip
from kiosk.notices import Demand, Forbidden, Lacking, NoticeForm, demanded, forbidden, lacking, refusal_reason
from kiosk.office_calendar import OfficeCalendar
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.procedures import Procedure
from kiosk.receive_draft import DraftGone
from kiosk.settings import Settings
from kiosk.slip_sheet import Slip
from kiosk.store import Store, audit_log, dossiers, drafts, notices, numbering
from kiosk.store.database import Database
from kiosk.store.dossiers import DossierLine
from kiosk.store.drafts import Draft
from kiosk.store.notices import Notice
from kiosk.text import clean

DrawSlip = Callable[[Slip, str], bytes]
# The letters a notice's number begins with: yêu cầu bổ sung, từ chối.
_LETTERS = {NoticeForm.SUPPLEMENT: "YCBS", NoticeForm.REFUSAL: "TC"}


class Notices:
    """The notices of one counter. `draw` lays a slip out ("A4" or "A5") and is printing's business.

    A `preview_...` is the paper before it is given out: without a number, nothing is written.
    """

    def __init__(
        self, store: Store, catalogue: Catalogue, settings: Settings, calendar: OfficeCalendar, draw: DrawSlip
    ) -> None:
        self._store, self._catalogue, self._settings, self._calendar = store, catalogue, settings, calendar
        self.draw = draw

    @property
    def refusal_reasons(self) -> tuple[str, ...]:
        """As this office has set them."""
        return self._settings.notices.refusal_reasons

    def lacking(self, draft: Draft) -> tuple[Lacking, ...]:
        """What may be demanded for the draft as it stands."""
        return lacking(draft.intake, self._procedure(draft))

    def forbidden(self, draft: Draft) -> tuple[Forbidden, ...]:
        return forbidden(self._procedure(draft), draft.intake)

    def of(self, dossier: str) -> tuple[Notice, ...]:
        """What was given out about a draft or dossier, oldest first."""
        return notices.of_dossier(self._store.read(), dossier)

    # ---- a draft that is not received ----------------------------------------------------------------

    def preview_supplement(self, draft: Draft, demands: Sequence[Demand], also: str, officer: Officer) -> Slip:
        """Raises what `supplement` raises of the demands."""
        procedure = self._procedure(draft)
        papers = demanded(draft.intake, procedure, demands, also)
        return supplement_slip(self._given(officer), _about(draft, procedure), procedure, papers, clean(also))

    def supplement(
        self, draft: Draft, demands: Sequence[Demand], also: str, officer: Officer, *, again: bool = False
    ) -> Notice:
        """Gives form 02 out. The draft stays: the citizen comes back with what was missing.

        `again`: the officer knows that there was a guidance already. Raises AlreadyGuided, DraftGone and the problems of
        `kiosk.notices.demanded`.
        """
        slip = self.preview_supplement(draft, demands, also, officer)
        return self._issue(NoticeForm.SUPPLEMENT, draft, slip, officer, again=again)

    def preview_refusal(self, draft: Draft, reason: str, details: str, officer: Officer) -> Slip:
        """Raises RefusalReasonWanted."""
        said = refusal_reason(reason, details)
        return refusal_slip(self._given(officer), _about(draft, self._procedure(draft)), said)

    def refusal(self, draft: Draft, reason: str, details: str, officer: Officer) -> Notice:
        """Gives form 03 out: `reason` of the office's list or OTHER_REASON, `details` in the officer's own words.

        The draft stays until the officer says `close`. Raises RefusalReasonWanted, DraftGone.
        """
        slip = self.preview_refusal(draft, reason, details, officer)
        return self._issue(NoticeForm.REFUSAL, draft, slip, officer, again=True)

    def close(self, draft: str, officer: Officer) -> None:
        """Ends a refused draft for good, pages and all; its notice stays. Raises DraftGone."""
        now = self._store.clock.now_ms()

        def close(database: Database) -> list[str] | None:
            if drafts.wrapped_key_of(database, draft) is None:
                return None
            audit_log.append(database, self._store.device, at=now, actor=officer.id, act=Act.DRAFT_CLOSED, subject=draft)
            return drafts.discard(database, draft)

        files = self._store.write(close)
        if files is None:
            raise DraftGone
        self._store.pages.remove(files)

    # ---- a dossier that was received -----------------------------------------------------------------

    def preview_portal_supplement(self, dossier: str, officer: Officer) -> Slip:
        """Form 02 in the portal's words. Raises NoSupplementWanted, KeyError for an unknown dossier."""
        line, form = self._received(dossier)
        if line.portal_status != PortalStatus.SUPPLEMENT_WANTED or not clean(line.portal_note or ""):
            raise NoSupplementWanted
        about = About(form.submitter, f"{form.procedure_name} ({form.procedure})", line.number)
        return portal_supplement_slip(self._given(officer), about, clean(line.portal_note or ""))

    def portal_supplement(self, dossier: str, officer: Officer) -> Notice:
        """Gives it out."""
        slip = self.preview_portal_supplement(dossier, officer)
        _line, form = self._received(dossier)
        return self._write(self._notice(NoticeForm.SUPPLEMENT, dossier, form.procedure, slip, officer))

    def control(self, dossier: str) -> Slip:
        """Form 06, to go with the papers. Raises KeyError for an unknown dossier."""
        line, form = self._received(dossier)
        procedure = self._catalogue.version(form.procedure, form.procedure_version)
        pauses = pauses_of(self._store.read(), dossier)
        due = due_now(form, procedure, self._calendar, self._settings.terms.end_of_term, pauses)
        given = Given(self._settings.office, "", self._store.clock.now_ms())
        return control_slip(given, form, line.number, due.due_at if due else form.due_at)

    # ---- inside --------------------------------------------------------------------------------------

    def _procedure(self, draft: Draft) -> Procedure:
        day, province = day_of(self._store.clock.now_ms()), self._settings.office.province
        return self._catalogue.on(draft.intake.procedure, day, province)

    def _given(self, officer: Officer) -> Given:
        return Given(self._settings.office, officer.name, self._store.clock.now_ms())

    def _received(self, dossier: str) -> tuple[DossierLine, Form]:
        line = dossiers.line(self._store.read(), dossier)
        if line is None:
            raise KeyError(dossier)
        form, _body = dossiers.form_of(self._store.read(), dossier)
        return line, form

    def _issue(self, form: NoticeForm, draft: Draft, slip: Slip, officer: Officer, *, again: bool) -> Notice:
        notice = self._notice(form, draft.id, draft.intake.procedure, slip, officer)
        return self._write(notice, draft=True, again=again)

    def _notice(self, form: NoticeForm, dossier: str, procedure: str, slip: Slip, officer: Officer) -> Notice:
        return Notice(
            str(uuids.uuid7()), form, "", dossier, procedure, slip.words["submitter_name"], slip, officer.id, slip.issued_at
        )

    def _write(self, notice: Notice, *, draft: bool = False, again: bool = True) -> Notice:
        """Number, notice and audit in one transaction; the mark outside before anybody sees the number."""

        def write(database: Database) -> Notice | Problem:
            if draft and drafts.wrapped_key_of(database, notice.dossier) is None:
                return DraftGone()
            before = [each for each in notices.of_dossier(database, notice.dossier) if each.form is notice.form]
            if before and not again:
                return AlreadyGuided(number=before[-1].number)
            return self._numbered(database, notice)

        written = self._store.write(write)
        if isinstance(written, Problem):
            raise written
        self._store.at("notice committed")
        try:
            self._store.save_mark()
        except (Problem, OSError) as error:
            raise NoticeWithheld(cause=error.code if isinstance(error, Problem) else type(error).__name__) from error
        return written

    def _numbered(self, database: Database, notice: Notice) -> Notice:
        number = numbering.next_notice_number(database, _LETTERS[notice.form], day_of(notice.issued_at))
        given = replace(notice, number=number, slip=replace(notice.slip, number=number))
        notices.add(database, given)
        audit_log.append(
            database, self._store.device, at=notice.issued_at, actor=notice.officer, act=Act.NOTICE_ISSUED,
            subject=notice.dossier, form=notice.form.value, number=number,
        )  # fmt: skip
        return given


def _about(draft: Draft, procedure: Procedure) -> About:
    return About(draft.intake.submitter, f"{procedure.name} ({procedure.code})")
