"""F7 as an officer works: pages come, are turned, moved, assigned, taken out and back, while the scanner runs and jams."""

from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow

from kiosk.scan_journal import Place, ScanJournal, StackNote
from kiosk.scan_ports import ScannedPage, ScanSource, ScanTrouble
from kiosk.store import drafts
from kiosk.store.faults import DiskFull, UnreadableSource
from tests.devices.hostile import png_of
from tests.ui.hands import press, show
from tests.ui.office import OFFICER, OpenCounter
from ui.clerk import page_images
from ui.clerk.capture import CaptureScreen
from ui.clerk.capture_pages import CapturePages
from ui.shortcuts import Action, Where, install
from ui.theme.tokens import Tone

PROCEDURE = "1.004873"
CTRL = Qt.KeyboardModifier.ControlModifier


def sheet(number: int = 1, wide: int = 140, high: int = 200, form: str = "JPEG") -> bytes:
    """A page with its upper half in a colour of its own."""
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.fillRect(0, 0, wide, high // 2, QColor.fromHsv(number * 37 % 360, 200, 200))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, form)
    return bytes(buffer.data().data())


class Desk:
    """The screen over an office, and what a person sees of it."""

    def __init__(self, qtbot, tasks, office: OpenCounter, folder: Path, draft: drafts.Draft | None = None) -> None:
        self.qtbot, self.tasks, self.office, self.folder = qtbot, tasks, office, folder
        self.intakes = office.counter.intakes
        self.draft = draft or self.intakes.open(PROCEDURE, OFFICER)
        self.procedure = self.intakes.procedure(PROCEDURE)
        self.papers = [needed.key for needed in self.procedure.requirements if not needed.forbidden]
        self.screen = CaptureScreen(office.counter, tasks, folder)
        self.screen.resize(1200, 640)
        self.told: list[str] = []
        self.screen.pages_changed.connect(self.told.append)

    def settle(self) -> None:
        """Twice: what a task brings may begin another."""
        for _round in range(3):
            QApplication.processEvents()
            self.qtbot.waitUntil(lambda: self.tasks.running == 0)
            QApplication.processEvents()

    def open(self, pages: int = 0) -> None:
        for number in range(1, pages + 1):
            self.intakes.add_page(self.draft.id, sheet(number), self.papers[0])
        show(self.qtbot, self.screen)
        self.screen.open(self.draft.id, self.procedure)
        self.settle()
        self.screen.strip.setFocus()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifiers)
        self.settle()

    def scan(self, *pages: int) -> None:
        for page in pages:
            self.office.scanner.page(sheet(page))
        self.settle()

    def choose(self, row: int) -> None:
        self.screen.strip.setCurrentIndex(self.screen.strip.model().index(row, 0))
        self.settle()

    @property
    def kept(self) -> tuple[drafts.DraftPage, ...]:
        return self.intakes.pages(self.draft.id)

    def ids(self) -> list[str]:
        return [page.id for page in self.kept]


@contextmanager
def capturing(qtbot, tasks, folder, office=None, draft=None):
    """The capture screen over an open counter, or over one opened for it."""
    with nullcontext(office) if office else OpenCounter(folder) as office:
        made = Desk(qtbot, tasks, office, folder / "scans", draft)
        yield made
        made.settle()
        tasks.close()


@pytest.fixture
def desk(qtbot, tasks, tmp_path):
    with capturing(qtbot, tasks, tmp_path) as desk:
        yield desk


# ---- scanning -------------------------------------------------------------------------------------


def test_pages_come_from_the_feeder_and_are_on_disk_before_they_are_shown(desk):
    desk.open()
    assert not desk.screen.strip.isVisibleTo(desk.screen) or desk.screen.strip.model().rowCount() == 0
    desk.key(Qt.Key.Key_F7)
    assert desk.office.scanner.orders[-1].source is ScanSource.FEEDER
    assert desk.screen.scanning.isVisible()
    desk.scan(1, 2)
    assert [page.paper for page in desk.kept] == [desk.papers[0]] * 2
    assert desk.screen.strip.model().rowCount() == 2
    assert desk.screen.strip.current_key() == desk.kept[1].id      # the page that came last is shown
    assert desk.told == [desk.draft.id] * 2
    desk.office.scanner.finish()
    desk.settle()
    assert not desk.screen.scanning.isVisible()
    assert list(desk.folder.iterdir()) == []       # nothing is left in the clear


