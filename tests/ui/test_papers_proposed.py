"""Papers scanned before anybody said how they were met: the program proposes what the catalogue expects, no more."""

import pytest

from kiosk.dossier import HowMet
from kiosk.procedures import Requirement
from tests.ui.at_counter import COPIES, MARITAL, AtCounter, at_counter, sheet
from tests.ui.hands import show
from ui.clerk.form_papers import PaperRow, expected, ways
from ui.clerk.intake_screen import IntakeScreen


@pytest.fixture
def at(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as at:
        yield at
        at.close()


def a_paper(form: IntakeScreen, *, shown_only: bool = False) -> PaperRow:
    papers = form.form.papers
    rows = (papers._rows[key] for key in papers._asked)
    return next(row for row in rows if row.needed.shown_only is shown_only and not row.needed.in_database)


def test_pages_scanned_into_a_paper_propose_how_it_was_met_and_take_it_back(at: AtCounter):
    form, intakes = at.form(MARITAL), at.office.counter.intakes
    row = a_paper(form)
    assert row.chosen() is None
    page = intakes.add_page(form.id, sheet(), row.needed.key)
    form.reload_pages()
    at.wait(lambda: row.chosen() is expected(row.needed))
    assert "máy đề xuất" in row._wants.text()
    at.settle()
    assert not [problem for problem in intakes.problems(form.draft()) if problem.field == f"requirements.{row.needed.key}"]
    form.flush()
    at.wait(lambda: not form.saving.unsaved)
    kept = next(one for one in intakes.open_drafts() if one.id == form.id)
    assert [(paper.requirement, paper.how) for paper in kept.intake.papers] == [(row.needed.key, expected(row.needed))]
    intakes.set_removed(form.id, page.id, removed=True)
    form.reload_pages()
    at.wait(lambda: row.chosen() is None)
    assert "máy đề xuất" not in row._wants.text()


def test_what_the_officer_said_is_not_proposed_over(at: AtCounter):
    form = at.form(MARITAL)
    row = a_paper(form)
    row.how.set_value(HowMet.REUSED.value)
    row.how.edited.emit()
    at.office.counter.intakes.add_page(form.id, sheet(), row.needed.key)
    form.reload_pages()
    at.wait(lambda: row._pages == 1)
    assert row.chosen() is HowMet.REUSED
    assert "máy đề xuất" not in row._wants.text()


def test_what_is_only_shown_was_shown_when_it_was_scanned(at: AtCounter):
    form = at.form(COPIES)
    row = a_paper(form, shown_only=True)
    at.office.counter.intakes.add_page(form.id, sheet(), row.needed.key)
    form.reload_pages()
    at.wait(lambda: row.chosen() is HowMet.SHOWN)
    assert "máy đề xuất" in row._wants.text()


@pytest.mark.parametrize(("originals", "certified", "photocopies", "first"), [
    (1, 0, 0, HowMet.ORIGINAL), (0, 1, 0, HowMet.CERTIFIED), (0, 0, 1, HowMet.COMPARED), (1, 0, 1, HowMet.ORIGINAL),
])  # fmt: skip
def test_what_the_catalogue_expects_is_offered_first(originals, certified, photocopies, first):
    needed = Requirement(key="a", name="A", originals=originals, certified=certified, photocopies=photocopies)
    assert ways(needed)[0] is expected(needed) is first
    assert set(ways(needed)) >= {HowMet.ORIGINAL, HowMet.CERTIFIED, HowMet.COMPARED}


def test_a_wrong_count_is_told_across_the_row(qtbot):
    """Under the count itself, 58 pixels wide, the sentence stood one word a line."""
    row = PaperRow(Requirement("form", "Tờ khai cấp Giấy xác nhận tình trạng hôn nhân theo mẫu", originals=1))
    show(qtbot, row)
    row.resize(300, 400)
    row.how.set_value("certified")
    row.how.edited.emit()
    row.copies.set_error("Chưa đủ số lượng: Tờ khai cấp Giấy xác nhận tình trạng hôn nhân theo mẫu cần 1 bản chính.")
    note = row.copies._note
    qtbot.waitUntil(note.isVisible)
    assert note.width() > 200
    assert note.height() < 80
    row.copies.set_error("")
    assert not note.isVisible()
