"""The kiosk: its start, a finger's touch to what it shows, and whether anything grows in the processes that outlive citizens."""

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from functools import cache

from benchmarks.counter import scratch
from benchmarks.rows import CannotRun, Figure, Registry, at_most
from benchmarks.size import ROOT, Size
from benchmarks.timing import percentile

PAINTED_MS, SEED = 50, 41
AFTER = 10                             # sessions, once everything has been used


def add_rows(table: Registry) -> None:
    table.row("kiosk: start to waiting screen", "s", None)(start)
    table.row("kiosk: touch to first page of a turn, p99", "ms", at_most(PAINTED_MS))(first_page)
    table.row("kiosk: touch to paint within a turn, p99", "ms", at_most(PAINTED_MS))(touch_to_paint)
    table.row("kiosk: memory of what survives after 50 sessions", "times after 10", at_most(1.05), "MB")(memory)


def start(size: Size) -> Figure:
    """From the start of the process that watches until its shell's waiting screen is there, over a store that exists."""
    return Figure(_visits(size).start_s)


def first_page(size: Size) -> Figure:
    """From the touch on the waiting screen until the turn's first page is painted by the other process, for each session."""
    shown = _visits(size).shown_ms
    return Figure(percentile(shown, 0.99), note=f"median {percentile(shown, 0.5):.1f} ms of {len(shown)}")


def memory(size: Size) -> Figure:
    """What shell and watch hold for themselves after all sessions, against after ten: each types a name and a number, holds a
    long code to the reader, files a dossier with three pages scanned and goes, in one of four ways. The turns' own processes are
    gone."""
    held = _visits(size).held_mb
    before = held[min(AFTER, len(held)) - 1]
    return Figure(held[-1] / before, before, f"{held[-1]:.1f} MB after {len(held)}")


def touch_to_paint(size: Size) -> Figure:
    """From a finger on a key of the kiosk's own keyboard until the window has been painted again, while the list of procedures
    answers to each letter; a window of 1080x1920 drawn without a screen."""
    command = [sys.executable, "-m", "benchmarks.kiosk_touching", str(max(size.keys // 5, 4))]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise CannotRun(f"failed: {ended.stderr.strip().splitlines()[-1:]}")
    shown = json.loads(ended.stdout.splitlines()[-1])
    return Figure(percentile(shown, 0.99), note=f"median {percentile(shown, 0.5):.1f} ms of {len(shown)}")


@dataclass(frozen=True, slots=True)
class Visits:
    """What one run of many sessions found, session by session."""

    start_s: float
    shown_ms: tuple[float, ...]
    held_mb: tuple[float, ...]


@cache
def _visits(size: Size) -> Visits:
    if sys.platform != "linux":
        raise CannotRun("reads /proc")
    from tests.selfservice.citizens import ENDS, Town
    from tests.selfservice.sessions import kiosk_in

    town, shown, held = Town(SEED), [], []
    with scratch(size, "kiosk") as folder:
        began = time.monotonic()
        with kiosk_in(folder) as kiosk:
            started = kiosk.ready_at - began
            for number in range(size.sessions):
                turn, touched, painted = kiosk.begin()
                shown.append((painted - touched) * 1000)
                turn.tell(**asdict(town.person()))
                turn.hear("seen")
                kiosk.end(turn, ENDS[number % len(ENDS)])
                held.append(kiosk.held_mb)
    return Visits(started, tuple(shown), tuple(held))
