"""What a chip card or its code says, by the names under which the catalogue asks for it; and answered in a form with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kiosk import places
from kiosk.answers import address_of, is_blank
from kiosk.device_ports import CardData
from kiosk.known_data import facts_of
from kiosk.people import Address
from kiosk.procedures import FieldKind, Question
from kiosk.text import fold

Facts = Mapping[str, object]
_WHOLE_DAY = len("2026-11-24")
_TYPED = (FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.PARTIAL_DATE, FieldKind.PERSONAL_ID)


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a card tells, made ready off the GUI thread: its address is read as one of today where that is certain."""

    facts: Facts
    shown_address: str


def facts_of_card(card: CardData, day: date) -> CardFacts:
    """Looks addresses up: for a worker thread."""
    address = _address(card.holder.address, card.issued_on)
    facts = facts_of(card.holder) | {
        "residence": address, "issue_date": card.issued_on, "expiry_date": card.expires_on, "old_id": card.old_id,
        "father_name": card.father_name, "mother_name": card.mother_name, "spouse_name": card.spouse_name,
        "origin": card.place_of_origin, "religion": card.religion,
    }  # fmt: skip
    shown = places.show(address, day) if address.commune else address.as_written
    return CardFacts({name: value for name, value in facts.items() if not is_blank(value)}, shown)


def answer_of(question: Question, facts: Facts) -> object:
    """What a card answers to a question; None where it knows nothing the question can take."""
    fact = facts.get(question.card_field) if question.card_field else None
    if fact is None or is_blank(fact):
        return None
    if question.kind is FieldKind.ADDRESS:
        return address_of(fact)
    if not isinstance(fact, str):
        return None
    if question.kind is FieldKind.SELECT:
        return next((one.code for one in question.choices if one.code == fact or fold(one.label) == fold(fact)), None)
    if question.kind is FieldKind.DATE:
        return fact if len(fact) == _WHOLE_DAY else None
    return fact if question.kind in _TYPED else None


def _address(address: Address, issued_on: str) -> Address:
    """An older address as one of today, as far as there is only one way to read it; what was written stays beside it."""
    if address.commune or not address.as_written:
        return address
    return places.common_part(places.of_card(address.as_written, issued_on), address.as_written)
