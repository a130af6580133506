"""A card read whole: within its commands, the text first, the verdict right whatever the card is."""

from dataclasses import replace

import pytest

from devices.card.files import File
from devices.card.keys_given import KeyUnusable, passwords_of
from devices.card.lds import dg2
from devices.card.lds.dg2 import PictureKind
from devices.card.problems import CardGone, CardNotUnderstood, MrzNeeded, WrongPassword
from devices.card.stages import Stage
from devices.card.trust.checks import Check, Outcome, Verdict
from devices.card.whole import Hearing, read_whole
from devices.simulated import card_files
from devices.simulated.chip import Faults
from kiosk.device_ports import CardKey, CheckEnd, OpenedBy, Proof
from tests.devices.card import issued
from tests.devices.card.issued import BINH, CAN, GENUINE, NOTHING, Desk, asked

EXTENDED_TARGET, SHORT_TARGET = 35, 115
MRZ = card_files.mrz_of(BINH)


@pytest.mark.parametrize(("extended", "target"), [(True, EXTENDED_TARGET), (False, SHORT_TARGET)])
def test_a_whole_reading_with_all_proofs_stays_within_its_commands(extended, target):
    desk = Desk(issued.large(), extended=extended)
    found = read_whole(desk.connect, asked())
    assert {result.outcome for result in found.examination.results} == {Outcome.PASSED}
    assert found.verdict is Verdict.AUTHENTICATED
    assert 16_000 < len(found.card.photo) < 20_000
    assert len(found.exchanges) == desk.chip.commands <= target
    assert set(found.seconds) == set(Stage)


def test_what_is_told_of_a_genuine_card():
    found = read_whole(Desk().connect, asked())
    card = found.card
    assert card.holder == BINH.holder
    assert (card.proof, card.opened_by, card.training) == (Proof.AUTHENTIC, OpenedBy.PACE, False)
    assert all(check.end is CheckEnd.PASSED for check in card.checks)
    assert card.photo == BINH.data().photo
    assert found.refusal is None
    assert CAN not in repr(found)
    assert BINH.full_name not in repr(found)


def test_the_text_comes_once_before_proofs_and_photo_and_claims_nothing():
    heard = []
    desk = Desk()
    read_whole(desk.connect, asked(), Hearing(heard.append, lambda card: heard.append((desk.chip.commands, card))))
    ((at, card),) = [said for said in heard if isinstance(said, tuple)]
    assert card.holder == BINH.holder
    assert (card.proof, card.photo, card.checks) == (Proof.READ_NOT_AUTHENTICATED, b"", ())
    assert at < desk.chip.commands - 5
    told = [said for said in heard if not isinstance(said, tuple)]
    assert told == sorted(told)
    assert told[-1] == 99


def test_the_trace_holds_headers_and_sizes_and_nothing_of_the_card():
    heard = []
    found = read_whole(Desk().connect, asked(), Hearing(told=heard.append))
    assert tuple(heard) == found.exchanges
    assert {len(one.header) for one in heard} == {4}


@pytest.mark.parametrize(
    ("content", "trust", "failed", "code"),
    [
        (issued.tampered, None, {Check.DATA_HASHES, Check.CONSISTENCY}, "CARD-21"),
        (issued.copied, None, {Check.CHIP_AUTHENTICATION}, "CARD-34"),
        (issued.copied_without_chip_authentication, None, {Check.ACTIVE_AUTHENTICATION}, "CARD-34"),
        (issued.by_expired_signer, None, {Check.SIGNER_CHAIN}, "CARD-21"),
        (lambda: GENUINE, issued.revoking, {Check.SIGNER_CHAIN}, "CARD-21"),
        (lambda: replace(GENUINE, files={**GENUINE.files, File.SOD: b"\x77\x02\x05\0"}), None, {Check.SOD_SIGNATURE}, "CARD-21"),
    ],
)
def test_a_card_that_fails_a_check_is_rejected_and_says_which(content, trust, failed, code):
    found = read_whole(Desk(content()).connect, asked(trust=trust() if trust else issued.TRUST))
    assert found.verdict is Verdict.REJECTED
    assert found.card.proof is Proof.REJECTED
    outcomes = {result.check for result in found.examination.results if result.outcome is Outcome.FAILED}
    assert failed & outcomes
    assert outcomes <= failed
    assert found.refusal is not None
    assert found.refusal.code == code
    assert "{" not in found.refusal.for_operator()


def test_without_an_anchor_it_is_read_and_not_authenticated():
    found = read_whole(Desk().connect, asked(trust=NOTHING))
    assert found.card.proof is Proof.READ_NOT_AUTHENTICATED
    assert found.card.photo
    assert found.refusal is None


def test_a_photo_that_cannot_be_shown_is_said_and_harms_nothing():
    broken = dg2.encode_19794(b"\xff\xd8\xff\xe0" + bytes(5000), PictureKind.JPEG, (240, 320))
    for data in (broken, b"\x75\x03abc"):
        found = read_whole(Desk(issued.signed_again(GENUINE, {File.DG2: data})).connect, asked())
        assert (found.card.photo, found.card.photo_damaged) == (b"", True)
        assert found.verdict is Verdict.AUTHENTICATED


