"""What no virtual reader can show: short readers, refused rights, idle cards, tokens beside the reader, parts not installed."""

import ctypes
import sys
import threading

import pytest

from devices.card.link import ReadSize
from devices.card.pcsc import PcscSlots, monitor
from devices.card.pcsc.connection import PcscLink
from devices.card.pcsc.features import read_size
from devices.card.pcsc.problems import (
    CardMute,
    CardSupportMissing,
    NoCardReader,
    NoCardService,
    ReaderFailed,
    ReaderHeld,
    ServiceForbidden,
)
from devices.card.pcsc.results import ServiceFault, problem_of
from devices.card.pcsc.seats import Seats
from devices.card.pcsc.service import PLUGGING, Handle, Status, installed
from devices.card.problems import CardGone
from devices.card.slots import SlotEvent, SlotState
from tests.devices.hearing import PATIENCE_S, Heard

CONTACTLESS, TOKEN = bytes.fromhex("3B80800101"), bytes.fromhex("3BDF18008131FE588031905A41495043534302900082C1")
EMPTY, PRESENT, EXCLUSIVE, MUTE, UNAVAILABLE = 0x10, 0x20, 0x80, 0x200, 0x8
READER, OTHER = "ACME Contactless 00 00", "VNPT Token 00 00"


# ---- which reader speaks --------------------------------------------------------------------------------------------------


def status(flags, counter=0, atr=b""):
    return Status(counter << 16 | flags, atr)


def seats(*readers, only=""):
    found = Seats(only)
    found.plugged(readers)
    return found


def test_a_token_that_comes_with_its_chip_inside_is_no_card():
    desk = seats(OTHER)
    desk.seen(OTHER, status(PRESENT, 1, TOKEN))
    assert desk.event() == SlotEvent(SlotState.NO_READER)
    desk.plugged([OTHER, READER])
    desk.seen(READER, status(EMPTY))
    assert (desk.event().state, desk.event().reader) == (SlotState.EMPTY, READER)
    desk.seen(READER, status(PRESENT, 1, CONTACTLESS))
    desk.seen(OTHER, status(PRESENT | EXCLUSIVE, 1, TOKEN))
    assert (desk.event().state, desk.event().reader) == (SlotState.CARD, READER)


def test_a_chip_with_contacts_put_in_while_somebody_looks_is_a_card():
    desk = seats(OTHER)
    desk.seen(OTHER, status(EMPTY))
    desk.seen(OTHER, status(PRESENT, 1, TOKEN))
    assert desk.event().state is SlotState.CARD
    desk = seats(OTHER)
    desk.seen(OTHER, status(PRESENT, 1, TOKEN))
    desk.seen(OTHER, status(EMPTY, 2))
    desk.seen(OTHER, status(PRESENT, 3, TOKEN))
    assert desk.event().state is SlotState.CARD


def test_a_reader_named_by_the_operator_is_the_only_one():
    desk = seats(READER, OTHER, only="vnpt")
    desk.seen(READER, status(PRESENT, 1, CONTACTLESS))
    desk.seen(OTHER, status(PRESENT, 1, TOKEN))
    assert (desk.event().state, desk.event().reader) == (SlotState.CARD, OTHER)


def test_what_windows_lists_by_itself_is_no_reader():
    desk = Seats()
    assert desk.plugged(["Windows Hello for Business 1", READER]) == [READER]


@pytest.mark.parametrize(("flags", "state"), [
    (EMPTY, SlotState.EMPTY), (PRESENT, SlotState.CARD), (PRESENT | MUTE, SlotState.MUTE),
    (PRESENT | EXCLUSIVE, SlotState.BUSY), (UNAVAILABLE, SlotState.NO_READER),
])  # fmt: skip
def test_every_state_of_a_reader(flags, state):
    desk = seats(READER)
    desk.seen(READER, status(flags, 3, CONTACTLESS if flags == PRESENT else b""))
    assert desk.event().state is state


def test_a_generation_never_comes_again():
    desk, found = seats(READER), []
    for counter in (0, 1, 2):
        desk.seen(READER, status(EMPTY if counter % 2 == 0 else PRESENT, counter, CONTACTLESS))
        found.append(desk.generation(READER))
    for _ in range(2):                                 # the reader is plugged in anew, then the service begins anew
        desk.plugged([])
        assert desk.generation(READER) is None
        desk.plugged([READER])
        desk.seen(READER, status(PRESENT, 1, CONTACTLESS))
        found.append(desk.generation(READER))
        desk.forget()
    assert len(set(found)) == len(found)


