"""The invented cards hold together, and the papers look like scans: written on, upright, never quite the same."""

import io
import unicodedata

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from devices.simulated.bench import DeviceBench, cards_in
from devices.simulated.cards import cards, portrait
from devices.simulated.drawer import Drawer
from devices.simulated.papers.catalogue import papers, side
from devices.simulated.papers.look import as_jpeg, scanned
from devices.simulated.papers.pen import HAND, PRINT, Pen, text_width
from kiosk.moments import SystemClock
from kiosk.partial_date import PartialDate
from kiosk.people import PersonalId, Sex, mismatches
from kiosk.places import convert_old, recognise

VIETNAMESE = [card for card in cards().values() if card.understood]
DPI = 60


def ink(picture: Image.Image) -> float:
    """Share of dark points, the margins left out."""
    grey = ImageOps.crop(picture.convert("L"), border=DPI // 4)
    return ImageStat.Stat(grey.point(lambda tone: 255 if tone < 150 else 0)).mean[0] / 255


@pytest.mark.parametrize("card", VIETNAMESE, ids=lambda card: card.id)
def test_a_card_agrees_with_its_number(card):
    assert PersonalId.parse(card.personal_id).digits == card.personal_id
    assert mismatches(card.holder) == ()
    assert unicodedata.is_normalized("NFC", repr(card))
    for day in (card.issued_on, card.expires_on, card.birth_date):
        assert not day or str(PartialDate.parse(day)) == day


def test_the_cards_cover_what_a_counter_meets():
    names = [card.full_name for card in cards().values()]
    assert any("\u0306" in name for name in names)
    assert max(map(len, names)) > 35
    assert {card.sex for card in VIETNAMESE} == set(Sex)
    assert [card.id for card in VIETNAMESE if len(card.birth_date) == 4]
    assert [card.id for card in VIETNAMESE if card.expires_on and card.expires_on < "2026-11"]
    assert [card.id for card in VIETNAMESE if not card.expires_on]
    assert [card.id for card in cards().values() if not card.understood]


@pytest.mark.parametrize("card", VIETNAMESE, ids=lambda card: card.id)
def test_an_address_on_a_card_is_one_the_office_can_place(card):
    read = convert_old if card.note == "old_address" else recognise
    assert read(card.address), card.address


def test_a_photo_is_a_small_picture_of_nobody_that_differs_by_card():
    photos = {portrait(card) for card in VIETNAMESE}
    assert len(photos) == len(VIETNAMESE)
    assert all(Image.open(io.BytesIO(photo)).size == (240, 320) for photo in photos)


def test_bench_titles_are_told_apart():
    papers_shown = DeviceBench.__new__(DeviceBench).papers()       # needs no device
    for items in (cards_in(Drawer(SystemClock())), papers_shown):
        assert len({item.title for item in items}) == len(items) > 10


@pytest.mark.parametrize(
    ("paper", "sheet", "back"),
    [
        (paper.id, sheet, back) for paper in papers().values() for sheet in range(len(paper.sheets))
        for back in (False, True) if side(paper.id, sheet, back=back)
    ],
)  # fmt: skip
def test_every_side_is_written_on_and_scans_as_a4(paper, sheet, back):
    picture = scanned(side(paper, sheet, back=back), DPI, 1, copied=papers()[paper].copied)
    assert picture.size == (496, 702)
    assert 0.004 < ink(picture) < 0.2


def test_a_blank_side_is_blank_yet_not_pure_white():
    picture = scanned(None, DPI, 3)
    assert ink(picture) == 0
    assert 200 < ImageStat.Stat(picture.convert("L")).mean[0] < 252
    assert ImageStat.Stat(ImageOps.crop(picture.convert("L"), DPI)).stddev[0] > 1


def test_the_same_sheet_looks_the_same_and_another_lies_differently():
    drawn = side("birth_proof", 0, back=False)
    assert as_jpeg(scanned(drawn, DPI, 5), DPI, "a") == as_jpeg(scanned(drawn, DPI, 5), DPI, "a")
    assert ImageChops.difference(scanned(drawn, DPI, 5), scanned(drawn, DPI, 6)).getbbox()


def test_upside_down_has_its_heading_at_the_foot():
    drawn = side("authorisation", 0, back=False)

    def lower_half(picture: Image.Image) -> float:
        return ink(picture.crop((0, picture.height // 2, picture.width, picture.height)))

    assert lower_half(scanned(drawn, DPI, 1)) < lower_half(scanned(drawn, DPI, 1, upside_down=True))


def test_stamps_are_red_and_pens_blue():
    red, _green, blue = scanned(side("birth_proof", 0, back=False), 150, 1).split()
    assert ImageChops.subtract(red, blue).getextrema()[1] > 100
    assert ImageChops.subtract(blue, red).getextrema()[1] > 60


@pytest.mark.parametrize("font", [PRINT, HAND])
def test_loose_breves_take_no_room_and_all_letters_have_a_look(font):
    Pen(io.BytesIO(), 1)
    assert text_width("Ơ̆", font, 12) == text_width("Ơ", font, 12)
    letters = {letter for card in cards().values() for letter in repr(card)} - {"\u0306"}
    from reportlab.pdfbase import pdfmetrics

    known = pdfmetrics.getFont(font).face.charToGlyph
    assert [letter for letter in letters if ord(letter) not in known] == []
