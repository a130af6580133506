"""The edge to whatever signs electronic copies, and to whoever looks at signatures that came from elsewhere.

A copy is signed only after it is final: whatever is written into it later stands behind what the signature covers, so the signed
file begins with the very bytes of the unsigned one. A PIN is handed over in a `bytearray`, goes to the device once for a whole
batch, and is overwritten before the call returns.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kiosk.problems import Problem
from kiosk.words import N_, _
from kiosk.work import Progress

LARGEST_SIGNED = 256 * 1024 * 1024     # bytes of one file that is signed or checked


class CopyForm(StrEnum):
    """What kind of copy it is (NĐ 30/2020/NĐ-CP): stands in the visible text of the signature."""

    TRUE_COPY = "sao_y"
    COPY_OF_COPY = "sao_luc"
    EXTRACT = "trich_sao"


_FORMS = {
    CopyForm.TRUE_COPY: N_("SAO Y"),
    CopyForm.COPY_OF_COPY: N_("SAO LỤC"),
    CopyForm.EXTRACT: N_("TRÍCH SAO"),
}


def form_words(form: CopyForm) -> str:
    """In the language now spoken, for the screen; on the copy itself it is Vietnamese whatever is spoken (`form_on_paper`)."""
    return _(_FORMS[form])


def form_on_paper(form: CopyForm) -> str:
    return _FORMS[form]


@dataclass(frozen=True, slots=True)
class CopyToSign:
    """A finished copy that waits for its signature. `agency` and `form` stand in the visible text, `at` too (epoch ms).

    `read` brings the bytes when its turn comes, so that a day's copies need not lie in memory at once; what it raises costs this
    copy only when it is a Problem.
    """

    id: str
    form: CopyForm
    agency: str
    at: int
    read: Callable[[], bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Signatory:
    """Somebody whose key is ready: what stands in the certificate, and where the key is. Moments are epoch milliseconds.

    `key` is the driver's own name of it, handed back when signing. `hindrance`: why it cannot sign now, None when it can.
    """

    key: str
    subject: str                       # the name of the person, as in the certificate
    serial: str                        # hex, as certificates are told apart
    issuer: str
    not_before: int
    not_after: int
    where: str                         # the token, the service, "TẬP HUẤN"
    hindrance: Problem | None = None

    def __repr__(self) -> str:
        """Names stay out of logs."""
        return f"Signatory({self.serial})"


@dataclass(frozen=True, slots=True)
class SignedCopy:
    """A copy with its signature, looked at again and found good. `pdf` begins with the bytes that were handed in."""

    id: str
    pdf: bytes = field(repr=False)
    subject: str = field(repr=False)
    serial: str
    at: int


class SigningListener(Protocol):
    """Hears of each copy as soon as it is done, on the thread that called `sign`; what was heard stays, whatever comes after."""

    def signed(self, copy: SignedCopy) -> None: ...

    def refused(self, copy: str, why: Problem) -> None:
        """This one could not be signed (damaged, already changed ...); the others go on."""


class CopySigner(Protocol):
    """Signs. Every call may take seconds and speaks to a device: for a worker."""

    asks_pin: bool                     # False where the service asks for it in a window of its own

    def signatories(self) -> tuple[Signatory, ...]:
        """Whose keys are ready here, without a PIN. Raises NoToken, NoCertificate, LibraryMissing, ServiceAbsent, NoSigner."""

    def sign(
        self, copies: Iterable[CopyToSign], signatory: Signatory, pin: bytearray, listener: SigningListener, progress: Progress
    ) -> None:
        """Signs one after the other under one PIN; `pin` is all zeros afterwards, however this ends. `progress` is stepped before
        each copy with (what, done, 0). Raises what ends the whole batch: PinWrong, PinBlocked, TokenGone ..., Cancelled.
        """

    def close(self) -> None: ...


# ---- looking at signatures -------------------------------------------------------------------------------------------


class SignatureTrust(StrEnum):
    """Whether we know who vouches for the signer. Nothing but an installed root makes anybody TRUSTED."""

    TRUSTED = "trusted"
    UNKNOWN = "unknown"                # no installed root leads to this certificate
    OUT_OF_TIME = "out_of_time"        # a known root, but the certificate was not valid when it signed
    EXPIRED_SINCE = "expired_since"    # a known root; valid when the signer says it signed, but that is proven by nobody
    NOT_FOR_SIGNING = "not_for_signing"


class LaterChange(StrEnum):
    """What was written into the file after a signature."""

    NONE = "none"
    SIGNATURES = "signatures"          # only further signatures or time stamps, as the standard allows
    OTHER = "other"                    # something else: what is shown need not be what was signed


@dataclass(frozen=True, slots=True)
class SignatureSeen:
    """One signature of a file. Moments are epoch milliseconds, None where nobody says.

    `at` is what the signer's machine claimed; `stamped` what a time-stamping service vouches for, one that we
    know where `stamp_trusted`. `whole`: it covers all that
    stood in the file when it was made, from the first byte on. `document_stamp`: it is a bare time stamp, nobody's signature.
    """

    signer: str = field(repr=False)
    organization: str
    serial: str
    issuer: str
    at: int | None
    intact: bool
    whole: bool
    trust: SignatureTrust
    stamped: int | None = None
    stamp_trusted: bool = False
    later: LaterChange = LaterChange.NONE
    document_stamp: bool = False

    @property
    def holds(self) -> bool:
        """The file is what was signed; says nothing about who the signer is (`trust`)."""
        return self.intact and self.whole and self.later is not LaterChange.OTHER


class SignatureChecker(Protocol):
    """Looks at the signatures of a PDF in a process of its own, with bounded memory and time: for a worker."""

    def check(self, pdf: bytes) -> tuple[SignatureSeen, ...]:
        """In the order they were made; () where nobody signed. Raises SignaturesUnreadable."""

    def close(self) -> None: ...


class TimeStamper(Protocol):
    """Adds the word of a time-stamping service to a signed copy, when there is a link again: for a worker."""

    def stamp(self, pdf: bytes) -> bytes:
        """The file with the time stamp behind what it was. Raises TimeStampNotGiven, CopyNotSignable."""


Carrier = Callable[[bytes], bytes]     # a time-stamp request to its answer; raises TimeStampNotGiven
