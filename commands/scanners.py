"""Which scanner a counter has by its settings, and the one that somebody names at the command line."""

from pathlib import Path

from devices.absent import NoScanner
from devices.scanner.camera import DocumentCameraDriver
from devices.scanner.driver import ScannerDriver
from devices.scanner.escl_place import A3, A4, EsclPlace, escl_scanner
from devices.scanner.folder_place import TAKEN, FolderPlace, folder_scanner
from kiosk.scan_ports import DocumentCamera, Scanner
from kiosk.settings import PaperArea, ScannerKind, ScannerSettings
from kiosk.words import _

FIRST_CAMERA = "0"


def scanner_of(wanted: ScannerSettings, root: Path) -> Scanner:
    """A scanner whose address makes no sense is none: the counter opens all the same, and `doctor` says why."""
    if faulty(wanted):
        return NoScanner()
    match wanted.driver:
        case ScannerKind.ESCL:
            largest = A3 if wanted.paper is PaperArea.A3 else A4
            return escl_scanner(EsclPlace(address=wanted.address, certificate=wanted.certificate, largest=largest))
        case ScannerKind.SANE:
            return ScannerDriver("devices.scanner.sane_child", (wanted.address, wanted.paper))
        case ScannerKind.WIA:
            return ScannerDriver("devices.scanner.wia_child", (wanted.address,))
        case ScannerKind.FOLDER:
            return folder_scanner(FolderPlace(
                root / wanted.address, wanted.taken or TAKEN, wanted.delete_taken, root / "folder-scanner.taken"
            ))  # fmt: skip
        case ScannerKind.CAMERA:
            return DocumentCameraDriver(arguments=(wanted.address or FIRST_CAMERA,))
        case _:
            return NoScanner()


def faulty(wanted: ScannerSettings) -> str:
    """Why the settings lead to no scanner, "" where they may."""
    if wanted.driver is ScannerKind.ESCL:
        try:
            escl_scanner_address(wanted.address)
        except ValueError:
            return _("address phải là địa chỉ của máy quét, như http://10.0.0.5/eSCL")
    if wanted.driver is ScannerKind.FOLDER and not wanted.address:
        return _("address phải là đường dẫn của thư mục mà máy quét bỏ tệp vào")
    return ""


def named(written: str) -> ScannerSettings:
    """«http://10.0.0.5/eSCL», or «driver:address» as `devices` prints it. Raises ValueError."""
    kind, colon, address = written.partition(":")
    if kind in set(ScannerKind) - {ScannerKind.NONE} and colon:
        return ScannerSettings(driver=ScannerKind(kind), address=address)
    escl_scanner_address(written)
    return ScannerSettings(driver=ScannerKind.ESCL, address=written)


def escl_scanner_address(written: str) -> str:
    """As it is understood. Raises ValueError."""
    from devices.scanner.escl_http import Address

    return str(Address.of(written))


def desk_camera_of(scanner: Scanner, wanted: ScannerSettings) -> DocumentCamera | None:
    """The scanner as what it is, where it is a camera above the desk; else the one that stands beside it."""
    if isinstance(scanner, DocumentCameraDriver):
        return scanner
    return DocumentCameraDriver(arguments=(wanted.desk_camera,)) if wanted.desk_camera else None
