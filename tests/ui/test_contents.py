"""Two contents side by side, and a sealed form being corrected: what is marked, who decides, what is sealed and what never is."""

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.comparing import CopyOutOfReach
from kiosk.store import outbox, revisions
from kiosk.store.outbox import ItemState
from tests.ui.hands import show
from tests.ui.office import OFFICER, OpenCounter
from tests.ui.town import receive, set_aside
from ui.clerk.comparing import CompareDialog
from ui.clerk.correcting import CorrectDialog
from ui.clerk.look_up_detail import detail_view
from ui.clerk.outbox_dialogs import ReasonDialog


@pytest.fixture
def office(tmp_path: Path):
    with OpenCounter(tmp_path) as opened:
        yield opened


@pytest.fixture
def compare(qtbot, office, tasks):
    def opened(dossier: str) -> CompareDialog:
        made = CompareDialog(office.counter, tasks, dossier, OFFICER)
        show(qtbot, made)
        qtbot.waitUntil(lambda: tasks.running == 0)
        return made

    return opened


@pytest.fixture
def correct(qtbot, office, tasks):
    def opened(dossier: str) -> CorrectDialog:
        made = CorrectDialog(office.counter, tasks, office.counter.corrections.open(dossier), OFFICER)
        show(qtbot, made)
        qtbot.waitUntil(lambda: made.form.isEnabled() and tasks.running == 0)
        return made

    return opened


def conflicting(office: OpenCounter) -> str:
    dossier = receive(office)
    set_aside(office, dossier, ItemState.CONFLICT, "parent-differs")
    return dossier


def states(office: OpenCounter, dossier: str) -> list[str]:
    return [item.state.value for item in outbox.of_dossier(office.store.read(), dossier)]


def give_reason(dialog: CompareDialog, words: str) -> None:
    asked = dialog.findChild(ReasonDialog)
    asked.reason.line.setText(words)
    asked.confirm()


def cells(dialog: CompareDialog | CorrectDialog) -> list[str]:
    view = dialog.pairs if isinstance(dialog, CompareDialog) else dialog.changes
    return [cell.accessibleName() for cell in view._cells if cell.accessibleName()]


# ---- side by side ---------------------------------------------------------------------------------------------------


def test_differences_alone_are_shown_until_all_is_wanted(qtbot, office, compare):
    dialog = compare(conflicting(office))
    different = [name for name in cells(dialog) if "khác nhau" in name]
    assert any(name.startswith("Số điện thoại, Ở trục: 0900000001") for name in different)
    assert not [name for name in cells(dialog) if "giống nhau" in name]
    dialog.only_different.click()
    assert len([name for name in cells(dialog) if "giống nhau" in name]) > 10
    assert any("dấu vân" in name for name in cells(dialog)), "pages are compared, too"
    assert "của chính máy này" in dialog.theirs._shown.findChildren(type(dialog.told._text))[-1].text()


@pytest.mark.parametrize(("button", "phone"), [("theirs_button", "0900000001"), ("ours_button", None)])
def test_an_officer_chooses_with_a_reason(qtbot, office, compare, button, phone):
    dossier = conflicting(office)
    before = revisions.newest(office.store.read(), dossier)
    dialog = compare(dossier)
    with qtbot.waitSignal(dialog.settled):
        qtbot.mouseClick(getattr(dialog, button), Qt.MouseButton.LeftButton)
        give_reason(dialog, "đã gọi hỏi công dân")
    form = office.counter.records.detail(dossier).form
    assert form.submitter.phone == phone or phone is None
    newest = revisions.newest(office.store.read(), dossier)
    assert (newest.form_sha == before.form_sha) is (phone is None)
    assert states(office, dossier)[:2] == ["superseded", "superseded"]
    (decided,) = office.counter.set_aside.decided(dossier)
    assert (decided.reason, decided.officer) == ("đã gọi hỏi công dân", OFFICER.id)


def test_closing_the_question_or_the_view_changes_nothing(qtbot, office, compare):
    dossier = conflicting(office)
    dialog = compare(dossier)
    qtbot.mouseClick(dialog.theirs_button, Qt.MouseButton.LeftButton)
    dialog.findChild(ReasonDialog).reject()
    dialog.reject()
    assert states(office, dossier) == ["conflict", "conflict"]
    assert len(revisions.all_of(office.store.read(), dossier)) == 1


