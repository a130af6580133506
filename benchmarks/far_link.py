"""A link as it is far from town: so many bytes a second, so long a way, and every few seconds every connection is reset.

Unlike `sync/rough_link.py` bytes travel side by side: the delay does not slow them. What it read of the counter is what
went over the line, whether or not it arrived.
"""

import asyncio
import contextlib
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

PIECE = 4096
LATE = 0.05                            # seconds by which a timer may fire late without the line losing them


@dataclass(slots=True)
class FarLink:
    """A relay to `port` on loopback. `breaks`: mean seconds between resets (half of it to half more), 0 for none."""

    port: int
    rate: float                        # bytes a second towards the gateway
    way: float                         # seconds one way
    breaks: float = 0.0
    seed: int = 7
    url: str = ""
    own_port: int = 0
    sent: int = 0
    resets: int = 0
    _free_at: float = 0.0
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def serve(self, ready: threading.Event, over: asyncio.Event) -> None:
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=PIECE)
        self.own_port = server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.own_port}"
        breaking = asyncio.create_task(self._break())
        ready.set()
        await over.wait()
        breaking.cancel()
        self._cut()
        server.close()

    async def _break(self) -> None:
        chance = random.Random(self.seed)
        while self.breaks:
            await asyncio.sleep(chance.uniform(0.5, 1.5) * self.breaks)
            self._cut()
            self.resets += 1

    def _cut(self) -> None:
        for writer in tuple(self._open):
            writer.transport.abort()
        self._open.clear()

    async def _accept(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        self._open.add(back)
        await asyncio.sleep(2 * self.way)                        # a connection is made by a round trip
        try:
            far, forth = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            back.transport.abort()
            return
        self._open.add(forth)
        await asyncio.gather(self._pump(near, forth, paced=True), self._pump(far, back, paced=False))
        for writer in (back, forth):
            self._open.discard(writer)
            writer.close()

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, paced: bool) -> None:
        on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        arriving = asyncio.create_task(self._arrive(on_the_way, target))
        loop = asyncio.get_running_loop()
        with contextlib.suppress(OSError):
            while (piece := await source.read(PIECE)) and not target.transport.is_closing():
                if paced:
                    self.sent += len(piece)
                    self._free_at = max(self._free_at, loop.time() - LATE) + len(piece) / self.rate
                    await asyncio.sleep(max(0.0, self._free_at - loop.time()))
                on_the_way.put_nowait((loop.time() + self.way, piece))
        on_the_way.put_nowait((0.0, b""))
        await arriving

    async def _arrive(self, on_the_way: "asyncio.Queue[tuple[float, bytes]]", target: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due, piece = await on_the_way.get()
            if not piece:
                if not target.transport.is_closing():
                    target.write_eof()
                return
            await asyncio.sleep(max(0.0, due - loop.time()))
            if not target.transport.is_closing():
                target.write(piece)


@contextmanager
def far_link(port: int, rate: float, way: float, breaks: float = 0.0) -> Iterator[FarLink]:
    link, ready, loop = FarLink(port, rate, way, breaks), threading.Event(), asyncio.new_event_loop()
    over = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=[link.serve(ready, over)], name="far-link")
    thread.start()
    try:
        if not ready.wait(20):
            raise RuntimeError("the far link does not open")
        yield link
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(20)
        loop.run_until_complete(_end_in_order())
        loop.close()


async def _end_in_order() -> None:
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    if left:                                                     # gathering nothing would make a loop of its own
        await asyncio.gather(*left, return_exceptions=True)
