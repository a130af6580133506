"""Forms that are words, lines and one table (02, 03, 06) as data, read from `templates/` and checked before printing.

`uncertain` says what in a template was not read in the law's own text: for the operator, never printed.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from printing.forms.template import FOLDER, PLACEHOLDERS, Line, TemplateUnusable, decoded, strangers, usual_faults
from printing.layout import PaperSize

_SCALED = ("body", "table", "small", "gap", "line_gap", "signature_space")
_SHARES = (0.99, 1.01)                 # of a table's columns together


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of the parts: read strictly, so that a misspelt key is an error and not a missing line."""


class Prose(_Part, frozen=True, tag_field="kind", tag="prose"):
    """A paragraph. Left out where the word named in `when` is empty."""

    text: str
    strong: bool = False
    when: str = ""


class Column(_Part, frozen=True):
    """A column of a table. `blank` stands in its empty cells, to be filled in by hand; a line feed begins a new line."""

    title: str
    share: float                       # of the text width
    centred: bool = False
    blank: str = ""


class Grid(_Part, frozen=True, tag_field="kind", tag="grid"):
    """A table of the sheet's rows called `rows`, at least `least` of them."""

    rows: str
    columns: tuple[Column, ...]
    label: str = ""
    least: int = 0


class Signer(_Part, frozen=True):
    """One signature block."""

    title: str
    hint: str = ""
    name: str = ""


class FormSizes(_Part, frozen=True):
    """Margins in millimetres; type and white space in points."""

    margins: tuple[float, ...]
    body: float
    country: float
    motto: float
    title: float
    table: float
    small: float
    footer: float
    gap: float
    line_gap: float
    signature_space: float
    agency_share: float
    tightest: float

    def tightened(self) -> "FormSizes":
        """The same, as small as the form may be set to stay on one page."""
        return msgspec.structs.replace(self, **{name: getattr(self, name) * self.tightest for name in _SCALED})


class FormTemplate(_Part, frozen=True):
    """One form in one version."""

    key: str
    code: str
    valid_from: date
    uncertain: tuple[str, ...]
    title: str
    country: str
    motto: str
    date_line: str
    number: str                        # "Số: {number}"; "" for a form that has none
    no_number: str                     # in its place while it has none
    moment: str
    day: str
    footer: str
    footer_hotline: str
    footer_number: str
    page_of: str
    missing: str
    blocks: tuple[Line | Prose | Grid, ...]
    signatures: tuple[Signer, ...]
    notes: tuple[str, ...]
    paper: dict[PaperSize, FormSizes]


@cache
def load(key: str, fields: frozenset[str], folder: Path = FOLDER) -> FormTemplate:
    """The template `key`, whose texts may only name `fields`. Raises TemplateUnusable."""
    template = decoded(key, FormTemplate, folder)
    for fault in _faults(template, key, fields):
        raise TemplateUnusable(template=key, reason=fault)
    return template


def _faults(template: FormTemplate, key: str, fields: frozenset[str]) -> Iterator[str]:
    yield from usual_faults(template.key, key, {size: sizes.margins for size, sizes in template.paper.items()})
    for part, allowed in PLACEHOLDERS.items():
        yield from strangers(getattr(template, part), allowed - {"copy"})
    yield from strangers(template.number, {"number"})
    for signer in template.signatures:
        yield from strangers(signer.name, fields)
    for block in template.blocks:
        yield from _faults_of(block, fields)


def _faults_of(block: Line | Prose | Grid, fields: frozenset[str]) -> Iterator[str]:
    match block:
        case Line():
            yield from strangers(block.value + block.tail, fields)
        case Prose():
            yield from strangers(block.text, fields)
            if block.when and block.when not in fields:
                yield block.when
        case Grid():
            if not _SHARES[0] <= sum(column.share for column in block.columns) <= _SHARES[1]:
                yield f"share: {block.rows}"