def test_without_a_link_it_says_so_and_asks_again(qtbot, office, compare, tasks):
    dossier = conflicting(office)
    office.copies.problem = CopyOutOfReach(why="SYNC-01")
    dialog = compare(dossier)
    assert "Chưa lấy được bản của trục" in dialog.told.accessibleName()
    assert not dialog.theirs_button.isEnabled()
    assert not dialog.ours_button.isEnabled()
    office.copies.problem = None
    qtbot.mouseClick(dialog.told.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.theirs_button.isEnabled())


def test_what_no_correction_may_change_leaves_only_the_gateways(qtbot, office, compare):
    office.copies.changed = lambda form: dataclasses.replace(form, due_basis="khác")
    dialog = compare(conflicting(office))
    assert dialog.theirs_button.isEnabled()
    assert not dialog.ours_button.isEnabled()


def test_two_that_are_alike_leave_nothing_to_choose_and_are_sent_again(qtbot, office, compare):
    office.copies.changed = lambda form: form
    dossier = conflicting(office)
    dialog = compare(dossier)
    assert not dialog.theirs_button.isEnabled()
    assert "giống hệt nhau" in dialog.told.accessibleName()
    with qtbot.waitSignal(dialog.settled):
        qtbot.mouseClick(dialog.ours_button, Qt.MouseButton.LeftButton)
        give_reason(dialog, "hai bản như nhau")
    assert states(office, dossier) == ["waiting", "waiting"]


# ---- correcting -----------------------------------------------------------------------------------------------------


def test_opened_and_left_alone_nothing_has_changed(qtbot, office, correct):
    dialog = correct(receive(office))
    assert dialog.count.text() == "Chưa có gì khác bản đã niêm phong."
    assert not dialog.seal_button.isEnabled()


def test_a_wrong_telephone_is_put_right_and_every_change_is_seen_before(qtbot, office, correct):
    dossier = receive(office)
    before = office.counter.records.detail(dossier)
    dialog = correct(dossier)
    line = dialog.form.submitter.phone.line
    line.selectAll()
    QTest.keyClicks(line, "0988000111")
    qtbot.waitUntil(lambda: dialog.seal_button.isEnabled())
    assert [name for name in cells(dialog) if "Bản sửa: 0988000111" in name]
    dialog.seal()
    assert dialog.isVisible(), "without a reason nothing is sealed"
    dialog.reason.set_value("công dân đọc nhầm số")
    dialog.receipt.click()
    with qtbot.waitSignals([dialog.corrected, dialog.receipt_wanted]):
        qtbot.mouseClick(dialog.seal_button, Qt.MouseButton.LeftButton)
    after = office.counter.records.detail(dossier)
    assert after.form.submitter.phone == "0988000111"
    sealed = dataclasses.replace(before.form, submitter=after.form.submitter, owners=after.form.owners)
    assert after.form == sealed, "nothing else has changed"
    assert (after.line.number, after.line.received_at, after.line.due_at) == (
        before.line.number, before.line.received_at, before.line.due_at
    )  # fmt: skip
    assert states(office, dossier) == ["waiting"] * 4
    assert office.link.asked == 1
    shown = detail_view(office.counter, dossier).facts[-1]
    assert shown.heading == "Các bản của tờ khai"
    assert shown.rows[0].text.endswith("công dân đọc nhầm số")


def test_what_the_checks_refuse_is_not_sealed(qtbot, office, correct, tasks):
    dossier = receive(office)
    dialog = correct(dossier)
    dialog.form.submitter.person.full_name.set_value("")
    dialog.form.changed_elsewhere()
    dialog.reason.set_value("thử")
    qtbot.waitUntil(lambda: dialog.seal_button.isEnabled())
    dialog.seal()
    qtbot.waitUntil(lambda: dialog.told.isVisible() and tasks.running == 0)
    assert len(revisions.all_of(office.store.read(), dossier)) == 1


def test_somebody_corrected_it_meanwhile(qtbot, office, correct, tasks):
    dossier = receive(office)
    first, second = correct(dossier), correct(dossier)
    for dialog, phone in ((first, "0988000111"), (second, "0988000222")):
        dialog.form.submitter.phone.set_value(phone)
        dialog.form.changed_elsewhere()
        dialog.reason.set_value("sai số")
        qtbot.waitUntil(lambda dialog=dialog: dialog.seal_button.isEnabled())
    with qtbot.waitSignal(first.corrected):
        first.seal()
    second.seal()
    qtbot.waitUntil(lambda: "vừa được sửa ở nơi khác" in second.told.accessibleName())
    assert office.counter.records.detail(dossier).form.submitter.phone == "0988000111"
