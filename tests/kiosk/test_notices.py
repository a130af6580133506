"""Forms 02, 03 and 06 at the office's side: the law's limits hold, no number is given twice, the draft waits for the citizen."""

import dataclasses
from contextlib import contextmanager
from datetime import date

import pytest
import sqlcipher3.dbapi2 as sqlite
from hypothesis import given
from hypothesis import strategies as st

from kiosk.audit import check_chain
from kiosk.catalogue import Catalogue
from kiosk.conditions import requirements_asked
from kiosk.counter import Intakes, Notices
from kiosk.dossier import HowMet, PaperRecord, PortalStatus
from kiosk.holidays import load_holidays
from kiosk.intake import Intake
from kiosk.notice_problems import (
    AlreadyGuided,
    DatabaseReasonWanted,
    NoSupplementWanted,
    NothingWanted,
    NoticeWithheld,
    PaperForbidden,
    PaperNotOfProcedure,
    RefusalReasonWanted,
)
from kiosk.notices import OTHER_REASON, Demand, NoticeForm, PaperReason, demanded, forbidden, lacking
from kiosk.office_calendar import office_calendar
from kiosk.officers import Officer
from kiosk.paper_checks import check_papers
from kiosk.portal_words import Said
from kiosk.receive_draft import DraftGone
from kiosk.settings import DEMO, NoticeSettings
from kiosk.slip_sheet import Slip
from kiosk.store import Store, audit_log, portal
from kiosk.store import notices as kept
from kiosk.store.drafts import Draft
from kiosk.store.marks import Mark, MarkFolder
from tests.kiosk.store_fixtures import NINE_O_CLOCK, Counter, PlugPulled, acts, count, unplugged_at

TODAY = date(2026, 11, 25)
CATALOGUE = Catalogue.load()
PROCEDURES = [CATALOGUE.on(entry.code, TODAY, "01") for entry in CATALOGUE.entries(TODAY, "01")]
OFFICER = Officer("cb-001", "Lò Thị Mai Hương")
BIRTH, MARITAL, STAY = "1.001193", "1.004873", "1.004194"
CALENDAR = office_calendar(DEMO.hours, load_holidays())


def not_drawn(_slip: Slip, _paper: str) -> bytes:
    raise AssertionError("drawing is not the office's business")


