"""Fields take what people type, give it back in the words of `kiosk.answers`, and complain only when it is time."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.procedures import Choice, Provenance
from tests.ui.hands import compose, press, show, tab_stops, type_text
from ui.theme.style import look
from ui.widgets.checks import CheckGroup, RadioField, YesNo
from ui.widgets.date_fields import DateField, PartialDateField
from ui.widgets.field import Field
from ui.widgets.id_field import IdField, PaperNumberField, grouped
from ui.widgets.number_fields import MoneyField, NumberField, read_number, shown_number
from ui.widgets.text_fields import LongTextField, TextField, Writing
from ui.widgets.wrapped import CheckBox, Link, RadioButton


class Page(QWidget):
    def __init__(self, qtbot, *fields: Field):
        super().__init__()
        column = QVBoxLayout(self)
        for field in fields:
            column.addWidget(field)
        show(qtbot, self)


def leave(qtbot, field: Field, other: Field) -> None:
    with qtbot.waitSignal(field.left):
        other.setFocus()


def test_a_name_is_tidied_when_the_cursor_has_gone(qtbot):
    name, other = TextField("Họ tên", writing=Writing.NAME), TextField("Khác")
    _page = Page(qtbot, name, other)
    name.setFocus()
    type_text(name.line, "  nguyễn   thị bé")
    assert name.text() == "  nguyễn   thị bé"
    leave(qtbot, name, other)
    assert name.text() == "Nguyễn Thị Bé"


def test_decomposed_text_is_composed(qtbot):
    field = TextField("Họ tên")
    qtbot.addWidget(field)
    type_text(field.line, "Nguye\u0302\u0303n")
    assert field.value() == "Nguy\u1ec5n"


def test_no_complaint_while_typing(qtbot):
    field, other = TextField("Họ tên"), TextField("Khác")
    _page = Page(qtbot, field, other)
    field.setFocus()
    type_text(field.line, "x")
    field.set_error("Chưa đúng.")
    assert not field.complaining
    assert not field.line.property("invalid")
    leave(qtbot, field, other)
    assert field.complaining
    assert field.line.property("invalid")
    assert field.line.accessibleDescription() == "Chưa đúng."
    field.set_error("")
    assert not field.line.property("invalid")


def test_an_edit_takes_the_mark_of_the_card_away(qtbot):
    field = TextField("Họ tên")
    qtbot.addWidget(field)
    field.set_value("Bé")
    field.set_provenance(Provenance.CARD)
    assert "thẻ" in field.line.accessibleDescription()
    type_text(field.line, "x")
    assert field.provenance is Provenance.MANUAL


def test_what_the_card_says_differently_is_offered_not_taken(qtbot):
    field, taken = TextField("Họ tên"), []
    qtbot.addWidget(field)
    field.set_value("Bé")
    field.offer("Bế", Provenance.CARD, lambda: taken.append(True))
    assert field.value() == "Bé"
    assert not taken
    field.withdraw_offer()
    assert field._offer is None


def test_several_lines_and_tab_goes_on(qtbot):
    long, other = LongTextField("Lý do"), TextField("Khác")
    _page = Page(qtbot, long, other)
    told = []
    long.edited.connect(lambda: told.append(True))
    long.set_value("một\nhai ")
    assert told == []
    assert long.value() == "một\nhai"
    long.setFocus()
    press(long.box, Qt.Key.Key_Tab)
    qtbot.waitUntil(other.line.hasFocus)


# ---- personal numbers ----------------------------------------------------------------------------


def test_digits_are_grouped_as_they_are_typed(qtbot):
    field = IdField("Số định danh cá nhân")
    qtbot.addWidget(field)
    type_text(field.line, "0791920012")
    assert field.text() == "079 192 001 2"
    assert field.value() == "0791920012"
    type_text(field.line, "34")
    assert field.value() == "079192001234"
    assert field.personal_id() is not None


def test_a_digit_put_in_the_middle_keeps_the_cursor(qtbot):
    field = IdField("Số định danh cá nhân")
    qtbot.addWidget(field)
    field.set_value("07919200123")
    field.line.setCursorPosition(2)
    type_text(field.line, "8")
    assert field.text() == "078 919 200 123"
    type_text(field.line, "5")
    assert field.value() == "0785919200123"


@pytest.mark.parametrize("pasted", ["079.192.001.234", "079-192-001-234", "079192001234"])
def test_a_number_is_taken_however_it_is_pasted(qtbot, pasted):
    field = IdField("Số định danh cá nhân")
    qtbot.addWidget(field)
    field.line.insert(pasted)
    assert field.value() == "079192001234"


def test_letters_in_a_number_are_not_swallowed(qtbot):
    field = IdField("Số định danh cá nhân")
    qtbot.addWidget(field)
    type_text(field.line, "079")
    compose(field.line, "o", "ô", "ố")
    type_text(field.line, "12")
    assert field.text() == "079ố12"
    assert field.personal_id() is None


def test_grouping_leaves_what_is_no_number():
    assert [grouped(text) for text in ("", "07", "0791", "B1234567", "0" * 13)] == ["", "07", "079 1", "B1234567", "0" * 13]


# ---- dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("3/5/1962", "1962-05-03", "03/05/1962"),
        ("03051962", "1962-05-03", "03/05/1962"),
        ("3.5.1962", "1962-05-03", "03/05/1962"),
        ("3 5 1962", "1962-05-03", "03/05/1962"),
        ("5/1962", "1962-05", "05/1962"),
        ("051962", "1962-05", "05/1962"),
        ("1962", "1962", "1962"),
        ("31/02/1962", "31/02/1962", "31/02/1962"),
        ("hôm qua", "hôm qua", "hôm qua"),
        ("", "", ""),
    ],
)
def test_dates_are_read_as_people_write_them(qtbot, typed, value, shown):
    field, other = PartialDateField("Ngày sinh"), TextField("Khác")
    _page = Page(qtbot, field, other)
    field.setFocus()
    type_text(field.line, typed)
    assert field.value() == value
    leave(qtbot, field, other)
    assert field.text() == shown
    again = PartialDateField("Ngày sinh")
    again.set_value(value)
    assert again.text() == shown


def test_a_whole_date_wants_its_day(qtbot):
    field = DateField("Ngày")
    qtbot.addWidget(field)
    field.set_value("2026-11-24")
    assert field.text() == "24/11/2026"
    field.set_value("1962")
    assert field.value() == "1962"       # kept as typed, for the check to complain about


# ---- numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.250.000", "1250000"), ("72,5", "72.5"), ("1.000", "1000"), ("-3", "-3"), ("0", "0"), ("1 000", "1000"),
        ("12.5", None), ("1.00", None), ("1,2,3", None), ("", None), ("một", None), ("½", None), ("１２", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_in_vietnam(text, number):
    assert read_number(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("number", "shown"), [("1250000.50", "1.250.000,50"), ("0.5", "0,5"), ("-1000", "-1.000"), ("5.00", "5")]
)
def test_numbers_are_written_as_in_vietnam(number, shown):
    assert shown_number(Decimal(number)) == shown


def test_money_is_grouped_when_the_cursor_has_gone(qtbot):
    field, other = MoneyField("Phí"), NumberField("Khác", unit="m²")
    _page = Page(qtbot, field, other)
    field.setFocus()
    type_text(field.line, "1250000")
    leave(qtbot, field, other)
    assert field.line.text() == "1.250.000"
    assert field.value() == Decimal(1_250_000)
    assert other.value() is None
    other.set_value("một ít")
    assert other.value() == "một ít"


# ---- ticking -------------------------------------------------------------------------------------


def test_ticks(qtbot):
    group = CheckGroup("Cách nhận", (Choice("a", "Tại quầy"), Choice("b", "Bưu chính"), Choice("c", "Điện tử")))
    show(qtbot, group)
    group.set_value(["c", "a"])
    assert group.value() == ("a", "c")
    group.boxes["b"].setFocus()
    with qtbot.waitSignal(group.edited):
        press(group.boxes["b"], Qt.Key.Key_Space)
    assert group.value() == ("a", "b", "c")
    assert group.boxes["b"].accessibleName() == "Cách nhận: Bưu chính"


def test_yes_no_and_nobody_has_said(qtbot):
    field = YesNo("Sinh đôi")
    qtbot.addWidget(field)
    assert field.value() is None
    for value in (True, False, None):
        field.set_value(value)
        assert field.value() is value


def test_one_of_a_few_by_arrow_keys(qtbot):
    field = RadioField("Giới tính", (Choice("male", "Nam"), Choice("female", "Nữ")))
    show(qtbot, field)
    field.set_value("male")
    field.buttons["male"].setFocus()
    press(field.buttons["male"], Qt.Key.Key_Right)
    assert field.value() == "female"


def test_ticks_options_and_links_have_their_size_from_one_place():
    for name in ("sizeHint", "minimumSizeHint", "hasHeightForWidth", "heightForWidth", "hitButton"):
        assert not any(name in vars(kind) for kind in (CheckBox, RadioButton, Link))
        assert getattr(CheckBox, name) is getattr(RadioButton, name) is getattr(Link, name)


def test_long_words_beside_a_tick_wrap(qtbot):
    words = "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật về lời khai này"
    group = CheckGroup("Cam đoan", (Choice("yes", words),))
    qtbot.addWidget(group)
    box = group.boxes["yes"]
    assert box.heightForWidth(240) > box.heightForWidth(2000) >= look().measures.control


# ---- names and order -----------------------------------------------------------------------------


def test_the_label_names_the_control_and_says_that_it_is_needed(qtbot):
    field = TextField("Họ, chữ đệm, tên", required=True)
    qtbot.addWidget(field)
    assert QAccessible.queryAccessibleInterface(field.line).text(QAccessible.Text.Name) == "Họ, chữ đệm, tên, bắt buộc"


def test_tab_runs_through_a_page_in_its_order(qtbot):
    first, second, third = IdField("Một"), NumberField("Hai", unit="m²"), TextField("Ba")
    page = Page(qtbot, first, second, third)
    first.setFocus()
    stops = tab_stops(qtbot, page)
    assert stops == [second.line, third.line, first.line]


def test_the_number_of_a_paper_is_shown_in_threes_only_where_it_is_a_personal_number(qtbot):
    field = PaperNumberField("Số giấy tờ")
    qtbot.addWidget(field)
    for given, shown, value in (
        ("066062001234", "066 062 001 234", "066062001234"), ("C1234567", "C1234567", "C1234567"),
        ("Hộ chiếu B 12", "Hộ chiếu B 12", "Hộ chiếu B 12"), ("079192001", "079192001", "079192001"), (None, "", ""),
    ):  # fmt: skip
        field.set_value(given)
        assert (field.line.text(), field.value()) == (shown, value)
