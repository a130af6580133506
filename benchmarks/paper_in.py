"""Paper coming in at the counter: whether the window keeps up with the feeder, and what a long strip of pages costs."""

from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.counter import scratch
from benchmarks.rows import CannotRun, Figure, Registry, at_most
from benchmarks.size import Size
from benchmarks.timing import percentile
from benchmarks.windows import FRAME_MS, in_a_child

KEEPS_UP = 1.1                         # of the feeder's own time
STRIP_MB = 100


def add_rows(table: Registry) -> None:
    table.row("20 pages from the feeder on the screen", "of the feeder's time", at_most(KEEPS_UP), "s")(on_the_screen)
    table.row("window held up while 20 pages come in, p99", "ms", at_most(FRAME_MS))(held_up)
    table.row("memory with 200 pages in the strip", "MB", at_most(STRIP_MB), "MB")(strip_memory)


def add_later_rows(table: Registry) -> None:
    table.row("window held up while a strip of 200 pages is scrolled, p99", "ms", at_most(FRAME_MS))(scrolled)


def on_the_screen(size: Size) -> Figure:
    """The simulated feeder draws and delivers pages of A4 at 300 dpi as fast as it can, in a process of its own; each is hashed,
    encrypted, flushed, named in the store, shown in the strip and as the large page, and looked at. From the first page delivered
    until the last stands in the strip, against until the last was delivered."""
    found = _stack(size)
    delivered, shown = found["delivered"], found["shown"]
    feeder = delivered[-1] - delivered[0]
    late = [seen - there for seen, there in zip(shown, delivered, strict=True)]
    after = f"{percentile(late, 0.5) * 1000:.0f} ms after it was delivered, worst {max(late) * 1000:.0f}"
    note = f"{len(shown)} pages over {size.strip}; each shown {after}"
    return Figure((shown[-1] - delivered[0]) / max(feeder, 1e-9), feeder, note)


def held_up(size: Size) -> Figure:
    """A pulse falls every millisecond on the window's thread while those pages come in and are looked at: how long one waits to
    be taken up is how long a frame would."""
    waits = _stack(size)["waits"]
    note = f"median {percentile(waits, 0.5) * 1000:.1f}, worst {max(waits) * 1000:.0f} ms of {len(waits)} pulses"
    return Figure(percentile(waits, 0.99) * 1000, None, note)


def scrolled(size: Size) -> Figure:
    """The same pulse while the strip of 200 pages is scrolled to its end by a wheel's steps, one for
    each frame, and the pictures come."""
    waits = _stack(size)["scrolled"]
    note = f"median {percentile(waits, 0.5) * 1000:.1f}, worst {max(waits) * 1000:.0f} ms of {len(waits)} pulses"
    return Figure(percentile(waits, 0.99) * 1000, None, note)


def strip_memory(size: Size) -> Figure:
    """What the window's process holds more once a draft with 200 pages of A4 at 150 dpi is open on the capture screen and has
    been leafed through to its end and back, against what these pages would take as pictures."""
    if not Path("/proc/self/statm").exists():
        raise CannotRun("no /proc to read memory from")
    found = _stack(size)
    pictures = size.strip * 1240 * 1754 * 4 / 1e6
    return Figure(found["full"] - found["empty"], pictures, f"{found['full']:.0f} MB in all with {size.strip} pages")


@cache
def _stack(size: Size) -> dict[str, Any]:
    with scratch(size, "paper-in") as folder:
        return in_a_child("window_capture", folder, size.stack, size.strip)
