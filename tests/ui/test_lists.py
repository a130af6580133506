"""Tables and strips: rows that repeat, a hundred thousand records, pages loaded only when seen."""

import threading
import time
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from tests.ui.hands import press, show, tab_stops, type_text
from ui.theme.tokens import Tone
from ui.widgets.date_fields import PartialDateField
from ui.widgets.page_preview import PagePreview
from ui.widgets.page_strip import PageItem, PageStrip
from ui.widgets.record_table import RecordColumn, RecordModel, RecordTable
from ui.widgets.table_field import Column, TableField
from ui.widgets.text_fields import TextField


@dataclass(frozen=True)
class Line:
    code: str
    state: str = "Đã gửi"


COLUMNS = (
    RecordColumn("Mã hồ sơ", lambda line: line.code, 0, sort_key=lambda line: line.code),
    RecordColumn("Trạng thái", lambda line: line.state, 14, tone=lambda line: Tone.SUCCESS),
)


def table_of_two() -> TableField:
    columns = (
        Column("name", "Họ tên", lambda: TextField("Họ tên"), 2),
        Column("born", "Ngày sinh", lambda: PartialDateField("Ngày sinh")),
    )
    return TableField("Thành viên", columns, least=1, most=3)


# ---- rows that repeat ----------------------------------------------------------------------------


def test_rows_come_and_go(qtbot):
    table = table_of_two()
    show(qtbot, table)
    table.set_value(({"name": "Bé", "born": "1962-05-03"}, {"name": "Ún"}))
    assert table.value() == ({"name": "Bé", "born": "1962-05-03"}, {"name": "Ún", "born": ""})
    with qtbot.waitSignal(table.edited):
        table.add_button.click()
    assert QApplication.focusWidget() is table.cell(2, "name").line
    assert not table.add_button.isEnabled()
    table._rows[0].remove.click()
    assert [row["name"] for row in table.value()] == ["Ún", ""]
    assert table.cell(0, "name").line.accessibleName() == "Họ tên, dòng 1"
    table._rows[0].remove.click()
    assert not table._rows[0].remove.isEnabled()


def test_tab_runs_through_the_rows(qtbot):
    table = table_of_two()
    show(qtbot, table)
    table.set_value(({"name": "Bé"}, {"name": "Ún"}))
    qtbot.waitUntil(table.cell(1, "name").line.isVisible)
    table.cell(0, "name").line.setFocus()
    stops = tab_stops(qtbot, table)
    wanted = [
        table.cell(0, "born").line, table._rows[0].remove, table.cell(1, "name").line, table.cell(1, "born").line,
        table._rows[1].remove, table.add_button, table.cell(0, "name").line,
    ]  # fmt: skip
    assert stops == wanted


# ---- records -------------------------------------------------------------------------------------


def test_the_model_is_as_qt_wants_it(qtmodeltester):
    model = RecordModel(COLUMNS)
    model.show([Line("1"), Line("2")])
    qtmodeltester.check(model)


def test_a_hundred_thousand_records_are_no_burden(qtbot):
    table = RecordTable("Hồ sơ", COLUMNS)
    table.resize(900, 600)
    show(qtbot, table)
    start = time.perf_counter()
    table.show_records([Line(f"H99-{number:06}") for number in range(100_000)])
    table.grab()
    shown = time.perf_counter() - start
    start = time.perf_counter()
    for step in range(20):
        table.scrollTo(table.records.index(step * 5000, 0))
        table.grab()
    assert shown < 2
    assert (time.perf_counter() - start) / 20 < 0.1


def test_enter_opens_and_the_choice_survives_new_rows(qtbot):
    table = RecordTable("Hồ sơ", COLUMNS)
    show(qtbot, table)
    table.show_records([Line("1"), Line("2"), Line("3")])
    table.selectRow(1)
    with qtbot.waitSignal(table.opened) as told:
        press(table, Qt.Key.Key_Return)
    assert told.args == [Line("2")]
    table.show_records([Line("0"), Line("1"), Line("2")])
    assert table.current() == Line("2")
    table.show_records([])
    assert table.current() is None


