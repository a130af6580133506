"""What Tinos can show is printed letter for letter; what it cannot is replaced by a sign and reported."""

import subprocess
import sys
import unicodedata

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import shapeStr

from printing import fonts
from printing.fonts import REPLACEMENT, code_points, printable

VIETNAMESE = [
    unicodedata.normalize("NFC", base + tone)
    for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
]
HIGHLANDS = [*"ĕĬĭŎŏŬŭÑñČčƀɃĐđ", "Ê̆", "ê̆", "Ơ̆", "ơ̆", "Ư̆", "ư̆"]


@pytest.mark.parametrize("letter", [*VIETNAMESE, *HIGHLANDS, *"…–—“”‘’•·₫²°"])
def test_every_letter_of_the_country_has_a_glyph(letter):
    assert printable(letter) == fonts.Printable(unicodedata.normalize("NFC", letter))


@pytest.mark.parametrize("name", ["Y Blŭk Êban", "H'Ơ̆n Niê", "Ƀ", "Nguyễn Thị Bảy", "Trương Mỹ Hạnh"])
def test_decomposed_input_comes_out_composed(name):
    assert printable(unicodedata.normalize("NFD", name)).text == unicodedata.normalize("NFC", name)


def test_white_space_is_folded():
    assert printable("  An\t\nBình\u00a0 Chi ").text == "An Bình Chi"


@pytest.mark.parametrize(
    "character",
    ["😀", "字", "\u0627", "\u05d0", "\u202e", "\u200b", "\x00", "\x07", "\x7f", "\ud800", "\ue000", "\ufffe"],
    ids=ascii,
)
def test_what_cannot_be_shown_is_replaced_and_reported(character):
    assert printable(f"An {character}{character} Bình") == fonts.Printable(f"An {REPLACEMENT * 2} Bình", missing=(character,))


def test_each_missing_character_is_reported_once_in_order():
    assert printable("字😀字").missing == ("字", "😀")
    assert code_points(("\u202e", "😀")) == "U+202E, U+1F600"


@pytest.mark.parametrize("face", fonts.FILES)
@pytest.mark.parametrize("letter", ["ê̆", "Ê̆", "Ơ̆", "Ư̆"])
def test_a_breve_stands_clear_of_the_letter_below_it(face, letter):
    fonts.register()
    base, breve = shapeStr(letter, face, 1000).__shapeData__
    assert base.y_offset == 0
    assert breve.y_offset > 150
    assert breve.x_advance == 0


@pytest.mark.parametrize("face", fonts.FILES)
@pytest.mark.parametrize("word", ["office", "AVĐÐ", "fi", "Tỵ"])
def test_shaping_leaves_ordinary_words_as_they_are(face, word):
    fonts.register()
    assert str(shapeStr(word, face, 12, force=True)) == word


def test_the_fonts_are_our_own_and_licensed():
    assert {path.name for path in fonts.FOLDER.iterdir()} == {*fonts.FILES.values(), "LICENSE-OFL.txt"}
    assert "SIL OPEN FONT LICENSE" in (fonts.FOLDER / "LICENSE-OFL.txt").read_text(encoding="utf-8")
    fonts.register()
    for face, file in fonts.FILES.items():
        assert pdfmetrics.getFont(face).face.filename == fonts.FOLDER / file


def test_importing_the_forms_reads_no_font():
    code = (
        "import printing.forms.receipt, reportlab.pdfbase.pdfmetrics as m;"
        "raise SystemExit(any('Tinos' in name for name in m._fonts))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
