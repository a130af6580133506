"""What every scanner promises, of the driver that reaches it through `scanimage`: as far as SANE lets it."""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from devices.scanner.driver import ScannerDriver
from kiosk.scan_ports import ScanTrouble
from tests.devices.contracts import LOW, ScannerContract
from tests.devices.fed_scanimage import LEAST

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="SANE is Linux's")


class SaneHands:
    """Sheets are files: their names say which is the next."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._loaded = folder, 0
        (folder / "feeder").mkdir()
        self.scanner = ScannerDriver("devices.scanner.sane_child", ("fed:0", "a4", "60"))

    def load(self, sheets: int) -> None:
        for _sheet in range(sheets):
            self._loaded += 1
            (self._folder / "feeder" / f"{self._loaded:04d}").touch()

    def lay_on_glass(self) -> None:
        """The glass of this device is never empty, as no glass ever is to SANE."""

    def jam_at(self, page: int) -> None:
        first = min(int(sheet.name) for sheet in (self._folder / "feeder").iterdir())
        (self._folder / "jam").write_text(str(first + page - 1))

    def clear_jam(self) -> None:
        (self._folder / "jam").unlink()

    def scan_slowly(self) -> None:
        (self._folder / "slow").touch()

    def number_of(self, page: bytes) -> int:
        return (Image.open(io.BytesIO(page)).height - LEAST) // 4


class TestSane(ScannerContract):
    @pytest.fixture
    def hands(self, tmp_path_factory, monkeypatch) -> Iterator[SaneHands]:
        folder = tmp_path_factory.mktemp("sane")
        program = folder / "bin" / "scanimage"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -I -S {Path(__file__).with_name("fed_scanimage.py")} "$@"\n')
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.setenv("MOTCUA_TEST_SANE", str(folder))
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
        hands = SaneHands(folder)
        yield hands
        hands.scanner.close()

    # What SANE cannot say without scanning: whether paper lies in the feeder, a jam, a cover, another program, a pulled plug. Nor
    # does it know sheets fed together; its crash is that of a program below ours (tests/devices/test_sane.py has what stops it).
    test_an_empty_feeder = test_what_stands_in_the_way_is_told_and_stops_a_scan = None
    test_a_jam_keeps_the_pages_before_and_goes_on_after_it = test_what_did_not_come_whole_is_no_page_and_comes_again = None
    test_a_crash_leaves_no_cut_page_and_the_scanner_comes_back = None

    def test_a_jam_keeps_the_pages_before_it_and_the_next_scan_goes_on(self, hands, tmp_path):
        hands.load(5)
        hands.jam_at(3)
        first = self.scan(hands, tmp_path)
        assert first.end() is ScanTrouble.JAM
        again = self.scan(hands, tmp_path)
        assert (again.end(), again.pages) == (ScanTrouble.JAM, [])
        hands.clear_jam()
        rest = self.scan(hands, tmp_path)
        assert rest.end() == 3
        assert self.numbers(hands, first, rest) == [1, 2, 3, 4, 5]
        assert sorted(tmp_path.iterdir()) == sorted(first.pages + rest.pages)

    def test_an_empty_feeder_is_told_when_a_scan_is_tried(self, hands, tmp_path):
        scan = self.scan(hands, tmp_path)
        assert (scan.end(), scan.pages) == (ScanTrouble.NO_PAPER, [])
        hands.load(1)
        assert self.scan(hands, tmp_path, LOW).end() == 1

    @pytest.mark.soak
    def test_two_hundred_pages_keep_their_order(self, hands, tmp_path):
        super().test_two_hundred_pages_keep_their_order(hands, tmp_path)
