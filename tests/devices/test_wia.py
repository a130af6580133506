"""WIA as far as it can be looked at without Windows: its errors become troubles, and elsewhere it says that it is not there."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from devices.scanner import wia
from devices.scanner.driver import ScannerDriver
from devices.scanner.finding import find_scanners
from devices.scanner.process import Stopped
from devices.scanner.wia import WiaDevice
from devices.scanner.wia_said import trouble_of
from devices.scanner.words import Scan
from kiosk.scan_ports import ScanOrder, ScanSource, ScanTrouble
from tests.devices.hearing import Heard, ScanHeard


@pytest.mark.parametrize(("result", "trouble"), [
    (0x80210002, ScanTrouble.JAM), (0x80210003, ScanTrouble.NO_PAPER), (0x80210006, ScanTrouble.BUSY),
    (0x80210010, ScanTrouble.COVER_OPEN), (0x80210014, ScanTrouble.DOUBLE_FEED), (0x80004005, ScanTrouble.OFFLINE),
    (0x80210002 - (1 << 32), ScanTrouble.JAM),         # as Python's OSError has it
])  # fmt: skip
def test_what_windows_says(result, trouble):
    assert trouble_of(result) is trouble


@pytest.mark.skipif(sys.platform == "win32", reason="there it is")
def test_elsewhere_it_says_that_it_is_not_there(tmp_path: Path):
    driver = ScannerDriver("devices.scanner.wia_child", ("",))
    try:
        states: Heard[ScanTrouble | None] = Heard()
        driver.state(states)
        states.until_is(ScanTrouble.NO_PROGRAM)
        scan = ScanHeard()
        driver.scan(ScanOrder(), tmp_path, scan)
        assert scan.end() is ScanTrouble.NO_PROGRAM
    finally:
        driver.close()
    assert find_scanners(0.0, ("wia",)).missing == ("wia",)


# ---- the driver over a stand-in for WinRT: its own logic, not Windows -------------------------------------------------


class Setup:
    """A feeder or flatbed configuration."""

    def __init__(self, *, formats: tuple[str, ...] = ("JPEG",), can_duplex: bool = True) -> None:
        self.min_resolution = SimpleNamespace(dpi_x=100.0, dpi_y=100.0)
        self.max_resolution = SimpleNamespace(dpi_x=600.0, dpi_y=600.0)
        self.can_scan_duplex, self.can_auto_detect_page_size = can_duplex, True
        self.is_format_supported = formats.__contains__
        self.is_color_mode_supported = ("COLOR",).__contains__


class Scanning:
    """One scan of the stand-in: a file each time it is looked at, then its end."""

    def __init__(self, folder: Path, pages: int, error: OSError | None) -> None:
        self._folder, self._pages, self._error = folder, pages, error
        self.written, self.cancelled = 0, False

    @property
    def status(self) -> str:
        if self.cancelled:
            return "CANCELED"
        if self.written == self._pages:
            return "ERROR" if self._error else "COMPLETED"
        self.written += 1
        (self._folder / f"page {self.written}.jpg").write_bytes(b"%d" % self.written)
        return "STARTED"

    def cancel(self) -> None:
        self.cancelled = True

    def wait(self, _seconds: float) -> str:
        return self.status

    def get_results(self) -> None:
        if self._error:
            raise self._error


class Windows:
    """Three names of WinRT's modules, as much of them as the driver touches."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.feeder, self.flatbed = Setup(), Setup()
        self.pages, self.error, self.there = 3, None, True
        self.scans: list[Scanning] = []
        names = ("JPEG", "PNG", "COLOR", "AUTO_COLOR", "GRAYSCALE", "FEEDER", "FLATBED", "STARTED")
        words = SimpleNamespace(**{name: name for name in names})
        for module in ("ImageScannerFormat", "ImageScannerColorMode", "ImageScannerScanSource", "AsyncStatus"):
            monkeypatch.setattr(wia, module, words, raising=False)
        monkeypatch.setattr(wia, "ImageScannerResolution", lambda across, down: (across, down), raising=False)
        monkeypatch.setattr(wia, "StorageFolder", SimpleNamespace(get_folder_from_path_async=self._later), raising=False)
        monkeypatch.setattr(wia, "ImageScanner", SimpleNamespace(from_id_async=self._open), raising=False)
        monkeypatch.setattr(wia, "_LOOK_S", 0)

    def _later(self, value: object) -> SimpleNamespace:
        return SimpleNamespace(get=lambda: value)

    def _open(self, _device: str) -> SimpleNamespace:
        if not self.there:
            raise os_error(0x80210005)
        return self._later(SimpleNamespace(
            is_scan_source_supported=lambda _source: True, feeder_configuration=self.feeder, flatbed_configuration=self.flatbed,
            scan_files_to_folder_async=self._scan))  # fmt: skip

    def _scan(self, _source: str, folder: str) -> Scanning:
        self.scans.append(Scanning(Path(folder), self.pages, self.error))
        return self.scans[-1]


def os_error(result: int) -> OSError:
    error = OSError("as WinRT raises it")
    error.winerror = result - (1 << 32)
    return error


@pytest.fixture
def windows(monkeypatch) -> Windows:
    return Windows(monkeypatch)


FEED = Scan("", ScanSource.FEEDER, 250, True)


def test_a_stack_comes_in_the_order_it_was_scanned(windows):
    sheets = list(WiaDevice("id").sheets(FEED, lambda: True))
    assert [(sheet.content, sheet.dpi, sheet.back) for sheet in sheets] == [
        (b"1", 300, False), (b"2", 300, True), (b"3", 300, False)]
    assert (windows.feeder.format, windows.feeder.color_mode, windows.feeder.desired_resolution) == ("JPEG", "COLOR", (300, 300))
    assert (windows.feeder.duplex, windows.feeder.max_number_of_pages) == (True, 0)


def test_what_stops_it_is_told_after_the_pages_before(windows):
    windows.error = os_error(0x80210002)
    sheets = WiaDevice("id").sheets(FEED, lambda: True)
    assert [next(sheets).content, next(sheets).content] == [b"1", b"2"]
    with pytest.raises(Stopped) as stopped:
        next(sheets)                   # the last file may be the jammed page's
    assert stopped.value.trouble is ScanTrouble.JAM


def test_a_cancel_takes_the_scan_back_and_gives_no_page_in_hand(windows):
    windows.pages = 50
    answers = iter([True, True, True])
    assert len(list(WiaDevice("id").sheets(FEED, lambda: next(answers, False)))) < 4
    assert windows.scans[0].cancelled


def test_what_it_offers_and_what_it_does_not(windows):
    device = WiaDevice("id")
    offered = device.abilities()
    assert offered
    assert (offered.sources, offered.resolutions, offered.duplex, offered.tells_paper) == (
        frozenset(ScanSource), (100, 150, 200, 240, 300, 400, 600), True, False)
    assert device.obstacle() is None
    windows.feeder = Setup(can_duplex=False)
    windows.flatbed = Setup(formats=("XPS",))
    for order in (FEED, Scan("", ScanSource.FLATBED, 300, False)):
        with pytest.raises(Stopped) as stopped:
            list(device.sheets(order, lambda: True))
        assert stopped.value.trouble is ScanTrouble.REFUSED
    windows.there = False
    assert device.obstacle() is ScanTrouble.OFFLINE
    assert device.abilities() is None
