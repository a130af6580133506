"""Papers of the desk as data: certification clauses and the ledger, read from `templates/` and checked before printing.

`uncertain` says what in a template was not read in the law's own text: for the operator, never printed.
"""

import re
import string
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kiosk.words import _
from printing import fonts
from printing.forms.template import FOLDER, TemplateUnusable

REGISTER_COLUMNS = 13
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class DeskTemplate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every such paper has."""

    key: str
    code: str                          # as it stands in the footer
    valid_from: date
    uncertain: tuple[str, ...]
    title: str
    margins: tuple[float, float, float, float]   # top, bottom, left, right in millimetres
    body: float                        # type sizes in points
    footer: str
    page_of: str


class HeadedTemplate(DeskTemplate, frozen=True):
    """A list or record under the head of the state: country, motto, place and day."""

    country: str
    motto: str
    date_line: str
    day: str


class ClauseTemplate(DeskTemplate, frozen=True):
    """A certification clause. `lines` may name the words of `clause.WORDS`; `**` around a whole line sets it bold."""

    moment: str
    day: str
    lines: tuple[str, ...]
    signer: str
    hint: str
    stamp_space: float                 # points left for signature and stamp


class LedgerTemplate(HeadedTemplate, frozen=True):
    """A page of the ledger, lying across."""

    book: str                          # "Quyển số: {book}"
    opened: str
    opened_and_closed: str
    headings: tuple[str, str, str, str, str, str, str, str, str]
    widths: tuple[float, float, float, float, float, float, float, float, float]   # shares of the text width
    total: str
    none: str
    signer: str
    hint: str


class SlipTemplate(DeskTemplate, frozen=True):
    """A provisional slip of the till (A5 lying across). `copies`: what each sheet (liên) is for.

    `lines` may name the words of `till_slip.WORDS`; a line whose only words are empty is left out.
    """

    country: str
    motto: str
    date_line: str
    moment: str
    not_a_receipt: str                 # in letters nobody overlooks
    number: str                        # "Số: {number}"
    copies: tuple[str, ...]
    lines: tuple[str, ...]
    headings: tuple[str, str]          # of the fees; not printed where there are none
    total: str
    in_words: str
    change: str
    note: str
    payer: str
    cashier: str
    hint: str


class DrawerTemplate(HeadedTemplate, frozen=True):
    """The closing of a drawer (A4)."""

    moment: str
    still_open: str
    facts: tuple[tuple[str, str], ...]          # what it says, and the word of `drawer_page.WORDS` beside it
    headings: tuple[str, str, str, str, str, str, str]
    widths: tuple[float, float, float, float, float, float, float]
    none: str
    signers: tuple[str, str]
    hint: str


class DayTemplate(HeadedTemplate, frozen=True):
    """The record of a closed day (A4)."""

    span: str                          # "Từ {since} đến {closed}"
    first_span: str                    # of the first record of a counter
    by: str
    done: str                          # above what was done
    drawers: str
    drawer_headings: tuple[str, str, str, str, str, str, str]
    drawer_widths: tuple[float, float, float, float, float, float, float]
    open: str                          # above what stays open
    nothing_open: str
    note: str
    signers: tuple[str, str]
    hint: str


class HandOverTemplate(HeadedTemplate, frozen=True):
    """The list that goes along with the dossiers of one field of work (A4 lying across)."""

    about: str                         # "Lĩnh vực: {field}. Số hồ sơ: {count}"
    headings: tuple[str, str, str, str, str, str, str]
    widths: tuple[float, float, float, float, float, float, float]
    signers: tuple[str, str]
    hint: str


class RegisterTemplate(HeadedTemplate, frozen=True):
    """Form 07, lying across. `more` heads the columns that only the spreadsheets have: the office's own."""

    moment: str
    book: str
    period: str                        # "Từ ngày {first} đến ngày {last}"
    one_day: str
    part: str                          # "Chỉ gồm: {conditions}"
    headings: tuple[str, ...]
    widths: tuple[float, ...]          # shares of the text width
    more: tuple[str, ...]
    total: str
    none: str
    signers: tuple[str, str]
    hint: str

    def __post_init__(self) -> None:
        if len(self.headings) != REGISTER_COLUMNS or len(self.widths) != REGISTER_COLUMNS:
            raise ValueError(f"headings, widths: {REGISTER_COLUMNS}")


T = TypeVar("T", bound=DeskTemplate)


@cache
def load(key: str, kind: type[T], folder: Path = FOLDER) -> T:
    """The template `key`. Raises TemplateUnusable."""
    if not _KEY.fullmatch(key):
        raise TemplateUnusable(template=key, reason=_("tên mẫu không hợp lệ"))
    try:
        template = msgspec.toml.decode((folder / f"{key}.toml").read_bytes(), type=kind)
    except FileNotFoundError as error:
        raise TemplateUnusable(template=key, reason=_("không có tệp mẫu")) from error
    except msgspec.MsgspecError as error:
        raise TemplateUnusable(template=key, reason=str(error)) from error
    if template.key != key:
        raise TemplateUnusable(template=key, reason=f"key = “{template.key}”")
    return template


def filled(pattern: str, words: Mapping[str, str], template: str) -> str:
    """A line of a template with its words put in. Raises TemplateUnusable for a word nobody knows."""
    try:
        names = [name for _text, name, _spec, _how in string.Formatter().parse(pattern) if name is not None]
    except ValueError as error:
        raise TemplateUnusable(template=template, reason=f"“{pattern}”: {error}") from error
    for name in names:
        if name not in words:
            raise TemplateUnusable(template=template, reason=f"{{{name}}}")
    return pattern.format(**words)


def printable(value: Any) -> Any:
    """A text, or every text of a sheet, as paper can carry it."""
    if isinstance(value, str):
        return fonts.printable(value).text
    if isinstance(value, tuple):
        return tuple(printable(part) for part in value)
    return value
