"""Which papers a citizen is asked for: by the answers as they stand now, in order, and nothing of a paper no longer asked for."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kiosk.dossier import HowMet
from kiosk.intake import Intake
from kiosk.procedures import Condition, Requirement
from kiosk.scan_journal import Place, StackNote
from kiosk.selfservice.paper_desk import scans_of_turn
from kiosk.selfservice.papers import (
    Said,
    Without,
    met,
    next_paper,
    not_said,
    papers_to_bring,
    papers_to_scan,
    settled,
)
from kiosk.store.drafts import DraftPage
from tests.kiosk.small_procedures import procedure, question

ANSWERS = ("yes", "no")
SAID = (HowMet.SCANNED, HowMet.MISSING, HowMet.DATABASE)


def page(number: int, paper: str) -> DraftPage:
    return DraftPage(f"page {number}", "", 1, "image/jpeg", f"{number}.page", paper)


@st.composite
def requirements(draw):
    """Some always asked for, some by the answers to two questions, some forbidden, shown only, optional, in a database."""
    made = []
    for number in range(draw(st.integers(1, 6))):
        when = draw(st.sampled_from([(), *((Condition(key, (value,)),) for key in "ab" for value in ANSWERS)]))
        made.append(Requirement(
            f"paper{number}", f"Giấy {number}", originals=1, when=when, shown_only=draw(st.booleans()),
            optional=draw(st.booleans()), forbidden=draw(st.booleans()), in_database=draw(st.sampled_from(["", "Cơ sở dữ liệu"])),
        ))  # fmt: skip
    return tuple(made)


def form(needed, answers) -> Said:
    asked = procedure(question("a"), question("b"), requirements=needed)
    return Said(asked, Intake(asked.code, answers=answers))


answers = st.fixed_dictionaries({"a": st.sampled_from(ANSWERS), "b": st.sampled_from(ANSWERS)})


def wanted(needed: Requirement, given_answers) -> bool:
    """The rule, once more and plainly."""
    return not needed.forbidden and all(given_answers[one.question] in one.one_of for one in needed.when)


@given(requirements(), answers)
def test_every_paper_asked_for_is_either_scanned_or_brought_and_no_other(needed, said):
    now = form(needed, said)
    scanned, brought = [paper.key for paper in papers_to_scan(now)], [one.key for one in papers_to_bring(now)]
    assert scanned == [one.key for one in needed if wanted(one, said) and not one.shown_only]
    assert brought == [one.key for one in needed if wanted(one, said) and one.shown_only]


@given(requirements(), answers, st.lists(st.tuples(st.integers(0, 5), st.sampled_from(SAID)), max_size=8))
def test_what_was_said_last_of_each_paper_holds_and_one_by_one_all_get_said(needed, said, acts):
    now, last = form(needed, said), {}
    for place, how in acts:
        of = needed[place % len(needed)]
        now = replace(now, intake=met(now, of, how))
        last[of.key] = how
    assert {paper.requirement: paper.how for paper in now.intake.papers} == last
    order = [paper.requirement for paper in now.intake.papers]
    assert order == sorted(order)
    while (paper := next_paper(now)) is not None:
        assert paper.how is None
        now = replace(now, intake=met(now, paper.requirement, HowMet.SCANNED))
    assert all(paper.how is not None for paper in papers_to_scan(now))


@given(requirements(), answers, answers, st.lists(st.integers(0, 5), max_size=8), st.data())
def test_after_other_answers_nothing_is_left_of_papers_no_longer_asked_for(needed, before, after, scans, data):
    now = form(needed, before)
    pages = [page(number, needed[place % len(needed)].key) for number, place in enumerate(scans)]
    for paper in papers_to_scan(now):
        how = data.draw(st.sampled_from(SAID))
        now = replace(now, intake=met(now, paper.requirement, how))
    now = replace(now, intake=replace(now.intake, answers=after))
    intake, gone = settled(now, pages)
    asked = {paper.key for paper in papers_to_scan(now)}
    kept = [one for one in pages if one.id not in gone]
    assert {paper.requirement for paper in intake.papers} <= asked
    scanned = {paper.requirement for paper in intake.papers if paper.how is HowMet.SCANNED}
    assert {one.paper for one in kept} == scanned, "each page has its paper, and each scanned paper a page"
    again, more = settled(replace(now, intake=intake), kept)
    assert (again, more) == (intake, ()), "settled once is settled"


@given(requirements(), answers)
def test_a_paper_taken_back_is_asked_for_again(needed, said):
    now = form(needed, said)
    for paper in papers_to_scan(now):
        once = replace(now, intake=met(now, paper.requirement, HowMet.MISSING))
        assert not_said(once, paper.requirement).papers == now.intake.papers


def test_what_a_database_holds_and_what_only_some_have_can_be_gone_without():
    def only(**more) -> Without | None:
        (paper,) = papers_to_scan(form((Requirement("one", "Giấy", originals=1, **more),), {}))
        return paper.without

    assert only() is None
    assert only(optional=True) is Without.NOT_WANTED
    assert only(in_database="Cơ sở dữ liệu quốc gia về dân cư", optional=True) is Without.IN_DATABASE


def pages_in_the_clear(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size]


def test_of_a_turn_that_is_killed_nothing_stays_in_the_clear_once_the_next_begins(tmp_path):
    folder = tmp_path / "turn-scans"
    command = [sys.executable, "-m", "tests.kiosk.turn_killed", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"there\n"
        killed.kill()
    (page,) = [path for path in pages_in_the_clear(folder) if path.suffix == ".jpg"]
    with page.open("rb") as held, scans_of_turn(folder):
        assert held.read() == b"", "not even for a process that still holds it open"
        assert pages_in_the_clear(folder) == []
    assert not folder.exists()


def test_at_the_end_of_a_turn_the_folder_goes_with_whatever_still_waited_in_it(tmp_path):
    with scans_of_turn(tmp_path / "turn-scans") as journal:
        stack = journal.begin(StackNote(Place("draft", "paper")))
        (stack.folder / "page-1.jpg").write_bytes(b"page")
    assert not list(tmp_path.iterdir())
