"""Sending far from town: a page over a link that is reset every few seconds, and forms while their pages wait."""

import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.carrying import carry_new
from benchmarks.counter import OpenCounter, a_counter, scanned, scratch
from benchmarks.far_link import FarLink, far_link
from benchmarks.rows import CannotRun, Figure, Registry, at_least, at_most
from benchmarks.serving import child, put
from benchmarks.size import Size
from kiosk.receive import PageSource
from kiosk.settings import DEMO
from kiosk.store import Store
from kiosk.store.purge import acknowledged_long_enough
from kiosk.work import Cancelled, Progress, Silent
from sync.calls import GatewayCalls
from sync.engine import Seams, SyncPass
from sync.known_link import KnownLink
from sync.meeting import Counter
from sync.transport import HttpTransport

RATE = 500_000.0                       # bytes a second: 4 Mbit/s
WAY = 0.15                             # seconds: a round trip of 300 ms
BREAKS = 4.0                           # mean seconds between resets
SLOW = 8_000.0                         # 64 kbit/s: a 2G link
PATIENCE = 90.0                        # seconds after which an upload in one piece is said never to arrive


@dataclass(frozen=True, slots=True)
class Sent:
    """How long a page took over the rough link and what went over it; the same in one piece from the beginning each time."""

    size: int
    took: float
    line: int
    resets: int
    whole_took: float
    whole_line: int
    arrived: bool

    @property
    def ideal(self) -> float:
        return self.size / RATE + 2 * WAY


def add_rows(table: Registry) -> None:
    table.row("faulty link (300 ms, reset every 4 s): of ideal time", "share", at_least(0.55), "in one go")(faulty_time)
    table.row("faulty link (300 ms, reset every 4 s): bytes sent", "times", at_most(1.2), "in one go")(faulty_bytes)
    table.row("forms registered over 2G while their pages wait", "times line time", at_most(2), "s of line")(forms_first)


def faulty_time(size: Size) -> Figure:
    """One page of 4 MB from an enrolled counter to its acknowledgement over 4 Mbit/s with a round trip of 300 ms, every
    connection reset after 2 to 6 s (one seed), against the time of the same link without resets; beside the
    same bytes sent in one piece from the beginning until they arrive."""
    sent = _faulty(size)
    never = "" if sent.arrived else f", in one go not within {PATIENCE:.0f} s"
    return Figure(sent.ideal / sent.took, sent.ideal / sent.whole_took, f"{sent.resets} resets, {sent.took:.1f} s{never}")


def faulty_bytes(size: Size) -> Figure:
    """Of the same: everything that went over the line towards the gateway, by the bytes of the page."""
    sent = _faulty(size)
    return Figure(sent.line / sent.size, sent.whole_line / sent.size, f"{sent.line} of {sent.size} bytes")


def forms_first(size: Size) -> Figure:
    """Dossiers of a morning wait with their pages; over 64 kbit/s all their forms are registered before a page moves. Against
    the time the bytes of the forms alone need on that line. Scaled: as many dossiers as the table's `waiting`, not 6,000; the
    ratio does not depend on it."""
    with scratch(size, "forms") as folder, child("gateway", folder / "gateway", None) as port, a_counter(folder) as counter:
        sources = scanned(folder, 1, 2_000)
        _enrolled(counter, port, sources)
        for _ in range(size.waiting):
            counter.receive(sources)
        with far_link(port, SLOW, WAY) as link:
            before = link.sent
            took = _until_pages(counter.store, link)
            line = (link.sent - before) / SLOW
    return Figure(took / (line + 4 * WAY), line, f"{size.waiting} forms in {took:.1f} s")


@cache
def _faulty(size: Size) -> Sent:
    payload = max(20_000, size.upload_bytes // 16)
    with scratch(size, "faulty") as folder, child("gateway", folder / "gateway", None) as port, a_counter(folder) as counter:
        _enrolled(counter, port, scanned(folder, 1, 2_000))
        page = scanned(folder, 1, payload)
        counter.receive(page)
        known = KnownLink()
        with far_link(port, RATE, WAY, BREAKS) as link:
            began = time.monotonic()
            while not _delivered(counter.store, link, known):
                if time.monotonic() - began > PATIENCE:
                    raise CannotRun(f"not delivered within {PATIENCE:.0f} s")
            took, line, resets = time.monotonic() - began, link.sent, link.resets
        whole_took, whole_line, arrived = _in_one_go(folder, page[0].path)
    return Sent(payload, took, line, resets, whole_took, whole_line, arrived)


def _enrolled(counter: OpenCounter, port: int, sources: list[PageSource]) -> None:
    transport = HttpTransport(f"http://127.0.0.1:{port}")
    try:
        carry_new(counter, transport, sources, 1)
    finally:
        transport.close()


def _delivered(store: Store, link: FarLink, known: KnownLink) -> bool:
    transport = HttpTransport(link.url)
    try:
        return not _pass(store, transport, known).run().left
    finally:
        transport.close()


def _until_pages(store: Store, link: FarLink) -> float:
    transport = HttpTransport(link.url)
    began = time.monotonic()
    try:
        _pass(store, transport, KnownLink(), _FormsOnly()).run()
        return time.monotonic() - began
    finally:
        transport.close()


class _FormsOnly:
    """Calls the pass off where the first page would move."""

    def step(self, what: str, done: int, total: int) -> None:
        if what == "pages":
            raise Cancelled


def _pass(store: Store, transport: HttpTransport, known: KnownLink, progress: Progress | None = None) -> SyncPass:
    who = Counter(DEMO.office.code, DEMO.office.counter, trust_first=True)
    seams = Seams(may_purge=acknowledged_long_enough(30))
    return SyncPass(store, GatewayCalls(transport), who, seams, progress or Silent(), known)


def _in_one_go(folder: Path, page: Path) -> tuple[float, int, bool]:
    """From the beginning until it arrives: what a plain upload does."""
    with child("sink", folder / "whole", None) as port, far_link(port, RATE, WAY, BREAKS) as link:
        began = time.monotonic()
        while (took := time.monotonic() - began) < PATIENCE:
            try:
                put(link.own_port, [page], None)
            except (OSError, RuntimeError):
                continue
            return time.monotonic() - began, link.sent, True
        return took, link.sent, False
