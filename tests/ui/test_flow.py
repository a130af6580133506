"""A row that breaks: what lies in it comes, goes and dies, and Qt may ask for all of it at any time."""

import gc

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from tests.journeys.processes import whole_program
from tests.ui.hands import show
from ui.widgets.flow import FlowLayout


def test_what_is_taken_out_moved_or_dead_is_no_longer_in_the_row(qtbot):
    room, flow = QWidget(), FlowLayout()
    column = QVBoxLayout(room)
    buttons = [QPushButton(name) for name in ("a", "b", "c", "d", "e")]
    for button in buttons:
        flow.addWidget(button)
    column.addLayout(flow)
    show(qtbot, room)
    assert [button.parent() for button in buttons] == [room] * 5
    flow.removeWidget(buttons[0])
    buttons[1].deleteLater()
    QCoreApplication.sendPostedEvents(buttons[1], QEvent.Type.DeferredDelete)
    buttons[2].setParent(None)
    gc.collect()
    assert [flow.itemAt(place).widget() for place in range(flow.count())] == buttons[3:]
    assert not room.grab().isNull()


def test_rows_within_columns_live_through_large_letters(tmp_path):
    """A card in the panel at 150 %, with the look-up behind it: Qt asked a row for items that were dead to Python, and fell."""
    dress = ("--scale", "150", "--theme", "light", "--language", "vi")
    code, said = whole_program(["main.py", "shots", str(tmp_path), *dress, "--screen", "card_genuine"])
    assert code == 0, said
    assert [picture.name for picture in tmp_path.glob("*.png")] == ["light-150-vi-card_genuine.png"]
