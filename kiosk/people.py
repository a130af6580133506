"""People and organisations at the counter: names, the 12-digit personal number, addresses of the two levels of 2025.

Submitter and owner are two roles, never assumed to be one person (see `kiosk/dossier.py`).
A dossier's owner is a person or an organisation: the two are tagged structs, so that a sealed form says which.
"""

from dataclasses import dataclass
from enum import StrEnum

import msgspec

from kiosk.birth_provinces import BIRTH_PROVINCES
from kiosk.partial_date import ImpossibleDate, PartialDate
from kiosk.words import N_, _

__all__ = [
    "Address", "Citizen", "Mismatch", "NotAPersonalId", "Organisation", "PartialDate", "PersonalId", "PersonalIdFault",
    "Sex", "mismatches", "party_name",
]

_ID_LENGTH = 12
_LAST_CENTURY_DIGIT = 3                # 2 and 3: born 2000 to 2099
_ABROAD_FROM = "100"                   # country codes, for births registered abroad; their list was not found


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


class PersonalIdFault(StrEnum):
    """What is wrong with a text that should be a personal number."""

    EMPTY = "empty"
    NOT_DIGITS = "not_digits"
    LENGTH = "length"
    PROVINCE = "province"
    CENTURY = "century"

    def shown(self) -> str:
        """The fault as a sentence for the person at the screen."""
        return _(_FAULTS[self])


_FAULTS = {
    PersonalIdFault.EMPTY: N_("Chưa nhập số định danh cá nhân."),
    PersonalIdFault.NOT_DIGITS: N_("Số định danh cá nhân chỉ gồm chữ số."),
    PersonalIdFault.LENGTH: N_("Số định danh cá nhân phải có đúng 12 chữ số."),
    PersonalIdFault.PROVINCE: N_("Ba chữ số đầu không phải mã nơi đăng ký khai sinh."),
    PersonalIdFault.CENTURY: N_("Chữ số thứ tư (thế kỷ sinh, giới tính) không hợp lệ."),
}


class NotAPersonalId(ValueError):
    """The text is no personal number; `fault` says why. The text itself is kept out of the message."""

    def __init__(self, fault: PersonalIdFault) -> None:
        self.fault = fault
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class PersonalId:
    """The 12-digit personal number: province of birth registration (3, the old 63-code list), century and sex (1),
    year of birth (2), six random digits. There is no check digit. Made with `parse`; the constructor trusts its caller.

    Source: Luật Căn cước 2023; digit meaning in NĐ 137/2015 Đ13. A birth registered abroad has a country code in front.
    """

    digits: str

    @classmethod
    def parse(cls, text: str) -> "PersonalId":
        """From typed text; blanks, dots and hyphens between the digits are allowed. Raises NotAPersonalId."""
        digits = "".join(char for char in text if not char.isspace() and char not in ".-\u200b\ufeff")
        if fault := _fault(digits):
            raise NotAPersonalId(fault)
        return cls(digits)

    @property
    def province_code(self) -> str:
        """The first three digits."""
        return self.digits[:3]

    @property
    def province_name(self) -> str:
        """Where the birth was registered, by its name of before 1/7/2025; "" when it was abroad."""
        return BIRTH_PROVINCES.get(self.province_code, "")

    @property
    def registered_abroad(self) -> bool:
        return self.province_code >= _ABROAD_FROM

    @property
    def sex(self) -> Sex:
        return Sex.FEMALE if int(self.digits[3]) % 2 else Sex.MALE

    @property
    def birth_year(self) -> int:
        return 1900 + 100 * (int(self.digits[3]) // 2) + int(self.digits[4:6])


def _fault(digits: str) -> PersonalIdFault | None:
    if not digits:
        return PersonalIdFault.EMPTY
    if not (digits.isascii() and digits.isdigit()):
        return PersonalIdFault.NOT_DIGITS
    if len(digits) != _ID_LENGTH:
        return PersonalIdFault.LENGTH
    if digits[:3] not in BIRTH_PROVINCES and digits[:3] < _ABROAD_FROM:
        return PersonalIdFault.PROVINCE
    if int(digits[3]) > _LAST_CENTURY_DIGIT:
        return PersonalIdFault.CENTURY
    return None


@dataclass(frozen=True, slots=True)
class Address:
    """Province and commune by their codes since 1/7/2025, and the rest as free text (house, street, village).

    `as_written` keeps the text of an older address (three levels) when it came from a card or paper.
    """

    province: str = ""
    commune: str = ""
    detail: str = ""
    as_written: str = ""


class Citizen(msgspec.Struct, frozen=True, tag="person", tag_field="is"):
    """A natural person. A foreigner has a passport number instead of a personal number."""

    full_name: str
    personal_id: str = ""
    birth_date: str = ""               # "1962", "1962-05" or "1962-05-03"
    sex: Sex | None = None
    passport: str = ""
    nationality: str = "VN"            # ISO 3166 alpha-2
    ethnicity: str = ""                # "01" Kinh ... "54", "55" foreigner
    address: Address = Address()


class Organisation(msgspec.Struct, frozen=True, tag="organisation", tag_field="is"):
    """An enterprise, household business, agency or other body."""

    name: str
    tax_code: str = ""
    kind: str = "enterprise"           # "enterprise" | "household_business" | "agency" | "other"
    representative: str = ""
    representative_title: str = ""
    address: Address = Address()


def party_name(party: Citizen | Organisation) -> str:
    return party.full_name if isinstance(party, Citizen) else party.name


class Mismatch(StrEnum):
    """What a personal number says differently from the person's own data: a reason to look again, never to refuse."""

    SEX = "sex"
    BIRTH_YEAR = "birth_year"

    def shown(self) -> str:
        """The warning as a sentence for the officer."""
        return _(_MISMATCHES[self])


_MISMATCHES = {
    Mismatch.SEX: N_("Giới tính khác với số định danh cá nhân. Hãy kiểm tra lại giấy tờ."),
    Mismatch.BIRTH_YEAR: N_("Năm sinh khác với số định danh cá nhân. Hãy kiểm tra lại giấy tờ."),
}


def mismatches(citizen: Citizen) -> tuple[Mismatch, ...]:
    """Where digits 4-6 disagree with the stated sex or birth year; missing or malformed data disagree with nobody."""
    try:
        personal_id = PersonalId.parse(citizen.personal_id)
    except NotAPersonalId:
        return ()
    found = []
    if citizen.sex is not None and citizen.sex is not personal_id.sex:
        found.append(Mismatch.SEX)
    if _stated_year(citizen) not in (None, personal_id.birth_year):
        found.append(Mismatch.BIRTH_YEAR)
    return tuple(found)


def _stated_year(citizen: Citizen) -> int | None:
    try:
        return PartialDate.parse(citizen.birth_date).year
    except ImpossibleDate:
        return None
