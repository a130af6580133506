"""What one citizen has said and shown so far of the dossier under way. Pages come and go; this stays until the turn ends."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from kiosk.filing import Consent
from kiosk.identity import IdentityProof
from kiosk.intake import Intake
from kiosk.problems import Problem
from kiosk.procedures import Procedure
from kiosk.selfservice.filings import Filings
from kiosk.selfservice.said_procedures import said
from kiosk.store.drafts import Draft
from kiosk.submit import Agreed
from kiosk.words import SOURCE, spoken
from ui.selfservice.page import Turn
from ui.tasks import Lane


class Filling:
    """Lives on the thread of the screens. Every change is on disk a moment later, in the order it was made."""

    def __init__(self, turn: Turn, filings: Filings, procedure: Procedure, draft: Draft) -> None:
        self.turn, self.filings, self.procedure = turn, filings, procedure
        self.draft = draft
        self._told_in, self._told = SOURCE, procedure
        self.consent: Consent | None = None
        self.proof: IdentityProof | None = None      # of the submitter's chip card or VNeID
        self.by_qr = False                           # name and number came from a card's QR code, unproven
        self.done = False                            # submitted or left: there is nothing more to lose

    @property
    def intake(self) -> Intake:
        return self.draft.intake

    @property
    def told(self) -> Procedure:
        """The procedure in the language spoken now."""
        if self._told_in != spoken():
            self._told_in, self._told = spoken(), said(self.procedure)
        return self._told

    @property
    def agreed(self) -> Agreed:
        return Agreed(self.consent, self.proof, self.by_qr)

    def change(self, intake: Intake, missing: Mapping[str, str] | None = None) -> None:
        """Takes over a changed form, and what was typed that cannot be read yet, by field path."""
        unread = self.draft.missing if missing is None else dict(missing)
        self.draft = replace(self.draft, intake=intake, missing=unread)
        self.save()

    def save(self, then: Callable[[], None] = lambda: None, failed: Callable[[Problem], None] = lambda _problem: None) -> None:
        """On disk before `then`."""
        draft = self.draft
        self.turn.tasks.run(
            lambda _progress: self.filings.save(draft), lambda _saved: then(), failed, owner=self.turn.owner, lane=Lane.WRITER
        )

    def throw_away(self, then: Callable[[], None]) -> None:
        """For good, after whatever was still being saved."""
        draft = self.draft.id
        self.done = True
        self.turn.when_leaving(None)
        self.turn.tasks.run(
            lambda _progress: self.filings.discard(draft), lambda _gone: then(), lambda _problem: then(), owner=self.turn.owner,
            lane=Lane.WRITER,
        )  # fmt: skip
