"""Whether a card lies at a reader, and nothing else: for a screen between two citizens. No card is ever connected to."""

from collections.abc import Callable

from devices.card.slots import SlotEvent, Slots, SlotState

_LIES = frozenset({SlotState.CARD, SlotState.MUTE})


class CardPresence:
    """`told` hears on a thread of the watcher's own: the present state, then every change of it."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots

    def watch(self, told: Callable[[bool], None]) -> None:
        known: list[bool] = []

        def hear(event: SlotEvent) -> None:
            if event.state is SlotState.BUSY:      # a turn is reading it: it says by itself what becomes of it
                return
            lies = event.state in _LIES
            if known[-1:] != [lies]:
                known[:] = [lies]
                told(lies)

        self._slots.watch(hear)

    def close(self) -> None:
        self._slots.close()
