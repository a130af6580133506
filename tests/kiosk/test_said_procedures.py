"""A citizen who reads English is asked in English, whichever procedure it is; what is sealed stays as the law words it."""

import random
import re
from dataclasses import replace

import pytest

from kiosk.catalogue import Catalogue
from kiosk.dossier import HowMet
from kiosk.moments import FixedClock
from kiosk.procedures import Channel, FieldKind
from kiosk.selfservice.answers_list import lines_of
from kiosk.selfservice.guides import Guides
from kiosk.selfservice.papers import Said, met
from kiosk.selfservice.questions import ask_of, asks, faults
from kiosk.selfservice.said_procedures import said, texts_of
from kiosk.settings import DEMO
from kiosk.words import _, speak
from tests.kiosk.test_kiosk_questions import CODES, TODAY, walk

NOON = 1_795_928_400_000                   # 29/11/2026
MARKED = re.compile(r"[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)
NAMES = 50                                 # so many choices are a list of peoples or countries: names stay names
TERMS = re.compile(r"\((?:Căn cước|CCCD)[^)]*\)|đồng|CMND")    # as they stand printed on papers and money


def vietnamese(*texts):
    return [text for text in texts if MARKED.search(TERMS.sub("", text))]


@pytest.fixture
def english():
    speak("en")
    yield
    speak("vi")


def shipped():
    catalogue = Catalogue.load()
    return [catalogue.version(code, version) for code in catalogue.codes() for version in catalogue.versions(code)]


def test_no_shipped_word_lacks_english(english):
    names = {choice.label for one in shipped() for question in one.questions for choice in question.choices
             if len(question.choices) > NAMES}  # fmt: skip
    for one in shipped():
        told = said(one)
        assert set(vietnamese(*texts_of(told))) <= {_(name) for name in names}
        shown = (*told.sections, *told.requirements, *told.cases, *told.fees, *told.deadlines, *told.rules, *told.questions)
        assert {getattr(part, field) for part in shown for field in ("title", "name", "text", "message", "label")
                if hasattr(part, field)} <= set(texts_of(told))  # fmt: skip


def test_in_vietnamese_nothing_is_touched():
    (first, *_rest) = shipped()
    assert said(first) is first


@pytest.mark.parametrize("code", CODES)
def test_every_question_answer_and_mistake_is_english(english, code):
    procedure, intake, _seen = walk(code, random.Random(3), optional=True)
    told = said(procedure)
    for ask in asks(told, intake):
        question = ask.question
        texts = [ask.title, ask.section, question.label, question.hint, question.unit]
        texts += [choice.label for choice in question.choices if len(question.choices) <= NAMES]
        texts += [one.sentence for one in faults(told, intake, ask, None, TODAY)]
        assert vietnamese(*texts) == []
    for heading, lines in lines_of(told, intake, NOON):
        assert vietnamese(heading, *(line.said() for line in lines)) == []


def test_its_keys_and_what_is_kept_are_the_same(english):
    procedure, intake, _seen = walk("1.004873", random.Random(3), optional=True)
    told = said(procedure)
    assert [ask.id for ask in asks(told, intake)] == [ask.id for ask in asks(procedure, intake)]
    needed = procedure.requirements[0]
    assert met(Said(procedure, intake), needed, HowMet.SCANNED).papers[-1].name == needed.name
    assert ask_of(asks(told, intake), "answers.purpose").question.kind is FieldKind.SELECT


def test_a_rule_that_is_broken_is_told_in_english(english):
    procedure, intake, _seen = walk("1.004873", random.Random(3), optional=True)
    told = said(procedure)
    wrong = replace(intake, answers={**intake.answers, "period_from": "2020-05-01", "period_to": "2020-01-01"})
    ask = ask_of(asks(told, wrong), "answers.period_to")
    sentences = {one.sentence for one in faults(told, replace(wrong, answers=intake.answers | {"period_from": "2020-05-01"}), ask,
                                                "2020-01-01", TODAY)}  # fmt: skip
    assert "The period of residence ends before it begins" in sentences


def test_a_procedure_is_found_by_its_name_in_either_language(english):
    guides = Guides(Catalogue.load(), DEMO, FixedClock(NOON))
    assert [entry.code for entry in guides.search("marital status")] == ["1.004873"]
    assert "1.004873" in [entry.code for entry in guides.search("tinh trang hon nhan")]
    guide = guides.open("1.004873", Channel.ONLINE)
    assert vietnamese(guide.name, *guide.fees, *guide.terms, *(paper.name for paper in guide.papers)) == []
