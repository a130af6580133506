"""Every pair of colours can be told apart, every icon draws, every style sheet is complete."""

import re

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics, QRawFont

from ui.theme import icons
from ui.theme.fonts import FAMILY, FOLDER, letters
from ui.theme.icons import Icon, icon_pixmap
from ui.theme.style import Look, apply, look, style_sheet
from ui.theme.tokens import PAIRS, TEXT_SCALES, THEMES, Measures, Theme, Tone


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_wcag_says():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", list(Theme))
def test_every_pair_of_colours_can_be_told_apart(theme):
    tokens = THEMES[theme]
    poor = [
        f"{front} on {back}: {contrast(getattr(tokens, front), getattr(tokens, back)):.2f} < {least}"
        for front, back, least in PAIRS
        if contrast(getattr(tokens, front), getattr(tokens, back)) < least
    ]
    assert not poor, "\n".join(poor)


@pytest.mark.parametrize("theme", list(Theme))
def test_states_can_be_read_where_they_are_written(theme):
    for tone in Tone:
        now = Look(theme)
        assert contrast(now.tone(tone).name(), now.tone_background(tone).name()) >= 4.5, tone


@pytest.mark.parametrize("scale", TEXT_SCALES)
@pytest.mark.parametrize("theme", list(Theme))
def test_the_style_sheet_is_filled_completely(theme, scale):
    sheet = style_sheet(theme, scale)
    assert "$" not in sheet
    assert not re.search(r":\s*;", sheet)


def test_invalid_fields_stay_red_under_the_cursor():
    assert 'QLineEdit[invalid="true"]:focus' in style_sheet(Theme.LIGHT, 100)


@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_targets_are_large_enough(scale):
    assert Measures(scale).control >= 34


def test_every_icon_is_there_and_draws_something(qapp):
    assert (icons.FOLDER / "LICENSE.txt").exists()
    assert {f"{icon}.svg" for icon in Icon} <= {path.name for path in icons.FOLDER.iterdir()}
    for icon in Icon:
        drawn = icon_pixmap(icon, QColor("#FF0000"), 18, 1.5).toImage()
        assert (drawn.width(), drawn.height()) == (27, 27)
        seen = [drawn.pixelColor(x, y) for x in range(27) for y in range(27) if drawn.pixelColor(x, y).alpha() > 200]
        assert seen, icon
        assert all(colour.red() > 200 and colour.green() < 60 for colour in seen), icon


def test_no_drawing_lies_about_unused(qapp):
    used = {f"{icon}.svg" for icon in Icon} | {"LICENSE.txt"}
    assert {path.name for path in icons.FOLDER.iterdir()} == used


def test_the_letters_are_our_own(qapp):
    assert (FOLDER / "LICENSE-OFL.txt").exists()
    assert QFontInfo(letters(14)).family() == FAMILY
    metrics, raw = QFontMetrics(letters(14)), QRawFont.fromFont(letters(14))
    assert not [letter for letter in "ẮẶỄỘỰỳỹđĐĔĬŎŬƁɓ·…–“”" if not raw.supportsCharacter(ord(letter))]
    assert metrics.horizontalAdvance("1") == metrics.horizontalAdvance("8")


def test_a_theme_is_put_on_and_another_one(qapp):
    apply(qapp, Theme.DARK, 150)
    assert (look().theme, look().scale) == (Theme.DARK, 150)
    assert qapp.font().pixelSize() == 21
    assert qapp.palette().window().color().name().upper() == THEMES[Theme.DARK].background
    with pytest.raises(ValueError, match="110"):
        apply(qapp, Theme.LIGHT, 110)
