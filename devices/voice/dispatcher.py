"""Speech by `spd-say` through a Speech Dispatcher of our own, for better voices than espeak-ng's.

The dispatcher of the session keeps what it said and outlives the citizen, so a private one is started for each turn, behind a
socket in a folder of its own, and ends with the turn.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from threading import Event

from devices.voice.speaking import Utterance
from devices.voice.starting import said_by, start
from kiosk.selfservice.voice import Loudness

PROGRAM, SERVER = "spd-say", "speech-dispatcher"
_LOOKS, _LOOK_S = 100, 0.02
_VOLUMES = {                           # from -100 to 100, 0 the usual
    Loudness.SOFTEST: "-80", Loudness.SOFT: "-40", Loudness.USUAL: "0", Loudness.LOUD: "50", Loudness.LOUDEST: "100",
}  # fmt: skip
_USUAL = frozenset({"vi", "en"})


class Dispatcher:
    """Started when it is first needed."""

    def __init__(self, program: str, server: str) -> None:
        self._program, self._server = program, server
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = ""

    @classmethod
    def find(cls) -> "Dispatcher | None":
        program, server = shutil.which(PROGRAM), shutil.which(SERVER)
        return cls(program, server) if program and server else None

    def languages(self) -> frozenset[str]:
        """Which voices are behind it is the operator's business; one that lacks a language reads it in another accent."""
        return _USUAL

    def start(self, line: str, language: str, loudness: Loudness = Loudness.USUAL) -> Utterance | None:
        if language not in _USUAL or not self._runs():
            return None
        process = start([self._program, "-e", "-w", "-l", language, "-i", _VOLUMES[loudness]], self._environment())
        return Utterance(process, f"{line}\n".encode()) if process is not None else None

    def hush(self) -> None:
        """The dispatcher has the whole line already."""
        if self._process is not None:
            said_by([self._program, "-C"], self._environment())

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = ""

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "SPEECHD_ADDRESS": f"unix_socket:{self._folder}/socket"}

    def _runs(self) -> bool:
        if self._process is not None and self._process.poll() is None:
            return True
        self.close()
        self._folder = tempfile.mkdtemp(prefix="voice-")
        told = ["-s", "-l", "1", "-t", "0", "-c", "unix_socket"]
        places = ["-S", f"{self._folder}/socket", "-P", f"{self._folder}/pid", "-L", self._folder]
        self._process = start([self._server, *told, *places])
        return self._process is not None and self._answers(self._process)

    def _answers(self, process: "subprocess.Popen[bytes]") -> bool:
        socket, pause = Path(self._folder, "socket"), Event()
        for _look in range(_LOOKS):
            if socket.exists():
                return True
            if process.poll() is not None:
                return False
            pause.wait(_LOOK_S)
        return False
