"""Damage in any file: every reader gives a value or its one typed error, within bounded memory."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.card import tlv
from devices.card.lds import com, details, dg1, dg2, dg13, dg14, sod
from devices.card.lds.dg2 import PictureKind
from devices.card.lds.files import MAX_FILE, CardFile, DamagedFile
from devices.card.trust import bundles, certificate, revocation
from devices.card.trust.bundles import BadBundle
from devices.card.trust.certificate import NotACertificate
from devices.card.trust.examination import Evidence, examine
from devices.card.trust.keys import UnknownKey, public_key
from devices.card.trust.revocation import NotARevocationList
from devices.simulated import card_files, issuer
from tests.devices.card import pki

STATE = pki.state()
FILES = pki.files()
PORTRAIT = b"\xff\xd8\xff" + bytes(40)
READERS = {
    CardFile.COM: (com.parse, card_files.com_of([CardFile.DG1, CardFile.DG13])),
    CardFile.SOD: (sod.parse, STATE.sod(FILES)),
    CardFile.DG1: (dg1.parse, FILES[CardFile.DG1]),
    CardFile.DG2: (dg2.parse, dg2.encode_19794(PORTRAIT, PictureKind.JPEG, (2, 2))),
    CardFile.DG11: (details.parse_personal, tlv.encode(0x6B, tlv.encode(0x5F0E, b"A<<B") + tlv.encode(0x5F2B, b"19990101"))),
    CardFile.DG12: (details.parse_document, tlv.encode(0x6C, tlv.encode(0x5F26, b"20200101"))),
    CardFile.DG13: (dg13.parse, FILES[CardFile.DG13]),
    CardFile.DG14: (dg14.parse, tlv.encode(0x6E, tlv.encode(0x31, b""))),
    CardFile.DG15: (dg14.parse_active_key, dg14.encode_active_key(pki.curve_key().spki())),
}
OTHERS = {
    "certificate": (certificate.parse, STATE.signer.certificate, NotACertificate),
    "revocations": (revocation.parse, STATE.revoke(1, 2, 3), NotARevocationList),
    "master list": (bundles.read, issuer.master_list(STATE.signer, [STATE.country.certificate], pki.NOW), BadBundle),
    "key": (public_key, pki.curve_key(explicit=True).spki(), UnknownKey),
    "portrait of 39794": (dg2.parse, dg2.encode_39794(PORTRAIT), DamagedFile),
}
CASES = {file.name: (read, data, DamagedFile) for file, (read, data) in READERS.items()} | OTHERS
names = st.sampled_from(sorted(CASES))


@given(names, st.data())
def test_one_changed_byte_gives_a_value_or_the_typed_error(name, data):
    read, good, fault = CASES[name]
    place = data.draw(st.integers(0, len(good) - 1))
    damaged = good[:place] + bytes([data.draw(st.integers(0, 255))]) + good[place + 1:]
    attempt(read, damaged, fault)


@given(names, st.data())
def test_a_cut_gives_a_value_or_the_typed_error(name, data):
    read, good, fault = CASES[name]
    attempt(read, good[:data.draw(st.integers(0, len(good) - 1))], fault)


@given(names, st.binary(max_size=120), st.booleans())
def test_any_bytes_give_a_value_or_the_typed_error(name, rubbish, wrapped):
    read, good, fault = CASES[name]
    attempt(read, tlv.encode(good[0], rubbish) if wrapped else rubbish, fault)


@given(st.data())
def test_the_whole_examination_never_raises(data):
    """Two random cuts and changes at once, anywhere in a card."""
    files = {**FILES, CardFile.SOD: READERS[CardFile.SOD][1]}
    for _ in range(2):
        file = data.draw(st.sampled_from(sorted(files, key=str)))
        good = files[file]
        place = data.draw(st.integers(0, max(0, len(good) - 1)))
        files[file] = good[:place] + data.draw(st.binary(max_size=3)) + good[place + data.draw(st.integers(0, 4)):]
    assert examine(Evidence(files), STATE.trust(), pki.NOW).results


@pytest.mark.parametrize("file", READERS)
def test_a_file_of_another_kind_is_refused(file):
    read, good = READERS[file]
    with pytest.raises(DamagedFile):
        read(b"\x7f\x01" + good[1:])


@pytest.mark.parametrize("file", READERS)
def test_a_file_that_is_too_large_is_refused_before_it_is_read(file):
    read, _good = READERS[file]
    with pytest.raises(DamagedFile, match="too large"):
        read(tlv.encode(file.tag, bytes(MAX_FILE)))


@pytest.mark.parametrize("file", READERS)
def test_a_length_that_lies_costs_no_memory(file):
    read, _good = READERS[file]
    tracemalloc.start()
    try:
        for length in ("82FFFF", "83FFFFFF", "84FFFFFFFF", "847FFFFFFF"):
            with pytest.raises(DamagedFile):
                read(bytes([file.tag]) + bytes.fromhex(length) + bytes(64))
        assert tracemalloc.get_traced_memory()[1] < 200_000
    finally:
        tracemalloc.stop()


def test_deep_nesting_is_no_trouble():
    nested = b""
    for _ in range(5000):
        nested = tlv.encode(0x30, nested)
    for name in CASES:
        read, good, fault = CASES[name]
        attempt(read, tlv.encode(good[0], nested), fault)


def attempt(read, data, fault):
    """Nothing but the typed error may come out."""
    try:
        read(data)
    except fault:
        return
