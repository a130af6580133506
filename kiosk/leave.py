"""Leaving a kiosk before submitting: the draft stays as it is, under a code, until the gateway has it or its days are over.

Its pages lie encrypted where they were scanned to. Everything of it leaves this machine in one transaction.
"""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from kiosk import receipt_token
from kiosk.audit import Act
from kiosk.left_drafts import LARGEST, LeftDraft, LeftPage, new_code, sealed
from kiosk.receipt_token import Kind
from kiosk.receive import AT_KIOSK
from kiosk.receive_draft import DraftGone
from kiosk.settings import Settings
from kiosk.signing import Signed
from kiosk.store import Store, audit_log, drafts, facts
from kiosk.store.database import Database
from kiosk.store.drafts import Draft

_MARK = "left/"
_DAY_MS = 86_400_000


class Leaving(msgspec.Struct, frozen=True):
    """What is kept beside a draft that was left."""

    code: str
    left_at: int
    forget_at: int
    procedure_name: str


@dataclass(frozen=True, slots=True)
class Left:
    """What the citizen takes along."""

    code: str
    token: str
    left_at: int
    forget_at: int


def leave(store: Store, settings: Settings, draft: Draft, procedure_name: str) -> Left:
    """Seals a draft under a code; again: the same code. Raises DraftGone, StoreProblem."""
    now = store.clock.now_ms()
    fresh = Leaving(new_code(), now, now + settings.filing.left_days * _DAY_MS, procedure_name)

    def job(database: Database) -> Leaving:
        if drafts.wrapped_key_of(database, draft.id) is None:
            raise DraftGone
        known = of(database, draft.id)
        if known is not None:
            return known
        facts.put(database, _MARK + draft.id, msgspec.json.encode(fresh))
        audit_log.append(database, store.device, at=now, actor=AT_KIOSK, act=Act.DRAFT_LEFT, subject=draft.id)
        return fresh

    kept = store.write(job)
    office, times = settings.office.code, (kept.left_at // 1000, kept.forget_at // 1000)
    promise = receipt_token.ReceiptFacts(kept.code, draft.intake.procedure, *times, office, UUID(draft.id).bytes)
    token = receipt_token.issue(promise, store.device, facts.certificate(store.read()), Kind.LEFT)
    return Left(kept.code, token, kept.left_at, kept.forget_at)


def of(database: Database, draft: str) -> Leaving | None:
    """How a draft was left, None where somebody is still at it."""
    kept = facts.blob(database, _MARK + draft)
    return msgspec.json.decode(kept, type=Leaving) if kept is not None else None


def waiting(database: Database) -> tuple[str, ...]:
    """Drafts that were left and have not gone yet."""
    return tuple(sorted(name.removeprefix(_MARK) for name in facts.names(database, _MARK)))


def packed(store: Store, draft: str, counter: str) -> Signed | None:
    """A draft as it goes to the gateway; None where it is gone. Raises PageDamaged and other StoreProblems."""
    database = store.read()
    kept, wrapped = of(database, draft), drafts.wrapped_key_of(database, draft)
    known = next((one for one in drafts.everything(database) if one.id == draft), None)
    if kept is None or wrapped is None or known is None:
        return None
    key, room, pages = store.content_keys.unwrap(wrapped, draft), LARGEST, []
    for page in drafts.pages(database, draft):
        room -= page.size
        content = b"".join(store.pages.read(page.file, key, page=page.sha256)) if room >= 0 else b""
        pages.append(LeftPage(page.paper, page.media_type, page.sha256, content))
    body = LeftDraft(
        draft, kept.code, store.device_id, counter, kept.left_at, kept.forget_at, kept.procedure_name, known.intake, tuple(pages)
    )
    return store.device.signed(LeftDraft.purpose, sealed(body))


def gone(store: Store, draft: str, *, sent: bool) -> None:
    """The gateway has it, or its days are over: nothing of it stays on this machine."""
    now = store.clock.now_ms()

    def job(database: Database) -> list[str]:
        if of(database, draft) is None:
            return []
        facts.drop(database, _MARK + draft)
        act = Act.DRAFT_SENT if sent else Act.DRAFT_FORGOTTEN
        audit_log.append(database, store.device, at=now, actor="system", act=act, subject=draft)
        return drafts.discard(database, draft)

    store.pages.remove(store.write(job))


def forget_old(store: Store) -> int:
    """Drafts whose days are over, sent or not."""
    now, database = store.clock.now_ms(), store.read()
    old = [draft for draft in waiting(database) if (kept := of(database, draft)) is not None and kept.forget_at <= now]
    for draft in old:
        gone(store, draft, sent=False)
    return len(old)
