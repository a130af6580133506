"""Every problem of those the dossier names: submitter, owners, why one may act for another, where the result goes."""

import re
from collections.abc import Iterator
from datetime import date

from kiosk import form_problems as found
from kiosk.dossier import Owner, Relation, ReturnChoice, ReturnMethod, Submitter
from kiosk.form_problems import FormProblem
from kiosk.people import Address, Citizen, Mismatch, Organisation, mismatches
from kiosk.text import clean, spelling
from kiosk.value_checks import (
    PARTIAL_DATE_IN_FILE,
    bare_identifier,
    check_address,
    check_personal_id,
    check_text,
    is_email,
    is_partial_date,
    is_phone,
    same_identifier,
)
from kiosk.words import _

_NAME_LENGTH = 250
_TAX_CODE = re.compile(r"\d{10}(-?\d{3})?|\d{12}", re.ASCII)


def check_submitter(submitter: Submitter, today: date, *, nameless: bool = False) -> Iterator[FormProblem]:
    """Name and, unless `nameless`, identifier are needed, a telephone number or e-mail address is missed."""
    path, party = "submitter.person", _("người nộp hồ sơ")
    person = submitter.person
    yield from _citizen(person, path, party, today)
    if not nameless and not person.personal_id.strip() and not person.passport.strip():
        yield found.IDENTIFIER_WANTED.at(f"{path}.personal_id", party=party)
    yield from _phone(submitter.phone, "submitter.phone", party)
    if submitter.email.strip() and not is_email(submitter.email):
        yield found.NOT_AN_EMAIL.at("submitter.email", label=_of(_("Thư điện tử"), party))
    if not submitter.phone.strip() and not submitter.email.strip():
        yield found.UNREACHABLE.at("submitter.phone")


def check_owners(owners: tuple[Owner, ...], submitter: Citizen, today: date) -> Iterator[FormProblem]:
    """Each owner by himself, and beside submitter and other owners."""
    if not owners:
        yield found.OWNER_WANTED.at("owners")
    seen: set[str] = set()
    for index, owner in enumerate(owners):
        path = f"owners[{index}]"
        party = _("chủ hồ sơ số {number}").format(number=index + 1) if len(owners) > 1 else _("chủ hồ sơ")
        if isinstance(owner.party, Organisation):
            yield from _organisation(owner.party, f"{path}.party", party)
        else:
            yield from _citizen(owner.party, f"{path}.party", party, today)
        yield from _phone(owner.phone, f"{path}.phone", party)
        yield from _relation(owner, submitter, path, party)
        identifier = _identifier(owner.party)
        if identifier and identifier in seen:
            yield found.OWNER_TWICE.at(f"{path}.party", party=party)
        seen.add(identifier)


def check_return(choice: ReturnChoice) -> Iterator[FormProblem]:
    """The post needs to know where."""
    if choice.method is ReturnMethod.POST and not choice.address.strip():
        yield found.POST_ADDRESS_WANTED.at("hand_over.address")


def _citizen(person: Citizen, path: str, party: str, today: date) -> Iterator[FormProblem]:
    yield from _name(person.full_name, f"{path}.full_name", party)
    born = person.birth_date.strip()
    if born and not is_partial_date(born):
        yield found.PARTIAL_DATE_IMPOSSIBLE.at(f"{path}.birth_date", PARTIAL_DATE_IN_FILE, label=_of(_("Ngày sinh"), party))
    elif born > today.isoformat()[: len(born)]:
        yield found.BORN_LATER.at(f"{path}.birth_date", party=party)
    if person.personal_id.strip():
        yield from _personal_id(person, path, party)
    yield from _address(person.address, f"{path}.address", party)


def _personal_id(person: Citizen, path: str, party: str) -> Iterator[FormProblem]:
    label = _of(_("Số định danh cá nhân"), party)
    yield from check_personal_id(person.personal_id, f"{path}.personal_id", label)
    for mismatch in mismatches(person):
        if mismatch is Mismatch.SEX:
            yield found.SEX_DIFFERS.at(f"{path}.sex", party=party)
        else:
            yield found.BIRTH_YEAR_DIFFERS.at(f"{path}.birth_date", party=party)


def _organisation(body: Organisation, path: str, party: str) -> Iterator[FormProblem]:
    yield from _name(body.name, f"{path}.name", party)
    if body.tax_code.strip() and not _TAX_CODE.fullmatch(body.tax_code.strip()):
        yield found.TAX_CODE_ODD.at(f"{path}.tax_code", party=party)
    yield from _address(body.address, f"{path}.address", party)


def _relation(owner: Owner, submitter: Citizen, path: str, party: str) -> Iterator[FormProblem]:
    if owner.relation is Relation.AUTHORISED and not owner.authorisation.strip():
        yield found.AUTHORISATION_WANTED.at(f"{path}.authorisation")
    if owner.relation is not Relation.SELF:
        return
    if isinstance(owner.party, Organisation):
        yield found.ORGANISATION_ITSELF.at(f"{path}.relation")
    elif _are_others(owner.party, submitter):
        yield found.NOT_THE_SUBMITTER.at(f"{path}.relation", party=party)
    elif _are_named_apart(owner.party.full_name, submitter.full_name):
        yield found.NAME_DIFFERS.at(f"{path}.party.full_name", party=party)


def _are_others(one: Citizen, other: Citizen) -> bool:
    """A number of the same kind is known of both, and it is not the same."""
    pairs = ((one.personal_id, other.personal_id), (one.passport, other.passport))
    return any(mine.strip() and his.strip() and not same_identifier(mine, his) for mine, his in pairs)


def _are_named_apart(one: str, other: str) -> bool:
    return bool(one.strip() and other.strip()) and spelling(one) != spelling(other)


def _identifier(party: Citizen | Organisation) -> str:
    if isinstance(party, Organisation):
        return clean(party.tax_code)
    return bare_identifier(party.personal_id or party.passport)


def _name(name: str, path: str, party: str) -> Iterator[FormProblem]:
    if not name.strip():
        yield found.NAME_WANTED.at(path, party=party)
    else:
        yield from check_text(name, _NAME_LENGTH, path, _of(_("Tên"), party))


def _phone(phone: str, path: str, party: str) -> Iterator[FormProblem]:
    if phone.strip() and not is_phone(phone):
        yield found.NOT_A_PHONE.at(path, label=_of(_("Số điện thoại"), party))


def _address(address: Address, path: str, party: str) -> Iterator[FormProblem]:
    """Nobody is sent away for want of an address here; where a procedure needs one, it asks for it."""
    if address.province or address.commune:
        yield from check_address(address, path, _of(_("Địa chỉ"), party))


def _of(label: str, party: str) -> str:
    return _("{label} của {party}").format(label=label, party=party)
