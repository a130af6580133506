"""The office's card reader over any `Slots`: what lies there is told, and a card is read as soon as its number is known.

Everything is decided on one thread of the driver, which never waits for a card; each reading has a thread of its own. With
several readers the card that speaks for all of them is read (see `Slots`), the one put on last; a reading under way is finished
before.
"""

import time
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue
from threading import Event, Thread, current_thread

from devices.card.access import AccessPolicy
from devices.card.examined import ExaminedReading
from devices.card.keys_given import Passwords
from devices.card.one_reading import Came, Ended, OneReading
from devices.card.slots import SlotEvent, Slots, SlotState
from devices.card.told_as import problem_event, reading_event, slot_event
from devices.card.trust.anchors import TrustStore
from devices.card.whole import Asked
from devices.watched import Watched
from kiosk.device_ports import CardData, CardKey, ReaderEvent, ReaderState
from kiosk.event_log import event_log
from kiosk.ports import Clock
from kiosk.problems import Problem

log = event_log()
NO_ANSWER_S = 10.0                     # for one command; no card takes so long
KEY_LIVES_S = 120.0                    # a number whose card does not come is not tried on somebody else's
_GOODBYE_S = 1.0
_NOTHING = SlotEvent(SlotState.NO_READER)
_SOMETHING = (SlotState.CARD, SlotState.BUSY, SlotState.MUTE)


