"""What the files of a card say, as the office's `CardData`: the Vietnamese card by DG13, anything else by its MRZ, DG11 and DG12.

Names and addresses are NFC and as the state wrote them; capitals become ordinary writing. What a file does not say stays empty.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from devices.card.lds.details import DocumentDetails, PersonalDetails
from devices.card.lds.dg13 import Dg13, Dg13Field
from devices.card.lds.mrz import VIETNAM, MrzData, MrzForm
from devices.card.trust.consistency import countries
from kiosk.device_ports import CardData, Proof
from kiosk.partial_date import ImpossibleDate, PartialDate
from kiosk.people import Address, Citizen, NotAPersonalId, PersonalId, Sex
from kiosk.people_codes import ETHNIC_GROUPS
from kiosk.text import clean, fold, tidy_name

_SEXES = {"nam": Sex.MALE, "nu": Sex.FEMALE, "M": Sex.MALE, "F": Sex.FEMALE}


@dataclass(frozen=True, slots=True)
class TextOfCard:
    """The text files of a card, taken apart; those it does not have are None."""

    mrz: MrzData | None = field(default=None, repr=False)
    dg13: Dg13 | None = field(default=None, repr=False)
    personal: PersonalDetails | None = field(default=None, repr=False)
    document: DocumentDetails | None = field(default=None, repr=False)

    @property
    def empty(self) -> bool:
        return self.mrz is None and self.dg13 is None


def card_data(text: TextOfCard, today_year: int) -> CardData:
    """Without photo, checks and proof: those come later. Until then nothing is claimed. `today_year` tells a century."""
    card = text.dg13
    return CardData(
        holder=_holder(text, today_year),
        issued_on=_day(card.text(Dg13Field.ISSUED)) if card else _digits_day(text.document.issued if text.document else ""),
        expires_on=_expiry(text),
        old_id=card.old_id if card else "",
        father_name=tidy_name(card.father) if card else "",
        mother_name=tidy_name(card.mother) if card else "",
        spouse_name=tidy_name(card.spouse) if card else "",
        place_of_origin=clean(card.text(Dg13Field.ORIGIN)) if card else "",
        religion=clean(card.text(Dg13Field.RELIGION)) if card else "",
        proof=Proof.READ_NOT_AUTHENTICATED,
    )


def _holder(text: TextOfCard, today_year: int) -> Citizen:
    mrz = text.mrz
    passport = mrz.document_number if mrz is not None and mrz.form is MrzForm.TD3 else ""
    return Citizen(
        full_name=_name(text), personal_id=_personal_id(text), birth_date=_birth(text, today_year), sex=_sex(text),
        passport=passport, nationality=_nationality(mrz), ethnicity=_ethnicity(text.dg13),
        address=Address(as_written=_address(text)),
    )  # fmt: skip


def _name(text: TextOfCard) -> str:
    written = text.dg13.text(Dg13Field.FULL_NAME) if text.dg13 else ""
    if not written and text.personal is not None:
        written = text.personal.full_name
    return tidy_name(written or (text.mrz.full_name if text.mrz else ""))


def _personal_id(text: TextOfCard) -> str:
    """The twelve digits: of the card, or of a Vietnamese passport that carries them beside its own number."""
    mrz = text.mrz
    told = [text.dg13.text(Dg13Field.PERSONAL_ID) if text.dg13 else "", mrz.personal_id if mrz else ""]
    if mrz is not None and mrz.issuer == VIETNAM:
        told += [mrz.optional, text.personal.personal_number if text.personal else ""]
    return next((number for number in told if _is_personal_id(number)), "")


def _is_personal_id(number: str) -> bool:
    try:
        return PersonalId.parse(number).digits == number
    except NotAPersonalId:
        return False


def _birth(text: TextOfCard, today_year: int) -> str:
    written = _day(text.dg13.text(Dg13Field.BIRTH)) if text.dg13 else ""
    if not written and text.personal is not None:
        written = _digits_day(text.personal.birth)
    if written or text.mrz is None:
        return written
    return _six_digits(text.mrz.birth, lambda year: 2000 + year if 2000 + year <= today_year else 1900 + year)


def _expiry(text: TextOfCard) -> str:
    """Empty for a card without an end: DG13 says so in words, and its MRZ is then not asked."""
    if text.dg13 is not None and text.dg13.text(Dg13Field.EXPIRES):
        return _day(text.dg13.text(Dg13Field.EXPIRES))
    return _six_digits(text.mrz.expiry, lambda year: 2000 + year) if text.mrz else ""


def _sex(text: TextOfCard) -> Sex | None:
    written = fold(text.dg13.text(Dg13Field.SEX)) if text.dg13 else ""
    return _SEXES.get(written) or (_SEXES.get(text.mrz.sex) if text.mrz else None)


def _nationality(mrz: MrzData | None) -> str:
    """ISO 3166 of two letters; empty for what is no country (stateless, refugees)."""
    return "VN" if mrz is None else next(iter(countries().get(mrz.nationality, ())), "")


def _ethnicity(card: Dg13 | None) -> str:
    """The code of the group named on the card, whatever hyphens it writes; empty for a name that is not in the list."""
    named = _letters(card.text(Dg13Field.ETHNICITY)) if card else ""
    return next((group.code for group in ETHNIC_GROUPS if named and _letters(group.label) == named), "")


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalpha())


def _address(text: TextOfCard) -> str:
    if text.dg13 is not None:
        return clean(text.dg13.text(Dg13Field.RESIDENCE))
    return clean(text.personal.address) if text.personal else ""


def _day(written: str) -> str:
    """ISO of "dd/MM/yyyy" or a year alone; empty for words."""
    try:
        return str(PartialDate.parse(written))
    except ImpossibleDate:
        return ""


def _digits_day(digits: str) -> str:
    """ISO of YYYYMMDD, of which the end may be zeros or missing."""
    if not (digits.isascii() and digits.isdigit() and len(digits) in (4, 6, 8)):
        return ""
    parts = [digits[:4], *(part for part in (digits[4:6], digits[6:8]) if part.strip("0"))]
    return _day("-".join(parts))


def _six_digits(digits: str, year_of: Callable[[int], int]) -> str:
    """ISO of YYMMDD; fillers stand for what is not known."""
    year, month, day = digits[:2], digits[2:4], digits[4:]
    if not year.isdigit():
        return ""
    parts = [f"{year_of(int(year)):04d}"]
    for part in (month, day):
        if not part.isdigit():
            break
        parts.append(part)
    return _day("-".join(parts))
