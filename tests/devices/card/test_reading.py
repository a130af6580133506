"""Whole readings of virtual cards: what the chip holds is what is read, within the commands promised."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.card.apdu import Ins, Sw
from devices.card.chip_proof import ChipPublicKey, authenticate_chip, sign_nonce
from devices.card.crypto.groups import group
from devices.card.crypto.suites import AES128, AES192, AES256, TDES
from devices.card.files import File
from devices.card.link import STEPS, ReadSize
from devices.card.problems import CardGone, CardNotUnderstood, CardProblem, ChannelBroken, ChannelDropped
from devices.card.reading import ACCESS, ORDER, Wishes, read_card
from devices.card.security_infos import Mapping
from devices.simulated.chip import ChipContent, ChipKey, ChipLink, Faults, VirtualChip
from devices.simulated.chip.content import filled, pace_info
from kiosk.work import Cancelled
from tests.devices.card.cards import ANY_ACCESS, CAN, CHIP_KEY, FILES, MRZ, OLD, PACE, QUICK, VIETNAMESE, Watching, read

EXTENDED_TARGET, SHORT_TARGET = 35, 115
SUITES = (TDES, AES128, AES192, AES256)
VARIANTS = [
    *[pace_info(Mapping.ECDH_GM, suite, number) for number in (12, 13) for suite in SUITES],
    *[pace_info(Mapping.ECDH_GM, AES128, number) for number in (8, 9, 10, 11, 14, 15, 16, 17, 18)],
    pace_info(Mapping.DH_GM, AES128, 0), pace_info(Mapping.DH_GM, TDES, 1), pace_info(Mapping.DH_GM, AES256, 2),
]  # fmt: skip


def prove(session, files):
    """Chip and active authentication, as a whole reading has them."""
    key = ChipPublicKey(CHIP_KEY.oid, CHIP_KEY.suite, CHIP_KEY.group, CHIP_KEY.public, CHIP_KEY.key_id)
    authenticate_chip(session, key, lambda size: b"\x05" * size)
    assert sign_nonce(session, b"12345678", 64) == b"12345678" * 8


# ---- the numbers promised ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("content", "passwords"), [(VIETNAMESE, (CAN,)), (OLD, (MRZ,))])
@pytest.mark.parametrize(("extended", "target"), [(True, EXTENDED_TARGET), (False, SHORT_TARGET)])
def test_a_whole_reading_stays_within_its_commands(content, passwords, extended, target):
    content = ChipContent(FILES, MRZ, CAN, content.pace, CHIP_KEY, VIETNAMESE.sign)
    chip = VirtualChip(content)
    wishes = Wishes(files=frozenset(FILES), prove=prove)
    reading = read_card(ChipLink(chip, ReadSize(extended=extended)), passwords, ANY_ACCESS, wishes)
    assert reading.files == FILES
    assert reading.refused == {}
    assert reading.exchanges == chip.commands <= target


@pytest.mark.parametrize("info", [pytest.param(info, id=f"{info.name}-{info.parameter_id}") for info in VARIANTS])
def test_every_variant_of_pace_opens_the_card(info):
    content = ChipContent({File.DG1: FILES[File.DG1]}, MRZ, CAN, (info,))
    size = ReadSize(extended=True)
    for password in (CAN, MRZ):
        reading = read(content, passwords=(password,), size=size)
        assert reading.files == content.files
        assert (reading.access.protocol, reading.access.variant) == ("PACE", info.name)
        assert (reading.access.password, reading.access.instead_of) == (password.kind, "")


@pytest.mark.parametrize("suite", SUITES)
def test_chip_authentication_mapping_proves_the_chip(suite):
    numbers = group(13)
    key = ChipKey(numbers, 77777, suite)
    files = {File.DG1: FILES[File.DG1], File.CARD_SECURITY: filled(0x30, 300)}
    content = ChipContent(files, MRZ, CAN, (pace_info(Mapping.ECDH_CAM, suite, 13),), key)
    reading = read(content)
    assert reading.access.card_security == files[File.CARD_SECURITY]
    assert reading.access.chip_proof.proves(key.public)
    assert not reading.access.chip_proof.proves(ChipKey(numbers, 77778, suite).public)


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("number", [0, 10, 13, 18])
def test_chip_authentication_in_every_suite(suite, number):
    key = ChipKey(group(number), 987654321, suite, key_id=3)
    content = ChipContent(FILES, MRZ, CAN, (PACE,), key)

    def prove_chip(session, files):
        public = ChipPublicKey(key.oid, suite, key.group, key.public, 3)
        authenticate_chip(session, public, lambda size: b"\x11" * size)
        assert session.channel.suite is suite

    wishes = Wishes(files=frozenset(FILES), prove=prove_chip)
    assert read(content, wishes=wishes).files == FILES


@pytest.mark.parametrize("wanted", [frozenset(FILES), frozenset({File.DG14})])
@pytest.mark.parametrize("errors_drop", [True, False])
def test_a_copy_without_the_chips_secret_fails_at_the_next_command(wanted, errors_drop):
    def prove_chip(session, files):
        genuine = ChipPublicKey(CHIP_KEY.oid, AES128, CHIP_KEY.group, ChipKey(CHIP_KEY.group, 5, AES128).public)
        authenticate_chip(session, genuine, lambda size: b"\x11" * size)

    with pytest.raises((ChannelBroken, ChannelDropped)):
        read(faults=Faults(errors_drop=errors_drop), wishes=Wishes(files=wanted, prove=prove_chip))


# ---- any card, any reader ------------------------------------------------------------------------------------------------

lengths = st.integers(4, 3000) | st.sampled_from([127, 128, 129, 223, 224, 225, 227, 255, 256, 257, 2048, 2052, 2053])
tags = {
    File.COM: 0x60, File.SOD: 0x77, File.DG1: 0x61, File.DG2: 0x75, File.DG11: 0x6B, File.DG12: 0x6C, File.DG13: 0x6D,
    File.DG14: 0x6E, File.DG15: 0x6F, File.DG16: 0x70, File.DG7: 0x67,
}  # fmt: skip


@st.composite
def some_files(draw):
    chosen = draw(st.sets(st.sampled_from(sorted(tags, key=lambda file: file.name)), min_size=1, max_size=4))
    found = {}
    for file in chosen:
        try:
            found[file] = filled(tags[file], draw(lengths))
        except ValueError:                             # no element is exactly that long
            found[file] = filled(tags[file], 100)
    return found


faults = st.builds(
    Faults,
    short_only=st.booleans(),
    longest_answer=st.sampled_from([112, 150, 200, 224, 300, 1500, 65536]),
    too_long=st.sampled_from([Sw.WRONG_LENGTH, Sw.OFFSET]),
    gives_at_most=st.sampled_from([7, 100, 65536]),
    errors_drop=st.booleans(),
    no_master_file=st.booleans(),
    no_short_identifiers=st.booleans(),
    beyond_end=st.sampled_from([Sw.END_OF_FILE, Sw.OFFSET, Sw.WRONG_LENGTH]),
)


@given(files=some_files(), faults=faults, extended=st.booleans(), old=st.booleans(), suite=st.sampled_from(SUITES))
def test_what_the_chip_holds_is_what_is_read(files, faults, extended, old, suite):
    content = ChipContent(files, MRZ, CAN, () if old else (pace_info(Mapping.ECDH_GM, suite, 12),))
    wanted = frozenset(tags)
    reading = read(content, faults, (MRZ,), size=ReadSize(extended=extended), wishes=Wishes(files=wanted))
    assert reading.files == files
    assert reading.refused == dict.fromkeys(wanted - files.keys(), Sw.NOT_FOUND)


@settings(max_examples=12)
@given(st.integers(32_700, 33_100) | st.integers(65_000, 70_000), st.booleans(), st.sampled_from([TDES, AES256]))
def test_long_files_are_read_beyond_what_a_short_offset_reaches(length, extended, suite):
    content = ChipContent({File.DG2: filled(0x75, length)}, MRZ, CAN, (pace_info(Mapping.ECDH_GM, suite, 12),))
    seen = []
    wishes = Wishes(files=frozenset(content.files), told=seen.append)
    assert read(content, size=ReadSize(extended=extended), wishes=wishes).files == content.files
    beyond = 0x7FFF + (2048 if extended else 231)      # the last short offset may still fetch a whole piece
    if length > beyond:
        assert Ins.READ_BINARY_LONG in {exchange.header[1] for exchange in seen}


@given(faults, st.integers(1, 90))
def test_a_truncated_file_is_never_taken_for_a_whole_one(faults, left):
    faults = Faults(
        short_only=faults.short_only, gives_at_most=faults.gives_at_most, errors_drop=faults.errors_drop,
        beyond_end=faults.beyond_end, truncated={File.DG1: left},
    )  # fmt: skip
    try:
        reading = read(faults=faults, wishes=Wishes(files={File.DG1, File.DG13}))
    except CardProblem:
        return
    assert File.DG1 not in reading.files
    assert File.DG1 in reading.refused


# ---- pulled, disturbed, called off ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [QUICK, OLD], ids=["pace", "bac"])
@pytest.mark.parametrize("extended", [True, False])
def test_a_card_pulled_at_any_command_gives_that_error_and_nothing_else(content, extended):
    content = ChipContent(FILES, MRZ, CAN, content.pace, CHIP_KEY, VIETNAMESE.sign)
    wishes = Wishes(files=frozenset(FILES), prove=prove)
    whole = read(content, passwords=(MRZ,), size=ReadSize(extended=extended), wishes=wishes).exchanges
    for number in range(1, whole + 1):
        size = ReadSize(extended=extended)
        link = ChipLink(VirtualChip(content, Faults(pulled_at=number)), size)
        with pytest.raises(CardGone):
            read_card(link, (MRZ,), ANY_ACCESS, wishes)
        with pytest.raises(CardGone):
            link.transmit(bytes.fromhex("00A4020C02011E"))
    assert read(content, passwords=(MRZ,), wishes=wishes).exchanges == whole or not extended


class Swapped(ChipLink):
    """Another card lies on the reader from a certain command on, and the driver says nothing."""

    def __init__(self, chip, other, number):
        super().__init__(chip)
        self._other, self._left = other, number

    def transmit(self, command):
        self._left -= 1
        if self._left == 0:
            self.swap(self._other)
        return super().transmit(command)


@pytest.mark.parametrize("errors_drop", [True, False])
def test_a_card_swapped_at_any_command_never_mixes_two_cards(errors_drop):
    others = {file: data[:-1] + b"?" for file, data in FILES.items()}
    other = ChipContent(others, MRZ, CAN, QUICK.pace, CHIP_KEY, VIETNAMESE.sign)
    wishes = Wishes(files=frozenset(FILES), prove=prove)
    for number in range(1, read(QUICK, wishes=wishes).exchanges + 1):
        faults = Faults(errors_drop=errors_drop)
        link = Swapped(VirtualChip(QUICK, faults), VirtualChip(other, faults), number)
        try:
            reading = read_card(link, (CAN,), ANY_ACCESS, wishes)
        except CardProblem:
            continue
        assert reading.files == others
        assert number < 5                              # before the first secret was used


def test_a_wrong_mac_at_any_command_ends_the_reading():
    first = 9                                          # CardAccess takes three commands, PACE five
    for number in range(first, read(QUICK).exchanges + 1):
        with pytest.raises(ChannelBroken):
            read(QUICK, faults=Faults(wrong_mac_at=number))


def test_a_session_dropped_at_any_command_is_an_error_or_is_opened_again():
    whole = read(QUICK).exchanges
    for number in range(1, whole + 1):
        try:
            reading = read(QUICK, faults=Faults(drops_at=number))
        except CardProblem:
            continue
        assert set(reading.files) | set(reading.refused) == set(FILES)
        assert all(FILES[file] == data for file, data in reading.files.items())


def test_progress_is_heard_and_can_call_the_work_off():
    watching = Watching()
    read(wishes=Wishes(files=frozenset(FILES), progress=watching))
    whole = [name for name, done, total in watching.heard if done == total]
    assert whole == [file.name for file in ORDER if file in FILES]
    assert [done for name, done, _ in watching.heard if name == ACCESS] == list(range(9))
    photo = [done for name, done, _ in watching.heard if name == "DG2"]
    assert photo == sorted(photo)
    assert len(photo) > 8
    for steps in range(len(watching.heard)):
        stopped = Watching(stop_after=steps)
        with pytest.raises(Cancelled):
            read(wishes=Wishes(files=frozenset(FILES), progress=stopped))
        assert stopped.heard == watching.heard[:steps + 1]


def test_text_comes_before_the_photo():
    came = []
    read(wishes=Wishes(files=frozenset(FILES), came=lambda file, data: came.append(file)))
    assert came.index(File.DG13) < came.index(File.DG2) == len(came) - 1


def test_the_chip_is_asked_to_prove_itself_also_where_no_picture_is_wanted():
    calls = []
    read(wishes=Wishes(files={File.DG1}, prove=lambda session, files: calls.append(set(files))))
    assert calls == [{File.DG1}]


def test_the_trace_holds_headers_sizes_and_times_only():
    seen = []
    reading = read(wishes=Wishes(files=frozenset(FILES), told=seen.append))
    assert len(seen) == reading.exchanges
    assert all(len(exchange.header) == 4 and exchange.seconds >= 0 for exchange in seen)
    assert {exchange.sw for exchange in seen} == {Sw.OK}
    assert sum(exchange.received for exchange in seen) > sum(map(len, FILES.values()))
    assert repr(FILES[File.COM])[2:-1] not in repr(reading)


# ---- what a reader can carry ---------------------------------------------------------------------------------------------


def test_a_reader_without_extended_length_is_learned_once():
    size = ReadSize()
    first = read(faults=Faults(short_only=True), size=size)
    second = read(faults=Faults(short_only=True), size=size)
    assert first.files == second.files == FILES
    assert not size.extended
    assert second.exchanges < first.exchanges <= SHORT_TARGET


class DeafToLongAnswers(ChipLink):
    """A reader that loses the card when an answer is longer than it can carry."""

    def transmit(self, command):
        answer = super().transmit(command)
        if len(answer) > 522:
            self.pull()
            raise CardGone
        return answer


def test_a_reader_that_loses_the_card_over_long_answers_reads_it_in_the_end():
    size, tries = ReadSize(), 0
    while True:
        tries += 1
        try:
            link = DeafToLongAnswers(VirtualChip(VIETNAMESE), size)
            reading = read_card(link, (CAN,), ANY_ACCESS, Wishes(files=frozenset(FILES)))
        except CardGone:
            continue
        break
    assert reading.files == FILES
    assert 1 < tries <= len(STEPS)


def test_a_lifted_card_does_not_shorten_what_has_worked():
    size = ReadSize()
    whole = read(size=size).exchanges
    for number in range(1, whole + 1):
        with pytest.raises(CardGone):
            read(faults=Faults(pulled_at=number), size=size)
    assert size.most == STEPS[0]


@pytest.mark.parametrize("begin", ["00000000", "758000000000", "7584FFFFFFFF00", "75830FFFFF00", "30"])
def test_a_file_that_is_no_file_is_not_understood(begin):
    content = ChipContent({File.DG2: bytes.fromhex(begin)}, MRZ, CAN, (PACE,))
    with pytest.raises(CardNotUnderstood):
        read(content)


def test_files_a_card_does_not_have_cost_one_command_each():
    wanted = frozenset(FILES) | {File.DG11, File.DG12, File.DG16}
    reading = read(QUICK, wishes=Wishes(files=wanted))
    assert reading.exchanges == read(QUICK).exchanges + 3
    assert reading.refused == dict.fromkeys({File.DG11, File.DG12, File.DG16}, Sw.NOT_FOUND)


@settings(max_examples=200)
@given(st.binary(max_size=30), st.booleans())
def test_a_chip_that_holds_rubbish_gives_it_whole_or_the_typed_error(held, errors_drop):
    """Right MACs over files that are none: the channel helps nothing there."""
    content = ChipContent(FILES | {File.DG1: held}, MRZ, CAN)
    try:
        reading = read(content, Faults(errors_drop=errors_drop), (MRZ,), wishes=Wishes(files={File.DG1, File.DG15}))
    except CardProblem:
        return
    assert held.startswith(reading.files.get(File.DG1, b""))
    assert reading.files[File.DG15] == FILES[File.DG15]


def test_fingerprints_are_not_even_asked_for():
    content = ChipContent(FILES | {File.DG3: filled(0x63, 50)}, MRZ, CAN, (PACE,))
    reading = read(content)
    assert reading.files == FILES
    assert File.DG3 not in reading.refused
