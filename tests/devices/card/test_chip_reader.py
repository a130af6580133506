"""The card reader of an office over virtual chips: every state it can be in, whatever the card or the hand does."""

import gc
from contextlib import ExitStack
from dataclasses import replace
from threading import Event

import pytest

from devices.card.chip_reader import ChipReader
from devices.card.files import File
from devices.simulated import card_files
from devices.simulated.chip import Faults, VirtualChip
from devices.simulated.slots import READER, Pace, VirtualSlots
from kiosk.device_ports import CardData, CardKey, OpenedBy, Proof, ReaderEvent, ReaderState
from tests.devices.card import issued
from tests.devices.card.issued import BINH, CAN, HON, NOW, OTHER, QUICK, STATE
from tests.devices.hearing import Heard

KEY, OTHER_KEY = CardKey(can=CAN), CardKey(can=HON.personal_id[-6:])
LINES = CardKey(mrz=card_files.mrz_of(BINH))
SECOND = "Đầu đọc thứ hai"


class StillClock:
    def now_ms(self):
        return NOW


class Counter:
    """A reader, what it told, and hands."""

    def __init__(self, readers=(READER,), trust=issued.TRUST, extended=True, **settings):
        self.slots = VirtualSlots(readers, extended=extended)
        self.reader = ChipReader(self.slots, lambda: trust, StillClock(), **settings)
        self.heard: Heard[ReaderEvent] = Heard()
        self.reader.watch(self.heard)

    def put(self, content=QUICK, faults=None, reader="", key=KEY):
        chip = VirtualChip(content, faults)
        if key is not None:
            self.reader.open_with(key)
        self.slots.put(chip, "card", reader)
        return chip

    def until(self, state):
        return self.heard.until(lambda event: event.state is state)[-1]

    def end(self):
        """The first state that is no reading."""
        at_work = (ReaderState.READING, ReaderState.NO_CARD)
        return self.heard.until(lambda event: event.state not in at_work)[-1]

    def lifted(self):
        """A slow machine may have taken an earlier command for hanging: then the card is lifted from a reading."""
        self.slots.lift()
        self.heard.until(lambda event: event.state in (ReaderState.NO_CARD, ReaderState.LIFTED_EARLY))

    def read_again(self):
        """Whatever went wrong: lifted, put back whole, opened with the number, it is read."""
        self.slots.lift()
        self.until(ReaderState.NO_CARD)
        self.put()
        event = self.until(ReaderState.READ)
        assert event.card.holder == BINH.holder
        assert event.card.proof is Proof.AUTHENTIC


@pytest.fixture
def counters():
    with ExitStack() as stack:

        def make(*args, **settings):
            made = Counter(*args, **settings)
            stack.callback(made.reader.close)
            return made

        yield make


@pytest.fixture
def counter(counters):
    return counters()


# ---- the number ---------------------------------------------------------------------------------------------------------


def test_a_card_asks_for_its_number_and_is_read_with_it(counter):
    counter.put(key=None)
    assert counter.until(ReaderState.NUMBER_NEEDED) == ReaderEvent(ReaderState.NUMBER_NEEDED)
    counter.reader.open_with(KEY)
    card = counter.until(ReaderState.READ).card
    assert (card.holder, card.opened_by, card.training) == (BINH.holder, OpenedBy.PACE, False)


def test_the_number_may_come_before_the_card_and_is_used_once(counter):
    counter.until(ReaderState.NO_CARD)
    counter.put()
    counter.until(ReaderState.READ)
    counter.slots.lift()
    counter.until(ReaderState.NO_CARD)
    counter.put(key=None)
    counter.until(ReaderState.NUMBER_NEEDED)


def test_a_number_whose_card_does_not_come_is_forgotten(counters):
    counter = counters(key_lives_s=0.0)
    counter.until(ReaderState.NO_CARD)
    counter.put()
    counter.until(ReaderState.NUMBER_NEEDED)


def test_a_wrong_number_is_tried_once_and_the_right_one_opens(counter):
    chip = counter.put(key=OTHER_KEY)
    event = counter.end()
    assert (event.state, event.problem.code) == (ReaderState.WRONG_NUMBER, "CARD-02")
    tried = chip.commands
    counter.reader.open_with(KEY)
    counter.until(ReaderState.READ)
    assert tried < 12


def test_a_slip_of_the_hand_costs_the_card_no_try(counter):
    chip = counter.put(key=CardKey(can="12345"))
    event = counter.end()
    assert (event.state, event.problem.code, chip.commands) == (ReaderState.WRONG_NUMBER, "CARD-20", 0)


