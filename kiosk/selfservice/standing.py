"""How a dossier stands, told to whoever has its number or its receipt: which step, who acts next, by when. Never whose it is.

What this machine filed is told from its own dossiers; what a counter of the office received, from what the change feed tells a
kiosk (number, step, dates). So it is told without a link as well, as of the last time something was heard.
"""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from kiosk import numbers
from kiosk.dossier import PortalStatus
from kiosk.receipt_token import Standing as TokenStanding
from kiosk.receipt_token import is_whole, verify
from kiosk.states import Actor, acts_next, portal_label
from kiosk.store import Store, dossiers, facts, office_cards
from kiosk.words import _

SHORTEST = 6                           # fewer letters are no whole number


@dataclass(frozen=True, slots=True)
class DossierStanding:
    """One dossier. Moments in epoch ms; `as_of` is when something was last heard of the office's dossiers, 0 for never."""

    number: str
    status: PortalStatus | None        # None: the portal has said nothing yet
    received_at: int
    due_at: int | None
    as_of: int

    @property
    def next(self) -> Actor:
        return acts_next(self.status or PortalStatus.NEWLY_REGISTERED)

    def step(self) -> str:
        return portal_label(self.status) if self.status is not None else _("Đã nộp, chờ cơ quan xem")


class Standings(Protocol):
    """What a page asks."""

    def find(self, text: str) -> DossierStanding | None:
        """By a number, temporary or official, or by the text of a receipt's QR code. None where nothing of it is known here.

        Raises StoreProblem.
        """


class StoreStandings:
    """Reads the store of this kiosk. Raises StoreProblem."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, text: str) -> DossierStanding | None:
        if is_whole(text):
            return self._of_receipt(text)
        number = numbers.tidy(text)
        return self._found(number) if len(number) >= SHORTEST else None

    def _of_receipt(self, text: str) -> DossierStanding | None:
        """Only a receipt whose signature holds is believed; its dossier may have another number by now."""
        verdict = verify(text, facts.blob(self._store.read(), facts.GATEWAY_KEY))
        if verdict.facts is None or verdict.standing in (TokenStanding.BROKEN, TokenStanding.FOREIGN):
            return None
        return self._found(verdict.facts.number, str(UUID(bytes=verdict.facts.dossier)))

    def _found(self, number: str, dossier: str = "") -> DossierStanding | None:
        database = self._store.read()
        as_of = office_cards.heard_at(database)
        line = dossiers.line(database, dossier) if dossier else dossiers.by_number(database, number)
        if line is not None:
            status = PortalStatus(line.portal_status) if line.portal_status in set(PortalStatus) else None
            return DossierStanding(line.number, status, line.received_at, line.due_at, as_of)
        step = office_cards.step(database, number, dossier)
        if step is None:
            return None
        return DossierStanding(step.number, step.status, step.received_at, step.due_at, as_of)
