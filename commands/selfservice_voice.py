"""What a kiosk speaks with: recordings of the office first, then a program that speaks. Nothing where nothing could be heard."""

from pathlib import Path

from devices.voice.dispatcher import Dispatcher
from devices.voice.espeak import Espeak
from devices.voice.playing import has_sound, player
from devices.voice.recordings import Recordings
from devices.voice.speaking import Source, SpokenVoice
from kiosk.selfservice.voice import Voice
from kiosk.settings import SelfServiceSettings, SpeechKind

_FINDERS = {SpeechKind.ESPEAK: Espeak.find, SpeechKind.DISPATCHER: Dispatcher.find}


def voice_of(settings: SelfServiceSettings, root: Path) -> Voice | None:
    """The voice for one turn, to be closed with it. `root`: what a relative folder of prompts starts from."""
    sources = _sources(settings, root) if has_sound() else []
    return SpokenVoice(sources) if sources else None


def _sources(settings: SelfServiceSettings, root: Path) -> list[Source]:
    sources: list[Source] = []
    plays = player()
    if settings.prompts and plays is not None:
        sources.append(Recordings(root / settings.prompts, plays))
    wanted = tuple(_FINDERS) if settings.speech is SpeechKind.AUTO else (settings.speech,)
    found: list[Source] = [source for kind in wanted if kind in _FINDERS and (source := _FINDERS[kind]()) is not None]
    return sources + found[:1]
