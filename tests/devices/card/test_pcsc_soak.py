"""Whatever hands and services did before, a card that is put on is told and read: nothing gets stuck for good."""

import random
import time

import pytest

from devices.card.problems import CardProblem
from devices.card.reading import Wishes, read_card
from devices.card.slots import SlotState
from devices.simulated.chip import VirtualChip
from devices.simulated.pcscd_slots import PcscdSlots
from devices.simulated.private_pcscd import READERS
from tests.devices.card.cards import ANY_ACCESS, CAN, FILES, QUICK
from tests.devices.hearing import PATIENCE_S, Heard

pytestmark = pytest.mark.soak
ROUNDS, MOVES = 15, 8
WHOLE = Wishes(files=frozenset(FILES))


class Room:
    """Two readers; every move is one of a person's or of the machine's."""

    def __init__(self, service):
        self._service = service
        self.places = PcscdSlots(service, look_s=0.1)
        self.heard = Heard()
        self.places.watch(self.heard)
        self.moves = (self.put, self.put, self.lift, self.swap, self.read, self.pull_in_the_middle, self.kill, self.stop)

    def put(self, chance):
        self.places.put(VirtualChip(QUICK), "card", chance.choice(READERS))

    def lift(self, chance):
        self.places.lift(chance.choice(READERS))

    def swap(self, chance):
        for reader in READERS:
            if self.places.label(reader):
                self.places.swap_unseen(VirtualChip(QUICK), reader)

    def read(self, chance):
        """The card last told of, if it is still that one. True where it was read."""
        event = self.heard.all[-1] if self.heard.all else None
        if event is None or event.state is not SlotState.CARD:
            return False
        try:
            with self.places.connect(event) as link:
                return read_card(link, (CAN,), ANY_ACCESS, WHOLE).files == FILES
        except CardProblem:
            return False

    def pull_in_the_middle(self, chance):
        self.places.lift_in(chance.randrange(1, 20))
        self.read(chance)

    def kill(self, chance):
        self._service.kill()
        self._service.start()

    def stop(self, chance):
        self._service.stop()
        self._service.start()

    def readable_at_last(self, chance):
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if self.read(chance):
                return True
        return False


@pytest.mark.parametrize("seed", range(3))
def test_nothing_gets_stuck_whatever_came_before(pcscd, seed):
    chance, room = random.Random(seed), Room(pcscd)
    for turn in range(ROUNDS):
        done = [chance.choice(room.moves) for _ in range(MOVES)]
        for move in done:
            move(chance)
        for reader in READERS:
            room.places.lift(reader)
        room.places.lift_in(1000)                      # no trap is left
        room.put(chance)
        assert room.readable_at_last(chance), (turn, [move.__name__ for move in done], room.heard.all[-5:])
    for reader in READERS:
        room.places.lift(reader)
    room.places.close()
