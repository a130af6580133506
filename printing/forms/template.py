"""Printed forms as data: wording, order, type sizes, read from `templates/` and checked before anything is printed."""

import re
import string
from collections.abc import Iterator, Mapping, Set
from datetime import date
from functools import cache
from pathlib import Path
from typing import ClassVar, TypeVar

import msgspec

from kiosk.problems import Problem
from kiosk.words import _
from printing.layout import PaperSize

FOLDER = Path(__file__).parent / "templates"
MARGINS = 4
T = TypeVar("T")
_SCALED = ("body", "number", "table", "small", "gap", "line_gap", "signature_space")
# Which names the texts outside the lines of the form may hold.
PLACEHOLDERS = {
    "date_line": {"place", "received_day"},
    "moment": {"hour", "minute", "day", "month", "year"},
    "day": {"hour", "minute", "day", "month", "year"},
    "footer": {"code"},
    "footer_hotline": {"code", "hotline"},
    "footer_number": {"number", "copy"},
    "page_of": {"page", "pages"},
    "missing": {"characters"},
}
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class TemplateUnusable(Problem):
    """The template of a form is missing or wrong."""

    code: ClassVar[str] = "FORM-01"
    sentence: ClassVar[str] = "Chưa in được giấy: mẫu giấy “{template}” của chương trình không dùng được."
    remedy: ClassVar[str] = "Cài lại bản phát hành hoặc sửa tệp mẫu “{template}”: {reason}"


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of the parts of a template: read strictly, so that a misspelt key is an error and not a missing line."""


class Line(_Part, frozen=True, tag_field="kind", tag="line"):
    """A label and its value on one line."""

    value: str
    label: str = ""
    strong: bool = False
    tail: str = ""
    empty: str = ""
    hang: bool = False


class Owners(_Part, frozen=True, tag_field="kind", tag="owners"):
    """Who the dossier belongs to: one line for one owner, a numbered list for many."""

    label: str
    label_many: str
    address: str


class Papers(_Part, frozen=True, tag_field="kind", tag="papers"):
    """The table of papers handed in."""

    label: str
    order: str
    name: str
    count: str
    originals: str
    certified: str
    photocopies: str
    none: str


class Fees(_Part, frozen=True, tag_field="kind", tag="fees"):
    """Fees with their basis, and how they were taken."""

    label: str
    amount: str
    total: str
    method: str
    none: str


class Notices(_Part, frozen=True):
    """The frame with what the citizen has to know about this dossier."""

    label: str


class Signatures(_Part, frozen=True):
    """The two signature blocks."""

    submitter: str
    officer: str
    hint: str


class Notes(_Part, frozen=True):
    """The small print under the signatures."""

    label: str
    lines: tuple[str, ...]


class Sizes(_Part, frozen=True):
    """Margins, codes and bars in millimetres; type and white space in points."""

    margins: tuple[float, ...]
    body: float
    country: float
    motto: float
    title: float
    number: float
    table: float
    small: float
    footer: float
    gap: float
    line_gap: float
    code: float
    code_largest: float
    bars: float
    signature_space: float
    agency_share: float
    tightest: float

    def tightened(self) -> "Sizes":
        """The same, as small as the form may be set to stay on one page; codes and bars keep their size."""
        scaled = {name: getattr(self, name) * self.tightest for name in _SCALED}
        return msgspec.structs.replace(self, **scaled)


class Template(_Part, frozen=True):
    """One form in one version."""

    key: str
    code: str
    valid_from: date
    title: str
    country: str
    motto: str
    date_line: str
    copies: tuple[str, ...]
    copies_short: tuple[str, ...]
    number_label: str
    temporary_label: str
    temporary_note: str
    code_caption: str
    moment: str
    day: str
    footer: str
    footer_hotline: str
    footer_number: str
    page_of: str
    missing: str
    blocks: tuple[Line | Owners | Papers | Fees, ...]
    notices: Notices
    signatures: Signatures
    notes: Notes
    paper: dict[PaperSize, Sizes]


@cache
def load(key: str, fields: frozenset[str], folder: Path = FOLDER) -> Template:
    """The template `key`, whose lines may only name `fields`. Raises TemplateUnusable."""
    template = decoded(key, Template, folder)
    for fault in _faults(template, key, fields):
        raise TemplateUnusable(template=key, reason=fault)
    return template


def decoded(key: str, kind: type[T], folder: Path = FOLDER) -> T:
    """The file of the template `key`, read strictly. Raises TemplateUnusable."""
    if not _KEY.fullmatch(key):
        raise TemplateUnusable(template=key, reason=_("tên mẫu không hợp lệ"))
    try:
        return msgspec.toml.decode((folder / f"{key}.toml").read_bytes(), type=kind)
    except FileNotFoundError as error:
        raise TemplateUnusable(template=key, reason=_("không có tệp mẫu")) from error
    except msgspec.MsgspecError as error:
        raise TemplateUnusable(template=key, reason=str(error)) from error


def usual_faults(found: str, key: str, margins: Mapping[PaperSize, tuple[float, ...]]) -> Iterator[str]:
    """What may be wrong with the file of any form: the key it says it has, the margins of every paper."""
    if found != key:
        yield f"key = “{found}”"
    for size in PaperSize:
        if len(margins.get(size, ())) != MARGINS:
            yield f"paper.{size}"


def _faults(template: Template, key: str, fields: frozenset[str]) -> Iterator[str]:
    yield from usual_faults(template.key, key, {size: sizes.margins for size, sizes in template.paper.items()})
    if len(template.copies) != len(template.copies_short):
        yield "copies, copies_short"
    for part, allowed in PLACEHOLDERS.items():
        yield from strangers(getattr(template, part), allowed)
    for block in template.blocks:
        yield from strangers(*_texts(block, fields))


def _texts(block: Line | Owners | Papers | Fees, fields: frozenset[str]) -> tuple[str, frozenset[str]]:
    match block:
        case Line():
            return block.value + block.tail, fields
        case Owners():
            return block.label_many + block.address, frozenset({"count", "address"})
        case Fees():
            return block.amount + block.total + block.method, frozenset({"amount", "method"})
        case Papers():
            return "", frozenset()


def strangers(text: str, allowed: Set[str]) -> Iterator[str]:
    """Placeholders of a text that nobody fills."""
    yield from (f"{{{name}}}" for name in _names(text) if name not in allowed)


def _names(text: str) -> Iterator[str]:
    try:
        yield from (name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    except ValueError as error:
        yield str(error)
