"""Every screen of the kiosk has room for fingers and for letters: in four sizes, two languages, both grounds, high and low."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
import zxingcpp
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from commands.shots import supplies as furnished
from kiosk.words import speak
from tests.soaking import in_soak
from tests.ui.kiosk_screens import shown_in_turn
from tests.ui.test_gallery import cut_off, outside, seen
from tests.ui.test_theme import contrast
from ui.screens import KIOSK_SIZE
from ui.selfservice.filing.qr_code import QrView
from ui.selfservice.identify.vneid_page import QrPicture
from ui.selfservice.sizes import LEAST_MM, sizes
from ui.selfservice.window import KioskWindow
from ui.shots import settle
from ui.theme.style import apply
from ui.theme.tokens import PAIRS, THEMES, Theme

BETWEEN = 4                            # pixels at least between two things to touch
# the worst of all together; what lies between in `make soak`; the usual one is looked at in `test_kiosk_aloud.py`
DRESSES = [
    (200, "vi", Theme.HIGH_CONTRAST, True),
    *in_soak([(125, "en", Theme.HIGH_CONTRAST, True), (150, "vi", Theme.LIGHT, True), (200, "en", Theme.LIGHT, False)]),
]  # fmt: skip


@pytest.fixture(scope="module")
def office():
    with furnished() as supplies:
        yield supplies


def in_sight(part: QWidget, window: QWidget) -> QRect:
    """What of it is seen, in the window."""
    return part.visibleRegion().boundingRect().translated(part.mapTo(window, QPoint()))


def too_small(part: QWidget) -> str:
    least = LEAST_MM * sizes().pixels_per_mm - 1
    small = min(part.width(), part.height()) < least
    return f"{part.accessibleName()!r} is {part.width()}x{part.height()}, less than {least:.0f}" if small else ""


def too_near(window: QWidget, buttons: list[QWidget], texts: list[QWidget]) -> list[str]:
    """Things to touch that lie too near each other, texts that lie over one another."""
    found = []
    for parts, apart in ((buttons, BETWEEN), (texts, 0)):
        rects = [(part, in_sight(part, window)) for part in parts]
        for (one, here), (other, there) in combinations(rects, 2):
            near = here.adjusted(-apart + 1, -apart + 1, apart - 1, apart - 1) if apart else here
            if here.isValid() and there.isValid() and near.intersects(there):
                found.append(f"{named(one)} and {named(other)}: {here} {there}")
    return found


def too_fine(text: QWidget) -> str:
    """Letters of the counter, where somebody stands and reads."""
    least = min(sizes().small, sizes().frame)
    return f"{named(text)} in letters of {text.font().pixelSize()}" if text.font().pixelSize() < least else ""


def unreadable(code: QWidget) -> str:
    """What no telephone could read."""
    picture = code.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    found = zxingcpp.read_barcodes(pixels[:, : picture.width()], formats=zxingcpp.BarcodeFormat.QRCode)
    return "" if found else f"{named(code)} of {code.width()}x{code.height()} cannot be read"


def named(part: QWidget) -> str:
    return repr(part.accessibleName() or (part.text() if isinstance(part, QLabel) else type(part).__name__))


def without_room(shown: QWidget) -> list[str]:
    parts = seen(shown)
    buttons = [part for part in parts if isinstance(part, QAbstractButton)]
    texts = [part for part in parts if isinstance(part, QLabel) and part.text()]
    wrong = [text for part in parts if (text := cut_off(part) or outside(part))]
    wrong += [text for button in buttons if (text := too_small(button))]
    wrong += [said for text in texts if (said := too_fine(text))]
    wrong += [said for part in parts if isinstance(part, QrView | QrPicture) and (said := unreadable(part))]
    wrong += too_near(shown, buttons, texts)
    if (shown.width(), shown.height()) != KIOSK_SIZE:
        wrong.append(f"it needs {shown.width()}x{shown.height()}")
    return wrong


@pytest.mark.parametrize(("scale", "language", "theme", "low"), DRESSES)
def test_every_screen_has_room_for_fingers_and_letters(qapp, office, tasks, scale, language, theme, low):
    speak(language)
    apply(qapp, theme, scale)
    wrong = []
    for screen, shown in shown_in_turn(office, tasks):
        if scale > 100 and not isinstance(shown, KioskWindow):
            continue                   # no citizen dresses the waiting screen
        if isinstance(shown, KioskWindow) and shown.warning is None and shown.dress.low is not low:
            shown.wear(replace(shown.dress, low=low))
            settle(shown, tasks)
        wrong += [f"{screen.name}: {text}" for text in without_room(shown)]
        if scale == 200:                   # more than an empty page
            small = shown.grab().toImage().scaled(64, 32)
            assert len({small.pixel(x, y) for x in range(64) for y in range(32)}) > 4, screen.name
    assert not wrong, "\n".join(wrong)


def test_what_has_no_room_is_seen(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(*KIOSK_SIZE)
    for place in (0, 60):
        button = QAbstractButtonShown("Xa", page)
        button.setGeometry(place, 0, 62, 100)
    label = QLabel("Một câu dài không đủ chỗ", page)
    label.setGeometry(0, 200, 30, 20)
    page.show()
    told = "\n".join(without_room(page))
    assert "wants" in told
    assert "in letters of" in told
    assert "'Xa' and 'Xa'" in told


class QAbstractButtonShown(QAbstractButton):
    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(text)

    def paintEvent(self, _event) -> None:
        """Nothing to see."""


@pytest.mark.parametrize(("theme", "least"), [(Theme.LIGHT, 4.5), (Theme.DARK, 4.5), (Theme.HIGH_CONTRAST, 7.0)])
def test_letters_stand_out_from_every_ground_of_the_kiosk(theme, least):
    tokens = THEMES[theme]
    lettered = [(front, back) for front, back, wanted in PAIRS if wanted >= 4.5]
    assert len(lettered) > 20
    poor = [
        f"{front} on {back}: {ratio:.2f}"
        for front, back in lettered
        if (ratio := contrast(getattr(tokens, front), getattr(tokens, back))) < least
    ]
    assert not poor, "\n".join(poor)
