"""A card that contradicts itself, the number it was opened by, or the state that signed it."""

from dataclasses import replace

import pytest

from devices.card import security_infos, tlv
from devices.card.lds import dg1, dg13, dg14, mrz
from devices.card.lds.dg13 import Dg13Field
from devices.card.lds.files import CardFile
from devices.card.passwords import Mrz
from devices.card.security_infos import Mapping, SecurityInfo
from devices.card.tlv import Tlv
from devices.card.trust.checks import Check, Outcome, Reason
from devices.card.trust.consistency import Said, compared, countries
from devices.card.trust.examination import Evidence, examine
from devices.simulated import card_files
from devices.simulated.cards import cards
from tests.devices.card import pki

BINH = cards()["binh"]
MRZ = dg1.parse(pki.files()[CardFile.DG1])
FIELDS = card_files.fields_of(BINH)


def why(mrz_data=MRZ, number="", country="", **changed):
    texts = FIELDS | {Dg13Field[name]: (text,) for name, text in changed.items()}
    return compared(Said(mrz_data, dg13.parse(dg13.encode(texts)), number, country)).reasons


def test_nothing_to_compare_is_absent():
    assert compared(Said()).outcome is Outcome.ABSENT


@pytest.mark.parametrize("id", [card.id for card in cards().values() if card.understood])
def test_every_invented_card_agrees_with_itself(id):
    files, number = pki.files(id), cards()[id].personal_id
    said = Said(dg1.parse(files[CardFile.DG1]), dg13.parse(files[CardFile.DG13]), number, "VN")
    assert compared(said).outcome is Outcome.PASSED


@pytest.mark.parametrize(("changed", "reason"), [
    ({"PERSONAL_ID": "001088004218"}, Reason.NUMBER),
    ({"FULL_NAME": "NGUYỄN VĂN BÍCH"}, Reason.NAME),
    ({"FULL_NAME": "NGUYỄN VĂN"}, Reason.NAME),
    ({"BIRTH": "13/04/1988"}, Reason.BIRTH),
    ({"BIRTH": "1989"}, Reason.BIRTH),
    ({"EXPIRES": "12/04/2038"}, Reason.EXPIRY),
    ({"SEX": "Nữ"}, Reason.SEX),
])  # fmt: skip
def test_every_contradiction_is_told_by_its_part(changed, reason):
    assert why(**changed) == (reason,)


@pytest.mark.parametrize("changed", [
    {"FULL_NAME": "Nguyễn văn  Bình"}, {"BIRTH": "1988"}, {"EXPIRES": "Không thời hạn"}, {"EXPIRES": ""}, {"SEX": "?"},
    {"BIRTH": ""}, {"FULL_NAME": ""},
])  # fmt: skip
def test_other_writings_of_the_same_are_the_same(changed):
    assert why(**changed) == ()


def test_the_number_the_card_was_opened_by():
    assert why(number="001088004217") == why(number="004217") == ()
    assert why(number="001088004218") == why(number="004218") == (Reason.NUMBER,)


def test_wrong_check_digits_and_a_document_number_of_another():
    lines = card_files.mrz_of(BINH)
    assert why(mrz.parse(lines[:59] + "9" + lines[60:])) == (Reason.MRZ_DIGITS,)
    assert why(replace(MRZ, document_number="088004218")) == (Reason.NUMBER,)


def test_the_country_that_signed():
    assert why(country="VN") == ()
    assert why(country="DE") == (Reason.COUNTRY,)
    assert why(replace(MRZ, issuer="XPO"), country="DE") == (), "under which country Interpol signs is not known here"
    assert why(replace(MRZ, issuer="UNO"), country="DE") == (Reason.COUNTRY,)
    assert why(replace(MRZ, issuer="XYZ"), country="DE") == (Reason.COUNTRY,), "an issuer that does not exist is signed by nobody"
    assert why(replace(MRZ, issuer="CHN"), country="HK") == ()
    assert (countries()["D"], countries()["VNM"], len(countries()) > 240) == (("DE",), ("VN",), True)


