"""The sync engine against the whole gateway in one process: how many calls of the protocol are handled in a second."""

import os
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.counter import NOW, OpenCounter, a_counter, scanned, scratch
from benchmarks.rows import CannotRun, Figure, Registry, at_least
from benchmarks.size import Size
from benchmarks.timing import seconds
from kiosk.moments import FixedClock
from kiosk.receive import PageSource
from kiosk.settings import DEMO
from kiosk.store.database import Database
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile
from kiosk.store.purge import acknowledged_long_enough
from kiosk.work import Silent
from sync.calls import GatewayCalls
from sync.engine import PassResult, Seams, SyncPass
from sync.gateway.gateway import Gateway
from sync.gateway.settings import GatewaySettings
from sync.meeting import Counter
from sync.transport import Transport
from tests.sync.in_process import linked

MEMORY = Path("/dev/shm")
PAGES, PAGE_BYTES = 3, 2_000           # small: the machine is measured, not the bytes
GATEWAY = GatewaySettings("Trục đo", open_enrolment=True)


def add_rows(table: Registry) -> None:
    table.row("sync steps, stores on disk", "steps/s", at_least(1000), "commits/s")(steps_on_disk)
    table.row("sync steps, stores in memory (tmpfs)", "steps/s", at_least(1000), "commits/s")(steps_in_memory)


def steps_on_disk(size: Size) -> Figure:
    """Calls of the protocol carried from the counter's engine through the gateway's own web application (no socket) and
    back, with everything both sides write and flush for them; dossiers of three small pages, forms to acknowledgement.

    Beside as many transactions of one row in the counter's database: the floor for whoever remembers every step.
    Where flushing the disk takes a millisecond, the target is the disk's to refuse; see the row in memory.
    """
    with scratch(size, "steps") as folder:
        return _steps(size, folder)


def steps_in_memory(size: Size) -> Figure:
    """The same with both stores on tmpfs, where flushing costs nothing: the speed of the program itself, which decides
    how many cases the random tests of the protocol get through."""
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK):
        raise CannotRun("no tmpfs here")
    with tempfile.TemporaryDirectory(prefix="motcua-bench-", dir=MEMORY) as folder:
        return _steps(replace(size, folder=Path(folder)), Path(folder))


def _steps(size: Size, folder: Path) -> Figure:
    disk, home = Disk(), folder / "gateway"
    sources = scanned(folder, PAGES, PAGE_BYTES)
    with (
        a_counter(folder) as counter,
        Gateway(home, DemoKeyFile(home, disk), FixedClock(NOW), disk, GATEWAY) as gateway,
        linked(gateway) as link,
    ):
        carry_new(counter, link, sources, 1)                     # enrolled, everything loaded
        before = link.exchanged
        carry_new(counter, link, sources, size.carried)
        steps = link.exchanged - before

        def bare_commits() -> None:
            for number in range(steps):
                counter.store.write(partial(_one_row, number=number))

        ours, bare = [], []
        for _ in range(size.rounds):
            ours.append(carry_new(counter, link, sources, size.carried))
            bare.append(seconds(bare_commits))
    speed, floor = steps / sorted(ours)[len(ours) // 2], steps / sorted(bare)[len(bare) // 2]
    return Figure(speed, floor, f"{steps} steps for {size.carried} dossiers, {size.rounds} rounds")


def carry_new(counter: OpenCounter, transport: Transport, sources: list[PageSource], dossiers: int) -> float:
    """Receives so many dossiers, then carries them in one pass; returns the seconds of the pass alone."""
    for _ in range(dossiers):
        counter.receive(sources)
    passes: list[PassResult] = []
    took = seconds(lambda: passes.append(_pass(counter, transport)))
    if passes[0].acknowledged != dossiers or passes[0].left:
        raise RuntimeError(f"the pass did not end well: {passes[0]}")
    return took


def _one_row(database: Database, number: int) -> None:
    database.execute("INSERT OR REPLACE INTO number_series (series, last) VALUES ('bench', ?)", [number])


def _pass(counter: OpenCounter, transport: Transport) -> PassResult:
    who = Counter(DEMO.office.code, DEMO.office.counter, trust_first=True)
    seams = Seams(may_purge=acknowledged_long_enough(30))
    return SyncPass(counter.store, GatewayCalls(transport), who, seams, Silent()).run()
