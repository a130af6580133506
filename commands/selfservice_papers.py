"""Where citizens lay their papers at this kiosk, by its settings, and the folder their pages pass through."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from commands.scan_folder import in_memory
from commands.scanners import FIRST_CAMERA, faulty, scanner_of
from commands.workplace import Workplace
from devices.imaging.driver import PageLooks
from devices.scanner.camera import DocumentCameraDriver
from kiosk.scan_ports import DocumentCamera, Scanner
from kiosk.selfservice.paper_desk import PaperDesk, scans_of_turn
from kiosk.settings import ScannerKind

_SHOWN_IN_DEMO = ("birth_proof", "marriage_certificate", "land_certificate", "contract")


@contextmanager
def paper_desk_of(workplace: Workplace) -> Iterator[PaperDesk]:
    """Closed, and its folder wiped, with the turn. Raises FolderRefused."""
    with scans_of_turn(turn_folder(workplace.root), workplace.disk) as journal:
        desk = PaperDesk(journal, _scanner(workplace), _camera(workplace), PageLooks())
        try:
            yield desk
        finally:
            desk.close()


def turn_folder(root: Path) -> Path:
    """In memory where the system has a place of the session there, else in DIR."""
    memory = in_memory()
    if memory is None:
        return root / "turn-scans"
    return memory / f"mot-cua-turn-{hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:16]}"


def _scanner(workplace: Workplace) -> Callable[[], Scanner] | None:
    if workplace.demo:
        from devices.simulated.laying import LayingScanner, sheets_of

        return lambda: LayingScanner(sheets_of(*_SHOWN_IN_DEMO))
    wanted = workplace.settings().scanner
    if wanted.driver in (ScannerKind.NONE, ScannerKind.CAMERA) or faulty(wanted):
        return None
    return partial(scanner_of, wanted, workplace.root)


def _camera(workplace: Workplace) -> DocumentCamera | None:
    if workplace.demo:
        from devices.simulated.desk_camera import SimulatedDocumentCamera

        return SimulatedDocumentCamera(_SHOWN_IN_DEMO[0])
    wanted = workplace.settings().scanner
    if wanted.driver is ScannerKind.CAMERA:
        return DocumentCameraDriver(arguments=(wanted.address or FIRST_CAMERA,))
    return DocumentCameraDriver(arguments=(wanted.desk_camera,)) if wanted.desk_camera else None
