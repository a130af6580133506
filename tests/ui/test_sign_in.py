"""Signing in as an officer does: choose, type, Enter; wrong PINs and the lock-out are said in words."""

import pytest
from PySide6.QtCore import Qt

from kiosk.counter.link import LinkState, LinkView
from kiosk.officers import MOST_FAILURES, Officer
from kiosk.officers import add as add_officer
from tests.ui.hands import press, show, type_text
from tests.ui.office import MORNING, OFFICER, PIN, OpenCounter
from ui.clerk.sign_in import SignInScreen


@pytest.fixture
def office(tmp_path):
    with OpenCounter(tmp_path) as office:
        yield office


@pytest.fixture
def screen(qtbot, tasks, office):
    screen = SignInScreen(office.counter, tasks)
    show(qtbot, screen)
    qtbot.waitUntil(lambda: tasks.running == 0)
    return screen


def test_the_only_officer_is_chosen_and_a_pin_and_enter_are_enough(qtbot, screen):
    assert screen.officer.value() == OFFICER.id
    qtbot.waitUntil(screen.pin.line.hasFocus)
    type_text(screen.pin.line, PIN)
    with qtbot.waitSignal(screen.signed_in) as heard:
        press(screen.pin.line, Qt.Key.Key_Return)
    assert heard.args == [OFFICER]
    assert screen.pin.value() == ""
    screen.pin.line.undo()
    assert screen.pin.line.text() == ""


def test_a_typed_id_will_do(qtbot, tasks, office, screen):
    other = Officer("cb-002", "H'Ơ̆n Byă Niê Kđăm")
    office.store.write(lambda database: add_officer(database, other, "774411", office.clock.now_ms()))
    screen.refresh()
    qtbot.waitUntil(lambda: tasks.running == 0)
    screen.officer.combo.setEditText("")
    type_text(screen.officer.combo.edit_line(), "cb-002")
    type_text(screen.pin.line, "774411")
    with qtbot.waitSignal(screen.signed_in) as heard:
        qtbot.mouseClick(screen.button, Qt.MouseButton.LeftButton)
    assert heard.args == [other]


def test_a_wrong_pin_then_the_lock_out_in_words(qtbot, tasks, screen):
    for _attempt in range(MOST_FAILURES):
        type_text(screen.pin.line, "000000")
        press(screen.pin.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: tasks.running == 0)
        if _attempt == 0:
            assert "chưa đúng" in screen.banner.accessibleName()
            assert screen.pin.value() == ""
            assert screen.pin.line.hasFocus()
    assert "tạm khóa" in screen.banner.accessibleName()
    assert "15 phút" in screen.banner.accessibleName()
    assert screen.banner.isVisible()


def test_a_click_on_the_name_opens_the_list_and_choosing_leads_to_the_pin(qtbot, tasks, office, screen):
    other = Officer("cb-002", "Vàng A Páo")
    office.store.write(lambda database: add_officer(database, other, "147036", office.clock.now_ms()))
    screen.refresh()
    qtbot.waitUntil(lambda: tasks.running == 0)
    combo = screen.officer.combo
    qtbot.mouseClick(combo.edit_line(), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: combo.view().isVisible())
    row = combo.findData(other.id)
    place = combo.view().visualRect(combo.model().index(row, 0)).center()
    qtbot.mouseMove(combo.view().viewport(), place)
    qtbot.mouseClick(combo.view().viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: not combo.view().isVisible())
    assert screen.officer.value() == other.id
    assert screen.pin.line.hasFocus()


def test_whoever_walks_the_names_with_the_arrow_keys_stays_there(qtbot, tasks, office, screen):
    other = Officer("cb-002", "Vàng A Páo")
    office.store.write(lambda database: add_officer(database, other, "147036", office.clock.now_ms()))
    screen.refresh()
    qtbot.waitUntil(lambda: tasks.running == 0)
    line = screen.officer.combo.edit_line()
    line.setFocus()
    press(line, Qt.Key.Key_Down)
    assert line.hasFocus() or screen.officer.combo.hasFocus()


def test_what_is_said_of_a_wrong_pin_is_never_cut(qtbot, tasks, screen):
    screen.resize(1366, 768)
    type_text(screen.pin.line, "000000")
    press(screen.pin.line, Qt.Key.Key_Return)
    qtbot.waitUntil(screen.banner.isVisible)
    qtbot.waitUntil(lambda: tasks.running == 0)
    detail = screen.banner._detail
    assert "15 phút" in detail.text()
    qtbot.waitUntil(lambda: detail.height() >= detail.heightForWidth(detail.width()))


def test_enter_goes_where_something_is_missing(qtbot, screen):
    screen.officer.combo.setFocus()
    press(screen.officer.combo.edit_line(), Qt.Key.Key_Return)
    assert screen.pin.line.hasFocus()


def test_the_link_is_told(qtbot, office, screen):
    qtbot.waitUntil(lambda: "08:42" in screen.link_pill.text())
    office.link.say(LinkView(LinkState.ONLINE, MORNING, 0))
    qtbot.waitUntil(lambda: screen.link_pill.text() == "Đang kết nối")
    assert "09:00" in screen.link_note.text()


def test_locked_it_waits_for_the_one_who_was_here(qtbot, screen):
    screen.lock(OFFICER)
    assert screen.locked_note.isVisible()
    assert screen.button.accessibleName() == "Mở khóa"
    assert screen.pin.line.hasFocus()