def test_a_column_sorts_by_its_key_only(qtbot):
    table = RecordTable("Hồ sơ", COLUMNS)
    qtbot.addWidget(table)
    table.show_records([Line("2"), Line("1")])
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert [table.records.record(row).code for row in range(2)] == ["1", "2"]
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert table.records.record(0).code == "1"


# ---- pages ---------------------------------------------------------------------------------------


class Shelf:
    def __init__(self):
        self.asked: list[str] = []
        self.threads: set[int] = set()

    def load(self, key: str, longest: int) -> QImage:
        self.asked.append(key)
        self.threads.add(threading.get_ident())
        picture = QImage(longest * 7 // 10, longest, QImage.Format.Format_RGB32)
        picture.fill(QColor("#FDFCF8"))
        return picture


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def pages(count: int) -> list[PageItem]:
    return [PageItem(f"p{number}", number, "Tờ khai") for number in range(1, count + 1)]


def test_only_pages_on_the_screen_are_loaded_and_not_by_the_gui(qtbot, tasks, shelf):
    strip = PageStrip(tasks, shelf.load)
    strip.resize(400, 400)
    show(qtbot, strip)
    strip.show_pages(pages(2000))
    strip.grab()
    qtbot.waitUntil(lambda: tasks.running == 0)
    assert 4 <= len(shelf.asked) < 40
    assert threading.get_ident() not in shelf.threads
    asked = len(shelf.asked)
    strip.grab()
    qtbot.waitUntil(lambda: tasks.running == 0)
    assert len(shelf.asked) == asked      # kept


def test_pages_are_chosen_moved_and_removed_by_keys(qtbot, tasks, shelf):
    strip = PageStrip(tasks, shelf.load)
    strip.resize(400, 600)
    show(qtbot, strip)
    strip.show_pages(pages(4))
    assert strip.current_key() == "p1"
    with qtbot.waitSignal(strip.selected) as told:
        press(strip, Qt.Key.Key_Right)
    assert told.args == ["p2"]
    with qtbot.waitSignal(strip.move_wanted) as told:
        press(strip, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert told.args == ["p2", 1]
    with qtbot.waitSignal(strip.remove_wanted) as told:
        press(strip, Qt.Key.Key_Delete)
    assert told.args == ["p2"]
    strip.show_pages([page for page in pages(4) if page.key != "p2"])
    assert strip.current_key() == "p3"


def test_a_picture_that_cannot_be_read_leaves_its_sheet(qtbot, tasks):
    def broken(key: str, longest: int) -> QImage:
        raise OSError(key)

    strip = PageStrip(tasks, broken)
    show(qtbot, strip)
    strip.show_pages(pages(1))
    strip.grab()
    qtbot.waitUntil(lambda: tasks.running == 0)
    strip.grab()


def test_a_page_is_fitted_and_magnified_by_keys(qtbot):
    preview = PagePreview()
    preview.resize(600, 500)
    show(qtbot, preview)
    sheet = QImage(1400, 2000, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#FFFFFF"))
    preview.show_image(sheet, "Trang 1")
    whole = preview.magnification
    assert whole == pytest.approx(preview._view.viewport().height() / 2032, rel=0.02)
    press(preview._view, Qt.Key.Key_W)
    assert preview.magnification > whole
    press(preview._view, Qt.Key.Key_0)
    assert preview.magnification == pytest.approx(whole, rel=0.02)
    for _time in range(40):
        press(preview._view, Qt.Key.Key_Plus)
    assert preview.magnification == 8
    preview.resize(900, 700)
    assert preview.magnification == 8      # magnified by hand stays; fitted follows the window
    preview.show_image(None)


def test_typing_reaches_cells(qtbot):
    table = table_of_two()
    show(qtbot, table)
    told = []
    table.edited.connect(lambda: told.append(True))
    type_text(table.cell(0, "name").line, "Ễ")
    assert told
    assert table.value()[0]["name"] == "Ễ"
