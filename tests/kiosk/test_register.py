"""The register: whatever is played at a counter, the lines of any period are what was received in it, and add up."""

import shutil
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlcipher3 import dbapi2 as sqlcipher

from kiosk.dossier import PortalStatus
from kiosk.due_lines import DueDates
from kiosk.express import ExpressRow
from kiosk.hand_back import AlreadyHanded, NotReady, ReturnedElsewhere
from kiosk.procedures import EndOfTerm
from kiosk.register import Period, RegisterFilter, RegisterState, days_of, of_days, totals
from kiosk.store import dossiers, register
from kiosk.till import TakenFee
from tests.kiosk.certifying import CALENDAR, CATALOGUE, COPIES, express, order
from tests.kiosk.handing import OFFICER, Handing, to_submitter
from tests.kiosk.store_fixtures import DAY_MS, NINE_O_CLOCK, Counter, named
from tests.kiosk.test_notices import Desk as NoticeDesk
from tests.kiosk.tills import Desk

IN_MEMORY = Path("/dev/shm")
HOUR = 3_600_000
EVER = RegisterFilter(0, 2**62, NINE_O_CLOCK)
ROOT = Path(__file__).parents[1] / "fixtures"
_S = PortalStatus


@pytest.fixture
def here(counter):
    with counter.open() as store:
        yield Handing(counter, store)


def numbers(store, **wanted):
    return [row.number for row in register.rows(store.read(), replace(EVER, **wanted))]


# ---- one line ------------------------------------------------------------------------------------


def test_a_line_says_what_the_sealed_form_says(here):
    received = here.receive()
    (row,) = register.rows(here.store.read(), EVER)
    form = received.form
    assert (row.dossier, row.number, row.received_at) == (received.dossier, received.number, form.received_at)
    assert (row.person, row.submitter, row.phone) == (
        form.owners[0].party.full_name, form.submitter.person.full_name, form.submitter.phone
    )
    assert form.owners[0].party.address.detail in row.address
    assert (row.procedure, row.procedure_name, row.officer) == (form.procedure, form.procedure_name, form.officer)
    assert (row.due_at, row.method, row.fee) == (form.due_at, form.hand_over.method, form.fee.total)
    assert (row.state, row.handed_at, row.returned_at, row.paid) == (RegisterState.WAITING, None, None, 0)


def test_the_official_number_stands_first_and_the_temporary_one_still_finds(here):
    received = here.receive()
    official = "H99.01.02-251126-0001"
    here.store.write(lambda database: dossiers.add_number(database, received.dossier, official, "official", NINE_O_CLOCK))
    (row,) = register.rows(here.store.read(), EVER)
    assert (row.number, row.temporary_number) == (official, received.number)
    assert numbers(here.store, text=received.number.lower()) == [official]
    assert numbers(here.store, text="251126-0001") == [official]


@pytest.mark.parametrize(("status", "state"), [
    (_S.ACCEPTED, RegisterState.WAITING), (_S.SUPPLEMENT_WANTED, RegisterState.PAUSED), (_S.PAYMENT_WANTED, RegisterState.PAUSED),
    (_S.PROCESSED, RegisterState.READY), (_S.WITHDRAWN, RegisterState.READY), (_S.STOPPED, RegisterState.READY),
    (_S.RETURNED, RegisterState.RETURNED), (_S.NOT_ACCEPTED, RegisterState.NOT_ACCEPTED),
])  # fmt: skip
def test_the_portal_is_believed(here, status, state):
    received = here.receive()
    here.decide(received.dossier, status)
    (row,) = register.rows(here.store.read(), EVER)
    assert row.state is state
    assert row.returned_at == (NINE_O_CLOCK if status is _S.RETURNED else None)
    assert (row.due_at is None) == (state is RegisterState.PAUSED)


def test_late_is_what_is_not_done_after_its_date_as_things_stand(here):
    received, dates = here.receive(), DueDates(CATALOGUE, CALENDAR, EndOfTerm.SAME_CLOCK_TIME)
    due = received.form.due_at
    assert due is not None
    late = replace(EVER, now=due + 1)
    assert register.rows(here.store.read(), late)[0].state is RegisterState.OVERDUE
    here.decide(received.dossier, _S.SUPPLEMENT_WANTED)
    here.counter.clock.advance(5 * DAY_MS)
    here.decide(received.dossier, _S.PROCESSING)
    assert register.rows(here.store.read(), late)[0].state is RegisterState.OVERDUE
    (moved,) = register.rows(here.store.read(), late, dates)
    assert moved.state is RegisterState.WAITING
    assert moved.due_at is not None
    assert moved.due_at > due


def test_a_certification_handed_over_on_the_spot_is_returned_without_a_record_of_its_own(here):
    express(here.store).certify(order(COPIES, ExpressRow("Giấy khai sinh", 3, 2)), OFFICER)
    (row,) = register.rows(here.store.read(), EVER)
    assert (row.state, row.handed_at, row.returned_at) == (RegisterState.RETURNED, None, row.received_at)


