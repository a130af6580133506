"""The counter window: starting it, typing while everything works, long lists, memory. Each is measured in a child process
with a window of its own, drawn without a screen (Qt's offscreen platform).
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from shutil import copytree
from typing import Any

from benchmarks.counter import filled, scratch
from benchmarks.rows import CannotRun, Figure, Registry, at_most
from benchmarks.size import ROOT, Size
from benchmarks.timing import percentile

FRAME_MS = 16
BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        print(time.monotonic() - float(sys.argv[1]), flush=True)
        application.quit()
application = QApplication([])
window = Window()
window.resize(1366, 768)
window.show()
application.exec()
"""
OFFICER, PIN = "cb-001", "258013"
AFTER = 10                             # dossiers, once everything has been used


def add_rows(table: Registry) -> None:
    table.row("window with 10,000 dossiers: sign-in, over bare Qt", "s", at_most(1), "s")(sign_in_shown)
    table.row("window with 10,000 dossiers: desk, over bare Qt", "s", at_most(1), "s")(desk_usable)
    table.row("key to paint while all devices work, p99", "ms", at_most(FRAME_MS), "ms")(key_to_paint)
    table.row("list of 100,000 rows: frame, p99", "ms", at_most(FRAME_MS), "ms")(frames)
    table.row("list of 100,000 rows: shown", "ms", None)(list_shown)
    table.row("look-up among 100,000: last key to shown, p95", "ms", None)(look_up_shown)
    table.row("memory of the window after 60 dossiers", "times after 10", at_most(1.05), "MB")(memory)


def add_later_rows(table: Registry) -> None:
    table.row("window held up while a chip card is read", "ms", at_most(FRAME_MS), "ms")(card_read)


def sign_in_shown(size: Size) -> Figure:
    """From the start of the process `main.py counter` until the sign-in is painted and its officers are there, minus what
    a bare Qt program (one empty widget) takes from its start until it is painted; in turns, median of the differences."""
    ours, bare = _starts(size)
    return _over(ours, bare, "shown")


def desk_usable(size: Size) -> Figure:
    """The same until the desk is painted with the dossiers due today, with no time between for choosing a name and
    typing a PIN; what checking the PIN costs on purpose is part of it and told."""
    ours, bare = _starts(size)
    return _over(ours, bare, "usable")


def key_to_paint(size: Size) -> Figure:
    """Each key typed into the name of an intake, until the field has been painted with it, while the simulated scanner
    feeds sheet after sheet, cards are read and shown, drafts are saved, and passes carry waiting dossiers to a gateway (a
    process of its own). Keys fall at moments fixed beforehand, so waiting for the event loop counts.

    Beside the same keys at a counter where nothing else goes on.
    """
    busy, calm = _typed(size, calm=False), _typed(size, calm=True)
    times = busy["times"]
    return Figure(
        percentile(times, 0.99) * 1000, percentile(calm["times"], 0.99) * 1000,
        f"median {statistics.median(times) * 1000:.1f}, slowest {max(times) * 1000:.0f} ms of {len(times)} keys; "
        f"{busy['scanned']} changes of pages, {busy['cards']} cards, {busy['sent']} dossiers sent meanwhile",
    )  # fmt: skip


def frames(size: Size) -> Figure:
    """A RecordTable of look-up rows, scrolled by wheel steps, pages and drags of the slider: each frame from the moved
    slider until everything due is painted. Against the same table with 1,000 rows."""
    found = _lists(size)
    slowest = f"slowest {max(found['many']) * 1000:.1f} ms of {len(found['many'])} frames over {found['rows']} rows"
    return Figure(percentile(found["many"], 0.99) * 1000, percentile(found["few"], 0.99) * 1000, slowest)


def list_shown(size: Size) -> Figure:
    """Those rows handed to the table, which had others before, until they are painted: told, since no screen of the
    program ever shows more than a hundred at once."""
    return Figure(_lists(size)["shown"] * 1000)


def look_up_shown(size: Size) -> Figure:
    """Names typed into the look-up screen: from the last key until the found rows are painted. 150 ms of it are waited
    on purpose, for somebody who types on; told, since what can be slow in it (searching) has a row of its own."""
    found = _lists(size)["searches"]
    note = f"median {statistics.median(found) * 1000:.0f}, slowest {max(found) * 1000:.0f} ms of {len(found)} searches"
    return Figure(percentile(found, 0.95) * 1000, None, note)


def memory(size: Size) -> Figure:
    """What the window's process holds in memory after receiving 60 dossiers with two scanned pages each through its own
    screens (form, capture, receipt printed), against after ten of them, when everything has been used once. A short
    version: the long one, with 200 dossiers, is a soak."""
    return grown(size, size.received)