# ---- a service as we want it ----------------------------------------------------------------------------------------------


class Service:
    """The calls of `scard`, answering what a test tells them."""

    def __init__(self):
        self.established, self.transmitted, self.pinged, self.controls = 0, 0, Heard(), {}
        self.disconnected, self.cancelled = Heard(), threading.Event()

    def SCardEstablishContext(self, scope):
        return self.established, 1

    def SCardReleaseContext(self, context):
        return 0

    def SCardListReaders(self, context, groups):
        return 0, [READER]

    def SCardGetStatusChange(self, context, timeout, states):
        known = dict(states)
        if PLUGGING in known:
            return 0, [(PLUGGING, 0x4 | 0x1 | 0x2, []), (READER, PRESENT | 1 << 16, list(CONTACTLESS))]
        if known.get(READER) == 0:
            return 0, [(READER, PRESENT | 1 << 16, list(CONTACTLESS))]
        self.cancelled.wait(timeout / 1000)
        return 0x8010000A - (1 << 32), [(READER, 0, [])]

    def SCardCancel(self, context):
        self.cancelled.set()
        return 0

    def SCardConnect(self, context, reader, share, protocols):
        return 0, 7, 2

    def SCardBeginTransaction(self, card):
        return 0

    def SCardTransmit(self, card, protocol, command):
        return self.transmitted, [0x90, 0x00]

    def SCardStatus(self, card):
        self.pinged(card)
        return 0, READER, PRESENT, 2, list(CONTACTLESS)

    def SCardControl(self, card, code, data):
        answer = self.controls.get(code)
        return (0, list(answer)) if answer is not None else (0x80100016, [])

    def SCardDisconnect(self, card, disposition):
        self.disconnected(disposition)
        return 0

    def SCARD_CTL_CODE(self, code):
        return 0x42000000 + code


FEATURES, PROPERTIES = 0x42000000 + 3400, 0x42330001


def sized(most):
    service = Service()
    service.controls = {
        FEATURES: b"\x06\x04\x42\x33\x00\x0b\x12\x04" + PROPERTIES.to_bytes(4),
        PROPERTIES: b"\x0b\x02\x31\x05\x0a\x04" + most.to_bytes(4, "little"),
    }
    return read_size(Handle(service, 7, 2))


@pytest.mark.parametrize(("most", "begins"), [(0x10000, 2048), (1500, 1024), (522, 231), (256, 231), (0, 231)])
def test_a_reader_that_tells_what_it_carries_begins_there(most, begins):
    assert sized(most).most == begins


@pytest.mark.parametrize("controls", [{}, {FEATURES: b""}, {FEATURES: b"\x12"}, {FEATURES: b"\x12\x04\x42"}])
def test_a_reader_that_tells_nothing_begins_long(controls):
    service = Service()
    service.controls = controls
    assert read_size(Handle(service, 7, 2)).most == 2048


def test_an_idle_card_is_kept_awake_until_its_line_is_closed():
    service = Service()
    link = PcscLink(Handle(service, 7, 2), CONTACTLESS, ReadSize(), idle_s=0.01)
    assert link.transmit(b"\0\xa4\0\0") == b"\x90\x00"
    for _ in range(2):
        service.pinged.until(lambda card: card == 7)
    link.close()
    service.disconnected.until_is(1)                   # with a reset
    with pytest.raises(CardGone):
        link.transmit(b"\0\xa4\0\0")


@pytest.mark.parametrize("result", [0x80100016, 0x80100069, 0x80100068 - (1 << 32), 0x8010001D, 0x8010002F, 0x1F])
def test_any_failure_of_a_command_ends_the_line_for_good(result):
    service = Service()
    link = PcscLink(Handle(service, 7, 2), CONTACTLESS, ReadSize())
    service.transmitted = result
    for _ in range(2):
        with pytest.raises(CardGone):
            link.transmit(b"\0\xa4\0\0")
        service.transmitted = 0
    link.close()
    assert service.disconnected.all == [0]             # once, and without touching what may be another card


def test_a_reader_without_news_of_plugging_is_watched_all_the_same():
    service, heard = Service(), Heard()
    slots = PcscSlots(scard=lambda: service, look_s=0.01)
    slots.watch(heard)
    (event,) = heard.until(lambda event: event.state is SlotState.CARD)
    with slots.connect(event) as link:
        assert link.transmit(b"\0\xa4\0\0") == b"\x90\x00"
    late = Heard()
    slots.watch(late)                                  # who comes later hears the present state as well
    late.until_is(event)
    assert heard.threads == late.threads != {threading.get_ident()}
    slots.close()
    slots.close()
    assert heard.all == [event]


