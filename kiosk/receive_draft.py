"""Receiving a draft of the counter window: its pages are already on disk under the content key, so only one transaction is left.

The draft disappears in the same transaction that seals the dossier: a crash leaves the one or the other, never both or none.
"""

from collections.abc import Callable, Sequence

from kiosk.dossier import CapturedPage, Form
from kiosk.field_claims import overruled
from kiosk.identity import IdentityProof
from kiosk.making import term_of
from kiosk.problems import Problem
from kiosk.receive import Beside, Received, Receiving, Said, Sealed, number_out, seal, sealing_of
from kiosk.store import Store, drafts, owed_receipts
from kiosk.store.database import Database
from kiosk.store.drafts import Draft, DraftPage
from kiosk.tidying import tidied


class DraftGone(Problem):
    """The draft was received or thrown away meanwhile."""

    code = "DRAFT-01"
    sentence = "Bản nháp này không còn trên máy: có thể hồ sơ đã được tiếp nhận."
    remedy = "Tìm hồ sơ ở mục Tra cứu trước khi nhập lại."


def receive_draft(store: Store, receiving: Receiving, draft: Draft, beside: Sequence[Beside] = ()) -> Received:
    """Seals a draft. Raises FormRefused, DraftGone, StoreProblem; of all, only NumberWithheld after sealing."""
    now = store.clock.now_ms()
    intake = tidied(draft.intake)
    warnings = receiving.checked(intake, now)

    def owed(database: Database, form: Form, number: str) -> None:
        owed_receipts.add(database, form.dossier, now)

    sealed = seal_draft(store, draft, lambda pages: receiving.form(intake, draft.id, pages, now), (*beside, owed))
    term = term_of(receiving.procedure, intake.situation(receiving.procedure))
    return Received(sealed.form.dossier, sealed.number, sealed.token, sealed.form, term, warnings)


def seal_draft(
    store: Store, draft: Draft, make: Callable[[tuple[CapturedPage, ...]], Form], beside: Sequence[Beside],
    read: tuple[IdentityProof, ...] = (),
) -> Sealed:  # fmt: skip
    """The whole way from a draft, already checked, to a number that may be said. Raises as `receive_draft`."""
    wrapped = drafts.wrapped_key_of(store.read(), draft.id)
    if wrapped is None:
        raise DraftGone
    pages = drafts.pages(store.read(), draft.id)
    form = make(_captured(pages))
    key = store.content_keys.unwrap(wrapped, draft.id)
    sealing = sealing_of(store, form, key, tuple(page.file for page in pages))
    said = Said(tidied(draft.intake).provenance, read, overruled=overruled(draft.claims, form))

    def seal_and_forget(database: Database) -> tuple[str, str, list[str]]:
        number, token = seal(database, store, sealing, said)
        for write in beside:
            write(database, form, number)
        return number, token, drafts.discard(database, draft.id)

    kept = {page.file for page in pages}
    number, token, files = store.write(seal_and_forget)
    store.at("after commit")
    number_out(store)
    store.pages.remove(file for file in files if file not in kept)
    return Sealed(form, number, token)


def _captured(pages: tuple[DraftPage, ...]) -> tuple[CapturedPage, ...]:
    return tuple(
        CapturedPage(number, page.sha256, page.size, page.media_type) for number, page in enumerate(pages, 1)
    )
