"""Closing the day on the real window, by keyboard alone: what is open, what stands in the way, what is printed, what stays."""

import pytest

from kiosk.closing import Matter
from kiosk.store import closing as kept
from tests.printing.sheets import Printed, words
from tests.ui.at_counter import MARITAL, AtCounter, at_counter
from tests.ui.office import FLOAT, OFFICER
from tests.ui.received import receive_some
from ui.clerk.closing import ClosingScreen
from ui.clerk.till_dialogs import CountDrawer
from ui.shortcuts import Action

TODAY = "2026-11-25"


@pytest.fixture
def at(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as counter:
        yield counter


def at_closing(at: AtCounter) -> ClosingScreen:
    at.hands.key("F12")
    at.settle()
    assert at.window.place is Action.CLOSING
    return at.screens.closing


def count_drawer(at: AtCounter) -> None:
    till = at.office.counter.till
    till.close(till.balance().expected, "", OFFICER)
    at.office.clock.at_ms += 1             # a record covers everything before its own moment


def test_what_is_open_is_listed_and_enter_leads_there(at):
    receive_some(at.office, 2)
    at.form(MARITAL)
    screen = at_closing(at)
    listed = [screen.table.records.record(row).matter for row in range(screen.table.records.rowCount())]
    assert set(listed) >= {Matter.DRAWER, Matter.DRAFTS, Matter.UNSENT}
    assert screen.figures.said()[0] == "2"
    assert screen.table.hasFocus()
    screen.table.selectRow(listed.index(Matter.DRAFTS))
    at.hands.key("Return")
    at.settle()
    assert at.window.place is Action.INTAKE


def test_cash_is_counted_first_and_the_way_there_is_one_key(at):
    receive_some(at.office, 1)
    screen = at_closing(at)
    at.hands.key("Ctrl+Return")
    at.settle()
    assert screen.banner.isVisible()
    assert not kept.of_day(at.office.store.read(), TODAY)
    assert screen.table.current().matter is Matter.DRAWER
    at.hands.key("Return")
    at.settle()
    assert at.window.place is Action.TILL
    assert isinstance(at.screens.till.dialog, CountDrawer)


def test_closed_with_things_open_which_are_named_and_written_down(at):
    receive_some(at.office, 3)
    count_drawer(at)
    screen = at_closing(at)
    at.office.printer.jobs.clear()
    at.hands.key("Ctrl+Return")
    at.settle()
    assert at.hands.asked()
    at.hands.push("Chốt ngày")
    at.settle()
    (record,) = kept.of_day(at.office.store.read(), TODAY)
    assert record.figures.received == 3
    assert record.open[Matter.UNSENT] == 3
    assert sorted(job.title for job in at.office.printer.jobs) == ["Biên bản chốt ngày", "Phiếu bàn giao hồ sơ"]
    paper, lists = (next(Printed(job.pdf) for job in at.office.printer.jobs if job.title == title)
                    for title in ("Biên bản chốt ngày", "Phiếu bàn giao hồ sơ"))  # fmt: skip
    assert words("BIÊN BẢN CHỐT NGÀY") in paper.words
    assert words("Hồ sơ chưa gửi") in paper.words
    assert words("PHIẾU BÀN GIAO HỒ SƠ") in lists.words
    for line in at.office.counter.records.search(""):
        assert line.number in "".join(lists.words)
    assert "Đã chốt" in screen.banner.accessibleName()


def test_what_comes_after_closing_belongs_to_the_next_record(at):
    receive_some(at.office, 2)
    count_drawer(at)
    first = at.office.counter.closing.close("", OFFICER)
    at.office.clock.at_ms += 1
    at.office.counter.till.open_drawer(FLOAT, OFFICER)
    receive_some(at.office, 1, seed=90)
    count_drawer(at)
    second = at.office.counter.closing.close("", OFFICER)
    at.office.clock.at_ms += 1
    assert (first.figures.received, second.figures.received) == (2, 1)
    assert second.since == first.closed_at
    screen = at_closing(at)
    assert len(screen._view.today) == 2
    at.hands.key("Ctrl+Return")
    if at.hands.asked():
        at.hands.push("Chốt ngày")
    at.settle()
    assert len(kept.of_day(at.office.store.read(), TODAY)) == 2, "nothing was done since"
    assert "chưa làm thêm" in screen.banner.accessibleName()


def test_a_question_answered_no_closes_nothing(at):
    receive_some(at.office, 1)
    count_drawer(at)
    at_closing(at)
    at.hands.key("Ctrl+Return")
    at.settle()
    at.hands.push("Chưa chốt")
    at.settle()
    assert not kept.of_day(at.office.store.read(), TODAY)
