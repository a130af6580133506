"""What a code on a page means, and what our separator sheets say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card_qr import write_card_qr
from kiosk.catalogue import Catalogue
from kiosk.device_ports import CardData
from kiosk.page_codes import Foreign, NextDossier, NextPaper, OfCard, OfDossier, meaning_of, separator_text
from kiosk.page_ports import SeenCode
from kiosk.people import Address, Citizen, Sex
from kiosk.receipt_token import ReceiptFacts, issue
from kiosk.signing import SigningKey

HOLDER = Citizen("Y Bhư̆m Êban", personal_id="066099001234", birth_date="1999-05-19", sex=Sex.MALE,
                 address=Address(as_written="Buôn Trinh, phường Buôn Hồ"))  # fmt: skip
SHEETS = [NextPaper(), NextPaper("1.001193", "BIRTH-PROOF"), NextDossier(), NextDossier("H26.114-261128-0007"),
          NextDossier("TMP-7QK2MX-261128-0003")]  # fmt: skip


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_says_what_it_was_printed_for(sheet):
    text = separator_text(sheet)
    assert meaning_of(text) == sheet == meaning_of(f" {text.lower()}\n")
    assert set(text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")   # the alphanumeric mode of QR codes


def test_every_paper_of_the_catalogue_has_a_sheet_of_its_own():
    catalogue = Catalogue.load()
    texts = []
    for code in catalogue.codes():
        for version in catalogue.versions(code)[-1:]:
            for needed in catalogue.version(code, version).requirements:
                texts.append(separator_text(NextPaper(code, needed.key)))
                assert meaning_of(texts[-1]).names(code, needed.key)
                assert not meaning_of(texts[-1]).names("9.999999", needed.key)
    assert len(set(texts)) == len(texts) > 30


def test_numbers_and_receipts_name_their_dossier():
    assert meaning_of("h26.114-261128-0007 ") == OfDossier("H26.114-261128-0007")
    token = issue(ReceiptFacts("H26.114-261128-0007", "1.001193", 1, None, "H26.114", b"x" * 16), SigningKey(b"d" * 32), None)
    assert meaning_of(token) == OfDossier("H26.114-261128-0007", token)
    assert meaning_of(token[:-9] + "AAAAAAAAA") == Foreign()


def test_a_card_is_a_card_and_never_said_in_a_log():
    text = write_card_qr(CardData(HOLDER, issued_on="2022-01-02"))
    found = meaning_of(text)
    assert isinstance(found, OfCard)
    assert found.card.person.full_name == HOLDER.full_name
    assert "Êban" not in repr(found)
    assert "Êban" not in repr(SeenCode("QRCode", text))
    assert meaning_of("https://example.vn/?" + text) == Foreign()


@pytest.mark.parametrize("text", [
    "", " ", "MCT1", "MCT1.", "MCT1.X", "MCT1.P", "MCT1.P.", "MCT1.P.1.001193.", "MCT1.D.", "MCT1.D.zzz", "MCT1.N.N", "https://x.vn",
    "8934563138164", "x" * 9_000, "MCT1.P.1.001193.GIẤY",
])  # fmt: skip
def test_anything_else_says_nothing(text):
    assert meaning_of(text) == Foreign()


def test_sheets_of_other_programs_begin_the_next_paper():
    assert meaning_of("PATCHT") == NextPaper()


@given(st.text(max_size=60) | st.text("MCT1.PDN-0123|", max_size=40))
def test_no_text_hurts(text):
    meaning_of(text)
    meaning_of("MCT1." + text)