def test_a_photo_of_the_other_kind_becomes_a_jpeg():
    picture = issued.noise((90, 120), "JPEG2000")
    content = issued.signed_again(GENUINE, {File.DG2: dg2.encode_19794(picture, PictureKind.JPEG2000, (90, 120))})
    assert read_whole(Desk(content).connect, asked()).card.photo.startswith(b"\xff\xd8\xff")


def test_a_card_of_a_small_child_has_no_photo():
    found = read_whole(Desk(issued.signed_again(GENUINE, {File.DG2: b""})).connect, asked())
    assert (found.card.photo, found.card.photo_damaged, found.verdict) == (b"", False, Verdict.AUTHENTICATED)


# ---- a card that goes ---------------------------------------------------------------------------------------------------


class NoLongAnswers:
    """A reader that loses the card over answers it cannot carry."""

    def __init__(self, link, most=300):
        self._link, self._most, self.gone = link, most, False
        self.atr, self.read_size = link.atr, link.read_size

    def transmit(self, command):
        if self.gone:
            raise CardGone
        answer = self._link.transmit(command)
        self.gone = len(answer) > self._most
        if self.gone:
            raise CardGone
        return answer


def test_a_reader_without_long_answers_is_found_out_and_the_card_read():
    desk = Desk(issued.large())
    desk.wrap = NoLongAnswers
    found = read_whole(desk.connect, asked())
    assert found.verdict is Verdict.AUTHENTICATED
    assert desk.connected == 3                         # 2048, 1024, then short ones
    assert not desk.size.extended
    again = Desk(issued.large())
    again.size, again.wrap = desk.size, NoLongAnswers
    read_whole(again.connect, asked())
    assert again.connected == 1                        # it is remembered


def test_it_is_not_tried_for_ever():
    desk = Desk()
    desk.wrap = lambda link: NoLongAnswers(link, 120)
    with pytest.raises(CardGone):
        read_whole(desk.connect, asked())
    assert desk.connected <= 3


@pytest.mark.parametrize("at", [1, 2, 4, 6])
def test_a_card_lost_before_it_opened_is_not_tried_again(at):
    desk = Desk(faults=Faults(pulled_at=at))
    with pytest.raises(CardGone):
        read_whole(desk.connect, asked())
    assert desk.connected == 1


def test_a_wrong_number_is_asked_once():
    desk = Desk()
    with pytest.raises(WrongPassword):
        read_whole(desk.connect, asked(passwords_of(CardKey(can="999999"))))
    assert desk.connected == 1


def test_only_what_opened_the_card_is_tried_again():
    """A wrong CAN beside the right MRZ costs one try of the card, not one more with each new connection."""
    desk = Desk(issued.large())
    desk.wrap = NoLongAnswers
    found = read_whole(desk.connect, asked(passwords_of(CardKey(can="999999", mrz=MRZ))))
    assert (found.access.password, desk.connected) == ("MRZ", 3)
    tries = [command for command in desk.sent if command[:4] == b"\x00\x22\xc1\xa4"]
    assert [b"\x83\x01\x02" in command for command in tries] == [True, False, False, False]


def test_the_mrz_opens_the_card_too_and_is_compared():
    found = read_whole(Desk().connect, asked(passwords_of(CardKey(mrz=MRZ))))
    assert (found.access.password, found.verdict) == ("MRZ", Verdict.AUTHENTICATED)


# ---- what is given to open it -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("can", ["", "12345", "1234567", "12a456", "１２３４５６", "0010880042170"])
def test_a_slip_of_the_hand_is_found_before_a_card_is_asked(can):
    with pytest.raises(KeyUnusable):
        passwords_of(CardKey(can=can))


@pytest.mark.parametrize("mrz", [MRZ[:89], MRZ.lower(), MRZ[:30] + "0" + MRZ[31:], "IDVNM", MRZ.replace("<", " ")])
def test_lines_that_are_none_are_found_before_a_card_is_asked(mrz):
    with pytest.raises(KeyUnusable):
        passwords_of(CardKey(mrz=mrz))


def test_the_whole_number_opens_by_its_end_and_is_compared_whole():
    found = read_whole(Desk().connect, asked(passwords_of(CardKey(can=f" {BINH.personal_id} "))))
    assert found.verdict is Verdict.AUTHENTICATED
    other = "0" * 6 + CAN
    found = read_whole(Desk().connect, asked(passwords_of(CardKey(can=other))))
    assert found.examination.result(Check.CONSISTENCY).outcome is Outcome.FAILED


def test_a_key_shows_nothing():
    assert CAN not in repr(passwords_of(CardKey(can=CAN, mrz=MRZ)))


# ---- other chips --------------------------------------------------------------------------------------------------------


def test_an_old_card_asks_for_its_lines_and_a_chip_of_another_kind_does_not():
    old = replace(GENUINE, pace=())
    with pytest.raises(MrzNeeded):
        read_whole(Desk(old).connect, asked())
    found = read_whole(Desk(old).connect, asked(passwords_of(CardKey(mrz=MRZ))))
    assert found.card.opened_by is OpenedBy.BAC_CARD_IS_OLD
    with pytest.raises(CardNotUnderstood):
        read_whole(Desk(replace(old, files={})).connect, asked(passwords_of(CardKey(mrz=MRZ))))