def test_a_service_that_keeps_refusing_is_forbidden_and_one_refusal_is_nothing():
    service, heard = Service(), Heard()
    service.established = 0x8010006A
    slots = PcscSlots(scard=lambda: service, look_s=0.01)
    slots.watch(heard)
    events = heard.until(lambda event: isinstance(event.problem, ServiceForbidden))
    assert [type(event.problem) for event in events] == [NoCardService, ServiceForbidden]
    assert {event.state for event in events} == {SlotState.NO_SERVICE}
    with pytest.raises(ServiceForbidden), slots.connect(SlotEvent(SlotState.CARD, READER)):
        pass
    service.established = 0
    heard.until(lambda event: event.state is SlotState.CARD)
    slots.close()


@pytest.mark.parametrize(("sleeps", "state"), [(True, SlotState.NO_READER), (False, SlotState.NO_SERVICE)])
def test_a_service_that_ends_with_its_last_reader_is_told_as_no_reader(monkeypatch, sleeps, state):
    monkeypatch.setattr(monitor, "SLEEPS_WITHOUT_READERS", sleeps)
    service, heard = Service(), Heard()
    service.established = 0x8010001D - (1 << 32)
    slots = PcscSlots(scard=lambda: service, look_s=0.01)
    slots.watch(heard)
    (event,) = heard.until(lambda event: True)
    assert (event.state, type(event.problem)) == (state, NoCardService)
    slots.close()


def test_slots_that_nobody_watched_are_closed_like_others():
    slots = PcscSlots()
    slots.close()
    slots.watch(Heard())
    slots.close()


# ---- parts not installed, and every failure by name -----------------------------------------------------------------------


def test_without_pyscard_there_is_no_service_and_the_words_say_why(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda name: None)
    monkeypatch.setattr(monitor, "SLEEPS_WITHOUT_READERS", True)       # that is another matter
    monkeypatch.setitem(sys.modules, "smartcard.scard", None)
    heard = Heard()
    slots = PcscSlots(look_s=0.01)
    slots.watch(heard)
    (event,) = heard.until(lambda event: True)
    assert event.state is SlotState.NO_SERVICE
    assert "pyscard" in event.problem.for_operator()
    with pytest.raises(CardSupportMissing):
        slots.connect(SlotEvent(SlotState.CARD, READER))
    slots.close()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the library is part of the system")
def test_without_the_systems_library_pyscard_is_not_even_imported(monkeypatch):
    def absent(name):
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", absent)
    with pytest.raises(CardSupportMissing) as missing:
        installed()
    assert "libpcsclite1" in missing.value.for_operator()


@pytest.mark.parametrize(("result", "problem"), [
    (0x8010001D, NoCardService), (0x8010001E, NoCardService), (0x80100013, NoCardService), (0x80100003, NoCardService),
    (0x80100009, NoCardReader), (0x80100017, NoCardReader), (0x8010002E, NoCardReader), (0x8010000B, ReaderHeld),
    (0x8010000C, CardGone), (0x80100069, CardGone), (0x80100068, CardGone), (0x80100016, CardGone),
    (0x80100066, CardMute), (0x80100067, CardMute), (0x80100065, CardMute), (0x8010000F, CardMute),
    (0x8010006A, ServiceForbidden), (0x80100006, ReaderFailed),
])  # fmt: skip
@pytest.mark.parametrize("signed", [False, True])
def test_every_failure_has_its_name(result, problem, signed):
    found = problem_of(ServiceFault(result - (1 << 32) if signed else result))
    assert type(found) is problem
    assert "{" not in found.for_person() + found.for_operator()


def test_an_unforeseen_failure_tells_its_number():
    assert "0x80100006" in problem_of(ServiceFault(0x80100006)).for_operator()


def test_a_swapped_card_is_gone_before_the_first_command():
    service, heard = Service(), Heard()
    slots = PcscSlots(scard=lambda: service, look_s=PATIENCE_S)
    slots.watch(heard)
    (event,) = heard.until(lambda event: event.state is SlotState.CARD)
    for generation in (event.generation + 1, event.generation - (1 << 16), 0):
        old = SlotEvent(SlotState.CARD, READER, generation, CONTACTLESS)
        with pytest.raises(CardGone), slots.connect(old):
            pass
    slots.close()
    assert service.disconnected.all == [0, 0, 0]
