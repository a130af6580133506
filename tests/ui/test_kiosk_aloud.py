"""Every screen of the kiosk for the ear: what it says of itself, and when."""

from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from commands.shots import supplies as furnished
from devices.simulated.voice import SimulatedVoice
from kiosk.catalogue import Catalogue
from kiosk.procedures import FieldKind, Question
from kiosk.selfservice.aloud_words import aloud
from kiosk.selfservice.asks import Ask
from kiosk.selfservice.people_asked import submitter_asked
from kiosk.selfservice.voice import Loudness
from kiosk.settings import SelfServiceSettings
from kiosk.words import speak
from tests.ui.kiosk_screens import is_over, page_of, shown_in_turn
from tests.ui.nothing_personal import personal, stands_alone
from tests.ui.test_kiosk_room import without_room
from ui.screens_selfservice import turn
from ui.selfservice.aloud import pad_of, reached, texts_aloud, told, told_aloud
from ui.selfservice.filing.inputs import input_for
from ui.selfservice.hands import Hands
from ui.selfservice.page import Page, Turn
from ui.selfservice.window import Dress, KioskWindow
from ui.shots import put_away, settle
from ui.tasks import Tasks

STAND_ALONE = {
    "kiosk_attract", "kiosk_part_missing", "kiosk_resting", "kiosk_no_store", "kiosk_attract_card", "kiosk_idle",
    "kiosk_card_left", "kiosk_officer_heard", "kiosk_officer_coming", "kiosk_officer_no_link", "kiosk_paper_left", "kiosk_thanks",
}  # fmt: skip


@pytest.fixture(scope="module")
def office():
    with furnished() as supplies:
        yield supplies


def title_of(page: QWidget) -> str:
    titles = [label.text() for label in page.findChildren(QLabel) if label.property("role") == "title" and label.isVisible()]
    return titles[0] if titles else page.accessibleName()


@pytest.mark.parametrize("language", ["vi", pytest.param("en", marks=pytest.mark.soak)])
def test_every_screen_says_its_title_and_everything_that_can_be_pressed(office, tasks, language):
    """And has room for it: see `test_kiosk_room.py` for larger letters."""
    speak(language)
    wrong, alone = [], set()
    for screen, shown in shown_in_turn(office, tasks):
        wrong += [f"{screen.name}: {text}" for text in without_room(shown)]
        if stands_alone(shown):
            alone.add(screen.name)
            wrong += [f"{screen.name}: {text!r} is of somebody" for text in personal(shown)]
        if is_over(shown):
            continue                   # it says aloud by itself that a card lies there
        said = told_aloud(shown)
        for control in reached(shown):
            if not told(control):
                wrong.append(f"{screen.name}: a key of the pad comes to something without a name")
            elif told(control) not in said and pad_of(control) is None:
                wrong.append(f"{screen.name}: {told(control)!r} is not said")
        buttons = [told(control) for control in reached(shown)]
        wrong += [f"{screen.name}: {name!r} is said of two things" for name in set(buttons) if buttons.count(name) > 1]
        wrong += [f"{screen.name}: {text!r} is nothing to say" for text in said if not any(char.isalnum() for char in text)]
        if told_aloud(page_of(shown))[0] != aloud(title_of(page_of(shown))):
            wrong.append(f"{screen.name}: {told_aloud(page_of(shown))[0]!r} is not its title")
        assert len(said) == len(set(said)) > 2
    assert not wrong, "\n".join(wrong)
    assert alone == STAND_ALONE


# ---- when it is said -----------------------------------------------------------------------------------


class Speaking:
    """A kiosk with a voice that is listened to."""

    def __init__(self, window: KioskWindow, voice: SimulatedVoice, tasks: Tasks) -> None:
        self.window, self.voice, self.tasks = window, voice, tasks

    def said(self) -> list[str]:
        return [text for text, _language in self.voice.said]

    def settle(self) -> None:
        settle(self.window, self.tasks)


@pytest.fixture
def speaking(qapp, office, tasks, monkeypatch):
    made = []

    def start(languages=("vi", "en"), *, private=False):
        voice = SimulatedVoice(frozenset(languages))
        monkeypatch.setattr("ui.screens_selfservice._Mute", lambda: voice)
        monkeypatch.setattr(SelfServiceSettings, "private_audio", private)
        window = turn(office.put(Tasks, tasks))
        made.append((window, hands := Hands(window)))
        qapp.installEventFilter(hands)
        window.show()
        window.activateWindow()
        settle(window, tasks)
        return Speaking(window, voice, tasks)

    yield start
    for window, hands in made:
        qapp.removeEventFilter(hands)
        window.end()
        put_away(window)


