"""Drafts left at this kiosk on their way to the gateway, and the way an officer's counter asks for one."""

import secrets

from kiosk import leave
from kiosk.audit import Act
from kiosk.dossier import HowMet, PortalStatus
from kiosk.elsewhere import DossierElsewhere, PaperElsewhere, PersonElsewhere
from kiosk.left_drafts import LeftDraft, read, tidy_code
from kiosk.people import Citizen, Organisation
from kiosk.store import Store, audit_log, facts
from sync.calls import GatewayCalls
from sync.faults import GatewayUnknown, NotTheGateway
from sync.greeting import proven
from sync.media_lane import MediaLink
from sync.signer import signer_of
from sync.transport import Transport


class LeftDraftsOut:
    """`Media`: one draft a piece. What the gateway has leaves this machine."""

    def __init__(self, counter: str) -> None:
        self._counter = counter

    def carry_piece(self, link: MediaLink) -> bool:
        for draft in leave.waiting(link.store.read()):
            signed = leave.packed(link.store, draft, self._counter)
            if signed is not None:
                link.calls.leave(signed)
            leave.gone(link.store, draft, sent=signed is not None)
            return True
        return False


def as_elsewhere(draft: LeftDraft) -> DossierElsewhere:
    """As the look-up lists it: whose, of what, which papers were scanned. Nothing was submitted."""
    intake = draft.intake
    scanned = {page.paper for page in draft.pages}
    papers = tuple(
        PaperElsewhere(paper.name, HowMet.SCANNED if paper.pages or paper.requirement in scanned else paper.how, paper.copies)
        for paper in intake.papers
    )
    return DossierElsewhere(
        draft.id, draft.code, "", intake.procedure, draft.procedure_name, draft.counter, "", _person(intake.submitter.person),
        tuple(_person(owner.party) for owner in intake.owners), draft.left_at, None, PortalStatus.NEWLY_REGISTERED, "",
        draft.left_at, all(page.content for page in draft.pages), papers, left_until=draft.forget_at,
    )  # fmt: skip


def _person(party: Citizen | Organisation) -> PersonElsewhere:
    if isinstance(party, Citizen):
        return PersonElsewhere(party.full_name, party.personal_id or party.passport, party.birth_date)
    return PersonElsewhere(party.name, party.tax_code)


class LeftDraftLookUp:
    """For an officer, by the code on the slip. Nothing of it is kept here but who opened which."""

    def __init__(self, store: Store, link: Transport, pinned_key: bytes | None = None) -> None:
        self._store, self._link, self._pinned = store, link, pinned_key

    def find(self, code: str, officer: str) -> LeftDraft:
        """Raises GatewayUnknown, RefusedByGateway where there is none, NotTheGateway, and what the calls raise."""
        store = self._store
        key = self._pinned or facts.blob(store.read(), facts.GATEWAY_KEY)
        if key is None:
            raise GatewayUnknown
        calls, nonce = GatewayCalls(self._link), secrets.token_hex(16)
        signer = signer_of(store, key)
        signer.heard(proven(calls.hello(nonce), nonce, key))
        calls.sign_as(signer)
        draft = read(calls.left(tidy_code(code)))
        if draft is None or draft.code != tidy_code(code):
            raise NotTheGateway(what="left-draft")
        store.write(lambda database: audit_log.append(
            database, store.device, at=store.clock.now_ms(), actor=officer, act=Act.DRAFT_OPENED, subject=draft.id
        ))  # fmt: skip
        return draft
