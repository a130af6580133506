"""The contract of a camera, kept by the simulated one and by the driver over OpenCV (a stand-in for the library)."""

import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from PIL import Image

from devices.camera.driver import REAL, CameraDriver
from devices.camera.words import Play
from devices.simulated.camera import SimulatedCamera
from devices.simulated.card_side import card_side
from devices.simulated.cards import cards
from kiosk.card_picture import card_among
from kiosk.code_ports import Camera, CameraState, CameraView
from tests.devices.hearing import Heard, driver_processes

HON, BINH = cards()["hon"], cards()["binh"]


class CameraHands(Protocol):
    camera: Camera

    def show(self, card: str) -> None: ...
    def plug(self, plugged: bool) -> None: ...
    def hold(self, held: bool) -> None: ...
    def crash(self) -> None: ...


class CameraContract:
    def started(self, hands: CameraHands) -> Heard[CameraView]:
        heard: Heard[CameraView] = Heard()
        hands.camera.start(heard)
        return heard

    def state(self, heard: Heard[CameraView], wanted: CameraState) -> list[CameraView]:
        return heard.until(lambda view: view.state is wanted)

    def sees(self, heard: Heard[CameraView], name: str) -> CameraView:
        return heard.until(lambda view: bool(view.codes) and card_among(view.codes).person.full_name == name)[-1]

    def test_it_starts_and_shows_what_it_sees(self, hands):
        heard = self.started(hands)
        *_before, view = self.state(heard, CameraState.LOOKING)
        assert heard.all[0].state is CameraState.STARTING
        with Image.open(io.BytesIO(view.picture)) as picture:
            assert max(picture.size) <= 480
        assert view.codes == ()
        assert len(heard.threads) == 1
        assert threading.get_ident() not in heard.threads

    def test_a_card_held_before_it_is_read_and_another_one_after(self, hands):
        heard = self.started(hands)
        hands.show(HON.id)
        self.sees(heard, HON.full_name)
        hands.show(BINH.id)
        self.sees(heard, BINH.full_name)
        hands.show("")
        heard.until(lambda view: view.state is CameraState.LOOKING and not view.codes)

    def test_stopped_it_says_so_and_nothing_more_until_it_is_started_again(self, hands):
        hands.show(HON.id)
        heard = self.started(hands)
        self.sees(heard, HON.full_name)
        hands.camera.stop()
        self.state(heard, CameraState.OFF)
        hands.camera.stop()            # a second time does no harm
        again = self.started(hands)
        self.sees(again, HON.full_name)
        assert heard.all[-1].state is CameraState.OFF

    def test_no_camera_then_one_that_another_program_has_then_it_is_free(self, hands):
        hands.plug(False)
        heard = self.started(hands)
        self.state(heard, CameraState.NO_CAMERA)
        hands.hold(True)
        hands.plug(True)
        self.state(heard, CameraState.BUSY)
        hands.hold(False)
        self.state(heard, CameraState.LOOKING)
        hands.plug(False)
        self.state(heard, CameraState.NO_CAMERA)

    def test_a_process_that_dies_comes_back_looking(self, hands):
        heard = self.started(hands)
        self.state(heard, CameraState.LOOKING)
        hands.crash()
        self.state(heard, CameraState.NO_CAMERA)
        self.state(heard, CameraState.LOOKING)

    def test_closing_leaves_no_process_and_no_voice(self, hands):
        heard = self.started(hands)
        self.state(heard, CameraState.LOOKING)
        hands.camera.close()
        before = len(heard.all)
        hands.camera.close()
        assert driver_processes() == []
        assert len(heard.all) == before


class BeforeSimulated:
    def __init__(self) -> None:
        self.camera = SimulatedCamera()

    def show(self, card: str) -> None:
        self.camera.play(Play(card=card))

    def plug(self, plugged: bool) -> None:
        self.camera.play(Play(plugged=plugged))

    def hold(self, held: bool) -> None:
        self.camera.play(Play(held=held))

    def crash(self) -> None:
        self.camera.play(Play(crash=True))


class TestSimulatedCamera(CameraContract):
    @pytest.fixture
    def hands(self) -> Iterator[BeforeSimulated]:
        hands = BeforeSimulated()
        yield hands
        hands.camera.close()

    def test_it_plays_a_picture_file(self, hands, tmp_path):
        card_side(HON).save(tmp_path / "card.png")
        heard = self.started(hands)
        hands.camera.play(Play(picture=str(tmp_path / "card.png")))
        self.sees(heard, HON.full_name)

    def test_nothing_runs_before_somebody_looks(self, hands):
        hands.camera.stop()
        assert driver_processes() == []


class BeforeOpenCv:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.camera = CameraDriver(REAL)
        self.plug(True)

    def show(self, card: str) -> None:
        if not card:
            (self._folder / "card.png").unlink()
            return
        card_side(cards()[card]).save(self._folder / "new.png")
        (self._folder / "new.png").replace(self._folder / "card.png")

    def plug(self, plugged: bool) -> None:
        self._flag("plugged", plugged)

    def hold(self, held: bool) -> None:
        self._flag("held", held)

    def crash(self) -> None:
        self._flag("crash", True)

    def _flag(self, name: str, wanted: bool) -> None:
        if wanted:
            (self._folder / name).touch()
        else:
            (self._folder / name).unlink(missing_ok=True)


class TestOpenCvCamera(CameraContract):
    @pytest.fixture
    def hands(self, tmp_path, monkeypatch) -> Iterator[BeforeOpenCv]:
        monkeypatch.setenv("MOTCUA_TEST_CAMERA", str(tmp_path))
        before = os.environ.get("PYTHONPATH", "")
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(Path(__file__).parent / "fake_cv2"), before])))
        hands = BeforeOpenCv(tmp_path)
        yield hands
        hands.camera.close()


def test_a_machine_without_the_library_says_so(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent / "no_cv2"), os.environ.get("PYTHONPATH", "")]))
    camera, heard = CameraDriver(REAL), Heard()
    try:
        camera.start(heard)
        heard.until(lambda view: view.state is CameraState.NO_PROGRAM)
    finally:
        camera.close()


@pytest.mark.real_device
def test_a_real_camera_reads_a_card():
    """Plug a camera in, hold the side with the QR code of an invented card (print
    devices/simulated/card_side.py) a hand's width before it."""
    camera, heard = CameraDriver(REAL), Heard()
    try:
        camera.start(heard)
        heard.until(lambda view: bool(view.codes))
        assert card_among(heard.all[-1].codes).person.personal_id
    finally:
        camera.close()
