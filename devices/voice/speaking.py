"""The driver: says texts one after the other on a thread of its own, each line in a process that ends with it.

Whoever asks for silence, or for other words, never waits: the process that speaks is killed and the thread goes on from there.
Text goes to a program by its standard input alone: anybody may read the command line of a process, and a text may name a person.
"""

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Protocol

from kiosk.selfservice.voice import Loudness

_PATIENCE_S = 2.0


@dataclass(frozen=True, slots=True)
class Utterance:
    """A process that speaks, and what it reads to do so."""

    process: "subprocess.Popen[bytes]"
    heard: bytes = b""


class Source(Protocol):
    """One way to make sound of a line of text. Called on the driver's thread alone."""

    def languages(self) -> frozenset[str]: ...

    def start(self, line: str, language: str, loudness: Loudness) -> Utterance | None:
        """None where this source has nothing for it, or cannot just now."""

    def hush(self) -> None:
        """After an utterance was killed: what else still sounds goes silent."""

    def close(self) -> None: ...


class SpokenVoice:
    """`Voice` over sources, the first that knows a line says it. Open until closed."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = tuple(sources)
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._lock = Lock()
        self._loudness = Loudness.USUAL
        self._turn = 0                 # of whose words may be heard; what belongs to an earlier one is dropped
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = Thread(target=self._work, name="voice", daemon=True)
        self._thread.start()

    def available(self, told: Callable[[frozenset[str]], None]) -> None:
        self._jobs.put(lambda: told(frozenset().union(*(source.languages() for source in self._sources))))

    def say(self, texts: Sequence[str], language: str) -> None:
        turn, lines = self._silence(), [line for text in texts for line in text.splitlines() if line.strip()]
        self._jobs.put(lambda: self._say(turn, lines, language))

    def speak_at(self, loudness: Loudness) -> None:
        self._loudness = loudness

    def stop(self) -> None:
        self._silence()

    def close(self) -> None:
        self._silence()
        self._jobs.put(None)
        self._thread.join(_PATIENCE_S)

    def _silence(self) -> int:
        with self._lock:
            self._turn += 1
            if self._process is not None:
                self._process.kill()
            return self._turn

    # ---- the driver's thread ------------------------------------------------------------------------------------------

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
        for source in self._sources:
            source.close()

    def _say(self, turn: int, lines: Sequence[str], language: str) -> None:
        for line in lines:
            for source in self._sources:
                if turn != self._turn:
                    return
                begun = source.start(line, language, self._loudness)
                if begun is not None:
                    if not self._heard_out(turn, begun):
                        source.hush()
                    break

    def _heard_out(self, turn: int, begun: Utterance) -> bool:
        """Whether it was said to the end."""
        process = begun.process
        with self._lock:
            if turn == self._turn:
                self._process = process
            else:
                process.kill()
        try:
            process.communicate(begun.heard or None)
        except OSError:                # it died, or was killed, before it had read everything
            process.wait()
        with self._lock:
            self._process = None
            return turn == self._turn
