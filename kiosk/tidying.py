"""The last touch before a form is sealed: one way of writing for every name, number and answer.

Names are NFC with single blanks; personal numbers are twelve bare digits; nothing a person meant is changed.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any

import msgspec

from kiosk.dossier import Owner, PaperRecord, Submitter
from kiosk.intake import Intake
from kiosk.people import Address, Citizen, Organisation, PersonalId
from kiosk.text import clean, clean_lines


def tidied(intake: Intake) -> Intake:
    """The same intake, written as it is kept."""
    return dataclasses.replace(
        intake,
        submitter=_submitter(intake.submitter),
        owners=tuple(_owner(owner) for owner in intake.owners),
        answers={clean(key): _answer(value) for key, value in intake.answers.items()},
        papers=tuple(_paper(paper) for paper in intake.papers),
        hand_over=dataclasses.replace(intake.hand_over, address=clean(intake.hand_over.address)),
        incident_reason=clean(intake.incident_reason),
    )


def _submitter(submitter: Submitter) -> Submitter:
    return Submitter(_citizen(submitter.person), _phone(submitter.phone), clean(submitter.email))


def _owner(owner: Owner) -> Owner:
    party = _citizen(owner.party) if isinstance(owner.party, Citizen) else _organisation(owner.party)
    return dataclasses.replace(
        owner, party=party, authorisation=clean(owner.authorisation), phone=_phone(owner.phone)
    )


def _citizen(person: Citizen) -> Citizen:
    return msgspec.structs.replace(
        person,
        full_name=clean(person.full_name),
        personal_id=_digits(person.personal_id),
        birth_date=clean(person.birth_date),
        passport=clean(person.passport).upper(),
        address=_address(person.address),
    )


def _organisation(body: Organisation) -> Organisation:
    return msgspec.structs.replace(
        body,
        name=clean(body.name),
        tax_code=clean(body.tax_code),
        representative=clean(body.representative),
        representative_title=clean(body.representative_title),
        address=_address(body.address),
    )


def _address(address: Address) -> Address:
    return dataclasses.replace(address, detail=clean(address.detail), as_written=clean(address.as_written))


def _paper(paper: PaperRecord) -> PaperRecord:
    texts = {name: clean(value) for name, value in dataclasses.asdict(paper.metadata).items()}
    return dataclasses.replace(
        paper, name=clean(paper.name), reason=clean(paper.reason), metadata=type(paper.metadata)(**texts)
    )


def _digits(text: str) -> str:
    """Twelve bare digits where the text is a personal number; else the text as it came, for the checks to judge."""
    try:
        return PersonalId.parse(text).digits
    except ValueError:
        return clean(text)


def _phone(text: str) -> str:
    return clean(text).replace(" ", "").replace(".", "")


def _answer(value: Any) -> Any:
    """NFC in every text of an answer, whatever its shape."""
    if isinstance(value, str):
        return clean_lines(value)
    if isinstance(value, Mapping):
        return {key: _answer(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_answer(part) for part in value]
    return value
