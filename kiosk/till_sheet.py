"""What stands on the till's papers: the provisional slip of one payment, and the closing of a drawer. Filled, not laid out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TillLine:
    """One fee on a slip; `note` is the exemption that lowered it."""

    name: str
    amount: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class TillSlip:
    """A provisional slip: of money taken, or given back (`refunded_slip` then names the slip of what was taken)."""

    template: str                      # "phieu-thu-tam", "phieu-hoan-tam"
    superior_agency: str
    agency: str
    place: str
    counter: str
    number: str
    issued_at: int
    payer: str
    dossier: str                       # its number
    procedure: str
    lines: tuple[TillLine, ...]
    amount: int
    words: str                         # the amount in words
    method: str                        # "tiền mặt"
    officer: str
    tendered: int = 0                  # 0: nothing to say, no change was given
    change: int = 0
    reason: str = ""
    refunded_slip: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawerRow:
    """One payment of the drawer; what went back is below zero."""

    taken_at: int
    slip: str
    payer: str
    dossier: str
    method: str
    amount: int
    receipt: str
    officer: str


@dataclass(frozen=True, slots=True)
class DrawerSheet:
    """The closing of a drawer. `counted` is None while it is still in use."""

    superior_agency: str
    agency: str
    place: str
    counter: str
    opened_at: int
    opened_by: str
    printed_at: int
    printed_by: str
    opening_float: int
    cash_in: int
    cash_out: int
    transfers: int
    expected: int
    counted: int | None
    words: str                         # what was counted, in words
    closed_at: int | None
    closed_by: str
    note: str
    rows: tuple[DrawerRow, ...]
    marks: tuple[str, ...] = ()