def test_scanned_twice_it_is_read_once(counter):
    gate = Event()
    chip = counter.put(faults=Faults(slow=lambda number: number != 9 or gate.wait(60)))
    counter.until(ReaderState.READING)
    counter.reader.open_with(KEY)
    gate.set()
    counter.until(ReaderState.READ)
    read = chip.commands
    counter.slots.lift()
    assert counter.heard.until(lambda event: event.state is not ReaderState.READ)[-1].state is ReaderState.NO_CARD
    assert chip.commands == read


def test_what_opened_a_card_is_forgotten_and_with_the_driver_all_it_read(counters):
    counter = counters()
    counter.put(key=CardKey(can=f" {CAN} "))           # written as nobody else writes it
    counter.until(ReaderState.READ)
    counter.slots.lift()
    counter.until(ReaderState.NO_CARD)
    gc.collect()
    assert [found for found in gc.get_objects() if isinstance(found, CardKey) and found.can.startswith(" ")] == []
    counter.put(key=None)
    counter.reader.open_with(KEY)
    counter.until(ReaderState.READ)
    counter.reader.close()
    counter.heard.all.clear()
    gc.collect()
    signer = STATE.signer.certificate
    assert [found for found in gc.get_objects() if isinstance(found, CardData) and found.signer == signer] == []


# ---- every fault, and a good reading after it ---------------------------------------------------------------------------


def test_a_card_pulled_at_every_single_command_is_told_and_read_when_it_comes_back(counter):
    whole = counter.put()
    counter.until(ReaderState.READ)
    for number in range(1, whole.commands + 1):
        counter.slots.lift()
        counter.until(ReaderState.NO_CARD)
        counter.put(faults=Faults(pulled_at=number))
        event = counter.end()
        assert event == ReaderEvent(ReaderState.LIFTED_EARLY), number
        counter.put(key=None)          # the number is still known
        assert counter.end().state is ReaderState.READ, number


@pytest.mark.soak
def test_the_same_with_short_commands(counters):
    test_a_card_pulled_at_every_single_command_is_told_and_read_when_it_comes_back(counters(extended=False))


def test_a_card_swapped_unseen_at_any_command_is_never_read(counter):
    """The same way leads to another card from one command to the next. With the number of the first it must not be believed."""
    whole = counter.put()
    counter.until(ReaderState.READ)
    for number in range(1, whole.commands):
        counter.slots.lift()
        counter.until(ReaderState.NO_CARD)

        def swap(at, number=number):
            if at == number:
                counter.slots.swap_unseen(VirtualChip(OTHER))

        counter.put(faults=Faults(slow=swap))
        assert counter.end().state in (ReaderState.NOT_UNDERSTOOD, ReaderState.WRONG_NUMBER, ReaderState.REFUSED), number
    counter.read_again()


def test_a_card_put_in_the_place_of_another_is_not_taken_for_it(counter):
    gate = Event()
    counter.put(faults=Faults(slow=lambda number: number != 20 or gate.wait(60)))
    counter.heard.until(lambda event: event.card is not None)
    counter.put(OTHER, key=None)
    gate.set()
    counter.until(ReaderState.LIFTED_EARLY)
    assert counter.end().state is ReaderState.WRONG_NUMBER
    assert not any(event.state is ReaderState.READ for event in counter.heard.all)
    counter.reader.open_with(OTHER_KEY)
    assert counter.until(ReaderState.READ).card.holder == HON.holder


@pytest.mark.parametrize("at", [1, 6, 12, 24])
def test_a_card_that_hangs_is_told_and_read_when_put_back(counters, at):
    counter = counters(no_answer_s=0.05)
    counter.put(faults=Faults(hangs_at=at))
    counter.until(ReaderState.NO_ANSWER)
    counter.lifted()
    counter.put(key=None)
    counter.until(ReaderState.READ)


def test_a_card_that_only_took_its_time_is_read_after_all(counters):
    counter = counters(no_answer_s=0.05)
    gate = Event()
    counter.put(faults=Faults(slow=lambda number: number != 12 or gate.wait(60)))
    counter.until(ReaderState.NO_ANSWER)
    gate.set()
    counter.until(ReaderState.READING)
    counter.until(ReaderState.READ)


def test_a_thread_that_never_comes_back_is_left_behind(counters):
    """A driver below that hangs even when the card is lifted, as has been seen: the next card is read all the same."""
    counter = counters(no_answer_s=0.05)
    gate = Event()
    counter.put(faults=Faults(slow=lambda number: number != 12 or gate.wait(60)))
    counter.until(ReaderState.NO_ANSWER)
    counter.lifted()
    with ExitStack() as stack:
        stack.callback(gate.set)
        counter.slots._seats[READER].taken = False     # what it hangs in has let go of the reader
        counter.put(key=None)
        counter.until(ReaderState.READ)


def test_a_slow_link_is_no_trouble(counter):
    counter.slots.set_pace(Pace(0.002, 0.000_01))
    counter.put()
    assert counter.end().state is ReaderState.READ