def touch(button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))


def press(*keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), key)


def test_without_a_voice_for_the_language_there_is_no_button(speaking):
    kiosk = speaking(languages=("en",))
    assert not kiosk.window.listen.isVisible()
    touch(kiosk.window.head.languages["en"])
    assert kiosk.window.listen.isVisible()


def test_asked_for_each_page_is_read_and_silenced_by_the_next(speaking):
    kiosk = speaking()
    assert kiosk.said() == []
    touch(kiosk.window.listen)
    said = kiosk.said()
    assert said[0] == "Ông/Bà cần làm gì?"
    assert said.index("Xem hồ sơ của tôi\nBằng số hồ sơ, hoặc bằng thẻ") < said.index("Kết thúc")
    touch(kiosk.window.page.look_up)
    assert kiosk.said() == []
    kiosk.settle()
    assert kiosk.said()[0] == "Số hồ sơ của Ông/Bà?"
    touch(kiosk.window.head.languages["en"])
    kiosk.settle()
    assert kiosk.voice.said[0][1] == "en"
    touch(kiosk.window.listen)
    assert kiosk.said() == []


def test_what_comes_to_stand_on_the_page_is_said_too_but_no_countdown(speaking):
    kiosk = speaking()
    touch(kiosk.window.listen)
    touch(kiosk.window.page.look_up)
    kiosk.settle()
    touch(kiosk.window.page.go)
    kiosk.window.reader.look()
    assert kiosk.said() == ["Hãy gõ cả số, ví dụ H 9 9 chấm 0 1 chấm 0 2 gạch 2 6 1 1 2 4 gạch 0 0 0 1."]
    kiosk.window.warn()
    kiosk.settle()
    warned = kiosk.said()
    assert "Thông tin của Ông/Bà sẽ được xóa sau 30 giây." in warned
    kiosk.window.warning._tick()
    kiosk.window.reader.look()
    assert kiosk.said() == warned


def test_what_the_keys_come_to_is_said_without_being_asked(speaking):
    kiosk = speaking()
    press(Qt.Key.Key_Down)
    assert kiosk.said() == ["Ông/Bà cần làm gì?", told(kiosk.window.page.file)]
    press(Qt.Key.Key_Up)
    assert kiosk.said() == [told(kiosk.window.page.look_up)]
    press(Qt.Key.Key_Return)
    assert kiosk.said() == ["Số hồ sơ của Ông/Bà?", told(kiosk.window.page.first)]


def test_a_finger_makes_nothing_speak(speaking):
    kiosk = speaking()
    touch(kiosk.window.page.look_up)
    kiosk.settle()
    assert kiosk.said() == []


def test_what_is_typed_is_said_only_into_headphones(speaking):
    heard, alone = speaking(), speaking(private=True)
    for kiosk in (heard, alone):
        touch(kiosk.window.page.look_up)
        touch(kiosk.window.page.pad.keys["H"])
        touch(kiosk.window.page.pad.keys["9"])
    assert heard.said() == []
    assert alone.said() == ["9"]
    assert "Đã gõ 2 chữ." in texts_aloud(heard.window.page)
    assert not {"H9", "H 9"} & set(texts_aloud(heard.window.page))
    assert "H9" in texts_aloud(alone.window.page, private=True)


def test_keys_of_a_secret_pad_are_not_told_to_bystanders(speaking):
    kiosk = speaking()
    touch(kiosk.window.page.look_up)
    pad = kiosk.window.page.pad
    pad.secret = True
    while QApplication.focusWidget() is not pad.erase_key:
        press(Qt.Key.Key_Up)
    assert kiosk.said()[-1] == "Xóa"       # a way to know where one is
    press(Qt.Key.Key_Up)
    while QApplication.focusWidget() not in (pad.keys["M"], kiosk.window.page.go):
        press(Qt.Key.Key_Up)
    assert pad_of(QApplication.focusWidget()) is pad
    assert "M" not in kiosk.said()