def card_read(size: Size) -> Figure:
    """A card of the training desk is put down while the panel is open beside a form that knows its number: opened by PACE,
    read, proven and examined by the real code over a virtual chip in the same process (so that chip and reader both keep
    the interpreter busy, which no real card does), text shown, then photo, verdict and checks. A pulse falls every
    millisecond; the longest time one waits to be taken up in a reading, median of the readings.

    Beside the longest wait in as much time when nobody reads.
    """
    with scratch(size, "card") as folder:
        more = {"MOTCUA_MARKS_DIR": str(folder / "marks")}
        found = json.loads(_run(["-m", "benchmarks.window_card"], [folder, size.card_readings], more, timed=False))
    worst = [late * 1000 for late in found["worst"]]
    note = (
        f"slowest {max(worst):.0f}, quickest {min(worst):.0f} ms of {len(worst)} readings; "
        f"from card to whole card shown {statistics.median(found['seconds']) * 1000:.0f} ms"
    )
    return Figure(statistics.median(worst), statistics.median(found["calm"]) * 1000, note)


def grown(size: Size, dossiers: int) -> Figure:
    """`memory`, after so many dossiers."""
    if not Path("/proc/self/statm").exists():
        raise CannotRun("no /proc to read memory from")
    with scratch(size, "memory") as folder:
        found = in_a_child("window_memory", folder, dossiers)
    if found["received"] != dossiers:
        raise RuntimeError(f"{found['received']} of {dossiers} dossiers received")
    looks = found["looks"]
    span = min(AFTER, max(1, dossiers // 2))
    early, late = statistics.median(looks[span // 2:span // 2 + span]), statistics.median(looks[-span:])
    course = ", ".join(f"{number}: {looks[number - 1]:.0f}" for number in range(span, dossiers + 1, span))
    note = f"medians of {span} looks, around the {span}th dossier and the last; MB after dossiers {course}"
    return Figure(late / early, early, note)


def _over(ours: Sequence[dict[str, float]], bare: Sequence[float], what: str) -> Figure:
    over = [our[what] - their for our, their in zip(ours, bare, strict=True)]
    pin = statistics.median(our["pin"] for our in ours)
    total = statistics.median(our[what] for our in ours)
    note = f"{total:.2f} s in all; {min(over):.2f}-{max(over):.2f} s over; checking a PIN {pin:.2f} s"
    return Figure(statistics.median(over), statistics.median(bare), note)


@cache
def _starts(size: Size) -> tuple[list[dict[str, float]], list[float]]:
    root = _with_officer(size)
    environment = {"MOTCUA_MARKS_DIR": str(root.parent / "marks")}
    bare = partial(_run, ["-c", BARE])
    start = partial(_run, ["-m", "benchmarks.window_starting"], words=[root, OFFICER], more=environment)
    start()                                # byte code is compiled, files are in the system's memory
    bare()
    ours, theirs = [], []
    for _start in range(size.starts):
        ours.append(json.loads(start()))
        theirs.append(float(bare()))
    return ours, theirs


def _with_officer(size: Size) -> Path:
    """A copy of the seeded store, in which somebody can sign in."""
    seeded = filled(size, size.queued)
    home = seeded.parent.with_name(f"{seeded.parent.name}-window")
    if not home.exists():
        beside = home.with_suffix(".part")
        copytree(seeded.parent, beside)
        command = ["main.py", "--profile", "demo", "--data", str(beside / "store"), "officer", "add", OFFICER, "Lò Thị Hoa"]
        subprocess.run(
            [sys.executable, *command], cwd=ROOT, env={**os.environ, "MOTCUA_MARKS_DIR": str(beside / "marks")},
            input=f"{PIN}\n", text=True, capture_output=True, check=True,
        )  # fmt: skip
        beside.rename(home)
    return home / "store"


def _typed(size: Size, *, calm: bool) -> dict[str, Any]:
    with scratch(size, "typing") as folder:
        more = {"MOTCUA_MARKS_DIR": str(folder / "marks")}
        words = [folder, size.keys, size.waiting, int(calm)]
        return dict(json.loads(_run(["-m", "benchmarks.window_typing"], words, more, timed=False)))


@cache
def _lists(size: Size) -> dict[str, Any]:
    return in_a_child("window_lists", filled(size, size.searched), size.searched, size.frames, size.queries // 5)


def in_a_child(module: str, *words: object) -> dict[str, Any]:
    """What a child with a window of its own has measured. Raises RuntimeError."""
    return dict(json.loads(_run(["-m", f"benchmarks.{module}"], words, timed=False)))


def _run(program: Sequence[str], words: Sequence[object] = (), more: dict[str, str] | None = None, *, timed: bool = True) -> str:
    """The last line the child says. A timed one is told first when it was started. Raises RuntimeError."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **(more or {})}
    given = [str(time.monotonic())] if timed else []
    command = [sys.executable, *program, *given, *map(str, words)]
    ended = subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )  # fmt: skip
    lines = ended.stdout.strip().splitlines()
    if ended.returncode or not lines:
        raise RuntimeError(f"{program[-1][:40]!r} ended with {ended.returncode}: {ended.stderr[-300:]}")
    return lines[-1]
