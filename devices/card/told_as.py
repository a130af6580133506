"""What became of a reading, as the office's reader hears it: one state for every way in which it can end."""

from devices.card.examined import ExaminedReading
from devices.card.slots import SlotEvent, SlotState
from kiosk.device_ports import ReaderEvent, ReaderState
from kiosk.problems import Problem

_SLOTS = {
    SlotState.NO_SERVICE: ReaderState.NO_SERVICE, SlotState.NO_READER: ReaderState.NO_READER,
    SlotState.EMPTY: ReaderState.NO_CARD, SlotState.BUSY: ReaderState.BUSY, SlotState.MUTE: ReaderState.NOT_UNDERSTOOD,
    SlotState.CARD: ReaderState.NUMBER_NEEDED,
}  # fmt: skip
_PROBLEMS = {
    "CARD-01": ReaderState.LIFTED_EARLY,
    "CARD-02": ReaderState.WRONG_NUMBER,
    "CARD-03": ReaderState.CARD_BLOCKED,
    "CARD-09": ReaderState.NUMBER_NEEDED,      # the machine readable lines, not the six digits
    "CARD-10": ReaderState.NO_SERVICE,
    "CARD-11": ReaderState.NO_READER,
    "CARD-12": ReaderState.BUSY,
    "CARD-14": ReaderState.NO_SERVICE,
    "CARD-15": ReaderState.NO_SERVICE,
    "CARD-20": ReaderState.WRONG_NUMBER,
}
"""By code, so that the drivers below a reading need not be known here. Everything else is a card that was not understood."""


def slot_event(slot: SlotEvent) -> ReaderEvent:
    """What lies there, before anything is read."""
    return ReaderEvent(_SLOTS[slot.state], problem=slot.problem)


def problem_event(problem: Problem) -> ReaderEvent:
    """A reading that brought nothing. A card that was lifted says enough by its state."""
    state = _PROBLEMS.get(problem.code, ReaderState.NOT_UNDERSTOOD)
    return ReaderEvent(state, problem=None if state is ReaderState.LIFTED_EARLY else problem)


def reading_event(found: ExaminedReading) -> ReaderEvent:
    if found.refusal is not None:
        return ReaderEvent(ReaderState.REFUSED, 100, found.card, found.refusal)
    return ReaderEvent(ReaderState.READ, 100, found.card)
