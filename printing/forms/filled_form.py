"""A form as the citizen signs it: the procedure's questions with the answers given. Plain, for any procedure.

The law's own form sheets come with their procedures; this sheet shows every answered question under its label.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from reportlab.platypus import Flowable, Spacer

from kiosk.moments import day_of
from kiosk.people import Address, PartialDate
from kiosk.places import show
from kiosk.procedures import FieldKind, Procedure, Question
from printing import fonts
from printing.layout import PaperSize, Run, page, paragraph, style
from printing.pdf import Copy, Description, Footer, build

MARGINS_MM = (20, 18, 30, 18)
VERSION = "to-khai/1"


def filled_form(procedure: Procedure, answers: Mapping[str, Any], name: str, at_ms: int) -> bytes:
    """The PDF (A4) of one filled form, to be signed by `name`; `at_ms` is the moment it was filled."""
    fonts.register()
    sheet = page(PaperSize.A4, MARGINS_MM)
    footer = Footer(VERSION, "", "Trang {page}/{pages}", 8)
    story = list(_blocks(procedure, answers, name, day_of(at_ms)))
    return build([Copy(story, footer)], sheet, Description(procedure.name, "", procedure.code, ""))


def _blocks(procedure: Procedure, answers: Mapping[str, Any], name: str, day: date) -> Iterator[Flowable]:
    title, heading, line = style(15, font=fonts.BOLD, alignment=1), style(12.5, font=fonts.BOLD), style(12.5)
    yield paragraph(style(12.5, font=fonts.BOLD, alignment=1), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    yield paragraph(style(13, font=fonts.BOLD, alignment=1), "Độc lập - Tự do - Hạnh phúc")
    yield Spacer(0, 18)
    yield paragraph(title, "TỜ KHAI")
    yield paragraph(title, procedure.name)
    for section in procedure.sections:
        given = [question for question in section.questions if answers.get(question.key) not in (None, "", [])]
        if given:
            yield Spacer(0, 10)
            yield paragraph(heading, section.title)
        for question in given:
            yield paragraph(line, f"{question.label}: ", Run(_shown(question, answers[question.key], day), bold=True))
    yield Spacer(0, 24)
    yield paragraph(style(12.5, alignment=2, font=fonts.BOLD), "NGƯỜI KHAI")
    yield Spacer(0, 40)
    yield paragraph(style(12.5, alignment=2), name)


def _shown(question: Question, value: Any, day: date) -> str:
    """An answer as a person reads it."""
    if question.kind is FieldKind.ADDRESS and isinstance(value, Mapping):
        return show(Address(**value), day)
    if question.kind in (FieldKind.DATE, FieldKind.PARTIAL_DATE):
        return PartialDate.parse(value).shown()
    if question.kind is FieldKind.YES_NO:
        return "có" if value else "không"
    labels = {choice.code: choice.label for choice in question.choices}
    if isinstance(value, list | tuple):
        return "; ".join(labels.get(str(part), str(part)) for part in value)
    return labels.get(str(value), str(value))
