"""Cutting a page in F7: by mouse, by keys, taken back, sealed and sent."""

import dataclasses
import hashlib
import io

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.invented import Invention
from sync import delivery
from tests.ui.hands import show
from tests.ui.office import OFFICER, OpenCounter
from tests.ui.test_capture import CTRL, Desk, capturing, sheet
from ui.clerk import page_images
from ui.clerk.capture import CaptureScreen
from ui.clerk.capture_pages import CapturePages, SignedPageCut
from ui.shortcuts import Action
from ui.widgets.crop_frame import LONG_STEP, Edge
from ui.widgets.page_area import LEAST, WHOLE, Area

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(qtbot, tasks, tmp_path):
    with capturing(qtbot, tasks, tmp_path) as desk:
        yield desk


def frame(desk):
    return desk.screen.preview.frame


def shown(desk, row=0):
    return page_images.picture(desk.intakes.content(desk.draft.id, desk.kept[row]))


def cut_upper_half(desk):
    """C, to the lower edge, half the page up, Enter."""
    desk.key(Qt.Key.Key_C)
    for _time in range(3):
        desk.key(Qt.Key.Key_Tab)
    for _time in range(round(0.5 / LONG_STEP)):
        desk.key(Qt.Key.Key_Up, SHIFT)
    desk.key(Qt.Key.Key_Return)


def test_by_keys_and_taken_back(desk):
    desk.open(pages=2)
    before = desk.ids()
    desk.key(Qt.Key.Key_C)
    assert QApplication.focusWidget() is frame(desk)
    assert not desk.screen.tools[Action.ROTATE].isEnabled()
    edges = []
    for _edge in Edge:
        edges.append(frame(desk).edge)
        desk.key(Qt.Key.Key_Tab)
    assert edges == list(Edge)
    desk.key(Qt.Key.Key_Backtab, SHIFT)
    assert frame(desk).edge is Edge.BOTTOM
    desk.key(Qt.Key.Key_Left)              # not the way this edge goes
    assert frame(desk).area is WHOLE
    desk.key(Qt.Key.Key_Up, SHIFT)
    assert "5,0 %" in frame(desk).accessibleDescription()
    assert "Cạnh dưới" in frame(desk).accessibleDescription()
    desk.key(Qt.Key.Key_Escape)
    assert not desk.screen.preview.cropping
    assert QApplication.focusWidget() is desk.screen.strip
    cut_upper_half(desk)
    assert (shown(desk).width(), shown(desk).height()) == (140, 100)
    assert shown(desk).pixelColor(70, 95).saturation() > 100       # the coloured half is what stays
    assert desk.kept[0].paper == desk.papers[0]
    assert desk.screen.strip.current_key() == desk.kept[0].id
    assert QApplication.focusWidget() is desk.screen.strip
    desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.ids() == before
    assert desk.intakes.content(desk.draft.id, desk.kept[0]) == sheet(1)


def test_escape_takes_back_the_frame_and_never_leaves_the_screen(desk, qtbot):
    desk.open(pages=1)
    left = []
    desk.screen.closed.connect(lambda: left.append(True))
    for leaves_from in (frame(desk), desk.screen.panel.scan):
        desk.key(Qt.Key.Key_C)
        desk.key(Qt.Key.Key_Right, SHIFT)
        leaves_from.setFocus()
        desk.key(Qt.Key.Key_Escape)
        assert not desk.screen.preview.cropping
        assert left == []
        desk.screen.strip.setFocus()
    assert desk.intakes.content(desk.draft.id, desk.kept[0]) == sheet(1)
    desk.key(Qt.Key.Key_Escape)
    assert left == [True]


def test_keys_for_pages_do_nothing_while_the_frame_has_the_keyboard(desk):
    desk.open(pages=2)
    before = desk.kept
    desk.key(Qt.Key.Key_C)
    for key, held in (
        (Qt.Key.Key_R, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_2, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, CTRL), (Qt.Key.Key_C, Qt.KeyboardModifier.NoModifier),
    ):
        desk.key(key, held)
    assert desk.kept == before
    assert desk.screen.preview.cropping
    desk.key(Qt.Key.Key_Z, CTRL)           # within the frame: back to the whole page
    desk.key(Qt.Key.Key_Return)
    assert desk.kept == before             # nothing cut off, nothing changed


