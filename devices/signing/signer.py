"""The `CopySigner` whose keys are in a process of its own, started for each question and each batch and ended with it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from devices.signing.process import Asked, Ended
from devices.signing.words import (
    SIGNED_WITHIN_S,
    UNLOCKED_WITHIN_S,
    Failed,
    Keys,
    KeySeen,
    ListKeys,
    Sign,
    Signed,
    SigningWord,
    Trouble,
    Unlock,
    Unlocked,
)  # fmt: skip
from kiosk.moments import day_of, show_date
from kiosk.ports import Clock
from kiosk.problems import Problem
from kiosk.signature_ports import LARGEST_SIGNED, CopyToSign, Signatory, SignedCopy, SigningListener
from kiosk.signature_problems import (
    CertificateExpired,
    CertificateNotForSigning,
    CertificateNotYetValid,
    CopyNotSignable,
    LibraryMissing,
    NoCertificate,
    NoToken,
    NotSignable,
    PinBlocked,
    PinWrong,
    SignatureNotGood,
    SigningBroke,
    TokenGone,
    TokenTrouble,
)  # fmt: skip
from kiosk.words import _
from kiosk.work import Progress

_MODULE = "devices.signing.child"


class ProcessSigner:
    """`module` is the process, `library` what its problems name."""

    asks_pin = True

    def __init__(self, module: str, arguments: Sequence[str], clock: Clock, library: str = "") -> None:
        self._module, self._arguments, self._clock, self._library = module, tuple(arguments), clock, library

    def signatories(self) -> tuple[Signatory, ...]:
        process = self._started()
        try:
            word = process.ask(ListKeys(), b"", UNLOCKED_WITHIN_S)
        except Ended as error:
            raise SigningBroke from error
        finally:
            process.close()
        if isinstance(word, Failed):
            raise self._problem(word)
        assert isinstance(word, Keys)
        now = self._clock.now_ms()
        return tuple(_signatory(seen, now) for seen in word.keys)

    def sign(
        self, copies: Iterable[CopyToSign], signatory: Signatory, pin: bytearray, listener: SigningListener, progress: Progress
    ) -> None:
        process: Asked[SigningWord] | None = None
        try:
            if signatory.hindrance is not None:
                raise signatory.hindrance
            process = self._started()
            word = process.ask(Unlock(signatory.key, len(pin)), pin, UNLOCKED_WITHIN_S)
            forget(pin)
            if isinstance(word, Failed):
                raise self._problem(word)
            assert isinstance(word, Unlocked)
            self._sign_each(process, copies, signatory, listener, progress)
        except Ended as error:
            raise SigningBroke from error
        finally:
            forget(pin)
            if process is not None:
                process.close()

    def close(self) -> None:
        """Nothing stays open between batches."""

    # ---- inside --------------------------------------------------------------------------------------------------------

    def _started(self) -> Asked[SigningWord]:
        return Asked(self._module, SigningWord, self._arguments)

    def _sign_each(
        self, process: Asked[SigningWord], copies: Iterable[CopyToSign], signatory: Signatory, listener: SigningListener,
        progress: Progress,
    ) -> None:  # fmt: skip
        for done, copy in enumerate(copies):
            progress.step(_("Đang ký số"), done, 0)
            try:
                pdf = copy.read()
            except Problem as problem:
                listener.refused(copy.id, problem)
                continue
            try:
                signed = self._one(process, copy, pdf)
            except (CopyNotSignable, SignatureNotGood) as problem:
                listener.refused(copy.id, problem)
                continue
            listener.signed(SignedCopy(copy.id, signed, signatory.subject, signatory.serial, copy.at))

    def _one(self, process: Asked[SigningWord], copy: CopyToSign, pdf: bytes) -> bytes:
        if len(pdf) > LARGEST_SIGNED:
            raise CopyNotSignable.because(NotSignable.TOO_LARGE)
        word = process.ask(Sign(len(pdf), copy.form, copy.agency, copy.at), pdf, SIGNED_WITHIN_S)
        if isinstance(word, Failed):
            raise self._problem(word)
        assert isinstance(word, Signed)
        signed = process.read(word.size, SIGNED_WITHIN_S)
        if not signed.startswith(pdf):
            raise SignatureNotGood
        return signed

    def _problem(self, failed: Failed) -> Problem:
        match failed.trouble:
            case Trouble.LIBRARY:
                return LibraryMissing(path=self._library or "?")
            case Trouble.NO_TOKEN:
                return NoToken()
            case Trouble.PIN_WRONG:
                return PinWrong.with_left(failed.tries)
            case Trouble.PIN_BLOCKED:
                return PinBlocked()
            case Trouble.GONE:
                return TokenGone()
            case Trouble.NO_CERTIFICATE:
                return NoCertificate()
            case Trouble.NOT_SIGNABLE:
                return CopyNotSignable.because(failed.why or NotSignable.DAMAGED)
            case Trouble.NOT_GOOD:
                return SignatureNotGood()
            case Trouble.OTHER:
                return TokenTrouble(said=failed.said)


def token_signer(library: str, font: Path, clock: Clock) -> ProcessSigner:
    """Signs with whatever token the PKCS#11 `library` finds; `font` is for the visible text."""
    return ProcessSigner(_MODULE, (library, str(font)), clock, library)


def hindrance(seen: KeySeen, now: int) -> Problem | None:
    """Why nobody may sign with that certificate now."""
    if now > seen.not_after:
        return CertificateExpired(day=show_date(day_of(seen.not_after)))
    if now < seen.not_before:
        return CertificateNotYetValid(day=show_date(day_of(seen.not_before)))
    return None if seen.for_signing else CertificateNotForSigning()


def _signatory(seen: KeySeen, now: int) -> Signatory:
    return Signatory(
        seen.key, seen.subject, seen.serial, seen.issuer, seen.not_before, seen.not_after, seen.where, hindrance(seen, now)
    )


def forget(pin: bytearray) -> None:
    """A PIN is kept nowhere."""
    for place in range(len(pin)):
        pin[place] = 0
