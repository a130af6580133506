"""The waiting screen under hands: one turn for many touches, and out of service nothing but what still works."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from kiosk.selfservice.condition import WHOLE, Condition, Part, Stop
from kiosk.settings import DEMO
from ui.selfservice.attract import AttractWindow
from ui.shots import put_away


@pytest.fixture
def window(qapp):
    made = AttractWindow(DEMO, may_close=True)
    made.show()
    yield made
    put_away(made)


@pytest.fixture
def begun(window) -> list[int]:
    heard: list[int] = []
    window.wanted.connect(lambda: heard.append(1))
    return heard


def hands(window: AttractWindow) -> None:
    """All over the screen, and keys."""
    for x in range(40, window.width(), 200):
        for y in range(40, window.height(), 300):
            QTest.mouseClick(window.childAt(QPoint(x, y)) or window, Qt.MouseButton.LeftButton)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_A):
        QTest.keyClick(window, key)


def said(window: AttractWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_many_touches_begin_one_turn_and_the_next_begins_when_it_is_over(window, begun):
    hands(window)
    assert begun == [1]
    window.ready()
    hands(window)
    assert begun == [1, 1]


@pytest.mark.parametrize("stop", [Stop.RESTING, Stop.FAILING])
def test_out_of_service_nothing_begins_and_it_says_so_in_both_languages(window, begun, stop):
    window.show_condition(Condition(stop))
    hands(window)
    assert begun == []
    for words in ("Máy tạm nghỉ", "Out of service", "mời Ông/Bà tới quầy", "come to the counter", DEMO.office.hotline):
        assert words in said(window)
    assert "Chạm để bắt đầu" not in said(window)


def test_without_a_store_what_papers_one_needs_can_still_be_seen(window, begun):
    window.show_condition(Condition(Stop.STORE, code="STORE-06"))
    assert "STORE-06" in said(window)
    assert window.guides.isVisible()
    QTest.mouseClick(window.guides, Qt.MouseButton.LeftButton)
    assert begun == [1]


def test_a_missing_device_is_named_and_people_are_served(window, begun):
    window.show_condition(Condition(missing=(Part.PRINTER,)))
    assert "in giấy" in said(window)
    assert "xem hồ sơ của tôi" in said(window)
    hands(window)
    assert begun == [1]


def test_it_comes_back_by_itself(window):
    plain = said(window)
    window.show_condition(Condition(Stop.ROOM))
    assert said(window) != plain
    window.show_condition(WHOLE)
    assert said(window) == plain


def test_news_during_a_turn_begins_no_other(window, begun):
    hands(window)
    window.show_condition(Condition(missing=(Part.SCANNER,)))
    hands(window)
    assert begun == [1]


def test_a_card_left_on_the_reader_is_said_in_both_languages_until_it_is_gone(window):
    window.show_card(True)
    assert window.card.isVisible()
    assert "Chủ thẻ xin lấy lại" in said(window)
    assert "please take it" in said(window)
    hands(window)                          # a turn begins: it says so itself
    assert not window.card.isVisible()
    window.ready()
    assert window.card.isVisible()
    window.show_card(False)
    assert not window.card.isVisible()
