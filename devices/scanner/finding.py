"""Looks for scanners in every way this machine knows, each in a process of its own, and never longer than it was given.

A device found in two ways is listed once (by its UUID or serial number), in the way that stands first in `WAYS`. What is found is
a proposal: it becomes the counter's scanner only when somebody writes it into the settings.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO

import msgspec

from devices.child import NO_WINDOW, ROOT
from devices.scanner.finding_words import CANNOT
from kiosk.scan_ports import ScannerFound

WAYS = ("escl", "wia", "sane")
SECONDS = 4.0
_START_S = 8.0                         # for a process to start and end, on a slow machine
_MOST = 1 << 20
_DECODER = msgspec.json.Decoder(list[ScannerFound])


@dataclass(frozen=True, slots=True)
class Search:
    """What was found. `missing`: the ways for which this machine lacks something; `silent`: those that failed, or did not answer
    in time."""

    found: tuple[ScannerFound, ...]
    missing: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


class _Missing(Exception):
    """The way cannot be tried here."""


class _Silent(Exception):
    """Nobody knows what it would have found."""


def find_scanners(seconds: float = SECONDS, ways: Sequence[str] = WAYS, options: Sequence[str] = ()) -> Search:
    """Blocks for `seconds` and a little. `options` go to each way's process."""
    until = time.monotonic() + seconds + _START_S
    running = [(way, *_started(way, seconds, options)) for way in ways]
    found: list[ScannerFound] = []
    missing, silent = [], []
    try:
        for way, process, answer in running:
            try:
                found += _told(process, answer, until)
            except _Missing:
                missing.append(way)
            except _Silent:
                silent.append(way)
    finally:                           # also when Ctrl+C is pressed: nobody stays behind
        for _way, process, answer in running:
            _end(process, answer)
    return Search(once_each(found), tuple(missing), tuple(silent))


def once_each(found: Iterable[ScannerFound]) -> tuple[ScannerFound, ...]:
    """The first of those that are the same machine."""
    kept: dict[tuple[str, str], ScannerFound] = {}
    for scanner in found:
        key = ("", scanner.device.lower()) if scanner.device else (scanner.driver, scanner.address)
        kept.setdefault(key, scanner)
    return tuple(kept.values())


def _started(way: str, seconds: float, options: Sequence[str]) -> tuple["subprocess.Popen[bytes]", IO[bytes]]:
    answer = tempfile.TemporaryFile()  # noqa: SIM115  (whatever its length, the process never waits for us to read it)
    process = subprocess.Popen(
        [sys.executable, "-m", "devices.scanner.finding_child", way, str(seconds), *options], cwd=ROOT,
        stdin=subprocess.PIPE, stdout=answer, stderr=subprocess.DEVNULL, creationflags=NO_WINDOW,
        start_new_session=True,        # so that what it started is ended with it, and Ctrl+C is ours to hear
    )
    return process, answer


def _told(process: "subprocess.Popen[bytes]", answer: IO[bytes], until: float) -> list[ScannerFound]:
    try:
        code = process.wait(max(0.1, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise _Silent from None
    if code == CANNOT:
        raise _Missing
    answer.seek(0)
    try:
        if code == 0:
            return _DECODER.decode(answer.read(_MOST))
    except msgspec.MsgspecError:
        pass                           # as good as no answer
    raise _Silent


def _end(process: "subprocess.Popen[bytes]", answer: IO[bytes]) -> None:
    answer.close()
    if process.stdin:
        process.stdin.close()
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)         # it has not been waited for, so the number is still its own
    process.wait()
