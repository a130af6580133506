"""What the toolkit is known to get wrong. Each was met once; none may come back with another version."""

import sys

import PySide6
import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from tests.ui.hands import compose, type_text
from ui.widgets.command_bar import CommandBar
from ui.widgets.text_fields import Capitals, TextField


def test_the_version_that_loses_references_is_not_used():
    assert not (PySide6.__version__.startswith("6.12.0") and sys.version_info < (3, 12))


def test_a_thousand_calls_leave_none_alone(qtbot):
    line = QLineEdit()
    qtbot.addWidget(line)
    line.setText("0")
    before = sys.getrefcount(None)
    for number in range(1000):
        line.setText(str(number))
    assert abs(sys.getrefcount(None) - before) < 50


def test_emptying_a_field_leaves_nothing_to_undo(qtbot):
    field = TextField("Họ tên")
    qtbot.addWidget(field)
    type_text(field.line, "Nguyễn Thị Bé")
    field.set_value("")
    field.line.undo()
    assert field.line.text() == ""


def test_clear_would_bring_the_last_citizen_back(qtbot):
    """Why no code calls QLineEdit.clear()."""
    line = QLineEdit()
    qtbot.addWidget(line)
    type_text(line, "Nguyễn")
    line.clear()
    line.undo()
    assert line.text() == "Nguyễn"


def test_the_search_box_forgets(qtbot):
    bar = CommandBar()
    qtbot.addWidget(bar)
    type_text(bar.line, "Lò Văn Ún")
    bar.clear()
    bar.line.undo()
    assert bar.line.text() == ""


@pytest.mark.parametrize("word", ["Nguyễn", "H'Ŏ Byă", "Ɓuôn Đôn", "Ksor H'Blĭ"])
def test_every_letter_can_be_typed(qtbot, word):
    for widget in (QLineEdit(), QPlainTextEdit()):
        qtbot.addWidget(widget)
        type_text(widget, word)
        assert (widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()) == word


def test_capitals_do_not_swallow_a_composed_word_nor_speak_twice(qtbot):
    line = QLineEdit()
    qtbot.addWidget(line)
    line.setValidator(Capitals(line))
    told = []
    line.textEdited.connect(told.append)
    compose(line, "nguye", "nguyê", "nguyễn")
    assert line.text() == "NGUYỄN"
    assert told == ["NGUYỄN"]

