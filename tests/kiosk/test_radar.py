"""The radar: coming, unmoved, whose turn it is and whom to phone."""

import dataclasses
from pathlib import Path

import msgspec
import pytest

from kiosk.dossier import LocalState, PortalStatus
from kiosk.express import ExpressOrder, ExpressRow
from kiosk.invented import Invention
from kiosk.radar import DAY_MS, HOUR_MS, contact_for, next_step, turn_of
from kiosk.settings import Contact, RadarSettings
from kiosk.states import Actor
from kiosk.store.dossiers import DossierLine, form_of
from kiosk.till import TakenFee
from tests.kiosk.test_due_lines import at, go, received, said
from tests.ui.office import OFFICER, OpenCounter

COUNTY = Contact(name="Tư pháp", phone="11", sectors=("Hộ tịch",))
EVERYTHING = Contact(name="Văn phòng", phone="22")
ONE = Contact(name="Người phụ trách", phone="33", procedures=("1.004873",))
LINE = DossierLine("d", "n", None, "1.004873", "Xác nhận", "Lê Thị Na", "", 0, None, LocalState.SEALED, None, None, None)


@pytest.fixture
def office(tmp_path: Path):
    with OpenCounter(tmp_path) as opened:
        yield opened


def acknowledged(office: OpenCounter, dossier: str, moment: int) -> None:
    def write(database):
        database.execute("UPDATE dossier SET state = 'acknowledged' WHERE id = ?", [dossier])
        database.execute(
            "INSERT INTO acknowledgement (dossier, manifest, body, key_id, signature, received_at) VALUES (?, 1, ?, 'k', ?, ?)",
            [dossier, b"{}", b"s", moment],
        )

    office.store.write(write)


def unmoved(office: OpenCounter) -> list[str]:
    desk = office.counter.records.desk()
    assert desk.counts["unmoved"] == len(desk.unmoved)
    return [line.id for line in desk.unmoved]


def certified(office: OpenCounter, *, later: bool) -> str:
    """Copies, taken away on the spot or kept here for their person."""
    order = ExpressOrder("2.000815", Invention(1).person(), (ExpressRow("Học bạ", 2, 1),), later=later)
    return office.counter.express.certify(order, OFFICER, TakenFee()).received.dossier


def test_copies_taken_away_on_the_spot_are_neither_late_nor_unmoved(office):
    gone, kept = certified(office, later=False), certified(office, later=True)
    for dossier in (gone, kept):
        acknowledged(office, dossier, office.clock.now_ms())
    office.clock.advance(5 * DAY_MS)
    desk = office.counter.records.desk()
    assert [line.id for line in desk.overdue] == [kept]
    assert unmoved(office) == [kept]


@pytest.mark.parametrize(("state", "status", "kept", "turn"), [
    (LocalState.SEALED, None, False, None), (LocalState.SEALED, None, True, Actor.OFFICER),
    (LocalState.ACKNOWLEDGED, None, False, Actor.NOBODY), (LocalState.ACKNOWLEDGED, None, True, Actor.OFFICER),
    (LocalState.ACKNOWLEDGED, PortalStatus.ACCEPTED, False, Actor.NOBODY),
    (LocalState.ACKNOWLEDGED, PortalStatus.SUPPLEMENT_WANTED, False, Actor.CITIZEN),
    (LocalState.QUARANTINED, None, False, Actor.OFFICER),
])  # fmt: skip
def test_no_authority_decides_on_copies_certified_here(state, status, kept, turn):
    line = dataclasses.replace(LINE, made_here=True, kept=kept, state=state, portal_status=status)
    assert turn_of(line) is turn


def test_what_was_sent_and_never_heard_of_is_unmoved_after_so_many_hours(office):
    dossier, unsent = received(office, 1), received(office, 2)
    sent = at(11, 26, 10)                                # a day after receipt: the wait begins with the sending
    acknowledged(office, dossier, sent)
    hours = RadarSettings().unmoved_hours * HOUR_MS
    go(office, sent + hours)
    assert unmoved(office) == []
    go(office, sent + hours + 1)
    assert unmoved(office) == [dossier]
    assert unsent in {line.id for line in office.counter.records.desk().unsent}