class Desk:
    """Intakes and notices over one open store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.intakes = Intakes(store, CATALOGUE, DEMO, CALENDAR)
        self.notices = Notices(store, CATALOGUE, DEMO, CALENDAR, not_drawn)

    def draft(self, code: str = MARITAL, **more) -> Draft:
        draft = self.intakes.open(code, OFFICER)
        return self.intakes.save(dataclasses.replace(draft, intake=dataclasses.replace(draft.intake, **more)))

    def supplement(self, draft: Draft, **more):
        return self.notices.supplement(draft, (Demand("declaration"),), "", OFFICER, **more)


@contextmanager
def desk_of(counter: Counter, checkpoint=None):
    with counter.open(*([checkpoint] if checkpoint else [])) as store:
        yield Desk(store)


def intake(code: str, *papers: PaperRecord, **more) -> Intake:
    return Intake(code, papers=papers, **more)


def paper(key: str, how: HowMet, copies: int = 1) -> PaperRecord:
    return PaperRecord(key, key, how, copies)


# ---- what may be demanded ------------------------------------------------------------------------


@st.composite
def half_brought(draw):
    procedure = draw(st.sampled_from(PROCEDURES))
    keys = [each.key for each in procedure.requirements]
    some = st.builds(paper, st.sampled_from(keys), st.sampled_from(list(HowMet)), st.integers(1, 3))
    papers = draw(st.lists(some, max_size=6)) if keys else []
    case = draw(st.sampled_from([each.key for each in procedure.cases])) if procedure.cases else ""
    return procedure, Intake(procedure.code, case=case, papers=tuple(papers))


@given(half_brought())
def test_what_is_suggested_is_what_stands_in_the_way_of_receiving(given_):
    """Suggested: required, not here (enough), and in no database. A shown paper where one must be left is told as a way
    that does not fit, not as missing: it is suggested all the same."""
    procedure, one = given_
    situation = one.situation(procedure)
    found = {problem.field for problem in check_papers(one, procedure, situation) if problem.code in ("CHECK-60", "CHECK-61")}
    offered = lacking(one, procedure)
    asked = {each.key: each for each in requirements_asked(procedure, situation)}
    assert {each.requirement for each in offered} <= asked.keys()
    assert not any(asked[each.requirement].forbidden for each in offered)
    suggested = {each.requirement for each in offered if each.suggested}
    unmet = {
        key for key, needed in asked.items()
        if not needed.forbidden and not needed.in_database
        and any(_is_about(field, key, one) for field in found)
    }
    assert unmet <= suggested
    for each in offered:
        needed = asked[each.requirement]
        assert 0 <= each.originals <= needed.originals
        assert 0 <= each.certified <= needed.certified
        assert 0 <= each.photocopies <= needed.photocopies


def _is_about(field: str, key: str, one: Intake) -> bool:
    if field == f"requirements.{key}":
        return True
    inside = field.removeprefix("papers[").partition("]")[0]
    return inside.isdigit() and one.papers[int(inside)].requirement == key


@given(half_brought(), st.sampled_from([None, *PaperReason]))
def test_no_paper_gets_onto_form_02_that_the_law_does_not_let_one_ask_for(given_, reason):
    procedure, one = given_
    offered = {each.requirement: each for each in lacking(one, procedure)}
    for needed in procedure.requirements:
        demands = (Demand(needed.key, reason),)
        if needed.forbidden:
            with pytest.raises(PaperForbidden):
                demanded(one, procedure, demands, "")
        elif needed.key not in offered:
            with pytest.raises(PaperNotOfProcedure):
                demanded(one, procedure, demands, "")
        elif needed.in_database and reason is None:
            with pytest.raises(DatabaseReasonWanted):
                demanded(one, procedure, demands, "")
        else:
            (row,) = demanded(one, procedure, demands, "")
            assert row.paper.requirement == needed.key
            assert row.reason is (reason if needed.in_database else None)


def test_only_what_is_still_wanted_is_counted():
    procedure = CATALOGUE.on(MARITAL, TODAY, "01")
    nothing = lacking(intake(MARITAL), procedure)
    whole = lacking(intake(MARITAL, paper("declaration", HowMet.ORIGINAL)), procedure)
    assert "declaration" in {each.requirement for each in nothing}
    assert "declaration" not in {each.requirement for each in whole}


def test_what_a_database_holds_is_offered_and_not_suggested():
    procedure = CATALOGUE.on(STAY, TODAY, "01")
    offered = {each.requirement: each for each in lacking(intake(STAY, case="standard"), procedure)}
    assert offered["legal_home"].database
    assert not offered["legal_home"].suggested
    assert {each.requirement for each in forbidden(procedure, intake(STAY, case="standard"))} == {"card_copy", "old_id_proof"}


# ---- giving out ----------------------------------------------------------------------------------


def test_form_02_names_papers_and_reasons_and_the_draft_waits(counter):
    with desk_of(counter) as desk:
        draft = desk.draft(STAY, case="standard")
        demands = (Demand("ct01"), Demand("legal_home", PaperReason.DATA_WRONG))
        notice = desk.notices.supplement(draft, demands, "  Sửa   năm sinh ", OFFICER)
        assert notice.form is NoticeForm.SUPPLEMENT
        assert notice.slip.number == notice.number
        names = [row[1] for row in notice.slip.rows["wanted"]]
        assert len(names) == 3
        assert names[2] == "Sửa năm sinh"
        assert "309/2026" in notice.slip.rows["wanted"][1][5]
        assert "dữ liệu đang có bị sai" in notice.slip.rows["wanted"][1][5]
        assert [each.id for each in desk.intakes.open_drafts()] == [draft.id]
        assert acts(desk.store)[-1] == "notice issued"
        assert check_chain(audit_log.lines(desk.store.read()), desk.store.device.public_key).broken_at is None
    with desk_of(counter) as desk:
        assert desk.notices.of(draft.id) == (notice,)
        assert desk.intakes.open_drafts()[0].id == draft.id


def test_nothing_is_written_for_a_notice_that_is_refused(counter):
    with desk_of(counter) as desk:
        draft = desk.draft()
        for call, wanted in (
            (lambda: desk.notices.supplement(draft, (), " ", OFFICER), NothingWanted),
            (lambda: desk.notices.supplement(draft, (Demand("card_copy"),), "", OFFICER), PaperForbidden),
            (lambda: desk.notices.supplement(draft, (Demand("none"),), "", OFFICER), PaperNotOfProcedure),
            (lambda: desk.notices.refusal(draft, "", "", OFFICER), RefusalReasonWanted),
            (lambda: desk.notices.refusal(draft, OTHER_REASON, " ", OFFICER), RefusalReasonWanted),
        ):
            with pytest.raises(wanted):
                call()
        assert count(desk.store, "notice") == 0
        assert "notice issued" not in acts(desk.store)
        assert desk.supplement(draft).number.endswith("-0001")


def test_one_full_guidance_a_second_must_be_meant(counter):
    with desk_of(counter) as desk:
        draft, other = desk.draft(), desk.draft()
        first = desk.supplement(draft)
        with pytest.raises(AlreadyGuided) as told:
            desk.supplement(draft)
        assert first.number in told.value.for_person()
        second = desk.supplement(draft, again=True)
        assert desk.supplement(other).number.endswith("-0003")
        assert [each.number for each in desk.notices.of(draft.id)] == [first.number, second.number]


def test_a_refusal_ends_the_draft_only_when_the_officer_says_so(counter):
    with desk_of(counter) as desk:
        draft = desk.draft()
        page = desk.intakes.add_page(draft.id, b"\xff\xd8\xff\xe0 page", "declaration")
        notice = desk.notices.refusal(draft, "Không thuộc thẩm quyền", "Nộp tại xã khác", OFFICER)
        assert notice.number.startswith("TC-")
        assert notice.slip.words["reason"] == "Không thuộc thẩm quyền. Nộp tại xã khác"
        assert desk.intakes.open_drafts()
        desk.notices.close(draft.id, OFFICER)
        assert desk.intakes.open_drafts() == ()
        assert not desk.store.pages.exists(page.file)
        assert acts(desk.store)[-2:] == ["notice issued", "draft closed"]
        assert desk.notices.of(draft.id) == (notice,)
        for late in (lambda: desk.notices.close(draft.id, OFFICER), lambda: desk.supplement(draft)):
            with pytest.raises(DraftGone):
                late()


def test_a_notice_given_out_neither_changes_nor_goes(counter):
    with desk_of(counter) as desk:
        desk.supplement(desk.draft())
        for statement in ("UPDATE notice SET person = ''", "DELETE FROM notice"):
            with pytest.raises(sqlite.IntegrityError):
                desk.store.write(lambda database, statement=statement: database.execute(statement))
        assert count(desk.store, "notice") == 1


def test_the_office_sets_its_reasons(counter):
    settings = DEMO.__class__(office=DEMO.office, notices=NoticeSettings(refusal_reasons=("Một", "Hai")))
    with counter.open() as store:
        assert Notices(store, CATALOGUE, settings, CALENDAR, not_drawn).refusal_reasons == ("Một", "Hai")
        assert len(Desk(store).notices.refusal_reasons) > 2


def test_no_personal_number_stands_on_a_notice(counter):
    given_intake = counter.intake()
    with desk_of(counter) as desk:
        draft = desk.draft(submitter=given_intake.submitter, owners=given_intake.owners)
        for notice in (desk.supplement(draft), desk.notices.refusal(draft, "Một lý do", "", OFFICER)):
            assert given_intake.submitter.person.personal_id not in repr(notice.slip)


# ---- numbers -------------------------------------------------------------------------------------


def test_a_restored_store_gives_no_number_out_again(counter):
    with desk_of(counter) as desk:
        draft = desk.draft()
        first = desk.supplement(draft).number
    backup = counter.copy_to("backup")
    with desk_of(counter) as desk:
        lost = desk.supplement(draft, again=True).number
    counter.put_back(backup)
    with desk_of(counter) as desk:
        assert desk.store.restored
        after = [desk.supplement(draft, again=True).number for _round in range(2)]
        assert len({first, lost, *after}) == 4
        assert after[0].endswith("-0001")


@pytest.mark.parametrize("moment", ["notice committed", "mark saved"])
def test_the_power_may_go_once_a_notice_is_written(counter, moment):
    with desk_of(counter) as desk:
        draft = desk.draft()
    with pytest.raises(PlugPulled), desk_of(counter, unplugged_at(moment, 1 if moment == "notice committed" else 2)) as desk:
        desk.supplement(draft)
    with desk_of(counter) as desk:
        (kept_one,) = desk.notices.of(draft.id)
        assert desk.supplement(draft, again=True).number != kept_one.number
        assert not desk.store.restored


@dataclasses.dataclass
class FullMarks:
    """Marks that cannot be saved any more once `full`."""

    marks: MarkFolder
    full: bool = False

    def load(self, device: str) -> Mark | None:
        return self.marks.load(device)

    def save(self, device: str, mark: Mark) -> None:
        if self.full:
            raise OSError(28, "no room")
        self.marks.save(device, mark)


def test_a_number_does_not_leave_before_the_mark_knows_of_it(counter):
    marks = FullMarks(MarkFolder(counter.marks_folder, counter.disk))
    counter.marks = marks
    with desk_of(counter) as desk:
        draft = desk.draft()
        marks.full = True
        with pytest.raises(NoticeWithheld):
            desk.supplement(draft)
        assert len(desk.notices.of(draft.id)) == 1


# ---- received dossiers ---------------------------------------------------------------------------


def decided(desk: Desk, dossier: str, status: PortalStatus, note: str) -> None:
    device, now = desk.store.device, desk.store.clock.now_ms()
    desk.store.write(lambda database: portal.decide(
        database, device, Said(f"{dossier}/{status}", dossier, int(status), note, "Cổng", now), now
    ))  # fmt: skip


def test_the_portals_wish_for_a_supplement_is_printed_in_its_words(counter):
    with desk_of(counter) as desk:
        received = counter.receive(desk.store)
        with pytest.raises(NoSupplementWanted):
            desk.notices.portal_supplement(received.dossier, OFFICER)
        decided(desk, received.dossier, PortalStatus.SUPPLEMENT_WANTED, "Bổ sung quyết định ly hôn")
        notice = desk.notices.portal_supplement(received.dossier, OFFICER)
        assert notice.slip.rows["wanted"][0][1] == "Bổ sung quyết định ly hôn"
        assert notice.slip.words["dossier_number"] == received.number
        assert not notice.slip.words.get("not_received")
        with pytest.raises(KeyError):
            desk.notices.portal_supplement("nobody", OFFICER)


def test_the_control_slip_names_owner_and_matter_only(counter):
    with desk_of(counter) as desk:
        received = counter.receive(desk.store)
        slip = desk.notices.control(received.dossier)
        form = received.form
        assert slip.words["dossier_number"] == received.number
        assert slip.moments == {"received": form.received_at, "due": form.due_at}
        person = form.submitter
        for private in (person.person.personal_id, person.phone, person.person.address.detail):
            assert private
            assert private not in repr(slip)


def test_the_day_finds_its_notices(counter):
    with desk_of(counter) as desk:
        notice = desk.supplement(desk.draft())
        read = desk.store.read()
        assert kept.between(read, NINE_O_CLOCK, NINE_O_CLOCK + 1) == (notice,)
        assert kept.between(read, NINE_O_CLOCK + 1, NINE_O_CLOCK + 2) == ()
