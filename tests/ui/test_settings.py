"""Settings: choices are told, devices are shown as they are, what is copied for support names nobody."""

import dataclasses
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from kiosk.device_ports import PrintState, ReaderEvent, ReaderState
from kiosk.scan_ports import ScanTrouble
from kiosk.store import newest_schema
from kiosk.version import VERSION
from tests.house_rules import ROOT
from tests.ui.at_counter import at_counter
from tests.ui.hands import show
from tests.ui.office import OFFICER, OpenCounter
from tests.ui.received import receive_some
from ui.clerk.settings import SettingsScreen
from ui.theme.style import look
from ui.theme.tokens import Theme
from ui.widgets.text import Text

FOLDER = Path("/var/lib/mot-cua/một-cửa/quầy-số-3/dữ-liệu-của-quầy-tiếp-nhận-phường-Chiềng-Lề")


@pytest.fixture
def office(tmp_path):
    with OpenCounter(tmp_path) as office:
        yield office


@pytest.fixture
def screen(qtbot, tasks, office):
    screen = SettingsScreen(office.counter, tasks, FOLDER)
    screen.resize(1150, 640)
    show(qtbot, screen)
    return screen


def test_choices_are_told(qtbot, screen):
    with qtbot.waitSignal(screen.theme_chosen) as heard:
        screen.theme.buttons[Theme.HIGH_CONTRAST].click()
    assert heard.args == [Theme.HIGH_CONTRAST]
    with qtbot.waitSignal(screen.scale_chosen) as heard:
        screen.scale.buttons["150"].click()
    assert heard.args == [150]
    with qtbot.waitSignal(screen.language_chosen) as heard:
        screen.language.buttons["en"].click()
    assert heard.args == ["en"]
    with qtbot.waitSignal(screen.shortcuts_wanted):
        qtbot.mouseClick(screen.keys_button, Qt.MouseButton.LeftButton)


def test_devices_as_they_are(qtbot, office, screen):
    office.printer.say(PrintState.OUT_OF_PAPER)
    office.scanner.say(ScanTrouble.JAM)
    office.reader.say(ReaderEvent(ReaderState.NO_READER))
    line, note = screen.devices["printer"]
    qtbot.waitUntil(note.isVisible)
    assert line.accessibleName() == "Máy in: hết giấy"
    assert note.text() == "Máy in hết giấy: sẽ in khi có giấy"
    qtbot.waitUntil(lambda: screen.devices["scanner"][0].accessibleName() == "Máy quét: kẹt giấy")
    qtbot.waitUntil(lambda: screen.devices["reader"][0].accessibleName() == "Đầu đọc thẻ: không tìm thấy")


def test_what_is_copied_has_codes_and_counts_but_no_names(qtbot, office, screen):
    numbers = receive_some(office, 2)
    with qtbot.waitSignal(screen.copied):
        qtbot.mouseClick(screen.copy_button, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert "desk_unsent=2" in text
    assert "H99.01.02" in text
    people = [line.submitter for line in office.counter.records.search("")]
    assert not any(word in text for word in (OFFICER.name, *people, *numbers))


def test_the_bench_is_only_there_in_the_demo(qtbot, tasks, office, screen):
    assert not screen.bench_button.isVisible()
    opened = []
    counter = dataclasses.replace(office.counter, open_bench=lambda: opened.append(True))
    demo = SettingsScreen(counter, tasks, FOLDER)
    show(qtbot, demo)
    demo.bench_button.click()
    assert opened == [True]


def said_beside(screen, name: str) -> str:
    """What stands in the row of a name; it must be wholly on the screen."""
    label = next(text for text in screen.findChildren(Text) if text.text() == name)
    row = [text for text in label.parentWidget().findChildren(Text) if text.y() == label.y() and text is not label]
    assert len(row) == 1
    assert row[0].height() >= row[0].heightForWidth(row[0].width())
    return row[0].accessibleName()


def test_the_program_tells_its_version_its_schema_and_where_its_data_lie(office, screen):
    assert said_beside(screen, "Phiên bản") == VERSION
    found = office.store.read().execute("PRAGMA user_version").fetchone()[0]
    assert said_beside(screen, "Phiên bản dữ liệu") == str(found) == str(newest_schema())
    assert said_beside(screen, "Thư mục dữ liệu") == str(FOLDER)


def test_the_version_is_written_down_once():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "version" not in project["project"]
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "kiosk.version.VERSION"}


@pytest.fixture
def at(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as at:
        yield at
        at.close()


def test_by_arrow_keys_each_press_chooses_and_the_cursor_stays(at):
    """A new size of text is a new window; a key pressed meanwhile counts, too."""
    at.hands.key("Ctrl+,")
    assert QApplication.focusWidget() is at.screens.settings.theme.buttons[Theme.LIGHT]
    at.hands.walk_to(at.screens.settings.scale)
    first = at.window
    at.hands.key("Right")
    at.hands.key("Right")
    at.settle()
    assert at.window is not first
    assert look().scale == 150
    assert QApplication.focusWidget() is at.screens.settings.scale.buttons["150"]
    at.hands.key("Left")
    at.settle()
    assert look().scale == 125
    at.hands.walk_to(at.screens.settings.language)
    at.hands.key("Right")
    at.settle()
    assert at.app.wishes.language == "en"
    assert QApplication.focusWidget() is at.screens.settings.language.buttons["en"]
    at.hands.key("Left")
    at.settle()
    assert at.app.wishes.language == "vi"


def test_a_choice_of_a_moment_before_does_not_open_a_locked_window(at):
    at.hands.key("Ctrl+,")
    at.app.choose_scale(125)
    at.app.lock()
    at.settle()
    assert at.app.locked


def test_the_ring_stays_when_the_colours_change(at):
    at.hands.key("Ctrl+,")
    for theme in (Theme.DARK, Theme.HIGH_CONTRAST):
        at.hands.key("Right")
        at.settle()
        button = at.screens.settings.theme.buttons[theme]
        assert QApplication.focusWidget() is button
        ring = button.grab().toImage().pixelColor(button.width() // 2, 1)
        assert ring == look().colour("focus")
