"""A scanner's process over a device that follows a script, for the tests of the process and its driver.

The folder given holds the device's world, changed by the test while the process runs:

    scans      JSON: for each scan the steps it takes; a scan takes its steps away
    obstacle   what stands in the way; "hang": the look does not come back until it says something else
    offers     resolutions on offer, with spaces between; absent: nobody knows
    done       what the device went through, a line each: written here, read by the test
"""

import io
import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image

from devices.parent import Parent
from devices.scanner.process import Patience, ScanProcess, Sheet, Stopped
from devices.scanner.words import Scan, ScanningOrder
from kiosk.scan_ports import ScannerAbilities, ScanSource, ScanTrouble


def picture(kind: str, shade: int = 200) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (80, 120), (shade, shade, shade)).save(target, kind)
    return target.getvalue()


class Scripted:
    def __init__(self, world: Path) -> None:
        self._world = world

    def abilities(self) -> ScannerAbilities | None:
        offers = self._read("offers").split()
        return ScannerAbilities(frozenset(ScanSource), tuple(map(int, offers))) if offers else None

    def obstacle(self) -> ScanTrouble | None:
        if self._read("obstacle") == "hang":
            self._note("hanging in a look")
            self._until(lambda: self._read("obstacle") != "hang")
        return ScanTrouble(self._read("obstacle")) if self._read("obstacle") else None

    def sheets(self, order: Scan, wanted: Callable[[], bool]) -> Iterator[Sheet]:
        first, *others = json.loads(self._read("scans"))
        (self._world / "scans").write_text(json.dumps(others))
        try:
            for number, step in enumerate(first):
                if not wanted():
                    return
                yield from self._take(step, number, order, wanted)
        finally:
            self._note("closed")

    def _take(self, step: str, number: int, order: Scan, wanted: Callable[[], bool]) -> Iterator[Sheet]:
        match step.split():
            case ["page"]:
                yield Sheet(picture("JPEG", number), order.dpi, back=bool(order.duplex and number % 2))
            case ["png"]:
                yield Sheet(picture("PNG"), 150)
            case ["cut"]:
                yield Sheet(picture("JPEG")[:-60], order.dpi)
            case ["stop", trouble]:
                raise Stopped(ScanTrouble(trouble))
            case ["heed"]:
                self._note("waiting")
                self._until(lambda: not wanted())
            case ["hang"]:
                self._note("hanging in a scan")
                self._until(lambda: False)
            case ["break"]:
                raise RuntimeError("a driver's mistake")
            case ["die"]:
                os._exit(70)

    def _read(self, name: str) -> str:
        try:
            return (self._world / name).read_text()
        except FileNotFoundError:
            return ""

    def _note(self, line: str) -> None:
        with (self._world / "done").open("a") as done:
            done.write(line + "\n")

    def _until(self, reached: Callable[[], bool]) -> None:
        while not reached():
            threading.Event().wait(0.005)


if __name__ == "__main__":
    patience = Patience(to_begin_s=float(sys.argv[2]), to_cancel_s=float(sys.argv[3]))
    ScanProcess(Parent(ScanningOrder), Scripted(Path(sys.argv[1])), 0.02, patience).run()