def test_where_a_personal_number_is_typed_only_how_many_figures_is_said(speaking):
    kiosk = speaking()
    press(Qt.Key.Key_Down)                 # the keys are used
    question = Question("id", "Số định danh", FieldKind.PERSONAL_ID)
    page = QuestionOf(kiosk.window, question)
    kiosk.window.open(lambda: page)
    kiosk.window.reader.switch(on=True)
    heard = " ".join(kiosk.said())
    assert "Phím chữ và số không đọc ra loa" in heard
    assert "Thứ tự phím: 1 đến 9, Xóa hết, 0, Xóa." in heard
    kiosk.window.reader.switch(on=False)
    page.pad.keys["3"].setFocus()
    assert kiosk.said() == []
    page.pad.clear_key.setFocus()
    assert kiosk.said() == ["Xóa hết"]
    page.pad.press("0")
    page.pad.press("3")
    assert kiosk.said()[-1:] == ["Đã gõ 2 chữ."]
    assert not {"0", "3", "03"} & set(kiosk.said())


class QuestionOf(Page):
    """A page with nothing on it but the way to answer."""

    def __init__(self, turn: Turn, question: Question) -> None:
        super().__init__(turn, question.label)
        answer = input_for(Ask("answers.id", question, question.label), date(2026, 11, 29), "01")
        self.pad = answer.pad
        self.body.addWidget(answer)


def test_every_pad_for_the_number_of_an_identity_paper_is_secret(qapp):
    catalogue, day = Catalogue.load(), date(2026, 11, 29)
    questions = [*(ask.question for ask in submitter_asked())]
    for entry in catalogue.entries(day, ""):
        questions += catalogue.on(entry.code, day, "").questions
    numbers = [one for one in questions if one.kind is FieldKind.PERSONAL_ID or one.card_field == "personal_id"]
    assert len(numbers) > 5
    for question in numbers:
        assert input_for(Ask("answers.id", question, ""), day, "01").pad.secret, question.key
    passport = Question("passport", "Số hộ chiếu", FieldKind.TEXT)
    made = input_for(Ask("answers.passport", passport, ""), day, "01")
    for key in "AS12":
        made.pad.press(key)
    assert (made.pad.text, made.pad.secret) == ("AS12", True)              # its letters are no Telex
    phone = Question("phone", "Điện thoại", FieldKind.PHONE)
    assert not input_for(Ask("answers.phone", phone, ""), day, "01").pad.secret


def test_the_voice_gets_louder_and_softer_and_the_next_citizen_hears_the_usual(speaking):
    kiosk = speaking()
    assert not kiosk.window.loudness.louder.isVisible()             # nobody listens
    touch(kiosk.window.listen)
    assert kiosk.window.loudness.louder.isVisible()
    touch(kiosk.window.loudness.louder)
    assert (kiosk.said(), kiosk.voice.loudness) == (["Âm lượng mức 4 trên 5."], Loudness.LOUD)
    touch(kiosk.window.loudness.louder)
    touch(kiosk.window.loudness.louder)
    assert (kiosk.said(), kiosk.voice.loudness) == (["Giọng đọc đã to nhất."], Loudness.LOUDEST)
    kiosk.window.loudness.softer.setFocus()
    assert kiosk.window.loudness.softer.hasFocus()                  # the keys come to it
    for _step in range(5):
        press(Qt.Key.Key_Enter)
    assert (kiosk.said(), kiosk.voice.loudness) == (["Giọng đọc đã nhỏ nhất."], Loudness.SOFTEST)
    touch(kiosk.window.page.look_up)                       # another page, the same citizen
    assert kiosk.voice.loudness is Loudness.SOFTEST
    kiosk.window.end()
    assert kiosk.voice.loudness is Loudness.USUAL
    assert speaking().window.reader.loudness is Loudness.USUAL


def test_the_listening_key_marks_its_button(speaking):
    kiosk = speaking()
    press(Qt.Key.Key_F1)
    assert kiosk.window.listen.isChecked()
    assert kiosk.window.loudness.softer.isVisible()


def test_a_voice_found_when_the_turn_is_over_changes_nothing(speaking):
    kiosk = speaking()
    kiosk.window.end()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    kiosk.window.reader._told.emit(frozenset({"vi"}))
    kiosk.settle()
    assert kiosk.said() == []


def test_the_end_of_the_turn_is_silent(speaking):
    kiosk = speaking()
    touch(kiosk.window.listen)
    kiosk.window.end()
    assert kiosk.said() == []
    kiosk.window.reader.read()
    assert kiosk.said() == []


def test_another_dress_keeps_the_voice_on(speaking):
    kiosk = speaking()
    touch(kiosk.window.listen)
    kiosk.window.wear(Dress(scale=150))
    assert kiosk.window.listen.isChecked()
