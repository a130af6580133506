"""Invented people of a run, and what one of them does at the kiosk. All of a run share two rare words, so that one search finds
whatever was left of any of them.

The names are Vietnamese only in their letters: no word of them can be anywhere else.
"""

import random
from dataclasses import dataclass, field
from functools import partial, reduce

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from devices.simulated.scanner_words import SheetLaid
from kiosk.selfservice.invented_answers import an_answer
from kiosk.telex import typed
from tests.selfservice.sheets import PAGES, pixels_of, sheets_about
from ui.screens_filing import give
from ui.selfservice.filing.check import CheckPage
from ui.selfservice.filing.choose import EventPage, EventsPage
from ui.selfservice.filing.question import QuestionPage
from ui.selfservice.filing.sent import SentPage
from ui.selfservice.guide import ProceduresPage
from ui.selfservice.home import HomePage
from ui.selfservice.look_up import NumberPage
from ui.selfservice.papers.page import PaperPage
from ui.selfservice.papers.work import PaperWork, Step
from ui.selfservice.waiting import at_rest, comes_true
from ui.selfservice.window import KioskWindow

ENDS = ("ends", "idle", "killed", "closed")
_PROCEDURE = "bản sao từ bản chính"   # one paper to scan
_DEVICES_S = 60
_RARE = "bcdghklmnpqtvx"
_TYPED_RARE = "aas"                    # ấ, in Telex


@dataclass(frozen=True, slots=True)
class Person:
    """`keys` are what is pressed for the name; `code` is a long one, as a reader types it; `colour` that of the stamp on their
    papers."""

    keys: str
    number: str
    code: str
    colour: str

    @property
    def name(self) -> str:
        return reduce(typed, self.keys, "")

    @property
    def sheets(self) -> list[SheetLaid]:
        """Their papers."""
        return sheets_about(f"{self.name} {self.number}", self.colour)


@dataclass(slots=True)
class Town:
    """The people of one run."""

    seed: int
    _chance: random.Random = field(init=False)
    _keys: str = field(init=False)
    _digits: str = field(init=False)
    _colour: str = field(init=False)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        rare = "".join(self._chance.choices(_RARE, k=8))
        self._keys = f"{rare[:4]}{_TYPED_RARE}{rare[4:]}"
        self._digits = "".join(self._chance.choices("0123456789", k=9))
        self._colour = "#" + "".join(f"{self._chance.randrange(low, low + 40):02x}" for low in (180, 60, 120))

    @property
    def words(self) -> tuple[str, ...]:
        """In the name of each of them, and in each number and code."""
        return reduce(typed, self._keys, ""), self._digits

    @property
    def pixels(self) -> tuple[bytes, ...]:
        """On the papers of each of them."""
        return pixels_of(self._colour)

    def person(self) -> Person:
        tail = "".join(self._chance.choices(_RARE, k=3))
        more = "".join(self._chance.choices("0123456789", k=3))
        number = self._digits + more
        return Person(f"ddawngj {self._keys} {tail}", number, f"H99.01.02-{number}-" + "9" * 400, self._colour)


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
    """A dossier of their own with three pages scanned, up to the slip."""
    home(window)
    _press(window, page_of(window, HomePage).file)
    _press(window, page_of(window, EventsPage).tiles["papers"])
    _press(window, next(button for button in page_of(window, EventPage).entries if _PROCEDURE in button.text()))
    while not isinstance(window.page, QuestionPage):
        by_hand = getattr(window.page, "by_hand", None)
        _press(window, by_hand or window.forward_button)
    while isinstance(page := window.page, QuestionPage):
        give(page, person.name if page.ask.id.endswith("full_name") else an_answer(page.ask))
        assert at_rest(window.tasks)
        if window.page is page:            # a doubt was told: said again
            _press(window, window.forward_button)
    scan(window)
    page_of(window, CheckPage)
    _press(window, window.forward_button)
    page_of(window, SentPage)


def scan(window: KioskWindow) -> None:
    """Their sheets, each as soon as the kiosk takes it; all are seen to be clear, and the last is taken back."""
    page = page_of(window, PaperPage)
    for pages in range(1, PAGES + 1):
        touch(window.forward_button if pages == 1 else page.part.buttons["more"])
        assert comes_true(partial(_is_there, page.work, pages), _DEVICES_S), (page.work.step, page.work.trouble)
    assert comes_true(lambda: not page.work.looking, _DEVICES_S)
    assert page.work.unclear() == ()
    _press(window, window.forward_button)
    assert page.work.step is Step.LEFT
    _press(window, window.forward_button)


def _is_there(work: PaperWork, pages: int) -> bool:
    return work.step is Step.SEEN and len(work.pages) == pages


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