@pytest.mark.parametrize("zoomed", [False, True])
def test_every_handle_is_24_pixels_large_and_in_sight(desk, zoomed):
    desk.open(pages=1)
    desk.key(Qt.Key.Key_C)
    if zoomed:
        for _time in range(8):
            desk.key(Qt.Key.Key_Plus)
    for edges in ({Edge.LEFT}, {Edge.TOP}, {Edge.RIGHT}, {Edge.BOTTOM}, {Edge.LEFT, Edge.TOP}, {Edge.RIGHT, Edge.BOTTOM}):
        handle = frame(desk).handle(frozenset(edges))
        assert min(handle.width(), handle.height()) >= 24
        assert frame(desk).rect().contains(handle.toRect())


def drag(desk, edges, way):
    start = frame(desk).handle(frozenset(edges)).center().toPoint() - QPoint(9, 9)       # not the very middle
    QTest.mousePress(frame(desk), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(frame(desk), start + way / 2)
    QTest.mouseMove(frame(desk), start + way)
    QTest.mouseRelease(frame(desk), Qt.MouseButton.LeftButton, pos=start + way)


def test_by_hand(desk, qtbot):
    desk.open(pages=1)
    qtbot.mouseClick(desk.screen.tools[Action.CROP], Qt.MouseButton.LeftButton)
    whole = frame(desk).box()
    drag(desk, {Edge.RIGHT, Edge.BOTTOM}, QPoint(-round(whole.width() / 2), -round(whole.height() / 4)))
    area = frame(desk).area
    assert (area.left, area.top) == (0, 0)
    assert area.right == pytest.approx(0.5, abs=0.01)
    assert area.bottom == pytest.approx(0.75, abs=0.01)
    middle = frame(desk).box().center().toPoint()
    QTest.mousePress(frame(desk), Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(frame(desk), middle + QPoint(3000, 0))         # the whole frame, and not off the page
    QTest.mouseRelease(frame(desk), Qt.MouseButton.LeftButton, pos=middle)
    assert frame(desk).area.right == 1
    drag(desk, {Edge.LEFT}, QPoint(3000, 0))
    assert frame(desk).area.right - frame(desk).area.left == pytest.approx(LEAST)
    drag(desk, {Edge.LEFT}, QPoint(-3000, 0))
    assert frame(desk).area.left == 0
    qtbot.mouseClick(desk.screen.preview.crop_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert (shown(desk).width(), shown(desk).height()) == (140, 150)


def test_a_page_that_comes_meanwhile_takes_nothing_away(desk):
    desk.open(pages=1)
    desk.key(Qt.Key.Key_F7)
    desk.key(Qt.Key.Key_C)
    desk.key(Qt.Key.Key_F7)                # also the scanner's key in the middle of it
    desk.key(Qt.Key.Key_Right, SHIFT)
    area = frame(desk).area
    desk.scan(5)
    assert desk.screen.preview.cropping
    assert frame(desk).area == area
    desk.key(Qt.Key.Key_Return)
    assert (shown(desk).width(), len(desk.kept)) == (133, 2)


def test_going_to_another_page_gives_the_frame_up(desk, qtbot):
    desk.open(pages=2)
    before = desk.kept
    desk.key(Qt.Key.Key_C)
    desk.key(Qt.Key.Key_Right, SHIFT)
    strip = desk.screen.strip
    second = strip.visualRect(strip.model().index(1, 0)).center()
    qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=second)
    assert not desk.screen.preview.cropping
    desk.settle()
    assert desk.kept == before


def test_cut_turned_and_cut_again_is_encoded_once(desk):
    """From the page as it came, whatever is done to it in whichever order."""
    desk.open(pages=1)
    pages, draft, key = CapturePages(desk.intakes), desk.draft.id, desk.ids()[0]
    for change in (
        lambda key: pages.crop(draft, key, Area(bottom=0.75)),
        lambda key: pages.turn(draft, [key], 1),
        lambda key: pages.crop(draft, key, Area(left=1 / 3)),      # turned by now: what was below is left
        lambda key: pages.turn(draft, [key], 3),
    ):
        key = change(key).chosen
    once = page_images.changed(sheet(1), Area(bottom=0.5), 0)
    assert desk.intakes.content(draft, desk.kept[0]) == once
    for _time in range(4):
        pages.undo(draft)
    assert desk.intakes.content(draft, desk.kept[0]) == sheet(1)


def a_pdf(turned: int = 0) -> bytes:
    """A sheet that does not begin at nought, with a black upper left quarter; a second one."""
    document, target = pypdfium2.PdfDocument.new(), io.BytesIO()
    page = document.new_page(400, 600)
    page.set_mediabox(100, 50, 300, 350)
    picture = pypdfium2.PdfBitmap.new_native(1, 1, 4)
    picture.fill_rect((0, 0, 0, 255), 0, 0, 1, 1)
    black = pypdfium2.PdfImage.new(document)
    black.set_bitmap(picture)
    black.set_matrix(pypdfium2.PdfMatrix().scale(100, 150).translate(100, 200))
    page.insert_obj(black)
    page.gen_content()
    page.set_rotation(turned)
    document.new_page(200, 300)
    document.save(target)
    document.close()
    return target.getvalue()


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_of_a_pdf_the_page_that_is_seen_is_cut_as_it_is_seen(turned):
    whole = page_images.picture(a_pdf(turned), 600)
    area = Area(0.1, 0.2, 0.8, 0.9)
    cut = page_images.changed(a_pdf(turned), area, 0)
    assert page_images.pdf_pages(cut) == 2
    seen = page_images.picture(cut, round(0.7 * 600))
    assert seen.width() / seen.height() == pytest.approx(whole.width() / whole.height(), abs=0.01)
    for across in (0.05, 0.3, 0.6, 0.95):
        for down in (0.05, 0.4, 0.7, 0.95):
            there = whole.pixelColor(round((0.1 + 0.7 * across) * whole.width()), round((0.2 + 0.7 * down) * whole.height()))
            here = seen.pixelColor(int(across * seen.width()), int(down * seen.height()))
            assert here == there, (across, down)
    again = page_images.changed(a_pdf(turned), area, 1)
    sideways = page_images.picture(again, 420)
    assert (sideways.width(), sideways.height()) == (seen.height(), seen.width())


def test_a_signed_pdf_is_left_as_it_is(desk, monkeypatch):
    desk.intakes.add_page(desk.draft.id, a_pdf(), desk.papers[0])
    desk.open()
    before = desk.kept
    monkeypatch.setattr(page_images.pdfium, "FPDF_GetSignatureCount", lambda _document: 1)
    cut_upper_half(desk)
    assert desk.kept == before
    assert desk.screen.banner.accessibleName() == SignedPageCut.sentence


def test_a_cut_page_outlives_the_program_and_goes_out_as_it_was_sealed(qtbot, tasks, tmp_path):
    with OpenCounter(tmp_path) as office:
        desk = Desk(qtbot, tasks, office, tmp_path / "scans")
        desk.open(pages=2)
        cut_upper_half(desk)
        kept, draft = desk.kept, desk.draft
        content = desk.intakes.content(draft.id, kept[0])
    with OpenCounter(tmp_path) as office:
        intakes = office.counter.intakes
        assert intakes.pages(draft.id) == kept
        assert intakes.content(draft.id, kept[0]) == content
        screen = CaptureScreen(office.counter, tasks, tmp_path / "scans")
        show(qtbot, screen)
        screen.open(draft.id, desk.procedure)
        desk.settle()
        assert screen.strip.current_key() == kept[0].id
        assert not screen.undo_button.isEnabled()      # what was done before the restart stays done, as with turning
        given = Invention(1).intake("H99.01.02", "Quầy 3", OFFICER.id, page_count=0, now=office.clock.now_ms())
        received = intakes.receive(intakes.save(dataclasses.replace(draft, intake=given)))
        assert [page.sha256 for page in received.form.pages] == [page.sha256 for page in kept]
        sent = delivery.content_of(office.store, received.dossier, kept[0].sha256)
        assert hashlib.sha256(sent).hexdigest() == kept[0].sha256
        assert sent == content
        assert len(list((tmp_path / "data" / "pages").glob("??/*.page"))) == 2     # the page as it came is gone now
        desk.settle()
        tasks.close()
