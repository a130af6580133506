"""Ctrl+K on the real window: everything is found, by the keyboard, and leads where it says."""

import dataclasses

import pytest

from kiosk.store.drafts import Draft
from tests.ui.at_counter import COPIES, AtCounter, at_counter
from tests.ui.office import OFFICER
from tests.ui.received import receive_some
from ui.clerk.window_find import answering
from ui.shortcuts import SHORTCUTS, Action, Live, Where, live
from ui.widgets.command_list import Found, found_in
from ui.widgets.shortcut_sheet import ShortcutSheet


@pytest.fixture
def at(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as at:
        yield at


def ask(at: AtCounter, text: str) -> list[Found]:
    """What stands in the list once it answers to `text`."""
    bar = at.window.header.search
    at.hands.key("Ctrl+K")
    at.wait(bar.line.hasFocus)
    at.hands.write(text)
    at.wait(lambda: bar._popup.isVisible() and bar._shown_for == text)
    rows = bar._popup.list
    return [found for row in range(rows.count()) if (found := found_in(rows.item(row))) is not None]


def in_tray(at: AtCounter, tray: str) -> Draft:
    intakes = at.office.counter.intakes
    return intakes.save(dataclasses.replace(intakes.open(COPIES, OFFICER), tray=tray))


def test_a_tray_leads_to_its_draft(at):
    draft = in_tray(at, "12")
    for typed in ("khay 12", "12"):
        found = ask(at, typed)
        assert (found[0].title, found[0].group) == ("Khay 12 · Chưa có tên người nộp", "Bản nháp, khay")
        at.hands.key("Return")
        assert at.window.place is Action.INTAKE
        at.wait(lambda: at.screens.intake.current() is not None and at.screens.intake.current().draft().id == draft.id)
        at.hands.key("F2")
        at.settle()


def test_a_person_leads_to_all_their_dossiers(at):
    receive_some(at.office, 1)
    receive_some(at.office, 1)             # the same invented person once more
    name = at.office.counter.records.search("")[0].submitter
    found = ask(at, name)
    person = next(one for one in found if one.group == "Người")
    assert person.detail.startswith("2 hồ sơ")
    while at.window.header.search._popup.current() is not person:
        at.hands.key("Down")
    at.hands.key("Return")
    at.settle()
    look_up = at.screens.look_up
    assert at.window.place is Action.LOOK_UP
    at.wait(lambda: look_up.table.model().rowCount() == 2)
    assert look_up.table.hasFocus()


def test_a_command_is_found_by_some_of_its_words_and_works_where_the_cursor_was(at):
    found = ask(at, "phim bang")
    assert [(one.title, one.keys, one.group) for one in found] == [("Bảng phím tắt", "Ctrl+/", "Lệnh")]
    at.hands.key("Return")
    assert at.window.findChild(ShortcutSheet).isVisible()


def test_commands_of_the_place_are_offered_there_and_nowhere_else(at):
    assert all(one.keys != "Ctrl+S" for one in ask(at, "luu ban nhap"))
    at.hands.key("Esc")
    at.hands.key("Esc")
    screen = at.form(COPIES)
    field = screen.form.submitter.phone.line
    field.setFocus()
    at.hands.write("0912000111")
    found = ask(at, "nhap luu")
    assert ("Lưu bản nháp", "Ctrl+S") in [(one.title, one.keys) for one in found]
    at.hands.key("Return")
    assert field.hasFocus()
    at.settle()
    at.wait(lambda: at.office.counter.intakes.open_drafts()[0].intake.submitter.phone == "0912000111")


def test_a_digit_picks_of_a_row_of_keys(at):
    at.hands.key("F5")
    at.settle()
    found = [one for one in ask(at, "loai viec 3") if one.group == "Lệnh"]
    assert [(one.title, one.keys) for one in found] == [("Chọn loại việc 1 đến 4", "Alt+3")]
    at.hands.key("Return")
    assert [button.isChecked() for button in at.screens.express.kind_buttons] == [False, False, True, False]


def test_every_line_of_the_table_can_be_found_by_its_words(at):
    """Nothing of it is drawn, so every place's keys stand in for being seen."""
    key = live(at.window)[0].key
    for line in SHORTCUTS:
        if line.action is not Action.SEARCH:
            commands = [Live(line, 1 if len(line.keys) > 4 else 0, key)]
            assert answering(" ".join(reversed(line.shown().split())), commands) == tuple(commands) or "1" in line.shown(), line
    assert {command.line.where for command in live(at.window)} == {Where.EVERYWHERE, Where.DESK}


def test_enter_before_the_answer_opens_what_the_last_words_find(at):
    """Never what older words found."""
    receive_some(at.office, 1)
    name = at.office.counter.records.search("")[0].submitter
    ask(at, "bang phim")
    at.hands.key("Ctrl+K")
    at.hands.write(name)
    at.hands.key("Return")
    at.wait(lambda: at.window.place is Action.LOOK_UP)
    at.settle()
    assert at.window.findChild(ShortcutSheet) is None
    assert at.window.header.search.line.text() == ""


def test_esc_puts_the_list_away_then_goes_back_to_where_the_cursor_was(at):
    field = at.form(COPIES).form.submitter.phone.line
    field.setFocus()
    ask(at, "khai sinh")
    at.hands.key("Esc")
    assert at.window.header.search.line.hasFocus()
    assert not at.window.header.search._popup.isVisible()
    at.hands.key("Esc")
    assert field.hasFocus()
    assert at.window.header.search.line.text() == ""
    assert at.window.place is Action.INTAKE
    assert at.screens.intake.current() is not None


def test_the_arrows_pass_over_headings_and_go_round(at):
    receive_some(at.office, 2)
    found = ask(at, "hon nhan")
    groups = [one.group for one in found]
    assert len(set(groups)) >= 2
    bar = at.window.header.search
    for one in [*found[1:], found[0]]:
        at.hands.key("Down")
        assert bar._popup.current() == one
    at.hands.key("Up")
    assert bar._popup.current() == found[-1]
