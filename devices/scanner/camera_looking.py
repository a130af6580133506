"""The loop of a document camera's process: looks while somebody watches or a page is wanted, and keeps the pages.

The camera is open only meanwhile; once at the beginning it is tried, so that whoever asks knows whether it is there.
"""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from devices.camera.words import Begin, Halt
from devices.parent import Parent
from devices.scanner.camera_shutter import Seen, Shutter
from devices.scanner.camera_words import DeskOrder, PlayDesk, Shoot, Viewed
from devices.scanner.keeping import PageFolder
from devices.scanner.words import Cancel, Ended, Now, Offers, Page, Scan
from kiosk.code_ports import CameraState
from kiosk.problems import Problem
from kiosk.scan_ports import DeskWarning, ScannerAbilities, ScanSource, ScanTrouble

_AGAIN_S, _AGAIN_AT_ONCE_S = 1.0, 0.05         # where there is no camera, or no picture
_TROUBLES = {
    CameraState.NO_PROGRAM: ScanTrouble.NO_PROGRAM, CameraState.NO_CAMERA: ScanTrouble.OFFLINE,
    CameraState.BUSY: ScanTrouble.BUSY, CameraState.LOOKING: None,
}  # fmt: skip
_SPOILS = frozenset({DeskWarning.BLURRED, DeskWarning.GLARE})


class DeskFrames(Protocol):
    """Where frames come from."""

    looks_per_second: float            # 0: as many as the machine can

    def open(self) -> CameraState:
        """LOOKING once frames can be taken; anything else says why not."""

    def grab(self) -> Any | None:
        """The newest frame, blue first; None when the camera is lost."""

    def close(self) -> None: ...

    def obey(self, order: PlayDesk) -> None:
        """What is meant for this kind of camera only."""


@dataclass(slots=True)
class _Job:
    """Pages that are wanted: one now, the next that lies still, or each new one."""

    folder: PageFolder
    now: bool = False
    each: bool = False
    pages: int = 0

    def is_due(self, seen: Seen) -> bool:
        if self.now:
            return True
        if not seen.steady or DeskWarning.BLURRED in seen.warnings:
            return False
        return not self.each or (seen.new and not seen.warnings & _SPOILS)


class DeskLooking:
    """One process, one camera."""

    def __init__(self, parent: Parent[DeskOrder], frames: DeskFrames) -> None:
        self._parent, self._frames, self._shutter = parent, frames, Shutter()
        self._number = 0               # of the look that goes on; 0: nobody watches
        self._job: _Job | None = None
        self._open = False
        self._obstacle: ScanTrouble | None = None

    def run(self) -> None:
        self._try()
        while True:
            if self._number or self._job:
                self._listen(self._look())
            else:
                self._rest()

    def _rest(self) -> None:
        order = self._parent.order(_AGAIN_S if self._obstacle else None)
        if order:
            self._obey(order)
        if order is None or isinstance(order, PlayDesk):
            self._try()

    def _try(self) -> None:
        """Whether it is there; it is let go at once."""
        if self._ready():
            self._shut()

    def _listen(self, until: float) -> None:
        """Obeys what comes until it is time for the next look; at least what is there already."""
        while order := self._parent.order(max(0.0, until - time.monotonic())):
            self._obey(order)
            if not (self._number or self._job):
                return

    def _obey(self, order: DeskOrder) -> None:
        match order:
            case Begin(number):
                self._number = number
                self._parent.say(Viewed(number, CameraState.STARTING))
            case Halt():
                self._finish()
                self._parent.say(Viewed(self._number, CameraState.OFF))
                self._number = 0
                self._shutter.forget()
            case Scan(into, source):
                if source is ScanSource.FLATBED:
                    self._begin(into)
                else:
                    self._parent.say(Ended(0, ScanTrouble.REFUSED))
            case Shoot(into, each):
                self._begin(into, now=not each, each=each)
            case Cancel():
                self._finish()
            case PlayDesk():
                self._frames.obey(order)
        if not (self._number or self._job):
            self._shut()

    # ---- looking -------------------------------------------------------------------------------------------------------

    def _look(self) -> float:
        """When the next look is due."""
        began = time.monotonic()
        if not self._ready():
            return began + (_AGAIN_S if self._frames.looks_per_second else _AGAIN_AT_ONCE_S)
        frame = self._frames.grab()
        if frame is None:
            self._shut()
            return began               # opening it again says why
        seen = self._shutter.see(frame)
        if self._job is not None and self._job.is_due(seen):
            self._take(self._job, seen)
        if self._number:
            self._parent.say(Viewed(
                self._number, CameraState.LOOKING, seen.small, seen.corners, seen.warnings, seen.steady, seen.new, seen.dpi
            ))  # fmt: skip
        pause = 1 / self._frames.looks_per_second if self._frames.looks_per_second else 0.0
        return began + pause

    def _ready(self) -> bool:
        if self._open:
            return True
        state = self._frames.open()
        self._open = state is CameraState.LOOKING
        self._tell(_TROUBLES[state])
        if not self._open and self._number:
            self._parent.say(Viewed(self._number, state))
        if not self._open and self._job:
            self._finish(_TROUBLES[state])
        return self._open

    def _tell(self, obstacle: ScanTrouble | None) -> None:
        self._obstacle = obstacle
        self._parent.say(Offers(None if obstacle else ScannerAbilities(frozenset({ScanSource.FLATBED}), (), tells_paper=False)))
        self._parent.say(Now(obstacle))

    def _shut(self) -> None:
        if self._open:
            self._frames.close()
            self._open = False

    # ---- pages ---------------------------------------------------------------------------------------------------------

    def _begin(self, into: str, *, now: bool = False, each: bool = False) -> None:
        try:
            self._job = _Job(PageFolder(Path(into)), now, each)
        except Problem:                # DiskFull, FolderRefused
            self._parent.say(Ended(0, ScanTrouble.NO_ROOM))

    def _take(self, job: _Job, seen: Seen) -> None:
        content, dpi = self._shutter.take(seen)
        try:
            path, digest = job.folder.keep(content)
        except Problem:
            self._finish(ScanTrouble.NO_ROOM)
            return
        job.pages += 1
        self._parent.say(Page(str(path), digest, dpi, ScanSource.FLATBED))
        if not job.each:
            self._finish()

    def _finish(self, trouble: ScanTrouble | None = None) -> None:
        job, self._job = self._job, None
        if job is not None:
            self._parent.say(Ended(job.pages, trouble))
