"""The outbox: what waits, why in a sentence, who acts next; a stop is shown calmly and says what to do."""

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kiosk.counter.link import LinkState, LinkView
from kiosk.store import partway
from kiosk.store.outbox import ItemState
from kiosk.store.partway import PagesThere
from tests.ui.hands import press, show
from tests.ui.office import MORNING, OFFICER, OpenCounter
from tests.ui.town import deliver, fail, receive, register, set_aside
from ui.clerk.outbox import OutboxScreen
from ui.clerk.outbox_bundles import Shelf
from ui.clerk.outbox_dialogs import ReasonDialog
from ui.clerk.words_of_sending import Doer, why


@pytest.fixture
def office(tmp_path: Path):
    with OpenCounter(tmp_path) as opened:
        yield opened


@pytest.fixture
def screen(qtbot, office, tasks):
    def opened() -> OutboxScreen:
        made = OutboxScreen(office.counter, tasks)
        made.resize(1158, 600)
        show(qtbot, made)
        qtbot.waitUntil(lambda: tasks.running == 0 and made.link_line.text() != "")
        return made

    return opened


def rows(screen: OutboxScreen) -> list[tuple[str, str]]:
    records = screen.table.records
    return [(records.record(row).dossier, records.record(row).state.text) for row in range(records.rowCount())]


def test_form_and_pages_of_a_dossier_are_one_line_with_its_state(office, screen):
    fresh, half = receive(office, 1), receive(office, 2)
    register(office, half, "H99.01.02-261125-0007")
    made = screen()
    assert rows(made) == [(fresh, "Chờ gửi"), (half, "Còn trang chờ gửi")]
    assert made.shelf_buttons[Shelf.WAITING].accessibleName() == "Chờ gửi (2)"


def test_a_failed_try_says_why_when_again_and_who(qtbot, office, screen):
    dossier = receive(office)
    fail(office, dossier, "SYNC-01", MORNING + 300_000)
    made = screen()
    said = made.detail.said()
    for words in ("Chưa có kết nối tới trục của tỉnh.", "09:05", "SYNC-01", "Máy tự làm", "đã thử 1 lần"):
        assert words in said


def test_what_was_set_aside_is_on_its_shelf_with_what_to_do(qtbot, office, screen):
    clash, odd = receive(office, 1), receive(office, 2)
    set_aside(office, clash, ItemState.CONFLICT, "")
    set_aside(office, odd, ItemState.QUARANTINED, "quantum-flux")
    made = screen()
    assert made.shelf_buttons[Shelf.SET_ASIDE].isChecked()
    assert rows(made) == [(clash, "Nội dung khác nhau"), (odd, "Bị từ chối khi gửi")]
    assert "Không bên nào bị ghi đè" in made.detail.said()
    made.table.selectRow(1)
    assert "quantum-flux" in made.detail.said()
    assert "Cán bộ một cửa" in made.detail.said()


def test_the_shelves_filter_and_an_empty_one_says_so(qtbot, office, screen):
    receive(office)
    made = screen()
    qtbot.mouseClick(made.shelf_buttons[Shelf.DELIVERED], Qt.MouseButton.LeftButton)
    assert rows(made) == []
    assert made._empty[Shelf.DELIVERED].isVisible()
    assert not made.detail.isVisible()
    qtbot.mouseClick(made.shelf_buttons[Shelf.WAITING], Qt.MouseButton.LeftButton)
    assert len(rows(made)) == 1


def test_nothing_waits(screen):
    made = screen()
    assert made._empty[Shelf.WAITING].isVisible()


