"""Through the real smart card service: what is read, and everything hands and services do in the middle of it."""

import os
import subprocess
import sys
import threading
import time

import pytest

from devices.card.files import File
from devices.card.pcsc import PcscSlots
from devices.card.pcsc.inventory import ReaderSeen, readers_here
from devices.card.pcsc.problems import CardMute, NoCardReader, NoCardService, ReaderHeld
from devices.card.pcsc.results import ServiceFault
from devices.card.pcsc.service import context, installed
from devices.card.problems import CardGone
from devices.card.reading import Wishes, read_card
from devices.card.slots import SlotState
from devices.simulated.cards import cards
from devices.simulated.chip import Faults, VirtualChip
from devices.simulated.chip.vpcd import ChipOnReader
from devices.simulated.issued_chip import TrainingState
from devices.simulated.private_pcscd import READERS, SOCKET_VARIABLE
from tests.devices.card.cards import ANY_ACCESS, CAN, CHIP_KEY, FILES, QUICK
from tests.devices.hearing import PATIENCE_S, Heard

FIRST, SECOND = READERS
SELECT = bytes.fromhex("00A4020C02011C")
NOW = 1_790_000_000_000
_PRESENT, _EXCLUSIVE = 0x20, 1
WHOLE = Wishes(files=frozenset(FILES))


class Desk:
    """Two virtual readers, and hands."""

    def __init__(self, service):
        self.service = service
        self._lain = []

    def put(self, chip=None, reader=FIRST, **how):
        card = ChipOnReader(self.service.ports[READERS.index(reader)], chip or VirtualChip(QUICK), **how)
        self._lain.append(card)
        return card

    def clear(self):
        """Two empty readers: the next test begins with that."""
        for card in self._lain:
            card.close()
        with context(installed()) as line:
            known = dict.fromkeys(READERS, 0)
            while True:
                statuses = line.changes(known, int(PATIENCE_S * 1000))
                if not any(status.event & _PRESENT for status in statuses.values()):
                    return
                known = {name: status.event for name, status in statuses.items()}


@pytest.fixture
def desk(pcscd):
    desk = Desk(pcscd)
    try:
        yield desk
        desk.clear()
    except ServiceFault:
        pcscd.start()                                  # a test failed while the service was down
        raise


class Watch:
    """Slots that are watched, and closed without a trace."""

    def __init__(self):
        self.slots = PcscSlots(look_s=0.1)
        self.heard = Heard()
        self.slots.watch(self.heard)

    def until(self, state, reader=None):
        return self.heard.until(lambda event: event.state is state and reader in (None, event.reader))[-1]


@pytest.fixture
def watch(desk, capfd):
    watch = Watch()
    yield watch
    watch.slots.close()
    assert not [thread.name for thread in threading.enumerate() if "card readers" in thread.name]
    assert capfd.readouterr() == ("", "")


def laid(desk, watch, chip=None, reader=FIRST, **how):
    """A card put on, and the event that tells of it."""
    card = desk.put(chip, reader, **how)
    return card, watch.until(SlotState.CARD, reader)


def test_a_card_is_read_whole_with_pace_as_it_was_issued(desk, watch):
    issued = TrainingState.found(NOW).issue(next(iter(cards().values())), NOW)
    _card, event = laid(desk, watch, VirtualChip(issued))
    sizes = []
    for _ in range(2):
        with watch.slots.connect(event) as link:
            reading = read_card(link, (issued.can,), ANY_ACCESS, Wishes(files=frozenset(issued.files)))
            sizes.append(link.read_size)
            assert link.atr == event.atr
        assert reading.files == issued.files
        assert (reading.access.protocol, reading.refused) == ("PACE", {})
        assert reading.exchanges <= 35
    assert sizes[0] is sizes[1]                        # what the reader can carry is learned once


def test_two_readers_are_read_side_by_side_and_the_last_card_speaks(desk, watch):
    other = type(QUICK)({**FILES, File.DG13: FILES[File.DG13][:-1] + b"?"}, QUICK.mrz, CAN, QUICK.pace, CHIP_KEY, QUICK.sign)
    first, event = laid(desk, watch)
    second, other_event = laid(desk, watch, VirtualChip(other), SECOND)
    with watch.slots.connect(event) as link, watch.slots.connect(other_event) as other_link:
        assert read_card(other_link, (CAN,), ANY_ACCESS, WHOLE).files == other.files
        assert read_card(link, (CAN,), ANY_ACCESS, WHOLE).files == FILES
    second.lift()
    assert watch.until(SlotState.CARD).reader == FIRST
    first.lift()
    watch.until(SlotState.EMPTY)


def test_one_look_names_the_readers_and_what_lies_there(desk, watch):
    laid(desk, watch)
    assert readers_here() == [ReaderSeen(FIRST, SlotState.CARD, False), ReaderSeen(SECOND, SlotState.EMPTY, False)]
    assert readers_here("00 01") == [ReaderSeen(SECOND, SlotState.EMPTY, False)]
    with pytest.raises(NoCardReader):
        readers_here("ACME")


@pytest.mark.parametrize("number", [2, 17])
def test_a_card_pulled_in_the_middle_is_gone_and_its_line_dead(desk, watch, number):
    _card, event = laid(desk, watch, VirtualChip(QUICK, Faults(pulled_at=number)))
    with watch.slots.connect(event) as link:
        with pytest.raises(CardGone):
            read_card(link, (CAN,), ANY_ACCESS, WHOLE)
        with pytest.raises(CardGone):
            link.transmit(SELECT)
    watch.until(SlotState.EMPTY)
    with pytest.raises(CardGone), watch.slots.connect(event):
        pass


