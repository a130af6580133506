"""The office's side of the counter window: drafts survive, pages follow, receiving leaves one dossier and no draft."""

import dataclasses
from pathlib import Path

import pytest

from kiosk.desk import COUNT, conditions
from kiosk.dossier import HowMet, Owner, PaperRecord, Submitter
from kiosk.invented import Invention
from kiosk.officers import MOST_FAILURES, LockedOut, WrongPin
from kiosk.radar import Horizon
from kiosk.receive_draft import DraftGone
from kiosk.store import dossiers
from kiosk.store.drafts import Draft
from tests.ui.office import OFFICER, PIN, OpenCounter

JPEG = b"\xff\xd8\xff\xe0 page "


def filled(office: OpenCounter, draft: Draft, seed: int = 1) -> Draft:
    """The draft with everything an invented citizen answered."""
    given = Invention(seed).intake("H99.01.02", "Quầy 3", OFFICER.id, page_count=0, now=office.clock.now_ms())
    return office.counter.intakes.save(dataclasses.replace(draft, intake=given, tray="A-12", cursor="answers.copies"))


def test_a_draft_is_there_again_after_a_restart_with_its_pages_and_cursor(tmp_path: Path) -> None:
    with OpenCounter(tmp_path) as office:
        intakes = office.counter.intakes
        draft = filled(office, intakes.open("1.004873", OFFICER))
        first = intakes.add_page(draft.id, JPEG + b"1", "declaration")
        intakes.add_page(draft.id, JPEG + b"0", before=first.id)
    with OpenCounter(tmp_path) as office:
        (again,) = office.counter.intakes.open_drafts()
        assert (again.intake.answers, again.tray, again.cursor) == (draft.intake.answers, "A-12", "answers.copies")
        pages = office.counter.intakes.pages(again.id)
        assert [office.counter.intakes.content(again.id, page) for page in pages] == [JPEG + b"0", JPEG + b"1"]


def test_receiving_a_draft_seals_its_pages_and_forgets_it(tmp_path: Path) -> None:
    with OpenCounter(tmp_path) as office:
        intakes = office.counter.intakes
        draft = filled(office, intakes.open("1.004873", OFFICER))
        kept = intakes.add_page(draft.id, JPEG + b"kept", "declaration")
        gone = intakes.add_page(draft.id, JPEG + b"gone")
        intakes.set_removed(draft.id, gone.id, removed=True)
        received = intakes.receive(draft)
        assert intakes.open_drafts() == ()
        form, _body = dossiers.form_of(office.store.read(), received.dossier)
        assert received.dossier == draft.id
        assert [page.sha256 for page in form.pages] == [kept.sha256]
        assert next(paper for paper in form.papers if paper.requirement == "declaration").pages == (1,)
        assert office.store.pages.exists(kept.file)
        assert not office.store.pages.exists(gone.file)
        with pytest.raises(DraftGone):
            intakes.receive(draft)


def test_a_page_taken_out_comes_back_where_it_was(tmp_path: Path) -> None:
    with OpenCounter(tmp_path) as office:
        intakes = office.counter.intakes
        draft = intakes.open("1.004873", OFFICER)
        pages = [intakes.add_page(draft.id, JPEG + bytes([number])) for number in range(3)]
        intakes.set_removed(draft.id, pages[1].id, removed=True)
        assert [page.id for page in intakes.pages(draft.id)] == [pages[0].id, pages[2].id]
        intakes.set_removed(draft.id, pages[1].id, removed=False)
        assert [page.id for page in intakes.pages(draft.id)] == [page.id for page in pages]
        turned = intakes.replace_page(draft.id, pages[0], JPEG + b"turned")
        assert [page.id for page in intakes.pages(draft.id)] == [turned.id, pages[1].id, pages[2].id]


def test_a_discarded_draft_leaves_no_file(tmp_path: Path) -> None:
    with OpenCounter(tmp_path) as office:
        draft = office.counter.intakes.open("1.004873", OFFICER)
        page = office.counter.intakes.add_page(draft.id, JPEG)
        office.counter.intakes.discard(draft.id)
        assert not office.store.pages.exists(page.file)
        assert office.counter.intakes.open_drafts() == ()


