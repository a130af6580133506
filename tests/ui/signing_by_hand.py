"""A signer whose token the test holds in its hand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Event

from kiosk.problems import Problem
from kiosk.signature_ports import CopyToSign, Signatory, SignedCopy, SigningListener
from kiosk.signature_problems import NoToken, PinWrong
from kiosk.work import Progress
from tests.ui.office import MORNING, OFFICER

PIN = b"246810"
YEAR_MS = 365 * 86_400_000


def a_key(subject: str = OFFICER.name, key: str = "1", hindrance: Problem | None = None) -> Signatory:
    return Signatory(
        key, subject, "0a1b", "TẬP HUẤN CA", MORNING - YEAR_MS, MORNING + YEAR_MS, "TẬP HUẤN", hindrance
    )


@dataclass
class HandSigner:
    """Signs with an appendix. `breaks` ends a batch before the copy of that place (from 0); `spoilt` are refused one by one."""

    keys: tuple[Signatory, ...] = ()
    absent: Problem | None = field(default_factory=NoToken)
    asks_pin: bool = True
    tries: int = 3
    breaks: dict[int, Problem] = field(default_factory=dict)
    spoilt: dict[str, Problem] = field(default_factory=dict)
    held: Event | None = None          # waits for it before each copy
    pins: list[bytearray] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)

    def plug(self, *keys: Signatory) -> None:
        self.keys, self.absent = keys or (a_key(),), None

    def signatories(self) -> tuple[Signatory, ...]:
        if self.absent is not None:
            raise self.absent
        return self.keys

    def sign(
        self, copies: Iterable[CopyToSign], signatory: Signatory, pin: bytearray, listener: SigningListener, progress: Progress
    ) -> None:
        self.pins.append(pin)
        if self.asks_pin and bytes(pin) != PIN:
            self.tries -= 1
            raise PinWrong.with_left(self.tries)
        for place, copy in enumerate(copies):
            progress.step("sign", place, 0)
            if self.held is not None:
                self.held.wait(60)
                progress.step("sign", place, 0)
            if place in self.breaks:
                raise self.breaks[place]
            if copy.id in self.spoilt:
                listener.refused(copy.id, self.spoilt[copy.id])
                continue
            self.signed.append(copy.id)
            listener.signed(SignedCopy(copy.id, copy.read() + b" signed", signatory.subject, signatory.serial, copy.at))

    def close(self) -> None: ...
