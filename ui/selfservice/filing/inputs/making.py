"""Which way of answering a question gets."""

from datetime import date

from kiosk.places import communes, name_on, provinces
from kiosk.procedures import Choice, FieldKind, Question
from kiosk.selfservice.asks import Ask
from kiosk.words import _
from ui.selfservice.filing.inputs.choices import OneOf, SomeOf, YesNo
from ui.selfservice.filing.inputs.day import DayInput
from ui.selfservice.filing.inputs.figures import FiguresInput
from ui.selfservice.filing.inputs.from_many import FromMany
from ui.selfservice.filing.inputs.input import Input
from ui.selfservice.filing.inputs.words import WordsInput
from ui.selfservice.typing_pad import Typing

_FEW = 12
_HOME = "VN"
_FIGURES = (FieldKind.PERSONAL_ID, FieldKind.PHONE, FieldKind.NUMBER, FieldKind.MONEY)
_NUMBERS = ("passport", "_code", "licence_number", "account_number")      # their letters are no Telex: "AS1" is not "Á1"
_DAYS = (FieldKind.DATE, FieldKind.PARTIAL_DATE)


def input_for(ask: Ask, today: date, province: str) -> Input:
    """`province`: of the address whose commune is asked, else of this office, where people are likeliest from."""
    question = ask.question
    if ask.part:
        return _of_address(ask.part, today, province)
    if question.kind in _FIGURES:
        return FiguresInput(question)
    if question.kind in _DAYS:
        return DayInput(partial=question.kind is FieldKind.PARTIAL_DATE)
    match question.kind:
        case FieldKind.YES_NO:
            return YesNo(_("Tôi cam đoan"), _("Chưa")) if question.must_be_yes else YesNo()
        case FieldKind.CHECKS:
            return SomeOf(question.choices)
        case FieldKind.SELECT if len(question.choices) > _FEW:
            return FromMany(sorted(question.choices, key=lambda choice: choice.code != _HOME))
        case FieldKind.SELECT:
            return OneOf(question.choices, _("Tôi chưa rõ, cán bộ sẽ xem") if ask.path == "case" else "")
    return WordsInput(_typing(question), secret=_names_somebody(question))


def _of_address(part: str, today: date, province: str) -> Input:
    if part == "detail":
        return WordsInput(Typing.SENTENCE)
    if part == "province":
        ordered = sorted(provinces(), key=lambda one: one.code != province)
        return FromMany([Choice(one.code, name_on(one, today)) for one in ordered])
    return FromMany([Choice(one.code, name_on(one, today)) for one in communes(province)])


def _names_somebody(question: Question) -> bool:
    """The number of an identity paper."""
    return question.card_field == "personal_id" or question.key.endswith("passport")


def _typing(question: Question) -> Typing:
    if question.kind is FieldKind.EMAIL:
        return Typing.ADDRESS
    if question.card_field == "personal_id" or question.key == "code" or question.key.endswith(_NUMBERS):
        return Typing.NUMBER
    if question.card_field == "full_name" or question.key in ("full_name", "name") or question.key.endswith("_name"):
        return Typing.NAME
    return Typing.SENTENCE
