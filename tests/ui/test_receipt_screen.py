"""The receipt as an officer meets it: number and date at once, printing that may fail, a file, the next dossier."""

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea

from kiosk.device_ports import PrintState
from kiosk.invented import Invention
from kiosk.problems import Problem
from tests.soaking import in_soak
from tests.ui.hands import show
from tests.ui.office import OFFICER, OpenCounter
from tests.ui.town import register
from ui.clerk.receipt import ReceiptScreen
from ui.clerk.receipt_job import words_of
from ui.clerk.receipt_view import ReceiptView
from ui.theme.style import apply
from ui.theme.tokens import Theme


class Desk:
    """A dossier received, and the screen."""

    def __init__(self, qtbot, tasks, office: OpenCounter, data: Path) -> None:
        self.qtbot, self.tasks, self.office = qtbot, tasks, office
        draft = office.counter.intakes.open("1.004873", OFFICER)
        given = Invention(1).intake("H99.01.02", "Quầy 3", OFFICER.id, page_count=0, now=office.clock.now_ms())
        draft = office.counter.intakes.save(dataclasses.replace(draft, intake=given))
        self.received = office.counter.intakes.receive(draft)
        self.screen = ReceiptScreen(office.counter, tasks, data)
        self.screen.resize(1200, 640)
        show(qtbot, self.screen)

    def settle(self) -> None:
        for _round in range(3):
            QApplication.processEvents()
            self.qtbot.waitUntil(lambda: self.tasks.running == 0)
            QApplication.processEvents()

    def show(self) -> None:
        self.screen.show_received(self.received, OFFICER.name)
        self.settle()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifiers)
        self.settle()

    @property
    def said(self) -> str:
        return self.screen.print_state.accessibleName() if self.screen.print_state.isVisible() else ""

    @property
    def jobs(self):
        return self.office.printer.jobs


@pytest.fixture
def desk(qtbot, tasks, tmp_path):
    with OpenCounter(tmp_path) as office:
        yield Desk(qtbot, tasks, office, tmp_path / "data")
        tasks.close()


def test_number_and_due_date_stand_there_before_the_sheet_does(desk):
    desk.screen.show_received(desk.received, OFFICER.name)
    assert desk.screen.number.text() == desk.received.number
    assert desk.screen.due.text() == "09:00 ngày 30/11/2026"
    assert "chưa đăng ký lên Cổng" in desk.screen.portal.text()
    assert "mã tạm" in desk.screen.number_kind.text()
    desk.settle()
    assert desk.screen.preview.magnification > 0.3
    assert desk.screen.page_said.text() == "Trang 1/2"


def test_enter_prints_and_the_next_dossier_is_the_next_thing(desk):
    desk.show()
    desk.qtbot.mouseClick(desk.screen.copies.more, Qt.MouseButton.LeftButton)
    desk.screen.print_button.setFocus()
    desk.key(Qt.Key.Key_Return)
    (job,) = desk.jobs
    assert job.pdf.startswith(b"%PDF")
    assert job.copies == 2
    assert desk.said == words_of(PrintState.PRINTED)[0]
    assert QApplication.focusWidget() is desk.screen.next_button
    with desk.qtbot.waitSignal(desk.screen.closed):
        desk.key(Qt.Key.Key_Return)        # Enter follows the cursor: nothing is printed twice
    assert len(desk.jobs) == 1


def test_whoever_is_led_to_the_screen_stands_on_the_next_thing_to_do(desk):
    desk.show()
    desk.screen.setFocus(Qt.FocusReason.ShortcutFocusReason)       # as the window does when it goes there
    assert QApplication.focusWidget() is desk.screen.print_button
    desk.key(Qt.Key.Key_Return)
    assert len(desk.jobs) == 1
    desk.screen.setFocus(Qt.FocusReason.OtherFocusReason)          # a panel was closed
    assert QApplication.focusWidget() is desk.screen.next_button


