"""Secure messaging between the two sides: all that is said arrives, nothing that was touched is believed."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from devices.card import tlv
from devices.card.apdu import Answer, Command, Ins
from devices.card.crypto.suites import AES128, AES192, AES256, TDES
from devices.card.problems import ChannelBroken, ChannelDropped
from devices.card.secure_messaging import ENCRYPTED, ENCRYPTED_BER, MAC, STATUS, Channel, SessionKeys
from devices.card.session import Session
from devices.simulated.chip.channel import BadMessage, ChipChannel
from tests.devices.card.recorded import RecordedLink

suites = st.sampled_from([TDES, AES128, AES192, AES256])
commands = st.builds(
    Command, cla=st.sampled_from([0x00, 0x10]), ins=st.sampled_from([0x22, 0x86, 0x88, 0xA4, 0xB0, 0xB1]),
    p1=st.integers(0, 255), p2=st.integers(0, 255), data=st.binary(max_size=300), le=st.integers(0, 65536),
)  # fmt: skip
answers = st.builds(Answer, sw=st.integers(0, 65535), data=st.binary(max_size=600))


def both_sides(suite, counter=b""):
    keys = [suite.derive(b"the same secret", purpose) for purpose in (1, 2)]
    return Channel(SessionKeys(suite, *keys, counter), proven=True), ChipChannel(SessionKeys(suite, *keys, counter))


@given(suites, st.lists(st.tuples(commands, answers), min_size=1, max_size=4), st.binary(min_size=8, max_size=8))
def test_what_is_said_arrives(suite, talk, counter):
    terminal, chip = both_sides(suite, counter)
    for command, answer in talk:
        raw = terminal.protect(command).encode()
        received = Command.parse(raw)
        assert received.cla & 0x0C == 0x0C
        assert command.data not in raw or len(command.data) < 8
        assert chip.open(received) == command
        assert terminal.unprotect(chip.close(command, answer)) == answer
    assert terminal.open


@given(suites, commands, answers, st.data())
def test_an_answer_touched_anywhere_ends_the_session(suite, command, answer, data):
    terminal, chip = both_sides(suite)
    chip.open(terminal.protect(command))
    good = chip.close(command, answer).data
    kind = data.draw(st.sampled_from(["flip", "cut", "longer", "swap"]))
    if kind == "flip":
        place = data.draw(st.integers(0, len(good) - 1))
        bad = good[:place] + bytes([good[place] ^ data.draw(st.integers(1, 255))]) + good[place + 1:]
    elif kind == "cut":
        bad = good[:data.draw(st.integers(1, len(good) - 1))]
    elif kind == "longer":
        bad = good + data.draw(st.binary(min_size=1, max_size=20))
    else:
        bad = b"".join(element.encode() for element in reversed(tlv.parse(good)))
    assume(bad != good)
    with pytest.raises(ChannelBroken):
        terminal.unprotect(Answer(answer.sw, bad))
    assert not terminal.open
    with pytest.raises(ChannelBroken):
        terminal.protect(command)


@given(suites, st.binary(max_size=300), st.integers(0, 65535))
def test_any_bytes_at_all_end_it_with_the_typed_errors(suite, data, sw):
    terminal, _ = both_sides(suite)
    terminal.protect(Command(0, Ins.READ_BINARY, 0, 0, le=4))
    with pytest.raises((ChannelBroken, ChannelDropped)):
        terminal.unprotect(Answer(sw, data))
    assert not terminal.open


@given(suites, answers)
def test_an_answer_replayed_is_not_believed(suite, answer):
    terminal, chip = both_sides(suite)
    command = Command(0, Ins.READ_BINARY, 0, 0, le=100)
    chip.open(terminal.protect(command))
    recorded = chip.close(command, answer)
    assert terminal.unprotect(recorded) == answer
    terminal.protect(command)
    with pytest.raises(ChannelBroken):
        terminal.unprotect(recorded)


@given(suites, commands, st.data())
def test_the_virtual_chip_believes_no_touched_command(suite, command, data):
    terminal, chip = both_sides(suite)
    good = terminal.protect(command)
    place = data.draw(st.integers(0, len(good.data) - 1))
    bad = good.data[:place] + bytes([good.data[place] ^ 1]) + good.data[place + 1:]
    with pytest.raises(BadMessage):
        chip.open(Command(good.cla, good.ins, good.p1, good.p2, bad, good.le))


def signed(suite, objects: bytes = b"", indicator: bytes | None = None) -> tuple[Channel, Answer]:
    """An answer whose MAC is right and whose content is chosen; with `indicator`, before data that decipher."""
    terminal, _ = both_sides(suite)
    keys = SessionKeys(suite, *[suite.derive(b"the same secret", purpose) for purpose in (1, 2)])
    terminal.protect(Command(0, Ins.READ_BINARY, 0, 0, le=4))
    keys.count()
    keys.count()
    if indicator is not None:
        objects = tlv.encode(ENCRYPTED, indicator + keys.encrypt(b"data")) + STATUS_OK
    return terminal, Answer(0x9000, objects + tlv.encode(MAC, keys.mac(b"", objects)))


STATUS_OK = tlv.encode(STATUS, b"\x90\0")


@pytest.mark.parametrize("suite", [TDES, AES128])
@pytest.mark.parametrize(
    "objects",
    [
        b"", tlv.encode(ENCRYPTED, b"\x01" + bytes(16)), STATUS_OK * 2, tlv.encode(STATUS, b"\x90"),
        tlv.encode(ENCRYPTED, b"\x02" + bytes(16)) + STATUS_OK, tlv.encode(ENCRYPTED, b"\x01" + bytes(15)) + STATUS_OK,
        tlv.encode(ENCRYPTED, b"\x01") + STATUS_OK, tlv.encode(ENCRYPTED, b"") + STATUS_OK,
        tlv.encode(0x81, b"plain") + STATUS_OK, tlv.encode(ENCRYPTED, b"\x01" + bytes(16)) + STATUS_OK,
    ],
)  # fmt: skip
def test_a_right_mac_over_wrong_content_ends_it_too(suite, objects):
    terminal, answer = signed(suite, objects)
    with pytest.raises(ChannelBroken):
        terminal.unprotect(answer)
    assert not terminal.open


def test_only_padded_content_is_taken():
    terminal, answer = signed(AES128, indicator=b"\x01")
    assert terminal.unprotect(answer).data == b"data"
    terminal, answer = signed(AES128, indicator=b"\x02")
    with pytest.raises(ChannelBroken, match="padding indicator"):
        terminal.unprotect(answer)


@pytest.mark.parametrize(("suite", "most"), [(TDES, 231), (AES128, 223), (AES256, 223)])
def test_the_largest_short_answer_is_the_largest(suite, most):
    for length, fits in ((most, True), (most + 1, False)):
        terminal, chip = both_sides(suite)
        command = Command(0, Ins.READ_BINARY, 0, 0, le=length)
        chip.open(terminal.protect(command))
        assert (len(chip.close(command, Answer(0x9000, bytes(length))).data) <= 256) is fits
    assert terminal.largest_short_answer == most


def answered(objects_of, mac_of=lambda mac: tlv.encode(MAC, mac)):
    """A channel that waits, and an answer made with its keys: `objects_of` makes what is signed, `mac_of` what stands behind."""
    terminal, _ = both_sides(AES128)
    keys = SessionKeys(AES128, *[AES128.derive(b"the same secret", purpose) for purpose in (1, 2)])
    terminal.protect(Command(0, Ins.READ_BINARY, 0, 0, le=4))
    keys.count()
    keys.count()
    objects = objects_of(keys)
    return terminal, Answer(0x9000, objects + mac_of(keys.mac(b"", objects)))


def test_data_in_both_forms_are_refused():
    """Each deciphers; two readers could choose differently."""
    terminal, answer = answered(lambda keys: (
        tlv.encode(ENCRYPTED, b"\x01" + keys.encrypt(b"one")) + tlv.encode(ENCRYPTED_BER, keys.encrypt(b"two")) + STATUS_OK
    ))
    with pytest.raises(ChannelBroken, match="status"):
        terminal.unprotect(answer)


def test_an_object_of_another_kind_is_refused_though_it_deciphers():
    terminal, answer = answered(lambda keys: tlv.encode(0x81, keys.encrypt(b"one")) + STATUS_OK)
    with pytest.raises(ChannelBroken, match="objects"):
        terminal.unprotect(answer)


@pytest.mark.parametrize("length", [0, 1, 4, 7])
def test_a_shortened_mac_is_none(length):
    terminal, answer = answered(lambda keys: STATUS_OK, lambda mac: tlv.encode(MAC, mac[:length]))
    with pytest.raises(ChannelBroken, match="no MAC"):
        terminal.unprotect(answer)


def test_a_mac_under_another_tag_is_none():
    terminal, answer = answered(lambda keys: STATUS_OK, lambda mac: tlv.encode(0x8F, mac))
    with pytest.raises(ChannelBroken):
        terminal.unprotect(answer)


def test_nothing_is_believed_after_the_end():
    """The very answer that was awaited comes when the channel is over."""
    terminal, answer = answered(lambda keys: STATUS_OK)
    terminal.close()
    with pytest.raises(ChannelBroken, match="closed"):
        terminal.unprotect(answer)


def test_no_command_is_sent_twice_under_one_count():
    """A plain command is asked again with the length the card names; a protected one has gone out with its counter."""
    link = RecordedLink([])
    sent = []
    link.transmit = lambda command: sent.append(command) or b"\x6c\x10"
    session = Session(link)
    session.secure(both_sides(AES128)[0])
    with pytest.raises(ChannelDropped):
        session.send(Command(0, Ins.READ_BINARY, 0, 0, le=4), "test")
    assert len(sent) == 1
