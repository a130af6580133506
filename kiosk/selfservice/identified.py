"""Who stands before the kiosk: told by a chip, by the code on a card, or by VNeID; and what that fills in a form.

Of what was read only this stays: no photo, no religion, nothing of parents but where the form asks for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import msgspec

from kiosk.answers import address_of
from kiosk.card_facts import Facts, answer_of, facts_of_card
from kiosk.device_ports import CardData, Proof, ReaderState
from kiosk.dossier import Owner, Relation
from kiosk.identity import SUBMITTER, IdentityProof, Witness, number_of, proof_of
from kiosk.intake import Intake
from kiosk.people import Address, Citizen
from kiosk.procedures import Procedure, Provenance
from kiosk.receive import AT_KIOSK
from kiosk.veiled import veiled

_ABSENT = frozenset({ReaderState.NO_SERVICE, ReaderState.NO_READER, ReaderState.NO_CARD, ReaderState.LIFTED_EARLY})
_READ = frozenset({Provenance.CARD, Provenance.QR, Provenance.DATABASE})


@dataclass(frozen=True, slots=True, repr=False)
class Identified:
    """One person. `proof` is None for what the code of a card says: nothing vouches for it."""

    person: Citizen
    facts: Facts
    source: Provenance
    proof: IdentityProof | None = None
    shown_address: str = ""
    expired_on: str = ""               # ISO date; of a card that is no longer valid

    def __repr__(self) -> str:
        """Nothing of a person: what is printed by accident ends in a log."""
        return f"Identified({self.source})"


def identified(card: CardData, day: date, counter: str, now: int, source: Provenance = Provenance.CARD) -> Identified:
    """By what was read. Looks addresses up: for a worker thread."""
    told = facts_of_card(card, day)
    person = msgspec.structs.replace(card.holder, address=address_of(told.facts.get("residence")) or Address())
    proof = None if card.proof is Proof.QR else proof_of(card, Witness(AT_KIOSK, counter, now))
    expired = card.expires_on if card.expires_on and card.expires_on < day.isoformat() else ""
    return Identified(person, told.facts, Provenance.QR if proof is None else source, proof, told.shown_address, expired)


def filled(intake: Intake, procedure: Procedure, who: Identified) -> Intake:
    """The form with this person as its submitter, and as its owner where both are one. What another card had filled goes."""
    marks, answers = dict(intake.provenance), dict(intake.answers)
    own = bool(intake.owners) and intake.owners[0].relation is Relation.SELF
    roles = {"submitter", "owner"} if own else {"submitter"}
    for question in procedure.questions:
        if question.of not in roles or not question.card_field:
            continue
        if marks.pop(question.key, None) in _READ:
            answers.pop(question.key, None)
        answer = answer_of(question, who.facts)
        if answer is not None:
            answers[question.key], marks[question.key] = answer, who.source
    marks = {path: mark for path, mark in marks.items() if not path.startswith(f"{SUBMITTER}.")}
    marks |= dict.fromkeys(_told(who.person), who.source)
    owners: tuple[Owner, ...] = intake.owners
    if own:
        owners = (replace(owners[0], party=who.person), *owners[1:])
    return replace(intake, submitter=replace(intake.submitter, person=who.person), owners=owners, answers=answers,
                   provenance=marks)  # fmt: skip


def veiled_number(person: Citizen) -> str:
    return veiled(number_of(person))


def card_lies_there(state: ReaderState) -> bool | None:
    """Whether a card lies on the reader; None where that cannot be told because something else holds it."""
    return None if state is ReaderState.BUSY else state not in _ABSENT


def _told(person: Citizen) -> tuple[str, ...]:
    """The paths of what is known of the submitter."""
    said: Mapping[str, Any] = {
        "full_name": person.full_name, "personal_id": person.personal_id, "birth_date": person.birth_date, "sex": person.sex,
        "passport": person.passport, "address": person.address if person.address != Address() else None,
    }  # fmt: skip
    return tuple(f"{SUBMITTER}.{name}" for name, value in said.items() if value)
