"""The due date as things stand: what the procedure's own rule makes of the waiting for the citizen."""

from datetime import date, datetime

import pytest

from kiosk.catalogue import Catalogue
from kiosk.dossier import Form, Pause
from kiosk.due_now import due_now
from kiosk.holidays import load_holidays
from kiosk.invented import Invention
from kiosk.making import Making, Rules
from kiosk.moments import VIETNAM, epoch_ms
from kiosk.office_calendar import office_calendar
from kiosk.office_hours import OfficeHours
from kiosk.procedures import EndOfTerm, Procedure

CALENDAR = office_calendar(OfficeHours(), load_holidays())


def at(day: int, hour: int, minute: int = 0) -> int:
    return epoch_ms(datetime(2026, 12, day, hour, minute, tzinfo=VIETNAM))


@pytest.fixture
def procedure() -> Procedure:
    return Catalogue.load().on("1.004873", date(2026, 12, 1))


@pytest.fixture
def form(procedure: Procedure) -> Form:
    """Received on Tuesday 1 December at 9:00, three working days: due on Friday the 4th at 9:00."""
    received = at(1, 9)
    intake = Invention(3).intake("H99.01.02", "Quầy 1", "cb-001", page_count=0, now=received)
    making = Making(intake, procedure, Rules(CALENDAR, EndOfTerm.SAME_CLOCK_TIME, {}), received)
    return making.form("01a20c55-1c3a-7261-953a-2161ad5c314f", ())


def test_without_a_pause_the_promise_stands(form: Form, procedure: Procedure) -> None:
    now = due_now(form, procedure, CALENDAR, EndOfTerm.SAME_CLOCK_TIME, ())
    assert now is not None
    assert now.due_at == form.due_at == at(4, 9)


def test_a_supplement_restarts_the_clock_once_complete(form: Form, procedure: Procedure) -> None:
    """NĐ 118/2025 Đ19.5: the term runs from zero when the citizen has completed the dossier."""
    pause = Pause(at(2, 10), at(8, 14), "supplement")
    now = due_now(form, procedure, CALENDAR, EndOfTerm.SAME_CLOCK_TIME, (pause,))
    assert now is not None
    assert now.due_at == at(11, 14)


def test_while_the_citizen_is_awaited_nothing_is_due(form: Form, procedure: Procedure) -> None:
    now = due_now(form, procedure, CALENDAR, EndOfTerm.SAME_CLOCK_TIME, (Pause(at(2, 10), None, "supplement"),))
    assert now is not None
    assert now.due_at is None
