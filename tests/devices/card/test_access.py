"""Which access is used, in which order, under which policy; and that it is told."""

from dataclasses import replace

import pytest

from devices.card import security_infos
from devices.card.access import AccessPolicy, BacRule
from devices.card.apdu import Command
from devices.card.bac import access_keys, open_by_bac
from devices.card.crypto.suites import AES128, AES192, AES256, TDES
from devices.card.files import File
from devices.card.link import ReadSize
from devices.card.problems import (
    AccessNotAllowed,
    CardBlocked,
    CardGone,
    CardNotUnderstood,
    CardRefused,
    ChannelBroken,
    MrzNeeded,
    WrongPassword,
)
from devices.card.reading import Wishes, read_card
from devices.card.security_infos import Mapping, SecurityInfo
from devices.card.session import Session
from devices.card.tlv import Tlv
from devices.simulated.chip import ChipContent, ChipLink, Faults, VirtualChip
from devices.simulated.chip.content import card_access, pace_info
from tests.devices.card.cards import ANY_ACCESS, CAN, FILES, MRZ, OLD, PACE, QUICK, WRONG_CAN, WRONG_MRZ, read
from tests.devices.card.recorded import RecordedLink

NEVER = AccessPolicy(BacRule.NEVER)
SMALL = {File.DG1: FILES[File.DG1]}
HARD_CODED = (                         # EF.CardAccess as apps for the Vietnamese card carry it
    "3134300D060804007F0007020202020101300F060A04007F000702020302020201013012060A04007F0007020204020202010202010D"
)


def with_card_access(raw: bytes, pace=(PACE,)) -> ChipContent:
    return ChipContent(SMALL | {File.CARD_ACCESS: raw}, MRZ, CAN, pace)


# ---- EF.CardAccess ---------------------------------------------------------------------------------------------------------


def test_the_card_access_of_the_vietnamese_card():
    raw = bytes.fromhex(HARD_CODED)
    infos = security_infos.parse(raw)
    assert security_infos.pace_infos(infos) == [PACE]
    assert [len(info.oid) // 2 for info in infos] == [8, 10, 10]
    assert security_infos.encode(infos) == raw
    reading = read(with_card_access(raw + bytes(20)), wishes=None)
    assert (reading.access.variant, reading.access.card_access) == ("PACE-ECDH-GM-AES-128", raw)


@pytest.mark.parametrize("raw", ["", "30", "3000", "3103020101", "310430020601", "3180", "31840FFFFFFF"])
@pytest.mark.parametrize("policy", [NEVER, AccessPolicy()])
def test_a_damaged_card_access_never_leads_to_bac(raw, policy):
    with pytest.raises((AccessNotAllowed, CardNotUnderstood)):
        read(with_card_access(bytes.fromhex(raw) or b"\0\0"), passwords=(CAN, MRZ), policy=policy)


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        ([(Mapping.ECDH_GM, TDES, 13), (Mapping.ECDH_GM, AES192, 13)], "PACE-ECDH-GM-AES-192"),
        ([(Mapping.ECDH_IM, AES128, 13), (Mapping.ECDH_GM, TDES, 13)], "PACE-ECDH-GM-3DES"),
        ([(Mapping.DH_GM, AES256, 2), (Mapping.ECDH_GM, AES128, 12)], "PACE-ECDH-GM-AES-128"),
        ([(Mapping.ECDH_GM, AES256, 12), (Mapping.ECDH_GM, AES128, 12)], "PACE-ECDH-GM-AES-256"),
        ([(Mapping.ECDH_GM, AES128, 31), (Mapping.ECDH_GM, TDES, 12)], "PACE-ECDH-GM-3DES"),
    ],
)
def test_the_variant_is_chosen(offered, chosen):
    content = ChipContent(SMALL, MRZ, CAN, tuple(pace_info(*variant) for variant in offered))
    assert read(content).access.variant == chosen


