"""The register as a spreadsheet (XLSX) and as plain columns (CSV), with form 07's columns first and the office's own after.

What people typed never becomes a formula: in XLSX every text is written as text, in CSV a cell that a spreadsheet would
calculate gets an apostrophe before it.
"""

import csv
import io
from collections.abc import Iterator
from datetime import datetime

import xlsxwriter

from kiosk.moments import local, show_date
from kiosk.register_sheet import RegisterFormat, RegisterLine, RegisterSheet
from kiosk.words import _
from kiosk.work import Progress
from printing.forms import register_page
from printing.forms.desk_template import RegisterTemplate, load

_CALCULATED = ("=", "+", "-", "@")
_LETTERS = (6, 26, 38, 9, 28, 44, 12, 17, 17, 17, 18, 10, 30, 16, 24, 14, 14)
_HEAD_ROWS = 4                         # agency, title, period, an empty one
Cell = str | int | datetime | None


def draw(sheet: RegisterSheet, kind: RegisterFormat, progress: Progress) -> bytes:
    """The file of a register. Raises Cancelled, TemplateUnusable."""
    match kind:
        case RegisterFormat.XLSX:
            return xlsx(sheet, progress)
        case RegisterFormat.CSV:
            return comma_separated(sheet, progress)
        case RegisterFormat.PDF:
            return register_page.render(sheet, progress)


def comma_separated(sheet: RegisterSheet, progress: Progress) -> bytes:
    """UTF-8 with its mark, so that a spreadsheet reads Vietnamese letters."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    template = load(register_page.TEMPLATE, RegisterTemplate)
    writer.writerow((*template.headings, *template.more))
    for line in _watched(sheet, progress):
        writer.writerow([_as_text(cell) for cell in _cells(line)])
    return target.getvalue().encode("utf-8-sig")


def xlsx(sheet: RegisterSheet, progress: Progress) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    })  # fmt: skip
    template = load(register_page.TEMPLATE, RegisterTemplate)
    book.set_properties({"title": template.title, "author": sheet.agency, "created": _naive(sheet.printed_at)})
    page = book.add_worksheet("Mẫu số 07")
    _set_page(page, template)
    font = {"font_name": "Times New Roman", "font_size": 11}
    cell = {**font, "border": 1, "valign": "top", "text_wrap": True}
    heading = book.add_format({**cell, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#EEEEEE"})
    text, number = book.add_format({**cell, "num_format": "@"}), book.add_format({**cell, "num_format": "#,##0"})
    moment = book.add_format({**cell, "num_format": "dd/mm/yyyy hh:mm", "align": "center"})
    _head(book, page, sheet, template)
    for place, name in enumerate((*template.headings, *template.more)):
        page.write_string(_HEAD_ROWS, place, name, heading)
    row = _HEAD_ROWS
    for row, line in enumerate(_watched(sheet, progress), _HEAD_ROWS + 1):
        for place, value in enumerate(_cells(line)):
            if isinstance(value, datetime):
                page.write_datetime(row, place, value, moment)
            elif isinstance(value, int):
                page.write_number(row, place, value, number)
            elif value:
                page.write_string(row, place, value, text)
            else:
                page.write_blank(row, place, None, text)
    page.autofilter(_HEAD_ROWS, 0, max(row, _HEAD_ROWS + 1), len(_LETTERS) - 1)
    book.close()
    return target.getvalue()


def _set_page(page: xlsxwriter.worksheet.Worksheet, template: RegisterTemplate) -> None:
    """On paper: A4 lying across, as wide as the sheet, headings on every page."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEAD_ROWS)
    page.set_footer(f"&L{template.code}&R{template.page_of.format(page='&P', pages='&N')}")
    page.freeze_panes(_HEAD_ROWS + 1, 2)
    for place, letters in enumerate(_LETTERS):
        page.set_column(place, place, letters)


def _head(
    book: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet, sheet: RegisterSheet, template: RegisterTemplate
) -> None:
    title = book.add_format({"font_name": "Times New Roman", "font_size": 15, "bold": True})
    plain = book.add_format({"font_name": "Times New Roman", "font_size": 11})
    period = template.one_day if sheet.first == sheet.last else template.period
    about = [period.format(first=show_date(sheet.first), last=show_date(sheet.last))]
    if sheet.book:
        about.insert(0, template.book.format(book=sheet.book))
    if sheet.conditions:
        about.append(template.part.format(conditions="; ".join(sheet.conditions)))
    page.write_string(0, 0, sheet.agency, plain)
    page.write_string(1, 0, template.title, title)
    page.write_string(2, 0, " · ".join((*about, *sheet.marks)), plain)


def _watched(sheet: RegisterSheet, progress: Progress) -> Iterator[RegisterLine]:
    for done, line in enumerate(sheet.lines, 1):
        progress.step(_("Đang ghi sổ"), done, len(sheet.lines))
        yield line


def _cells(line: RegisterLine) -> tuple[Cell, ...]:
    def at(when: int | None) -> datetime | None:
        return None if when is None else _naive(when)

    return (
        line.place, line.number, line.procedure, line.sets, line.person, line.contact, line.authority, at(line.received_at),
        at(line.due_at), at(line.returned_at), line.method, line.signed, line.note, line.state, line.officer, line.fee, line.paid,
    )  # fmt: skip


def _naive(when: int) -> datetime:
    """As it stands on the wall: a spreadsheet knows no time zones, and shows minutes."""
    return local(when).replace(second=0, microsecond=0, tzinfo=None)


def _as_text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%H:%M} {show_date(cell.date())}"
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.lstrip().startswith(_CALCULATED) else text
