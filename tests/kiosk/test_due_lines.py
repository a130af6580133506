"""What the lists call due: the promise of the receipt, moved by the waiting for the citizen."""

from datetime import datetime
from pathlib import Path

import pytest
from uuid_utils.compat import uuid7

from kiosk.dossier import PortalStatus
from kiosk.moments import VIETNAM, epoch_ms
from kiosk.portal_words import Said
from kiosk.store import dossiers
from kiosk.store.portal import decide
from tests.kiosk.test_counter import filled
from tests.ui.office import OFFICER, OpenCounter

PROMISED = epoch_ms(datetime(2026, 11, 30, 9, tzinfo=VIETNAM))    # three working days from Wednesday the 25th at 9:00
MOVED = epoch_ms(datetime(2026, 12, 4, 14, tzinfo=VIETNAM))       # three from Tuesday the 1st at 14:00


def at(month: int, day: int, hour: int) -> int:
    return epoch_ms(datetime(2026, month, day, hour, tzinfo=VIETNAM))


@pytest.fixture
def office(tmp_path: Path):
    with OpenCounter(tmp_path) as opened:
        yield opened


def received(office: OpenCounter, seed: int) -> str:
    return office.counter.intakes.receive(filled(office, office.counter.intakes.open("1.004873", OFFICER), seed)).dossier


def said(office: OpenCounter, dossier: str, status: PortalStatus, moment: int) -> None:
    """The portal decides at a moment, which is now."""
    office.clock.advance(moment - office.clock.now_ms())
    word = Said(str(uuid7()), dossier, int(status), "", "Phòng Tư pháp", moment)
    office.store.write(lambda database: decide(database, office.store.device, word, moment))


def go(office: OpenCounter, moment: int) -> None:
    office.clock.advance(moment - office.clock.now_ms())


def test_what_waits_for_the_citizen_is_due_at_no_time(office):
    waiting, steady = received(office, 1), received(office, 2)
    said(office, waiting, PortalStatus.SUPPLEMENT_WANTED, at(11, 26, 10))
    go(office, at(12, 1, 10))
    desk = office.counter.records.desk()
    assert [(line.id, line.due_at) for line in desk.overdue] == [(steady, PROMISED)]
    assert [(line.id, line.due_at) for line in desk.wanted] == [(waiting, None)]
    assert {line.id: line.due_at for line in office.counter.records.search("")} == {waiting: None, steady: PROMISED}


def test_after_the_supplement_the_desk_goes_by_the_date_the_term_now_ends(office):
    moved, steady = received(office, 1), received(office, 2)
    said(office, moved, PortalStatus.SUPPLEMENT_WANTED, at(11, 26, 10))
    said(office, moved, PortalStatus.PROCESSING, at(12, 1, 14))
    desk = office.counter.records.desk()
    assert [line.id for line in desk.overdue] == [steady]
    assert desk.counts["overdue"] == 1

    go(office, at(12, 4, 8))
    desk = office.counter.records.desk()
    assert [(line.id, line.due_at) for line in desk.due_today] == [(moved, MOVED)]
    assert (desk.counts["due_today"], desk.counts["overdue"]) == (1, 1)

    go(office, at(12, 4, 15))
    desk = office.counter.records.desk()
    assert [line.id for line in desk.overdue] == [steady, moved]
    assert (desk.counts["due_today"], desk.counts["overdue"]) == (0, 2)

    said(office, moved, PortalStatus.PROCESSED, at(12, 4, 16))
    assert [line.id for line in office.counter.records.desk().overdue] == [steady]


def test_the_look_up_and_its_detail_tell_the_same_date(office):
    dossier = received(office, 1)
    said(office, dossier, PortalStatus.SUPPLEMENT_WANTED, at(11, 26, 10))
    said(office, dossier, PortalStatus.PROCESSING, at(12, 1, 14))
    detail = office.counter.records.detail(dossier)
    assert detail.due is not None
    assert (detail.form.due_at, detail.due.due_at, detail.line.due_at) == (PROMISED, MOVED, MOVED)
    assert [line.due_at for line in office.counter.records.search(detail.line.number)] == [MOVED]
    assert [line.due_at for line in office.counter.records.search(detail.line.submitter)] == [MOVED]


def test_no_form_is_read_where_nobody_waited(office, monkeypatch):
    dossier = received(office, 1)
    monkeypatch.setattr("kiosk.due_lines.form_of", None)
    go(office, PROMISED + 1)
    assert [line.id for line in office.counter.records.desk().overdue] == [dossier]
    assert [line.due_at for line in office.counter.records.search("")] == [PROMISED]
    assert dossiers.line(office.store.read(), dossier) == office.counter.records.desk().overdue[0]
