"""Enter presses whatever has the cursor and can be pressed, once; ticks and options leave it to the form."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QRadioButton

from tests.ui.at_counter import COPIES, at_counter
from tests.ui.hands import press, show
from ui.clerk.desk_cards import CountCard
from ui.clerk.intake_tabs import DraftTab
from ui.shortcuts import Action
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.pill import Pill
from ui.widgets.pressing import PressedByEnter
from ui.widgets.wrapped import CheckBox, Link

PRESSED = (
    lambda: Button("Quét"), lambda: Link("Xem"), lambda: Pill("Chờ gửi", pressable=True),
    lambda: CountCard("Chờ gửi", Tone.INFO), lambda: DraftTab("d", Icon.NOW),
)  # fmt: skip


@pytest.mark.parametrize("made", PRESSED)
def test_enter_presses_what_has_the_cursor(qtbot, made):
    button, heard = made(), []
    show(qtbot, button)
    button.clicked.connect(lambda: heard.append(True))
    press(button, Qt.Key.Key_Return)
    press(button, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert len(heard) == 2
    press(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)       # has its own meaning
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", True)
    QCoreApplication.sendEvent(button, held)
    assert len(heard) == 2
    press(button, Qt.Key.Key_Space)
    assert len(heard) == 3
    button.setEnabled(False)
    press(button, Qt.Key.Key_Return)
    assert len(heard) == 3


def test_a_tick_is_not_changed_by_enter(qtbot):
    tick = CheckBox("Đã kiểm tra")
    show(qtbot, tick)
    press(tick, Qt.Key.Key_Return)
    assert not tick.isChecked()


def test_every_button_of_the_window_listens_to_enter(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as at:
        at.form(COPIES)
        for place in (Action.CAPTURE, Action.RECEIPT, Action.LOOK_UP, Action.OUTBOX, Action.SETTINGS, Action.READ_CARD):
            at.screens.at(place)
        deaf = {
            type(one).__name__ for one in at.app.shell.findChildren(QAbstractButton)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(one, PressedByEnter | QCheckBox | QRadioButton)
        }  # fmt: skip
        assert deaf == set()
        at.window.rail._lines[Action.SETTINGS].setFocus()
        at.hands.key("Return")
        assert at.window.place is Action.SETTINGS
        at.screens.settings.keys_button.setFocus()
        at.hands.key("Return")
        at.wait(at.hands.asked)
        at.close()
    assert QApplication.activeModalWidget() is None
