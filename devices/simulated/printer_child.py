"""The process behind the simulated printer. A copy is out when its file is in the folder: that also is how it knows
which copies of a job are out already, through crashes and restarts."""

import hashlib
import os
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pypdfium2

from devices.parent import Parent
from devices.simulated.printer_words import (
    CrashPrinter,
    JobNow,
    PrinterNow,
    PrinterOrder,
    PrinterWorld,
    PrintThis,
    RestorePrinter,
    SetPrinter,
)
from kiosk.device_ports import PrintState
from kiosk.store.disk import Disk

CRASH_CODE = 70
_PLAIN_KEY = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{7,63}", re.ASCII)


@dataclass(slots=True, eq=False)
class _Job:
    order: PrintThis
    pages: int
    told: PrintState = PrintState.SENT


class _Printer:
    """Prints the jobs one after the other, a copy at a time; waits where paper is missing."""

    def __init__(self, parent: Parent[PrinterOrder], folder: Path) -> None:
        self._parent, self._folder, self._disk = parent, folder, Disk()
        self._world = PrinterWorld()
        self._jobs: list[_Job] = []

    def run(self) -> None:
        while True:
            ready = bool(self._jobs) and self._world.obstacle(self._jobs[0].pages) is None
            order = self._parent.order(0 if ready else None)
            if order is not None:
                self._obey(order)
            elif ready:
                self._print_copy(self._jobs[0])

    def _obey(self, order: PrinterOrder) -> None:
        match order:
            case PrintThis():
                self._accept(order)
            case RestorePrinter(world):
                self._change(world)
            case CrashPrinter():
                os._exit(CRASH_CODE)
            case SetPrinter():
                fields: dict[str, Any] = msgspec.structs.asdict(order)
                self._change(self._world.changed(**{name: value for name, value in fields.items() if value is not None}))

    def _change(self, world: PrinterWorld) -> None:
        self._world = world
        self._look_at_first_job()

    def _accept(self, order: PrintThis) -> None:
        same = next((job for job in self._jobs if job.order.key == order.key), None)
        if same is not None:
            self._parent.say(JobNow(order.key, same.told))
            return
        if self._copies_out(order) >= order.copies:
            self._parent.say(JobNow(order.key, PrintState.PRINTED))
            return
        pages = _pages(order.pdf)
        if not pages or self._world.obstacle(0) is not None:
            self._parent.say(JobNow(order.key, PrintState.FAILED))
            return
        self._jobs.append(_Job(order, pages))
        self._parent.say(JobNow(order.key, PrintState.SENT))
        self._look_at_first_job()

    def _look_at_first_job(self) -> None:
        """Says how the printer stands, and what became of the job in hand: waiting for paper, going on, or lost."""
        obstacle = self._world.obstacle(self._jobs[0].pages if self._jobs else 1)
        self._parent.say(PrinterNow(self._world, obstacle))
        lost = obstacle in (PrintState.FAILED, PrintState.UNKNOWN)
        for job in self._jobs if lost else self._jobs[:1]:
            state = obstacle or PrintState.SENT
            if state is not job.told:
                job.told = state
                self._parent.say(JobNow(job.order.key, state))
        if lost:
            self._jobs.clear()

    def _print_copy(self, job: _Job) -> None:
        until = time.monotonic() + self._world.copy_ms / 1000
        while order := self._parent.order(max(0.0, until - time.monotonic())):
            self._obey(order)
        if job not in self._jobs or self._world.obstacle(job.pages) is not None:
            return                     # meanwhile somebody took the paper out or the plug
        if self._world.crash_in == 1:
            os._exit(CRASH_CODE)
        copy = self._copies_out(job.order) + 1
        self._disk.make_folder(self._folder)
        self._disk.write_whole(self._file(job.order.key, copy), job.order.pdf)
        if copy >= job.order.copies:
            self._jobs.remove(job)
            self._parent.say(JobNow(job.order.key, PrintState.PRINTED))
        world = self._world
        self._change(world.changed(sheets=world.sheets - job.pages, crash_in=max(0, world.crash_in - 1)))

    def _copies_out(self, order: PrintThis) -> int:
        return sum(self._file(order.key, copy).exists() for copy in range(1, order.copies + 1))

    def _file(self, key: str, copy: int) -> Path:
        plain = key if _PLAIN_KEY.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()[:32]
        return self._folder / f"{plain}-{copy}.pdf"


def _pages(pdf: bytes) -> int:
    """How many sheets it takes; 0 for what is no PDF."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return 0
    try:
        return len(document)
    finally:
        document.close()


if __name__ == "__main__":
    _Printer(Parent(PrinterOrder), Path(sys.argv[1])).run()
