"""Filing at the kiosk in any order: answers changed, pages scanned and taken out, papers gone without, the process killed, left
with a slip, submitted. Whatever came before, what is sealed is what the answers ask for, page by page, and nothing else."""

import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk import leave
from kiosk.catalogue import Catalogue
from kiosk.dossier import HowMet
from kiosk.filing import FILING_CONSENT
from kiosk.form_refused import FormRefused
from kiosk.invented import Invention
from kiosk.selfservice.filings import Filings
from kiosk.selfservice.papers import Said, met, papers_to_scan
from kiosk.settings import DEMO
from kiosk.store import Store, drafts
from kiosk.submit import Agreed, Submitted
from tests.kiosk.store_fixtures import JPEG, MARITAL_STATUS, NINE_O_CLOCK, RULES, Counter, pages_of

AGREED = Agreed(FILING_CONSENT.given("vi", NINE_O_CLOCK))
DIVORCED = {
    "owner_status": "3", "owner_divorce_number": "12/2024/QĐST-HNGĐ", "owner_divorce_date": "2024-05-06",
    "owner_divorce_court": "Tòa án nhân dân khu vực 1",
}  # fmt: skip
AUTHORISED = {"requester_relation": "authorised"}
SITUATIONS = ({}, DIVORCED, AUTHORISED, {**DIVORCED, **AUTHORISED})
PAPERS = [needed for needed in MARITAL_STATUS.requirements if needed.key in ("divorce_decision", "authorisation")]


class FilingMachine(RuleBasedStateMachine):
    """One citizen after the other at one kiosk; `pages` is what should be kept of the present one."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="filing-"))
        self.counter, self.opening = Counter(self.folder), ExitStack()
        self.scans, self.visits = 0, 0
        self.submitted: list[tuple[Submitted, list[bytes]]] = []
        self.open_store()

    @initialize()
    def somebody_comes(self) -> None:
        self.visits += 1
        self.pages: list[tuple[str, str, bytes]] = []              # paper, id, content
        given = Invention(3).intake(DEMO.office.code, DEMO.office.counter, "", 1, NINE_O_CLOCK)
        self.usual = {**given.answers, **SITUATIONS[self.visits % len(SITUATIONS)]}
        draft = self.filings.begin(MARITAL_STATUS.code)
        people = {"submitter": given.submitter, "owners": given.owners, "hand_over": given.hand_over}
        kept = replace(draft.intake, answers=self.usual, **people)
        self.draft = self.filings.save(replace(draft, intake=kept))

    def open_store(self) -> None:
        self.store: Store = self.opening.enter_context(self.counter.open())
        self.filings = Filings(self.store, Catalogue.load(), DEMO, RULES.calendar)

    @property
    def said(self) -> Said:
        return Said(MARITAL_STATUS, self.draft.intake)

    def wanted(self) -> list[tuple[str, str, bytes]]:
        """The pages of the papers that are asked for and said to be scanned."""
        scanned = {paper.key for paper in papers_to_scan(self.said) if paper.how is HowMet.SCANNED}
        return [page for page in self.pages if page[0] in scanned]

    @rule(situation=st.sampled_from(SITUATIONS))
    def gives_other_answers(self, situation) -> None:
        intake = replace(self.draft.intake, answers={**self.usual, **situation})
        self.draft = self.filings.save(replace(self.draft, intake=intake))

    @rule(needed=st.sampled_from(PAPERS))
    def scans_a_page(self, needed) -> None:
        self.scans += 1
        content = JPEG + f"page {self.scans}".encode()
        page = self.filings.add_page(self.draft.id, content, needed.key)
        self.pages.append((needed.key, page.id, content))

    @rule(pages=st.integers(1, 2))
    def is_led_through_the_papers(self, pages) -> None:
        """As the pages of the screen do: what was not said yet, one paper after the other."""
        for paper in papers_to_scan(self.said):
            if paper.how is None:
                for _page in range(pages):
                    self.scans_a_page(paper.requirement)
                self.says_how_a_paper_is_met(paper.requirement, HowMet.SCANNED)

    @precondition(lambda self: self.pages)
    @rule(place=st.integers(0, 20))
    def takes_a_page_out(self, place) -> None:
        _paper, page, _content = self.pages.pop(place % len(self.pages))
        self.filings.remove_pages(self.draft.id, [page])

    @rule(needed=st.sampled_from(PAPERS), how=st.sampled_from([HowMet.SCANNED, HowMet.SCANNED, HowMet.DATABASE]))
    def says_how_a_paper_is_met(self, needed, how) -> None:
        self.draft = self.filings.save(replace(self.draft, intake=met(self.said, needed, how)))

    @rule()
    def looks_at_what_is_missing(self) -> None:
        """A check drops what is no longer asked for."""
        self.filings.problems(self.draft)
        self.pages = self.wanted()

    @rule()
    def is_killed_and_started_anew(self) -> None:
        self.opening.close()
        self.opening = ExitStack()
        self.open_store()
        (found,) = [one for one in drafts.everything(self.store.read()) if one.id == self.draft.id]
        assert found.intake.papers == self.draft.intake.papers
        self.draft = found

    @precondition(lambda self: self.pages)
    @rule()
    def leaves_with_a_slip(self) -> None:
        left = self.filings.leave(self.draft)
        assert left.code == self.filings.leave(self.draft).code
        packed = leave.packed(self.store, self.draft.id, DEMO.office.counter)
        assert packed is not None
        leave.gone(self.store, self.draft.id, sent=True)
        self.somebody_comes()

    @rule(led=st.booleans())
    def submits(self, led) -> None:
        if led:
            self.is_led_through_the_papers(1)
        try:
            done = self.filings.submit(self.draft, AGREED)
        except FormRefused as refused:
            fields = [problem.field for problem in refused.problems]
            assert not [field for field in fields if field.startswith("pages")], "no page is ever in the way"
            self.pages = self.wanted()
            return
        contents = [content for _paper, _page, content in self.wanted()]
        assert [page.sha256 for page in done.form.pages] == [sha256(content).hexdigest() for content in contents]
        asked = {paper.key for paper in papers_to_scan(self.said)}
        assert {paper.requirement for paper in done.form.papers} <= asked
        assert sorted(number for paper in done.form.papers for number in paper.pages) == list(range(1, len(contents) + 1))
        self.submitted.append((done, contents))
        self.somebody_comes()

    @invariant()
    def what_is_kept_is_what_was_scanned(self) -> None:
        if not hasattr(self, "draft"):
            return
        kept = self.filings.pages(self.draft.id)
        assert [(page.paper, page.id) for page in kept] == [(paper, page) for paper, page, _content in self.pages]
        assert [self.filings.content(self.draft.id, page) for page in kept] == [content for *_names, content in self.pages]

    def teardown(self) -> None:
        for done, contents in self.submitted:
            assert pages_of(self.store, done.dossier) == contents
        self.opening.close()
        shutil.rmtree(self.folder)


FilingMachine.TestCase.settings = settings(max_examples=6, stateful_step_count=25, deadline=None)
test_filing_machine = FilingMachine.TestCase
