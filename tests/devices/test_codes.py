"""Codes found in pictures and PDFs, by the real process: what is a card, what is none, what would hurt."""

import io
import struct
import zlib

import pytest
from PIL import Image

from devices.codes import decoding
from devices.codes.reader import PictureCodes
from devices.simulated.card_side import card_side
from devices.simulated.cards import cards
from kiosk.card_picture import NoCardCode, SeveralCards, card_among
from kiosk.card_qr import read_card_qr, write_card_qr
from kiosk.code_ports import LARGEST_PICTURE, CodesNotRead, PictureUnusable
from tests.devices.hearing import driver_processes

HON, BINH = cards()["hon"], cards()["binh"]
EMPTY = ("", "", "", "")
OTHER = "https://dichvucong.gov.vn/p/home/dvc-tra-cuu-ho-so"


def page(*sides: Image.Image, dpi: int = 200, turned: int = 0) -> Image.Image:
    """A scan of A4 with cards lying on it."""
    paper = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), 250)
    for number, side in enumerate(sides):
        small = side.resize((round(side.width * dpi / 300), round(side.height * dpi / 300)), Image.Resampling.LANCZOS)
        paper.paste(small.rotate(turned, expand=True, fillcolor=250), (150, 120 + number * round(3.2 * dpi)))
    return paper


def encoded(picture: Image.Image, kind: str = "JPEG", **how) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **how)
    return target.getvalue()


@pytest.mark.parametrize("newer", [False, True])
@pytest.mark.parametrize(("dpi", "turned"), [(200, 0), (300, 0), (300, 90), (300, 7)])
def test_a_card_on_a_scanned_page(newer, dpi, turned):
    found = card_among(decoding.codes_in(encoded(page(card_side(HON, newer=newer), dpi=dpi, turned=turned), quality=80)))
    assert found == read_card_qr(write_card_qr(HON.data(), extras=EMPTY if newer else None))
    assert len(found.parts) == (11 if newer else 7)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP", "JPEG2000", "BMP", "PDF"])
def test_pictures_of_every_kind_a_counter_keeps(kind):
    content = encoded(page(card_side(HON)), kind, **({"resolution": 200} if kind == "PDF" else {}))
    assert card_among(decoding.codes_in(content)).person.full_name == HON.full_name


def test_a_photo_made_small_is_looked_at_again():
    side = card_side(HON)
    small = side.resize((side.width * 11 // 20, side.height * 11 // 20), Image.Resampling.BICUBIC)
    assert card_among(decoding.codes_in(encoded(small, quality=85))).person.personal_id == HON.personal_id


def test_of_several_codes_the_card_is_chosen():
    codes = decoding.codes_in(encoded(page(card_side(HON, text=OTHER), card_side(HON))))
    assert len(codes) == 2
    assert card_among(codes).person.personal_id == HON.personal_id


def test_both_cards_of_one_person_are_one_and_the_newer_says_more():
    codes = [write_card_qr(HON.data()), write_card_qr(HON.data(), extras=EMPTY), OTHER]
    assert len(card_among(codes).parts) == 11


def test_cards_of_two_people_are_for_nobody_to_guess():
    with pytest.raises(SeveralCards) as told:
        card_among(decoding.codes_in(encoded(page(card_side(HON), card_side(BINH)))))
    assert told.value.details == {"people": 2}


@pytest.mark.parametrize("codes", [(), (OTHER,), ("a|b|c|d|e|f|g", "")])
def test_no_card(codes):
    with pytest.raises(NoCardCode) as told:
        card_among(codes)
    assert told.value.details == {"codes": len(codes)}


# ---- the process ----------------------------------------------------------------------------------------------------------


def test_the_process_finds_the_card_and_is_gone():
    codes = PictureCodes().codes_in(encoded(page(card_side(HON)), quality=80))
    assert card_among(codes).person.full_name == HON.full_name
    assert driver_processes() == []


def png_of(width: int, height: int) -> bytes:
    """Says it is large and holds next to nothing."""
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


HOSTILE = {
    "text": b"not a picture at all",
    "cut": encoded(Image.new("L", (800, 800), 128), "PNG")[:90],
    "bomb": png_of(60_000, 60_000),
    "pdf": b"%PDF-1.7\n%%EOF",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "gif": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_picture_is_told_apart(content):
    with pytest.raises(decoding.NotAPicture):
        decoding.codes_in(content)


def test_what_is_no_picture_is_said_by_the_process_as_well():
    for content in (HOSTILE["text"], HOSTILE["bomb"], b""):
        with pytest.raises(PictureUnusable):
            PictureCodes().codes_in(content)


def test_what_is_too_large_never_reaches_a_process(monkeypatch):
    monkeypatch.setattr("subprocess.run", lambda *_all, **_named: pytest.fail("asked"))
    with pytest.raises(PictureUnusable):
        PictureCodes().codes_in(bytes(LARGEST_PICTURE + 1))


def test_a_process_that_dies_is_a_picture_not_read():
    with pytest.raises(CodesNotRead) as told:
        PictureCodes("tests.devices.dies_at_once").codes_in(b"picture")
    assert told.value.details == {"why": "exit 70"}


def test_a_picture_without_a_code_is_no_trouble():
    assert PictureCodes().codes_in(encoded(page())) == ()