def test_what_is_no_pace_info_is_passed_over():
    two, number = Tlv(2, b"\2"), Tlv(2, b"\x0d")
    odd = [
        SecurityInfo(PACE.oid, Tlv(2, b"\1"), number), SecurityInfo(PACE.oid, two), SecurityInfo(PACE.oid, two, Tlv(4, b"\x0d")),
        SecurityInfo(PACE.oid[:-2] + "09", two, number), SecurityInfo(PACE.oid[:-4] + "0502", two, number),
        SecurityInfo(PACE.oid + "01", two, number), SecurityInfo("2A03", two, number),
    ]  # fmt: skip
    assert security_infos.pace_infos(odd) == []
    assert security_infos.pace_infos([*odd, SecurityInfo(PACE.oid, two, number)]) == [PACE]


# ---- passwords -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("password", [WRONG_CAN, WRONG_MRZ])
@pytest.mark.parametrize("policy", [NEVER, AccessPolicy(), ANY_ACCESS])
def test_a_wrong_password_is_told_and_never_followed_by_bac(password, policy):
    with pytest.raises(WrongPassword) as told:
        read(QUICK, passwords=(password,), policy=policy)
    assert told.value.details == {"password": password.kind}


def test_passwords_are_tried_in_their_order_and_once_each():
    reading = read(QUICK, passwords=(WRONG_CAN, MRZ))
    assert (reading.access.protocol, reading.access.password) == ("PACE", "MRZ")
    assert reading.exchanges == read(QUICK, passwords=(MRZ,)).exchanges + 5


def test_a_wrong_mrz_of_an_old_card():
    with pytest.raises(WrongPassword):
        read(OLD, passwords=(WRONG_MRZ,))


@pytest.mark.parametrize(("content", "password"), [(QUICK, CAN), (QUICK, MRZ), (OLD, MRZ)])
def test_a_blocked_card_says_so(content, password):
    for policy in (AccessPolicy(), ANY_ACCESS):
        with pytest.raises(CardBlocked):
            read(content, Faults(blocked=True), (password,), policy)


def test_a_card_that_refuses_every_password():
    with pytest.raises(WrongPassword):
        read(QUICK, Faults(deaf_to_password=True), (CAN, MRZ), ANY_ACCESS)


# ---- impostors: they may know everything but the password ------------------------------------------------------------------


class Impostor(ChipLink):
    """Answers one command of the opening in its own way."""

    def __init__(self, header, answer):
        super().__init__(VirtualChip(QUICK))
        self._header, self._answer, self.after = bytes.fromhex(header), answer, 0

    def transmit(self, command):
        genuine = super().transmit(command)
        if not command.startswith(self._header):
            self.after += self.after > 0
            return genuine
        self.after = 1
        return self._answer(command, genuine)


@pytest.mark.parametrize(
    ("header", "answer"),
    [
        ("008600000C", lambda sent, genuine: genuine[:-3] + bytes([genuine[-3] ^ 1]) + genuine[-2:]),
        ("008600000C", lambda sent, genuine: b"\x7c\0" + genuine[-2:]),
        ("10860000457C438341", lambda sent, genuine: b"\x7c\x43\x84" + sent[8:-1] + b"\x90\0"),
    ],
    ids=["wrong token", "no token", "our own key"],
)
def test_pace_with_an_impostor_ends_there_under_every_policy(header, answer):
    for policy in (NEVER, ANY_ACCESS):
        link = Impostor(header, answer)
        with pytest.raises(ChannelBroken):
            read_card(link, (CAN, MRZ), policy, Wishes())
        assert link.after == 1                         # not a single command more


def bac_answer(nonce: bytes) -> bytes:
    encryption, authentication = access_keys(MRZ)
    cryptogram = TDES.encrypt(encryption, nonce * 2 + bytes(16))
    return cryptogram + TDES.mac(authentication, cryptogram)


@pytest.mark.parametrize("answer", [bac_answer(b"yesterday"[:8]), bac_answer(bytes(8))[:-1] + b"?"], ids=["replayed", "MAC"])
def test_bac_with_an_impostor_ends_there(answer):
    link = RecordedLink([["0084000008", "00" * 8 + "9000"]])
    real = link.transmit
    link.transmit = lambda command: real(command) if command[1] == 0x84 else answer + b"\x90\0"
    with pytest.raises(ChannelBroken):
        open_by_bac(Session(link), MRZ, bytes)


def test_nothing_is_sent_after_the_card_was_gone():
    link = RecordedLink([])
    session = Session(link)
    with pytest.raises(CardGone):
        session.send(Command(0, 0x84, 0, 0, le=8), "test")
    link.left.append((b"", b"\x90\0"))
    with pytest.raises(CardGone):
        session.send(Command(0, 0x84, 0, 0, le=8), "test")
    assert session.exchanges == len(link.left) == 1


