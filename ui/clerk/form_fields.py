"""From a question of the catalogue to the field that asks it, and how much of a row it takes."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from kiosk.partial_date import ImpossibleDate, PartialDate
from kiosk.procedures import Choice, FieldKind, Question
from kiosk.spoken import date_in_words
from kiosk.words import _
from ui.tasks import Tasks
from ui.widgets.address_field import AddressField
from ui.widgets.checks import CheckGroup, RadioField, YesNo
from ui.widgets.choice import ChoiceField
from ui.widgets.date_fields import DateField, PartialDateField
from ui.widgets.field import Field
from ui.widgets.id_field import IdField, PaperNumberField
from ui.widgets.number_fields import MoneyField, NumberField
from ui.widgets.table_field import Column, TableField
from ui.widgets.text_fields import LongTextField, TextField, Writing
from ui.widgets.wrapped import CheckBox

_WHOLE_ROW = 12
_FEW_LETTERS = 22                      # so short a list of choices is seen at once rather than opened
_LONG_LABEL = 60
_COLUMNS = {
    FieldKind.TEXT: 6, FieldKind.LONG_TEXT: 12, FieldKind.DATE: 3, FieldKind.PARTIAL_DATE: 3, FieldKind.DATE_IN_WORDS: 6,
    FieldKind.PERSONAL_ID: 3, FieldKind.PHONE: 3, FieldKind.EMAIL: 5, FieldKind.SELECT: 4, FieldKind.CHECKS: 12,
    FieldKind.YES_NO: 6, FieldKind.NUMBER: 3, FieldKind.MONEY: 4, FieldKind.ADDRESS: 12, FieldKind.TABLE: 12,
}  # fmt: skip
_SHARES = {FieldKind.TEXT: 4, FieldKind.PERSONAL_ID: 3, FieldKind.MONEY: 3, FieldKind.SELECT: 3, FieldKind.YES_NO: 3}


class PledgeField(Field):
    """A sentence to be pledged: ticked or not answered at all."""

    def __init__(self, label: str, *, hint: str = "", required: bool = False) -> None:
        self.tick = CheckBox(f"{label} *" if required else label)
        super().__init__(label, self.tick, hint=hint, required=required)
        self.hide_label()
        self._take_part(self.tick)
        self.tick.clicked.connect(self._on_edited)

    def value(self) -> object:
        return True if self.tick.isChecked() else None

    def set_value(self, value: object) -> None:
        self.tick.setChecked(value is True)


def field_of(question: Question, tasks: Tasks, today: date) -> Field:
    """The empty field of a question."""
    field = _made(question, tasks, today)
    if question.read_only or question.kind is FieldKind.DATE_IN_WORDS:
        field.set_read_only(True)
    return field


def columns_of(question: Question) -> int:
    """How many of twelve columns the field takes."""
    if question.must_be_yes or len(question.label) > _LONG_LABEL:
        return _WHOLE_ROW
    if question.kind is FieldKind.SELECT and few(question.choices):
        return 3
    if question.kind is FieldKind.SELECT and max((len(choice.label) for choice in question.choices), default=0) > 40:
        return 8
    return _COLUMNS[question.kind]


def few(choices: Sequence[Choice]) -> bool:
    """Whether all the choices can stand side by side."""
    return len(choices) <= 3 and sum(len(choice.label) for choice in choices) <= _FEW_LETTERS


def in_words(value: object) -> str:
    """A date as civil status writes it out; "" while there is none."""
    try:
        return date_in_words(PartialDate.parse(value)) if isinstance(value, str) else ""
    except ImpossibleDate:
        return ""


def _made(question: Question, tasks: Tasks, today: date) -> Field:
    label, hint, required = question.label, question.hint, question.required
    match question.kind:
        case FieldKind.LONG_TEXT:
            return LongTextField(label, hint=hint, required=required, lines=2)
        case FieldKind.DATE:
            return DateField(label, hint=hint, required=required)
        case FieldKind.PARTIAL_DATE:
            return PartialDateField(label, hint=hint, required=required)
        case FieldKind.PERSONAL_ID:
            return IdField(label, hint=hint, required=required)
        case FieldKind.SELECT if few(question.choices):
            return RadioField(label, question.choices, hint=hint, required=required)
        case FieldKind.SELECT:
            return ChoiceField(label, question.choices, hint=hint, required=required, placeholder=_("gõ vài chữ để tìm"))
        case FieldKind.CHECKS:
            return CheckGroup(label, question.choices, hint=hint, required=required)
        case FieldKind.YES_NO if question.must_be_yes:
            return PledgeField(label, hint=hint, required=required)
        case FieldKind.YES_NO:
            return YesNo(label, hint=hint, required=required)
        case FieldKind.NUMBER:
            return NumberField(label, unit=question.unit, hint=hint, required=required)
        case FieldKind.MONEY:
            return MoneyField(label, hint=hint, required=required)
        case FieldKind.ADDRESS:
            return AddressField(label, tasks, today, hint=hint, required=required)
        case FieldKind.TABLE:
            return _table(question, tasks, today)
        case FieldKind.TEXT if question.card_field == "personal_id":
            return PaperNumberField(label, hint=hint, required=required)
    return TextField(label, hint=hint, required=required, writing=_writing(question))


def _table(table: Question, tasks: Tasks, today: date) -> TableField:
    def column(question: Question) -> Column:
        return Column(question.key, question.label, lambda: field_of(question, tasks, today), _SHARES.get(question.kind, 2))

    columns = tuple(column(question) for question in table.columns)
    return TableField(
        table.label, columns, hint=table.hint, required=table.required, least=table.min_rows, most=table.max_rows
    )


def _writing(question: Question) -> Writing:
    name = question.card_field in ("full_name", "father_name", "mother_name", "spouse_name")
    return Writing.CAPITALS if name or question.label.startswith("Họ, chữ đệm, tên") else Writing.AS_TYPED


def path_of_row(path: str, field: QWidget) -> dict[str, Field]:
    """The fields inside a table, by their paths: "answers.members[2].birth_date"."""
    if not isinstance(field, TableField):
        return {}
    return {f"{path}[{number}].{key}": cell for number, row in enumerate(field.rows()) for key, cell in row.items()}
