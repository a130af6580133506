"""The `SignatureChecker` of every counter. Its process stays until it is closed, or until a file brings it down."""

from pathlib import Path
from threading import Lock

from devices.signing.process import Asked, Ended
from devices.signing.words import LOOKED_WITHIN_S, LookAt, LookingWord, Unreadable
from kiosk.ports import Clock
from kiosk.signature_ports import LARGEST_SIGNED, SignatureSeen
from kiosk.signature_problems import SignaturesUnreadable

_MODULE = "devices.signing.looking_child"


class SignatureLooks:
    """`folder`: the certificates an operator trusts, None where there are none. One file at a time, whoever asks."""

    def __init__(self, folder: Path | None, clock: Clock, longest_s: float = LOOKED_WITHIN_S) -> None:
        self._folder, self._clock, self._longest_s = folder, clock, longest_s
        self._process: Asked[LookingWord] | None = None
        self._turn = Lock()

    def check(self, pdf: bytes) -> tuple[SignatureSeen, ...]:
        if not pdf.startswith(b"%PDF-") or len(pdf) > LARGEST_SIGNED:
            raise SignaturesUnreadable
        with self._turn:
            process = self._process = self._process or Asked(_MODULE, LookingWord)
            order = LookAt(len(pdf), str(self._folder or ""), self._clock.now_ms())
            try:
                word = process.ask(order, pdf, self._longest_s)
            except Ended as error:
                self._process = None
                raise SignaturesUnreadable from error
        if isinstance(word, Unreadable):
            raise SignaturesUnreadable
        return word.signatures

    def close(self) -> None:
        with self._turn:
            process, self._process = self._process, None
        if process is not None:
            process.close()
