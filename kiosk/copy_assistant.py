"""Typing a dossier into a system nothing connects to ours: its fields one by one, in that system's order and spelling."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from kiosk.answers import is_blank, number_of, rows_of
from kiosk.answers_said import date_shown, shown
from kiosk.dossier import Form, PortalStatus
from kiosk.moments import day_of
from kiosk.people import Citizen, Organisation
from kiosk.people_codes import SEXES, choice_of
from kiosk.places import show
from kiosk.problems import Problem
from kiosk.procedures import CopyField, CopyFormat, FieldKind, Procedure, Question
from kiosk.text import clean, upper
from kiosk.words import N_, _

CODE_MAX = 60
# Decided by the system that processes it, or nothing more to be done there: somebody typed it in, or nobody has to.
SETTLED = frozenset({
    PortalStatus.NOT_ACCEPTED, PortalStatus.WITHDRAWN, PortalStatus.STOPPED, PortalStatus.PROCESSED, PortalStatus.RETURNED,
})  # fmt: skip
_DATE_PARTS = 3


class ExternalCodeUnusable(Problem):
    """What was typed as the other system's code cannot be one."""

    code: ClassVar[str] = "BY-HAND-01"
    sentence: ClassVar[str] = "Mã hồ sơ bên hệ thống kia phải có chữ hoặc số và không dài quá {longest} ký tự."
    remedy: ClassVar[str] = "Chép lại mã từ hệ thống kia, hoặc để trống nếu chưa có rồi ghi sau."


class ConnectedSystem(Problem):
    """The dossier reaches its system by itself."""

    code: ClassVar[str] = "BY-HAND-02"
    sentence: ClassVar[str] = "Hồ sơ này không phải nhập tay: hệ thống giải quyết đã nối với trục của tỉnh."
    remedy: ClassVar[str] = "Nếu thật ra phải nhập tay, đặt connected = false cho thủ tục trong danh mục."


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One field to copy: `value` is what goes on the clipboard."""

    key: str
    label: str
    value: str
    section: str = ""


def copy_lines(form: Form, procedure: Procedure, number: str) -> tuple[CopyLine, ...]:
    """What there is to copy: in the order configured for the system, else in the order of the form. Nothing blank."""
    ours = [line for line in (*_fixed(form, number), *_answers(form, procedure)) if line.value]
    order = procedure.authoritative.copy_order
    if not order:
        return tuple(ours)
    return tuple(_wanted(line, field) for field in order for line in ours if _belongs(line, field.field))


def tidy_code(text: str) -> str:
    """The other system's code as it is kept; "" for none yet. Raises ExternalCodeUnusable."""
    code = clean(text)
    if code and (len(code) > CODE_MAX or not any(char.isalnum() for char in code)):
        raise ExternalCodeUnusable(longest=CODE_MAX)
    return code


def formatted(value: str, wanted: CopyFormat) -> str:
    """A value shown our way, in the way wanted."""
    match wanted:
        case CopyFormat.UPPER:
            return upper(value)
        case CopyFormat.DIGITS:
            return "".join(char for char in value if char.isascii() and char.isdigit())
        case CopyFormat.ISO_DATE:
            parts = value.split("/")
            return "-".join(reversed(parts)) if len(parts) == _DATE_PARTS else value
        case _:
            return clean(value) if "\n" not in value else value


def _belongs(line: CopyLine, field: str) -> bool:
    """A table's cells bear its key in front of their own."""
    return line.key == field or (line.key.startswith(f"{field}.") and "." not in field)


def _wanted(line: CopyLine, field: CopyField) -> CopyLine:
    same = line.key == field.field
    return replace(line, value=formatted(line.value, field.format), label=field.label if field.label and same else line.label)


def _fixed(form: Form, number: str) -> Iterator[CopyLine]:
    day, submitter = day_of(form.received_at), form.submitter
    yield CopyLine("number", _("Mã hồ sơ tại quầy"), number, _("Hồ sơ"))
    yield from _party("submitter", N_("Người nộp"), submitter.person, day)
    yield CopyLine("submitter.phone", _("Điện thoại"), formatted(submitter.phone, CopyFormat.DIGITS), _("Người nộp"))
    yield CopyLine("submitter.email", _("Thư điện tử"), submitter.email, _("Người nộp"))
    for owner in form.owners:
        if owner.party != submitter.person:
            yield from _party("owner", N_("Chủ hồ sơ"), owner.party, day)


def _party(key: str, section: str, party: Citizen | Organisation, day: date) -> Iterator[CopyLine]:
    where = _(section)
    if isinstance(party, Citizen):
        sex = choice_of(SEXES, party.sex or "")
        yield CopyLine(f"{key}.full_name", _("Họ và tên"), clean(party.full_name), where)
        yield CopyLine(f"{key}.personal_id", _("Số giấy tờ"), party.personal_id or party.passport, where)
        yield CopyLine(f"{key}.birth_date", _("Ngày sinh"), date_shown(party.birth_date) if party.birth_date else "", where)
        yield CopyLine(f"{key}.sex", _("Giới tính"), _(sex.label) if sex else "", where)
    else:
        yield CopyLine(f"{key}.full_name", _("Tên tổ chức"), clean(party.name), where)
        yield CopyLine(f"{key}.personal_id", _("Mã số thuế"), party.tax_code, where)
    yield CopyLine(f"{key}.address", _("Địa chỉ"), show(party.address, day), where)


def _answers(form: Form, procedure: Procedure) -> Iterator[CopyLine]:
    day = day_of(form.received_at)
    for section in procedure.sections:
        for question in section.questions:
            value = form.answers.get(question.key)
            if is_blank(value):
                continue
            if question.kind is FieldKind.TABLE:
                yield from _cells(question, value, day)
            else:
                yield CopyLine(question.key, question.label, _usual(question, value, day), section.title)


def _cells(table: Question, value: Any, day: date) -> Iterator[CopyLine]:
    """Row after row, each cell a field of its own."""
    for number, row in enumerate(rows_of(value) or (), start=1):
        heading = _("{table}, dòng {number}").format(table=table.label, number=number)
        for column in table.columns:
            if not is_blank(row.get(column.key)):
                yield CopyLine(f"{table.key}.{number}.{column.key}", column.label, _usual(column, row[column.key], day), heading)


def _usual(question: Question, value: Any, day: date) -> str:
    match question.kind:
        case FieldKind.PERSONAL_ID | FieldKind.PHONE:
            return formatted(str(value), CopyFormat.DIGITS)
        case FieldKind.NUMBER | FieldKind.MONEY:
            number = number_of(value)
            return format(number.normalize(), "f").replace(".", ",") if number is not None else clean(str(value))
        case _:
            return formatted(shown(question, value, day), CopyFormat.USUAL)
