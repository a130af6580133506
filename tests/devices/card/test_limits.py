"""What a hostile card or file could cost us: time, memory, an error nobody expected. Every limit by a story of its own."""

import io
import time
import tracemalloc
import zipfile

import pytest
from PIL import Image

from devices.card import asn1, session, tlv
from devices.card.apdu import Answer
from devices.card.crypto.curves import curves
from devices.card.crypto.groups import group
from devices.card.crypto.suites import AES128
from devices.card.files import File
from devices.card.lds import dg13, dg14, picture
from devices.card.lds.dg2 import PictureKind, Portrait
from devices.card.lds.files import DamagedFile
from devices.card.pace import _not_ours
from devices.card.problems import CardNotUnderstood, ChannelBroken
from devices.card.reading import Wishes, read_card
from devices.card.secure_messaging import Channel, SessionKeys
from devices.card.trust import bundles
from devices.card.trust.bundles import BadBundle, BundleFault
from devices.card.trust.chip import chip_public_key
from devices.card.trust.keys import UnknownKey, public_key
from devices.simulated import issuer
from devices.simulated.chip import ChipContent, ChipLink, Faults, VirtualChip
from tests.devices.card import pki
from tests.devices.card.cards import ANY_ACCESS, CAN, MRZ, QUICK
from tests.devices.card.cards import read as read_chip
from tests.devices.card.test_access import Impostor

# ---- pictures ----------------------------------------------------------------------------------------------------------------


def progressive() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (64, 64), (120, 130, 140)).save(target, "JPEG", progressive=True)
    return target.getvalue()


def test_a_jpeg_that_goes_over_its_surface_without_end_is_not_decoded():
    """Thirty bytes a pass: half a megabyte of them kept the decoder busy for minutes."""
    good = progressive()
    assert picture.as_jpeg(Portrait(PictureKind.JPEG, good)) == good
    last = good[good.rindex(b"\xff\xda"):-2]
    with pytest.raises(DamagedFile, match="scans"):
        picture.as_jpeg(Portrait(PictureKind.JPEG, good[:-2] + last * picture.MAX_SCANS + b"\xff\xd9"))


def test_a_picture_of_too_many_points_is_not_decoded():
    side = picture.MAX_SIDE - 100
    target = io.BytesIO()
    Image.new("L", (side, side)).save(target, "JPEG2000")
    with pytest.raises(DamagedFile, match="too large"):
        picture.as_jpeg(Portrait(PictureKind.JPEG2000, target.getvalue()))


# ---- a card that never ends --------------------------------------------------------------------------------------------------


def test_a_card_that_gives_crumbs_is_given_up(monkeypatch):
    monkeypatch.setattr(session, "MOST_EXCHANGES", 25)
    content = ChipContent({File.DG1: QUICK.files[File.DG1]}, MRZ, CAN, QUICK.pace)
    with pytest.raises(CardNotUnderstood):
        read_chip(content, Faults(gives_at_most=4))
    assert read_chip(content).files == content.files


# ---- numbers and structures --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("read", [dg13.parse, dg14.parse])
def test_a_crowd_of_empty_elements_costs_little_memory(read):
    crowd = tlv.encode(0x31, bytes.fromhex("3000") * 250_000)
    tag, inside = (0x6D, tlv.encode(0x30, b"\x02\x01\x01" + crowd)) if read is dg13.parse else (0x6E, crowd)
    data = tlv.encode(tag, inside)
    tracemalloc.start()
    try:
        with pytest.raises(DamagedFile):
            read(data)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def curve_spki(coefficients: bytes) -> bytes:
    parts = [part.raw for part in asn1.sequence(issuer.explicit_parameters(curves()[12]))]
    parts[2] = tlv.encode(asn1.SEQUENCE, coefficients)
    key = asn1.sequence(pki.curve_key("secp256r1").spki())[1].raw
    return issuer.sequence(issuer.sequence(issuer.object_id("1.2.840.10045.2.1"), issuer.sequence(*parts)), key)


