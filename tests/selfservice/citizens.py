"""Invented people of a run, and what one of them does at the kiosk. All of a run share two rare words, so that one search finds
whatever was left of any of them.

The names are Vietnamese only in their letters: no word of them can be anywhere else.
"""

import random
from dataclasses import dataclass, field
from functools import reduce

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.selfservice.invented_answers import an_answer
from kiosk.telex import typed
from ui.screens_filing import give
from ui.selfservice.filing.check import CheckPage
from ui.selfservice.filing.choose import EventPage, EventsPage
from ui.selfservice.filing.question import QuestionPage
from ui.selfservice.filing.sent import SentPage
from ui.selfservice.guide import ProceduresPage
from ui.selfservice.home import HomePage
from ui.selfservice.look_up import NumberPage
from ui.selfservice.waiting import at_rest
from ui.selfservice.window import KioskWindow

ENDS = ("ends", "idle", "killed", "closed")
_RARE = "bcdghklmnpqtvx"
_TYPED_RARE = "aas"                    # ấ, in Telex


@dataclass(frozen=True, slots=True)
class Person:
    """`keys` are what is pressed for the name; `code` is a long one, as a reader types it."""

    keys: str
    number: str
    code: str

    @property
    def name(self) -> str:
        return reduce(typed, self.keys, "")


@dataclass(slots=True)
class Town:
    """The people of one run."""

    seed: int
    _chance: random.Random = field(init=False)
    _keys: str = field(init=False)
    _digits: str = field(init=False)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        rare = "".join(self._chance.choices(_RARE, k=8))
        self._keys = f"{rare[:4]}{_TYPED_RARE}{rare[4:]}"
        self._digits = "".join(self._chance.choices("0123456789", k=9))

    @property
    def words(self) -> tuple[str, ...]:
        """In the name of each of them, and in each number and code."""
        return reduce(typed, self._keys, ""), self._digits

    def person(self) -> Person:
        tail = "".join(self._chance.choices(_RARE, k=3))
        more = "".join(self._chance.choices("0123456789", k=3))
        number = self._digits + more
        return Person(f"ddawngj {self._keys} {tail}", number, f"H99.01.02-{number}-" + "9" * 400)


def play(window: KioskWindow, person: Person) -> str:
    """As one does who types a name, then a number, then holds a code to the reader; what was seen of it on the screen."""
    home(window)
    touch(page_of(window, HomePage).guide)
    pad = page_of(window, ProceduresPage).pad
    for key in person.keys:
        touch(pad.keys[key.upper() if key != " " else " "])
    seen = pad.text
    QApplication.clipboard().setText(seen)
    if QApplication.clipboard().supportsSelection():
        QApplication.clipboard().setText(person.number, QApplication.clipboard().Mode.Selection)
    home(window)
    touch(page_of(window, HomePage).look_up)
    pad = page_of(window, NumberPage).pad
    for key in person.number:
        touch(pad.keys[key])
    touch(page_of(window, NumberPage).go)
    for letter in person.code:
        QTest.keyClick(window, letter)
    seen = f"{seen} {pad.text}"
    file_away(window, person)
    return seen


def file_away(window: KioskWindow, person: Person) -> None:
    """A dossier of their own, up to the slip."""
    home(window)
    _press(window, page_of(window, HomePage).file)
    _press(window, page_of(window, EventsPage).tiles["papers"])
    _press(window, next(button for button in page_of(window, EventPage).entries if "sổ gốc" in button.text()))
    while not isinstance(window.page, QuestionPage):
        by_hand = getattr(window.page, "by_hand", None)
        _press(window, by_hand or window.forward_button)
    while isinstance(page := window.page, QuestionPage):
        give(page, person.name if page.ask.id.endswith("full_name") else an_answer(page.ask))
        assert at_rest(window.tasks)
        if window.page is page:            # a doubt was told: said again
            _press(window, window.forward_button)
    page_of(window, CheckPage)
    _press(window, window.forward_button)
    page_of(window, SentPage)


def _press(window: KioskWindow, button: QWidget) -> None:
    touch(button)
    assert at_rest(window.tasks)


def page_of(window: KioskWindow, kind: type) -> QWidget:
    assert isinstance(window.page, kind), type(window.page).__name__
    return window.page


def home(window: KioskWindow) -> None:
    while not isinstance(window.page, HomePage):
        touch(window.back_button)


def touch(widget: QWidget) -> None:
    """A finger, in the middle of it: where it is once everything has been laid out."""
    QCoreApplication.processEvents()
    at = widget.mapTo(widget.window(), QPoint(widget.width() // 2, widget.height() // 2))
    handle = widget.window().windowHandle()
    if handle is None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        return
    QTest.touchEvent(handle, finger()).press(0, at, handle).commit()
    QTest.touchEvent(handle, finger()).release(0, at, handle).commit()


def finger() -> QPointingDevice:
    """The touch screen there is, else one for the test."""
    for device in QInputDevice.devices():
        if isinstance(device, QPointingDevice) and device.type() is QInputDevice.DeviceType.TouchScreen:
            return device
    return QTest.createTouchDevice()
