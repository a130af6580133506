"""A voice nobody hears: keeps what it was given to say, in memory and until it is told something else."""

from collections.abc import Callable, Sequence

from kiosk.selfservice.voice import Loudness


class SimulatedVoice:
    """`said` are the texts since it was last silenced, each with its language."""

    def __init__(self, languages: frozenset[str] = frozenset({"vi", "en"})) -> None:
        self._languages = languages
        self.said: list[tuple[str, str]] = []
        self.loudness = Loudness.USUAL

    def available(self, told: Callable[[frozenset[str]], None]) -> None:
        told(self._languages)

    def say(self, texts: Sequence[str], language: str) -> None:
        self.said = [(text, language) for text in texts]

    def speak_at(self, loudness: Loudness) -> None:
        self.loudness = loudness

    def stop(self) -> None:
        self.said = []

    def close(self) -> None:
        self.said = []
