"""The desk: counts that filter the list, drafts with their trays, one key to the next dossier."""

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from kiosk.dossier import PortalStatus, Submitter
from kiosk.people import Citizen
from kiosk.radar import NextStep
from kiosk.states import Actor
from tests.ui.hands import press, show
from tests.ui.office import OFFICER, OpenCounter
from tests.ui.received import receive_some
from ui.clerk.desk import FILTERS, DeskScreen
from ui.clerk.words_of_dossiers import state_of
from ui.theme.style import look
from ui.widgets.buttons import Button


@pytest.fixture
def office(tmp_path):
    with OpenCounter(tmp_path) as office:
        yield office


def desk_of(qtbot, tasks, office) -> DeskScreen:
    desk = DeskScreen(office.counter, tasks)
    desk.resize(1150, 640)
    show(qtbot, desk)
    desk.refresh()
    qtbot.waitUntil(lambda: tasks.running == 0)
    return desk


def test_a_quiet_morning_says_so(qtbot, tasks, office):
    desk = desk_of(qtbot, tasks, office)
    assert [card.count for card in desk.cards.values()] == [0] * len(FILTERS)
    assert desk._nothing.isVisible()
    assert not desk.drafts.isVisible()
    with qtbot.waitSignal(desk.intake_wanted):
        button = next(button for button in desk.findChildren(Button) if "Tiếp nhận hồ sơ mới" in button.accessibleName())
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_counts_filter_the_list_and_enter_opens(qtbot, tasks, office):
    numbers = receive_some(office, 3)
    desk = desk_of(qtbot, tasks, office)
    assert desk.cards["unsent"].count == 3
    assert desk.cards["unsent"].accessibleName() == "Chưa gửi: 3"
    qtbot.mouseClick(desk.cards["unsent"], Qt.MouseButton.LeftButton)
    assert desk.chosen == "unsent"
    shown = [desk.table.records.record(row).number for row in range(desk.table.records.rowCount())]
    assert sorted(shown) == sorted(numbers)
    desk.table.setFocus()
    with qtbot.waitSignal(desk.dossier_opened) as heard:
        press(desk.table, Qt.Key.Key_Return)
    assert heard.args == [desk.table.current().id]
    desk.cards["overdue"].setFocus()
    press(desk.cards["overdue"], Qt.Key.Key_Space)
    assert desk.chosen == "overdue"
    assert desk._nothing.isVisible()


def test_it_opens_on_the_first_list_with_something_in_it_and_the_cursor_is_seen_there(qtbot, tasks, office):
    receive_some(office, 1)
    desk = DeskScreen(office.counter, tasks)
    show(qtbot, desk)
    desk.setFocus()                        # as the window does, before anything is read
    assert desk.cards["due_today"].hasFocus()
    desk.refresh()
    qtbot.waitUntil(lambda: tasks.running == 0)
    assert desk.chosen == "unsent"
    assert desk.cards["unsent"].hasFocus()
    assert desk.table.isVisible()
    desk.choose("overdue")
    desk.refresh()                         # later the choice stands, empty or not
    qtbot.waitUntil(lambda: tasks.running == 0)
    assert desk.chosen == "overdue"


def test_open_drafts_with_their_trays(qtbot, tasks, office):
    draft = office.counter.intakes.open("1.001193", OFFICER)
    named = dataclasses.replace(draft.intake, submitter=Submitter(Citizen("H'Ơ̆n Byă Êñuôl")))
    office.counter.intakes.save(dataclasses.replace(draft, intake=named, tray="2"))
    desk = desk_of(qtbot, tasks, office)
    item = desk.drafts.item(0)
    assert item.text() == "Khay 2, H'Ơ̆n Byă Êñuôl, Đăng ký khai sinh, 09:00"
    desk.drafts.setFocus()
    with qtbot.waitSignal(desk.draft_opened) as heard:
        press(desk.drafts, Qt.Key.Key_Return)
    assert heard.args == [draft.id]
    with qtbot.waitSignal(desk.draft_opened):
        qtbot.mouseClick(desk.drafts.viewport(), Qt.MouseButton.LeftButton, pos=desk.drafts.visualItemRect(item).center())


def test_a_narrow_list_drops_the_procedure_before_anything_is_cut(qtbot, tasks, office):
    receive_some(office, 1)
    desk = desk_of(qtbot, tasks, office)
    desk.choose("unsent")
    assert not desk.table.isColumnHidden(1)
    desk.resize(1136, 640)                     # beside the rail on a small laptop
    qtbot.waitUntil(lambda: not desk.table.isColumnHidden(2))
    assert not desk.table.isColumnHidden(4)
    assert desk.table.horizontalScrollBar().maximum() == 0
    desk.resize(800, 640)
    qtbot.waitUntil(lambda: desk.table.isColumnHidden(2))
    assert not desk.table.isColumnHidden(1)
    assert desk.table.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("status", list(PortalStatus))
def test_no_state_is_cut_and_the_tip_says_it_in_full(qtbot, tasks, office, status):
    receive_some(office, 1)
    desk = desk_of(qtbot, tasks, office)
    desk.choose("unsent")
    line = dataclasses.replace(desk.table.records.record(0), portal_status=int(status))
    desk.table.show_records((line,))
    index = desk.table.records.index(0, 4)
    shown = index.data(Qt.ItemDataRole.DisplayRole)
    letters = QFontMetrics(index.data(Qt.ItemDataRole.FontRole)).horizontalAdvance(shown)
    assert letters + look().measures.px(16 + 20) <= desk.table.columnWidth(4)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == state_of(line).text


def test_below_the_list_stands_who_acts_next_and_whom_to_phone(qtbot, tasks, office):
    receive_some(office, 2)
    desk = desk_of(qtbot, tasks, office)
    desk.choose("unsent")
    assert desk.step.text() == "Làm tiếp: máy tự gửi khi có mạng."
    line = desk.table.records.record(0)
    assert desk._view is not None
    for step, said in (
        (NextStep(Actor.AUTHORITY, "Tư pháp", "1900 0000"), "Gọi: Tư pháp, 1900 0000."),
        (NextStep(Actor.AUTHORITY), "Chưa ghi số điện thoại nơi giải quyết"),
        (NextStep(Actor.CITIZEN, "Lê Thị Na", "0900000001"), "Gọi: Lê Thị Na, 0900000001."),
        (NextStep(Actor.CITIZEN, "Lê Thị Na"), "Công dân không để lại số điện thoại."),
    ):
        desk._view.steps[line.id] = step
        desk._show_step(line)
        assert said in desk.step.text()
    desk.choose("overdue")
    assert not desk.step.isVisible()
