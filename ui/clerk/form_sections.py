"""The questions of a procedure, block by block; what is not asked in the present case is out of sight."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kiosk.answers import is_blank
from kiosk.conditions import Situation, questions_asked, sections_asked
from kiosk.procedures import FieldKind, Procedure, Question, Section
from ui.clerk.form_fields import columns_of, field_of, in_words, path_of_row
from ui.tasks import Tasks
from ui.widgets.card import Card
from ui.widgets.field import Field
from ui.widgets.flow import FormGrid


class SectionCard(Card):
    """One block of the form. `build` makes a field at each step, so that a long form never holds the window up."""

    def __init__(self, section: Section) -> None:
        super().__init__(section.title)
        self.section = section
        self.fields: dict[str, Field] = {}
        self._shown: dict[str, bool] = {}      # Qt does not say of a new widget whether it will be seen
        self._open = True
        self._grid = FormGrid()
        self.body.addWidget(self._grid)

    def build(self, tasks: Tasks, today: date, answers: Mapping[str, Any]) -> Iterator[tuple[Question, Field]]:
        for question in self.section.questions:
            field = field_of(question, tasks, today)
            if question.key in answers:
                field.set_value(answers[question.key])
            self.fields[question.key] = field
            self._grid.add(field, columns_of(question))
            yield question, field

    def show_asked(self, keys: set[str], asked: bool) -> bool:
        """Shows the questions of these keys only; says whether anything changed."""
        changed = False
        for key, field in self.fields.items():
            if self._shown.get(key, True) is not (key in keys):
                self._shown[key] = key in keys
                field.setVisible(key in keys)
                changed = True
        if changed:
            self._grid.rearrange()
        wanted = asked and any(question.key in keys for question in self.section.questions)
        if self._open is not wanted:
            self._open = wanted
            self.put_in_sight()
            changed = True
        return changed

    def put_in_sight(self) -> None:
        """Once it has its place: without one it would be a window of its own."""
        if self.parentWidget() is not None:
            self.setVisible(self._open)

    def asks(self, key: str) -> bool:
        """Whether the question is to be seen."""
        return self._open and self._shown.get(key, True)

    @property
    def is_open(self) -> bool:
        return self._open


class Questions:
    """All blocks of a procedure and their answers."""

    def __init__(self, procedure: Procedure) -> None:
        self._procedure = procedure
        self.cards = [SectionCard(section) for section in procedure.sections]
        self.questions: dict[str, Question] = {}

    def build(self, tasks: Tasks, today: date, answers: Mapping[str, Any]) -> Iterator[tuple[SectionCard, Question, Field]]:
        for card in self.cards:
            for question, field in card.build(tasks, today, answers):
                self.questions[question.key] = question
                yield card, question, field

    def fields(self) -> dict[str, Field]:
        """By path, in the order of the page, cells of tables before their table."""
        found: dict[str, Field] = {}
        for card in self.cards:
            for key, field in card.fields.items():
                path = f"answers.{key}"
                found |= path_of_row(path, field)
                found[path] = field
        return found

    def field(self, key: str) -> Field | None:
        return next((card.fields[key] for card in self.cards if key in card.fields), None)

    def answers(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """What is answered now. A question whose field is not made yet keeps its answer of before."""
        found = {key: value for key, value in before.items() if self.field(key) is None}
        for card in self.cards:
            for key, field in card.fields.items():
                value = field.value()
                if not is_blank(value):
                    found[key] = value
        return found

    def show_asked(self, situation: Situation) -> bool:
        """Opens and closes blocks and questions; says whether anything changed."""
        keys = {question.key for question in questions_asked(self._procedure, situation)}
        open_sections = {section.key for section in sections_asked(self._procedure, situation)}
        moved = [card.show_asked(keys, card.section.key in open_sections) for card in self.cards]     # each of them
        return any(moved)

    def derive(self) -> None:
        """Writes out what the program derives: a date in words."""
        for key, question in self.questions.items():
            source = self.field(question.derived_from) if question.derived_from else None
            field = self.field(key)
            if source is not None and field is not None and question.kind is FieldKind.DATE_IN_WORDS:
                field.set_value(in_words(source.value()))
