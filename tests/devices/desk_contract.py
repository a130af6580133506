"""What every document camera keeps, whichever way its frames come."""

import io
import threading
from pathlib import Path
from typing import Protocol

from PIL import Image

from kiosk.code_ports import CameraState
from kiosk.scan_ports import DeskView, DeskWarning, DocumentCamera, ScanOrder, ScanSource, ScanTrouble
from tests.devices.hearing import Heard, ScanHeard, driver_processes


class DeskHands(Protocol):
    camera: DocumentCamera

    def lay(self, number: int) -> None: ...        # the first, second, ... of several pages; 0 for none
    def move(self) -> None: ...                    # the same page, a little elsewhere
    def glare(self, on: bool) -> None: ...
    def blur(self, on: bool) -> None: ...
    def darken(self, on: bool) -> None: ...
    def plug(self, plugged: bool) -> None: ...
    def hold(self, held: bool) -> None: ...
    def crash(self) -> None: ...


def size_of(page: bytes) -> tuple[int, int]:
    picture = Image.open(io.BytesIO(page))
    picture.load()
    return picture.size


class DocumentCameraContract:
    def started(self, hands: DeskHands) -> Heard[DeskView]:
        heard: Heard[DeskView] = Heard()
        hands.camera.start(heard)
        return heard

    def each(self, hands: DeskHands, into: Path) -> ScanHeard:
        scan = ScanHeard()
        hands.camera.shoot_each(into, scan)
        return scan

    def test_it_starts_and_shows_where_the_page_lies(self, hands):
        hands.lay(1)
        heard = self.started(hands)
        view = heard.until(lambda view: view.steady)[-1]
        assert heard.all[0].state is CameraState.STARTING
        with Image.open(io.BytesIO(view.picture)) as picture:
            assert max(picture.size) <= 640
        (left, top), (right, also_top), (_x, bottom), _last = view.corners
        assert 0 <= left < right <= 1
        assert max(top, also_top) < bottom <= 1
        assert (view.new, view.warnings) == (True, frozenset())
        assert 45 < view.dpi < 110
        hands.lay(0)
        assert not heard.until(lambda view: view.state is CameraState.LOOKING and not view.corners)[-1].steady
        assert len(heard.threads) == 1
        assert threading.get_ident() not in heard.threads

    def test_each_new_page_is_taken_once_by_itself(self, hands, tmp_path):
        hands.lay(1)
        heard = self.started(hands)
        scan = self.each(hands, tmp_path)
        scan.arrived.until_is(1)
        heard.until(lambda view: view.steady and not view.new)
        hands.move()
        heard.until(lambda view: not view.steady)
        heard.until(lambda view: view.steady and not view.new)
        hands.lay(2)
        scan.arrived.until_is(2)
        hands.camera.cancel()
        assert scan.end() == 2
        assert sorted(tmp_path.iterdir()) == sorted(scan.pages)
        for page in scan.contents:
            wide, high = size_of(page)
            assert 1.36 < high / wide < 1.47      # cut out straight: an A4

    def test_glare_and_blur_are_waited_out_and_said(self, hands, tmp_path):
        hands.glare(True)
        hands.lay(1)
        heard = self.started(hands)
        scan = self.each(hands, tmp_path)
        heard.until(lambda view: view.steady and view.warnings == {DeskWarning.GLARE})
        hands.glare(False)
        scan.arrived.until_is(1)
        hands.blur(True)
        hands.lay(2)
        heard.until(lambda view: view.steady and view.warnings == {DeskWarning.BLURRED})
        assert len(scan.pages) == 1
        hands.blur(False)
        scan.arrived.until_is(2)
        hands.darken(True)
        heard.until(lambda view: view.warnings == {DeskWarning.DARK})
        hands.camera.stop()
        assert scan.end() == 2
        heard.until(lambda view: view.state is CameraState.OFF)

    def test_the_shutter_takes_what_lies_there_whatever_it_is(self, hands, tmp_path):
        hands.blur(True)
        hands.lay(1)
        scan = ScanHeard()
        hands.camera.shoot(tmp_path, scan)
        assert scan.end() == 1
        hands.lay(0)
        bare = ScanHeard()
        hands.camera.shoot(tmp_path, bare)
        assert bare.end() == 1
        wide, high = size_of(bare.contents[0])
        assert wide > high                        # the desk, as the camera has it

    def test_as_a_scanner_it_waits_for_a_page_that_lies_still(self, hands, tmp_path):
        heard: Heard[ScanTrouble | None] = Heard()
        hands.camera.state(heard)
        heard.until_is(None)
        scan = ScanHeard()
        hands.camera.scan(ScanOrder(ScanSource.FLATBED), tmp_path, scan)
        second = ScanHeard()
        hands.camera.scan(ScanOrder(ScanSource.FLATBED), tmp_path, second)
        assert second.end() is ScanTrouble.BUSY
        hands.lay(1)
        assert scan.end() == 1
        (page,) = scan.whole
        assert (page.source, page.back) == (ScanSource.FLATBED, False)
        feeder = ScanHeard()
        hands.camera.scan(ScanOrder(ScanSource.FEEDER), tmp_path, feeder)
        assert (feeder.end(), feeder.pages) == (ScanTrouble.REFUSED, [])

    def test_a_scan_that_waits_is_cancelled(self, hands, tmp_path):
        hands.lay(0)
        scan = ScanHeard()
        hands.camera.scan(ScanOrder(ScanSource.FLATBED), tmp_path, scan)
        hands.camera.cancel()
        assert scan.end() == 0
        assert list(tmp_path.iterdir()) == []

    def test_no_camera_then_one_that_another_program_has_then_it_is_free(self, hands, tmp_path):
        hands.lay(1)
        hands.plug(False)
        heard = self.started(hands)
        heard.until(lambda view: view.state is CameraState.NO_CAMERA)
        scan = self.each(hands, tmp_path)
        assert scan.end() is ScanTrouble.OFFLINE
        hands.hold(True)
        hands.plug(True)
        heard.until(lambda view: view.state is CameraState.BUSY)
        hands.hold(False)
        heard.until(lambda view: view.state is CameraState.LOOKING)
        scan = self.each(hands, tmp_path)
        scan.arrived.until_is(1)
        hands.plug(False)
        assert scan.end() is ScanTrouble.OFFLINE

    def test_a_process_that_dies_comes_back_looking(self, hands, tmp_path):
        heard = self.started(hands)
        heard.until(lambda view: view.state is CameraState.LOOKING)
        scan = self.each(hands, tmp_path)
        hands.crash()
        assert scan.end() is ScanTrouble.CRASHED
        heard.until(lambda view: view.state is CameraState.NO_CAMERA)
        heard.until(lambda view: view.state is CameraState.LOOKING)

    def test_closing_leaves_no_process_and_no_voice(self, hands):
        heard = self.started(hands)
        heard.until(lambda view: view.state is CameraState.LOOKING)
        hands.camera.close()
        before = len(heard.all)
        hands.camera.close()
        assert driver_processes() == []
        assert len(heard.all) == before
