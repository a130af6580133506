"""Who was proven for a draft: kept when a card is accepted, asked about behind the officer's back, shown beside the form."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kiosk.counter import Counter
from kiosk.device_ports import CardData
from kiosk.identity import IdentityProof
from kiosk.intake import Intake
from kiosk.problems import Problem
from kiosk.work import Progress
from ui.clerk.form_identity import IdentityCard
from ui.clerk.vneid import PhoneDialog
from ui.tasks import Lane, Tasks


class IntakeIdentity(QObject):
    """`seen`: a card as an officer saw it on a phone, and the role it is for. `intake` is the form as it stands."""

    seen = Signal(object, str)
    failed = Signal(object)            # Problem

    def __init__(
        self, counter: Counter, tasks: Tasks, draft: str, intake: Callable[[], Intake], over: QWidget
    ) -> None:
        super().__init__(over)
        self._intake, self._over = intake, over
        self._identities, self._tasks, self._draft = counter.identities, tasks, draft
        self.card = IdentityCard()
        self.card.phone_wanted.connect(self.look_at_phone)
        self.dialog: PhoneDialog | None = None
        tasks.run(partial(_known, counter, draft), self._on_known, self.failed.emit, owner=self)

    def prove(self, card: CardData, officer: str) -> None:
        """The officer accepted a card; what is kept of it is on disk a moment later."""
        prove = partial(self._identities.prove, self._draft, card, officer)
        kept = partial(self._on_proven, card.signer, officer)
        self._tasks.run(lambda _progress: prove(), kept, self.failed.emit, Lane.WRITER, self)

    def look_at_phone(self) -> None:
        """The citizen shows VNeID."""
        self.dialog = PhoneDialog(self._intake(), self._over)
        self.dialog.seen.connect(self.seen)
        self.dialog.open()

    def _on_known(self, read: tuple[tuple[IdentityProof, ...], dict[str, str]]) -> None:
        proofs, names = read
        self.card.know_officers(names)
        self.card.add(*proofs)

    def _on_proven(self, signer: bytes, officer: str, proof: IdentityProof | None) -> None:
        if proof is None:
            return
        self.card.add(proof)
        if signer and self._identities.agency is not None:
            ask = partial(self._identities.ask_agency, self._draft, proof, signer, officer)
            self._tasks.run(ask, self.card.add, self._on_not_asked, owner=self)

    def _on_not_asked(self, _problem: Problem) -> None:
        """Nobody at the counter waits for the agency, and nobody is told that it could not be asked: the record says so."""


def _known(counter: Counter, draft: str, _progress: Progress) -> tuple[tuple[IdentityProof, ...], dict[str, str]]:
    return counter.identities.of(draft), {officer.id: officer.name for officer in counter.sign_in.officers()}
