"""What stands on the pages of form 07 and in its spreadsheets: every column of a line in words, ready to be laid out."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.dossier import ReturnMethod
from kiosk.register import RegisterRow, RegisterState, Totals


class RegisterFormat(StrEnum):
    """The files a register is saved as; the value is the ending."""

    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One line; moments in epoch ms. The fields up to `note` are form 07's columns in its order, the others its office's own."""

    place: int                         # STT
    number: str
    procedure: str
    sets: int
    person: str
    contact: str                       # address and telephone
    authority: str
    received_at: int
    due_at: int | None
    returned_at: int | None
    method: str
    signed: str
    note: str
    state: str
    officer: str
    fee: int
    paid: int


@dataclass(frozen=True, slots=True)
class RegisterSheet:
    """A stretch of the register, as it stood at `printed_at`. `conditions` say what was left out by the filter, if anything."""

    superior_agency: str
    agency: str
    place: str
    book: str
    first: date
    last: date
    conditions: tuple[str, ...]
    printed_at: int
    printed_by: str
    lines: tuple[RegisterLine, ...]
    totals: Totals
    marks: tuple[str, ...] = ()


# Printed words of a register: Vietnamese whatever language the screen speaks.
METHODS = {
    ReturnMethod.COUNTER: "Trực tiếp",
    ReturnMethod.ONLINE: "Trực tuyến",
    ReturnMethod.POST: "Bưu chính công ích",
}
LEVELS = {"commune": "Cấp xã", "province": "Cấp tỉnh", "ministry": "Bộ, ngành"}
STATES = {
    RegisterState.WAITING: "Đang giải quyết",
    RegisterState.OVERDUE: "Quá hạn",
    RegisterState.PAUSED: "Tạm dừng",
    RegisterState.READY: "Chờ trả",
    RegisterState.RETURNED: "Đã trả",
    RegisterState.NOT_ACCEPTED: "Chưa tiếp nhận",
}
_NOTABLE = frozenset({RegisterState.OVERDUE, RegisterState.PAUSED, RegisterState.NOT_ACCEPTED})


def line_of(place: int, row: RegisterRow, authority: str, officer: str) -> RegisterLine:
    """`authority` and `officer` in words."""
    contact = " – ".join(part for part in (row.address, row.phone) if part)
    method = METHODS[row.method] if row.method is not None else ""
    return RegisterLine(
        place, row.number, f"{row.procedure_name} ({row.procedure})" if row.procedure_name != row.procedure else row.procedure,
        row.sets, row.person, contact, authority, row.received_at, row.due_at, row.returned_at, method, "", _note(row),
        STATES[row.state], officer, row.fee, row.paid,
    )  # fmt: skip


def _note(row: RegisterRow) -> str:
    parts = [STATES[row.state]] if row.state in _NOTABLE else []
    if row.submitter != row.person:
        parts.append(f"Người nộp: {row.submitter}")
    if row.temporary_number not in ("", row.number):
        parts.append(f"Mã tạm: {row.temporary_number}")
    parts += [f"Phiếu mẫu {notice}" for notice in row.notices]
    return "; ".join(parts)
