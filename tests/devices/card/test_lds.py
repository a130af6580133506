"""What stands in a card's files: ICAO's specimens, the Vietnamese layout, both formats of portraits."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from devices.card import tlv
from devices.card.crypto.suites import AES128, TDES
from devices.card.lds import com, details, dg1, dg2, dg13, dg14, mrz, picture, sod
from devices.card.lds.dg2 import PictureKind, Portrait
from devices.card.lds.dg13 import Dg13Field
from devices.card.lds.files import CardFile, DamagedFile, file_of_tag, group_file
from devices.card.lds.mrz import MrzField, MrzForm, NotAnMrz
from devices.card.security_infos import SecurityInfo
from devices.card.tlv import Tlv
from devices.simulated import card_files
from devices.simulated.cards import cards
from tests.devices.card import pki

VECTORS = json.loads((Path(__file__).parent / "icao_vectors.json").read_text())
TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
TD1_LONG_NUMBER = "I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<"
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"
VIETNAM = """IDVNM1990000014001199000001<<5
9901018F3901016VNM<<<<<<<<<<<2
NGUYEN<<THI<A<<<<<<<<<<<<<<<<<"""


def test_the_worked_example_of_com():
    found = com.parse(bytes.fromhex(VECTORS["bac_appendix_d"]["ef_com"]))
    assert (found.lds_version, found.unicode_version) == ("0106", "040000")
    assert found.files == (CardFile.DG1, CardFile.DG2)
    assert found.unknown == ()


def test_com_keeps_tags_it_does_not_know():
    data = tlv.encode(0x60, tlv.encode(0x5C, bytes([0x61, 0x7A, 0x6D])))
    assert com.parse(data).files == (CardFile.DG1, CardFile.DG13)
    assert com.parse(data).unknown == (0x7A,)


def test_the_specimen_card():
    found = mrz.parse(TD1)
    assert (found.form, found.document_code, found.issuer, found.nationality) == (MrzForm.TD1, "I", "UTO", "UTO")
    assert (found.document_number, found.birth, found.sex, found.expiry) == ("D23145890", "740812", "F", "120415")
    assert (found.surname, found.given_names, found.full_name) == ("ERIKSSON", "ANNA MARIA", "ERIKSSON ANNA MARIA")
    assert found.wrong == frozenset()
    assert found.personal_id == ""


def test_a_document_number_longer_than_its_place():
    found = mrz.parse(TD1_LONG_NUMBER)
    assert found.document_number == "D23145890734"
    assert found.wrong == frozenset()
    assert found.optional == ""


def test_the_specimen_passport():
    found = mrz.parse(TD3)
    assert (found.form, found.document_code, found.document_number) == (MrzForm.TD3, "P", "L898902C3")
    assert (found.optional, found.surname) == ("ZE184226B", "ERIKSSON")
    assert found.wrong == frozenset()


def test_a_vietnamese_card_tells_the_whole_number():
    found = mrz.parse(VIETNAM)
    assert (found.personal_id, found.document_number) == ("001199000001", "199000001")
    assert found.wrong == frozenset()
    assert "199000001" not in repr(found)


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (6, {MrzField.DOCUMENT_NUMBER, MrzField.COMPOSITE}),
        (29, {MrzField.OPTIONAL, MrzField.COMPOSITE}),
        (31, {MrzField.BIRTH, MrzField.COMPOSITE}),
        (39, {MrzField.EXPIRY, MrzField.COMPOSITE}),
        (59, {MrzField.COMPOSITE}),
    ],
)
def test_each_wrong_digit_is_told_by_its_part(place, wrong):
    flat = "".join(VIETNAM.split())
    digit = str((int(flat[place]) + 1) % 10)
    assert mrz.parse(flat[:place] + digit + flat[place + 1:]).wrong == wrong


def test_a_passport_without_optional_data_may_leave_its_check_digit_out():
    second = "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<"
    for check in ("<", "0"):
        line = second + check
        composite = mrz.check_digit(line[:10] + line[13:20] + line[21:43])
        assert mrz.parse(TD3[:44] + line + str(composite)).wrong == frozenset()


@pytest.mark.parametrize("text", ["", "ABC", TD1[:-1], TD1 + "<", TD1.lower(), TD1.replace("<", " ", 1), TD1.replace("E", "É")])
def test_what_is_no_mrz_is_refused(text):
    with pytest.raises(NotAnMrz):
        mrz.parse(text)


def test_dg1_holds_the_lines():
    assert dg1.parse(card_files.dg1_of(TD1)).surname == "ERIKSSON"
    with pytest.raises(DamagedFile):
        dg1.parse(tlv.encode(0x61, tlv.encode(0x5F1E, TD1.encode())))
    with pytest.raises(DamagedFile):
        dg1.parse(card_files.dg1_of(TD1[:-1]))


@pytest.mark.parametrize("id", [card.id for card in cards().values() if card.understood])
def test_every_invented_card_has_a_right_mrz(id):
    found = dg1.parse(pki.files(id)[CardFile.DG1])
    assert found.wrong == frozenset()
    assert found.personal_id == cards()[id].personal_id


def test_portraits_of_both_formats_and_kinds():
    jpeg = drawn("JPEG")
    assert dg2.parse(dg2.encode_19794(jpeg, PictureKind.JPEG, (240, 320))) == Portrait(PictureKind.JPEG, jpeg)
    assert dg2.parse(dg2.encode_39794(jpeg)) == Portrait(PictureKind.JPEG, jpeg)
    jp2 = drawn("JPEG2000")
    assert dg2.parse(dg2.encode_19794(jp2, PictureKind.JPEG2000, (240, 320))) == Portrait(PictureKind.JPEG2000, jp2)
    assert dg2.parse(dg2.encode_39794(jp2)).kind is PictureKind.JPEG2000


def test_a_portrait_too_large_is_refused():
    with pytest.raises(DamagedFile, match="CARD-31"):
        dg2.parse(dg2.encode_39794(b"\xff\xd8\xff" + bytes(dg2.MAX_PICTURE)))


@pytest.mark.parametrize(("place", "byte"), [(8, 0xFF), (12, 0), (14, 0xFF), (18, 0xFF)])
def test_lengths_within_a_face_record_are_not_believed(place, byte):
    whole = bytearray(dg2.encode_19794(drawn("JPEG"), PictureKind.JPEG, (240, 320)))
    begin = whole.index(b"FAC\x00")
    whole[begin + place] = byte
    if place == 12:
        whole[begin + 13] = 0
    with pytest.raises(DamagedFile):
        dg2.parse(bytes(whole))


def test_jpeg_2000_becomes_a_jpeg_and_a_jpeg_stays_as_it_is():
    jpeg = drawn("JPEG")
    assert picture.as_jpeg(Portrait(PictureKind.JPEG, jpeg)) == jpeg
    shown = picture.as_jpeg(Portrait(PictureKind.JPEG2000, drawn("JPEG2000") + bytes(7)))
    with Image.open(io.BytesIO(shown)) as opened:
        assert (opened.format, opened.size) == ("JPEG", (240, 320))


def test_a_picture_out_of_proportion_is_not_decoded():
    with pytest.raises(DamagedFile):
        picture.as_jpeg(Portrait(PictureKind.JPEG, drawn("JPEG", (picture.MAX_SIDE + 1, 2))))
    with pytest.raises(DamagedFile):
        picture.as_jpeg(Portrait(PictureKind.JPEG, drawn("JPEG")[:400]))


def test_personal_details():
    other = tlv.encode(0xA0, tlv.encode(0x02, b"\1") + tlv.encode(0x5F0F, b"SMITH<<ANNE"))
    data = tlv.encode(0x6B, b"".join([
        tlv.encode(0x5C, bytes.fromhex("5F0E5F2B5F425F115F99")), tlv.encode(0x5F0E, "NGUYỄN<<THỊ<A".encode()), other,
        tlv.encode(0x5F2B, bytes.fromhex("19990101")), tlv.encode(0x5F42, b"123 MAPLE RD<ANYTOWN<MN"),
        tlv.encode(0x5F11, b"HA<NOI<<VIET<NAM"), tlv.encode(0x5F79, b"?"),
    ]))  # fmt: skip
    found = details.parse_personal(data)
    assert (found.full_name, found.other_names, found.birth) == ("NGUYỄN THỊ A", ("SMITH ANNE",), "19990101")
    assert (found.address, found.place_of_birth) == ("123 MAPLE RD, ANYTOWN, MN", "HA NOI, VIET NAM")
    assert found.others == (Tlv(0x5F79, b"?"),)
    assert found.telephone == ""


def test_document_details():
    data = tlv.encode(0x6C, tlv.encode(0x5F19, b"UTOPIA") + tlv.encode(0x5F26, b"20200131") + tlv.encode(0x5F56, b"S1"))
    found = details.parse_document(data)
    assert (found.authority, found.issued, found.serial, found.others) == ("UTOPIA", "20200131", "S1", ())


def test_dg13_of_the_published_pieces():
    one = bytes.fromhex("30110201010c0c303031313939303030303031")
    parents = bytes.fromhex("302602010d30210c0f4e475559e1bb844e2056c4824e20420c0e5452e1baa64e205448e1bb8a2043")
    unknown = bytes.fromhex("300802011e0403010203")
    head = bytes.fromhex("020101" + "060628d316010008")
    whole = tlv.encode(0x6D, tlv.encode(0x30, head + tlv.encode(0x31, one + parents + unknown + bytes.fromhex("3003020107"))))
    found = dg13.parse(whole)
    assert found.version == 1
    assert found.text(Dg13Field.PERSONAL_ID) == "001199000001"
    assert (found.father, found.mother) == ("NGUYỄN VĂN B", "TRẦN THỊ C")
    assert found.texts[Dg13Field.RELIGION] == ()
    assert found.text(Dg13Field.RELIGION) == found.text(Dg13Field.ORIGIN) == ""
    assert found.unknown == ((30, unknown),)
    assert "NGUY" not in repr(found)


def test_the_first_value_of_dg13_stands_where_readers_in_the_field_look_for_it():
    texts = {1: ("001199000001",), 2: ("NGUYỄN THỊ A" * 20,)}
    assert dg13.encode(texts).index(b"001199000001") == 30


@pytest.mark.parametrize(("fields", "old"), [
    ({15: ("012345671",)}, "012345671"), ({16: ("012345671",)}, "012345671"),
    ({15: ("0123456789ABCDEF",), 16: ("012345671",)}, "012345671"), ({16: ("0123456789ABCDEF",)}, ""), ({}, ""),
])  # fmt: skip
def test_the_old_number_is_known_by_its_look(fields, old):
    assert dg13.parse(dg13.encode(fields)).old_id == old


def test_names_of_dg13_come_composed():
    assert dg13.parse(dg13.encode({2: ("NGUYE\u0302\u0303N",)})).text(2) == "NGUYỄN"


def test_chip_keys_of_dg14_meet_their_protocols():
    spki = pki.curve_key().spki()
    key = tlv.parse_one(spki)
    infos = [
        SecurityInfo("04007F0007020203" + "0202", Tlv(2, b"\1"), Tlv(2, b"\x07")),
        SecurityInfo("04007F0007020201" + "02", key, Tlv(2, b"\x07")),
        SecurityInfo("04007F0007020201" + "02", key, Tlv(2, b"\x08")),
        SecurityInfo("678108010105", Tlv(2, b"\1"), Tlv(6, bytes.fromhex("04007F00070101040103"))),
    ]
    found = dg14.parse(dg14.encode(infos))
    assert [(key.key_id, key.suite) for key in found.chip_keys] == [(7, AES128), (8, TDES)]
    assert found.chip_keys[0].spki == spki
    assert found.active_signature == "0.4.0.127.0.7.1.1.4.1.3"
    assert found.offers_chip_authentication
    assert not dg14.parse(dg14.encode(infos[3:])).offers_chip_authentication


def test_dg15_gives_its_key_whole():
    spki = pki.rsa_key().spki()
    assert dg14.parse_active_key(dg14.encode_active_key(spki)) == spki


def test_sod_lists_hashes():
    files = pki.files()
    found = sod.parse(pki.state().sod(files))
    assert set(found.listed.hashes) == {1, 2, 13}
    assert len(found.signed.signers) == len(found.signed.certificates) == 1


def test_files_know_their_tags_and_groups():
    assert file_of_tag(0x6D) is group_file(13) is CardFile.DG13
    assert (CardFile.DG13.group, CardFile.COM.group, group_file(17)) == (13, None, None)


def drawn(kind, size=(240, 320)):
    target = io.BytesIO()
    Image.new("RGB", size, "#336699").save(target, kind)
    return target.getvalue()