MANNERS = {
    "no-master-file": Faults(no_master_file=True), "starts-in-application": Faults(starts_in_application=True),
    "no-short-identifiers": Faults(no_short_identifiers=True), "short-only": Faults(short_only=True),
    "6700": Faults(longest_answer=500), "6B00": Faults(longest_answer=500, too_long=0x6B00),
    "6CXX": Faults(longest_answer=200, too_long=0x6CC8), "6282": Faults(gives_at_most=100),
    "errors-drop": Faults(errors_drop=True),
    "beyond-the-end": Faults(beyond_end=0x6B00), "6700-and-dropped": Faults(longest_answer=300, errors_drop=True),
}  # fmt: skip


@pytest.mark.parametrize("name", MANNERS)
def test_chips_of_all_manners_are_read(counter, name):
    counter.put(faults=MANNERS[name])
    event = counter.end()
    assert event.state is ReaderState.READ, event
    assert event.card.proof is Proof.AUTHENTIC


BREAKING = {
    "wrong-mac": (QUICK, Faults(wrong_mac_at=12), ReaderState.NOT_UNDERSTOOD, "CARD-05"),
    "dropped": (QUICK, Faults(drops_at=12), ReaderState.NOT_UNDERSTOOD, "CARD-08"),
    "no-text": (QUICK, Faults(truncated={File.DG1: 0, File.DG13: 0}), ReaderState.NOT_UNDERSTOOD, "CARD-06"),
    "too-large": ({File.DG13: b"\x6d\x84\x7f\xff\xff\xff"}, None, ReaderState.NOT_UNDERSTOOD, "CARD-06"),
    "no-length": ({File.DG1: b"\x61\x80\x00\x00"}, None, ReaderState.NOT_UNDERSTOOD, "CARD-06"),
    "other-kind": (QUICK, Faults(no_application=True, no_card_access=True), ReaderState.NOT_UNDERSTOOD, "CARD-06"),
    "wrong-number": (QUICK, Faults(deaf_to_password=True), ReaderState.WRONG_NUMBER, "CARD-02"),
    "blocked": (QUICK, Faults(blocked=True), ReaderState.CARD_BLOCKED, "CARD-03"),
    "old": (QUICK, Faults(no_card_access=True), ReaderState.NUMBER_NEEDED, "CARD-09"),
    "tampered": (issued.tampered, None, ReaderState.REFUSED, "CARD-21"),
    "copy": (issued.copied, None, ReaderState.REFUSED, "CARD-34"),
    "copied-signature": (issued.copied_without_chip_authentication, None, ReaderState.REFUSED, "CARD-34"),
    "expired": (issued.by_expired_signer, None, ReaderState.REFUSED, "CARD-21"),
}


@pytest.mark.parametrize("name", BREAKING)
def test_what_cannot_be_read_or_used_says_so_in_its_own_state(counter, name):
    content, faults, state, code = BREAKING[name]
    if isinstance(content, dict):
        content = replace(QUICK, files={**QUICK.files, **content})
    counter.put(content() if callable(content) else content, faults)
    event = counter.end()
    assert (event.state, event.problem.code) == (state, code)
    assert (event.card is not None) == (state is ReaderState.REFUSED)
    if event.card is not None:
        assert event.card.proof is Proof.REJECTED
    counter.read_again()


@pytest.mark.parametrize("file", [File.DG13, File.DG2, File.SOD, File.DG15])
@pytest.mark.parametrize("left", [0, 60])
def test_a_file_that_ends_too_early_proves_nothing(counter, file, left):
    counter.put(faults=Faults(truncated={file: left}))
    assert counter.end().card.proof is Proof.READ_NOT_AUTHENTICATED
    counter.read_again()


def test_a_revoked_signer_is_refused(counters):
    counter = counters(trust=issued.revoking())
    counter.put()
    assert counter.end().state is ReaderState.REFUSED


def test_without_an_anchor_it_is_read_and_said_to_be_unproven(counters):
    counter = counters(trust=issued.NOTHING)
    counter.put()
    assert counter.until(ReaderState.READ).card.proof is Proof.READ_NOT_AUTHENTICATED


def test_an_old_card_is_opened_by_its_lines_and_that_is_told(counter):
    counter.put(STATE.issue(BINH, NOW, old=True), key=LINES)
    card = counter.until(ReaderState.READ).card
    assert (card.proof, card.opened_by) == (Proof.AUTHENTIC, OpenedBy.BAC_CARD_IS_OLD)


def test_anchors_that_cannot_be_loaded_leave_no_screen_at_reading(counters):
    counter = counters(trust=None)     # a mistake of ours: nothing works with it
    counter.put()
    assert counter.end().state is ReaderState.NOT_UNDERSTOOD


