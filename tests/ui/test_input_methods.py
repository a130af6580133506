"""Vietnamese by an input method, as ibus and fcitx bring it: words grow underlined, or letters already written are replaced."""

import unicodedata
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from kiosk.procedures import Choice
from tests.ui.at_counter import BIRTH, COPIES, at_counter
from tests.ui.hands import compose, show, type_text
from ui.shortcuts import Action
from ui.widgets.address_field import AddressField
from ui.widgets.choice import ChoiceField
from ui.widgets.date_fields import DateField, PartialDateField
from ui.widgets.id_field import IdField
from ui.widgets.number_fields import MoneyField, NumberField
from ui.widgets.table_field import Column, TableField
from ui.widgets.text_fields import LongTextField, TextField, Writing

WORDS = (("N", "Ng", "Ngu", "Nguy", "Nguye", "Nguyê", "Nguyễn"), ("T", "Th", "Thi", "Thị"), ("H", "Ha", "Hạ", "Hạnh"))
NAME = "Nguyễn Thị Hạnh"
PEOPLES = "Ƀăn H'Ơ̆n Êñuôl"                # letters no keyboard of the plains has


def write_composed(control: QWidget, words: tuple[tuple[str, ...], ...] = WORDS) -> None:
    """Word after word, with the space between them as a key of its own."""
    for number, stages in enumerate(words):
        if number:
            type_text(control, " ")
        compose(control, *stages)


def replace_letters(control: QWidget, text: str, count: int) -> None:
    """As methods without a growing word do: the last letters are taken back and written anew."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text, -count, count)
    QCoreApplication.sendEvent(control, event)


def written(control: QWidget) -> str:
    return control.toPlainText() if isinstance(control, QPlainTextEdit) else control.text()


FIELDS = {
    "text": lambda _tasks: TextField("Nơi sinh"),
    "name": lambda _tasks: TextField("Họ tên", writing=Writing.NAME),
    "capitals": lambda _tasks: TextField("Họ, chữ đệm, tên", writing=Writing.CAPITALS),
    "long text": lambda _tasks: LongTextField("Ghi chú"),
    "choice": lambda _tasks: ChoiceField("Quan hệ", (Choice("cha", "Cha"), Choice("me", "Mẹ"))),
    "id": lambda _tasks: IdField("Số định danh"),
    "date": lambda _tasks: DateField("Ngày sinh"),
    "partial date": lambda _tasks: PartialDateField("Ngày sinh"),
    "number": lambda _tasks: NumberField("Diện tích"),
    "money": lambda _tasks: MoneyField("Số tiền"),
    "address": lambda tasks: AddressField("Nơi cư trú", tasks, date(2026, 11, 25)),
    "table": lambda _tasks: TableField("Giấy tờ", (Column("title", "Tên", lambda: TextField("Tên")),), least=1),
}


def lines(field) -> list[QWidget]:
    return [part for part in field.findChildren(QWidget) if isinstance(part, QLineEdit | QPlainTextEdit) and part.isVisible()]


@pytest.mark.parametrize("kind", list(FIELDS))
def test_nothing_of_a_composed_word_is_swallowed(qtbot, tasks, kind):
    page, after = QWidget(), QLineEdit()
    field = FIELDS[kind](tasks)
    room = QVBoxLayout(page)
    room.addWidget(field)
    room.addWidget(after)
    show(qtbot, page)
    qtbot.waitUntil(lambda: tasks.running == 0)
    wanted = NAME.upper() if kind == "capitals" else NAME
    assert lines(field)
    for line in lines(field):
        line.setFocus()
        write_composed(line)
        assert written(line) == wanted
        line.selectAll()
        type_text(line, "Hoa")
        replace_letters(line, "ạnh", 2)
        assert written(line) == ("HẠNH" if kind == "capitals" else "Hạnh")
        line.selectAll()
        compose(line, *(PEOPLES[:length] for length in range(1, len(PEOPLES) + 1)))
        assert unicodedata.normalize("NFC", written(line)).casefold() == PEOPLES.casefold()
        after.setFocus()
        qtbot.waitUntil(after.hasFocus)
        QApplication.processEvents()
        left = PEOPLES.replace(" ", "") if kind == "id" else PEOPLES       # tidied, not changed
        assert unicodedata.normalize("NFC", written(line)).casefold() == left.casefold()


@pytest.mark.parametrize("writing", list(Writing))
def test_marks_that_come_apart_are_put_together(qtbot, writing):
    field = TextField("Họ tên", writing=writing)
    show(qtbot, field)
    apart = unicodedata.normalize("NFD", NAME)
    compose(field.line, apart)
    assert str(field.value()) == (NAME.upper() if writing is Writing.CAPITALS else NAME)


def test_a_word_that_still_grows_is_no_answer_yet(qtbot):
    field, edits = TextField("Họ tên", writing=Writing.CAPITALS), []
    field.edited.connect(lambda: edits.append(field.value()))
    show(qtbot, field)
    for stage in WORDS[0][:-1]:
        QCoreApplication.sendEvent(field.line, QInputMethodEvent(stage, []))
    assert field.value() == ""
    assert edits == []
    compose(field.line, WORDS[0][-1])
    assert edits == ["NGUYỄN"]


# ---- in the real window ---------------------------------------------------------------------------


@pytest.fixture
def at(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as at:
        yield at
        at.close()


def growing(stage: str) -> None:
    QCoreApplication.sendEvent(QApplication.focusWidget(), QInputMethodEvent(stage, []))


@pytest.mark.parametrize("code", [COPIES, BIRTH])
def test_esc_in_a_growing_word_does_not_put_the_form_aside(at, code):
    form = at.form(code)
    part_of = {path: field.parts()[-1] for path, field in form.form.fields().items()}
    texts = {path: part for path, part in part_of.items() if isinstance(part, QLineEdit | QPlainTextEdit) and part.isVisible()}
    assert len(texts) > 5
    for control in [form.head.tray, *texts.values()]:
        control.setFocus()
        control.selectAll()
        growing("Nguye")
        at.hands.key("Esc")
        assert at.screens.intake.current() is form, control.accessibleName()
        compose(QApplication.focusWidget(), "Nguyễn")
        assert written(control).casefold() == "nguyễn"
    at.hands.key("Esc")                # the word is done: now it means the form
    assert at.screens.intake.current() is None
    at.settle()
    kept = next(one for one in at.office.counter.intakes.open_drafts() if one.id == form.id)
    assert (kept.tray, kept.intake.submitter.person.full_name) == ("Nguyễn", "NGUYỄN")


def test_a_word_given_up_by_leaving_the_field_does_not_hold_esc_back(at):
    form = at.form()
    form.form.submitter.phone.line.setFocus()
    growing("Nguye")
    form.form.submitter.email.line.setFocus()
    at.hands.key("Esc")
    assert at.screens.intake.current() is None


def test_searching_by_composed_words(at):
    at.hands.key("F3")
    picker = at.screens.intake.picker
    at.wait(picker.search.hasFocus)
    compose(picker.search, "k", "kh", "kha", "khai")
    type_text(picker.search, " ")
    compose(picker.search, "s", "si", "sin", "sinh")
    at.wait(lambda: 0 < picker.list.count() < 10)
    at.hands.key("Ctrl+K")
    line = at.window.header.search.line
    compose(line, "c", "ch", "chứ", "chứng")
    assert line.text() == "chứng"
    at.hands.key("F4")
    write_composed(at.screens.look_up.search_line)
    assert at.screens.look_up.search_line.text() == NAME
    assert at.window.place is Action.LOOK_UP
    at.settle()
