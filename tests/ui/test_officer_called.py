"""Calling an officer under a citizen's hands: the page waits behind it as it was, every step of the call is told, no dead end."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from commands.shots import supplies as furnished
from kiosk.help_calls import Called, Help, HelpKind, HelpOutOfReach, HelpOver, HelpState
from kiosk.selfservice.today import Today
from ui.screens_selfservice import turn
from ui.selfservice.look_up import NumberPage
from ui.selfservice.window import KioskWindow
from ui.shots import put_away, settle
from ui.tasks import Tasks


class Line:
    """The gateway, as it is told to answer."""

    def __init__(self) -> None:
        self.state, self.by, self.cut = HelpState.CALLING, "", False
        self.calls: list[str] = []
        self.withdrawn: list[str] = []

    def call(self, call: str, kind: HelpKind) -> Called:
        self.calls.append(call)
        return self.ask(call, kind)

    def ask(self, call: str, kind: HelpKind) -> Called:
        if self.cut:
            raise HelpOutOfReach(why="SYNC-01")
        if self.state is HelpState.OVER:
            raise HelpOver
        return Called(call, kind, self.state, self.by)

    def withdraw(self, call: str) -> None:
        self.withdrawn.append(call)


@pytest.fixture(scope="module")
def office():
    with furnished() as supplies:
        yield supplies


@pytest.fixture
def line():
    return Line()


@pytest.fixture
def window(qapp, office, tasks, line):
    model = turn(office.put(Tasks, tasks))
    made = KioskWindow(replace(model.kiosk, help=Help(line, hotline="1900 0000")), tasks)
    made.show()
    made.activateWindow()
    made.open(partial(NumberPage, made))
    made.page.pad.put("H99")
    yield made
    for one in (made, model):
        one.end()
        put_away(one)


def told(window: KioskWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def look(window: KioskWindow, tasks: Tasks) -> str:
    window.calling.look()
    settle(window, tasks)
    return told(window)


def test_each_step_is_told_and_the_page_comes_back_as_it_was(window, tasks, line):
    page = window.page
    window.call_button.click()
    assert "Đang gọi cán bộ" in told(window)
    assert "H99" not in told(window)
    settle(window, tasks)
    assert "Máy đang báo cho các quầy" in told(window)
    line.state = HelpState.HEARD
    assert "Lời gọi đã tới các quầy" in look(window, tasks)
    line.state, line.by = HelpState.COMING, "Quầy 3"
    assert "Cán bộ đang tới (Quầy 3)" in look(window, tasks)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.page is page
    assert page.isVisible()
    assert page.pad.text == "H99"
    assert not line.withdrawn
    window.call_button.click()
    assert "Cán bộ đang tới (Quầy 3)" in told(window)
    assert len(line.calls) == 1


def test_outside_office_hours_it_says_that_nobody_may_come(qapp, office, tasks, line):
    model = turn(office.put(Tasks, tasks))
    night = Today("", "", "", "", away="Lúc này ngoài giờ làm việc.")
    window = KioskWindow(replace(model.kiosk, help=Help(line), today=lambda: night), tasks)
    window.show()
    window.call_button.click()
    settle(window, tasks)
    assert "Máy đang báo cho các quầy" in told(window)
    assert "ngoài giờ làm việc" in told(window)
    line.state, line.by = HelpState.COMING, "Quầy 3"
    assert "ngoài giờ làm việc" not in look(window, tasks)       # somebody is there after all
    for one in (window, model):
        one.end()
        put_away(one)


def test_given_up_it_is_withdrawn_also_while_it_was_on_its_way(window, tasks, line):
    window.call_button.click()
    settle(window, tasks)
    window.calling.give_up()
    settle(window, tasks)
    assert line.withdrawn == line.calls
    window.call_button.click()
    window.calling.give_up()               # before it was told anything
    settle(window, tasks)
    assert line.withdrawn == line.calls
    assert len(line.calls) == 2
    assert window.calling.called is None
    assert not window.covered


def test_without_a_link_it_says_so_offers_other_ways_and_goes_on_trying(window, tasks, line):
    line.cut = True
    window.call_button.click()
    settle(window, tasks)
    assert "Chưa gọi được qua mạng" in told(window)
    assert "tới quầy gần nhất" in told(window)
    assert "1900 0000" in told(window)
    line.cut = False
    assert "Máy đang báo cho các quầy" in look(window, tasks)
    assert len(set(line.calls)) == 1
    line.cut = True
    assert "Máy vừa mất mạng" in look(window, tasks)


def test_nobody_came_and_it_is_called_again(window, tasks, line):
    window.call_button.click()
    settle(window, tasks)
    line.state = HelpState.OVER
    assert "Lời gọi đã hết" in look(window, tasks)
    line.state = HelpState.CALLING
    window.calling.open()
    settle(window, tasks)
    assert len(set(line.calls)) == 2
    assert "Máy đang báo cho các quầy" in told(window)


def test_whoever_waits_for_an_officer_is_not_taken_for_gone(window, tasks):
    window.call_button.click()
    settle(window, tasks)
    window._idle.stop()
    look(window, tasks)
    assert window._idle.isActive()
    window.warn()
    settle(window, tasks)
    assert "còn ở đây không" in told(window)
    assert "báo cho các quầy" not in told(window)
    window.stay()
    assert "báo cho các quầy" in told(window)
    assert "H99" not in told(window)


def test_a_page_that_changes_behind_it_stays_behind(window, tasks):
    window.call_button.click()
    settle(window, tasks)
    window.open(partial(NumberPage, window))
    assert not window.page.isVisible()
    window.calling.hide()
    assert window.page.isVisible()


def test_the_end_of_the_turn_ends_it(window, tasks):
    window.call_button.click()
    settle(window, tasks)
    window.end()
    assert not window.covered
    assert told(window) == ""
