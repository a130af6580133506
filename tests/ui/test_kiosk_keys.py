"""The kiosk without a finger: four keys reach everything on every screen, and what they come to is seen."""

import re

import msgspec
import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from commands.shots import supplies as furnished
from kiosk.settings import KeySettings, PadKey, SelfServiceSettings
from tests.ui.kiosk_screens import KIOSK_SCREENS, is_over, shown_in_turn
from ui.screens_selfservice import turn
from ui.selfservice.aloud import reached, told
from ui.selfservice.big_button import KEY_PAD
from ui.selfservice.guide import GuidePage, ProceduresPage
from ui.selfservice.hands import Hands
from ui.selfservice.home import HomePage
from ui.selfservice.window import KioskWindow
from ui.shots import put_away, settle
from ui.tasks import Tasks

MOST = 200


@pytest.fixture(scope="module")
def office():
    with furnished() as supplies:
        yield supplies


@pytest.fixture
def hands(qtbot, qapp):
    made = {}

    def over(window: KioskWindow) -> None:
        if window not in made:         # goes with its window; one at a time, as there is one turn at a time
            made[window] = Hands(window)
        for other, filtering in made.items():
            if shiboken6.isValid(filtering):
                qapp.removeEventFilter(filtering)
                if other is window:
                    qapp.installEventFilter(filtering)
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)

    yield over
    qapp.setProperty(KEY_PAD, False)


def press(key: Qt.Key) -> QWidget | None:
    QTest.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key)
    return QApplication.focusWidget()


def round_trip(key: Qt.Key) -> list[QWidget]:
    """Where one key leads, until it comes back to where it began."""
    found: list[QWidget] = []
    for _step in range(MOST):
        now = press(key)
        assert now is not None
        if now in found:
            break
        found.append(now)
    return found


def edges(control: QWidget) -> list[int]:
    picture = control.grab().toImage()
    return [picture.pixel(x, picture.height() // 2) for x in range(min(12, picture.width()))]


def frame_is_seen(control: QWidget) -> bool:
    with_it = edges(control)
    control.clearFocus()
    without = edges(control)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    return with_it != without


def is_in_sight(control: QWidget) -> bool:
    return control.visibleRegion().boundingRect() == control.rect() or control.visibleRegion().boundingRect().height() >= 70


class Windows(QObject):
    """Notes what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_every_screen_is_walked_by_two_keys_and_what_they_come_to_is_in_sight_and_framed(qapp, office, tasks, hands):
    wrong, windows = [], Windows()     # a button shown before it stands in its page is a window, and takes the keys away
    qapp.installEventFilter(windows)
    for screen, window in shown_in_turn(office, tasks):
        if not isinstance(window, KioskWindow):
            continue                   # the attract screen takes any key
        if is_over(window):
            continue                   # only the card is waited for
        hands(window)
        if window.warning is None:     # there any key means: I am here
            found = round_trip(Qt.Key.Key_Down)
            wanted = list(reached(window))
            assert wanted, screen.name
            wrong += [f"{screen.name}: the keys pass over {told(control)!r}" for control in wanted if control not in found]
            wrong += [f"{screen.name}: {told(control)!r} is no control" for control in found if control not in wanted]
            backwards = round_trip(Qt.Key.Key_Up)
            wrong += [f"{screen.name}: backwards is another way"] if set(backwards) != set(found) else []
            for _control in found:
                control = press(Qt.Key.Key_Down)
                wrong += [f"{screen.name}: {told(control)!r} is out of sight"] if not is_in_sight(control) else []
                wrong += [f"{screen.name}: {told(control)!r} has no frame"] if not frame_is_seen(control) else []
    qapp.removeEventFilter(windows)
    assert [kind for kind in windows.shown if kind not in ("AttractWindow", "KioskWindow", "UpkeepWindow")] == []
    assert windows.shown == [kind for kind in windows.shown if kind in ("AttractWindow", "KioskWindow", "UpkeepWindow")]
    assert len(windows.shown) == len({screen.build for screen in KIOSK_SCREENS})
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def window(qapp, office, tasks, hands, monkeypatch):
    monkeypatch.setattr(SelfServiceSettings, "keys", KeySettings(previous=("F7",), next=("F8",), press=("F9",), back=("F10",)))
    made = turn(office.put(Tasks, tasks))
    made.show()
    hands(made)
    settle(made, tasks)
    yield made
    made.end()
    put_away(made)


def go_to(control: QWidget, key: Qt.Key) -> None:
    for _step in range(MOST):
        if QApplication.focusWidget() is control:
            return
        press(key)
    raise AssertionError(f"{told(control)} is not reached")


def test_a_whole_journey_by_four_other_keys_the_keyboard_on_the_screen_included(window, tasks):
    assert isinstance(window.page, HomePage)
    go_to(window.page.guide, Qt.Key.Key_F8)
    press(Qt.Key.Key_F9)
    assert isinstance(window.page, ProceduresPage)
    settle(window, tasks)
    for letter in "HOON":
        go_to(window.page.pad.keys[letter], Qt.Key.Key_F7)
        press(Qt.Key.Key_F9)
    assert window.page.pad.text == "hôn"
    settle(window, tasks)
    go_to(window.page.entries[0], Qt.Key.Key_F8)
    press(Qt.Key.Key_F9)
    settle(window, tasks)
    assert isinstance(window.page, GuidePage)
    press(Qt.Key.Key_F10)
    press(Qt.Key.Key_F10)
    assert isinstance(window.page, HomePage)


def test_a_key_that_is_held_presses_once(window, tasks):
    go_to(window.contrast, Qt.Key.Key_F8)
    before = window.dress.contrast
    pressed = window.contrast
    QTest.keyPress(pressed, Qt.Key.Key_F9)
    assert window.dress.contrast is not before


def test_the_listening_key_reads_the_page(qapp, office, tasks, hands):
    made = turn(office.put(Tasks, tasks))
    made.show()
    hands(made)
    press(Qt.Key.Key_F1)
    assert made.reader.on
    made.end()
    put_away(made)


def test_names_of_keys_are_those_of_qt_and_others_are_refused():
    pattern = PadKey.__metadata__[0].pattern
    names = re.findall(r"(?<=[|(])([A-Z]\w+)(?=[|)])", pattern)
    assert len(names) > 20
    assert all(hasattr(Qt.Key, f"Key_{name}") for name in [*names, "F35", "A", "0"])
    with pytest.raises(msgspec.ValidationError):
        msgspec.toml.decode(b'next = ["Nonsense"]', type=KeySettings)
    assert msgspec.toml.decode(b'next = ["F8"]', type=KeySettings).previous == KeySettings().previous
