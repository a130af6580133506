"""The device bench: every hand does what its button says, in order, away from the thread of the screen."""

import dataclasses
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton

from devices.simulated.bench import BenchView, DeviceBench, Item
from kiosk.dossier import PortalStatus
from tests.ui.hands import show, type_text
from tests.ui.office import OpenCounter
from tests.ui.town import receive
from ui.bench import Bench, BenchWindow, PortalPart, Sky, Weather
from ui.shots import settle


@dataclass
class NotedBench:
    """A bench that notes what was done to it, and on which thread."""

    done: list[tuple[object, ...]] = field(default_factory=list)
    threads: set[threading.Thread] = field(default_factory=set)
    lies: BenchView = BenchView("a", 3, "", jammed=True, sheets_in_printer=0)
    sky: Sky = Sky.FINE

    def cards(self):
        return (Item("a", "Lò Văn Ún (thẻ căn cước, cha của bé trong giấy chứng sinh)"), Item("b", "H'Ƀăn Êñuôl (tên Ê Đê)"))

    def papers(self):
        return (Item("p", "Giấy chứng sinh"),)

    def troubles(self):
        return (Item("hangs", "thẻ treo giữa chừng"),)

    def view(self):
        return self.lies

    def __getattr__(self, name: str):
        def hand(*values: object) -> None:
            self.threads.add(threading.current_thread())
            self.done.append((name, *values))

        return hand


@pytest.fixture
def bench():
    return NotedBench()


@pytest.fixture
def window(qtbot, bench, tasks):
    weather = Weather(bench.cut, bench.slow, bench.restore, lambda: bench.sky)
    made = BenchWindow(bench, tasks, weather)
    show(qtbot, made)
    qtbot.waitUntil(lambda: made.reader.choice.combo.count() == 2 and made.reader.state.text() != "")
    yield made
    made.close()


def click(qtbot, window: BenchWindow, text: str) -> None:
    buttons = [one for one in window.findChildren(QAbstractButton) if one.text() == text]
    assert len(buttons) == 1, text
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton, pos=buttons[0].rect().center())


def test_it_shows_how_things_lie(qtbot, window):
    assert "Lò Văn Ún" in window.reader.state.text()
    assert "kẹt giấy" in window.scanner.state.text()
    assert window.printer.state.text() == "hết giấy"


def test_the_link_says_how_it_was_made_to_be(qtbot, bench, window):
    qtbot.waitUntil(lambda: window.link.state.text() == "mạng thông suốt")
    bench.sky = Sky.CUT
    qtbot.waitUntil(lambda: window.link.state.text() == "đang cắt mạng")
    bench.sky = Sky.SLOW
    qtbot.waitUntil(lambda: window.link.state.text() == "mạng đang chậm")


def test_a_reading_that_will_be_cut_short_is_told(qtbot, bench, window):
    assert "nhấc sớm" not in window.reader.state.text()
    bench.lies = BenchView("a", 3, "", jammed=False, sheets_in_printer=9, lift_armed=True)
    qtbot.waitUntil(lambda: "lần đọc tới sẽ bị nhấc sớm" in window.reader.state.text())


def test_a_printer_without_its_cable_is_told_though_it_has_paper(qtbot, bench, window):
    bench.lies = BenchView("a", 3, "", jammed=False, sheets_in_printer=9, printer_plugged=False)
    qtbot.waitUntil(lambda: window.printer.state.text() == "đã rút dây, còn 9 tờ")


