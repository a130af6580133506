"""The table of shortcuts: nothing clashes, nothing is forgotten, and the keys work."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from tests.ui.hands import show
from ui.shortcuts import SHORTCUTS, Action, Shortcut, Where, clashes, install, install_sections, shortcut_of


def test_no_key_does_two_things_on_one_screen():
    assert clashes() == []


def test_a_clash_is_seen():
    here = Shortcut(Action.RETRY, ("F2",), "x", Where.OUTBOX)
    there = Shortcut(Action.DESK, ("F2",), "y")
    apart = Shortcut(Action.ROTATE, ("R",), "z", Where.CAPTURE)
    assert clashes([here, there]) == ["F2: desk | retry"]
    assert clashes([there, apart, Shortcut(Action.FIND, ("R",), "z", Where.OUTBOX)]) == []


def test_every_action_has_a_line_and_every_line_a_key_qt_knows():
    assert {line.action for line in SHORTCUTS} == set(Action)
    for line in SHORTCUTS:
        assert line.shown()
        assert all(QKeySequence(key).toString() for key in line.keys), line


def test_the_keys_agreed_on():
    wanted = {
        Action.DESK: "F2", Action.INTAKE: "F3", Action.LOOK_UP: "F4", Action.READ_CARD: "F6", Action.CAPTURE: "F7",
        Action.NEXT_ERROR: "F8", Action.OUTBOX: "F9", Action.RECEIVE: "Ctrl+Enter", Action.RECEIPT: "Ctrl+P",
        Action.SEARCH: "Ctrl+K", Action.SHORTCUTS: "Ctrl+/", Action.PARK: "Esc", Action.SECTION: "Alt+1…9",
    }  # fmt: skip
    assert {action: shortcut_of(action).key_text() for action in wanted} == wanted


def test_a_bare_letter_is_marked_so_that_nobody_installs_it_where_people_type():
    for line in SHORTCUTS:
        bare = any(len(key) == 1 for key in line.keys)
        assert line.letter or not bare, line


def test_keys_work_inside_their_widget_even_while_typing(qtbot):
    window, line, heard = QWidget(), QLineEdit(), []
    QVBoxLayout(window).addWidget(line)
    install(window, Where.EVERYWHERE, {Action.DESK: lambda: heard.append("desk")})
    install_sections(window, heard.append)
    show(qtbot, window)
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_F2)
    qtbot.keyClick(line, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert heard == ["desk", 3]
