"""The mark outside the store: how many numbers a device has given out and how far its audit log had come, kept where a
restored backup does not reach.

A store whose mark is missing, or ahead of it, was restored or copied: its next numbers could already be on paper. It then
draws a new device part and drops its leases, so that no number is ever given twice.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec
import platformdirs

from kiosk.store.disk import Disk, disk_errors

MARKS_VARIABLE = "MOTCUA_MARKS_DIR"


class Mark(msgspec.Struct, frozen=True):
    """What a device had given out when a number or an audit head last left the machine."""

    device_part: str
    issued: int
    audit_line: int = 0                # how long the audit log was


class MarkKeeper(Protocol):
    """Where marks live."""

    def load(self, device: str) -> Mark | None: ...

    def save(self, device: str, mark: Mark) -> None: ...


@dataclass(frozen=True, slots=True)
class MarkFolder:
    """Marks as small files, one per device id, in a folder of the user's state (not inside the store)."""

    folder: Path
    disk: Disk

    def load(self, device: str) -> Mark | None:
        """The mark of `device`; None when there is none or it cannot be understood (which is treated alike)."""
        try:
            return msgspec.json.decode((self.folder / f"{device}.json").read_bytes(), type=Mark)
        except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
            return None

    def save(self, device: str, mark: Mark) -> None:
        with disk_errors():
            self.disk.make_folder(self.folder)
            self.disk.write_whole(self.folder / f"{device}.json", msgspec.json.encode(mark))


def usual_folder() -> Path:
    """Where marks live unless somebody chose otherwise (`MOTCUA_MARKS_DIR`)."""
    chosen = os.environ.get(MARKS_VARIABLE)
    return Path(chosen) if chosen else Path(platformdirs.user_state_dir("mot-cua", appauthor=False)) / "marks"