@pytest.mark.parametrize("status", list(PortalStatus))
def test_a_word_of_the_portal_starts_the_hours_anew_and_processing_ends_them(office, status):
    dossier = received(office, 1)
    acknowledged(office, dossier, at(11, 25, 10))
    said(office, dossier, status, at(11, 27, 9))
    assert unmoved(office) == []
    go(office, at(11, 30, 9))
    stuck = status in {PortalStatus.NEWLY_REGISTERED, PortalStatus.ACCEPTED}
    assert unmoved(office) == ([dossier] if stuck else [])


def test_coming_is_neither_today_nor_late_and_counts_working_days(office):
    dossier = received(office, 1)                        # Wednesday the 25th, due on Monday the 30th at 9:00
    for day, named in ((25, "coming"), (27, "coming"), (30, "due_today")):
        go(office, at(11, day, 8) if day > 25 else office.clock.now_ms())
        desk = office.counter.records.desk()
        lists = {name for name in ("coming", "due_today", "overdue") if dossier in {line.id for line in getattr(desk, name)}}
        assert lists == {name for name in ("coming", "due_today", "overdue") if desk.counts[name]} == {named}


def test_what_waited_for_the_citizen_is_coming_by_its_new_date(office):
    dossier = received(office, 1)
    said(office, dossier, PortalStatus.SUPPLEMENT_WANTED, at(11, 26, 10))
    assert office.counter.records.desk().counts["coming"] == 0
    said(office, dossier, PortalStatus.PROCESSING, at(12, 1, 14))
    assert [line.id for line in office.counter.records.desk().coming] == [dossier]


def test_the_nearest_number_is_the_one_to_call():
    every = (EVERYTHING, COUNTY, ONE)
    assert contact_for("1.004873", "Hộ tịch", every) is ONE
    assert contact_for("1.001193", "Hộ tịch", every) is COUNTY
    assert contact_for("1.001612", "Đăng ký kinh doanh", every) is EVERYTHING
    assert contact_for("1.001612", "Đăng ký kinh doanh", (COUNTY, ONE)) is None


@pytest.mark.parametrize(("state", "status", "handed", "actor", "phone"), [
    (LocalState.SEALED, None, None, None, ""),
    (LocalState.QUARANTINED, None, None, Actor.OFFICER, ""),
    (LocalState.ACKNOWLEDGED, None, None, Actor.AUTHORITY, "11"),
    (LocalState.PURGED, PortalStatus.PROCESSING, None, Actor.AUTHORITY, "11"),
    (LocalState.ACKNOWLEDGED, PortalStatus.SUPPLEMENT_WANTED, None, Actor.CITIZEN, "0900000001"),
    (LocalState.ACKNOWLEDGED, PortalStatus.PROCESSED, None, Actor.OFFICER, ""),
    (LocalState.ACKNOWLEDGED, PortalStatus.PROCESSED, 5, Actor.NOBODY, ""),
])  # fmt: skip
def test_whose_turn_and_whom_to_phone(state, status, handed, actor, phone):
    line = dataclasses.replace(LINE, state=state, portal_status=status, handed_at=handed)
    step = next_step(line, "Hộ tịch", (COUNTY,), "0900000001")
    assert (step.actor, step.phone) == (actor, phone)


def test_the_counter_finds_the_citizens_number_without_opening_a_form(office, monkeypatch):
    dossier = received(office, 1)
    said(office, dossier, PortalStatus.SUPPLEMENT_WANTED, at(11, 26, 10))
    form, _body = form_of(office.store.read(), dossier)
    assert form.submitter.phone
    monkeypatch.setattr("kiosk.store.dossiers.form_of", None)
    steps = office.counter.records.next_steps(office.counter.records.desk().wanted)
    assert (steps[dossier].actor, steps[dossier].phone) == (Actor.CITIZEN, form.submitter.phone)


@pytest.mark.parametrize("wrong", ['coming_days = 0', 'unmoved_hours = -1', '[[contacts]]\nname = "A"\nphone = ""', 'hours = 3'])
def test_settings_that_make_no_sense_are_refused(wrong):
    with pytest.raises(msgspec.MsgspecError):
        msgspec.toml.decode(wrong, type=RadarSettings)
