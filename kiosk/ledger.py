"""The certification ledger (sổ chứng thực): books, entries, what is struck through.

A book belongs to one counter, one kind and one year, so that numbers are given out without asking anyone. Within a book they
run from 1 without a gap. A wrong entry is struck through with a reason and stays; its number is never used again.
"""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.problems import Problem


class LedgerProblem(Problem):
    """Base of what the ledger refuses; nothing was written."""


class StrikeReasonWanted(LedgerProblem):
    code: ClassVar[str] = "LEDGER-01"
    sentence: ClassVar[str] = "Chưa ghi lý do gạch bỏ."
    remedy: ClassVar[str] = "Ghi rõ lý do rồi gạch lại: số đã cho vẫn nằm trong sổ và người xem sổ cần hiểu vì sao."


class AlreadyStruck(LedgerProblem):
    code: ClassVar[str] = "LEDGER-02"
    sentence: ClassVar[str] = "Số {number} của quyển {book} đã bị gạch bỏ trước đó."
    remedy: ClassVar[str] = "Xem lý do ở cột ghi chú của sổ; muốn chứng thực lại thì lập số mới."


class NoSuchEntry(LedgerProblem):
    code: ClassVar[str] = "LEDGER-03"
    sentence: ClassVar[str] = "Trong sổ của quầy này không có số {number}."
    remedy: ClassVar[str] = "Chọn lại quyển sổ: mỗi quầy, mỗi loại việc và mỗi năm có một quyển riêng."


@dataclass(frozen=True, slots=True)
class LedgerBook:
    """One book (quyển). It takes entries while `closed_at` is None."""

    id: str
    kind: str                          # the catalogue's symbol, "SCT/BS"
    year: int
    name: str                          # as written beside every number, "01.K7F2QX/2026-SCT/BS"
    opened_at: int
    closed_at: int | None = None
    closed_why: str = ""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """What is to be entered: one original certified, however many copies of it."""

    person: str
    subject: str
    pages: int
    copies: int
    fee: int


@dataclass(frozen=True, slots=True)
class Struck:
    """Why an entry does not count, who says so, since when (epoch ms)."""

    reason: str
    officer: str
    at: int


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One numbered line of a book."""

    book: LedgerBook
    number: int
    dossier: str
    line: LedgerLine
    officer: str
    entered_at: int
    struck: Struck | None = None


def book_name(ordinal: int, device_part: str, year: int, kind: str) -> str:
    """The device part keeps two counters, and a restored store and its former self, from ever naming one book alike."""
    return f"{ordinal:02d}.{device_part}/{year}-{kind}"