class ChipReader:
    """`trust` is asked before each reading, on its thread; `training` marks what is read as a training desk's."""

    def __init__(
        self, slots: Slots, trust: Callable[[], TrustStore], clock: Clock, policy: AccessPolicy | None = None, *,
        training: bool = False, no_answer_s: float = NO_ANSWER_S, key_lives_s: float = KEY_LIVES_S,
    ) -> None:  # fmt: skip
        self._slots, self._trust, self._clock = slots, trust, clock
        self._policy, self._training = policy or AccessPolicy(), training
        self._no_answer_s, self._key_lives_s = no_answer_s, key_lives_s
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._closing = Event()
        self._events: Watched[ReaderEvent] = Watched()
        self._state: ReaderState | None = None
        self._slot = _NOTHING
        self._key: CardKey | None = None
        self._key_until = 0.0
        self._key_at = ""                              # the reader whose card it opens; empty for whatever comes
        self._reading: OneReading | None = None
        self._progress = 0
        self._text: CardData | None = None
        self._leaving: list[OneReading] = []           # stopped, and perhaps still at a command
        self._driver = Thread(target=self._drive, name="card reader", daemon=True)
        self._driver.start()
        slots.watch(lambda event: self._post(partial(self._on_slot, event)))

    def watch(self, told: Callable[[ReaderEvent], None]) -> None:
        self._post(lambda: self._events.add(partial(_told, told)))

    def open_with(self, key: CardKey) -> None:
        self._post(partial(self._on_key, key))

    def cancel(self) -> None:
        self._post(self._on_cancel)

    def close(self) -> None:
        """A card that hangs is not waited for. Nobody hears anything once this returns."""
        self._closing.set()
        self._calls.put(None)
        if current_thread() is not self._driver:
            self._driver.join(2 * _GOODBYE_S)

    def _post(self, call: Callable[[], None]) -> None:
        self._calls.put(call)

    # ---- the driver's thread

    def _drive(self) -> None:
        while not self._closing.is_set():
            try:
                call = self._calls.get(timeout=self._pause())
            except Empty:
                call = self._look
            if call is None or self._closing.is_set():
                break
            try:
                call()
            except Exception:          # a mistake of ours must not end the reader for the rest of the day
                log.exception("the card reader made a mistake")
        self._end()

    def _end(self) -> None:
        """What was read and what opens a card go with the driver."""
        reading, self._reading, self._key, self._text = self._reading, None, None, None
        self._events = Watched()
        if reading is not None:
            reading.stop()
            if reading.waits() < self._no_answer_s / 2:
                reading.join(_GOODBYE_S)
        self._slots.close()

    def _pause(self) -> float | None:
        """Until the next look at the clock; for ever where nothing can run out."""
        if self._reading is None and not self._leaving and self._key is None:
            return None
        return min(0.5, self._no_answer_s / 4, self._key_lives_s / 4)

    def _look(self) -> None:
        self._forget_old_key()
        if self._reading is not None and self._reading.waits() > self._no_answer_s:
            self._say(ReaderEvent(ReaderState.BUSY if self._reading.connecting else ReaderState.NO_ANSWER))
        hung = [left for left in self._leaving if left.waits() > self._no_answer_s]
        if hung:                       # it may stay there for ever; its card no longer counts
            self._leaving = [left for left in self._leaving if left not in hung]
            self._begin_if_possible()

    def _forget_old_key(self) -> None:
        """One that ran out, and one whose own card was lifted while another lies at another reader."""
        elsewhere = self._slot.state is SlotState.CARD and self._key_at not in ("", self._slot.reader)
        if elsewhere or time.monotonic() >= self._key_until:
            self._key = None

    def _say(self, event: ReaderEvent) -> None:
        self._state = event.state
        self._events.now(event)

    # ---- what comes: slots, keys, words of a reading

    def _on_slot(self, slot: SlotEvent) -> None:
        before, self._slot = self._slot, slot
        reading = self._reading
        if reading is not None and slot.state in _SOMETHING and slot.reader != reading.card.reader:
            return                     # something at another reader: after this one
        if reading is not None and _card(slot) != _card(reading.card):
            self._lose(reading)
        if slot.state is not SlotState.CARD:
            self._tell_slot()
        elif _card(slot) != _card(before):
            self._fresh_card()

    def _lose(self, reading: OneReading) -> None:
        """Its card is gone: the number is kept for the moment it is put back."""
        hung = self._state is ReaderState.NO_ANSWER
        self._keep_after(reading)
        self._leave(reading)
        if not hung:
            self._say(ReaderEvent(ReaderState.LIFTED_EARLY))

    def _tell_slot(self) -> None:
        if self._slot.state is not SlotState.EMPTY or self._state is not ReaderState.LIFTED_EARLY:
            self._say(slot_event(self._slot))

    def _fresh_card(self) -> None:
        self._forget_old_key()
        if self._key is None:
            self._tell_slot()
        else:
            self._begin_if_possible()

    def _on_key(self, key: CardKey) -> None:
        if self._reading is not None and key == self._reading.key:
            return                     # scanned twice
        self._keep(key)
        self._begin_if_possible()

    def _keep(self, key: CardKey | None, reader: str = "") -> None:
        self._key, self._key_at, self._key_until = key, reader, time.monotonic() + self._key_lives_s

    def _keep_after(self, reading: OneReading) -> None:
        """Its card was lifted: a number given meanwhile is for whatever comes, its own for what is put back in its place."""
        if self._key is None:
            self._keep(reading.key, reading.card.reader)

    def _on_cancel(self) -> None:
        self._key = None
        if self._reading is not None:
            self._leave(self._reading)
            self._say(slot_event(self._slot))

    def _leave(self, reading: OneReading) -> None:
        self._reading = None
        reading.stop()
        self._leaving.append(reading)

    def _begin_if_possible(self) -> None:
        """One reading at a time: one that was stopped is at its last command."""
        self._forget_old_key()
        if self._key is None or self._reading is not None or self._leaving or self._slot.state is not SlotState.CARD:
            return
        key, self._key, self._progress, self._text = self._key, None, 0, None
        self._reading = OneReading(self._slots, self._slot, key, self._asked, self._said)
        self._say(ReaderEvent(ReaderState.READING))
        self._reading.start()

    def _asked(self, passwords: Passwords) -> Asked:
        return Asked(passwords, self._trust(), self._clock.now_ms(), self._policy, self._training)

    def _said(self, reading: OneReading, word: Came | Ended) -> None:
        self._post(partial(self._on_word, reading, word))

    def _on_word(self, reading: OneReading, word: Came | Ended) -> None:
        if reading is not self._reading:
            if isinstance(word, Ended):                # of a card that no longer counts: forgotten
                self._leaving = [left for left in self._leaving if left is not reading]
                self._begin_if_possible()
            return
        if isinstance(word, Came):
            self._on_progress(word)
        else:
            self._on_end(reading, word.outcome)

    def _on_progress(self, came: Came) -> None:
        self._progress = max(self._progress, came.progress)
        self._text = came.text or self._text
        self._say(ReaderEvent(ReaderState.READING, self._progress, self._text))

    def _on_end(self, reading: OneReading, outcome: ExaminedReading | Problem) -> None:
        self._reading = None
        if isinstance(outcome, ExaminedReading):
            reading.key = self._text = None
            self._say(reading_event(outcome))
            return
        event = problem_event(outcome)
        if self._slot.reader != reading.card.reader:
            self._on_next()
        elif event.state is ReaderState.LIFTED_EARLY:
            self._keep_after(reading)                  # and not begun with again before it is put back
            self._say(event)
        else:
            self._say(event)
            self._begin_if_possible()  # another number was given meanwhile
        reading.key = None

    def _on_next(self) -> None:
        """What was put on another reader meanwhile: the number of the card before is not tried there."""
        if self._slot.state is SlotState.CARD:
            self._fresh_card()
        else:
            self._tell_slot()


def _told(listener: Callable[[ReaderEvent], None], event: ReaderEvent) -> None:
    try:
        listener(event)
    except Exception:                  # a listener's mistake must not make the reader deaf
        log.exception("a listener of the card reader failed")


def _card(slot: SlotEvent) -> tuple[str, int] | None:
    """Which card lies there; None for none that could be read."""
    return (slot.reader, slot.generation) if slot.state is SlotState.CARD else None
