"""Signing the finished copies of papers at the counter: who has to sign what, one batch under one PIN, each result in words.

A missing token stops nothing: copies wait, and what was signed before a batch broke stays signed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.signature_ports import CopyForm, CopySigner, CopyToSign, Signatory, SignedCopy
from kiosk.signature_problems import NoSigner
from kiosk.store import Store
from kiosk.store.copies import reading, signing
from kiosk.store.copies.finishing import NotWanted
from kiosk.store.copies.reading import CopyCounts, CopyStanding
from kiosk.store.copies.signing import SignatureFacts, ToSign
from kiosk.store.faults import StoreProblem
from kiosk.words import _
from kiosk.work import Cancelled, Progress


@dataclass(frozen=True, slots=True)
class SigningCounts:
    """For the desk: copies that wait for a signature, of how many dossiers; those of one officer among them."""

    copies: int = 0
    dossiers: int = 0
    own: int = 0


@dataclass(slots=True)
class BatchEnd:
    """What became of a batch. `ended`: what broke it off, None where it went through; `refused` by copy, the others go on."""

    signed: list[int] = field(default_factory=list)
    refused: dict[int, Problem] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)     # nobody wants their signature any more: the paper was corrected meanwhile
    ended: Problem | None = None


class CopySigning:
    """Everything here takes its time: for a worker. `agency` stands in the visible text of each signature."""

    def __init__(
        self, store: Store, agency: str, signer: CopySigner | None, form: CopyForm = CopyForm.TRUE_COPY
    ) -> None:
        self._store, self._agency, self._signer, self._form = store, agency, signer, form

    @property
    def asks_pin(self) -> bool:
        """False where the signing service asks for it in a window of its own."""
        return self._signer is None or self._signer.asks_pin

    def waiting(self, officer: str | None = None, limit: int = 1000) -> tuple[ToSign, ...]:
        return signing.to_sign(self._store.read(), officer, limit)

    def counts(self, officer: str) -> SigningCounts:
        waiting = self.waiting()
        return SigningCounts(
            len(waiting), len({one.dossier for one in waiting}), sum(one.officer == officer for one in waiting)
        )

    def made(self) -> CopyCounts:
        return reading.counts(self._store.read())

    def standing(self, dossier: str) -> CopyStanding:
        return reading.of_dossier(self._store.read(), dossier)

    def content(self, copy: int) -> bytes:
        """The newest file of a copy. Raises PageDamaged."""
        return reading.content(self._store, copy)

    def signatories(self) -> tuple[Signatory, ...]:
        """Whose keys are ready. Raises SigningProblem: no token, no library, nothing set."""
        if self._signer is None:
            raise NoSigner
        return self._signer.signatories()

    def sign(
        self, copies: Sequence[ToSign], signatory: Signatory, pin: bytearray, officer: Officer, progress: Progress
    ) -> BatchEnd:
        """One batch under one PIN, which is all zeros afterwards. Raises nothing that belongs to signing: see `BatchEnd`."""
        batch = _Batch(self._store, self._agency, self._form, officer, copies, progress)
        try:
            if self._signer is None:
                raise NoSigner
            self._signer.sign(batch.one_by_one(), signatory, pin, batch, batch)
        except Problem as problem:
            batch.end.ended = batch.end.ended or problem
        finally:
            pin[:] = bytes(len(pin))
        return batch.end


class _Batch:
    """Hands out one copy after the other, keeps each as soon as it is signed, and tells where it is."""

    def __init__(
        self, store: Store, agency: str, form: CopyForm, officer: Officer, copies: Sequence[ToSign], progress: Progress
    ) -> None:
        self._store, self._agency, self._form, self._officer, self._progress = store, agency, form, officer, progress
        self._copies, self._titles = tuple(copies), {str(one.copy): one.title for one in copies}
        self.end = BatchEnd()

    def one_by_one(self) -> Iterator[CopyToSign]:
        for one in self._copies:
            if self.end.ended is not None:
                return
            yield CopyToSign(
                str(one.copy), self._form, self._agency, self._store.clock.now_ms(), self._reader(one.copy)
            )

    def _reader(self, copy: int) -> Callable[[], bytes]:
        return lambda: reading.content(self._store, copy)

    def step(self, _what: str, done: int, _total: int) -> None:
        """The driver counts; the person reads which paper is in hand."""
        place = min(done, len(self._copies) - 1)
        said = _("Đang ký «{title}»").format(title=self._copies[place].title) if self._copies else ""
        self._progress.step(said, done, len(self._copies))

    def signed(self, copy: SignedCopy) -> None:
        facts = SignatureFacts(self._officer.id, copy.subject, copy.serial, copy.at, checked=True)
        number = int(copy.id)
        try:
            signing.signed(self._store, number, copy.pdf, facts)
            self.end.signed.append(number)
        except NotWanted:
            self.end.gone.append(number)
        except StoreProblem as problem:            # the disk is full: no use in signing on
            self.end.refused[number] = problem
            self.end.ended = problem

    def refused(self, copy: str, why: Problem) -> None:
        self.end.refused[int(copy)] = why


def called_off(end: BatchEnd) -> bool:
    """Somebody stopped it; nothing is wrong."""
    return isinstance(end.ended, Cancelled)