def test_sending_now_by_key_and_by_click_off_the_screens_thread(qtbot, office, screen, monkeypatch):
    receive(office)
    made = screen()
    threads = []
    monkeypatch.setattr(office.link, "send_now", lambda: threads.append(threading.current_thread()))
    made.table.setFocus()
    qtbot.keyClick(made.table, Qt.Key.Key_R)
    qtbot.mouseClick(made.send_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threading.main_thread() not in threads


def test_the_link_is_one_line_with_since_when(qtbot, office, screen):
    made = screen()
    assert made.link_line.text() == "Mất kết nối từ 08:42"
    speaking = threading.Thread(target=office.link.say, args=(LinkView(LinkState.ONLINE, MORNING, 2),))
    speaking.start()
    speaking.join()
    qtbot.waitUntil(lambda: made.link_line.text() == "Đã kết nối với trục từ 09:00")


def test_news_of_the_link_reads_the_outbox_anew(qtbot, office, screen):
    dossier = receive(office)
    made = screen()
    register(office, dossier, "H99.01.02-261125-0007")
    office.link.bring()
    qtbot.waitUntil(lambda: rows(made) == [(dossier, "Còn trang chờ gửi")])


def test_pages_under_way_are_told_without_a_row_made_anew(qtbot, office, screen):
    dossier, other = receive(office, 1), receive(office, 2)
    register(office, dossier, "H99.01.02-261125-0007")
    made = screen()
    row = [record[0] for record in rows(made)].index(dossier)
    made.table.selectRow(row)
    view = LinkView(LinkState.SENDING, MORNING, 3, forms=1, pages=2)
    office.link.say(view)
    qtbot.waitUntil(lambda: "Đang gửi" in made.link_line.text())
    qtbot.waitUntil(lambda: not made._reading)
    asked = made._asked
    for there in (1, 3):
        office.link.say(replace(view, going=PagesThere(dossier, 6, there, 1_800_000, there * 300_000)))
    index = made.table.model().index(row, 3)
    told = "3/6 trang, 900 KB trong 1,8 MB"
    qtbot.waitUntil(lambda: made.table.model().data(index) == f"Đang gửi trang: {told}")
    qtbot.waitUntil(lambda: f"đang gửi trang: {told}" in made.detail.said())
    assert made.table.model().data(made.table.model().index(1 - row, 3)) == "Đang chờ đến lượt gửi."
    assert made._asked == asked
    assert other != dossier


def test_how_far_pages_came_is_told_while_the_line_is_down(office, screen):
    dossier = receive(office)
    register(office, dossier, "H99.01.02-261125-0007")
    office.store.write(lambda database: partway.keep(database, PagesThere(dossier, 6, 2, 1_800_000, 700_000)))
    assert "trục đã có 2/6 trang, 700 KB trong 1,8 MB" in screen().detail.said()


@pytest.mark.parametrize(("state", "patience"), [(LinkState.ONLINE, 25), (LinkState.SENDING, 15)])
def test_a_gateway_that_does_not_answer_is_no_good_link(qtbot, office, screen, state, patience):
    made = screen()
    office.link.say(LinkView(state, MORNING, 0, heard=time.monotonic() - patience - 60))
    qtbot.waitUntil(lambda: made.link_line.text() == "Chờ trục trả lời từ 08:58; hồ sơ vẫn an toàn trên máy")
    office.link.say(LinkView(state, MORNING, 0, heard=time.monotonic()))
    qtbot.waitUntil(lambda: "Chờ trục" not in made.link_line.text())


def test_the_rows_say_anew_why_they_wait_when_the_link_changes(qtbot, office, screen):
    dossier = receive(office)
    made = screen()
    assert "Đang chờ đến lượt" in made.detail.said()
    fail(office, dossier, "SYNC-09", 0)
    office.link.say(LinkView(LinkState.STRANGER, MORNING, 2, "SYNC-09"))
    qtbot.waitUntil(lambda: "Mạng đòi đăng nhập" in made.detail.said())
    assert made.help.text() == f"{Doer.OFFICER.shown()}: Mở trình duyệt và đăng nhập mạng; xong thì máy tự gửi."


def test_the_link_may_speak_after_the_screen_is_gone(qtbot, office, tasks):
    made = OutboxScreen(office.counter, tasks)
    with qtbot.waitSignal(made.destroyed):
        made.deleteLater()
    office.link.say(LinkView(LinkState.ONLINE, MORNING, 0))
    office.link.bring()
    QApplication.processEvents()
    assert office.link.view.state is LinkState.ONLINE


def test_enter_opens_the_dossier(qtbot, office, screen):
    dossier = receive(office)
    made = screen()
    made.table.setFocus()
    with qtbot.waitSignal(made.dossier_opened) as opened:
        press(made.table, Qt.Key.Key_Return)
    assert opened.args == [dossier]


def test_every_code_of_the_failure_pages_has_its_sentence():
    pages = Path(__file__).parents[2] / "docs" / "failure-codes.md"
    text = pages.read_text("utf-8")
    forms = text.split("<!-- forms -->")[1].split("\n\n")[0]
    codes = [line.split("`")[1] for line in forms.splitlines() if line.startswith("| `")]
    assert len(codes) >= 6
    for code in (*codes, *(f"SYNC-{number:02d}" for number in range(9))):
        assert code not in why(code, set_aside=True).sentence
    assert why("SYNC-01").doer is Doer.MACHINE
    assert why("SYNC-01", set_aside=True).doer is Doer.OFFICER


def test_what_was_set_aside_goes_out_again_with_a_reason(qtbot, office, screen):
    dossier = receive(office)
    set_aside(office, dossier, ItemState.QUARANTINED, "form-unreadable")
    made = screen()
    made.set_officer(OFFICER)
    assert made.detail.resend_button.isVisible()
    assert not made.detail.compare_button.isVisible()
    made.table.setFocus()
    qtbot.keyClick(made.table, Qt.Key.Key_G)
    dialog = made.findChild(ReasonDialog)
    dialog.confirm()
    assert dialog.isVisible(), "without a reason nothing is sent again"
    dialog.reason.line.setText("trục đã nâng cấp")
    dialog.confirm()
    qtbot.waitUntil(lambda: made.shelf_buttons[Shelf.WAITING].accessibleName() == "Chờ gửi (1)")
    assert office.link.asked == 1
    qtbot.mouseClick(made.shelf_buttons[Shelf.WAITING], Qt.MouseButton.LeftButton)
    assert "cán bộ cb-001 đã cho gửi lại: trục đã nâng cấp" in made.detail.said()


def test_another_content_is_compared_and_a_damaged_page_says_to_keep_the_paper(qtbot, office, screen):
    clash, damaged = receive(office, 1), receive(office, 2)
    set_aside(office, clash, ItemState.CONFLICT, "parent-differs")
    set_aside(office, damaged, ItemState.QUARANTINED, "STORE-08")
    made = screen()
    assert made.detail.compare_button.isVisible()
    assert not made.detail.resend_button.isVisible()
    with qtbot.waitSignal(made.compare_wanted) as wanted:
        qtbot.mouseClick(made.detail.compare_button, Qt.MouseButton.LeftButton)
    assert wanted.args == [clash]
    made.table.selectRow(1)
    assert "giữ lại để quét lại" in made.detail.said()


def test_rows_that_go_while_a_pass_runs_leave_the_chosen_one_alone(qtbot, office, screen):
    first, second, third = (receive(office, seed) for seed in (1, 2, 3))
    made = screen()
    made.table.selectRow(1)
    chosen = []
    made.table.selected.connect(lambda bundle: chosen.append(bundle.dossier if bundle else None))
    deliver(office, first)
    office.link.bring()
    qtbot.waitUntil(lambda: [dossier for dossier, _state in rows(made)] == [second, third])
    assert made.table.current().dossier == second
    assert made.table.currentIndex().row() == 0
    assert first not in chosen
    deliver(office, second)
    office.link.bring()
    qtbot.waitUntil(lambda: [dossier for dossier, _state in rows(made)] == [third])
    assert made.shelf_buttons[Shelf.DELIVERED].accessibleName() == "Đã gửi (2)"