def test_what_is_told_says_nothing_of_a_person_when_it_is_printed(counter):
    counter.put()
    event = counter.until(ReaderState.READ)
    for word in (*BINH.holder.full_name.split(), BINH.holder.personal_id, CAN):
        assert word not in repr(event)


# ---- hands, readers, ends -----------------------------------------------------------------------------------------------


def test_called_off_it_stops_at_the_next_command_and_may_be_read_again(counter):
    gate = Event()
    chip = counter.put(faults=Faults(slow=lambda number: number != 20 or gate.wait(60)))
    counter.heard.until(lambda event: event.card is not None)
    counter.reader.cancel()
    counter.until(ReaderState.NUMBER_NEEDED)
    gate.set()
    counter.reader.open_with(KEY)
    counter.until(ReaderState.READ)
    assert chip.commands <= 20 + 30


def test_calling_off_nothing_forgets_the_number(counter):
    counter.until(ReaderState.NO_CARD)
    counter.reader.open_with(KEY)
    counter.reader.cancel()
    counter.put(key=None)
    counter.until(ReaderState.NUMBER_NEEDED)


def test_of_two_readers_the_one_with_a_card_counts_and_a_reading_is_finished_first(counters):
    counter = counters((READER, SECOND))
    gate = Event()
    counter.put(faults=Faults(slow=lambda number: number != 12 or gate.wait(60)), reader=SECOND)
    counter.until(ReaderState.READING)
    counter.put(OTHER, key=None)
    gate.set()
    assert counter.until(ReaderState.READ).card.holder == BINH.holder
    counter.reader.open_with(OTHER_KEY)
    assert counter.until(ReaderState.READ).card.holder == HON.holder


def test_a_number_is_not_tried_on_the_card_of_another_reader(counters):
    """The card being read is lifted while a second one waits elsewhere: that one asks for its own number."""
    counter = counters((READER, SECOND))
    gate = Event()
    counter.put(faults=Faults(slow=lambda number: number != 12 or gate.wait(60)), reader=SECOND)
    counter.until(ReaderState.READING)
    waiting = counter.put(OTHER, key=None)
    counter.slots.lift(SECOND)
    gate.set()
    counter.until(ReaderState.NUMBER_NEEDED)
    assert waiting.commands == 0
    counter.reader.open_with(OTHER_KEY)
    assert counter.until(ReaderState.READ).card.holder == HON.holder


def test_the_number_of_a_lifted_card_is_kept_for_its_own_reader_only(counters):
    """However late the word of the other card comes: the number kept for the lifted one is not tried on it."""
    counter = counters((READER, SECOND))
    counter.put(faults=Faults(pulled_at=12), reader=SECOND)
    counter.until(ReaderState.LIFTED_EARLY)
    waiting = counter.put(OTHER, key=None)
    counter.until(ReaderState.NUMBER_NEEDED)
    assert waiting.commands == 0
    counter.slots.lift()
    counter.put(reader=SECOND, key=None)
    counter.until(ReaderState.NUMBER_NEEDED)


def test_the_number_of_a_lifted_card_opens_it_when_it_is_put_back_at_its_reader(counters):
    counter = counters((READER, SECOND))
    counter.put(faults=Faults(pulled_at=12), reader=SECOND)
    counter.until(ReaderState.LIFTED_EARLY)
    counter.put(reader=SECOND, key=None)
    assert counter.until(ReaderState.READ).card.holder == BINH.holder


def test_another_program_at_another_reader_disturbs_no_reading(counters):
    counter = counters((READER, SECOND))
    gate = Event()
    counter.put(faults=Faults(slow=lambda number: number != 12 or gate.wait(60)), reader=SECOND)
    counter.until(ReaderState.READING)
    counter.slots.hold()
    gate.set()
    assert counter.end().state is ReaderState.READ


def test_closed_while_a_card_hangs_it_does_not_wait_and_says_nothing_more(counters):
    counter = counters(no_answer_s=0.05)
    gate = Event()
    counter.put(faults=Faults(slow=lambda number: number != 12 or gate.wait(60)))
    counter.until(ReaderState.NO_ANSWER)
    counter.reader.close()
    before = len(counter.heard.all)
    gate.set()
    counter.slots.lift()
    counter.reader.close()
    assert len(counter.heard.all) == before


def test_closed_by_a_listener_it_does_not_wait_for_itself(counters):
    counter = counters()
    closed = Event()

    def listener(event):
        if event.state is ReaderState.READ:
            counter.reader.close()
            closed.set()

    counter.reader.watch(listener)
    counter.put()
    assert closed.wait(60)


def test_a_listener_that_breaks_makes_nobody_deaf(counters):
    counter = counters()

    def broken(event):
        raise RuntimeError

    counter.reader.watch(broken)
    counter.put()
    counter.until(ReaderState.READ)
