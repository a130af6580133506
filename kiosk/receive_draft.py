"""Receiving a draft of the counter window: its pages are already on disk under the content key, so only one transaction is left.

The draft disappears in the same transaction that seals the dossier: a crash leaves the one or the other, never both or none.
"""

from collections.abc import Sequence

from kiosk.dossier import CapturedPage
from kiosk.field_claims import overruled
from kiosk.making import term_of
from kiosk.problems import Problem
from kiosk.receive import Beside, Received, Receiving, Said, seal, sealing_of
from kiosk.store import Store, drafts, owed_receipts
from kiosk.store.database import Database
from kiosk.store.drafts import Draft, DraftPage
from kiosk.store.faults import NumberWithheld
from kiosk.tidying import tidied


class DraftGone(Problem):
    """The draft was received or thrown away meanwhile."""

    code = "DRAFT-01"
    sentence = "Bản nháp này không còn trên máy: có thể hồ sơ đã được tiếp nhận."
    remedy = "Tìm hồ sơ ở mục Tra cứu trước khi nhập lại."


def receive_draft(store: Store, receiving: Receiving, draft: Draft, beside: Sequence[Beside] = ()) -> Received:
    """Seals a draft. Raises FormRefused, DraftGone, StoreProblem; of all, only NumberWithheld after sealing."""
    now = store.clock.now_ms()
    wrapped = drafts.wrapped_key_of(store.read(), draft.id)
    if wrapped is None:
        raise DraftGone
    pages = drafts.pages(store.read(), draft.id)
    intake = tidied(draft.intake)
    warnings = receiving.checked(intake, now)
    form = receiving.form(intake, draft.id, _captured(pages), now)
    key = store.content_keys.unwrap(wrapped, draft.id)
    sealing = sealing_of(store, form, key, tuple(page.file for page in pages))

    def seal_and_forget(database: Database) -> tuple[str, str, list[str]]:
        number, token = seal(database, store, sealing, Said(intake.provenance, overruled=overruled(draft.claims, form)))
        for write in beside:
            write(database, form, number)
        owed_receipts.add(database, form.dossier, now)
        return number, token, drafts.discard(database, draft.id)

    kept = {page.file for page in pages}
    number, token, files = store.write(seal_and_forget)
    store.at("after commit")
    try:
        store.save_mark()
    except (Problem, OSError) as error:
        raise NumberWithheld(cause=error.code if isinstance(error, Problem) else type(error).__name__) from error
    store.pages.remove(file for file in files if file not in kept)
    situation = intake.situation(receiving.procedure)
    return Received(form.dossier, number, token, form, term_of(receiving.procedure, situation), warnings)


def _captured(pages: tuple[DraftPage, ...]) -> tuple[CapturedPage, ...]:
    return tuple(
        CapturedPage(number, page.sha256, page.size, page.media_type) for number, page in enumerate(pages, 1)
    )