@pytest.mark.parametrize("coefficients", [b"", tlv.encode(asn1.OCTETS, b"a"), issuer.number(1) * 2])
def test_a_curve_with_coefficients_missing_or_of_another_kind_is_an_unknown_key(coefficients):
    spki = curve_spki(coefficients)
    with pytest.raises(UnknownKey):
        public_key(spki)
    with pytest.raises(UnknownKey):
        chip_public_key(dg14.ChipKey(spki, AES128, b""))


def test_numbers_below_zero_are_no_keys():
    """A negative order turns a power into an inverse, which need not exist."""
    numbers = group(0)
    p = (1 << 1100) + 2
    order = -(1 << 170)
    below = tlv.encode(asn1.INTEGER, order.to_bytes(30, signed=True))
    for modulus, generator, q in ((p, 2, below), (-numbers.p, numbers.g, issuer.number(numbers.q))):
        told = modulus.to_bytes(200, signed=True)
        parameters = issuer.sequence(tlv.encode(asn1.INTEGER, told), issuer.number(generator), q)
        algorithm = issuer.sequence(issuer.object_id("1.2.840.10046.2.1"), parameters)
        with pytest.raises(UnknownKey):
            chip_public_key(dg14.ChipKey(issuer.sequence(algorithm, issuer.bit_string(issuer.number(4))), AES128, b""))
    modulus = tlv.encode(asn1.INTEGER, (-(1 << 2046) - 1).to_bytes(257, signed=True))
    rsa = issuer.sequence(issuer.object_id("1.2.840.113549.1.1.1"), issuer.null())
    with pytest.raises(UnknownKey):
        public_key(issuer.sequence(rsa, issuer.bit_string(issuer.sequence(modulus, issuer.number(65537)))))


# ---- files of anchors --------------------------------------------------------------------------------------------------------


def zipped(data: bytes, method: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr("a", data)
    return target.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_zip_file_damaged_in_its_middle_is_a_bad_bundle(method):
    good = bytearray(zipped(bytes(range(256)) * 40, method))
    for place in range(31, 60):
        bad = bytes(good[:place]) + bytes([good[place] ^ 0xFF]) + bytes(good[place + 1:])
        with pytest.raises(BadBundle) as refused:
            bundles.read(bad)
        assert refused.value.fault is BundleFault.UNKNOWN


def test_a_text_full_of_beginnings_is_read_in_one_pass():
    """Each beginning used to be followed to the end of the file: hours, for the two megabytes here."""
    began = time.process_time()
    with pytest.raises(BadBundle):
        bundles.read(b"-----BEGIN A-----\n" * 120_000)
    assert time.process_time() - began < 30


# ---- keys --------------------------------------------------------------------------------------------------------------------


def test_a_channel_that_is_over_holds_no_keys():
    kept = []
    wishes = Wishes(files=[File.DG1], prove=lambda opened, _files: kept.append(opened.channel))
    read_card(ChipLink(VirtualChip(QUICK)), [CAN], ANY_ACCESS, wishes)
    for channel in kept:
        assert (channel._keys._encryption, channel._keys._authentication) == (b"", b"")
    assert kept
    channel = Channel(SessionKeys(AES128, bytes(16), bytes(16)), proven=True)
    with pytest.raises(ChannelBroken):
        channel.unprotect(Answer(0x9000, b"\x99\x02\x90\x00"))
    assert channel._keys._encryption == b""


def test_our_own_mapping_key_thrown_back_is_refused_too():
    header = "10860000457C438141"
    link = Impostor(header, lambda sent, _genuine: b"\x7c\x43\x82" + sent[8:-1] + b"\x90\0")
    with pytest.raises(ChannelBroken):
        read_card(link, [CAN], ANY_ACCESS, Wishes())
    assert link.after == 1


def test_our_own_key_of_numbers_is_known_with_a_zero_before_it():
    with pytest.raises(ChannelBroken):
        _not_ours(b"\0\x05\x06", b"\x05\x06")
    _not_ours(b"\x05\x06\0", b"\x05\x06")
