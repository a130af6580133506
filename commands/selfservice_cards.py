"""The card reader of a citizen's turn: opened when it is first looked at, closed with the turn; in the demo a simulated one, with
hands that put invented cards on it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from commands.card_readers import card_reader_of
from commands.workplace import Workplace
from kiosk.device_ports import CardKey, CardReader, ReaderEvent
from kiosk.selfservice.card_hands import CardHands, InventedCard
from kiosk.settings import ReaderKind, Settings

if TYPE_CHECKING:
    from devices.simulated.card_reader import SimulatedCardReader

_OFFERED = ("binh", "ha", "hue")


class FirstLooked:
    """A `CardReader` that is made when somebody first looks at it."""

    def __init__(self, make: Callable[[], CardReader]) -> None:
        self._make, self._made = make, False

    @cached_property
    def _reader(self) -> CardReader:
        self._made = True
        return self._make()

    def watch(self, told: Callable[[ReaderEvent], None]) -> None:
        self._reader.watch(told)

    def open_with(self, key: CardKey) -> None:
        self._reader.open_with(key)

    def cancel(self) -> None:
        if self._made:
            self._reader.cancel()

    def close(self) -> None:
        if self._made:
            self._reader.close()


class DemoHands:
    """`CardHands` at the simulated reader."""

    def __init__(self, reader: "SimulatedCardReader") -> None:
        self._reader = reader

    def cards(self) -> Sequence[InventedCard]:
        from devices.simulated.cards import cards

        drawer = cards()
        return [InventedCard(name, drawer[name].full_name, drawer[name].personal_id) for name in _OFFERED]

    def put(self, card: str) -> None:
        self._reader.place(card)

    def lift(self) -> None:
        self._reader.lift()


@contextmanager
def cards_of(workplace: Workplace, settings: Settings) -> Iterator[tuple[CardReader | None, CardHands | None]]:
    """The reader and, in the demo, the hands at it; nothing where this kiosk has none."""
    if settings.card.reader is ReaderKind.NONE:
        if not workplace.demo:
            yield None, None
            return
        from devices.simulated.card_reader import SimulatedCardReader  # an office's kiosk need not load it

        simulated = SimulatedCardReader(workplace.clock, tells_number=False)
        try:
            yield simulated, DemoHands(simulated)
        finally:
            simulated.close()
        return
    reader = FirstLooked(lambda: card_reader_of(settings, workplace.root, workplace.clock))
    try:
        yield reader, None
    finally:
        reader.close()


def can_watch(settings: Settings) -> bool:
    """Whether the reader can be asked for a card without reading it."""
    return settings.card.reader is ReaderKind.PCSC


@contextmanager
def card_watched(settings: Settings, told: Callable[[bool], None]) -> Iterator[None]:
    """Tells the shell whether a card lies there, and nothing else. A vendor's reader cannot be asked that without reading."""
    if not can_watch(settings):
        yield
        return
    from devices.card.pcsc import PcscSlots
    from devices.card.presence import CardPresence

    presence = CardPresence(PcscSlots(settings.card.pcsc_reader))
    presence.watch(told)
    try:
        yield
    finally:
        presence.close()
