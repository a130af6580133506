"""A receipt nobody has in hand: told on the desk, also after a crash, until it is printed, saved or not wanted."""

import dataclasses

import pytest
from PySide6.QtCore import Qt

from kiosk.device_ports import PrintState
from kiosk.invented import Invention
from kiosk.receive import Received
from tests.ui.at_counter import AtCounter, at_counter
from tests.ui.office import OFFICER, OpenCounter
from ui.clerk.receipt_job import words_of
from ui.shortcuts import Action

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def at(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as at:
        yield at
        at.close()


def sealed(office: OpenCounter, seed: int = 1) -> Received:
    """A dossier sealed, the window gone before it could show the receipt."""
    draft = office.counter.intakes.open("1.004873", OFFICER)
    given = Invention(seed).intake("H99.01.02", "Quầy 3", OFFICER.id, page_count=0, now=office.clock.now_ms())
    return office.counter.intakes.receive(office.counter.intakes.save(dataclasses.replace(draft, intake=given)))


def owed(at: AtCounter) -> list[str]:
    return [line.id for line in at.office.counter.records.receipts_owed()]


def receive(at: AtCounter) -> Received:
    received = sealed(at.office)
    at.screens.intake.received.emit(received)
    return received


def test_after_a_crash_the_desk_tells_whose_receipt_was_never_printed(qtbot, qapp, tmp_path):
    with OpenCounter(tmp_path) as before:
        received = sealed(before)
    with at_counter(qtbot, qapp, tmp_path) as at:
        banner = at.screens.desk.owed
        assert banner.isVisible()
        assert banner.accessibleName() == f"Hồ sơ {received.number} đã tiếp nhận nhưng chưa in giấy hẹn"
        banner.button.setFocus()
        at.hands.key("Space")
        at.settle()
        assert at.window.place is Action.RECEIPT
        assert at.screens.receipt.number.text() == received.number
        at.hands.key("Return")
        at.wait(lambda: bool(at.office.printer.jobs) and owed(at) == [])
        at.hands.key("Escape")
        at.settle()
        assert at.window.place is Action.DESK
        assert not banner.isVisible()
        at.close()


def test_what_is_not_wanted_is_put_away_one_by_one(qtbot, qapp, tmp_path):
    with OpenCounter(tmp_path) as before:
        numbers = [sealed(before, seed).number for seed in (1, 2)]
    with at_counter(qtbot, qapp, tmp_path) as at:
        banner = at.screens.desk.owed
        assert numbers[0] in banner.accessibleName()
        assert "Còn 1 hồ sơ khác" in banner.accessibleDescription()
        qtbot.mouseClick(banner._close, LEFT)
        at.settle()
        assert banner.isVisible()
        assert numbers[1] in banner.accessibleName()
        qtbot.mouseClick(banner._close, LEFT)
        at.settle()
        assert not banner.isVisible()
        assert owed(at) == []
        at.close()


def test_received_at_the_window_it_is_printed_at_once_and_nothing_is_owed(at):
    receive(at)
    at.settle()
    assert len(at.office.printer.jobs) == 1
    assert owed(at) == []
    assert at.window.rail._lines[Action.INTAKE].isChecked()        # still a step of taking in
    at.hands.key("Escape")
    at.settle()
    assert at.window.rail._lines[Action.DESK].isChecked()
    assert not at.screens.desk.owed.isVisible()


def test_no_paper_the_job_waits_and_the_receipt_is_still_owed(at):
    at.office.printer.answers = [PrintState.PREPARED, PrintState.OUT_OF_PAPER]
    at.office.printer.say(PrintState.OUT_OF_PAPER)
    at.settle()
    received = receive(at)
    at.settle()
    assert len(at.office.printer.jobs) == 1
    assert at.screens.receipt.print_state.accessibleName() == words_of(PrintState.OUT_OF_PAPER)[0]
    at.hands.key("Escape")
    at.settle()
    assert owed(at) == [received.dossier]
    assert at.screens.desk.owed.isVisible()


def test_a_printer_that_fails_is_sent_nothing_by_itself(at):
    at.screens.at(Action.RECEIPT)
    at.office.printer.say(PrintState.FAILED)
    at.settle()
    receive(at)
    at.settle()
    assert at.office.printer.jobs == []
    assert "Chưa in được" in at.screens.receipt.print_state.accessibleName()


def test_whoever_does_not_want_it_prints_by_hand_and_the_choice_is_remembered(at):
    at.window.go(Action.SETTINGS)
    at.qtbot.mouseClick(at.screens.settings.at_once.buttons["no"], LEFT)
    at.settle()
    received = receive(at)
    at.settle()
    assert at.office.printer.jobs == []
    assert owed(at) == [received.dossier]
    assert at.office.counter.sign_in.preference(OFFICER.id, "print_at_once", "") == "no"
    at.hands.key("Escape")                 # seen, and gone on without it
    at.settle()
    assert owed(at) == []
