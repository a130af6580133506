"""Corrections for tests: one telephone after the other, made as an officer would make them."""

from dataclasses import replace

from kiosk.dossier import Form
from kiosk.forms import unsealed
from kiosk.store import Store, revisions
from kiosk.store.revisions import Correction


def with_phone(form: Form, phone: str) -> Form:
    return replace(form, submitter=replace(form.submitter, phone=phone))


def correct(store: Store, dossier: str, phone: str) -> int:
    """One more revision of a dossier; its number."""
    before = revisions.newest(store.read(), dossier)
    form = with_phone(unsealed(before.form), phone)
    correction = Correction(form, before.form_sha, "cb-001", "ghi nhầm số điện thoại", store.clock.now_ms())
    return store.write(lambda database: revisions.correct(database, store.device, correction))


def phone_of(body: bytes) -> str:
    return unsealed(bytes(body)).submitter.phone


def contents_at_gateway(world, dossier: str) -> list[tuple[int, str, str]]:
    """Number, telephone and hash of every content the gateway of a `World` holds."""
    rows = world.at_gateway("SELECT number, form, form_sha FROM content WHERE dossier = ? ORDER BY number", dossier)
    return [(number, phone_of(form), sha) for number, form, sha in rows]