def test_f7_scans_here_although_the_window_has_it_too(desk, qtbot):
    window, heard = QMainWindow(), []
    install(window, Where.EVERYWHERE, {Action.CAPTURE: lambda: heard.append(True)})
    window.setCentralWidget(desk.screen)
    show(qtbot, window)
    desk.screen.open(desk.draft.id, desk.procedure)
    desk.settle()
    desk.screen.strip.setFocus()
    desk.key(Qt.Key.Key_F7)
    assert len(desk.office.scanner.orders) == 1
    assert heard == []


def test_a_page_that_is_not_what_the_driver_wrote_is_not_taken(desk):
    desk.open()
    desk.key(Qt.Key.Key_F7)
    desk.office.scanner.page(sheet(1), said=sheet(2))
    desk.settle()
    assert desk.kept == ()
    assert "CAPTURE-03" in desk.screen.banner.accessibleDescription()
    desk.key(Qt.Key.Key_F7)
    desk.scan(2)
    assert len(desk.kept) == 1


def test_a_jam_keeps_the_pages_before_and_scanning_goes_on_where_it_stopped(desk, qtbot):
    desk.open()
    desk.key(Qt.Key.Key_F7)
    desk.scan(1, 2)
    desk.office.scanner.trouble(ScanTrouble.JAM)
    desk.settle()
    banner = desk.screen.banner
    assert banner.isVisible()
    assert "Kẹt giấy" in banner.accessibleName()
    assert "2 trang" in banner.accessibleDescription()
    assert "từ trang 3 của lần quét này" in banner.accessibleDescription()
    qtbot.mouseClick(banner.button, Qt.MouseButton.LeftButton)
    desk.settle()
    desk.scan(3)
    desk.office.scanner.finish()
    desk.settle()
    assert len(desk.kept) == 3
    assert not banner.isVisible()


@pytest.mark.parametrize("trouble", list(ScanTrouble))
def test_every_trouble_says_what_to_do(desk, trouble):
    desk.open()
    desk.key(Qt.Key.Key_F7)
    desk.office.scanner.trouble(trouble)
    desk.settle()
    assert desk.screen.banner.accessibleName()
    assert desk.screen.banner.accessibleDescription().endswith(".")
    assert desk.screen.banner.button.text().strip() == "Quét lại"