def test_a_card_swapped_within_one_look_of_the_service_is_never_spoken_with_as_the_first(desk, watch):
    card, event = laid(desk, watch)
    other = VirtualChip(QUICK)
    with watch.slots.connect(event) as link:
        assert link.transmit(SELECT).endswith(b"\x90\x00")
        card.close()
        desk.put(other)
        for _ in range(3):
            with pytest.raises(CardGone):
                link.transmit(SELECT)
    assert other.commands == 0
    assert readable_at_last(watch)                     # whether the service noticed or not, and without being lifted


def readable_at_last(watch):
    """True once the card is read that lies there now; the service finds out at its next look."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            with watch.slots.connect(watch.heard.all[-1]) as link:
                return read_card(link, (CAN,), ANY_ACCESS, WHOLE).files == FILES
        except CardGone:
            continue
    return False


def test_a_card_put_back_is_another_one(desk, watch):
    card, event = laid(desk, watch)
    card.lift()
    watch.until(SlotState.EMPTY)
    _card, again = laid(desk, watch)
    assert (again.reader, again.atr) == (event.reader, event.atr)
    with pytest.raises(CardGone), watch.slots.connect(event):
        pass
    with watch.slots.connect(again) as link:
        assert read_card(link, (CAN,), ANY_ACCESS, WHOLE).files == FILES


def test_a_reader_held_by_another_program_is_busy_until_it_lets_go(desk, watch):
    _card, event = laid(desk, watch)
    scard = installed()
    with context(scard) as other:
        result, handle, _protocol = scard.SCardConnect(other._handle, FIRST, _EXCLUSIVE, 3)
        assert result == 0
        busy = watch.until(SlotState.BUSY)
        with pytest.raises(ReaderHeld), watch.slots.connect(busy):
            pass
        assert scard.SCardDisconnect(handle, 0) == 0
    watch.until(SlotState.CARD)
    with watch.slots.connect(event) as link:
        assert read_card(link, (CAN,), ANY_ACCESS, WHOLE).files == FILES


def test_a_card_that_does_not_answer_to_power_is_mute(desk, watch):
    card = desk.put(mute=True)
    event = watch.until(SlotState.MUTE)
    with pytest.raises(CardMute), watch.slots.connect(event):
        pass
    card.lift()
    watch.until(SlotState.EMPTY)


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_the_service_may_end_in_the_middle_and_come_back(desk, watch, end):
    _card, event = laid(desk, watch)
    with watch.slots.connect(event) as link:
        assert link.transmit(SELECT).endswith(b"\x90\x00")
        getattr(desk.service, end)()
        with pytest.raises(CardGone):
            link.transmit(SELECT)
    assert isinstance(watch.until(SlotState.NO_SERVICE).problem, NoCardService)
    with pytest.raises(NoCardService), watch.slots.connect(event):
        pass
    desk.service.start()
    again = watch.until(SlotState.CARD)
    with pytest.raises(CardGone), watch.slots.connect(event):
        pass
    with watch.slots.connect(again) as link:
        assert read_card(link, (CAN,), ANY_ACCESS, WHOLE).files == FILES


def test_the_service_may_not_be_there_at_the_start(desk, capfd):
    desk.service.stop()
    watch = Watch()
    watch.until(SlotState.NO_SERVICE)
    desk.service.start()
    watch.until(SlotState.EMPTY)
    watch.slots.close()
    assert capfd.readouterr() == ("", "")


class Hanging:
    """A chip that takes a command and never answers."""

    def __init__(self):
        self.reached, self.released = Heard(), threading.Event()
        self.chip = VirtualChip(QUICK, Faults(slow=self._hang))

    def _hang(self, number):
        self.reached(number)
        assert self.released.wait(PATIENCE_S)


def test_a_card_that_hangs_holds_up_nobody_else_and_lifting_it_ends_that(desk, watch):
    hanging, ended = Hanging(), Heard()
    card, event = laid(desk, watch, hanging.chip)

    def talk():
        with watch.slots.connect(event) as link:
            try:
                link.transmit(SELECT)
            except CardGone as gone:
                ended(gone)

    worker = threading.Thread(target=talk, daemon=True)
    worker.start()
    hanging.reached.until(lambda number: True)
    desk.put(reader=SECOND)
    watch.until(SlotState.CARD, SECOND)                # the monitor sees everything meanwhile
    assert not ended.all
    card.lift()
    ended.until(lambda gone: True)
    worker.join(PATIENCE_S)
    hanging.released.set()


PROGRAM = """
import sys, threading
from devices.card.pcsc import PcscSlots
from devices.card.slots import SlotState

def talk(event):
    if event.state is SlotState.CARD:
        with slots.connect(event) as link:
            sending.set()
            link.transmit(bytes.fromhex("00A4020C02011C"))

slots, sending = PcscSlots(), threading.Event()
slots.watch(lambda event: threading.Thread(target=talk, args=(event,), daemon=True).start())
sending.wait()
sys.stdin.read(1)
"""


def test_a_program_ends_while_a_card_hangs(desk):
    hanging = Hanging()
    card = desk.put(hanging.chip)
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, SOCKET_VARIABLE: os.environ[SOCKET_VARIABLE]},
    )  # fmt: skip
    hanging.reached.until(lambda number: True)
    said, _ = program.communicate(b"!", timeout=PATIENCE_S)
    assert (program.returncode, said) == (0, b"")
    card.lift()
    hanging.released.set()
    desk.service.stop()                                # it resets the card of a program that is gone, and is blind then
    desk.service.start()
