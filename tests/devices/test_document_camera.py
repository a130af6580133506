"""A page on a desk: found, cut out, watched, photographed by itself; by the simulated camera and the real one over videos."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from devices.scanner.camera import REAL, DocumentCameraDriver
from devices.scanner.camera_looks import dpi_of, is_same, likeness_of, warnings_of
from devices.scanner.camera_page import cut_out, find_page, size_of
from devices.scanner.camera_words import PlayDesk
from devices.simulated.desk_camera import SimulatedDocumentCamera
from devices.simulated.desk_frames import DESKS, desk, in_the_dark, laid, lying, mirrored_lamp, out_of_focus, seen, written_page
from kiosk.code_ports import CameraState
from kiosk.scan_ports import DeskWarning, ScanOrder, ScanSource, ScanTrouble
from tests.devices.desk_contract import DocumentCameraContract
from tests.devices.hearing import Heard, ScanHeard

SIZE = (1600, 1200)


def errors(frames: int, first_seed: int, sizes: tuple[tuple[int, int], ...]) -> list[float]:
    """How far the corners found lie from the true ones, over desks and ways a page may lie."""
    found = []
    for number in range(frames):
        kind, size = DESKS[number % 3], sizes[number // 3 % len(sizes)]
        frame = lying(written_page(first_seed + number), kind, size, first_seed + number)
        corners = find_page(frame.picture)
        assert corners is not None, (kind, number)
        found += [float(error) for error in np.linalg.norm(corners - frame.corners, axis=1)]
    return found


def cut(picture: Any) -> Any:
    corners = find_page(picture)
    assert corners is not None
    return cut_out(picture, corners)


def test_the_page_is_found_to_a_pixel_and_a_half():
    found = errors(3, 70_000, (SIZE,))
    assert float(np.median(found)) <= 1.5
    assert max(found) < 4


@pytest.mark.soak
def test_sixty_pages_of_sixty_are_found():
    found = errors(60, 90_000, ((2560, 1920), (1920, 2560)))
    assert float(np.median(found)) <= 1.5
    assert float(np.percentile(found, 95)) <= 2.1


@pytest.mark.parametrize("kind", DESKS)
def test_a_bare_desk_has_no_page(kind):
    assert find_page(seen(desk(kind, SIZE, 4), 5)) is None


def test_the_page_is_cut_out_upright_and_its_dots_counted():
    page = written_page(7)
    frame = lying(page, "wood", SIZE, 8)
    straight = cut(frame.picture)
    wide, high = size_of(frame.corners)
    assert straight.shape[0] == pytest.approx(high, abs=2)
    assert straight.shape[1] == pytest.approx(wide, abs=2)
    assert is_same(likeness_of(straight), likeness_of(page))
    dpi = dpi_of((wide, high), 0)
    assert dpi == pytest.approx(high / 11.69, rel=0.06)
    assert dpi_of((400.0, 252.0), dpi) == dpi      # a card under the same camera
    assert dpi_of((400.0, 252.0), 0) > 0


@pytest.mark.parametrize("kind", DESKS)
def test_what_would_spoil_a_page_is_seen(kind):
    frame = laid(written_page(3), kind, SIZE, 31)
    sharp = seen(frame.picture, 1)
    soft = seen(out_of_focus(frame.picture.astype(np.float32), 3), 2)
    assert warnings_of(cut(sharp)) == frozenset()
    assert warnings_of(cut(soft)) == {DeskWarning.BLURRED}
    assert warnings_of(cut(mirrored_lamp(sharp, frame.corners))) == {DeskWarning.GLARE}
    assert warnings_of(cut(in_the_dark(sharp))) == {DeskWarning.DARK}


def test_a_page_without_writing_is_not_called_blurred():
    blank = np.full((1754, 1240, 3), 250, np.uint8)
    assert warnings_of(cut(lying(blank, "dark", SIZE, 2).picture)) == frozenset()


def test_the_same_page_is_known_again_and_another_is_told_from_it():
    page = written_page(11)
    other = page.copy()                # one name on the same form
    cv2.rectangle(other, (395, 850), (720, 915), (247, 250, 251), -1)
    cv2.putText(other, "Tran Van Binh", (400, 900), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (90, 40, 30), 3)
    first = likeness_of(cut(lying(page, "wood", SIZE, 1).picture))
    moved = likeness_of(cut(lying(page, "wood", SIZE, 2).picture))
    turned = likeness_of(cut(lying(page, "wood", SIZE, 3, turned=180).picture))
    assert is_same(first, moved)
    assert is_same(first, turned)
    assert not is_same(first, likeness_of(cut(lying(other, "wood", SIZE, 4).picture)))
    assert not is_same(first, likeness_of(cut(lying(written_page(12), "wood", SIZE, 5).picture)))


# ---- the simulated one -----------------------------------------------------------------------------------------------


class UnderSimulated:
    def __init__(self) -> None:
        self.camera = SimulatedDocumentCamera(looks_per_second=0, wide=1024)
        self._lies = 0

    def lay(self, number: int) -> None:
        self._lies = number
        self.camera.play(PlayDesk(paper="numbered" if number else "", sheet=max(number - 1, 0)))

    def move(self) -> None:
        self.lay(self._lies)

    def glare(self, on: bool) -> None:
        self.camera.play(PlayDesk(glare=on))

    def blur(self, on: bool) -> None:
        self.camera.play(PlayDesk(blurred=on))

    def darken(self, on: bool) -> None:
        self.camera.play(PlayDesk(dark=on))

    def plug(self, plugged: bool) -> None:
        self.camera.play(PlayDesk(plugged=plugged))

    def hold(self, held: bool) -> None:
        self.camera.play(PlayDesk(held=held))

    def crash(self) -> None:
        self.camera.play(PlayDesk(crash=True))


def test_the_grain_of_a_bare_desk_is_no_page():
    desks = [(kind, seed) for kind in DESKS for seed in range(8)]
    assert [one for one in desks if find_page(seen(desk(one[0], (1600, 1200), one[1]), one[1])) is not None] == []


class TestSimulatedDocumentCamera(DocumentCameraContract):
    @pytest.fixture
    def hands(self) -> Iterator[UnderSimulated]:
        hands = UnderSimulated()
        yield hands
        hands.camera.close()

    @pytest.mark.soak
    def test_a_hand_that_does_not_keep_still_is_waited_for(self, hands, tmp_path):
        hands.camera.play(PlayDesk(restless=True))
        hands.lay(1)
        heard = self.started(hands)
        scan = self.each(hands, tmp_path)
        for _look in range(6):
            heard.until(lambda view: bool(view.corners) and not view.steady)
        assert scan.pages == []
        hands.camera.play(PlayDesk(restless=False))
        scan.arrived.until_is(1)


# ---- the real one, over a video ----------------------------------------------------------------------------------------


def video(path: Path, *scenes: tuple[Any, int]) -> Path:
    """Each picture held for so many frames, with the sensor's noise."""
    height, width = scenes[0][0].shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 10, (width, height))
    assert writer.isOpened()
    for number, (picture, frames) in enumerate(scenes):
        for frame in range(frames):
            writer.write(seen(picture.astype(np.float32), 100 * number + frame, noise=2.0))
    writer.release()
    return path


