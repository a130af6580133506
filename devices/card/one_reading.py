"""One reading on a thread of its own, which nobody ever has to wait for: a card that hangs holds up only this thread."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

from devices.card.examined import ExaminedReading
from devices.card.keys_given import Passwords, passwords_of
from devices.card.link import Link, ReadSize
from devices.card.slots import SlotEvent, Slots
from devices.card.whole import Asked, Hearing, read_whole
from kiosk.device_ports import CardData, CardKey
from kiosk.event_log import event_log
from kiosk.problems import Problem
from kiosk.work import Cancelled

log = event_log()


@dataclass(frozen=True, slots=True)
class Came:
    """How far it is; `text` once, when it is there."""

    progress: int
    text: CardData | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Ended:
    """The last word of every reading."""

    outcome: ExaminedReading | Problem = field(repr=False)


class OneReading:
    """Started once. `said` is called on its thread; after `stop` it sends no further command to the card."""

    def __init__(
        self, slots: Slots, card: SlotEvent, key: CardKey, ask: Callable[[Passwords], Asked],
        said: Callable[["OneReading", Came | Ended], None],
    ) -> None:  # fmt: skip
        self.card = card
        self.key: CardKey | None = key
        self.connecting = False
        self._slots, self._ask, self._said = slots, ask, said
        self._stopped = Event()
        self._waits_since: float | None = None
        self._thread = Thread(target=self._run, name="card reading", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """At the next command; returns at once."""
        self.key = None
        self._stopped.set()

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)

    def waits(self) -> float:
        """How many seconds the card (or the way to it) has let us wait by now."""
        since = self._waits_since
        return 0.0 if since is None else time.monotonic() - since

    # ---- its own thread

    def _run(self) -> None:
        try:
            outcome: ExaminedReading | Problem = self._read()
        except Problem as problem:
            outcome = problem
        except Exception:              # a mistake of ours must not leave the screen at "reading" for ever
            log.exception("a card reading failed")
            outcome = Problem()
        self._said(self, Ended(outcome))

    def _read(self) -> ExaminedReading:
        if self.key is None:
            raise Cancelled
        asked = self._ask(passwords_of(self.key))
        hearing = Hearing(
            lambda per_cent: self._said(self, Came(per_cent)), lambda card: self._said(self, Came(0, card)),
        )  # fmt: skip
        return read_whole(self._connect, asked, hearing)

    @contextmanager
    def _connect(self) -> Iterator[Link]:
        self.connecting = True
        try:
            self.wait_begins()
            with self._slots.connect(self.card) as link:
                self.connecting = False
                self.wait_ends()
                yield _WatchedLink(link, self)
        finally:
            self.wait_ends()

    def wait_begins(self) -> None:
        """Raises Cancelled."""
        if self._stopped.is_set():
            raise Cancelled
        self._waits_since = time.monotonic()

    def wait_ends(self) -> None:
        self._waits_since = None


class _WatchedLink:
    """The way to the card, with a look at the clock and at whether to go on before each command."""

    def __init__(self, link: Link, reading: OneReading) -> None:
        self._link, self._reading = link, reading

    @property
    def atr(self) -> bytes:
        return self._link.atr

    @property
    def read_size(self) -> ReadSize:
        return self._link.read_size

    def transmit(self, command: bytes) -> bytes:
        self._reading.wait_begins()
        try:
            return self._link.transmit(command)
        finally:
            self._reading.wait_ends()
