"""The kiosk under a citizen's hands: fingers, four keys, a code reader that types; and nothing left behind."""

from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from commands.shots import supplies as furnished
from ui.screens_selfservice import turn
from ui.selfservice.big_button import BigButton
from ui.selfservice.hands import Hands
from ui.selfservice.home import HomePage
from ui.selfservice.look_up import NumberPage
from ui.selfservice.screen_size import factor
from ui.selfservice.sizes import measure_screen, sizes
from ui.selfservice.standing import StandingPage
from ui.selfservice.window import Dress, KioskWindow
from ui.shots import put_away, settle
from ui.tasks import Tasks
from ui.theme.style import apply
from ui.theme.tokens import Theme

NUMBER = "H99.01.02-261123-0007"


@pytest.fixture(scope="module")
def office():
    with furnished() as supplies:
        yield supplies


@pytest.fixture
def window(qapp, office, tasks):
    made = turn(office.put(Tasks, tasks))
    hands = Hands(made)
    qapp.installEventFilter(hands)
    made.show()
    made.activateWindow()
    settle(made, tasks)
    yield made
    qapp.removeEventFilter(hands)
    made.end()
    put_away(made)


def press(window: KioskWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or window, key)


def touch(button: BigButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))


def texts(window: KioskWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_by_touch_to_the_step_of_a_dossier(window, tasks):
    touch(window.page.look_up)
    for key in NUMBER:
        touch(window.page.pad.keys[key])
    touch(window.page.go)
    settle(window, tasks)
    assert isinstance(window.page, StandingPage)
    assert "Đang xử lý" in texts(window)
    assert "Cơ quan giải quyết làm tiếp" in texts(window)


def test_by_four_keys_alone(window, tasks):
    """Down and up go from button to button, Enter presses, Esc goes back: all of it without a finger."""
    assert QApplication.focusWidget() is window.page.look_up
    press(window, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is window.page.file
    press(window, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert isinstance(window.page, NumberPage)
    page = window.page
    for letter in NUMBER:
        for _step in range(80):
            if QApplication.focusWidget() is page.pad.keys[letter]:
                break
            press(window, Qt.Key.Key_Down)
        press(window, Qt.Key.Key_Space)
    assert page.pad.text == NUMBER
    press(window, Qt.Key.Key_Escape)
    assert isinstance(window.page, HomePage)


def test_a_code_reader_types_into_the_page_and_its_enter_looks(window, tasks):
    touch(window.page.look_up)
    for letter in NUMBER.lower():
        QTest.keyClick(window, letter)
    QTest.keyClick(window, Qt.Key.Key_Return)
    settle(window, tasks)
    assert isinstance(window.page, StandingPage)


def test_after_two_failures_another_way_is_offered(window, tasks):
    touch(window.page.look_up)
    window.page.pad.put("H99.01.02-261123-9999")
    touch(window.page.go)
    settle(window, tasks)
    assert "xem lại từng chữ" in texts(window)
    touch(window.page.go)
    settle(window, tasks)
    assert "cán bộ tra giúp" in texts(window)


def test_another_size_or_language_keeps_the_page_and_what_was_typed(window, tasks):
    touch(window.page.look_up)
    window.page.pad.put("H99")
    touch(window.larger)
    touch(window.contrast)
    touch(window.head.languages["en"])
    assert window.dress == Dress("en", 125, contrast=True)
    assert isinstance(window.page, NumberPage)
    assert (window.page.pad.text, window.page.line.text()) == ("H99", "H99")
    assert window.head.languages["en"].isChecked()


def test_who_is_still_there_says_so_by_any_touch_and_finds_the_page_as_it_was(window, tasks):
    touch(window.page.look_up)
    page = window.page
    page.pad.put("H99")
    window.warn()
    settle(window, tasks)
    assert "xóa sau 30 giây" in texts(window)
    assert "H99" not in texts(window)
    press(window, Qt.Key.Key_Return)
    assert window.warning is None
    assert window.page is page
    assert page.isVisible()


def test_nobody_there_ends_the_turn_and_nothing_of_it_is_left(window, tasks):
    ended = []
    window.ended.connect(partial(ended.append, 1))
    touch(window.page.look_up)
    window.page.pad.put("H99.01.02-261123-4242")
    QApplication.clipboard().setText("H99.01.02-261123-4242")
    window.warn()
    window.warning._left = 1
    window.warning._tick()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert ended == [1]
    assert QApplication.clipboard().text() == ""
    assert not [label for label in window.findChildren(QLabel) if "4242" in label.text()]


def test_neither_alt_f4_nor_a_closed_window_leads_out(window):
    ended = []
    window.ended.connect(partial(ended.append, 1))
    window.close()
    assert window.isVisible()
    assert ended == [1]


def test_the_guide_answers_while_vietnamese_is_typed(window, tasks):
    touch(window.page.guide)
    settle(window, tasks)
    for key in "keest hoon":
        touch(window.page.pad.keys[key.upper() if key != " " else " "])
    assert window.page.pad.text == "kết hôn"
    settle(window, tasks)
    assert window.page.entries[0].text() == "Đăng ký kết hôn"
    touch(window.page.entries[0])
    settle(window, tasks)
    assert "Giấy tờ tùy thân của cả hai bên" in texts(window)


def test_a_space_bar_types_between_words_and_presses_no_key(window, tasks):
    """Even while a key of the keyboard on the screen has the focus, as it has when the page opens."""
    touch(window.page.guide)
    settle(window, tasks)
    window.page.pad.keys["1"].setFocus()
    for letter in "ket hon":
        QTest.keyClick(QApplication.focusWidget(), letter)
    assert window.page.pad.text == "ket hon"


def test_enter_after_typing_is_the_pages_and_presses_no_key_of_the_screen(window, tasks):
    touch(window.page.look_up)
    page = window.page
    page.pad.keys["1"].setFocus()
    for letter in NUMBER:
        QTest.keyClick(QApplication.focusWidget(), letter)
    press(window, Qt.Key.Key_Return)
    settle(window, tasks)
    assert NUMBER in texts(window)


def test_a_double_touch_presses_nothing_on_the_page_it_opened(window, tasks):
    def tap(button: BigButton, at: int) -> None:
        here, left = QPointF(button.rect().center()), Qt.MouseButton.LeftButton
        for kind, held in ((QEvent.Type.MouseButtonPress, left), (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton)):
            event = QMouseEvent(kind, here, button.mapToGlobal(here), left, held, Qt.KeyboardModifier.NoModifier)
            event.setTimestamp(at)
            QApplication.sendEvent(button, event)

    tap(window.page.look_up, 1_000_000)
    settle(window, tasks)
    assert isinstance(window.page, NumberPage)
    tap(window.page.pad.keys["7"], 1_000_150)
    assert window.page.pad.text == ""
    tap(window.page.pad.keys["7"], 1_002_000)
    tap(window.page.pad.keys["7"], 1_002_150)
    assert window.page.pad.text == "77"                    # typed twice, quickly


@pytest.mark.parametrize(("inches", "scale"), [(15.6, 200), (27, 100), (55, 150)])
def test_nothing_to_touch_is_smaller_than_fifteen_millimetres(qapp, window, tasks, inches, scale):
    measure_screen(qapp, inches)
    window.wear(Dress(scale=scale))
    least = 15 * sizes().pixels_per_mm
    small = []
    for step in ("look_up", "guide"):
        touch(getattr(window.page, step))
        settle(window, tasks)
        small += [
            (button.text(), button.width(), button.height())
            for button in window.findChildren(BigButton)
            if button.isVisible() and min(button.width(), button.height()) < least - 1
        ]
        window.back()
        settle(window, tasks)
    measure_screen(qapp, 27)
    apply(qapp, Theme.LIGHT)
    assert not small


def test_the_checklist_is_printed_once_a_page(window, tasks):
    touch(window.page.guide)
    settle(window, tasks)
    touch(window.page.entries[0])
    settle(window, tasks)
    printing = window.page.printing
    assert printing.button.isVisible()
    touch(printing.button)
    settle(window, tasks)
    assert "lấy giấy ở khe" in texts(window)
    assert not printing.button.isVisible()


@pytest.mark.parametrize(("screen", "smaller"), [((1366, 728), 0.35), ((1920, 1040), 0.52), ((1080, 1968), 1), ((2160, 3900), 1)])
def test_in_training_the_portrait_window_stands_whole_on_a_desktop(screen, smaller):
    assert factor(*screen) == pytest.approx(smaller, abs=0.01)
