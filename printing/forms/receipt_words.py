"""The words of a receipt: the sheet made printable, and the fields that a template's lines may name."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from kiosk.moments import local
from kiosk.receipt_sheet import ReceiptSheet
from printing import fonts
from printing.forms.template import Template

NO_BREAK = "\N{NO-BREAK SPACE}"
FIELDS = frozenset(
    {
        "counter", "submitter_name", "submitter_identifier", "submitter_address", "submitter_phone",
        "submitter_email", "channel", "procedure", "sets", "term", "received", "due", "return_place", "book", "entry",
    }
)  # fmt: skip
_NOT_PRINTED = frozenset({"template", "token"})


def made_printable(sheet: ReceiptSheet) -> tuple[ReceiptSheet, tuple[str, ...]]:
    """The sheet as paper can carry it, and every character that had to be replaced, once."""
    missing: dict[str, None] = {}
    kept = {name: getattr(sheet, name) for name in _NOT_PRINTED}
    cleaned: ReceiptSheet = replace(_made_printable(sheet, missing), **kept)
    return cleaned, tuple(missing)


def _made_printable(value: Any, missing: dict[str, None]) -> Any:
    if isinstance(value, str):
        printable = fonts.printable(value)
        missing.update(dict.fromkeys(printable.missing))
        return printable.text
    if isinstance(value, tuple):
        return tuple(_made_printable(item, missing) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        printed = (field.name for field in fields(value) if field.name not in _NOT_PRINTED)
        return replace(value, **{name: _made_printable(getattr(value, name), missing) for name in printed})
    return value


def words(sheet: ReceiptSheet, template: Template) -> Mapping[str, str]:
    """The value of every field in `FIELDS`; empty where the sheet says nothing."""
    plain = {name: getattr(sheet, name) for name in FIELDS if isinstance(getattr(sheet, name, None), str)}
    return {
        **plain,
        "sets": two_digits(sheet.sets),
        "received": moment(sheet.received_at, template.moment),
        "due": "" if sheet.due_at is None else moment(sheet.due_at, template.moment),
    }


def moment(ms: int, pattern: str) -> str:
    """`ms` in Vietnamese time by `pattern`; numbers stay on one line with their units."""
    at = local(ms)
    month = two_digits(at.month) if at.month <= 2 else str(at.month)  # Decree 30/2020: a zero before months 1 and 2
    text = pattern.format(
        hour=two_digits(at.hour), minute=two_digits(at.minute), day=two_digits(at.day), month=month, year=at.year
    )
    return ", ".join(part.replace(" ", NO_BREAK) for part in text.split(", "))


def two_digits(number: int) -> str:
    """`03`, as forms write small numbers."""
    return f"{number:02d}"


def dong(amount: int) -> str:
    """`1.005.000`."""
    return f"{amount:,}".replace(",", ".")
