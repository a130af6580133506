"""A scanner of Windows, through WinRT's `Windows.Devices.Scanners`, which stands on the WIA driver of its maker.

**This has never run on a device.** It was written against the interface's own type stubs and is type-checked for Windows; only
what needs no Windows is tested. Two things to look at first when somebody has a device: whether files of a feeder appear in the
folder one by one while it scans (here a page counts once a later one has begun, or the scan is over), and what `obstacle` costs.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from devices.scanner.escl_said import USUAL
from devices.scanner.process import Sheet, Stopped
from devices.scanner.wia_said import trouble_of
from devices.scanner.words import Scan
from kiosk.scan_ports import ScannerAbilities, ScanSource, ScanTrouble

try:
    from winrt.windows.devices.enumeration import DeviceInformation
    from winrt.windows.devices.scanners import (
        ImageScanner,
        ImageScannerColorMode,
        ImageScannerFeederConfiguration,
        ImageScannerFlatbedConfiguration,
        ImageScannerFormat,
        ImageScannerResolution,
        ImageScannerScanSource,
    )
    from winrt.windows.foundation import AsyncStatus
    from winrt.windows.storage import StorageFolder
except ImportError:
    HERE = False
else:
    HERE = True

_LOOK_S = 0.2
_CANCEL_S = 15.0


class WiaDevice:
    """`device_id` as Windows names it; "" for the first there is."""

    def __init__(self, device_id: str) -> None:
        self._device_id = device_id

    def abilities(self) -> ScannerAbilities | None:
        try:
            scanner = self._opened()
            setups = {source: _setup(scanner, source) for source in ScanSource
                      if scanner.is_scan_source_supported(_theirs(source))}  # fmt: skip
            resolutions = {dpi for setup in setups.values() for dpi in _resolutions(setup)}
            duplex = ScanSource.FEEDER in setups and scanner.feeder_configuration.can_scan_duplex
        except (OSError, Stopped):
            return None
        return ScannerAbilities(frozenset(setups), tuple(sorted(resolutions)), duplex, tells_paper=False)

    def obstacle(self) -> ScanTrouble | None:
        """WinRT says nothing of the feeder; only whether the device is there."""
        try:
            self._opened()
        except Stopped as stopped:
            return stopped.trouble
        except OSError as error:
            return trouble_of(_code(error))
        return None

    def sheets(self, order: Scan, wanted: Callable[[], bool]) -> Iterator[Sheet]:
        try:
            with tempfile.TemporaryDirectory(prefix="mot-cua-wia-", ignore_cleanup_errors=True) as folder:
                scanner = self._opened()
                dpi = _prepare(scanner, order)
                for number, content in enumerate(_scanned(scanner, order.source, Path(folder), wanted)):
                    yield Sheet(content, dpi, back=bool(order.duplex and order.source is ScanSource.FEEDER and number % 2))
        except OSError as error:
            raise Stopped(trouble_of(_code(error))) from error

    def _opened(self) -> ImageScanner:
        device_id = self._device_id or next((device.id for device in devices_here()), "")
        if not device_id:
            raise Stopped(ScanTrouble.OFFLINE)
        return ImageScanner.from_id_async(device_id).get()


def devices_here() -> list[DeviceInformation]:
    return list(DeviceInformation.find_all_async(ImageScanner.get_device_selector(), None).get())


def _theirs(source: ScanSource) -> ImageScannerScanSource:
    return ImageScannerScanSource.FEEDER if source is ScanSource.FEEDER else ImageScannerScanSource.FLATBED


def _code(error: OSError) -> int:
    """The HRESULT."""
    return getattr(error, "winerror", None) or 0


def _setup(scanner: ImageScanner, source: ScanSource) -> ImageScannerFeederConfiguration | ImageScannerFlatbedConfiguration:
    """Feeder and flatbed are set up alike."""
    return scanner.feeder_configuration if source is ScanSource.FEEDER else scanner.flatbed_configuration


def _resolutions(setup: ImageScannerFeederConfiguration | ImageScannerFlatbedConfiguration) -> list[int]:
    least, most = setup.min_resolution, setup.max_resolution
    return [dpi for dpi in USUAL if max(least.dpi_x, least.dpi_y) <= dpi <= min(most.dpi_x, most.dpi_y)]


def _prepare(scanner: ImageScanner, order: Scan) -> int:
    """Answers the resolution taken. Raises Stopped where the device does not offer what is ordered."""
    if not scanner.is_scan_source_supported(_theirs(order.source)):
        raise Stopped(ScanTrouble.REFUSED)
    setup = _setup(scanner, order.source)
    pictures = (ImageScannerFormat.JPEG, ImageScannerFormat.PNG)
    colours = (ImageScannerColorMode.COLOR, ImageScannerColorMode.AUTO_COLOR, ImageScannerColorMode.GRAYSCALE)
    picture = next((kind for kind in pictures if setup.is_format_supported(kind)), None)
    colour = next((mode for mode in colours if setup.is_color_mode_supported(mode)), None)
    both_sides = order.duplex and order.source is ScanSource.FEEDER
    if picture is None or colour is None or (both_sides and not scanner.feeder_configuration.can_scan_duplex):
        raise Stopped(ScanTrouble.REFUSED)
    offered = _resolutions(setup)
    dpi = min((dpi for dpi in offered if dpi >= order.dpi), default=max(offered, default=order.dpi))
    setup.format, setup.color_mode = picture, colour
    setup.desired_resolution = ImageScannerResolution(dpi, dpi)
    if order.source is ScanSource.FEEDER:
        feeder = scanner.feeder_configuration
        feeder.duplex, feeder.max_number_of_pages = both_sides, 0      # 0: as long as there is paper
        if feeder.can_auto_detect_page_size:
            feeder.auto_detect_page_size = True
    return dpi


def _scanned(scanner: ImageScanner, source: ScanSource, folder: Path, wanted: Callable[[], bool]) -> Iterator[bytes]:
    storage = StorageFolder.get_folder_from_path_async(str(folder)).get()
    scan = scanner.scan_files_to_folder_async(_theirs(source), storage)
    given: set[Path] = set()
    try:
        while scan.status == AsyncStatus.STARTED and wanted():
            time.sleep(_LOOK_S)
            for path in _by_age(folder)[:-1]:          # the last one may still be written
                if path not in given:
                    given.add(path)
                    yield path.read_bytes()
    finally:
        if scan.status == AsyncStatus.STARTED:
            scan.cancel()
            scan.wait(_CANCEL_S)
    if not wanted():
        return
    scan.get_results()                                 # raises what stopped it, as an OSError with its HRESULT
    for path in _by_age(folder):
        if path not in given:
            yield path.read_bytes()


def _by_age(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=lambda path: (path.stat().st_ctime_ns, path.name))
