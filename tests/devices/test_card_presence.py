"""The screen between two citizens knows whether a card lies there, and never reads it."""

from queue import Queue

from devices.card.presence import CardPresence
from devices.simulated.drawer import Drawer
from devices.simulated.slots import VirtualSlots
from kiosk.moments import SystemClock


def test_a_card_that_comes_and_goes_is_told_once_each_and_never_connected_to():
    slots, heard = VirtualSlots(), Queue()
    presence = CardPresence(slots)
    presence.watch(heard.put)
    assert heard.get(timeout=60) is False
    chip = Drawer(SystemClock()).chip("ha")
    connected = []
    slots.connect = lambda card: connected.append(card)
    slots.put(chip, "ha")
    assert heard.get(timeout=60) is True
    slots.hold()                       # another program has it for a moment
    slots.hold(False)
    slots.lift()
    assert heard.get(timeout=60) is False
    assert heard.empty()
    assert not connected
    presence.close()


def test_a_reader_pulled_out_with_the_card_on_it_has_none():
    slots, heard = VirtualSlots(), Queue()
    slots.put(Drawer(SystemClock()).chip("ha"), "ha")
    presence = CardPresence(slots)
    presence.watch(heard.put)
    assert heard.get(timeout=60) is True
    slots.plug(False)
    assert heard.get(timeout=60) is False
    presence.close()
