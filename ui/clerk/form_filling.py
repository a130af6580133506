"""What a chip card or its code says as the fields of a form take it, and questions answered from the people block."""

from collections.abc import Iterator, Mapping

from kiosk.answers import address_of, is_blank
from kiosk.card_facts import Facts
from kiosk.partial_date import ImpossibleDate, PartialDate
from kiosk.procedures import FieldKind, Provenance
from kiosk.text import fold
from ui.clerk.form_people import PersonFields
from ui.clerk.form_sections import Questions
from ui.widgets.address_field import AddressField
from ui.widgets.checks import RadioField
from ui.widgets.choice import ChoiceField
from ui.widgets.date_fields import DateField, PartialDateField
from ui.widgets.field import Field
from ui.widgets.id_field import IdField, PaperNumberField, grouped


def targets(person: PersonFields | None, questions: Questions, roles: frozenset[str]) -> Iterator[tuple[str, Field]]:
    """Every field that wants to know something of the person in one of the roles."""
    if person is not None:
        for name, field in person.named().items():
            if name != "passport":
                yield ("residence" if name == "address" else name), field
    yield from asked_of(questions, roles)


def asked_of(questions: Questions, roles: frozenset[str]) -> Iterator[tuple[str, Field]]:
    """The questions about a role that a card could answer."""
    for key, question in questions.questions.items():
        field = questions.field(key)
        if question.card_field and question.of in roles and field is not None:
            yield question.card_field, field


def put(field: Field, value: object, source: Provenance) -> None:
    field.set_value(value)
    if not isinstance(field, AddressField):
        field.set_value(field.value())         # in the field's own way of writing
    field.set_provenance(source)


def said(field: Field, value: object) -> str:
    """A value as people read it."""
    if isinstance(field, IdField | PaperNumberField):
        return grouped(str(value))
    if isinstance(field, PartialDateField):
        try:
            return PartialDate.parse(str(value)).shown()
        except ImpossibleDate:
            return str(value)
    if isinstance(field, RadioField):
        return field.buttons[str(value)].text()
    if isinstance(field, ChoiceField):
        row = field.combo.findData(value)
        return field.combo.itemText(row)
    return str(value)


def fitting(field: Field, fact: object) -> object:
    """The fact as the field takes it; None when it cannot hold it."""
    if isinstance(field, AddressField):
        address = address_of(fact)
        return None if address is None or is_blank(address) else address
    if not isinstance(fact, str) or not fact:
        return None
    if isinstance(field, RadioField):
        return _code(fact, {code: button.text() for code, button in field.buttons.items()})
    if isinstance(field, ChoiceField):
        rows = range(field.combo.count())
        return _code(fact, {str(field.combo.itemData(row)): field.combo.itemText(row) for row in rows})
    if isinstance(field, DateField) and len(fact) != len("2026-11-24"):
        return None
    return fact


def _code(fact: str, labels: Mapping[str, str]) -> str | None:
    return fact if fact in labels else next((code for code, label in labels.items() if fold(label) == fold(fact)), None)


class Echo:
    """What the people block says, said again where the form asks for it, as long as nobody wrote something else there."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions
        self._said: dict[Field, object] = {}

    def repeat(self, roles: frozenset[str], facts: Facts, sources: Mapping[str, Provenance]) -> bool:
        """Says whether a field changed."""
        changed = False
        for name, field in (*asked_of(self._questions, roles), *self._reachable_by(roles)):
            value = fitting(field, facts.get(name))
            if value is None or field.value() == value:
                continue
            if is_blank(field.value()) or field.value() == self._said.get(field):
                put(field, value, sources.get(name, Provenance.MANUAL))
                self._said[field] = field.value()
                changed = True
        return changed

    def _reachable_by(self, roles: frozenset[str]) -> Iterator[tuple[str, Field]]:
        for key, question in self._questions.questions.items():
            field = self._questions.field(key)
            if question.kind in (FieldKind.PHONE, FieldKind.EMAIL) and question.of in roles and field is not None:
                yield question.kind.value, field
