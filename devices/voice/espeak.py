"""Speech by `espeak-ng`, an optional program of the system (GPL, run as a process of its own). It knows Vietnamese."""

import shutil

from devices.voice.speaking import Utterance
from devices.voice.starting import said_by, start
from kiosk.selfservice.voice import Loudness

PROGRAM = "espeak-ng"
_AMPLITUDE = 100                       # its own usual; it goes up to 200
_WORDS_A_MINUTE = "145"                # its own 175 is too quick for who hears this voice for the first time


class Espeak:
    """One process a line; nothing is kept between lines."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._known: frozenset[str] | None = None

    @classmethod
    def find(cls) -> "Espeak | None":
        program = shutil.which(PROGRAM)
        return cls(program) if program else None

    def languages(self) -> frozenset[str]:
        """Asked of the program once; of "en-gb" it speaks "en"."""
        if self._known is None:
            table = said_by([self._program, "--voices"]).splitlines()[1:]
            self._known = frozenset(fields[1].split("-")[0] for line in table if len(fields := line.split()) > 1)
        return self._known

    def start(self, line: str, language: str, loudness: Loudness = Loudness.USUAL) -> Utterance | None:
        if language not in self.languages():
            return None
        loud = str(round(_AMPLITUDE * loudness.gain))
        process = start([self._program, "-v", language, "-s", _WORDS_A_MINUTE, "-a", loud, "-b", "1", "--stdin"])
        return Utterance(process, f"{line}\n".encode()) if process is not None else None

    def hush(self) -> None:
        """Its sound ends with its process."""

    def close(self) -> None:
        """Nothing is open."""
