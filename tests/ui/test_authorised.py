"""Acting by authorisation: the paper is on the checklist exactly while it is wanted; one owner of several is enough."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.catalogue import Catalogue
from kiosk.checks import check
from kiosk.conditions import requirements_asked
from kiosk.dossier import HowMet, Owner, PaperRecord, Relation, Submitter
from kiosk.intake import Intake
from kiosk.people import Citizen
from tests.ui.at_counter import at_counter

DAY = date(2026, 11, 25)
BUSINESS = "1.001612"
BUYER = Citizen("Lò Văn Pâng", "001092000456")
SELLER = Citizen("Lò Thị Hạnh", "001192000123")


@pytest.mark.parametrize("code", ["1.001612", "1.013831", "2.001610", "3.000333"])
def test_the_paper_is_wanted_of_whoever_acts_by_authorisation_and_of_nobody_else(code):
    procedure = Catalogue.load().on(code, DAY)
    itself = Intake(code, submitter=Submitter(BUYER), owners=(Owner(BUYER),))
    both = replace(itself, owners=(Owner(BUYER), Owner(SELLER, Relation.AUTHORISED, "số 12 ngày 01/11/2026")))
    parents = replace(itself, owners=(Owner(SELLER, Relation.REPRESENTATIVE),))
    wanted = [
        "authorisation" in {needed.key for needed in requirements_asked(procedure, intake.situation(procedure))}
        for intake in (itself, both, parents)
    ]
    assert wanted == [False, True, False]
    brought = replace(both, papers=(PaperRecord("authorisation", "Văn bản ủy quyền", HowMet.ORIGINAL),))
    missing = [{problem.field for problem in check(intake, procedure, DAY)} for intake in (both, brought)]
    assert ["requirements.authorisation" in fields for fields in missing] == [True, False]


def test_the_checklist_follows_the_relation_by_keyboard(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as at:
        form = at.form(BUSINESS)
        owner = form.form.owners.owners[0]
        at.hands.fill(owner.kind, "person")
        at.settle()
        assert "requirements.authorisation.how" not in form.form.fields()
        at.hands.fill(owner.relation, Relation.AUTHORISED.value)
        at.wait(lambda: "requirements.authorisation.how" in form.form.fields())
        assert "owners[0].authorisation" in form.form.fields()
        at.hands.fill(owner.relation, Relation.RELATIVE.value)
        at.wait(lambda: "requirements.authorisation.how" not in form.form.fields())
