"""The gateway of a province: how many dossiers it gets through, where it saturates, and a thousand counters coming back."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from functools import cache

from benchmarks.carrying import GATEWAY
from benchmarks.counter import NOW, scratch
from benchmarks.rows import Figure, Registry, at_most
from benchmarks.serving import child
from benchmarks.simulated import Owed, Send, SimulatedCounter, TurnedAway, on_a_loop, over_a_socket, straight_into
from benchmarks.size import Size
from commands.gateway import FLUSHING
from kiosk.moments import FixedClock
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile
from sync.gateway.admission import Admission
from sync.gateway.app import gateway_app
from sync.gateway.gateway import AT_ONCE, Gateway

PAGES, PAGE_BYTES = 3, 100_000         # of a dossier where the gateway is to saturate
FEW_BYTES = 20_000                     # of the one page of a dossier of the province's backlog
FEW = 16                               # counters that show what the gateway is capable of
SPREAD_SECONDS = 60.0                  # U(0, min(60 s, 5 x time offline)) after four hours
PATIENCE = 15.0                        # seconds of the clock: the shortest after which a counter gives a request up


def add_rows(table: Registry) -> None:
    table.row("gateway: dossiers registered", "dossiers/s at its best", None, "one client")(registered)
    table.row("gateway: dossiers to acknowledgement", "dossiers/s at its best", None, "one client")(acknowledged)
    table.row("a province comes back: the last of the counters", "of the ideal time", at_most(1.2), "min ideal")(comes_back)
    table.row("a province comes back: sent in vain", "1 + bytes and requests", at_most(1))(sent_in_vain)


def registered(size: Size) -> Figure:
    """Forms of one each, from more and more counters at once over loopback, into a gateway process of its own: each its own
    signed request, judged, written and flushed in a transaction. The counters are one process beside it, on the same cores.

    Beside the same with one counter. The note tells each step: where it no longer grows, the gateway is saturated.
    """
    return _saturated(size, pages=0)


def acknowledged(size: Size) -> Figure:
    """The same from form to acknowledgement: three pages of 100 kB in each dossier, one request a page, read back."""
    return _saturated(size, pages=PAGES)


def comes_back(size: Size) -> Figure:
    """All counters of a province after an outage of four hours, with a backlog each, against the real handlers in one process.

    They follow the counters' rules: a spread of U(0, 60 s), one greeting, a Retry-After as a floor with up to 25 % more. Time
    for them and for the gateway's line runs twice as fast as the clock; the work is done in full. When 99 of 100 are
    through, against the time the same dossiers take at the gateway's measured capacity, measured before and after.
    """
    end = _herd(size)
    return Figure(end.late, end.ideal * size.faster / 60, end.told)


def sent_in_vain(size: Size) -> Figure:
    """Of the same return: bytes of bodies that were sent and turned away, and requests whose counter would have given up
    (15 s by the clock, the shortest of its time-outs) while the gateway worked on them. 1 is none of either."""
    end = _herd(size)
    return Figure(1 + end.in_vain, None, end.told)


# ---- more and more at once ------------------------------------------------------------------------------------------


def _saturated(size: Size, pages: int) -> Figure:
    with scratch(size, "saturated") as folder, child("gateway", folder / "gateway", None) as port:
        steps = [many for many in (1, 2, 4, 8, 16) if many <= size.at_once]
        speeds = [on_a_loop(_together(port, many, size.each_sends, pages)) for many in steps]
    note = ", ".join(f"{many} clients {speed:.0f}" for many, speed in zip(steps, speeds, strict=True))
    best = max(speeds)
    enough = next(many for many, speed in zip(steps, speeds, strict=True) if speed >= 0.9 * best)
    return Figure(best, speeds[0], f"{note}; saturated at {enough}")


async def _together(port: int, many: int, each: int, pages: int) -> float:
    """Dossiers a second that so many counters get through."""
    rounds, took = max(1, each // many), 0.0
    async with AsyncExitStack() as lines:
        counters = [SimulatedCounter(await lines.enter_async_context(over_a_socket(port))) for _ in range(many)]
        for counter in counters:
            await counter.enrol()
        for turn in range(rounds + 1):     # the first one warms up
            for counter in counters:
                counter.begin(counter.owes(1, pages, PAGE_BYTES))
            began = time.monotonic()
            await asyncio.gather(*(_one(counter, pages) for counter in counters))
            took += time.monotonic() - began if turn else 0.0
    return rounds * many / took


async def _one(counter: SimulatedCounter, pages: int) -> None:
    if pages:
        await counter.run(asyncio.sleep)
        return
    while counter.owed:
        try:
            await counter.register()
            counter.owed = []
        except TurnedAway as away:
            await asyncio.sleep(away.seconds)


# ---- all at once ----------------------------------------------------------------------------------------------------


class End:
    """How a return went."""

    def __init__(self, finished: list[float], ideal: float, counters: list[SimulatedCounter], turned_away: int) -> None:
        in_order = sorted(finished)
        self.ideal = ideal
        self.late = in_order[max(0, len(in_order) * 99 // 100 - 1)] / ideal
        gave_up = sum(counter.slowest > PATIENCE for counter in counters)
        self.in_vain = turned_away + gave_up
        sent_away = sum(counter.sent_away for counter in counters)
        requests = sum(counter.requests for counter in counters)
        slowest = max(counter.slowest for counter in counters)
        self.told = (
            f"{len(counters)} counters, {requests} requests of which {sent_away} were told to come back; "
            f"{turned_away} body bytes turned away, {gave_up} given up, slowest answer {slowest:.1f} s"
        )


@cache
def _herd(size: Size) -> End:
    with scratch(size, "province") as folder:
        disk, home = Disk(), folder / "gateway"
        with (
            ThreadPoolExecutor(FLUSHING) as flushing,
            Gateway(home, DemoKeyFile(home, disk), FixedClock(NOW), disk, GATEWAY, flushing=flushing) as gateway,
        ):
            return on_a_loop(_return(gateway, size))


async def _return(gateway: Gateway, size: Size) -> End:
    admission = Admission(lambda: False, lambda: time.monotonic() * size.faster)
    app = gateway_app(gateway, admission=admission)
    counters = [await _enrolled(gateway) for _ in range(size.province)]
    for number, counter in enumerate(counters):
        counter.send = straight_into(app, _address(number))
        counter.begin(counter.owes(size.each_owes, 1, FEW_BYTES))
    dossiers = size.province * size.each_owes
    before = await _capacity(gateway, straight_into(app, "10.200.0.1"), size)
    turned_away = admission.body_bytes_turned_away
    began = time.monotonic()
    finished = await asyncio.gather(*(_comes_back(counter, began, size) for counter in counters))
    turned_away = admission.body_bytes_turned_away - turned_away
    after = await _capacity(gateway, straight_into(app, "10.200.0.2"), size)
    ideal = max(SPREAD_SECONDS / size.faster, dossiers / ((before + after) / 2))
    return End(finished, ideal, counters, turned_away)


async def _comes_back(counter: SimulatedCounter, began: float, size: Size) -> float:
    await _theirs(size)(random.uniform(0, SPREAD_SECONDS))
    await counter.run(_theirs(size))
    return time.monotonic() - began


def _theirs(size: Size) -> Callable[[float], Awaitable[None]]:
    """Sleeps so many seconds of the counters."""
    return lambda seconds: asyncio.sleep(seconds / size.faster)


async def _capacity(gateway: Gateway, send: Send, size: Size) -> float:
    """Dossiers a second of a few counters that are never sent away, each with one backlog after the other like those of the
    many: as many greetings, batches and dossiers in them."""
    few = [await _enrolled(gateway) for _ in range(min(FEW, size.province))]
    rounds = max(1, size.province // 100)
    backlogs = []
    for counter in few:
        counter.send = send
        backlogs.append([counter.owes(size.each_owes, 1, FEW_BYTES) for _ in range(rounds)])

    async def one(counter: SimulatedCounter, rounds: list[list[Owed]]) -> None:
        for backlog in rounds:
            counter.begin(backlog)
            await counter.run(_theirs(size))

    began = time.monotonic()
    await asyncio.gather(*(one(counter, backlog) for counter, backlog in zip(few, backlogs, strict=True)))
    return len(few) * rounds * size.each_owes / (time.monotonic() - began)


async def _enrolled(gateway: Gateway) -> SimulatedCounter:
    """A counter that was enrolled long before, with nobody else about."""
    counter = SimulatedCounter(straight_into(gateway_app(gateway, AT_ONCE), "10.100.0.1"))
    await counter.enrol()
    return counter


def _address(number: int) -> str:
    return f"10.{number // 65_536}.{number // 256 % 256}.{number % 256}"
