"""Typing a dossier into another system, on the real windows, by the keyboard."""

import dataclasses
import logging

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from kiosk.copy_assistant import CODE_MAX, ConnectedSystem
from tests.ui.at_counter import at_counter
from tests.ui.key_cases_copying import assistant, in_it, opened
from tests.ui.office import OFFICER
from tests.ui.received import receive_some
from ui.clerk import copy_assistant
from ui.clerk.clipboard import LentClipboard
from ui.clerk.copy_assistant import CopyAssistantWindow
from ui.hands import Hands


@pytest.fixture
def at(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as at:
        yield at


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_each_press_hands_out_the_next_field_until_all_are_copied(at, caplog):
    caplog.set_level(logging.DEBUG)
    shown = assistant(at)
    assert shown.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    sheet = at.office.counter.entering.sheet(shown.dossier)
    copied = []
    for _field in sheet.lines:
        in_it(at, "Ctrl+Shift+C")
        copied.append(clipboard())
    assert copied == [line.value for line in sheet.lines]
    assert shown.progress.text().endswith(f"{len(copied)}/{len(copied)}")
    assert sheet.lines[1].value not in caplog.text


def test_a_field_is_chosen_directly_and_those_passed_over_come_later(at):
    shown = assistant(at)
    lines = at.office.counter.entering.sheet(shown.dossier).lines
    hands = Hands(shown)
    hands.key("Down")
    hands.key("Down")
    assert shown.list.current() == lines[2]
    hands.key("Return")
    assert clipboard() == lines[2].value
    assert shown.list.current() == lines[3]
    for _field in lines[3:]:
        in_it(at, "Ctrl+Shift+C")
    assert shown.list.current() == lines[0]


def test_the_key_on_the_look_up_goes_on_as_well(at):
    (number,) = receive_some(at.office, 1)
    at.window.open_dossier(at.office.counter.records.search(number)[0].id)
    at.settle()
    at.hands.key("Ctrl+Shift+C")
    lines = at.office.counter.entering.sheet(opened(at).dossier).lines
    for line in lines[:3]:
        at.window.screens.look_up.pane.enter()
        assert clipboard() == line.value


def test_the_clipboard_forgets_when_it_closes_unless_somebody_put_something_else(at):
    assistant(at)
    in_it(at, "Ctrl+Shift+C")
    assert clipboard()
    in_it(at, "Esc")
    assert clipboard() == ""
    assistant(at)
    in_it(at, "Ctrl+Shift+C")
    QGuiApplication.clipboard().setText("của người khác")
    in_it(at, "Esc")
    assert clipboard() == "của người khác"
    QGuiApplication.clipboard().clear()


def test_the_clipboard_forgets_by_itself(qtbot, at):
    lent = LentClipboard(at.window, kept_ms=1)
    lent.put("001190000101")
    qtbot.waitUntil(lambda: clipboard() == "")


def test_locking_puts_it_away_and_clears(at):
    assistant(at)
    in_it(at, "Ctrl+Shift+C")
    at.hands.key("Ctrl+L")
    at.wait(lambda: at.app.locked)
    assert at.window.entering.assistant is None
    assert clipboard() == ""


def test_the_code_comes_back_and_the_dossier_is_done(at):
    shown = assistant(at)
    dossier = shown.dossier
    look_up = at.screens.look_up
    at.window.open_dossier(dossier)
    at.settle()
    assert look_up.pane.enter_button.isVisible()
    shown.code.line.setFocus()
    Hands(shown).write("000.H26-0007")
    in_it(at, "Return")
    at.wait(lambda: at.window.entering.assistant is None)
    at.settle()
    at.wait(lambda: look_up.pane.view is not None and look_up.pane.view.detail.entered != ())
    (entered,) = look_up.pane.view.detail.entered
    assert entered.officer == OFFICER.id
    said = [row.text for group in look_up.pane.view.facts for row in group.rows if row.label == "Đã nhập tay"]
    assert said[0].startswith(OFFICER.name)
    assert at.office.counter.finding.find("000.H26-0007").dossiers[0].line.id == dossier


def test_a_code_that_cannot_be_one_is_said_beside_it_and_nothing_is_recorded(at):
    shown = assistant(at)
    shown.code.set_value("x" * (CODE_MAX + 1))
    in_it(at, "Ctrl+Return")
    at.wait(lambda: bool(shown.code.error))
    assert shown.isVisible()
    assert at.office.counter.entering.sheet(shown.dossier).entered == ()
    at.window.entering.put_away()


def test_typing_for_the_officer_steps_aside_and_says_when_it_cannot(at, monkeypatch):
    monkeypatch.setattr(copy_assistant, "another_in_front", lambda: True)
    shown = assistant(at)
    first = shown.list.current()
    in_it(at, "Ctrl+T")
    assert shown.isHidden()
    at.wait(shown.isVisible)
    assert at.office.typist.typed == [first.value]
    assert shown.list.copied() == 1
    at.office.typist.fails = True
    shown.type_button.click()              # the cursor was left in the other program
    at.wait(lambda: shown.isVisible() and shown.trouble.isVisible())
    assert shown.list.copied() == 1
    at.window.entering.put_away()


def test_nothing_is_typed_into_our_own_windows(at):
    shown = assistant(at)
    in_it(at, "Ctrl+T")
    at.window.activateWindow()
    at.wait(lambda: shown.isVisible() and shown.trouble.isVisible())
    assert at.office.typist.typed == []
    assert shown.list.copied() == 0
    at.window.entering.put_away()


def test_where_nobody_can_type_it_is_not_offered(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path, lambda office: dataclasses.replace(office.counter, typist=None)) as at:
        shown = assistant(at)
        assert shown.type_button.isHidden()
        in_it(at, "Ctrl+T")
        assert shown.isVisible()
        at.window.entering.put_away()


def test_the_look_up_lists_what_still_waits(at):
    receive_some(at.office, 3)
    at.hands.key("F4")
    at.settle()
    look_up = at.screens.look_up
    at.wait(lambda: "(3)" in look_up.by_hand.text())
    first = at.office.counter.entering.waiting()[0]
    at.office.counter.entering.enter(first.id, OFFICER)
    look_up.by_hand.setFocus()
    at.hands.key("Space")
    at.wait(lambda: look_up.table.records.rowCount() == 2)
    at.settle()
    assert "(2)" in look_up.by_hand.text()
    look_up.search_line.setFocus()
    at.hands.write("khongco")
    at.wait(lambda: look_up.table.records.rowCount() == 0)


def test_a_connected_system_is_told_apart(at, monkeypatch):
    (number,) = receive_some(at.office, 1)

    def connected(_dossier: str) -> None:
        raise ConnectedSystem

    monkeypatch.setattr(at.office.counter.entering, "sheet", connected)
    at.window.enter_elsewhere(at.office.counter.records.search(number)[0].id)
    shown = at.window.entering.assistant
    assert isinstance(shown, CopyAssistantWindow)
    at.wait(shown.trouble.isVisible)
    at.window.entering.put_away()