def test_a_certification_waits_to_be_handed_over_and_a_hand_back_fills_the_day(here):
    certified = express(here.store).certify(order(COPIES, ExpressRow("Giấy khai sinh", 3, 2), later=True), OFFICER)
    (row,) = register.rows(here.store.read(), EVER)
    assert (row.number, row.state) == (certified.received.number, RegisterState.READY)
    here.counter.clock.advance(HOUR)
    here.backs.hand_over(to_submitter(certified.received), OFFICER)
    (row,) = register.rows(here.store.read(), EVER)
    assert (row.state, row.handed_at, row.returned_at) == (RegisterState.RETURNED, NINE_O_CLOCK + HOUR, NINE_O_CLOCK + HOUR)


def test_what_was_refused_is_a_line_only_where_it_is_asked_for(here):
    desk = NoticeDesk(here.store)
    refused, came_back = desk.draft(), desk.draft(submitter=named("Đỗ Thị Ước")[0])
    notice = desk.notices.refusal(refused, "other", "Không thuộc thẩm quyền", OFFICER)
    first = desk.supplement(came_back)
    assert numbers(here.store) == []
    assert numbers(here.store, state=RegisterState.NOT_ACCEPTED) == [notice.number, first.number]
    assert numbers(here.store, state=RegisterState.NOT_ACCEPTED, text="do uoc") == [first.number]
    assert register.unreceived(here.store.read(), EVER) == 2
    rows = register.rows(here.store.read(), replace(EVER, state=RegisterState.NOT_ACCEPTED))
    assert (totals(rows).dossiers, totals(rows).notices) == (0, 2)


# ---- what is looked for --------------------------------------------------------------------------


def test_text_finds_with_or_without_marks_and_by_beginnings(here):
    for name in ("Đặng Thị Ngọc Ánh", "Dương Văn Ước"):
        submitter, owners = named(name)
        here.counter.receive(here.store, (), here.counter.intake(submitter=submitter, owners=owners))
    one, other = numbers(here.store)
    assert numbers(here.store, text="dang ngoc") == [one]
    assert numbers(here.store, text="ƯỚC") == [other]
    assert numbers(here.store, text="đặng ước") == []
    assert numbers(here.store, text="  ") == [one, other]
    assert numbers(here.store, text='"*') == []
    assert numbers(here.store, officer="cb-001") == [one, other]
    assert numbers(here.store, officer="cb-009") == []
    assert numbers(here.store, procedure="1.004873") == [one, other]
    assert numbers(here.store, procedure="2.000815") == []
    assert numbers(here.store, kind=("2.000815", "1.004873")) == [one, other]
    assert numbers(here.store, kind=("2.000815",)) == []
    assert [code for code, _name in register.procedures(here.store.read())] == ["1.004873"]
    assert [officer.id for officer in register.officers(here.store.read())] == ["cb-001"]


@pytest.mark.parametrize(("period", "first", "last"), [
    (Period.TODAY, date(2026, 11, 25), date(2026, 11, 25)), (Period.WEEK, date(2026, 11, 23), date(2026, 11, 29)),
    (Period.MONTH, date(2026, 11, 1), date(2026, 11, 30)),
])  # fmt: skip
def test_periods_are_whole_days(period, first, last):
    assert days_of(period, date(2026, 11, 25)) == (first, last)


def test_december_ends_with_its_year():
    assert days_of(Period.MONTH, date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))


def test_a_line_is_never_changed_nor_removed(here):
    here.receive()
    for act in ("UPDATE register_line SET fee = 0", "DELETE FROM register_line"):
        with pytest.raises(sqlcipher.IntegrityError):
            here.store.write(lambda database, act=act: database.execute(act))


def test_a_store_of_an_earlier_schema_has_its_lines_after_the_upgrade(tmp_path):
    from tests.fixtures.make_store import contents, opening_of

    kept = ROOT / "store-schema-3"
    shutil.copytree(kept, tmp_path / "store")
    from kiosk.store import open_store

    with open_store(opening_of(tmp_path / "store")) as store:
        (row,) = register.rows(store.read(), EVER)
        form, _body = dossiers.form_of(store.read(), row.dossier)
        assert (row.number, row.dossier, row.submitter) == (
            contents(kept).number, contents(kept).dossier, contents(kept).submitter
        )
        assert (row.officer, row.fee, row.method) == (form.officer, form.fee.total, form.hand_over.method)
        assert row.phone == (form.owners[0].phone or form.submitter.phone)
        assert form.owners[0].party.address.detail in row.address


# ---- anything that may happen at a counter -------------------------------------------------------