def test_a_scan_is_called_off(desk, qtbot):
    desk.open()
    desk.key(Qt.Key.Key_F7)
    desk.scan(1)
    qtbot.mouseClick(desk.screen.scanning.cancel_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert len(desk.kept) == 1
    assert not desk.screen.scanning.isVisible()
    assert desk.screen.panel.scan.isEnabled()


@pytest.mark.parametrize("button", ["scan", "glass", "insert", "replace"])
def test_a_scan_begun_with_the_mouse_leaves_the_cursor_where_enter_does_nothing_else(desk, button):
    desk.open(pages=1)
    desk.qtbot.mouseClick(getattr(desk.screen.panel, button), Qt.MouseButton.LeftButton)
    desk.settle()
    assert QApplication.focusWidget() is desk.screen.strip
    desk.scan(1)
    desk.qtbot.mouseClick(desk.screen.scanning.cancel_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert QApplication.focusWidget() is desk.screen.strip


def test_a_page_for_which_there_is_no_room_waits_and_is_kept_later(desk, qtbot, monkeypatch):
    desk.open()
    desk.key(Qt.Key.Key_F7)
    desk.scan(1)

    def full(_bytes):
        raise DiskFull

    with monkeypatch.context() as patched:
        patched.setattr(desk.office.store, "check_room", full)
        desk.scan(2)
    assert len(desk.kept) == 1
    assert desk.screen.panel.scan.isEnabled()      # the scanner was stopped
    banner = desk.screen.banner
    assert banner.button.text().strip() == "Lưu lại 1 trang"
    qtbot.mouseClick(banner.button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert [desk.intakes.content(desk.draft.id, page) for page in desk.kept] == [sheet(1), sheet(2)]
    desk.office.scanner.finish()
    desk.settle()
    assert list(desk.folder.iterdir()) == []


def test_both_sides_of_every_sheet(desk):
    desk.open()
    desk.screen.panel.duplex.click()
    desk.key(Qt.Key.Key_F7)
    assert desk.office.scanner.orders[-1].duplex


def test_the_glass_and_the_scanner_s_state(desk):
    desk.open()
    desk.key(Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    assert desk.office.scanner.orders[-1].source is ScanSource.FLATBED
    desk.office.scanner.say(ScanTrouble.COVER_OPEN)
    desk.settle()
    assert desk.screen.panel.state.accessibleName() == "Máy quét: nắp đang mở"


def test_paper_on_the_glass_is_said_and_sheets_are_counted_to_be_given_back(desk, qtbot):
    desk.open()
    desk.key(Qt.Key.Key_F7)
    desk.scan(1, 2)
    desk.office.scanner.finish()
    desk.settle()
    assert not desk.screen.panel.glass_told.isVisible()
    desk.key(Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    desk.scan(3)
    desk.office.scanner.finish()
    desk.settle()
    assert desk.screen.panel.glass_told.isVisible()
    with qtbot.waitSignal(desk.screen.reminded) as told:
        desk.key(Qt.Key.Key_Escape)
    assert told.args == ["Còn giấy trên mặt kính! Trả lại công dân 3 tờ vừa quét."]
    desk.screen.open(desk.draft.id, desk.procedure)
    desk.settle()
    assert not desk.screen.panel.glass_told.isVisible()


def test_paper_is_reminded_of_once_when_the_screen_is_left_another_way(desk):
    desk.open()
    desk.key(Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    desk.scan(1)
    desk.office.scanner.finish()
    desk.settle()
    told: list[str] = []
    desk.screen.reminded.connect(told.append)
    for _time in range(2):
        desk.screen.hide()                 # F3, F4 ...: the window shows another screen
        desk.screen.show()
    assert told == ["Còn giấy trên mặt kính! Trả lại công dân 1 tờ vừa quét."]


def test_undo_while_ctrl_is_still_down_leaves_one_page_chosen(desk):
    desk.open(pages=4)
    window = desk.screen.window().windowHandle()
    desk.choose(1)
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_R):
        desk.key(key)
    for _step in range(2):
        QTest.keyPress(window, Qt.Key.Key_Z, CTRL)
        desk.settle()
        assert len(desk.screen.strip.selected_keys()) == 1
        QTest.keyRelease(window, Qt.Key.Key_Z, CTRL)
        desk.settle()
    assert len(desk.kept) == 4
    assert desk.screen.strip.selected_keys() == [desk.screen.strip.current_key()] == [desk.kept[1].id]


def test_several_pages_turned_with_one_key_are_turned_back_with_one(desk):
    desk.open(pages=3)
    before = [page.id for page in desk.kept]
    desk.choose(0)
    desk.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    desk.key(Qt.Key.Key_R)
    assert len({page.id for page in desk.kept} & set(before)) == 1
    desk.key(Qt.Key.Key_Z, CTRL)
    assert [page.id for page in desk.kept] == before
    desk.key(Qt.Key.Key_Y, CTRL)
    assert len({page.id for page in desk.kept} & set(before)) == 1


def test_editing_goes_on_while_pages_come(desk):
    desk.open(pages=2)
    desk.key(Qt.Key.Key_F7)
    desk.choose(0)
    desk.key(Qt.Key.Key_R)                 # a person works on page 1
    turned = desk.screen.strip.current_key()
    desk.scan(3, 4)
    assert desk.screen.strip.current_key() == turned       # and is not torn away from it
    desk.key(Qt.Key.Key_Z, CTRL)
    assert len(desk.kept) == 4             # undo takes back the turn, not the pages that came
    assert page_images.picture(desk.intakes.content(desk.draft.id, desk.kept[0])).height() == 200


def test_pages_are_inserted_before_the_cursor_in_their_order(desk):
    desk.open(pages=2)
    first, second = desk.ids()
    desk.choose(1)
    desk.key(Qt.Key.Key_Insert)
    desk.scan(8)
    desk.choose(2)
    desk.key(Qt.Key.Key_R)                 # the page to insert before becomes another one meanwhile
    desk.scan(9)
    assert [desk.ids().index(first), len(desk.kept)] == [0, 4]
    contents = [desk.intakes.content(desk.draft.id, page) for page in desk.kept]
    assert contents[1:3] == [sheet(8), sheet(9)]
    assert second not in desk.ids()


def test_a_page_is_scanned_again_and_that_is_taken_back(desk):
    desk.open(pages=3)
    before = desk.ids()
    desk.choose(1)
    desk.key(Qt.Key.Key_R, CTRL)
    desk.scan(7)
    desk.office.scanner.finish()
    desk.settle()
    assert [desk.ids()[0], desk.ids()[2]] == [before[0], before[2]]
    assert desk.intakes.content(desk.draft.id, desk.kept[1]) == sheet(7)
    desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.ids() == before


def test_a_scan_goes_on_into_its_own_draft_when_the_screen_is_left(desk, qtbot):
    desk.open()
    desk.key(Qt.Key.Key_F7)
    desk.scan(1)
    with qtbot.waitSignal(desk.screen.closed):
        desk.key(Qt.Key.Key_Escape)
    other = desk.intakes.open(PROCEDURE, OFFICER)
    desk.screen.open(other.id, desk.procedure)
    desk.settle()
    desk.scan(2)
    assert len(desk.kept) == 2
    assert desk.intakes.pages(other.id) == ()
    assert desk.screen.strip.model().rowCount() == 0


# ---- what is done to pages ------------------------------------------------------------------------


def test_turning_and_taking_it_back(desk, qtbot):
    desk.open(pages=2)
    before = desk.ids()
    desk.key(Qt.Key.Key_R)
    page = desk.kept[0]
    assert (page.media_type, page.paper) == ("image/jpeg", desk.papers[0])
    turned = page_images.picture(desk.intakes.content(desk.draft.id, page))
    assert (turned.width(), turned.height()) == (200, 140)
    assert turned.pixelColor(190, 70).saturation() > 100     # clockwise: the upper half is now right
    assert desk.screen.strip.current_key() == page.id
    for _time in range(3):
        qtbot.mouseClick(desk.screen.tools[Action.ROTATE], Qt.MouseButton.LeftButton)
        desk.settle()
    assert desk.intakes.content(desk.draft.id, desk.kept[0]) == sheet(1)       # all the way round loses nothing
    for _time in range(4):
        desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.ids() == before
    assert not desk.screen.undo_button.isEnabled()


def test_removing_several_and_taking_it_back(desk):
    desk.open(pages=4)
    before = desk.ids()
    desk.choose(1)
    press(desk.screen.strip, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert desk.screen.strip.selected_keys() == before[1:3]
    desk.key(Qt.Key.Key_Delete)
    assert desk.ids() == [before[0], before[3]]
    assert desk.screen.strip.current_key() == before[3]
    desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.ids() == before


def test_moving_by_keys_by_button_and_by_hand(desk, qtbot):
    desk.open(pages=4)
    a, b, c, d = desk.ids()
    desk.key(Qt.Key.Key_Down, CTRL)
    assert desk.ids() == [b, a, c, d]
    qtbot.mouseClick(desk.screen.tools[Action.MOVE_EARLIER], Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.ids() == [a, b, c, d]
    strip = desk.screen.strip
    at = [strip.visualRect(strip.model().index(row, 0)) for row in range(4)]
    qtbot.mousePress(strip.viewport(), Qt.MouseButton.LeftButton, pos=at[3].center())
    for place in (at[2].center(), at[0].center() - QPoint(20, 0)):
        qtbot.mouseMove(strip.viewport(), place)
    qtbot.mouseRelease(strip.viewport(), Qt.MouseButton.LeftButton, pos=at[0].center() - QPoint(20, 0))
    desk.settle()
    assert desk.ids() == [d, a, b, c]
    for _time in range(3):
        desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.ids() == [a, b, c, d]


def test_pages_are_assigned_by_digit_and_by_the_list(desk, qtbot):
    desk.open(pages=2)
    second = desk.screen.panel.papers.rows[1].choice.key
    desk.key(Qt.Key.Key_2)
    assert [page.paper for page in desk.kept] == [second, desk.papers[0]]
    desk.choose(1)
    qtbot.mouseClick(desk.screen.panel.papers.rows[1], Qt.MouseButton.LeftButton)
    desk.settle()
    assert [page.paper for page in desk.kept] == [second, second]
    assert desk.screen.panel.papers.rows[1].accessibleName().endswith("2 trang")
    desk.key(Qt.Key.Key_F7)
    desk.scan(3)
    assert desk.kept[2].paper == second    # the paper last chosen
    desk.key(Qt.Key.Key_1, CTRL)           # the next pages elsewhere, those chosen stay
    desk.scan(4)
    assert [page.paper for page in desk.kept] == [second] * 4
    desk.office.scanner.finish()
    desk.settle()
    desk.key(Qt.Key.Key_F7)
    desk.scan(5)
    assert desk.kept[4].paper == desk.papers[0]
    desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.kept[1].paper == desk.papers[0]


def test_taking_back_where_a_page_belongs_takes_back_where_the_next_ones_go(desk):
    desk.open(pages=2)
    desk.key(Qt.Key.Key_2)
    desk.key(Qt.Key.Key_Z, CTRL)
    assert [page.paper for page in desk.kept] == [desk.papers[0]] * 2
    assert desk.screen.panel.target.text() == "Trang quét tiếp vào giấy tờ số 1"
    desk.key(Qt.Key.Key_F7)
    desk.scan(3)
    assert [page.paper for page in desk.kept] == [desk.papers[0]] * 3


def test_taking_back_a_turn_leaves_the_chosen_paper_chosen(desk):
    desk.open(pages=1)
    desk.key(Qt.Key.Key_R)
    desk.key(Qt.Key.Key_2, CTRL)
    desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.screen.panel.target.text() == "Trang quét tiếp vào giấy tờ số 2"


def test_pages_are_leafed_through(desk):
    desk.open(pages=3)
    desk.key(Qt.Key.Key_PageDown)
    desk.key(Qt.Key.Key_PageDown)
    assert desk.screen.strip.current_key() == desk.ids()[2]
    desk.key(Qt.Key.Key_PageUp)
    assert desk.screen.strip.current_key() == desk.ids()[1]


def test_two_hundred_pages_are_no_burden(desk):
    paper = desk.papers[0]
    for number in range(200):
        desk.intakes.add_page(desk.draft.id, sheet(number, 14, 20), paper)
    desk.open()
    desk.screen.grab()
    desk.settle()
    loaded = [key for key, picture in desk.screen.strip._pages._pictures.items() if picture is not None]
    assert 4 <= len(loaded) < 40


# ---- files ----------------------------------------------------------------------------------------


def a_pdf() -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for _page in range(2):
        document.new_page(200, 300)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)

    class Sink:
        def write(self, data) -> int:
            return int(buffer.write(bytes(data)))

    document.save(Sink())
    document.close()
    return bytes(buffer.data().data())


def test_files_are_added_as_they_are_and_a_stranger_is_refused_by_name(desk, tmp_path):
    desk.open()
    pdf, png, text = tmp_path / "don.pdf", tmp_path / "anh.png", tmp_path / "thu.txt"
    pdf.write_bytes(a_pdf())
    png.write_bytes(sheet(3, form="PNG"))
    text.write_text("xin chào")
    desk.screen.add_files([pdf, text, png])
    desk.settle()
    assert [page.media_type for page in desk.kept] == ["application/pdf", "image/png"]
    assert desk.intakes.content(desk.draft.id, desk.kept[0]) == pdf.read_bytes()
    assert "thu.txt" in desk.screen.banner.accessibleName()
    assert pdf.exists()
    desk.choose(0)
    desk.key(Qt.Key.Key_R)
    turned = desk.intakes.content(desk.draft.id, desk.kept[0])
    assert page_images.kind_of(turned) == page_images.PDF
    assert page_images.pdf_pages(turned) == 2
    shown = page_images.picture(turned)
    assert shown.width() > shown.height()


def test_a_file_that_would_hurt_is_refused_by_name_and_the_others_come(desk, tmp_path):
    desk.open()
    bomb, cut, good = tmp_path / "bom.png", tmp_path / "cut.pdf", tmp_path / "tot.png"
    bomb.write_bytes(png_of(60_000, 60_000))
    cut.write_bytes(a_pdf()[:-200])
    good.write_bytes(sheet(3, form="PNG"))
    desk.screen.add_files([bomb, good])
    desk.settle()
    assert "bom.png" in desk.screen.banner.accessibleName()
    assert [page.media_type for page in desk.kept] == ["image/png"]
    desk.screen.add_files([cut])
    desk.settle()
    assert "cut.pdf" in desk.screen.banner.accessibleName()
    assert len(desk.kept) == 1
    desk.screen.add_files([bomb, cut, good])
    desk.settle()
    assert "2" in desk.screen.banner.accessibleName()
    said = desk.screen.banner.accessibleDescription().splitlines()
    assert ["bom.png" in said[0], "cut.pdf" in said[1], len(said)] == [True, True, 2]
    assert len(desk.kept) == 2


def test_the_dialog_for_files_speaks_vietnamese(desk, qtbot):
    desk.open()
    desk.key(Qt.Key.Key_O, CTRL)
    dialog = desk.screen.findChild(QFileDialog)
    assert dialog.labelText(QFileDialog.DialogLabel.Reject) == "Thôi"
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.reject()
    desk.settle()


@pytest.mark.qt_log_ignore("Unsupported marker")
def test_what_is_no_picture_is_refused():
    with pytest.raises(UnreadableSource):
        page_images.check(b"\xff\xd8\xff no picture", "a.jpg")
    with pytest.raises(UnreadableSource):
        page_images.check(b"%PDF-1.7 broken", "a.pdf")
    with pytest.raises(UnreadableSource):
        page_images.picture(b"")


@pytest.mark.qt_log_ignore("This plugin", "JPEG")
def test_a_page_that_cannot_be_read_is_said_so(desk):
    desk.open()
    desk.intakes.add_page(desk.draft.id, b"\xff\xd8\xff\xe0 broken", "")
    desk.screen.open(desk.draft.id, desk.procedure)
    desk.settle()
    assert desk.screen.banner.isVisible()
    assert desk.screen.banner.property("tone") == Tone.DANGER.value
    assert desk.screen.panel.scan.isEnabled()


def test_undo_keeps_its_head_over_many_changes(desk):
    """Every way of changing, in a row, taken back step by step."""
    pages = CapturePages(desk.intakes)
    for number in range(4):
        desk.intakes.add_page(desk.draft.id, sheet(number), desk.papers[0])
    states, draft = [desk.kept], desk.draft.id
    for change in (
        lambda ids: pages.turn(draft, ids[1:2], 1),
        lambda ids: pages.move(draft, ids[2:4], -2),
        lambda ids: pages.remove(draft, ids[0:2]),
        lambda ids: pages.assign(draft, ids, "x"),
        lambda ids: pages.put_before(draft, ids[1:], ids[0]),
        lambda ids: pages.turn(draft, ids[:1], 3),
    ):
        change(desk.ids())
        states.append(desk.kept)
    while len(states) > 1:
        states.pop()
        pages.undo(draft)
        assert desk.kept == states[-1]
    assert not pages.look(draft).can_undo
    assert pages.undo(draft).pages == desk.kept


def test_what_was_taken_back_is_done_again(desk):
    """Every way of changing, taken back to the beginning and done again to the end; another change ends that."""
    pages, draft = CapturePages(desk.intakes), desk.draft.id
    for number in range(4):
        desk.intakes.add_page(draft, sheet(number), desk.papers[0])
    states = [desk.kept]
    for change in (
        lambda ids: pages.turn(draft, ids[1:2], 1),
        lambda ids: pages.remove(draft, ids[0:2]),
        lambda ids: pages.assign(draft, ids, "x"),
        lambda ids: pages.split_page(draft, ids[0], 0.5, across=True),
        lambda ids: pages.put_before(draft, ids[1:], ids[0]),
    ):
        change(desk.ids())
        states.append(desk.kept)
    for state in states[-2::-1]:
        assert pages.undo(draft).pages == state
    for state in states[1:]:
        assert pages.redo(draft).pages == state
    assert not pages.look(draft).can_redo
    pages.undo(draft)
    pages.remove(draft, desk.ids()[:1])
    assert not pages.look(draft).can_redo


def test_a_page_of_two_becomes_two(desk):
    pages, draft = CapturePages(desk.intakes), desk.draft.id
    first, last = (desk.intakes.add_page(draft, sheet(number, 200, 100), "x") for number in range(2))
    pages.split_page(draft, first.id, 0.25, across=False)
    sizes = [page_images.picture(desk.intakes.content(draft, page)).size().toTuple() for page in desk.kept]
    assert sizes == [(50, 100), (150, 100), (200, 100)]
    assert [page.paper for page in desk.kept] == ["x"] * 3
    assert pages.undo(draft).pages == (first, last)


def test_a_place_outlives_the_page_it_names(desk, tmp_path):
    pages, draft = CapturePages(desk.intakes), desk.draft.id
    a, b, c = (desk.intakes.add_page(draft, sheet(number)).id for number in range(3))
    pages.remove(draft, [b])
    place = Place(draft, before=b)
    stack = ScanJournal(tmp_path / "scans").begin(StackNote(place))
    file = stack.folder / "page-1.jpg"
    file.write_bytes(sheet(9))
    new = pages.take_scan(stack, place, ScannedPage(file, "", 300, ScanSource.FEEDER), 0).chosen
    assert desk.ids() == [a, new, c]


def test_the_page_as_it_came_is_seen_while_the_key_is_held(desk, qtbot):
    desk.open(pages=2)
    desk.key(Qt.Key.Key_R)
    assert desk.screen.preview.shown.toTuple() == (200, 140)
    qtbot.keyPress(desk.screen.strip, Qt.Key.Key_B)
    desk.settle()
    assert desk.screen.preview.shown.toTuple() == (140, 200)
    desk.key(Qt.Key.Key_C)                 # nothing is cut of what it was
    assert not desk.screen.preview.cropping
    qtbot.keyRelease(desk.screen.strip, Qt.Key.Key_B)
    desk.settle()
    assert desk.screen.preview.shown.toTuple() == (200, 140)


def test_a_page_of_two_sheets_is_cut_by_keys_and_by_hand(desk, qtbot):
    desk.intakes.add_page(desk.draft.id, sheet(1, 200, 100), "declaration")
    desk.open()
    desk.key(Qt.Key.Key_X)
    line = desk.screen.preview.line
    assert (line.at, line.across) == (0.5, False)
    desk.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert line.at == pytest.approx(0.55)
    desk.key(Qt.Key.Key_R)                 # the keys of the screen do nothing meanwhile
    desk.key(Qt.Key.Key_Tab)
    assert line.across
    desk.key(Qt.Key.Key_Tab)
    box = line.line()
    qtbot.mousePress(line, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    qtbot.mouseMove(line, QPoint(line.width() // 2, line.height() // 2))
    qtbot.mouseRelease(line, Qt.MouseButton.LeftButton, pos=QPoint(line.width() // 2, line.height() // 2))
    desk.key(Qt.Key.Key_Return)
    assert [page_images.picture(desk.intakes.content(desk.draft.id, page)).width() for page in desk.kept] == [100, 100]
    desk.key(Qt.Key.Key_Z, CTRL)
    assert len(desk.kept) == 1
    desk.key(Qt.Key.Key_Y, CTRL)
    assert len(desk.kept) == 2


def test_from_this_page_on_it_is_the_next_paper(desk):
    desk.open(pages=4)
    desk.choose(2)
    desk.key(Qt.Key.Key_N)
    second = desk.screen.panel.papers.key_of(2)
    assert [page.paper for page in desk.kept] == [desk.papers[0]] * 2 + [second] * 2
    desk.key(Qt.Key.Key_F7)
    desk.scan(9)
    assert desk.kept[4].paper == second
