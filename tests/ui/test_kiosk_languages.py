"""A third language at the kiosk, invented: a few texts in it, the rest in Vietnamese, spoken from recordings."""

import io
import shutil
from dataclasses import replace

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from commands.shots import supplies as furnished
from devices.simulated.voice import SimulatedVoice
from kiosk import words
from kiosk.languages import offered
from kiosk.settings import SelfServiceSettings
from tests.ui.test_kiosk_room import without_room
from ui.screens_selfservice import turn
from ui.shots import put_away, settle
from ui.tasks import Tasks

WANTED = ("vi", "en", "rad")
TEXTS = {"Ông/Bà cần làm gì?": "Ih čiăng ngă ya?", "Kết thúc": "Leh"}


@pytest.fixture(scope="module")
def office():
    with furnished() as supplies:
        yield supplies


@pytest.fixture
def locale(tmp_path, monkeypatch):
    """The program's catalogues and one more."""
    folder = tmp_path / "locale"
    shutil.copytree(words.LOCALE, folder)
    catalogue, compiled = Catalog(locale="en"), io.BytesIO()
    for text, said in TEXTS.items():
        catalogue.add(text, said)
    write_mo(compiled, catalogue)
    (folder / "rad" / "LC_MESSAGES").mkdir(parents=True)
    (folder / "rad" / "LC_MESSAGES" / "motcua.mo").write_bytes(compiled.getvalue())
    monkeypatch.setattr(words, "LOCALE", folder)
    return folder


@pytest.fixture
def window(office, tasks, locale, monkeypatch):
    monkeypatch.setattr(SelfServiceSettings, "languages", WANTED)
    made, voice = [], SimulatedVoice(frozenset({"vi", "rad"}))
    monkeypatch.setattr("ui.screens_selfservice._Mute", lambda: voice)
    made = turn(office.put(Tasks, tasks))
    made.voice = voice
    made.show()
    settle(made, tasks)
    yield made
    made.end()
    put_away(made)
    words.speak("vi")


def touch(button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))


def codes(wanted) -> list[str]:
    return [language.code for language in offered(wanted)]


def test_a_language_is_offered_where_it_has_a_name_a_catalogue_and_the_operators_will(locale):
    assert codes(WANTED) == ["vi", "en", "rad"]
    assert codes(("rad", "km")) == ["vi", "rad"]           # no catalogue for Khmer; Vietnamese always
    shutil.copytree(locale / "rad", locale / "xx")
    assert codes(("vi", "xx")) == ["vi"]                   # nobody said what it is called
    assert codes(("en", "vi")) == ["en", "vi"]


def test_the_third_language_is_in_the_head_shown_and_spoken(window, tasks):
    assert list(window.head.languages) == ["vi", "en", "rad"]
    touch(window.head.languages["rad"])
    settle(window, tasks)
    assert words.spoken() == "rad"
    assert window.page.title.text() == "Ih čiăng ngă ya?"
    assert window.end_button.text() == "Leh"
    assert window.page.look_up.text() == "Xem hồ sơ của tôi"      # not yet translated
    touch(window.listen)
    assert window.voice.said[0] == ("Ih čiăng ngă ya?", "rad")
    touch(window.head.languages["en"])
    assert not window.listen.isVisible()                   # this voice knows no English


def test_three_languages_have_room_in_the_largest_letters(window, tasks):
    window.wear(replace(window.dress, scale=200, language="rad"))
    settle(window, tasks)
    assert not without_room(window)


def test_a_language_written_from_the_right_turns_the_page(window, locale, tasks):
    (locale / "languages.toml").write_text('[vi]\nname = "Tiếng Việt"\n[rad]\nname = "Klei Êđê"\ndirection = "rtl"\n', "utf-8")
    window.wear(replace(window.dress, language="rad"))
    assert window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    window.wear(replace(window.dress, language="vi"))
    assert window.layoutDirection() is Qt.LayoutDirection.LeftToRight
    assert QApplication.layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_an_unknown_language_is_vietnamese():
    words.speak("km")
    assert (words.spoken(), words._("Kết thúc")) == ("vi", "Kết thúc")
