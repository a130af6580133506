"""Choosing: a few letters without diacritics find the line; what fits no line is kept; the wheel changes nothing."""

from datetime import date

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from kiosk.people import Address
from kiosk.places import communes, name_on
from kiosk.procedures import Choice
from tests.ui.hands import compose, press, show, type_text
from ui.widgets.address_field import AddressField
from ui.widgets.choice import ChoiceField
from ui.widgets.text_fields import TextField

NAMES = (Choice("1", "Nguyễn"), Choice("2", "Đặng"), Choice("3", "Ê Đê"), Choice("4", "Nguyên"), Choice("5", "H'Mông"))
A_DAY = date(2026, 11, 24)


@pytest.fixture
def page(qtbot):
    made = QWidget()
    made.field, made.other = ChoiceField("Họ", NAMES), TextField("Khác")
    column = QVBoxLayout(made)
    column.addWidget(made.field)
    column.addWidget(made.other)
    show(qtbot, made)
    made.field.setFocus()
    return made


def completions(field: ChoiceField) -> list[str]:
    model = field.combo.completer().completionModel()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("nguyen", ["Nguyễn", "Nguyên"]),
        ("NGUYỄN", ["Nguyễn", "Nguyên"]),
        ("nguye\u0302\u0303n", ["Nguyễn", "Nguyên"]),
        ("dang", ["Đặng"]),
        ("de", ["Ê Đê"]),
        ("mong", ["H'Mông"]),
    ],
)
def test_lines_are_found_without_diacritics(page, typed, found):
    type_text(page.field.combo.edit_line(), typed)
    assert completions(page.field) == found


def test_picking_from_the_list_writes_the_name_and_gives_the_code(qtbot, page):
    line = page.field.combo.edit_line()
    type_text(line, "dang")
    popup = page.field.combo.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    press(popup, Qt.Key.Key_Down)
    press(popup, Qt.Key.Key_Return)
    assert line.text() == "Đặng"
    assert page.field.value() == "2"


@pytest.mark.parametrize(("typed", "value"), [("đang", "2"), ("e de", "3"), ("nguyen", "nguyen"), ("Tày", "Tày"), ("", "")])
def test_leaving_takes_the_one_line_meant_and_keeps_what_fits_none(qtbot, page, typed, value):
    type_text(page.field.combo.edit_line(), typed)
    popup = page.field.combo.completer().popup()
    popup.hide()
    with qtbot.waitSignal(page.field.left):
        page.other.setFocus()
    assert page.field.value() == value


def test_a_value_is_shown_and_taken_back(page):
    page.field.set_value("3")
    assert (page.field.shown(), page.field.value()) == ("Ê Đê", "3")
    page.field.set_value("")
    assert page.field.value() == ""


def test_the_wheel_scrolls_the_page_not_the_answer(page):
    page.field.set_value("3")
    turned = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(page.field.combo, turned)
    assert page.field.value() == "3"
    assert not turned.isAccepted()


def test_the_red_frame_reaches_the_control(qtbot, page):
    page.field.set_error("Sai.")
    assert page.field.combo.property("invalid")


# ---- addresses -----------------------------------------------------------------------------------


def test_an_address_is_shown_when_its_lists_have_come(qtbot, tasks):
    field = AddressField("Nơi cư trú", tasks, A_DAY)
    qtbot.addWidget(field)
    home = Address("01", communes("01")[0].code, "Số 5", "Số 5, quận Ba Đình, Hà Nội")
    field.set_value(home)
    assert field.value() == home           # before any list is here
    qtbot.waitUntil(lambda: field.province.combo.count() > 0)
    assert field.value() == home           # the communes are still on their way
    qtbot.waitUntil(lambda: tasks.running == 0 and field.commune.combo.count() > 0)
    assert field.value() == home
    assert field.province.shown() == "Thành phố Hà Nội"
    assert "Ba Đình, Hà Nội" in field.detail.line.accessibleDescription()


def test_what_the_card_says_is_told_only_where_it_says_something_else(qtbot, tasks):
    field = AddressField("Nơi cư trú", tasks, A_DAY)
    qtbot.addWidget(field)
    commune = communes("01")[0]
    written = f"Số 5, {name_on(commune, A_DAY)}, Hà Nội"
    field.set_value(Address("01", commune.code, "Số 5", written))
    qtbot.waitUntil(lambda: tasks.running == 0 and field.commune.combo.count() > 0)
    assert "Giấy tờ ghi" not in field.detail.line.accessibleDescription()
    assert field.value().as_written == written
    field.set_value(Address("01", commune.code, "Số 7", written))
    assert f"Giấy tờ ghi: {written}" in field.detail.line.accessibleDescription()


