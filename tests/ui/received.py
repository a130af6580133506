"""Dossiers already received at an open counter, for tests of what is done with them."""

import dataclasses

from kiosk.dossier import Owner, Submitter
from kiosk.invented import Invention
from kiosk.store.drafts import Draft
from tests.ui.office import OFFICER, OpenCounter


def receive_some(office: OpenCounter, count: int, seed: int = 5) -> list[str]:
    """Their numbers."""
    invention, numbers = Invention(seed), []
    where = office.counter.settings.office
    for _number in range(count):
        at = office.clock.now_ms()
        intake = invention.intake(where.code, where.counter, OFFICER.id, 0, at)
        opened = office.counter.intakes.open(intake.procedure, OFFICER)
        draft = Draft(opened.id, OFFICER.id, intake, opened_at=at, saved_at=at)
        numbers.append(office.counter.intakes.receive(office.counter.intakes.save(draft)).number)
    return numbers


def receive_of(office: OpenCounter, submitter: Submitter, *owners: Owner) -> str:
    """The number of an invented dossier, of these people."""
    where, intakes = office.counter.settings.office, office.counter.intakes
    invented = Invention(3).intake(where.code, where.counter, OFFICER.id, 0, office.clock.now_ms())
    intake = dataclasses.replace(invented, submitter=submitter, owners=owners or (Owner(submitter.person),))
    draft = intakes.open(intake.procedure, OFFICER)
    return intakes.receive(intakes.save(dataclasses.replace(draft, intake=intake))).number
