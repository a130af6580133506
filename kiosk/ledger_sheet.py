"""What stands on a printed page of the certification ledger. `printing/forms/ledger_page.py` lays it out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One entry in words; `struck` says why it does not count, "" for one that does."""

    number: int
    entered_at: int
    person: str
    subject: str
    pages: int
    copies: int
    fee: int
    officer: str
    struck: str = ""


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    """One book, whole, as it stands at `printed_at` (epoch ms)."""

    superior_agency: str
    agency: str
    place: str
    title: str
    book: str
    opened_at: int
    closed_at: int | None
    printed_at: int
    printed_by: str
    rows: tuple[LedgerRow, ...]
    marks: tuple[str, ...] = ()
