"""Scanners on Linux that SANE knows, through its own program `scanimage`: nothing is compiled, and a driver's crash is its own.

SANE cannot say without scanning whether paper lies in the feeder; what stands in the way is known when a scan is tried.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator

from devices.scanner.picture import NotWhole
from devices.scanner.pnm import page_of
from devices.scanner.process import Sheet, Stopped
from devices.scanner.sane_batch import SILENT_S, SaneBatch, Silent
from devices.scanner.sane_options import A4, SaneOptions, options_in
from devices.scanner.sane_status import why_not_open, why_stopped
from devices.scanner.words import Scan
from kiosk.scan_ports import ScannerAbilities, ScannerFound, ScanSource, ScanTrouble

PROGRAM = "scanimage"
_ASKING_S = 30.0                       # a network scanner answers late
_AGAIN_S = 5.0                         # until one that did not open is tried again
_FIELDS = "%d\t%v\t%m\t%t%n"


class SaneDevice:
    """One device, by the name SANE has for it; "" for the one it takes by itself."""

    def __init__(self, name: str, paper: tuple[int, int] = A4, silent_s: float = SILENT_S) -> None:
        self._named = [f"--device-name={name}"] if name else []
        self._paper, self._silent_s = paper, silent_s
        self._options: SaneOptions | None = None
        self._trouble: ScanTrouble | None = None
        self._asked = -_AGAIN_S

    def abilities(self) -> ScannerAbilities | None:
        return self._options.abilities() if self._options else None

    def obstacle(self) -> ScanTrouble | None:
        if shutil.which(PROGRAM) is None:
            self._options = None
            return ScanTrouble.NO_PROGRAM
        if self._options is None and time.monotonic() - self._asked >= _AGAIN_S:
            self._ask()
        return self._trouble

    def sheets(self, order: Scan, wanted: Callable[[], bool]) -> Iterator[Sheet]:
        program = shutil.which(PROGRAM)
        if program is None:
            raise Stopped(ScanTrouble.NO_PROGRAM)
        if self._options is None:
            self._ask()
        if self._options is None:
            raise Stopped(self._trouble or ScanTrouble.OFFLINE)
        arguments = self._options.arguments(order.source, order.dpi, duplex=order.duplex, paper=self._paper)
        if arguments is None:
            raise Stopped(ScanTrouble.REFUSED)
        fed = order.source is ScanSource.FEEDER
        dpi = _number_behind("resolution", arguments) or order.dpi
        batch = SaneBatch(program, [*self._named, *arguments], 0 if fed else 1, self._silent_s)
        pages = 0
        try:
            for raw in batch.pages(wanted):
                yield Sheet(page_of(raw, dpi), dpi, order.duplex and pages % 2 == 1)
                pages += 1
            self._end(why_stopped(batch.code, batch.said, pages))
        except Silent as silent:
            if wanted():
                self._end(silent.trouble)
        except NotWhole as short:
            self._end(why_stopped(0, batch.said, 0) or ScanTrouble.TRUNCATED, short)
        finally:
            batch.end()

    def _end(self, trouble: ScanTrouble | None, cause: Exception | None = None) -> None:
        if trouble in (ScanTrouble.OFFLINE, ScanTrouble.TRANSFER_LOST, ScanTrouble.BUSY):
            self._options = None       # it is asked again before anybody calls it ready
            self._asked = time.monotonic()
            self._trouble = trouble if trouble is ScanTrouble.BUSY else ScanTrouble.OFFLINE
        if trouble is not None:
            raise Stopped(trouble) from cause

    def _ask(self) -> None:
        done = _run([*self._named, "--all-options"], _ASKING_S)
        self._asked = time.monotonic()
        self._options = options_in(done.stdout) if done is not None and done.returncode == 0 else None
        if self._options is not None and not self._options.options:
            self._options = None
        self._trouble = None if self._options else why_not_open(done.stderr if done else "")


def listed(seconds: float) -> tuple[ScannerFound, ...]:
    """What SANE finds on this machine and around it; nothing where it takes longer than that."""
    done = _run([f"--formatted-device-list={_FIELDS}"], seconds)
    lines = [line.split("\t") for line in done.stdout.splitlines()] if done else []
    return tuple(
        ScannerFound("sane", fields[0], " ".join(part for part in fields[1:3] if part).replace("_", " "))
        for fields in lines if len(fields) == 4 and fields[0]
    )  # fmt: skip


def _run(arguments: list[str], seconds: float) -> "subprocess.CompletedProcess[str] | None":
    try:
        return subprocess.run(
            [PROGRAM, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False,
            env={**os.environ, "LC_ALL": "C"}, encoding="utf-8", errors="replace",
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None


def _number_behind(word: str, arguments: list[str]) -> int:
    return next((int(arguments[at + 1]) for at, argument in enumerate(arguments[:-1]) if argument.endswith(word)), 0)