# ---- BAC only where it may be ----------------------------------------------------------------------------------------------


def test_an_old_card_opens_by_bac_and_it_is_recorded():
    access = read(OLD, passwords=(CAN, MRZ)).access
    assert (access.protocol, access.variant, access.password) == ("BAC", "BAC-3DES", "MRZ")
    assert access.instead_of == "no EF.CardAccess"


def test_hiding_card_access_downgrades_only_where_the_policy_lets_it():
    hidden = Faults(no_card_access=True)
    assert read(QUICK, hidden, (MRZ,)).access.instead_of == "no EF.CardAccess"
    with pytest.raises(AccessNotAllowed):
        read(QUICK, hidden, (MRZ,), NEVER)


def test_an_old_card_without_its_mrz():
    with pytest.raises(MrzNeeded):
        read(OLD, passwords=(CAN,))
    with pytest.raises(AccessNotAllowed):
        read(OLD, passwords=(CAN,), policy=NEVER)


class Unwilling(ChipLink):
    """A chip that tells of PACE and refuses to begin it."""

    def transmit(self, command):
        return bytes.fromhex("6A80") if command[1:4] == bytes.fromhex("22C1A4") else super().transmit(command)


def test_pace_that_does_not_come_about_is_followed_by_bac_only_where_allowed():
    wishes = Wishes(files=frozenset(FILES))
    for policy in (NEVER, AccessPolicy()):
        with pytest.raises(CardRefused) as refused:
            read_card(Unwilling(VirtualChip(QUICK)), (MRZ,), policy, wishes)
        assert refused.value.details == {"stage": "PACE", "status": "6A80"}
    access = read_card(Unwilling(VirtualChip(QUICK)), (MRZ,), ANY_ACCESS, wishes).access
    assert (access.protocol, access.instead_of) == ("BAC", "PACE-ECDH-GM-AES-128: CARD-07")


def test_only_unknown_variants_are_no_reason_for_bac_by_themselves():
    unknown = card_access((replace(PACE, parameter_id=31), replace(PACE, oid=PACE.oid[:-4] + "0402")))
    with pytest.raises(AccessNotAllowed):
        read(with_card_access(unknown), passwords=(MRZ,))
    access = read(with_card_access(unknown), passwords=(MRZ,), policy=ANY_ACCESS).access
    assert (access.protocol, access.instead_of) == ("BAC", "no PACE known to this program")


def test_a_chip_that_is_no_document():
    class Bank(ChipLink):
        def transmit(self, command):
            return bytes.fromhex("6A82")

    with pytest.raises(CardNotUnderstood):
        read_card(Bank(VirtualChip(OLD)), (MRZ,), AccessPolicy(), Wishes())


def test_one_protocol_over_several_curves_is_asked_for_by_name():
    for numbers in ((12, 13), (13, 12)):
        offered = tuple(pace_info(Mapping.ECDH_GM, AES128, number) for number in numbers)
        seen = []
        content = ChipContent(SMALL, MRZ, CAN, offered)
        read_card(ChipLink(VirtualChip(content)), (CAN,), NEVER, Wishes(files=SMALL.keys(), told=seen.append))
        announced = next(exchange for exchange in seen if exchange.header == bytes.fromhex("0022C1A4"))
        assert announced.sent == 5 + 12 + 3 + 3        # protocol, password, parameters


@pytest.mark.parametrize("extended", [True, False])
def test_a_chip_whose_card_access_is_found_below_the_master_file_only(extended):
    reading = read(QUICK, Faults(starts_in_application=True), size=ReadSize(extended=extended))
    assert reading.files == FILES
    assert reading.access.protocol == "PACE"


@pytest.mark.parametrize("faults", [Faults(no_master_file=True), Faults(no_master_file=True, no_short_identifiers=True)])
def test_a_chip_that_starts_in_its_application(faults):
    """SELECT 3F00 gives 6D00, as seen on Vietnamese cards; after a session ended it is opened again all the same."""
    assert read(QUICK, faults).files == FILES
    assert read(QUICK, replace(faults, short_only=True)).files == FILES