@pytest.fixture
def at_desk(tmp_path) -> Iterator[DocumentCameraDriver]:
    one, two = written_page(21, 900), written_page(22, 900)
    small = (1024, 768)
    before = laid(one, "wood", small, 1)
    film = video(
        tmp_path / "desk.avi",
        (desk("wood", small, 1), 2), (before.picture, 7), (laid(one, "wood", small, 9).picture, 6), (desk("wood", small, 1), 2),
        (mirrored_lamp(laid(two, "wood", small, 3).picture, before.corners), 6), (laid(two, "wood", small, 3).picture, 6),
    )  # fmt: skip
    camera = DocumentCameraDriver(REAL, (str(film),))
    yield camera
    camera.close()


def test_the_real_process_takes_each_page_of_a_film_once(at_desk, tmp_path):
    heard, scan = Heard(), ScanHeard()
    at_desk.shoot_each(tmp_path / "pages", scan)
    at_desk.start(heard)
    scan.arrived.until_is(2)
    assert not any(view.steady and DeskWarning.GLARE in view.warnings and not view.new for view in heard.all)
    (tmp_path / "desk.avi").unlink()               # the camera is pulled out
    assert scan.end() is ScanTrouble.OFFLINE
    heard.until(lambda view: view.state is CameraState.NO_CAMERA)
    first, second = (likeness_of(cv2.imdecode(np.frombuffer(page, np.uint8), cv2.IMREAD_COLOR)) for page in scan.contents)
    assert is_same(first, likeness_of(written_page(21, 900)))
    assert is_same(second, likeness_of(written_page(22, 900)))
    assert not is_same(first, second)


def test_the_real_process_is_a_scanner_with_a_glass(at_desk, tmp_path):
    offers, scan = Heard(), ScanHeard()
    at_desk.abilities(offers)
    offers.until(lambda offered: offered is not None and offered.sources == {ScanSource.FLATBED})
    at_desk.scan(ScanOrder(ScanSource.FLATBED), tmp_path / "pages", scan)
    assert scan.end() == 1
    assert 45 < scan.whole[0].dpi < 70


def test_a_camera_that_is_not_there_says_so(tmp_path):
    camera, heard, scan = DocumentCameraDriver(REAL, (str(tmp_path / "none.avi"),)), Heard(), ScanHeard()
    try:
        camera.state(heard)
        heard.until_is(ScanTrouble.OFFLINE)
        camera.shoot(tmp_path / "pages", scan)
        assert scan.end() is ScanTrouble.OFFLINE
    finally:
        camera.close()


def test_a_machine_without_the_library_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent / "no_cv2"), os.environ.get("PYTHONPATH", "")]))
    camera, heard, views, scan = DocumentCameraDriver(REAL), Heard(), Heard(), ScanHeard()
    try:
        camera.state(heard)
        heard.until_is(ScanTrouble.NO_PROGRAM)
        camera.start(views)
        views.until(lambda view: view.state is CameraState.NO_PROGRAM)
        camera.shoot(tmp_path, scan)
        assert scan.end() is ScanTrouble.NO_PROGRAM
    finally:
        camera.close()


@pytest.mark.real_device
def test_a_real_camera_photographs_a_page(tmp_path):
    """Hang a camera a forearm above the desk, lay a printed page of A4 under it, change it for another within a minute."""
    camera, scan = DocumentCameraDriver(REAL), ScanHeard()
    try:
        camera.shoot_each(tmp_path, scan)
        scan.arrived.until_is(2)
    finally:
        camera.close()