def test_printing_asked_for_before_the_sheet_is_there_comes_with_it(desk):
    desk.screen.show_received(desk.received, OFFICER.name)
    desk.qtbot.keyClick(desk.screen, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert desk.jobs == []
    desk.settle()
    assert len(desk.jobs) == 1


def test_no_paper_keeps_the_job_and_the_number(desk):
    desk.office.printer.answers = [PrintState.PREPARED, PrintState.OUT_OF_PAPER]
    desk.office.printer.say(PrintState.OUT_OF_PAPER)
    desk.show()
    assert desk.screen.printer.accessibleName() == "Máy in: hết giấy, sẽ in khi có giấy"
    desk.key(Qt.Key.Key_Return)
    assert desk.said == "Máy in hết giấy: sẽ in khi có giấy."
    desk.key(Qt.Key.Key_Return)            # impatience does not print twice
    assert len(desk.jobs) == 1
    assert desk.screen.number.text() == desk.received.number


def test_a_failure_is_tried_again_and_a_doubt_only_once(desk):
    desk.show()
    desk.office.printer.answers = [PrintState.FAILED]
    desk.key(Qt.Key.Key_Return)
    assert desk.said.startswith("Chưa in được.")
    assert desk.screen.print_button.accessibleName() == "In lại"
    assert desk.screen.number.isVisible()
    desk.office.printer.answers = [PrintState.UNKNOWN]
    desk.key(Qt.Key.Key_Return)
    desk.office.printer.answers = [PrintState.PRINTED]
    desk.key(Qt.Key.Key_Return)
    keys = [job.key for job in desk.jobs]
    assert keys[0] != keys[1]              # certainly not printed: a new job
    assert keys[1] == keys[2]              # perhaps printed: the printer lets it out once


def test_a5_is_drawn_and_told(desk):
    desk.show()
    with desk.qtbot.waitSignal(desk.screen.paper_chosen) as told:
        desk.screen.paper.buttons["A5"].click()
    assert told.args == ["A5"]
    desk.settle()
    desk.screen.print_button.click()
    desk.settle()
    wide, high = page_size(desk.jobs[0].pdf)
    assert max(wide, high) == pytest.approx(595, abs=2)


def page_size(pdf: bytes) -> tuple[float, float]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[0].get_size()
    finally:
        document.close()


def test_a_dossier_that_reached_the_portal_meanwhile_is_told_so_and_keeps_the_number_on_the_paper(desk):
    desk.show()
    register(desk.office, desk.received.dossier, "H99.01.02-261128-0007")
    desk.office.link.bring()
    desk.settle()
    said = desk.screen.portal.text()
    assert said == "Đã đăng ký lên Cổng Dịch vụ công. Mã chính thức: H99.01.02-261128-0007."
    assert desk.screen.number.text() == desk.received.number
    desk.screen.paper.buttons["A5"].click()        # the sheet drawn anew brings nothing stale back
    desk.settle()
    assert desk.screen.portal.text() == said


def test_a_receipt_once_more(desk):
    desk.screen.show_again(desk.received.dossier)
    desk.settle()
    assert desk.screen.title.text() == "In lại giấy tiếp nhận và hẹn trả"
    assert desk.screen.number.text() == desk.received.number
    assert desk.screen.due.text() == "09:00 ngày 30/11/2026"
    desk.key(Qt.Key.Key_Return)
    assert len(desk.jobs) == 1


def test_a_sheet_that_cannot_be_drawn_hides_nothing(desk, monkeypatch):
    def broken(*_given):
        raise Problem

    monkeypatch.setattr(type(desk.office.counter.records), "receipt", broken)
    desk.show()
    assert desk.screen.banner.isVisible()
    assert desk.screen.number.text() == desk.received.number


def test_saved_as_a_file_but_never_among_the_data(desk, tmp_path):
    desk.show()
    desk.screen.save_to(tmp_path / "hen.pdf")
    desk.settle()
    assert (tmp_path / "hen.pdf").read_bytes().startswith(b"%PDF")
    desk.screen.save_to(tmp_path / "data" / "hen.pdf")
    desk.settle()
    assert not (tmp_path / "data" / "hen.pdf").exists()
    assert "thư mục dữ liệu" in desk.screen.banner.accessibleName()
    desk.screen.save_to(tmp_path / "nowhere" / "hen.pdf")
    desk.settle()
    assert "hen.pdf" in desk.screen.banner.accessibleName()


def test_the_number_is_copied_and_esc_goes_on(desk):
    desk.show()
    desk.screen.copy_button.click()
    assert QGuiApplication.clipboard().text() == desk.received.number
    with desk.qtbot.waitSignal(desk.screen.closed):
        desk.key(Qt.Key.Key_Escape)


def test_coming_nearer_brings_a_finer_picture_and_nothing_jumps(desk):
    desk.show()
    before = desk.screen._density
    for _step in range(8):
        desk.screen.preview.zoom(1.25)
    near = desk.screen.preview.magnification
    desk.qtbot.waitUntil(lambda: desk.screen._density > before)
    assert desk.screen.preview.magnification == near


def test_what_an_earlier_job_tells_is_not_taken_for_this_one(desk):
    told = []
    desk.office.printer.print = lambda job, hear: (desk.jobs.append(job), told.append(hear))
    desk.show()
    desk.key(Qt.Key.Key_Return)
    desk.show()                            # the next dossier
    told[0](PrintState.FAILED)
    desk.settle()
    assert desk.said == ""


WIDE, LONG, FULL_DAY = "TMP-MWMWMW-261128-0001", "000.00.01.H01-261128-99999", "H01.05-20261128-00012345"


@pytest.mark.parametrize(("number", "scale"), [
    (WIDE, 150), (LONG, 100), (LONG, 150), (FULL_DAY, 125),
    *in_soak([(WIDE, 100), (WIDE, 125), (LONG, 125), (FULL_DAY, 100), (FULL_DAY, 150)]),
])  # fmt: skip
def test_a_long_number_stays_whole_beside_its_button(qapp, qtbot, number, scale):
    apply(qapp, Theme.LIGHT, scale)
    view = ReceiptView("Máy in phòng một cửa")
    view.resize(1366, 700)
    show(qtbot, view)
    view.say_number(number)
    QApplication.processEvents()
    area = next(area for area in view.findChildren(QScrollArea) if area.isAncestorOf(view.number))
    assert area.widget().minimumSizeHint().width() + 14 <= area.width()
    assert view.number.height() < 2 * view.number.fontMetrics().height()
