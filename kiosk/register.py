"""The register of dossiers (form 07, sổ theo dõi hồ sơ): what is looked for, what a line says, how lines are counted.

Source: TT 03/2025/TT-VPCP, Phụ lục I, form 07; its columns as they stand in registers in use (see the template's `uncertain`).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from kiosk.dossier import PortalStatus, ReturnMethod
from kiosk.office_calendar import midnight_ms
from kiosk.words import N_, _

_S = PortalStatus
_PAUSED = frozenset({_S.SUPPLEMENT_WANTED, _S.PAYMENT_WANTED})
_DONE = frozenset({_S.PROCESSED, _S.WITHDRAWN, _S.STOPPED})


class RegisterState(StrEnum):
    """How a line stands."""

    WAITING = "waiting"                # with the authority, in time or without a term
    OVERDUE = "overdue"
    PAUSED = "paused"                  # waiting for the citizen
    READY = "ready"                    # a result, or papers, to be handed back
    RETURNED = "returned"
    NOT_ACCEPTED = "not_accepted"      # refused by the portal; of a notice (form 02 or 03): never received

    def shown(self) -> str:
        return _(_STATES[self])


_STATES = {
    RegisterState.WAITING: N_("Đang giải quyết"),
    RegisterState.OVERDUE: N_("Quá hạn"),
    RegisterState.PAUSED: N_("Tạm dừng"),
    RegisterState.READY: N_("Chờ trả"),
    RegisterState.RETURNED: N_("Đã trả"),
    RegisterState.NOT_ACCEPTED: N_("Chưa tiếp nhận"),
}


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """Which lines are wanted: received from `since` to before `until` (epoch ms); "" and None ask for no more.

    Attributes:
        now: the moment against which a line is overdue
        text: words of names, numbers, telephone, procedure, each by its beginning, with or without diacritics
    """

    since: int
    until: int
    now: int
    procedure: str = ""
    state: RegisterState | None = None
    officer: str = ""
    text: str = ""
    kind: tuple[str, ...] = ()         # codes of the procedures of one kind of work; empty: every kind


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line. Of a notice whose dossier was never received, `is_notice` is true and `number` is the notice's own."""

    dossier: str
    number: str
    temporary_number: str
    received_at: int
    person: str                        # whose it is; several with "; " between
    submitter: str
    address: str
    phone: str
    procedure: str
    procedure_name: str
    officer: str
    due_at: int | None                 # as things stand; None while it waits for the citizen, and without a term
    state: RegisterState
    handed_at: int | None              # here
    returned_at: int | None            # here, or elsewhere as the portal told
    method: ReturnMethod | None        # None for a notice
    fee: int                           # charged at receipt, đồng
    paid: int                          # taken less refunded, so far
    sets: int = 1
    notices: tuple[str, ...] = ()      # "02: PBS-..."
    is_notice: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """What the lines add up to. Notices are no dossiers, so they are counted apart."""

    dossiers: int
    notices: int
    fee: int
    paid: int
    states: dict[RegisterState, int]


def state_of(
    status: int | None, *, handed: bool, paused: bool, made_here: bool, due_at: int | None, now: int
) -> RegisterState:
    """Our own act first, then the portal's word, then the clock. `made_here`: certified in our own ledger."""
    known = PortalStatus(status) if status is not None else None
    if handed or known is _S.RETURNED:
        return RegisterState.RETURNED
    if known is _S.NOT_ACCEPTED:
        return RegisterState.NOT_ACCEPTED
    if known in _DONE or (made_here and known not in _PAUSED):
        return RegisterState.READY
    if known in _PAUSED or paused:
        return RegisterState.PAUSED
    return RegisterState.OVERDUE if due_at is not None and due_at < now else RegisterState.WAITING


def totals(rows: Iterable[RegisterRow]) -> Totals:
    kept = tuple(rows)
    received = [row for row in kept if not row.is_notice]
    return Totals(
        len(received), len(kept) - len(received), sum(row.fee for row in received), sum(row.paid for row in received),
        dict(Counter(row.state for row in received)),
    )  # fmt: skip


class Period(StrEnum):
    """The stretches of days that are asked for most."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    CHOSEN = "chosen"

    def shown(self) -> str:
        return _(_PERIODS[self])


_PERIODS = {
    Period.TODAY: N_("Hôm nay"),
    Period.WEEK: N_("Tuần này"),
    Period.MONTH: N_("Tháng này"),
    Period.CHOSEN: N_("Từ ngày đến ngày"),
}


def days_of(period: Period, today: date) -> tuple[date, date]:
    """First and last day of a period that today lies in; a week begins on Monday. CHOSEN begins as today."""
    match period:
        case Period.WEEK:
            first = today - timedelta(days=today.weekday())
            return first, first + timedelta(days=6)
        case Period.MONTH:
            first = today.replace(day=1)
            return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        case _:
            return today, today


def of_days(first: date, last: date, now: int) -> RegisterFilter:
    """Everything received on these days, both included."""
    return RegisterFilter(midnight_ms(first), midnight_ms(last + timedelta(days=1)), now)


def due_as_things_stand(row: RegisterRow, due_at: int | None, now: int) -> RegisterRow:
    """A line whose due date was moved by waiting for the citizen, and with it perhaps its state."""
    state = row.state
    if state in (RegisterState.WAITING, RegisterState.OVERDUE):
        state = RegisterState.OVERDUE if due_at is not None and due_at < now else RegisterState.WAITING
    return replace(row, due_at=due_at, state=state)
