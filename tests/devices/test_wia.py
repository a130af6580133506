"""WIA as far as it can be looked at without Windows: its errors become troubles, and elsewhere it says that it is not there."""

import sys
from pathlib import Path

import pytest

from devices.scanner.driver import ScannerDriver
from devices.scanner.finding import find_scanners
from devices.scanner.wia_said import trouble_of
from kiosk.scan_ports import ScanOrder, ScanTrouble
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
    assert find_scanners(0.0, ("wia",)).unsearched == ("wia",)
