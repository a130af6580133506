"""How the people of a draft or dossier were proven: kept as it happens, and a second word of the agency in its own time."""

from dataclasses import replace

from kiosk.agency import AgencyDesk, AgencyQuestion
from kiosk.device_ports import CardData
from kiosk.identity import IdentityProof, Witness, number_of, proof_of
from kiosk.receive_draft import DraftGone
from kiosk.settings import Settings
from kiosk.store import Store, drafts, identities
from kiosk.store.database import Database
from kiosk.work import Progress


class Identities:
    """Of one counter. `agency` is whom to ask about signers; None: nobody."""

    def __init__(self, store: Store, settings: Settings, agency: AgencyDesk | None = None) -> None:
        self._store, self._counter, self._agency = store, settings.office.counter, agency

    @property
    def agency(self) -> AgencyDesk | None:
        return self._agency

    def read(self, card: CardData, officer: str) -> IdentityProof | None:
        """What will be kept of a card; None where it names nobody. Stores nothing."""
        if not number_of(card.holder):
            return None
        return proof_of(card, Witness(officer, self._counter, self._store.clock.now_ms()))

    def prove(self, draft: str, card: CardData, officer: str) -> IdentityProof | None:
        """Keeps that the person was proven for this draft. Raises DraftGone, DiskFull."""
        proof = self.read(card, officer)
        if proof is None:
            return None

        def keep(database: Database) -> bool:
            known = drafts.wrapped_key_of(database, draft) is not None
            if known:
                identities.add(database, self._store.device, draft, proof)
            return known

        if not self._store.write(keep):
            raise DraftGone
        return proof

    def of(self, dossier: str) -> tuple[IdentityProof, ...]:
        """Of a draft or a dossier."""
        return identities.of(self._store.read(), dossier)

    def ask_agency(
        self, dossier: str, proof: IdentityProof, signer: bytes, officer: str, progress: Progress
    ) -> IdentityProof:
        """Asks about the signer of the card, and adds the answer: also to a dossier sealed meanwhile.

        Blocks for the desk's patience: for a worker thread. Raises Cancelled; then nothing is added.
        """
        if self._agency is None or not signer:
            return proof
        said = self._agency.ask(AgencyQuestion(signer), progress)
        self._store.write(
            lambda database: identities.answer(database, self._store.device, dossier, proof.id, said, officer)
        )
        return replace(proof, agency=said)
