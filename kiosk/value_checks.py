"""Whether one value is what its kind of question asks for. Says which kind of problem it is; the caller says where."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from kiosk import form_problems as found
from kiosk.answers import address_of, number_of
from kiosk.form_problems import FormProblem
from kiosk.people import Address, NotAPersonalId, PartialDate, PersonalId, PersonalIdFault
from kiosk.places import commune
from kiosk.procedures import FieldKind, Question
from kiosk.text import clean, cleaned
from kiosk.words import _

DATE_IN_FILE = ("2026-11-24",)
PARTIAL_DATE_IN_FILE = ("1962", "1962-05", "1962-05-03")
_FEW_CHOICES = 12
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_EMAIL = re.compile(r"[^\s@.]+(\.[^\s@.]+)*@[^\s@.]+(\.[^\s@.]+)+")
_PHONE_MARKS = re.compile(r"[\s.\-()]")
# mobile 03 05 07 08 09 (10 digits), fixed line 02 (11 digits), written with 0 or with 84; service lines 1800, 1900
_VIETNAMESE_PHONE = re.compile(r"(0|\+84|0084|84)([35789]\d{8}|2\d{9})|1[89]00\d{4,6}", re.ASCII)
_FOREIGN_PHONE = re.compile(r"(\+|00)(?!84)[1-9]\d{6,14}", re.ASCII)


def check_value(question: Question, value: object, path: str, label: str) -> Iterator[FormProblem]:
    """Every problem of one answered value (tables apart: see `answer_checks`)."""
    match question.kind:
        case FieldKind.NUMBER:
            yield from _number(question, value, path, label)
        case FieldKind.MONEY:
            yield from _money(question, value, path, label)
        case FieldKind.YES_NO:
            if not isinstance(value, bool):
                yield unreadable(path, label, _("Chỉ nhận có hoặc không."), ("true", "false"))
        case FieldKind.CHECKS:
            yield from _checks(question, value, path, label)
        case FieldKind.ADDRESS:
            address = address_of(value)
            yield from check_address(address, path, label) if address else (unreadable(path, label),)
        case _ if not isinstance(value, str):
            yield unreadable(path, label)
        case _:
            yield from _text(question, value, path, label)


def unreadable(path: str, label: str, wanted: str = "", in_file: Iterable[str] = ()) -> FormProblem:
    """A value of another shape than its question's; `wanted` says which shape where that helps."""
    return found.UNREADABLE.at(path, in_file, label=label, wanted=wanted)


def is_date(text: str) -> bool:
    """Whether `yyyy-mm-dd` names a day that exists."""
    if not _ISO_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_partial_date(text: str) -> bool:
    """Whether it names, as dates are stored, a year, a month or a day that exists: "1962", "1962-05", "1962-05-03"."""
    try:
        return str(PartialDate.parse(text)) == text.strip()
    except ValueError:
        return False


def is_personal_id(text: str) -> bool:
    """Whether it can be a personal number."""
    return _personal_id_fault(text) is None


def check_personal_id(text: str, path: str, label: str) -> Iterator[FormProblem]:
    """Twelve digits that can be; what is wrong with twelve digits is said, for counting them again does not help."""
    fault = _personal_id_fault(text)
    if fault is not None:
        reason = fault.shown() if fault in (PersonalIdFault.PROVINCE, PersonalIdFault.CENTURY) else ""
        yield found.NOT_A_PERSONAL_ID.at(path, label=label, reason=reason)


def same_identifier(one: str, other: str) -> bool:
    """Whether two writings are the same personal or passport number."""
    return bare_identifier(one) == bare_identifier(other)


def is_phone(text: str) -> bool:
    """Whether it can be a telephone number of Vietnam, or with its country code of anywhere."""
    digits = _PHONE_MARKS.sub("", text)
    return bool(_VIETNAMESE_PHONE.fullmatch(digits) or _FOREIGN_PHONE.fullmatch(digits))


def is_email(text: str) -> bool:
    """Whether a letter could be sent there; that the box exists nobody can tell offline."""
    return len(text) <= 254 and _EMAIL.fullmatch(text.strip()) is not None


def check_address(address: Address, path: str, label: str) -> Iterator[FormProblem]:
    """Province and commune chosen, and of one another. An older address kept as written may still lack both."""
    if bool(address.province) != bool(address.commune) or not (address.commune or address.as_written.strip()):
        yield found.ADDRESS_INCOMPLETE.at(path, label=label)
    elif address.commune and not _lies_in(address.commune, address.province):
        yield found.ADDRESS_INCONSISTENT.at(path, label=label)