def test_no_button_moves_when_the_card_is_taken_away(qtbot, bench, window, tasks):
    settle(window, tasks)
    before = window.reader.buttons["Nhấc thẻ"].mapTo(window, QPoint())
    bench.lies = BenchView("", 3, "", jammed=False, sheets_in_printer=9)
    qtbot.waitUntil(lambda: window.reader.state.text() == "Chưa có thẻ")
    settle(window, tasks)
    assert window.reader.buttons["Nhấc thẻ"].mapTo(window, QPoint()) == before


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("Đặt thẻ", ("place_card", "a")),
        ("Đổi sang thẻ này", ("swap_card", "a")),
        ("Nhấc thẻ", ("lift_card",)),
        ("Quét số in trên thẻ", ("say_number",)),
        ("Lần đọc tới: nhấc sớm", ("lift_next_card_at", 50)),
        ("Rút dây đầu đọc", ("plug_reader", False)),
        ("Chương trình khác giữ đầu đọc", ("hold_reader", True)),
        ("Không hiểu thẻ nào", ("garble_cards", True)),
        ("Dừng dịch vụ thẻ", ("run_card_service", False)),
        ("Dùng lỗi này", ("play_trouble", "hangs")),
        ("Đặt vào khay", ("load_paper", "p")),
        ("Đặt lên mặt kính", ("lay_on_glass", "p")),
        ("Kẹt ở trang thứ 3", ("jam_at_page", 3)),
        ("Gỡ giấy kẹt", ("clear_jam",)),
        ("Mở nắp", ("open_cover", True)),
        ("Rút dây máy quét", ("plug_scanner", False)),
        ("Đặt dưới camera", ("lay_under_camera", "p")),
        ("Đặt tờ sau", ("next_under_camera",)),
        ("Xê dịch", ("move_under_camera",)),
        ("Nghiêng 20°", ("tilt_under_camera", 20)),
        ("Lấy khỏi camera", ("clear_camera",)),
        ("Tay không giữ yên", ("shake_camera", True)),
        ("Đèn lóa", ("dazzle_camera", True)),
        ("Rút dây camera", ("plug_camera", False)),
        ("Hết giấy", ("empty_printer",)),
        ("Nạp giấy", ("load_printer",)),
        ("Cắt mạng", ("cut",)),
        ("Mạng chậm", ("slow",)),
        ("Nối lại", ("restore",)),
    ],
)
def test_every_hand_does_what_its_button_says(qtbot, bench, window, text, done):
    click(qtbot, window, text)
    qtbot.waitUntil(lambda: bench.done == [done])
    assert threading.main_thread() not in bench.threads


def test_a_fault_is_taken_back_by_a_second_click(qtbot, bench, window):
    click(qtbot, window, "Rút dây đầu đọc")
    click(qtbot, window, "Rút dây đầu đọc")
    qtbot.waitUntil(lambda: bench.done == [("plug_reader", False), ("plug_reader", True)])


def test_another_card_is_chosen_by_a_few_letters(qtbot, bench, window):
    line = window.reader.choice.combo.edit_line()
    line.selectAll()
    type_text(line, "enuol")
    window.reader.choice.combo.settle()
    click(qtbot, window, "Đặt thẻ")
    qtbot.waitUntil(lambda: bench.done == [("place_card", "b")])


def test_the_portal_decides_with_a_note(qtbot, bench, tasks, tmp_path: Path):
    with OpenCounter(tmp_path) as office:
        dossier = receive(office)
        decided = []
        part = PortalPart(
            lambda: office.counter.records.search("", 20), lambda *decision: decided.append(decision)
        )
        made = BenchWindow(bench, tasks, portal=part)
        show(qtbot, made)
        qtbot.waitUntil(lambda: made.portal.table.current() is not None)
        type_text(made.portal.note.line, "Thiếu chữ ký")
        click(qtbot, made, "Yêu cầu bổ sung")
        qtbot.waitUntil(lambda: decided == [(dossier, PortalStatus.SUPPLEMENT_WANTED, "Thiếu chữ ký")])
        assert made.portal.note.text() == ""
        made.close()
        qtbot.waitUntil(lambda: tasks.running == 0)


def test_what_is_closed_at_the_portal_is_not_decided_again_and_that_is_said(qtbot, bench, tasks, tmp_path: Path):
    with OpenCounter(tmp_path) as office:
        receive(office)
        decided = []
        (line,) = office.counter.records.search("", 20)
        over = dataclasses.replace(line, portal_status=PortalStatus.NOT_ACCEPTED)
        made = BenchWindow(bench, tasks, portal=PortalPart(lambda: (over,), lambda *decision: decided.append(decision)))
        show(qtbot, made)
        qtbot.waitUntil(lambda: made.portal.table.current() is not None)
        type_text(made.portal.note.line, "Thiếu chữ ký")
        click(qtbot, made, "Yêu cầu bổ sung")
        assert "không quyết định lại được" in made.portal.state.text()
        assert made.portal.note.text() == "Thiếu chữ ký"
        qtbot.waitUntil(lambda: tasks.running == 0)
        assert decided == []
        made.close()


def test_the_simulated_bench_has_every_hand():
    hands = [name for name in vars(Bench) if not name.startswith("_")]
    assert len(hands) > 15
    assert [name for name in hands if not callable(getattr(DeviceBench, name, None))] == []
