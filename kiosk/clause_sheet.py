"""What stands on a printed certification clause (lời chứng). The office fills it, `printing/forms/clause.py` lays it out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One number: its clause is printed once for each copy."""

    number: int
    book: str
    subject: str
    pages: int
    copies: int


@dataclass(frozen=True, slots=True)
class ClauseSheet:
    """The clauses of one dossier. Texts are NFC; `certified_at` is epoch milliseconds."""

    template: str                      # key of the versioned template
    agency: str
    place: str
    person: str
    identifier: str                    # "Số định danh cá nhân: ..."
    dossier: str                       # its number
    certified_at: int
    lines: tuple[ClauseLine, ...]
    marks: tuple[str, ...] = ()        # "Giấy tập huấn ...": what the reader must see first
