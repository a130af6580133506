"""What stands there when nobody is in front, or a stranger walks up, says nothing of whoever was there before: no name, no
number, and no digits but those that are known to be of nobody.

First the check finds what was planted; then a citizen files a whole dossier, and whatever can stand there meanwhile and
afterwards is read. The waiting screens of the registry are read in test_kiosk_aloud.py, which walks through all of them.
"""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from kiosk.device_ports import ReaderState
from kiosk.help_calls import Called, Help, HelpKind, HelpState
from kiosk.selfservice.condition import WHOLE, Condition, Part, Stop
from kiosk.settings import DEMO
from kiosk.store import dossiers
from kiosk.text import fold
from tests.ui.filing_hands import Hall, an_answer
from tests.ui.filing_hands import hall as standing_hall
from tests.ui.nothing_personal import NAME, NUMBER, personal
from ui.screens_identify import ScriptedReader
from ui.selfservice.attract import AttractWindow
from ui.selfservice.filing.question import QuestionPage
from ui.selfservice.filing.sent import SentPage
from ui.selfservice.filing.slip import ThanksPage
from ui.selfservice.officer_called import OfficerCalledPage
from ui.shots import put_away

# ---- the check itself ----------------------------------------------------------------------------------


PLANTED = (NAME, NAME.upper(), fold(NAME), "Chào ông Kdăm", NUMBER, "TMP-6XMXWC-261129-0002", "0011●●●●0017")
PUT = (
    lambda root, text: root.setWindowTitle(text),
    lambda root, text: root.setToolTip(text),
    lambda root, text: root.setAccessibleName(text),
    lambda root, text: QLabel(root).setAccessibleDescription(text),
    lambda root, text: QLabel(text, root),
    lambda root, text: QLineEdit(text, root),
    lambda root, text: QPushButton(text, root),
    lambda root, text: QPlainTextEdit(text, root),
)


@pytest.mark.parametrize("planted", PLANTED)
def test_whatever_is_planted_anywhere_is_found(qapp, planted):
    for put in PUT:
        root = QWidget()
        QVBoxLayout(root).addWidget(QLabel("Chạm để bắt đầu 08:40, xóa sau 30 giây"))
        assert personal(root, hidden=True) == set()
        put(root, planted)
        assert personal(root, hidden=True) == {planted}


# ---- after a whole filing ------------------------------------------------------------------------------


@pytest.fixture
def citizen(qapp, tmp_path, tasks) -> Iterator[Hall]:
    devices = {"cards": ScriptedReader(), "help": Help(None, hotline=DEMO.office.hotline)}
    with standing_hall(tmp_path, tasks, devices) as made:
        made.window.cards.start()
        yield made


def asked_whether_somebody_is_there(citizen: Hall) -> set[str]:
    """The warning and the page of a called officer, over the page there is now."""
    window, found = citizen.window, set()
    window.warn()
    found |= personal(window)
    window.stay()
    for state in HelpState:
        page = OfficerCalledPage(Called("", HelpKind.HELP, state, "Quầy 3", fresh=False, rung=True), DEMO.office.hotline)
        window.cover(page, page.first)
        found |= personal(window)
    window.uncover()
    citizen.settle()
    return found


def says_nothing(citizen: Hall) -> bool:
    """Of what is seen at once, and of what is there at all when the loop comes round."""
    seen = personal(citizen.window)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return seen | personal(citizen.window, hidden=True) == set()


def test_from_the_first_page_to_the_end_of_the_turn_nothing_is_said_of_a_citizen_who_is_not_there(citizen):
    citizen.touch(citizen.page.file)
    citizen.touch(citizen.page.tiles["papers"])
    citizen.touch(next(button for button in citizen.page.entries if "sổ gốc" in button.text()))
    assert asked_whether_somebody_is_there(citizen) == set()
    citizen.forward()
    citizen.forward()
    citizen.touch(citizen.page.by_hand)
    kinds = set()
    while isinstance(citizen.page, QuestionPage):
        ask = citizen.page.ask
        citizen.answer(an_answer(ask))
        if type(getattr(citizen.page, "input", None)) not in kinds:
            kinds.add(type(getattr(citizen.page, "input", None)))
            assert asked_whether_somebody_is_there(citizen) == set()
    assert {NAME, NUMBER} & personal(citizen.window) or NAME in citizen.texts()        # there is something to hide
    assert asked_whether_somebody_is_there(citizen) == set()
    citizen.forward()
    assert isinstance(citizen.page, SentPage)
    (line,) = dossiers.select(citizen.store.read(), "1", [], "received_at", 10)
    assert any(line.number in text for text in personal(citizen.window))
    assert asked_whether_somebody_is_there(citizen) == set()
    citizen.forward()
    assert isinstance(citizen.page, ThanksPage)
    assert personal(citizen.window) == set()
    citizen.window.kiosk.cards.tell(ReaderState.READING)
    citizen.settle()
    citizen.window.end()
    assert citizen.window.card_left is not None
    citizen.settle()
    assert says_nothing(citizen)
    citizen.window.kiosk.cards.tell(ReaderState.NO_CARD)
    citizen.settle()
    assert says_nothing(citizen)


@pytest.mark.parametrize("last", ["question", "check"])
def test_a_turn_that_ends_in_the_middle_leaves_a_window_that_says_nothing(citizen, last):
    citizen.touch(citizen.page.file)
    citizen.touch(citizen.page.tiles["papers"])
    citizen.touch(next(button for button in citizen.page.entries if "sổ gốc" in button.text()))
    citizen.forward()
    citizen.forward()
    citizen.touch(citizen.page.by_hand)
    citizen.answer(NAME)
    if last == "question":
        citizen.page.input.put(NUMBER)
    else:
        citizen.answer_all()
    assert personal(citizen.window)
    citizen.window.warn()
    citizen.window.warning.passed.emit()
    assert citizen.window.page is None
    assert says_nothing(citizen)


# ---- the shell -----------------------------------------------------------------------------------------


def test_the_attract_screen_in_every_condition_says_nothing_of_anybody(qapp):
    window = AttractWindow(DEMO, may_close=True)
    window.show()
    stopped = [Condition(stop, code="STORE-06") for stop in Stop]
    for condition in (WHOLE, *stopped, *(Condition(missing=(part,)) for part in Part)):
        for lies in (False, True):
            window.show_condition(condition)
            window.show_card(lies)
            assert personal(window, hidden=True) == set()
    put_away(window)