def test_the_same_person_with_the_same_procedure_again_is_noticed(tmp_path: Path) -> None:
    with OpenCounter(tmp_path) as office:
        intakes = office.counter.intakes
        first = filled(office, intakes.open("1.004873", OFFICER))
        assert intakes.same_again(first) == ()
        intakes.receive(first)
        again = filled(office, intakes.open("1.004873", OFFICER))
        assert [line.id for line in intakes.same_again(again)] == [first.id]


def test_a_quote_knows_term_and_fee_before_receipt(tmp_path: Path) -> None:
    with OpenCounter(tmp_path) as office:
        draft = filled(office, office.counter.intakes.open("1.004873", OFFICER))
        quote = office.counter.intakes.quote(draft)
        assert quote.term == "03 ngày làm việc"
        assert quote.due is not None
        assert [line.amount for line in quote.fees] == [15_000]


def test_an_unfinished_draft_tells_every_problem(tmp_path: Path) -> None:
    with OpenCounter(tmp_path) as office:
        draft = office.counter.intakes.open("1.004873", OFFICER)
        fields = {problem.field for problem in office.counter.intakes.problems(draft)}
        assert {"submitter.person.full_name", "owners", "answers.subject_name"} <= fields


def test_the_desk_counts_what_waits(tmp_path: Path) -> None:
    with OpenCounter(tmp_path) as office:
        received = office.counter.intakes.receive(filled(office, office.counter.intakes.open("1.004873", OFFICER)))
        desk = office.counter.records.desk()
        assert desk.counts == {
            "due_today": 0, "overdue": 0, "coming": 1, "unsent": 1, "set_aside": 0, "wanted": 0, "unmoved": 0,
        }  # fmt: skip
        assert received.form.due_at is not None
        office.clock.advance(received.form.due_at - office.clock.now_ms() + 1)
        assert [line.id for line in office.counter.records.desk().overdue] == [received.dossier]


def test_five_wrong_pins_lock_an_officer_out_for_a_quarter_of_an_hour(tmp_path: Path) -> None:
    with OpenCounter(tmp_path) as office:
        sign_in = office.counter.sign_in
        assert sign_in.enter(OFFICER.id, PIN) == OFFICER
        for _try in range(MOST_FAILURES - 1):
            with pytest.raises(WrongPin):
                sign_in.enter(OFFICER.id, "000000")
        with pytest.raises(LockedOut):
            sign_in.enter(OFFICER.id, "000000")
        with pytest.raises(LockedOut):
            sign_in.enter(OFFICER.id, PIN)
        office.clock.advance(15 * 60_000)
        assert sign_in.enter(OFFICER.id, PIN) == OFFICER


def test_nobody_unknown_signs_in(tmp_path: Path) -> None:
    with OpenCounter(tmp_path) as office, pytest.raises(WrongPin):
        office.counter.sign_in.enter("cb-999", PIN)


def test_papers_keep_how_they_were_met_when_saved(tmp_path: Path) -> None:
    with OpenCounter(tmp_path) as office:
        draft = office.counter.intakes.open("1.004873", OFFICER)
        person = Invention(2).person()
        intake = dataclasses.replace(
            draft.intake,
            submitter=Submitter(person, phone="0900000001"),
            owners=(Owner(person),),
            papers=(PaperRecord("identity", "Giấy tờ tùy thân", HowMet.VNEID, seen_by=OFFICER.id),),
        )
        saved = office.counter.intakes.save(dataclasses.replace(draft, intake=intake))
        assert office.counter.intakes.open_drafts() == (saved,)


def test_the_desk_is_counted_without_reading_the_wide_rows(tmp_path: Path) -> None:
    """A dossier's row holds its sealed form; 10,000 of them decrypted at every look made the desk wait 370 ms."""
    with OpenCounter(tmp_path) as office:
        for name, (condition, values, _order) in conditions(office.clock.now_ms(), Horizon(2, 1)).items():
            query = f"EXPLAIN QUERY PLAN {COUNT.format(condition)}"
            steps = [str(row[3]) for row in office.store.read().execute(query, values)]
            of_dossier = [step for step in steps if step.startswith(("SEARCH d ", "SCAN d ", "SEARCH a ", "SCAN a "))]
            assert of_dossier, name
            assert all("COVERING INDEX" in step for step in of_dossier), (name, steps)
