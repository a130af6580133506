"""How many copies, pages and cases a fee is for, read from the answers the catalogue names.

A question may count ("how many copies"), or the rows of a table: three copies of one document of two pages, one copy of
another of ten. The cap of a page fee is per copy, so documents are never added together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.answers import number_of, rows_of
from kiosk.conditions import Situation
from kiosk.procedures import Fee


@dataclass(frozen=True, slots=True)
class Batch:
    """Copies of one document: how many, and of how many pages each."""

    copies: int
    pages: int = 1

    def __post_init__(self) -> None:
        if self.copies < 0 or self.pages < 0:
            raise ValueError("copies and pages cannot be negative")


def batches(fee: Fee, situation: Situation) -> tuple[Batch, ...]:
    """What the fee counts, without the rows that count nothing."""
    rows = _rows(fee, situation)
    counted = (Batch(_count(fee.copies_from, situation, row), _count(fee.pages_from, situation, row)) for row in rows)
    return tuple(batch for batch in counted if batch.copies and batch.pages)


def _rows(fee: Fee, situation: Situation) -> tuple[Mapping[str, Any], ...]:
    """The rows of the table that counts; one empty row where no table does."""
    tables = {name.partition(".")[0] for name in (fee.copies_from, fee.pages_from) if "." in name}
    if len(tables) > 1:
        raise ValueError(f"fee {fee.key!r} counts the rows of two tables")
    return rows_of(situation.answers.get(tables.pop())) or () if tables else ({},)


def _count(name: str, situation: Situation, row: Mapping[str, Any]) -> int:
    """The count answered; one where nothing is named, none while the answer is missing or is no count."""
    if not name:
        return 1
    _table, dot, column = name.partition(".")
    number = number_of(row.get(column) if dot else situation.answers.get(name))
    return int(number) if number is not None and number > 0 and number == number.to_integral_value() else 0
