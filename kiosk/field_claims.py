"""What each source says of a field: chip, QR code, earlier dossier, the officer's keys. Kept with the draft, judged in one place.

A stronger source is never overwritten by a weaker one without somebody seeing it: what says otherwise stays beside the field
until it is taken. Values overruled by hand are named in the audit log when the dossier is received, by field, never by content.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.answers import address_of, is_blank
from kiosk.dossier import Form
from kiosk.people import Address, Citizen, Sex
from kiosk.procedures import Provenance
from kiosk.text import spelling

STRENGTH = (
    Provenance.CARD, Provenance.QR, Provenance.DATABASE, Provenance.EARLIER_DOSSIER, Provenance.OCR, Provenance.MANUAL,
)  # fmt: skip
EVIDENCE = (Provenance.CARD, Provenance.QR)    # what comes from the person's own card


@dataclass(frozen=True, slots=True)
class Claim:
    """One source's word for one field; `shown` as people read it where the value itself is codes."""

    source: Provenance
    value: Any
    shown: str = ""


Claims = Mapping[str, tuple[Claim, ...]]       # by path of the field, the strongest first


def with_claim(claims: tuple[Claim, ...], new: Claim) -> tuple[Claim, ...]:
    """A source says one thing of a field at a time: the last."""
    others = [one for one in claims if one.source is not new.source]
    return tuple(sorted((*others, new), key=lambda one: STRENGTH.index(one.source)))


def backing(claims: Iterable[Claim], value: object) -> Provenance:
    """The strongest source that says what stands in the field; MANUAL when none does."""
    return next((one.source for one in claims if same(one.value, value)), Provenance.MANUAL)


def contradiction(claims: Iterable[Claim], value: object) -> Claim | None:
    """The strongest source that says otherwise."""
    return next((one for one in claims if not same(one.value, value)), None)


def overruled(claims: Claims, form: Form) -> tuple[str, ...]:
    """The fields whose sealed value differs from what the person's card says, by path; what was left empty is none of them."""
    found = []
    for path, said in claims.items():
        value = _sealed(form, path)
        if not is_blank(value) and any(one.source in EVIDENCE and not same(one.value, value) for one in said):
            found.append(path)
    return tuple(sorted(found))


def same(one: object, other: object) -> bool:
    """Whether two values say the same."""
    address = address_of(one) if isinstance(one, Address | Mapping) else None
    if address is not None:
        return _same_place(address, address_of(other) or Address())
    if isinstance(one, str) and isinstance(other, str):
        return spelling(one) == spelling(other)
    return one == other or (is_blank(one) and is_blank(other))


def _same_place(one: Address, other: Address) -> bool:
    if one.commune or other.commune:
        return (one.commune, spelling(one.detail)) == (other.commune, spelling(other.detail))
    return spelling(one.as_written or one.detail) == spelling(other.as_written or other.detail)


def _sealed(form: Form, path: str) -> object:
    """The value at a path of the form page; None where the form has none."""
    if path.startswith("answers."):
        return form.answers.get(path.removeprefix("answers."))
    if path.startswith("submitter.person."):
        return _of(form.submitter.person, path)
    if path.startswith("owners["):
        number = int(path.removeprefix("owners[").partition("]")[0])
        party = form.owners[number].party if number < len(form.owners) else None
        return _of(party, path) if isinstance(party, Citizen) else None
    return None


def _of(person: Citizen, path: str) -> object:
    value: object = getattr(person, path.rpartition(".")[2], None)
    return value.value if isinstance(value, Sex) else value
