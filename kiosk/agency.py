"""Asking the agency that issues the cards whether a document signer is one of its own: a second opinion beside the installed
anchors. How that is asked is not published, so the program ships the port and a stub that says it is one.

Nobody at the counter ever waits for it: the answer is added to what is known of the person when it comes, or never.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kiosk.work import Progress

PATIENCE = 10.0                        # seconds; more helps nobody, the citizen has gone by then
_BETWEEN_LOOKS = 0.05                  # seconds: so soon the asking can be called off


class AgencyWord(StrEnum):
    """Everything the agency can be heard to say."""

    CONFIRMED = "confirmed"
    DENIED = "denied"
    UNKNOWN = "unknown"                # it answered and could not tell, or it is a stub
    NOT_REACHABLE = "not_reachable"    # no link, no answer in time, or one that was no answer


@dataclass(frozen=True, slots=True)
class AgencyQuestion:
    """The certificate of the document signer (DER) as the card carries it. Nothing of the holder is ever asked about."""

    signer: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class AgencyAnswer:
    """`by` is the name of who answered, as settings name it."""

    word: AgencyWord
    by: str
    answered_at: int = 0               # epoch ms


class AgencyVerifier(Protocol):
    """One way to ask. May block and may fail; whoever asks through `ask_agency` is safe from both."""

    @property
    def name(self) -> str: ...

    @property
    def is_stub(self) -> bool: ...

    def ask(self, question: AgencyQuestion, patience: float) -> AgencyWord:
        """Answers within `patience` seconds where it can."""


class StubAgency:
    """Stands where a province will put its own connection. Sends nothing, knows nothing, and says so."""

    name = "stub"
    is_stub = True

    def ask(self, question: AgencyQuestion, patience: float) -> AgencyWord:
        return AgencyWord.UNKNOWN


class AgencyDesk:
    """Asks one question at a time. A connection that hangs costs one thread, never two: who asks meanwhile is told at once
    that nobody can be reached."""

    def __init__(self, verifier: AgencyVerifier, now_ms: Callable[[], int], patience: float = PATIENCE) -> None:
        self._verifier, self._now, self._patience = verifier, now_ms, patience
        self._busy = threading.Lock()

    @property
    def name(self) -> str:
        return self._verifier.name

    @property
    def is_stub(self) -> bool:
        return self._verifier.is_stub

    def ask(self, question: AgencyQuestion, progress: Progress) -> AgencyAnswer:
        """Blocks for the patience at most; for a worker thread. What cannot be heard is NOT_REACHABLE. Raises Cancelled alone."""
        if not question.signer:
            return self._answer(AgencyWord.UNKNOWN)
        if not self._busy.acquire(blocking=False):
            return self._answer(AgencyWord.NOT_REACHABLE)
        heard: list[AgencyWord] = []
        came = threading.Event()
        threading.Thread(target=self._listen, args=(question, heard, came), name="agency", daemon=True).start()
        until = time.monotonic() + self._patience
        while not came.wait(min(_BETWEEN_LOOKS, max(until - time.monotonic(), 0))) and time.monotonic() < until:
            progress.step("", 0, 1)
        return self._answer(heard[0] if heard else AgencyWord.NOT_REACHABLE)

    def _listen(self, question: AgencyQuestion, heard: list[AgencyWord], came: threading.Event) -> None:
        try:
            heard.append(AgencyWord(self._verifier.ask(question, self._patience)))
        except Exception:              # noqa: BLE001  (another's code over a network: whatever it raises is no answer)
            heard.append(AgencyWord.NOT_REACHABLE)
        finally:
            self._busy.release()
            came.set()

    def _answer(self, word: AgencyWord) -> AgencyAnswer:
        return AgencyAnswer(word, self.name, self._now())