def check_text(text: str, limit: int, path: str, label: str, *, several_lines: bool = False) -> Iterator[FormProblem]:
    """Not too long, and nothing a printer cannot print."""
    if len(unicodedata.normalize("NFC", text)) > limit:
        yield found.TOO_LONG.at(path, label=label, limit=limit)
    allowed = "\n\r\t" if several_lines else ""
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in allowed for sign in text):
        yield found.UNPRINTABLE.at(path, label=label)


def bare_identifier(identifier: str) -> str:
    """A personal or passport number without the blanks and marks it was typed with."""
    return PersonalId.parse(identifier).digits if is_personal_id(identifier) else clean(identifier).upper()


def _personal_id_fault(text: str) -> PersonalIdFault | None:
    try:
        PersonalId.parse(text)
    except NotAPersonalId as error:
        return error.fault
    return None


def _lies_in(commune_code: str, province_code: str) -> bool:
    place = commune(commune_code)
    return place is not None and place.province_code == province_code


def _text(question: Question, text: str, path: str, label: str) -> Iterator[FormProblem]:
    yield from check_text(text, question.max_length, path, label, several_lines=question.kind is FieldKind.LONG_TEXT)
    match question.kind:
        case FieldKind.DATE if not is_date(text):
            yield found.DATE_IMPOSSIBLE.at(path, DATE_IN_FILE, label=label)
        case FieldKind.PARTIAL_DATE if not is_partial_date(text):
            yield found.PARTIAL_DATE_IMPOSSIBLE.at(path, PARTIAL_DATE_IN_FILE, label=label)
        case FieldKind.PERSONAL_ID:
            yield from check_personal_id(text, path, label)
        case FieldKind.PHONE if not is_phone(text):
            yield found.NOT_A_PHONE.at(path, label=label)
        case FieldKind.EMAIL if not is_email(text):
            yield found.NOT_AN_EMAIL.at(path, label=label)
        case FieldKind.SELECT if not _is_choice(question, text):
            yield _not_a_choice(question, path, label)


def _checks(question: Question, value: object, path: str, label: str) -> Iterator[FormProblem]:
    if not isinstance(value, list | tuple) or not all(isinstance(code, str) for code in value):
        yield unreadable(path, label)
    elif not all(_is_choice(question, code) for code in value):
        yield _not_a_choice(question, path, label)


def _not_a_choice(question: Question, path: str, label: str) -> FormProblem:
    """Names the choices while they are few enough to be read; their codes are for whoever writes a file."""
    told = question.choices if len(question.choices) <= _FEW_CHOICES else ()
    labels = ", ".join(choice.label for choice in told)
    choices = _("Chọn một trong: {labels}.").format(labels=labels) if told else ""
    return found.NOT_A_CHOICE.at(path, (choice.code for choice in told), label=label, choices=choices)


def _is_choice(question: Question, code: str) -> bool:
    return clean(code) in cleaned(tuple(choice.code for choice in question.choices))


def _number(question: Question, value: object, path: str, label: str) -> Iterator[FormProblem]:
    number = number_of(value)
    if number is None:
        yield unreadable(path, label)
        return
    yield from _limits(question, number, path, label)
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > question.decimals:
        yield found.TOO_MANY_DECIMALS.at(path, label=label, limit=question.decimals)


def _money(question: Question, value: object, path: str, label: str) -> Iterator[FormProblem]:
    number = number_of(value)
    if number is None or number < 0 or number != number.to_integral_value():
        yield found.NOT_WHOLE_MONEY.at(path, label=label)
    else:
        yield from _limits(question, number, path, label)


def _limits(question: Question, number: Decimal, path: str, label: str) -> Iterator[FormProblem]:
    if question.minimum is not None and number < Decimal(str(question.minimum)):
        yield found.BELOW_MINIMUM.at(path, label=label, limit=_shown(question.minimum))
    if question.maximum is not None and number > Decimal(str(question.maximum)):
        yield found.ABOVE_MAXIMUM.at(path, label=label, limit=_shown(question.maximum))


def _shown(limit: float) -> str:
    return format(Decimal(str(limit)).normalize(), "f").replace(".", ",")
