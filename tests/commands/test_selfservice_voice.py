"""Which voice a kiosk gets, and the list of what to record."""

import sys

import pytest

from commands import selfservice_voice
from commands.selfservice_prompts import list_prompts, marked_texts
from commands.selfservice_voice import voice_of
from kiosk.selfservice.voice import prompt_key
from kiosk.settings import SelfServiceSettings, SpeechKind
from kiosk.words import spoken

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are scripts")


@pytest.fixture
def path(tmp_path, monkeypatch):
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(selfservice_voice, "has_sound", lambda: True)

    def put(name):
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)

    return put


def sources(tmp_path, **settings):
    voice = voice_of(SelfServiceSettings(**settings), tmp_path)
    if voice is None:
        return []
    voice.close()
    return [type(source).__name__ for source in voice._sources]


def test_nothing_installed_no_voice(path, tmp_path):
    assert sources(tmp_path) == []
    assert sources(tmp_path, prompts="prompts") == []      # and nothing that would play them


def test_what_is_installed_is_used_recordings_first(path, tmp_path):
    for name in ("aplay", "spd-say", "speech-dispatcher"):
        path(name)
    assert sources(tmp_path, prompts="prompts") == ["Recordings", "Dispatcher"]
    path("espeak-ng")
    assert sources(tmp_path) == ["Espeak"]
    assert sources(tmp_path, speech=SpeechKind.DISPATCHER) == ["Dispatcher"]
    assert sources(tmp_path, speech=SpeechKind.OFF, prompts="prompts") == ["Recordings"]


def test_a_machine_without_sound_has_no_voice(path, tmp_path, monkeypatch):
    path("espeak-ng")
    monkeypatch.setattr(selfservice_voice, "has_sound", lambda: False)
    assert sources(tmp_path) == []


def test_the_list_names_every_text_that_can_be_recorded_and_what_is_there(tmp_path, capsys):
    (tmp_path / "vi").mkdir()
    (tmp_path / "vi" / f"{prompt_key('Ông/Bà cần làm gì?')}.wav").write_bytes(b"RIFF")
    list_prompts(tmp_path, ("vi", "en"))
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert ["✓", f"vi/{prompt_key('Ông/Bà cần làm gì?')}.wav", "Ông/Bà cần làm gì?"] in lines
    said = {text for _mark, name, text in lines if name.startswith("vi/")}
    assert {"Quay lại", "Đăng ký kết hôn", "Đang xử lý"} <= said
    assert len({name for _mark, name, _text in lines}) == len(lines)       # no two texts under one name
    assert sum(mark == "✓" for mark, _name, _text in lines) == 1
    assert not [text for text in said if "{" in text]
    assert set(marked_texts()) < set(marked_texts(filled_in=True))
    assert spoken() == "vi"