def test_another_province_lists_its_communes_and_forgets_the_old_one(qtbot, tasks):
    field = AddressField("Nơi cư trú", tasks, A_DAY)
    qtbot.addWidget(field)
    field.set_value(Address("01", communes("01")[0].code, "Số 5"))
    qtbot.waitUntil(lambda: tasks.running == 0 and field.commune.combo.count() > 0)
    before = field.commune.combo.count()
    field.province.set_value("04")
    field.province.edited.emit()
    assert field.value() == Address("04", "", "Số 5")
    qtbot.waitUntil(lambda: tasks.running == 0 and field.commune.combo.count() > 0)
    assert field.commune.combo.count() != before
    assert field.commune.combo.count() == len(communes("04"))


class Late:
    """Work that comes back when the test says so, in the order it was asked for."""

    def __init__(self) -> None:
        self._asked = []

    def run(self, work, done, _failed) -> None:
        self._asked.append((work, done))

    def arrive(self) -> None:
        while self._asked:
            work, done = self._asked.pop(0)
            done(work(None))


@pytest.fixture
def late_lists(qtbot):
    """An address typed into before its lists have come."""
    late, page = Late(), QWidget()
    field, after = AddressField("Nơi cư trú", late, A_DAY), TextField("Khác")
    column = QVBoxLayout(page)
    column.addWidget(field)
    column.addWidget(after)
    show(qtbot, page)
    yield field, after, late
    page.close()


def test_what_was_typed_before_the_lists_came_is_kept(late_lists):
    field, _after, late = late_lists
    for part, typed in ((field.province.combo.edit_line(), "Nước Lào"), (field.commune.combo.edit_line(), "Viêng Chăn")):
        part.setFocus()
        type_text(part, typed)
    type_text(field.detail.line, "Số 5")
    assert field.value() == Address("Nước Lào", "Viêng Chăn", "Số 5")
    late.arrive()
    assert (field.province.shown(), field.commune.shown()) == ("Nước Lào", "Viêng Chăn")
    assert field.value() == Address("Nước Lào", "Viêng Chăn", "Số 5")


def test_the_cursor_stays_where_somebody_types_while_the_lists_come(late_lists):
    field, after, late = late_lists
    line = field.province.combo.edit_line()
    line.setFocus()
    type_text(line, "Nội")
    line.setCursorPosition(0)
    type_text(line, "Hà")
    QApplication.sendEvent(line, QInputMethodEvent("a", []))       # a word is growing
    late.arrive()
    compose(line, " ")
    assert line.text() == "Hà Nội"
    field.province.combo.completer().popup().hide()
    after.setFocus()
    QApplication.processEvents()
    late.arrive()
    assert field.value().province == "01"
    assert field.commune.combo.count() == len(communes("01"))


def test_a_place_that_was_left_before_the_lists_came_is_found_in_them(qtbot, late_lists):
    field, after, late = late_lists
    type_text(field.province.combo.edit_line(), "ha noi")
    field.commune.combo.edit_line().setFocus()
    name = name_on(communes("01")[0], A_DAY)
    type_text(field.commune.combo.edit_line(), name)
    after.setFocus()
    QApplication.processEvents()
    late.arrive()
    assert field.value() == Address("01", communes("01")[0].code, "")


def test_an_address_field_that_is_gone_disturbs_nobody(qtbot, tasks):
    field = AddressField("Nơi cư trú", tasks, A_DAY)
    field.deleteLater()
    qtbot.waitUntil(lambda: tasks.running == 0)


def test_qt_cannot_take_the_line_from_under_the_field(qtbot):
    """PySide declares dead what Qt made itself when it loses sight of a parent; seen at a counter, in a parked form."""
    field = ChoiceField("Dân tộc", NAMES)
    qtbot.addWidget(field)
    assert shiboken6.createdByPython(field.combo.edit_line())
    assert field.combo.lineEdit() is field.combo.edit_line()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_the_key_that_closes_the_list_does_its_own_work_too(qtbot, key):
    """On a real screen the list is a window of its own and swallowed it: the PIN typed next stood in the name's field."""
    field, heard = ChoiceField("Dân tộc", NAMES), []
    after = TextField("Sau")
    page = QWidget()
    column = QVBoxLayout(page)
    column.addWidget(field)
    column.addWidget(after)
    show(qtbot, page)
    field.combo.edit_line().setFocus()
    field.edited.connect(lambda: heard.append(field.value()))
    field.combo.edit_line().returnPressed.connect(after.line.setFocus)
    type_text(field.combo.edit_line(), "dang")
    popup = field.combo.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    press(popup, key)
    assert not popup.isVisible()
    assert (field.value(), heard[-1]) == ("2", "2")
    assert QApplication.focusWidget() is after.line
