"""ICAO 9303-11's own worked examples, command by command."""

import json
from pathlib import Path

import pytest

from devices.card import pace
from devices.card.apdu import Command, Ins
from devices.card.bac import access_keys, open_by_bac
from devices.card.crypto.groups import group, mapped_generator
from devices.card.crypto.suites import AES128, TDES
from devices.card.files import File
from devices.card.pace import ChipProof, open_by_pace, session_keys
from devices.card.passwords import Can, Mrz, NotAPassword, check_digit
from devices.card.problems import ChannelBroken
from devices.card.secure_messaging import SessionKeys
from devices.card.security_infos import Mapping, PaceInfo
from devices.card.session import Session
from tests.devices.card.recorded import Dice, RecordedLink

VECTORS = json.loads((Path(__file__).parent / "icao_vectors.json").read_text("utf-8"))
BAC, PACE, CAM = (VECTORS[name] for name in ("bac_appendix_d", "pace_ecdh_gm_appendix_g1", "pace_cam_appendix_i"))
BP256 = group(13)
assert BP256 is not None


def hexed(data: bytes) -> str:
    return data.hex().upper()


def mrz_of(vector: dict[str, str]) -> Mrz:
    return Mrz(vector["document_number"], vector["birth"], vector["expiry"])


# ---- BAC and secure messaging (appendix D) ---------------------------------------------------------------------------


def test_the_basic_access_keys():
    mrz = mrz_of(BAC)
    assert mrz.information == BAC["mrz_information"]
    assert [hexed(key) for key in access_keys(mrz)] == [BAC["k_enc"], BAC["k_mac"]]


def opened_by_bac(exchanges):
    link = RecordedLink(exchanges)
    session = Session(link)
    channel = open_by_bac(session, mrz_of(BAC), Dice(BAC["rnd_ifd"], BAC["k_ifd"]))
    session.secure(channel)
    return link, session, channel


def test_bac_and_reading_ef_com():
    link, session, channel = opened_by_bac(BAC["exchanges"])
    assert hexed(channel.counter) == BAC["ssc_after_bac"]
    session.expect(Command(0, Ins.SELECT, 2, 0x0C, File.COM.identifier.to_bytes(2)), "COM")
    begun = session.expect(Command(0, Ins.READ_BINARY, 0, 0, le=4), "COM")
    rest = session.expect(Command(0, Ins.READ_BINARY, 0, 4, le=18), "COM")
    assert hexed(begun + rest) == BAC["ef_com"]
    assert hexed(channel.counter) == BAC["ssc_after_reading_com"]
    assert link.left == []
    assert session.exchanges == len(BAC["exchanges"])


@pytest.mark.parametrize("place", range(0, 50, 2))
def test_any_changed_byte_of_a_protected_answer_ends_the_session(place):
    command, answer = BAC["exchanges"][3]
    changed = answer[:place] + f"{int(answer[place:place + 2], 16) ^ 0x20:02X}" + answer[place + 2:]
    _, session, channel = opened_by_bac([*BAC["exchanges"][:3], [command, changed]])
    session.expect(Command(0, Ins.SELECT, 2, 0x0C, File.COM.identifier.to_bytes(2)), "COM")
    with pytest.raises(ChannelBroken):
        session.expect(Command(0, Ins.READ_BINARY, 0, 0, le=4), "COM")
    assert not channel.open
    with pytest.raises(ChannelBroken, match="closed"):
        session.expect(Command(0, Ins.READ_BINARY, 0, 0, le=4), "COM")


def test_the_status_outside_the_protection_is_not_believed():
    command, answer = BAC["exchanges"][3]
    _, session, _ = opened_by_bac([*BAC["exchanges"][:3], [command, answer[:-4] + "6A82"]])
    session.expect(Command(0, Ins.SELECT, 2, 0x0C, File.COM.identifier.to_bytes(2)), "COM")
    assert session.expect(Command(0, Ins.READ_BINARY, 0, 0, le=4), "COM") == bytes.fromhex(BAC["ef_com"])[:4]


# ---- PACE with generic mapping over brainpoolP256r1 (appendix G.1) -----------------------------------------------------


