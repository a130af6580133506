"""Commands and answers as bytes, and cards that answer rubbish: only typed errors, whatever comes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.card import security_infos
from devices.card.access import AccessPolicy
from devices.card.apdu import Answer, Command, MalformedApdu, tries_left
from devices.card.problems import CardNotUnderstood, CardProblem
from devices.card.reading import Wishes, read_card
from devices.card.session import Session
from devices.card.tlv import NotTlv
from devices.simulated.chip import ChipLink, Faults, VirtualChip
from tests.devices.card.cards import ANY_ACCESS, CAN, FILES, MRZ, OLD, QUICK
from tests.devices.card.recorded import RecordedLink

data = st.binary(max_size=300) | st.integers(250, 66_000).map(bytes).filter(lambda made: len(made) <= 65535)
lengths = st.integers(0, 65536) | st.sampled_from([1, 255, 256, 257, 65535, 65536])
byte = st.integers(0, 255)


@given(st.builds(Command, byte, byte, byte, byte, data, lengths))
def test_a_command_is_parsed_as_it_was_meant(command):
    raw = command.encode()
    assert Command.parse(raw) == command
    assert (len(raw) > 4 + 1 + 255 + 1) <= command.extended


@pytest.mark.parametrize(
    ("command", "raw"),
    [
        (Command(0, 0xA4, 4, 0x0C), "00A4040C"),
        (Command(0, 0xB0, 0, 0, le=256), "00B0000000"),
        (Command(0, 0xB0, 0, 0, le=257), "00B00000000101"),
        (Command(0, 0xB0, 0, 0, le=65536), "00B00000000000"),
        (Command(0, 0xA4, 2, 0x0C, b"\1\x1c"), "00A4020C02011C"),
        (Command(0, 0x86, 0, 0, b"\x7c\0", 256), "00860000027C0000"),
        (Command(0, 0x86, 0, 0, b"\x7c\0", 65536), "00860000000002" + "7C000000"),
    ],
)
def test_commands_as_bytes(command, raw):
    assert command.encode().hex().upper() == raw


@given(st.binary(max_size=40))
def test_any_bytes_are_a_command_or_the_typed_error(raw):
    try:
        command = Command.parse(raw)
    except MalformedApdu:
        return
    assert Command.parse(command.encode()) == command


@pytest.mark.parametrize(("data", "le"), [(bytes(65536), 0), (b"", 65537), (b"", -1)])
def test_more_than_an_apdu_can_say(data, le):
    command = Command(0, 0, 0, 0, data, le)
    with pytest.raises(MalformedApdu):
        command.encode()


@given(st.binary(max_size=20))
def test_answers(raw):
    if len(raw) < 2:
        with pytest.raises(MalformedApdu):
            Answer.parse(raw)
    else:
        assert Answer.parse(raw).encode() == raw


def test_tries_left():
    assert [tries_left(sw) for sw in (0x63C0, 0x63C2, 0x6300, 0x9000)] == [0, 2, None, None]


@given(st.binary(max_size=200))
def test_security_infos_are_read_or_the_typed_error(raw):
    try:
        infos = security_infos.parse(raw)
    except NotTlv:
        return
    security_infos.pace_infos(infos)


# ---- cards that answer in pieces, or with another length -----------------------------------------------------------------


def test_an_answer_in_pieces_is_put_together():
    link = RecordedLink([["00B0000010", "01026102"], ["00C0000002", "03049000"]])
    session = Session(link)
    assert session.send(Command(0, 0xB0, 0, 0, le=16), "file") == Answer(0x9000, b"\1\2\3\4")
    assert session.exchanges == 2


def test_a_wrong_le_is_asked_again_with_the_right_one():
    link = RecordedLink([["00B0000010", "6C04"], ["00B0000004", "010203049000"]])
    assert Session(link).expect(Command(0, 0xB0, 0, 0, le=16), "file") == b"\1\2\3\4"


def test_an_answer_in_endless_pieces_is_given_up():
    link = RecordedLink([["00B0000010", "016101"], *[["00C0000001", "016101"]] * 400])
    with pytest.raises(CardNotUnderstood):
        Session(link).send(Command(0, 0xB0, 0, 0, le=16), "file")
    assert len(link.left) > 50


# ---- cards that answer rubbish -------------------------------------------------------------------------------------------


class Rubbish(ChipLink):
    """A card whose answers are replaced or damaged from a certain command on."""

    def __init__(self, chip, damage):
        super().__init__(chip)
        self._damage = damage

    def transmit(self, command):
        return self._damage(super().transmit(command), len(command))


@st.composite
def damages(draw):
    first, often = draw(st.integers(1, 16)), draw(st.booleans())
    kind = draw(st.sampled_from(["replace", "status", "flip", "cut", "empty", "longer", "echo"]))
    junk, number = draw(st.binary(max_size=80)), draw(st.integers(0, 65535))
    count = 0

    def damage(answer, sent):
        nonlocal count
        count += 1
        if count < first or (count > first and not often):
            return answer
        place = number % len(answer)
        return {
            "replace": junk + answer[-2:], "status": number.to_bytes(2), "cut": answer[:place], "empty": b"",
            "flip": answer[:place] + bytes([answer[place] ^ (number % 255 + 1)]) + answer[place + 1:],
            "longer": answer[:-2] + junk + answer[-2:], "echo": bytes(sent) + answer[-2:],
        }[kind]  # fmt: skip

    return damage


@settings(max_examples=150)
@given(damages(), st.sampled_from([QUICK, OLD]), st.sampled_from([AccessPolicy(), ANY_ACCESS]), st.booleans())
def test_a_card_that_answers_rubbish_gives_a_typed_error_or_the_truth(damage, content, policy, errors_drop):
    link = Rubbish(VirtualChip(content, Faults(errors_drop=errors_drop)), damage)
    try:
        reading = read_card(link, (CAN, MRZ), policy, Wishes(files=frozenset(FILES)))
    except CardProblem:
        return
    assert all(FILES[file] == data for file, data in reading.files.items())
    assert set(reading.files) | set(reading.refused) == set(FILES)