class AnyDays(RuleBasedStateMachine):
    """Dossiers are received, certified, paid, decided, handed over, refused on any day; a plain model keeps count."""

    @initialize()
    def open(self) -> None:
        self._room = tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None)
        self._counter = Counter(Path(self._room.name))
        self._open = self._counter.open()
        self.here = Handing(self._counter, self._open.__enter__())
        self.desk = Desk(self._counter, self.here.store)
        self.desk.till.open_drawer(1_000_000, OFFICER)
        self.received, self.due, self.paid, self.handed, self.status, self.refused = [], {}, {}, {}, {}, []

    def teardown(self) -> None:
        if hasattr(self, "here"):
            self._open.__exit__(None, None, None)
            self._room.cleanup()

    def _keep(self, received, fee: int, paid: int) -> None:
        self.received.append(received)
        self.due[received.dossier], self.paid[received.dossier] = fee, paid

    @rule(amount=st.sampled_from([5_000, 15_000]), later=st.booleans())
    def receive(self, amount, later) -> None:
        taken = TakenFee("later") if later else TakenFee("cash", 20_000)
        received = self.desk.receive(amount, taken)
        self._keep(received, received.form.fee.total, 0 if later else received.form.fee.total)

    @rule(pages=st.integers(1, 30), copies=st.integers(1, 4))
    def certify(self, pages, copies) -> None:
        way = express(self.here.store, self.desk.till.charge)
        wanted = order(COPIES, ExpressRow("Giấy khai sinh", copies, pages))
        fee = way.quote(wanted).total
        made = way.certify(wanted, OFFICER, TakenFee("cash", fee))
        self._keep(made.received, fee, fee)

    @rule(pick=st.integers(0, 9), part=st.integers(1, 5_000))
    def refund(self, pick, part) -> None:
        payments = [pay for pay in self.desk.till.view().today if self.paid.get(pay.payment.dossier, 0) >= part
                    and pay.payment.kind == "charge"]  # fmt: skip
        if payments:
            one = payments[pick % len(payments)].payment
            self.desk.till.refund(one.id, part, "thu thừa", OFFICER)
            self.paid[one.dossier] -= part

    @rule(pick=st.integers(0, 9), status=st.sampled_from(PortalStatus))
    def decide(self, pick, status) -> None:
        if self.received:
            one = self.received[pick % len(self.received)]
            self.here.decide(one.dossier, status)
            self.status[one.dossier] = status

    @rule(pick=st.integers(0, 9))
    def hand_over(self, pick) -> None:
        if not self.received:
            return
        one = self.received[pick % len(self.received)]
        if self.paid[one.dossier] < self.due[one.dossier]:
            return
        try:
            self.here.backs.hand_over(to_submitter(one), OFFICER)
        except (NotReady, AlreadyHanded, ReturnedElsewhere):
            return
        self.handed[one.dossier] = self._counter.clock.now_ms()

    @rule()
    def refuse(self) -> None:
        notices = NoticeDesk(self.here.store)
        notice = notices.notices.refusal(notices.draft(), "other", "Không thuộc thẩm quyền", OFFICER)
        self.refused.append((notice.issued_at, notice.number))

    @rule(hours=st.sampled_from([1, 7, 24, 24 * 9, 24 * 40]))
    def wait(self, hours) -> None:
        self._counter.clock.advance(hours * HOUR)

    @invariant()
    def the_register_is_what_was_received(self) -> None:
        if not hasattr(self, "here"):
            return
        now, database = self._counter.clock.now_ms(), self.here.store.read()
        for first, last in ((NINE_O_CLOCK - DAY_MS, now + DAY_MS), (NINE_O_CLOCK + DAY_MS, now - DAY_MS), (now - DAY_MS, now)):
            wanted = RegisterFilter(first, last, now)
            played = [one for one in self.received if first <= one.form.received_at < last]
            rows = register.rows(database, wanted)
            assert [(row.number, row.dossier) for row in rows] == [(one.number, one.dossier) for one in played]
            count = totals(rows)
            assert count.dossiers == len(played)
            assert count.fee == sum(self.due[one.dossier] for one in played)
            assert count.paid == sum(self.paid[one.dossier] for one in played)
            assert [row.handed_at for row in rows] == [self.handed.get(one.dossier) for one in played]
            by_state = [register.rows(database, replace(wanted, state=state)) for state in RegisterState]
            split = [row for part in by_state for row in part if not row.is_notice]
            assert sorted(row.dossier for row in split) == sorted(row.dossier for row in rows)
            told = [row.number for part in by_state for row in part if row.is_notice]
            assert told == [number for at, number in self.refused if first <= at < last]

    @invariant()
    def days_add_up_to_their_month(self) -> None:
        if not hasattr(self, "here"):
            return
        now, database = self._counter.clock.now_ms(), self.here.store.read()
        month = of_days(date(2026, 11, 1), date(2026, 11, 30), now)
        days = [of_days(date(2026, 11, day), date(2026, 11, day), now) for day in range(1, 31)]
        assert [row for day in days for row in register.rows(database, day)] == list(register.rows(database, month))


def test_the_register_adds_up_whatever_is_played():
    run_state_machine_as_test(AnyDays, settings=settings(max_examples=12, stateful_step_count=18, deadline=None))
