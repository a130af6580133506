"""Where a watched folder is and what becomes of its files; the scanner over it, for whoever wires a counter."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from devices.scanner.driver import ScannerDriver

TAKEN = "đã lấy"
SETTLE_S, PATIENCE_S = 2.0, 30.0


@dataclass(frozen=True, slots=True)
class FolderPlace:
    """`taken`: where files go once they were taken, seen from the folder. `memory`: a file of this counter's own."""

    folder: Path
    taken: str = TAKEN
    delete: bool = False
    memory: Path | None = None
    settle_s: float = SETTLE_S         # a file quiet for so long is written
    patience_s: float = PATIENCE_S     # and one that is still not whole after so long never will be


def folder_scanner(place: FolderPlace) -> ScannerDriver:
    return ScannerDriver("devices.scanner.folder_child", (msgspec.json.encode(place, enc_hook=str).decode(),))
