"""Look up: found while typing, shown in full, never more than can be read."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from kiosk.dossier import PortalStatus
from kiosk.express import ExpressOrder, ExpressRow
from kiosk.invented import Invention
from kiosk.problems import Problem
from kiosk.till import TakenFee
from tests.ui.hands import press, show, type_text
from tests.ui.office import OFFICER, OpenCounter
from tests.ui.town import decide, receive, register
from ui.clerk import look_up
from ui.clerk.look_up import LookUpScreen
from ui.clerk.look_up_pane import _Body
from ui.clerk.look_up_rows import Group, Row
from ui.clerk.words_of_dossiers import due_of
from ui.theme.tokens import Tone
from ui.widgets.text import Text


@pytest.fixture
def office(tmp_path: Path):
    with OpenCounter(tmp_path) as opened:
        yield opened


@pytest.fixture
def screen(qtbot, office, tasks):
    """Opens the screen over what was received until then."""
    all_made = []

    def opened() -> LookUpScreen:
        made = LookUpScreen(office.counter, tasks)
        all_made.append(made)
        made.resize(1158, 600)
        show(qtbot, made)
        qtbot.waitUntil(lambda: made.count.text() != "")
        return made

    yield opened
    for made in all_made:
        made.close()


def names(screen: LookUpScreen) -> list[str]:
    records = screen.table.records
    return [records.record(row).line.submitter for row in range(records.rowCount())]


def texts(screen: LookUpScreen) -> str:
    return "\n".join(label.text() for label in screen.pane.findChildren(QLabel))


def test_slash_leads_to_the_box_and_words_without_marks_find(qtbot, office, screen):
    receive(office, 1, "H'Ƀăn Êñuôl")
    receive(office, 2, "Nguyễn Thị Ánh")
    made = screen()
    made.table.setFocus()
    press(made.table, Qt.Key.Key_Slash)
    qtbot.keyClick(made.table, Qt.Key.Key_Slash)
    assert made.search_line.hasFocus()
    type_text(made.search_line, "enuol")
    qtbot.waitUntil(lambda: names(made) == ["H'Ƀăn Êñuôl"])
    type_text(made.search_line, "zzz")
    qtbot.waitUntil(made.nothing.isVisible)
    assert names(made) == []
    qtbot.waitUntil(lambda: made.pane.view is None)


def test_a_slash_typed_into_the_box_stays_there(qtbot, office, screen):
    made = screen()
    made.search_line.setFocus()
    qtbot.keyClick(made.search_line, Qt.Key.Key_Slash)
    assert made.search_line.text() == "/"


def test_the_detail_says_who_what_why_and_who_acts_next(qtbot, office, screen):
    dossier = receive(office)
    register(office, dossier, "H99.01.02-261125-0007")
    decide(office, dossier, PortalStatus.SUPPLEMENT_WANTED, "Bổ sung bản chính")
    made = screen()
    qtbot.waitUntil(lambda: made.pane.view is not None)
    view, said = made.pane.view, texts(made)
    assert len(view.detail.numbers) == 2
    assert all(number in said for number in view.detail.numbers)
    for words in ("Bổ sung bản chính", "Tình trạng hôn nhân", "Hiện tại chưa đăng ký kết hôn với ai", "Đã xuất trình, trả lại",
                  "chờ bổ sung giấy tờ", "Phường", "đã gửi lúc", "Người nộp hồ sơ xử lý tiếp"):  # fmt: skip
        assert words in said
    hit = made.table.current()
    assert (hit.due.text, hit.state.text) == ("Tạm dừng", "Chờ bổ sung")


@pytest.mark.parametrize(("later", "turn"), [(False, "Không còn việc"), (True, "Cán bộ một cửa xử lý tiếp, trước ")])
def test_no_authority_is_named_for_copies_certified_at_this_counter(qtbot, office, screen, later, turn):
    order = ExpressOrder("2.000815", Invention(1).person(), (ExpressRow("Học bạ", 2, 1),), later=later)
    dossier = office.counter.express.certify(order, OFFICER, TakenFee()).received.dossier
    office.store.write(lambda database: database.execute("UPDATE dossier SET state = 'acknowledged' WHERE id = ?", [dossier]))
    made = screen()
    qtbot.waitUntil(lambda: made.pane.view is not None)
    assert made.pane.view.turn.startswith(turn)
    assert "Cơ quan giải quyết" not in texts(made)
    office.clock.advance(5 * 86_400_000)
    late = due_of(made.pane.view.detail.line, office.clock.now_ms()).tone is Tone.DANGER
    assert late is later


def test_an_officer_nobody_here_knows_is_not_told_by_an_id_alone(qtbot, office, screen):
    receive(office)
    office.store.write(lambda database: database.execute("DELETE FROM officer"))
    made = screen()
    qtbot.waitUntil(lambda: made.pane.view is not None)
    assert f"cán bộ mã {OFFICER.id}, không có trên máy này" in texts(made)


def test_the_detail_speaks_as_the_version_under_which_it_was_received(qtbot, office, screen, monkeypatch):
    receive(office)

    def out_of_force(_code: str):
        raise Problem

    monkeypatch.setattr(office.counter.intakes, "procedure", out_of_force)
    made = screen()
    qtbot.waitUntil(lambda: made.pane.view is not None)
    assert made.pane.view.detail.procedure.code == made.pane.view.detail.form.procedure
    assert "Tình trạng hôn nhân" in texts(made)


def test_overdue_and_due_today_are_marked_with_a_word(office, screen):
    receive(office)
    line = office.counter.records.search("")[0]
    office.clock.advance(line.due_at - office.clock.now_ms() - 60_000)
    assert screen().table.current().due.text.startswith("Hôm nay ")
    office.clock.advance(120_000)
    assert screen().table.current().due.text.startswith("Quá hạn ")


def test_copying_the_number_and_asking_for_the_receipt(qtbot, office, screen):
    dossier = receive(office)
    made = screen()
    qtbot.waitUntil(lambda: made.pane.view is not None)
    qtbot.mouseClick(made.pane.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == made.pane.view.number
    with qtbot.waitSignal(made.receipt_wanted) as wanted:
        qtbot.mouseClick(made.pane.receipt_button, Qt.MouseButton.LeftButton)
    assert wanted.args == [dossier]


def test_too_many_are_not_loaded(qtbot, office, screen, monkeypatch):
    monkeypatch.setattr(look_up, "LIMIT", 2)
    for seed in range(1, 4):
        receive(office, seed)
    made = screen()
    assert made.table.records.rowCount() == 2
    assert "gõ thêm để thu hẹp" in made.count.text()


def test_an_answer_that_comes_too_late_is_dropped(qtbot, office, screen, monkeypatch):
    receive(office, 1, "Lò Văn Ún")
    receive(office, 2, "Ksor H'Blĭ")
    made = screen()
    held, real = threading.Event(), office.counter.records.search

    def slow(text: str, limit: int):
        if text == "lo":
            held.wait(60)
        return real(text, limit)

    monkeypatch.setattr(office.counter.records, "search", slow)
    made.focus_search("lo")
    made.focus_search("ksor")
    qtbot.waitUntil(lambda: names(made) == ["Ksor H'Blĭ"])
    held.set()
    qtbot.waitUntil(lambda: made._tasks.running == 0)
    assert names(made) == ["Ksor H'Blĭ"]


def test_opening_one_shows_it_whatever_was_searched_for(qtbot, office, screen):
    first = receive(office, 1, "Lò Văn Ún")
    receive(office, 2)
    made = screen()
    made.focus_search("không ai tên thế này")
    made.open(first)
    qtbot.waitUntil(lambda: made.pane.view is not None and made.pane.view.detail.line.id == first)
    assert names(made) == ["Lò Văn Ún"]
    assert made.search_line.text() == made.pane.view.number


def test_refreshing_keeps_the_chosen_dossier_and_shows_what_is_new(qtbot, office, screen):
    first = receive(office, 1)
    receive(office, 2)
    made = screen()
    made.table.selectRow(1)
    qtbot.waitUntil(lambda: made.pane.view is not None and made.pane.view.detail.line.id == first)
    decide(office, first, PortalStatus.PROCESSED)
    made.refresh()
    qtbot.waitUntil(lambda: made.pane.view.state.text == "Đã xử lý xong")
    assert made.table.current().line.id == first


def test_by_keys_alone_from_box_to_list_to_detail(qtbot, office, screen):
    receive(office)
    made = screen()
    made.search_line.setFocus()
    press(made.search_line, Qt.Key.Key_Down)
    assert made.table.hasFocus()
    press(made.table, Qt.Key.Key_Return)
    assert made.pane.area.hasFocus()


def test_the_facts_of_a_dossier_stand_at_once(qtbot):
    """Measured between being laid out and being shown, their lines had no height: one look in three under load."""
    body = _Body()
    qtbot.addWidget(body)
    body.resize(600, 400)
    body.show()
    body.show_groups([Group("Hạn trả", (Row("Hẹn trả", "15:20 27/11/2026"),))], [])
    said = next(text for text in body.findChildren(Text) if "15:20" in text.text())
    assert said.isVisible()
