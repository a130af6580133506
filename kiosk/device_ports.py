"""The edges to hardware as the office sees them: a card reader, a printer. Drivers live in `devices/` and `printing/`; the edge
to scanners is in `scan_ports.py`.

A driver calls back on a thread of its own; a screen brings that to its thread by itself. No call here ever waits for a device.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Protocol

from kiosk.people import Citizen
from kiosk.problems import Problem


class ReaderState(StrEnum):
    """What the card reader is doing, in the states people can tell apart and do something about."""

    NO_SERVICE = "no_service"          # the system's smart card service does not run
    NO_READER = "no_reader"
    BUSY = "busy"                      # another program holds it
    NO_CARD = "no_card"
    NUMBER_NEEDED = "number_needed"    # a card lies there: it opens with a number printed on it
    READING = "reading"
    WRONG_NUMBER = "wrong_number"
    CARD_BLOCKED = "card_blocked"      # too many wrong numbers
    NO_ANSWER = "no_answer"            # the card hangs; only lifting it ends that
    NOT_UNDERSTOOD = "not_understood"  # a card, but not one of ours, or damaged
    LIFTED_EARLY = "lifted_early"
    REFUSED = "refused"                # read, and a check failed: not to be used
    READ = "read"


class Proof(StrEnum):
    """How far a person's data are proven, best first. What is shown, kept and audited of an identity is one of these words."""

    AUTHENTIC = "authentic"                              # chip, signature, signer and chip proof all hold
    READ_NOT_AUTHENTICATED = "read_not_authenticated"    # from a chip, nothing speaks against it, no anchor installed
    REJECTED = "rejected"                                # a check failed
    VENDOR = "vendor"                                    # another program read and judged it: proof not ours
    SEEN_BY_OFFICER = "seen_by_officer"                  # VNeID on a phone, looked at by the officer
    QR = "qr"
    TYPED = "typed"
    SIMULATED = "simulated"                              # an invented card of the demo, no chip behind it


@dataclass(frozen=True, slots=True)
class CardKey:
    """What opens a chip: the six digits (CAN; the last six of the personal number), or the machine readable lines, or both."""

    can: str = field(default="", repr=False)
    mrz: str = field(default="", repr=False)             # whole lines of the card or passport, joined by line feeds


class CheckEnd(StrEnum):
    """How one check of a chip ended."""

    PASSED = "passed"
    FAILED = "failed"
    ABSENT = "absent"                  # the card does not offer it
    NOT_CHECKED = "not_checked"        # it could not be decided at this counter


@dataclass(frozen=True, slots=True)
class CheckShown:
    """One check of a chip for whoever looks into the details. `name` and `why` are gettext ids, said in the language of the
    screen; `parts` names files of the card or counts days, never anything a person could be known by."""

    name: str
    end: CheckEnd
    why: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    code: str = ""                     # its stable word, kept with the dossier; see `kiosk/identity_words.py`


class OpenedBy(StrEnum):
    """How the chip was opened. The old way (BAC) is never taken silently: each reason for it has its own word."""

    PACE = "pace"
    BAC_CARD_IS_OLD = "bac_card_is_old"            # the chip is of before PACE
    BAC_PACE_UNKNOWN = "bac_pace_unknown"          # it offers only kinds of PACE this program does not speak
    BAC_PACE_FAILED = "bac_pace_failed"            # PACE did not come about, and this office allows the old way


@dataclass(frozen=True, slots=True, repr=False)
class CardData:
    """What a chip card told, and how far that is proof. `issued_on`, `expires_on` are ISO dates."""

    holder: Citizen
    issued_on: str = ""
    expires_on: str = ""
    old_id: str = ""
    father_name: str = ""
    mother_name: str = ""
    spouse_name: str = ""
    place_of_origin: str = ""
    religion: str = ""
    photo: bytes = b""                 # JPEG, shown beside the person, not kept unless the procedure needs it
    photo_damaged: bool = False        # the chip holds a photo that cannot be shown
    proof: Proof = Proof.SIMULATED
    checks: tuple[CheckShown, ...] = ()
    opened_by: OpenedBy | None = None  # None: no chip of ours was opened
    training: bool = False             # a chip of the training desk, signed by a state that does not exist
    signer: bytes = b""                # the certificate (DER) of whoever signed it: asked about, never kept

    def __repr__(self) -> str:
        """Nothing of a person: what is printed by accident ends in a log."""
        return f"CardData({self.proof})"


@dataclass(frozen=True, slots=True)
class ReaderEvent:
    """A change at the reader; `progress` is 0-100 while reading. `card` comes with READ, and with READING as soon as the text
    is there and the photo still on its way: nothing is proven then. With REFUSED it comes for its checks, never to be used.
    `problem` says more where a reading ended badly, and with NUMBER_NEEDED where only the machine readable lines will do."""

    state: ReaderState
    progress: int = 0
    card: CardData | None = None
    problem: Problem | None = None


class CardReader(Protocol):
    """A reader that is watched all the time; reading starts by itself when a card is put on it and its number is known."""

    def watch(self, told: Callable[[ReaderEvent], None]) -> None:
        """Starts watching; `told` hears the present state at once and every change."""

    def open_with(self, key: CardKey) -> None:
        """The number for the card that lies there, or for the next one. Returns at once; used for one card, then forgotten."""

    def cancel(self) -> None:
        """Stops a reading at the next command; the card may be read again after `open_with`."""

    def close(self) -> None: ...


class PrintState(StrEnum):
    PREPARED = "prepared"
    SENT = "sent"
    PRINTED = "printed"
    OUT_OF_PAPER = "out_of_paper"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One file to print; `key` makes a job that is sent twice come out once."""

    key: str
    title: str
    pdf: bytes
    copies: int = 1


class TypingFailed(Problem):
    """Nothing, or not all, was typed into the window in front."""

    code: ClassVar[str] = "TYPING-01"
    sentence: ClassVar[str] = "Không gõ hộ được vào cửa sổ phía trước. Hãy chép mục này rồi dán."
    remedy: ClassVar[str] = "Cửa sổ phía trước có thể chạy với quyền cao hơn; trên Linux xem chương trình xdotool."


class Typist(Protocol):
    """Presses keys in whatever window is in front. There may be none on a machine."""

    def type_text(self, text: str) -> None:
        """Returns once the text is typed. Raises TypingFailed."""


class Printer(Protocol):
    """A printer or a queue."""

    @property
    def name(self) -> str: ...

    def print(self, job: PrintJob, told: Callable[[PrintState], None]) -> None:
        """Starts printing and returns at once; `told` hears every state. Out of paper keeps the job."""

    def state(self, told: Callable[[PrintState | None], None]) -> None:
        """`told` hears what stands in the way of printing (None: ready), at once and on every change."""

    def close(self) -> None: ...
