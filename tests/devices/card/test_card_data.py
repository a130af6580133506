"""What files say, as the office's data: every invented card, passports by MRZ and DG11, dates of which only a part is known."""

from dataclasses import replace

import pytest

from devices.card.card_data import TextOfCard, card_data
from devices.card.files import File
from devices.card.lds import dg13, mrz
from devices.card.lds.details import DocumentDetails, PersonalDetails
from devices.card.lds.dg13 import Dg13Field
from devices.card.whole import text_of
from devices.simulated import card_files
from devices.simulated.cards import cards
from kiosk.device_ports import Proof
from kiosk.people import Sex

GERMAN = (
    "P<D<<SCHMIDT<<ANNA<LUISE<<<<<<<<<<<<<<<<<<<<C0X9Y43210D<<9103170F3003171<<<<<<<<<<<<<<08"
)
OURS = [card for card in cards().values() if card.understood]


def of_files(files):
    return text_of({File[file.name]: data for file, data in files.items()})


def fields(**changes):
    texts = card_files.fields_of(cards()["binh"])
    for name, value in changes.items():
        texts[Dg13Field[name]] = (value,)
    return TextOfCard(dg13=dg13.parse(dg13.encode(texts)))


@pytest.mark.parametrize("card", OURS, ids=lambda card: card.id)
def test_every_invented_card_is_told_as_it_was_made(card):
    told = card_data(of_files(card_files.files_of(card)), 2026)
    made = card.data()
    assert told == replace(made, photo=b"", proof=Proof.READ_NOT_AUTHENTICATED)


@pytest.mark.parametrize("card", OURS, ids=lambda card: card.id)
def test_the_lines_alone_tell_number_birth_and_sex(card):
    lines = mrz.parse(card_files.mrz_of(card))
    holder = card_data(TextOfCard(mrz=lines), 2026).holder
    assert (holder.personal_id, holder.birth_date, holder.sex) == (card.personal_id, card.birth_date, card.sex)
    assert (holder.nationality, holder.passport, holder.address.as_written) == ("VN", "", "")


def test_a_foreigners_passport_by_its_lines():
    lines = mrz.parse(GERMAN)
    told = card_data(TextOfCard(mrz=lines), 2026)
    holder = told.holder
    assert (holder.full_name, holder.passport, holder.personal_id) == ("Schmidt Anna Luise", "C0X9Y4321", "")
    assert (holder.nationality, holder.birth_date, holder.sex) == ("DE", "1991-03-17", Sex.FEMALE)
    assert (told.expires_on, told.issued_on) == ("2030-03-17", "")


def test_what_a_passport_says_beside_its_lines():
    personal = PersonalDetails(full_name="SCHMIDT-WEIẞ ANNA LUISE", birth="19910317", address="Musterweg 1, Bonn")
    document = DocumentDetails(issued="20200318")
    told = card_data(TextOfCard(mrz.parse(GERMAN), None, personal, document), 2026)
    assert told.holder.full_name == "Schmidt-Weiß Anna Luise"
    assert (told.holder.address.as_written, told.issued_on) == ("Musterweg 1, Bonn", "2020-03-18")


def test_a_vietnamese_passport_may_carry_the_personal_number():
    lines = replace(mrz.parse(GERMAN), issuer="VNM", nationality="VNM", optional="001191004217")
    holder = card_data(TextOfCard(mrz=lines), 2026).holder
    assert (holder.personal_id, holder.passport, holder.nationality) == ("001191004217", "C0X9Y4321", "VN")
    foreign = card_data(TextOfCard(mrz=replace(lines, issuer="D")), 2026).holder
    assert foreign.personal_id == ""
    short = card_data(TextOfCard(mrz=replace(lines, optional="012345678")), 2026).holder
    assert short.personal_id == ""


@pytest.mark.parametrize(
    ("digits", "birth"),
    [("910317", "1991-03-17"), ("260101", "2026-01-01"), ("270101", "1927-01-01"), ("39<<<<", "1939"), ("3905<<", "1939-05"),
     ("<<<<<<", ""), ("911332", "")],
)  # fmt: skip
def test_six_digits_of_a_birth(digits, birth):
    assert card_data(TextOfCard(mrz=replace(mrz.parse(GERMAN), birth=digits)), 2026).holder.birth_date == birth


@pytest.mark.parametrize(
    ("written", "birth"),
    [("12/04/1988", "1988-04-12"), ("1939", "1939"), ("05/1962", "1962-05"), ("Không rõ", ""), ("99/99/1988", "")],
)
def test_written_dates(written, birth):
    assert card_data(fields(BIRTH=written), 2026).holder.birth_date == birth


def test_a_card_without_an_end_has_none_whatever_its_lines_say():
    text = replace(fields(EXPIRES="Không thời hạn"), mrz=mrz.parse(card_files.mrz_of(cards()["binh"])))
    assert card_data(text, 2026).expires_on == ""


@pytest.mark.parametrize(
    ("named", "code"),
    [("Kinh", "01"), ("KINH", "01"), ("Ê Đê", "12"), ("Ê-đê", "12"), ("HMông", "08"), ("Khơ me", "05"), ("?", "")],
)
def test_ethnic_groups_by_whatever_hyphens_a_card_writes(named, code):
    assert card_data(fields(ETHNICITY=named), 2026).holder.ethnicity == code


def test_no_country_of_an_mrz_is_no_nationality():
    for nobody in ("XXA", "XXB", "???"):
        assert card_data(TextOfCard(mrz=replace(mrz.parse(GERMAN), nationality=nobody)), 2026).holder.nationality == ""
