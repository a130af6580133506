"""Maintenance at the kiosk itself: a way in that nobody finds by accident, and a real process behind it that knows the store."""

from functools import partial
from queue import SimpleQueue

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from commands.selfservice_upkeep import UpkeepProcess
from commands.workplace import Profile, Workplace
from kiosk.selfservice.maintenance import Upkeep, set_pin
from kiosk.selfservice.upkeep_words import Did, Entered, Refused
from kiosk.settings import DEMO
from tests.kiosk.store_fixtures import acts
from ui.selfservice.attract import AttractWindow
from ui.selfservice.upkeep import UpkeepWindow
from ui.shots import put_away

PIN, PATIENCE = "274916", 60


@pytest.fixture
def attract(qapp):
    window = AttractWindow(DEMO, may_close=False)
    window.heard = []
    window.upkeep_wanted.connect(lambda: window.heard.append("upkeep"))
    window.wanted.connect(lambda: window.heard.append("turn"))
    window.show()
    yield window
    window.hide()
    put_away(window)


def hold(window: AttractWindow, place: QPoint) -> None:
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=place)
    window.entry.hold.timeout.emit()
    window.entry.hold.stop()
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=place)


def right(window: AttractWindow) -> QPoint:
    return QPoint(window.width() - 5, 5)


def test_one_corner_held_then_the_other_opens_maintenance(attract):
    hold(attract, QPoint(5, 5))
    assert attract.heard == []
    QTest.mouseClick(attract, Qt.MouseButton.LeftButton, pos=right(attract))
    assert attract.heard == ["upkeep"]


@pytest.mark.parametrize("second", ["elsewhere", "late"])
def test_anything_else_is_a_turn_as_ever(attract, second):
    hold(attract, QPoint(5, 5))
    if second == "late":
        attract.entry.wait.timeout.emit()
        QTest.mouseClick(attract, Qt.MouseButton.LeftButton, pos=right(attract))
    else:
        QTest.mouseClick(attract, Qt.MouseButton.LeftButton, pos=QPoint(500, 900))
    assert attract.heard == ["turn"]


def test_a_corner_only_touched_begins_a_turn(attract):
    QTest.mouseClick(attract, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert attract.heard == ["turn"]


def test_by_keys_it_takes_a_long_held_escape_and_an_arrow(attract):
    QTest.keyPress(attract, Qt.Key.Key_Escape)
    attract.entry.hold.timeout.emit()
    QTest.keyRelease(attract, Qt.Key.Key_Escape)
    QTest.keyClick(attract, Qt.Key.Key_Up)
    assert attract.heard == ["upkeep"]


class Desk:
    def __init__(self) -> None:
        self.tried, self.done, self.closed = [], [], False

    def open(self, told) -> None:
        self.told = told

    def try_pin(self, pin: str) -> None:
        self.tried.append(pin)

    def do(self, what: Upkeep) -> None:
        self.done.append(what)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def window(qapp):
    made = UpkeepWindow(Desk())
    made.heard = []
    made.did.connect(made.heard.append)
    made.show()
    yield made
    made.end()
    put_away(made)


def press(window: UpkeepWindow, pin: str) -> None:
    for key in pin:
        window.pad.keys[key].click()
    window.pad.go.click()


def test_a_wrong_pin_is_said_and_nothing_of_it_stays(window):
    press(window, "000111")
    assert window._desk.tried == ["000111"]
    assert window.pad._pressed == ""
    window.hear(Refused("Mã PIN bảo trì chưa đúng."))
    assert window.notice.words.text() == "Mã PIN bảo trì chưa đúng."
    assert window.work is None


def test_by_a_keyboard_enter_hands_the_pin_on(window):
    window.pad.keys["1"].setFocus()
    for figure in PIN:
        QTest.keyClick(QApplication.focusWidget() or window, figure)
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Return)
    assert window._desk.tried == [PIN]


def test_what_ends_the_kiosk_wants_a_second_touch(window):
    window.hear(Entered())
    leave = window.work.buttons[Upkeep.LEAVE]
    leave.click()
    assert window._desk.done == []
    leave.click()
    assert window._desk.done == [Upkeep.LEAVE]
    window.hear(Did(Upkeep.LEAVE))
    assert window.heard == ["leave"]
    assert window._desk.closed


def test_nobody_there_any_more_closes_it(window):
    window.hear(Entered())
    window._idle.timeout.emit()
    assert window._desk.closed


def test_alt_f4_is_no_way_out(window):
    assert not window.close() or window._over
    assert QApplication.topLevelWidgets()


def test_the_process_behind_it_knows_the_pin_writes_down_and_does(tmp_path):
    place = Workplace(Profile.DEMO, tmp_path)
    with place.store() as store:
        store.write(partial(set_pin, device=store.device, pin=PIN, now=place.clock.now_ms()))
    answers = SimpleQueue()
    desk = UpkeepProcess(["--profile", "demo", "--data", str(tmp_path)])
    desk.open(answers.put)
    try:
        desk.do(Upkeep.REST)
        assert isinstance(answers.get(timeout=PATIENCE), Refused)          # nothing before the PIN
        desk.try_pin("000111")
        assert isinstance(answers.get(timeout=PATIENCE), Refused)
        desk.try_pin(PIN)
        assert isinstance(answers.get(timeout=PATIENCE), Entered)
        desk.do(Upkeep.REST)
        assert answers.get(timeout=PATIENCE) == Did(Upkeep.REST)
    finally:
        desk.close()
    with place.store() as store:
        assert acts(store)[-3:] == ["maintenance PIN refused", "maintenance entered", "maintenance done"]
