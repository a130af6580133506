"""Whose card was read for the express path: kept with the dossier made of it, asked about once that stands."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from kiosk.counter.identities import Identities
from kiosk.device_ports import CardData
from kiosk.identity import IdentityProof
from ui.tasks import Tasks


class ExpressIdentity(QObject):
    """One person at a time; what is not made into a dossier is forgotten."""

    def __init__(self, identities: Identities, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self._identities, self._tasks = identities, tasks
        self._read: IdentityProof | None = None
        self._signer, self._officer = b"", ""

    def read(self, card: CardData, officer: str) -> None:
        self._read, self._signer, self._officer = self._identities.read(card, officer), card.signer, officer

    def kept(self) -> tuple[IdentityProof, ...]:
        """For the order: the office keeps it where the person is still the one of the form."""
        return (self._read,) if self._read is not None else ()

    def forget(self) -> None:
        self._read, self._signer = None, b""

    def made(self, dossier: str) -> None:
        """The dossier stands: nobody waits for what the agency says of the card."""
        if self._read is not None and self._signer and self._identities.agency is not None:
            ask = partial(self._identities.ask_agency, dossier, self._read, self._signer, self._officer)
            self._tasks.run(ask, _told, _told, owner=self)


def _told(_what: object) -> None:
    """It is on record; the next citizen is here already."""
