"""The voice over programs that speak: what they are given, and that they are silent when they must be."""

import shutil
import signal
import subprocess
import sys
from array import array
from pathlib import Path
from threading import Event

import pytest

from devices.voice.dispatcher import Dispatcher
from devices.voice.espeak import Espeak
from devices.voice.playing import at_gain, player
from devices.voice.recordings import Recordings
from devices.voice.speaking import SpokenVoice
from kiosk.selfservice.voice import Loudness, prompt_key
from tests.devices.voice.listening import PATIENCE_S, Listener

ROOT = Path(__file__).parents[3]
linux = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are scripts with a first line")
pytestmark = linux
HELLO, NAME = "Ông/Bà cần làm gì?", "Nguyễn Thị Bé"


@pytest.fixture
def listener(tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    made = Listener(tmp_path / "bin")
    monkeypatch.setenv("TALKER_PORT", str(made.port))
    yield made
    made.close()


@pytest.fixture
def speak():
    made = []

    def over(*sources):
        made.append(SpokenVoice(sources))
        return made[-1]

    yield over
    for voice in made:
        voice.close()


def test_each_line_is_said_after_the_one_before_and_never_stands_in_a_command_line(listener, speak):
    voice = speak(Espeak(str(listener.put("espeak-ng"))))
    voice.say((HELLO, f"{NAME}\nđang chọn"), "vi")
    for line in (HELLO, NAME, "đang chọn"):
        heard = listener.next()
        assert heard.text.strip() == line
        assert heard.argv[1:3] == ["-v", "vi"]
        assert not [word for word in heard.argv if line in word]
        heard.let_go()


def test_a_new_page_breaks_off_the_old_one(listener, speak):
    voice = speak(Espeak(str(listener.put("espeak-ng"))))
    voice.say(("một", "hai"), "vi")
    old = listener.next()
    voice.say(("ba",), "en")
    assert old.gone()
    new = listener.next()
    assert (old.text.strip(), new.text.strip(), new.argv[2]) == ("một", "ba", "en")
    new.let_go()


def test_silence_ends_the_process_and_drops_the_rest(listener, speak):
    voice = speak(Espeak(str(listener.put("espeak-ng"))))
    voice.say(("một", "hai"), "vi")
    heard = listener.next()
    voice.stop()
    assert heard.gone()
    voice.say(("ba",), "vi")
    assert listener.next().text.strip() == "ba"


def test_nothing_speaks_after_it_was_closed(listener):
    voice = SpokenVoice((Espeak(str(listener.put("espeak-ng"))),))
    voice.say((NAME, NAME), "vi")
    heard = listener.next()
    voice.close()
    assert heard.gone()
    assert "Nguyễn" not in repr(voice)


KILLED = """
import sys
from devices.voice.espeak import Espeak
from devices.voice.speaking import SpokenVoice
voice = SpokenVoice((Espeak(sys.argv[1]),))
voice.say(("một", "hai"), "vi")
sys.stdin.read()
"""


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="nothing here that binds a process to its parent")
def test_a_turn_that_is_killed_takes_its_voice_along(listener):
    program = listener.put("espeak-ng")
    turn = subprocess.Popen([sys.executable, "-c", KILLED, str(program)], cwd=ROOT, stdin=subprocess.PIPE)
    heard = listener.next()
    turn.send_signal(signal.SIGKILL)
    assert heard.gone()
    turn.communicate()


def test_languages_are_what_the_program_knows_and_others_are_not_tried(listener, speak):
    told, came = [], Event()
    voice = speak(Espeak(str(listener.put("espeak-ng"))))
    voice.available(lambda languages: (told.append(languages), came.set()))
    assert came.wait(PATIENCE_S)
    assert told == [{"vi", "en"}]
    voice.say(("Hŏng hĭn",), "rad")
    voice.say(("Hello",), "en")
    assert listener.next().text.strip() == "Hello"


def test_without_programs_there_is_no_voice(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (Espeak.find(), Dispatcher.find(), player()) == (None, None, None)


# ---- recordings -----------------------------------------------------------------------------------------------------


def recorded(folder: Path, language: str, text: str) -> Path:
    file = folder / language / f"{prompt_key(text)}.wav"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"RIFF")
    return file


def test_what_is_recorded_is_played_the_rest_is_spoken(listener, speak, tmp_path):
    file = recorded(tmp_path / "prompts", "vi", HELLO)
    recordings = Recordings(tmp_path / "prompts", (str(listener.put("aplay")), "-q"))
    voice = speak(recordings, Espeak(str(listener.put("espeak-ng"))))
    voice.say((HELLO, NAME), "vi")
    played = listener.next()
    assert played.argv[1:] == ["-q", str(file)]
    played.let_go()
    spoken = listener.next()
    assert (Path(spoken.argv[0]).name, spoken.text.strip()) == ("espeak-ng", NAME)


