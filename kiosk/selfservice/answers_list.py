"""All answers of a form as the citizen looks them over: under their headings, each with the field it is mended at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.answers import is_blank
from kiosk.answers_said import shown
from kiosk.conditions import questions_asked, sections_asked
from kiosk.dossier import HowMet
from kiosk.intake import Intake
from kiosk.moments import day_of
from kiosk.procedures import FieldKind, Procedure, Provenance, Question
from kiosk.selfservice.asks import Ask, value_of
from kiosk.selfservice.people_asked import case_asked, hand_over_asked, owner_asked, submitter_asked
from kiosk.selfservice.questions import is_for_foreigners, is_known, plain
from kiosk.veiled import veiled
from kiosk.words import N_, _

_FROM = {Provenance.CARD: N_("từ thẻ căn cước"), Provenance.QR: N_("từ mã QR trên thẻ"), Provenance.DATABASE: N_("từ VNeID")}


@dataclass(frozen=True, slots=True)
class Line:
    """One answer. `source`: where it came from when it was not typed."""

    field: str
    label: str
    value: str
    source: str = ""

    def said(self) -> str:
        """What stands beside the value."""
        return f"{self.label} ({self.source})" if self.source else self.label


def lines_of(procedure: Procedure, intake: Intake, now: int) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """Heading and lines. What the form repeats of a person stands with the person alone."""
    day = day_of(now)
    groups: dict[str, list[Line]] = {}
    people = (*case_asked(procedure), *submitter_asked(), *owner_asked(intake), *hand_over_asked(intake))
    for ask in people:
        if not ask.part or ask.part == "detail":
            groups.setdefault(ask.section or _("Hồ sơ"), []).append(_said(ask, intake, day))
    ends = groups.pop(_("Nhận kết quả"), [])
    yield from ((heading, tuple(lines)) for heading, lines in groups.items())
    situation = intake.situation(procedure)
    open_now = {question.key for question in questions_asked(procedure, situation)}
    for section in sections_asked(procedure, situation):
        lines = tuple(
            Line(f"answers.{question.key}", plain(question.label), _shown(question, intake.answers.get(question.key), day))
            for question in section.questions
            if question.key in open_now and not _goes_without_saying(question, intake)
        )
        if lines:
            yield section.title, lines
    yield _("Nhận kết quả"), tuple(ends)
    papers = tuple(
        Line(f"requirements.{paper.requirement}", _(paper.name), _("đã quét"))
        for paper in intake.papers if paper.how is HowMet.SCANNED
    )  # fmt: skip
    if papers:
        yield _("Giấy tờ"), papers


def _said(ask: Ask, intake: Intake, day: date) -> Line:
    whole = Ask(ask.path, ask.question, "")
    value, label = value_of(intake, whole), plain(ask.question.label)
    source = intake.provenance.get(ask.mark)
    words = _(_FROM[source]) if source in _FROM else ""
    return Line(ask.path, label, _shown(ask.question, value, day), words)


def _shown(question: Question, value: object, day: date) -> str:
    if is_blank(value):
        return ""
    if question.kind is FieldKind.PERSONAL_ID or question.card_field == "personal_id":
        return veiled(str(value))       # who stands behind reads over the shoulder
    return shown(question, value, day)


def _goes_without_saying(question: Question, intake: Intake) -> bool:
    if is_for_foreigners(question, intake) and is_blank(intake.answers.get(question.key)):
        return True                        # nobody was asked
    return question.read_only or bool(question.derived_from) or is_known(question, intake)
