"""A kiosk calls while an officer works: told, heard, answered by one key; nothing typed goes astray."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.help_calls import HelpKind, HelpOutOfReach
from tests.ui.at_counter import MARITAL, at_counter
from tests.ui.key_cases_help import CALL, Port
from ui.clerk.help_calls import HelpBadge
from ui.hands import type_text


@pytest.fixture
def badge(qtbot):
    made = HelpBadge(short=False)
    qtbot.addWidget(made)
    return made


def test_the_one_that_has_waited_longest_is_told(badge):
    other = replace(CALL, id="c2", place="Ki-ốt 2", kind=HelpKind.CARD_LEFT, called_at=CALL.called_at + 1)
    badge.show_calls((other, CALL))
    assert badge.text() == "Ki-ốt 1 gọi cán bộ lúc 09:14 +1"
    badge.show_calls((other, replace(CALL, taken_by="Quầy 3")))
    assert badge.text().startswith("Ki-ốt 2: thẻ quên trong đầu đọc")
    badge.show_calls((replace(CALL, taken_by="Quầy 3"),))
    assert badge.text() == "Ki-ốt 1: Quầy 3 đang ra"
    badge.show_calls((replace(CALL, taken_by="Quầy 1", mine=True),))
    assert badge.text() == "Ki-ốt 1: tôi đang ra"
    assert not badge.isHidden()
    badge.show_calls(())
    assert badge.isHidden()


def test_with_large_letters_the_place_is_enough_and_a_screen_reader_hears_all(qtbot):
    short = HelpBadge(short=True)
    qtbot.addWidget(short)
    short.show_calls((CALL,))
    tiny = HelpBadge(short=True, tiny=True)
    qtbot.addWidget(tiny)
    tiny.show_calls((CALL,))
    assert (short.text(), tiny.text()) == ("Ki-ốt 1", "1")
    assert short.accessibleName() == tiny.accessibleName() == "Ki-ốt 1 gọi cán bộ lúc 09:14"


def test_a_call_from_another_thread_rings_once_and_takes_no_key_from_whoever_types(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as at:
        calls, rung = at.window.help_calls, []
        calls.beep = lambda: rung.append(1)
        form = at.form(MARITAL)
        line = form.form.submitter.person.full_name
        line.setFocus()
        before = QApplication.focusWidget()
        type_text(before, "NGUYỄN ")
        for _time in range(2):
            thread = threading.Thread(target=calls._hear, args=[(CALL,)])
            thread.start()
            thread.join()
        at.wait(lambda: at.window.header.help.isVisible())
        assert rung == [1]
        assert QApplication.focusWidget() is before
        type_text(QApplication.focusWidget(), "AN")
        assert line.value() == "NGUYỄN AN"
        calls.port = Port("Quầy 2")
        at.hands.key("Ctrl+F1")
        at.settle()
        assert QApplication.focusWidget() is before
        assert at.window.header.help.text() == "Ki-ốt 1: Quầy 2 đang ra"
        form.saving.stop()


def test_an_answer_that_does_not_get_through_is_told_and_the_call_stays(qtbot, qapp, tmp_path):
    class Cut(Port):
        def accept(self, call):
            raise HelpOutOfReach(why="SYNC-01")

    with at_counter(qtbot, qapp, tmp_path) as at:
        calls = at.window.help_calls
        calls.beep, calls.port = (lambda: None), Cut()
        calls.show_calls((CALL,))
        calls.answer()
        at.settle()
        assert at.window.banner.isVisible()
        assert at.window.header.help.text().startswith("Ki-ốt 1 gọi cán bộ")