@pytest.mark.parametrize(("line", "written"), [
    ("HHEN<<NIE", "H’HEN NIÊ"), ("HHEN<<NIE", "H\u02bcHen Niê"), ("Y<<BLIM<NIE<KDAM", "Y-Blim Niê Kdăm."),
    ("MUELLER<<JOERG", "MÜLLER JÖRG"), ("MULLER<<JORG", "Müller Jörg"), ("DANG<<DUC", "ĐẶNG ĐỨC"), ("DANG<<DUC", "Ðặng Ðức"),
])  # fmt: skip
def test_names_as_offices_write_them_are_those_of_the_mrz(line, written):
    assert why(mrz.parse(card_files.mrz_of(BINH)[:60] + f"{line:<<30}"), FULL_NAME=written) == ()


def test_the_lines_in_our_hands_are_those_of_the_chip():
    """A chip opens with whatever its maker chose; what it then tells may be somebody else's."""
    printed = Mrz(MRZ.document_number, MRZ.birth, MRZ.expiry)
    assert compared(Said(MRZ, mrz_used=printed)).reasons == ()
    for changed, reason in (({"document_number": "088004218"}, Reason.NUMBER), ({"birth": "880413"}, Reason.BIRTH),
                            ({"expiry": "380412"}, Reason.EXPIRY)):
        assert compared(Said(MRZ, mrz_used=replace(printed, **changed))).reasons == (reason,)
    long = Mrz("D23145890734", "340712", "950712")
    specimen = mrz.parse("I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<")
    assert compared(Said(specimen, mrz_used=long)).reasons == ()


def test_a_long_name_is_cut_in_the_mrz():
    long = "CÔNG TẰNG TÔN NỮ THỊ NGỌC THUYỀN QUYÊN"
    lines = card_files.mrz_of(BINH)[:60]
    for name in ("CONG<<TANG<TON<NU<THI<NGOC<THU", "CONG<<TANG<TON<NU<THI<N<T<QUYE"):
        assert why(mrz.parse(lines + name), FULL_NAME=long) == ()
    assert why(mrz.parse(lines + "CONG<<TANG<TON<NU<THI<HOA<THUY"), FULL_NAME=long) == (Reason.NAME,)
    assert why(mrz.parse(lines + "CONG<<TANG<TON<NU<<<<<<<<<<<<<"), FULL_NAME=long) == (Reason.NAME,)


def test_a_passport_has_no_fields_of_ours():
    passport = mrz.parse("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10")
    assert compared(Said(passport, None, "", "UT")).outcome is Outcome.PASSED


def access(*suites):
    names = [f"04007F0007020204{Mapping.ECDH_GM.value:02X}{suite:02X}" for suite in suites]
    return [SecurityInfo(name, Tlv(2, b"\2"), Tlv(2, b"\x0d")) for name in names]


@pytest.mark.parametrize(("offered", "signed", "outcome"), [
    (access(2), access(2), Outcome.PASSED), (access(2), access(2, 4), Outcome.PASSED), (access(1), access(2), Outcome.FAILED),
    (access(2), [], Outcome.PASSED), (access(2), access(4, 2), Outcome.FAILED),
    (access(2, 4), access(2), Outcome.FAILED), (access(1), access(1, 2), Outcome.FAILED),
])  # fmt: skip
def test_an_offer_of_access_other_than_the_signed_one_is_found(offered, signed, outcome):
    files = {CardFile.DG1: pki.files()[CardFile.DG1], CardFile.DG14: dg14.encode(signed)}
    state = pki.state()
    evidence = Evidence({**files, CardFile.SOD: state.sod(files)}, card_access=security_infos.encode(offered))
    assert examine(evidence, state.trust(), pki.NOW).result(Check.CONSISTENCY).outcome is outcome


def test_damaged_text_files_fail_the_comparison_and_are_named():
    files = {CardFile.DG1: tlv.encode(0x61, b"\x5f\x1f\x01A"), CardFile.DG13: tlv.encode(0x6D, b"\x30\x00")}
    found = examine(Evidence(files), pki.state().trust(), pki.NOW).result(Check.CONSISTENCY)
    assert (found.outcome, found.reasons, found.parts) == (Outcome.FAILED, (Reason.DAMAGED,), ("DG1", "DG13"))
