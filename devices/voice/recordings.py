"""Recorded prompts: `FOLDER/<language>/<key>.wav`, spoken by somebody of the office, played by a program of the system.

What is played is found anew each time, so a recording made while the kiosk runs is heard at once.
"""

from collections.abc import Sequence
from pathlib import Path

from devices.voice.playing import at_gain
from devices.voice.speaking import Utterance
from devices.voice.starting import start
from kiosk.selfservice.voice import Loudness, prompt_key

ENDINGS = (".wav", ".ogg", ".mp3", ".flac")


class Recordings:
    """`source_language`: what a text not yet translated is written in; its recordings serve for every language."""

    def __init__(self, folder: Path, player: Sequence[str], source_language: str = "vi") -> None:
        self._folder, self._player, self._source = folder, tuple(player), source_language

    def languages(self) -> frozenset[str]:
        try:
            places = [place for place in self._folder.iterdir() if place.is_dir()]
            return frozenset(place.name for place in places if any(map(_is_sound, place.iterdir())))
        except OSError:
            return frozenset()

    def start(self, line: str, language: str, loudness: Loudness = Loudness.USUAL) -> Utterance | None:
        key = prompt_key(line)
        for spoken in dict.fromkeys((language, self._source)):
            for ending in ENDINGS:
                file = self._folder / spoken / f"{key}{ending}"
                if file.is_file():
                    process = start([*at_gain(self._player, loudness.gain), str(file)])
                    return Utterance(process) if process is not None else None
        return None

    def hush(self) -> None:
        """Its sound ends with its process."""

    def close(self) -> None:
        """Nothing is open."""


def _is_sound(file: Path) -> bool:
    return file.suffix in ENDINGS