def test_a_language_no_program_speaks_is_heard_from_recordings(listener, speak, tmp_path):
    """What was not yet translated is shown in Vietnamese; the Vietnamese recording serves."""
    ede, vietnamese = recorded(tmp_path / "p", "rad", "Ih čiăng ngă ya?"), recorded(tmp_path / "p", "vi", HELLO)
    voice = speak(Recordings(tmp_path / "p", (str(listener.put("aplay")),)))
    voice.say(("Ih čiăng ngă ya?", HELLO), "rad")
    for file in (ede, vietnamese):
        heard = listener.next()
        assert heard.argv[1:] == [str(file)]
        heard.let_go()


def test_the_key_of_a_prompt_changes_with_its_words_only():
    assert prompt_key(HELLO) == prompt_key("  Ông/Bà  cần làm gì? ") == "ong-ba-can-lam-gi-e65204"
    assert prompt_key("Xóa") != prompt_key("Xoá")
    assert prompt_key("…").startswith("text-")


# ---- the real programs, where there are any -----------------------------------------------------------------------------

NULL_SOUND = "pcm.!default { type null }\nctl.!default { type null }\n"


@pytest.fixture
def deaf(tmp_path, monkeypatch):
    """A sound card that swallows everything."""
    (tmp_path / "asound.conf").write_text(NULL_SOUND)
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "asound.conf"))


class Watched:
    """A source whose processes can be looked at."""

    def __init__(self, source) -> None:
        self.source, self.begun, self.started = source, [], Event()
        self.hush, self.close, self.languages = source.hush, source.close, source.languages

    def start(self, line, language, loudness):
        utterance = self.source.start(line, language, loudness)
        self.begun.append(utterance.process)
        self.started.set()
        return utterance


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
def test_the_real_espeak_speaks_vietnamese_and_is_killed_in_mid_word(deaf, speak):
    source = Watched(Espeak.find())
    assert {"vi", "en"} <= source.languages()
    voice, done = speak(source), Event()
    voice.say((HELLO,), "vi")
    voice.available(lambda _languages: done.set())
    assert done.wait(PATIENCE_S)
    assert [process.returncode for process in source.begun] == [0]
    source.started.clear()
    voice.say(("Ông Bà cần làm gì. " * 200_000,), "vi")
    assert source.started.wait(PATIENCE_S)
    voice.close()
    assert source.begun[-1].returncode == -signal.SIGKILL


@pytest.mark.skipif(Dispatcher.find() is None, reason="spd-say and speech-dispatcher are not installed")
def test_the_real_dispatcher_is_ours_alone_and_ends_with_the_voice(deaf, speak):
    """Without a sound service it never finishes a line: what is seen is that it is broken off, and that nothing is left."""
    source = Watched(dispatcher := Dispatcher.find())
    voice = speak(source)
    voice.say((NAME,), "vi")
    assert source.started.wait(PATIENCE_S)
    server, folder = dispatcher._process, Path(dispatcher._folder)
    assert (folder / "socket").exists()
    voice.close()
    assert server.returncode == -signal.SIGKILL
    assert not folder.exists()


# ---- how loud -------------------------------------------------------------------------------------------------------


def test_louder_is_told_to_every_program(listener, speak, tmp_path):
    voice = speak(Espeak(str(listener.put("espeak-ng"))))
    told = []
    for loudness in Loudness:
        voice.speak_at(loudness)
        voice.say((HELLO,), "vi")
        heard = listener.next()
        told.append(int(heard.argv[heard.argv.index("-a") + 1]))
        heard.let_go()
    assert told == [30, 60, 100, 150, 200]
    recorded(tmp_path / "prompts", "vi", HELLO)
    played = speak(Recordings(tmp_path / "prompts", (str(listener.put("paplay")),)))
    played.speak_at(Loudness.LOUDEST)
    played.say((HELLO,), "vi")
    heard = listener.next()
    assert heard.argv[1] == "--volume=82570"
    heard.let_go()


def test_players_are_told_in_their_own_words_and_those_that_know_no_volume_play_as_ever():
    assert at_gain(("/usr/bin/pw-play",), 0.3) == ("/usr/bin/pw-play", "--volume=0.30")
    assert at_gain(("ffplay", "-nodisp"), 1.5) == ("ffplay", "-nodisp", "-af", "volume=1.50")
    assert at_gain(("aplay", "-q"), 2.0) == ("aplay", "-q")
    assert at_gain(("paplay",), 1.0) == ("paplay",)


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="no espeak-ng here")
def test_from_the_softest_to_the_loudest_the_real_espeak_gains_twelve_decibels_and_more():
    swings = []
    for loudness in (Loudness.SOFTEST, Loudness.LOUDEST):
        command = ["espeak-ng", "-v", "vi", "-a", str(round(100 * loudness.gain)), "--stdout", HELLO]
        sound = subprocess.run(command, capture_output=True, check=True).stdout[44:]
        samples = array("h", sound[: len(sound) // 2 * 2])
        swings.append(sum(sample * sample for sample in samples) / len(samples))
    assert swings[1] / swings[0] > 10 ** 1.2