def test_pace_by_generic_mapping_command_by_command():
    link = RecordedLink(PACE["exchanges"])
    info = PaceInfo(PACE["oid"], Mapping.ECDH_GM, AES128, PACE["parameter_id"])
    dice = Dice(PACE["terminal_mapping_private_key"], PACE["terminal_ephemeral_private_key"])
    opened = open_by_pace(Session(link), info, mrz_of(PACE), dice)
    assert link.left == []
    assert opened.channel.open
    assert opened.proof is None


def test_the_steps_of_generic_mapping():
    nonce, peer = bytes.fromhex(PACE["nonce"]), bytes.fromhex(PACE["exchanges"][2][1])[4:-2]
    agreed = BP256.power(int(PACE["terminal_mapping_private_key"], 16), peer)
    assert hexed(agreed[1:33]) == PACE["shared_h_x"]
    assert hexed(mapped_generator(BP256, nonce, agreed)[1:33]) == PACE["mapped_generator_x"]
    chip_key = bytes.fromhex(PACE["exchanges"][3][1])[4:-2]
    secret = BP256.agree(int(PACE["terminal_ephemeral_private_key"], 16), chip_key)
    assert hexed(secret) == PACE["shared_secret"]
    assert [hexed(key) for key in session_keys(AES128, secret)] == [PACE["ks_enc"], PACE["ks_mac"]]


# ---- chip-authentication mapping (appendix I) --------------------------------------------------------------------------


def test_chip_authentication_mapping():
    nonce, chip_mapping = bytes.fromhex(CAM["nonce"]), bytes.fromhex(CAM["chip_mapping_public_key"])
    agreed = BP256.power(int(CAM["terminal_mapping_private_key"], 16), chip_mapping)
    generator = mapped_generator(BP256, nonce, agreed)
    assert hexed(generator[1:33]) == CAM["mapped_generator_x"]
    chip_key = bytes.fromhex(CAM["chip_ephemeral_public_key"])
    secret = BP256.agree(int(CAM["terminal_ephemeral_private_key"], 16), chip_key)
    keys = session_keys(AES128, secret)
    assert [hexed(key) for key in keys] == [CAM["ks_enc"], CAM["ks_mac"]]
    encrypted = bytes.fromhex(CAM["encrypted_chip_authentication_data"])
    plain = AES128.decrypt(keys[0], encrypted, AES128.message_iv(keys[0], b"\xff" * 16))
    assert hexed(plain[:32]) == CAM["ca_ic"]
    # The chip's certified key is the mapping key divided by the proof: only that one is accepted.
    inverse = pow(int(CAM["ca_ic"], 16), -1, BP256.order)
    proof = ChipProof(BP256, chip_mapping, plain[:32])
    assert proof.proves(BP256.power(inverse, chip_mapping))
    assert not proof.proves(BP256.power(inverse + 1, chip_mapping))
    assert not proof.proves(b"\x04" + bytes(64))


# ---- passwords -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "digit"), [("L898902C<", 3), ("690806", 1), ("940623", 6), ("T22000129", 3), ("<", 0)])
def test_check_digits(text, digit):
    assert check_digit(text) == digit


@pytest.mark.parametrize("wrong", ["", "12345", "12345x", "１２３４５６"])
def test_what_is_no_can(wrong):
    with pytest.raises(NotAPassword):
        Can(wrong)


@pytest.mark.parametrize("fields", [("", "690806", "940623"), ("L898902C", "69080", "940623"), ("l898902c", "690806", "940623")])
def test_what_is_no_mrz(fields):
    with pytest.raises(NotAPassword):
        Mrz(*fields)


def test_a_password_is_never_shown():
    for password in (Can.of_personal_id("001088004217"), mrz_of(BAC)):
        shown = repr(password)
        assert not any(part in shown for part in ("004217", "L898902C", "690806", "940623"))
    assert Can.of_personal_id("001088004217").secret == b"004217"


def test_counters_wrap_at_their_width():
    keys = SessionKeys(TDES, bytes(16), bytes(16), b"\xff" * 8)
    keys.count()
    assert keys.counter == bytes(8)


def test_a_token_names_the_key_of_the_other_side():
    peer = bytes.fromhex(PACE["exchanges"][3][1])[4:-2]
    made = pace.token(AES128, bytes.fromhex(PACE["ks_mac"]), PACE["oid"], BP256.key_tag, peer)
    assert hexed(made) == "C2B0BD78D94BA866"
