"""The office's card reader keeps its contract over the real smart card service, with our chips on virtual readers."""

from collections.abc import Iterator

import pytest

from devices.card.pcsc.service import context, installed
from devices.simulated.card_reader import SimulatedCardReader
from devices.simulated.cards import cards
from devices.simulated.pcscd_slots import PcscdSlots
from devices.simulated.private_pcscd import READERS
from kiosk.device_ports import ReaderEvent, ReaderState
from tests.devices.contracts import CardReaderContract, reading
from tests.devices.hearing import PATIENCE_S, Heard

SLOWLY = 600_000
_PRESENT = 0x20


class ReaderOnService:
    def __init__(self, service) -> None:
        self.slots = PcscdSlots(service, look_s=0.1)
        self.reader = SimulatedCardReader(slots=self.slots)
        self.reader.read_within(20)
        self.lift = self.reader.lift
        self.plug = self.reader.plug

    def place(self) -> str:
        self.reader.place("hon")
        return cards()["hon"].full_name

    def place_other(self) -> str:
        self.reader.place("binh")
        return cards()["binh"].full_name

    def place_foreign(self) -> None:
        self.reader.place("anna")

    def lift_next_early(self) -> None:
        self.reader.lift_next_at(50)

    def read_slowly(self) -> None:
        self.reader.read_within(SLOWLY)

    def hold(self, held: bool) -> None:
        pytest.skip("nobody can take an empty reader for himself")


@pytest.fixture
def hands(pcscd) -> Iterator[ReaderOnService]:
    hands = ReaderOnService(pcscd)
    yield hands
    hands.reader.close()
    with context(installed()) as line:                 # the next test begins with an empty reader
        state = 0
        while (state := line.changes({READERS[0]: state}, int(PATIENCE_S * 1000))[READERS[0]].event) & _PRESENT:
            continue


@pytest.mark.soak
class TestCardReaderThroughTheService(CardReaderContract):
    """Every clause of the contract: much of it is waiting for the service to look at its readers."""


def watched(hands) -> Heard[ReaderEvent]:
    heard: Heard[ReaderEvent] = Heard()
    hands.reader.watch(heard)
    return heard


def until(heard: Heard[ReaderEvent], *states: ReaderState) -> list[ReaderEvent]:
    return heard.until(lambda event: event.state in states)


def test_another_program_lets_go_of_the_card_and_it_is_read(hands):
    heard = watched(hands)
    name = hands.place()
    *steps, last = until(heard, ReaderState.READ)
    assert any(reading(step) for step in steps)
    assert last.card
    assert last.card.holder.full_name == name
    hands.reader.hold(True)
    until(heard, ReaderState.BUSY)
    hands.reader.open_with(hands.reader.drawer.key("hon"))
    hands.reader.hold(False)
    assert reading(until(heard, ReaderState.READ)[0])
    hands.lift()
    until(heard, ReaderState.NO_CARD)


def test_the_service_dies_in_the_middle_and_the_card_is_read_afterwards(hands):
    heard = watched(hands)
    hands.reader.kill_service(at_percent=40)
    hands.place()
    *_steps, last = until(heard, ReaderState.NO_SERVICE)
    assert last.problem
    # Whoever noticed first, the monitor or the reading itself: the number may have to be told again.
    *_steps, last = until(heard, ReaderState.READ, ReaderState.NUMBER_NEEDED)
    if last.state is ReaderState.NUMBER_NEEDED:
        hands.reader.open_with(hands.reader.drawer.key("hon"))
        *_steps, last = until(heard, ReaderState.READ)
    assert last.card
