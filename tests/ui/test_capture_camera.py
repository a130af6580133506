"""Paper under a document camera: seen with what spoils it, photographed by a key or by itself, into its draft."""

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kiosk.code_ports import CameraState
from kiosk.scan_ports import DeskView, DeskWarning, ScanTrouble
from tests.ui.test_capture import CTRL, capturing, sheet
from ui.clerk.capture_camera import CameraDialog

CORNERS = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))


@pytest.fixture
def desk(qtbot, tasks, tmp_path):
    with capturing(qtbot, tasks, tmp_path) as desk:
        yield desk


@pytest.fixture
def dialog(desk, qtbot):
    desk.open()
    desk.key(Qt.Key.Key_F7, CTRL)
    opened = desk.screen.window().findChild(CameraDialog)
    qtbot.waitUntil(opened.isVisible)
    yield opened
    if shiboken6.isValid(opened):
        opened.reject()
    desk.settle()


def see(desk, **what: object) -> None:
    desk.office.desk_camera.told(DeskView(CameraState.LOOKING, sheet(), **what))
    desk.settle()


def test_a_page_is_photographed_by_a_key_and_taken_by_its_draft(desk, dialog):
    camera = desk.office.desk_camera
    see(desk, corners=CORNERS, steady=True, new=True)
    assert dialog.seen.corners == 4
    assert QApplication.focusWidget() is dialog.shoot
    desk.key(Qt.Key.Key_Space)
    assert camera.orders == ["start", "shoot"]
    assert not dialog.shoot.isEnabled()
    camera.page(sheet(4))
    camera.listener.finished(1)
    desk.settle()
    assert [page.paper for page in desk.kept] == [desk.papers[0]]
    assert dialog.shoot.isEnabled()
    assert "1 trang" in dialog.count.text()
    assert list(desk.folder.iterdir()) == []


def test_pages_come_by_themselves_until_it_is_enough(desk, dialog):
    camera = desk.office.desk_camera
    dialog.alone.click()
    desk.settle()
    assert camera.orders[-1] == "each"
    for number in (1, 2):
        camera.page(sheet(number))
        desk.settle()
    assert len(desk.kept) == 2
    dialog.reject()
    desk.settle()
    assert camera.orders[-2:] == ["cancel", "stop"]
    assert list(desk.folder.iterdir()) == []


@pytest.mark.parametrize(("what", "words"), [
    ({"warnings": frozenset({DeskWarning.GLARE}), "corners": CORNERS}, "lóa"), ({}, "Chưa thấy mép giấy"),
    ({"corners": CORNERS, "new": False}, "chụp rồi"), ({"corners": CORNERS, "new": True}, "giữ yên"),
])  # fmt: skip
def test_what_would_spoil_the_page_is_said(desk, dialog, what, words):
    see(desk, **what)
    assert words in dialog.told.text()


def test_a_camera_that_is_not_there_and_a_page_that_did_not_come_are_said(desk, dialog):
    desk.office.desk_camera.told(DeskView(CameraState.NO_CAMERA))
    desk.settle()
    assert "cắm lại dây" in dialog.told.text()
    desk.key(Qt.Key.Key_Space)
    desk.office.desk_camera.listener.trouble(ScanTrouble.OFFLINE)
    desk.settle()
    assert dialog.shoot.isEnabled()
    assert desk.kept == ()
