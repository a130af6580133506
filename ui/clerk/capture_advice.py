"""What the program has to say of the pages on the capture screen: faults, proposals, codes. The officer decides.

It only ever speaks of pages as they lie now: what was worked out for an older order of them is thrown away.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from kiosk.card_qr import CardQr
from kiosk.conditions import requirements_asked
from kiosk.counter import Intakes
from kiosk.page_ports import HeadReader, PageFault, PageLook, PageLooker
from kiosk.problems import Problem
from kiosk.procedures import Procedure
from kiosk.proposal_words import said
from kiosk.proposing import LeaveOut, Sure, wanted_papers
from kiosk.store.drafts import DraftPage
from kiosk.words import _
from kiosk.work import Progress
from ui.clerk.capture_heads import Heads
from ui.clerk.capture_looking import Looking
from ui.clerk.capture_pages import Laid
from ui.clerk.capture_proposals import Advice, Case, Repeated, advise
from ui.clerk.capture_verdict import faults_said
from ui.clerk.capture_view import CaptureView
from ui.tasks import Lane, Tasks

_DOUBTS = {Sure.CERTAIN: "", Sure.LIKELY: "?", Sure.GUESS: "??"}


class CaptureAdvice(QObject):
    """For one draft at a time; `changed` when there is something else to say."""

    changed = Signal()

    def __init__(
        self, view: CaptureView, looker: PageLooker | None, heads: HeadReader | None, intakes: Intakes, tasks: Tasks
    ) -> None:
        super().__init__(view)
        self._view, self._intakes, self._tasks = view, intakes, tasks
        self._looking = Looking(looker, intakes, tasks, self)
        self._looking.looked.connect(self._work_out)
        self._heads = Heads(heads, intakes, tasks, lambda: self._looking.busy, self)
        self._heads.read.connect(self._work_out)
        self._looking.looked.connect(self._heads.go_on)
        self._draft = ""
        self._case: Case | None = None
        self._laid = Laid("", (), can_undo=False)
        self._working = self._again = False
        self._repeated = Repeated()
        self.advice = Advice()

    def open(self, draft: str, procedure: Procedure) -> None:
        self._draft, self._case, self.advice = draft, None, Advice()
        self._repeated = Repeated()
        self._laid = Laid(draft, (), can_undo=False)
        self._tasks.run(partial(self._case_of, draft, procedure), self._on_case, lambda _problem: None, owner=self)
        self._looking.open(draft)
        self._heads.open(draft)

    def close(self) -> None:
        self._draft, self._case, self.advice = "", None, Advice()
        self._looking.close()
        self._heads.close()

    def see(self, laid: Laid) -> None:
        """The pages as they lie now."""
        self._laid = laid
        self._looking.see(laid.draft, laid.pages)
        self._heads.see(laid.draft, laid.pages)
        self._work_out()

    @property
    def busy(self) -> bool:
        """Pages are still being looked at, or what follows from it worked out."""
        return self._looking.busy or self._working

    # ---- what it says --------------------------------------------------------------------------------

    def faults(self, page: str) -> frozenset[PageFault]:
        seen = self._looking.looks.get(page, PageLook()).faults
        return seen | {PageFault.REPEATED} if page in self.advice.repeated else seen

    def note(self, page: str, names: dict[str, str]) -> str:
        """Under the page in the strip: what is wrong with it, where it probably belongs."""
        return ". ".join(part for part in (faults_said(self.faults(page)), self._proposed(page, names)) if part)

    def show_page(self, page: str, names: dict[str, str]) -> None:
        """Above the page on the screen."""
        self._view.verdict.show_page(self.faults(page), self._proposed(page, names), self._code(page))

    def show_count(self) -> None:
        """How much there is to accept."""
        advice = self.advice
        self._view.panel.show_proposals(len(advice.moves), len(advice.out))

    def counts(self) -> dict[str, int]:
        """Pages proposed for each paper."""
        counted: dict[str, int] = {}
        for paper in self.advice.moves.values():
            counted[paper] = counted.get(paper, 0) + 1
        return counted

    def card(self, page: str) -> CardQr | None:
        return self.advice.cards.get(page)

    def dossier(self, page: str) -> str:
        return self.advice.dossiers.get(page, "")

    def _proposed(self, page: str, names: dict[str, str]) -> str:
        proposal = self.advice.proposals.get(page)
        if proposal is None:
            return ""
        if proposal.leave_out or proposal.part:
            return said(proposal)
        number = self._view.panel.papers.number_of(proposal.paper)
        paper = _("giấy tờ số {number}").format(number=number) if number else names.get(proposal.paper, "")
        return _("Đề xuất: {paper}. {why}.").format(paper=paper or _("chưa xếp vào giấy tờ nào"), why=said(proposal))

    def sign(self, page: str) -> str:
        """Beside the page's number in the strip: where it would go, a question mark for every step it is less sure."""
        proposal = self.advice.proposals.get(page)
        if proposal is None or proposal.part:
            return ""
        if proposal.leave_out is LeaveOut.SEPARATOR:
            return _("→ bỏ")
        number = self._view.panel.papers.number_of(proposal.paper)
        return f"→ {number or '–'} {_DOUBTS[proposal.sure]}".rstrip()

    def _code(self, page: str) -> str:
        if page in self.advice.cards:
            return _("Có mã QR của thẻ căn cước: điền được vào tờ khai.")
        if page in self.advice.dossiers:
            return _("Có mã của hồ sơ {number}: mở được hồ sơ đó.").format(number=self.advice.dossiers[page])
        return ""

    # ---- working it out --------------------------------------------------------------------------------

    def _case_of(self, draft_id: str, procedure: Procedure, _progress: Progress) -> tuple[str, Case]:
        draft = next((draft for draft in self._intakes.open_drafts() if draft.id == draft_id), None)
        asked = requirements_asked(procedure, draft.intake.situation(procedure)) if draft else procedure.requirements
        return draft_id, Case(procedure.code, wanted_papers(asked))

    def _on_case(self, found: tuple[str, Case]) -> None:
        draft, case = found
        if draft == self._draft:
            self._case = case
            self._work_out()

    def _work_out(self) -> None:
        """One at a time; whatever changes meanwhile begins one more."""
        if self._case is None or self._laid.draft != self._draft:
            return
        if self._working:
            self._again = True
            return
        self._working = True
        pages, looks, heads = self._laid.pages, dict(self._looking.looks), dict(self._heads.lines)
        work = partial(self._advise, pages, looks, heads, self._case, self._repeated)
        self._tasks.run(work, self._on_advised, self._on_no_advice, Lane.POOL, self)

    @staticmethod
    def _advise(
        pages: Sequence[DraftPage], looks: dict[str, PageLook], heads: dict[str, str], case: Case, repeated: Repeated,
        _progress: Progress,
    ) -> tuple[Sequence[DraftPage], Advice]:  # fmt: skip
        return pages, advise(pages, looks, case, repeated, heads)

    def _on_advised(self, made: tuple[Sequence[DraftPage], Advice]) -> None:
        pages, advice = made
        self._working = False
        if pages is self._laid.pages and self._laid.draft == self._draft:
            self.advice = advice
            self.changed.emit()
        if self._again:
            self._again = False
            self._work_out()

    def _on_no_advice(self, _problem: Problem) -> None:
        """The officer goes on without; what went wrong is in the log."""
        self._working = self._again = False
