"""A handheld scanner types a code wherever the cursor is: the dossier is opened, the form filled, no field or page touched."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from tests.ui.at_counter import COPIES, AtCounter, at_counter, sheet
from tests.ui.test_hand_back import received
from tests.ui.test_scanned_codes import CODE, NAME, NUMBER
from ui.shortcuts import Action

HUNDRED_MS, FAST_MS = 100, 12


@pytest.fixture
def at(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as at:
        yield at
        at.close()


def scan(at: AtCounter, code: str, end: Qt.Key | None = Qt.Key.Key_Return, every_ms: int = FAST_MS) -> None:
    """At the window, as the keyboard of a machine: shortcuts hear it first."""
    handle = at.app.shell.windowHandle()
    for number, letter in enumerate(code, start=1):
        key = Qt.Key(ord(letter.upper())) if letter.isascii() else Qt.Key(0)
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
            event.setTimestamp(1000 + number * every_ms)
            QCoreApplication.sendEvent(handle, event)
    if end is not None:
        QTest.keyClick(handle, end)


def dossier(at: AtCounter) -> tuple[str, str]:
    """The number and the receipt's code of one that was received."""
    made = received(at, status=None)
    return made.number, made.token


def opened(at: AtCounter, number: str) -> bool:
    return at.window.place is Action.LOOK_UP and at.screens.look_up.search_line.text() == number


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Tab, None])
def test_a_receipt_scanned_into_a_field_opens_its_dossier_and_the_field_stands_as_it_stood(at, end):
    number, token = dossier(at)
    form = at.form(COPIES)
    field = form.form.fields()[NAME]
    field.set_value("LÒ THỊ ẾN")
    line = field.parts()[-1]
    line.setFocus()
    line.selectAll()
    scan(at, token, end, every_ms=HUNDRED_MS)
    at.wait(lambda: opened(at, number))
    assert field.value() == "LÒ THỊ ẾN"


def test_a_number_too(at):
    number, _token = dossier(at)
    form = at.form(COPIES)
    for path in (NAME, NUMBER):
        form.form.fields()[path].parts()[-1].setFocus()
        scan(at, number)
        at.wait(lambda: opened(at, number))
        assert not form.form.fields()[path].value()
        at.hands.key("F3")


def test_half_a_code_is_said_and_left_nowhere(at):
    _number, token = dossier(at)
    form = at.form(COPIES)
    field = form.form.fields()[NAME]
    field.parts()[-1].setFocus()
    for half in (token[: len(token) // 2], token[:-3]):
        scan(at, half)
        at.wait(lambda: "một phần" in at.window.toast.accessibleName())
        assert not field.value()
    assert at.window.place is Action.INTAKE


def test_what_hands_type_stays_whatever_it_begins_with(at):
    form = at.form(COPIES)
    line = form.form.fields()[NAME].parts()[-1]
    for typed in ("MC Thị Hà", "H9", "Hồ Mẫn", "MC1"):
        line.clear()
        line.setFocus()
        scan(at, typed, None, every_ms=HUNDRED_MS)
        at.wait(lambda typed=typed: line.text().upper() == typed.upper())


def test_on_the_pages_a_card_fills_the_form_and_no_key_of_it_moves_a_page(at):
    form = at.form(COPIES)
    at.office.counter.intakes.add_page(form.id, sheet())
    at.hands.key("F7")
    at.settle()
    before = at.office.counter.intakes.pages(form.id)
    at.screens.capture.strip.setFocus()
    scan(at, CODE, every_ms=HUNDRED_MS)
    at.wait(lambda: form.form.fields()[NUMBER].value() == "001192000123")
    at.settle()
    assert at.office.counter.intakes.pages(form.id) == before
    number, token = dossier(at)
    scan(at, token)
    at.wait(lambda: opened(at, number))
    assert at.office.counter.intakes.pages(form.id) == before


def test_enter_behind_what_only_begins_like_a_code_is_still_heard_by_its_field(at):
    at.window.go(Action.LOOK_UP)
    line = at.screens.look_up.search_line
    line.setFocus()
    heard: list[str] = []
    line.returnPressed.connect(lambda: heard.append(line.text()))
    scan(at, "mc", every_ms=HUNDRED_MS)
    at.wait(lambda: heard == ["mc"])
