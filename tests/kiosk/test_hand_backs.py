"""Handing back: to whom it may go, once, with what lay here; nothing of it is half done, whatever is killed."""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlcipher3 import dbapi2 as sqlcipher

from kiosk import originals as ledger_of_originals
from kiosk import receipt_token
from kiosk.audit import check_chain
from kiosk.catalogue import Catalogue
from kiosk.desk import desk
from kiosk.dossier import FeeLine, HowMet, LocalState, Owner, PortalStatus, Relation
from kiosk.due_lines import DueDates
from kiosk.hand_back import (
    AlreadyHanded,
    Collector,
    FeeStillOwed,
    HandOrder,
    NotReady,
    NotRecordable,
    PaperWithheld,
    Person,
    Readiness,
    ReturnedElsewhere,
    Seen,
    Who,
    lacks,
    people_of,
    readiness,
    tidied,
)
from kiosk.ledger import LedgerLine
from kiosk.originals import NotHeld
from kiosk.people import Citizen, Organisation
from kiosk.radar import horizon
from kiosk.settings import RadarSettings
from kiosk.signing import SigningKey
from kiosk.store import audit_log, dossiers, hand_backs, ledger, originals
from kiosk.store.till import owe
from kiosk.text import fold
from tests.kiosk.certifying import express, ledgers, order
from tests.kiosk.handing import ALSO_KEPT, KEPT, OFFICER, Handing, to_proxy, to_submitter
from tests.kiosk.store_fixtures import RULES, Counter, PlugPulled, acts, count, unplugged_at
from tests.printing.sheets import Printed, words

ROOT = Path(__file__).parents[2]
IN_MEMORY = Path("/dev/shm")


@pytest.fixture
def here(counter):
    with counter.open() as store:
        yield Handing(counter, store)


# ---- what there is to hand over -------------------------------------------------------------------


@pytest.mark.parametrize(("status", "made_here", "same_day", "ready"), [
    (None, False, False, Readiness.NOT_YET), (None, False, True, Readiness.SAME_DAY), (None, True, True, Readiness.MADE_HERE),
    (4, False, True, Readiness.SAME_DAY), (5, True, True, Readiness.NOT_YET), (6, False, True, Readiness.NOT_YET),
    (9, False, False, Readiness.RESULT), (7, False, True, Readiness.PAPERS), (8, False, False, Readiness.PAPERS),
    (10, True, True, Readiness.ELSEWHERE), (3, False, True, Readiness.NOT_YET),
])  # fmt: skip
def test_the_portal_is_believed_first_then_our_own_ledger_then_the_term(status, made_here, same_day, ready):
    assert readiness(status, made_here=made_here, same_day=same_day) is ready


def test_what_waits_is_what_the_portal_has_done(here):
    ready, pending = here.done(), here.receive()
    assert [row.line.id for row in here.backs.waiting()] == [ready.dossier]
    here.decide(pending.dossier, PortalStatus.STOPPED)
    assert [row.readiness for row in here.backs.waiting()] == [Readiness.RESULT, Readiness.PAPERS]
    here.backs.hand_over(to_submitter(ready), OFFICER)
    assert [row.line.id for row in here.backs.waiting()] == [pending.dossier]


@pytest.mark.parametrize(("status", "problem"), [
    (None, NotReady), (PortalStatus.PROCESSING, NotReady), (PortalStatus.SUPPLEMENT_WANTED, NotReady),
    (PortalStatus.RETURNED, ReturnedElsewhere),
])  # fmt: skip
def test_what_is_not_ready_is_refused_and_nothing_is_written(here, status, problem):
    received = here.receive(KEPT)
    if status is not None:
        here.decide(received.dossier, status)
    before = len(acts(here.store))
    with pytest.raises(problem):
        here.backs.hand_over(replace(to_submitter(received), originals=("#1",)), OFFICER)
    assert isinstance(here.backs.case(received.dossier).refused, problem)
    assert (count(here.store, "hand_back"), len(acts(here.store))) == (0, before)
    assert len(originals.still_held(here.store.read())) == 1


def test_a_fee_still_owed_is_paid_first(here):
    received = here.done()
    fee = replace(received.form, fee=replace(received.form.fee, lines=(FeeLine("fee", "Lệ phí", 15_000, 15_000),)))
    here.store.write(lambda database: owe(database, fee))
    with pytest.raises(FeeStillOwed, match="HANDBACK-04") as told:
        here.backs.hand_over(to_submitter(received), OFFICER)
    assert "15.000" in told.value.for_person()
    here.decide(received.dossier, PortalStatus.WITHDRAWN)
    assert here.backs.hand_over(to_submitter(received), OFFICER).papers_only


# ---- who may collect ------------------------------------------------------------------------------


PEOPLE = (
    Person(Who.SUBMITTER, "Lò Thị Bé", "001199000123"), Person(Who.OWNER, "Nguyễn Văn Hòa", "001062000456"),
    Person(Who.OWNER, "Công ty TNHH Nà Lốc", organisation=True),
)  # fmt: skip


@pytest.mark.parametrize(("collector", "missing"), [
    (Collector(Who.SUBMITTER, "Lò Thị Bé"), []),
    (Collector(Who.SUBMITTER, "lo thi be"), []),
    (Collector(Who.SUBMITTER, ""), ["name"]),
    (Collector(Who.SUBMITTER, "Nguyễn Văn Hòa"), ["name"]),
    (Collector(Who.OWNER, "Nguyễn Văn Hòa", "001062000456", Seen.CARD_READ), []),
    (Collector(Who.OWNER, "Nguyễn Văn Hòa", "001062000457", Seen.CARD_READ), ["identifier"]),
    (Collector(Who.OWNER, "Công ty TNHH Nà Lốc"), ["name"]),
    (Collector(Who.OWNER, "Đinh Thị Sáo", of="Công ty TNHH Nà Lốc"), []),
    (Collector(Who.OWNER, "Đinh Thị Sáo", of="Công ty khác"), ["name"]),
    (Collector(Who.SUBMITTER, "Lò Thị Bé", with_receipt=False), ["identifier", "seen"]),
    (Collector(Who.SUBMITTER, "Lò Thị Bé", "001199000123", with_receipt=False), ["seen"]),
    (Collector(Who.SUBMITTER, "Lò Thị Bé", "001199000123", Seen.VNEID, with_receipt=False), []),
    (Collector(Who.PROXY, "Lò Văn Pâng"), ["identifier", "authorisation", "seen"]),
    (Collector(Who.PROXY, "Lò Văn Pâng", "014088000417", Seen.CARD_SHOWN), ["authorisation"]),
    (Collector(Who.PROXY, "Lò Văn Pâng", "014088000417", Seen.CARD_SHOWN, authorisation="12/GUQ"), []),
    (Collector(Who.PROXY, "Lò Văn Pâng", "014088000417", Seen.CARD_SHOWN, False, "12/GUQ"), []),
])  # fmt: skip
def test_who_may_collect(collector, missing):
    found = lacks(HandOrder("d", tidied(collector)), PEOPLE, papers_only=False)
    assert [lack.field for lack in found] == missing


@given(
    who=st.sampled_from(Who), name=st.text(max_size=6), number=st.text(max_size=4), seen=st.sampled_from(Seen),
    receipt=st.booleans(), paper=st.text(max_size=4),
)  # fmt: skip
def test_nothing_passes_without_a_name_and_one_of_the_three_ways_of_the_decree(who, name, number, seen, receipt, paper):
    one = tidied(Collector(who, name, number, seen, receipt, paper))
    if list(lacks(HandOrder("d", one), PEOPLE, papers_only=False)):
        return
    assert one.name
    if who is Who.PROXY:
        assert one.authorisation
    assert receipt or (one.identifier and seen is not Seen.RECEIPT)


def test_an_owner_who_submitted_is_one_person(here):
    form = here.receive().form
    assert [person.who for person in people_of(form)] == [Who.SUBMITTER]
    other = Owner(Citizen("Đinh Văn Mộc", "014077000321"), Relation.RELATIVE)
    firm = Owner(Organisation("Hợp tác xã Chiềng Ơn", "5500123456"), Relation.REPRESENTATIVE)
    found = people_of(replace(form, owners=(*form.owners, other, firm)))
    assert [(person.name, person.organisation) for person in found[1:]] == [
        ("Đinh Văn Mộc", False), ("Hợp tác xã Chiềng Ơn", True),
    ]  # fmt: skip


@pytest.mark.parametrize(("order", "field"), [
    ({"on_paper": False}, "result"), ({"satisfaction": 6}, "score"), ({"satisfaction": 0}, "score"),
])  # fmt: skip
def test_what_cannot_be_recorded_is_refused_in_the_store_too(here, order, field):
    received = here.done()
    with pytest.raises(NotRecordable) as refused:
        here.backs.hand_over(replace(to_submitter(received), **order), OFFICER)
    assert [lack.field for lack in refused.value.lacks] == [field]
    assert not count(here.store, "hand_back")


# ---- the act --------------------------------------------------------------------------------------


def test_it_is_recorded_whole_and_waits_to_be_sent(here):
    received = here.done(KEPT, ALSO_KEPT)
    order = replace(to_proxy(received), as_file=True, originals=("#1",), satisfaction=5)
    handed = here.backs.hand_over(order, OFFICER)
    assert here.backs.case(received.dossier).handed == handed
    assert (handed.collector.name, handed.collector.authorisation) == ("Lò Văn Pâng", "số 12/GUQ ngày 20/11/2026")
    assert (handed.originals, handed.satisfaction, handed.as_file) == (("Giấy chứng nhận kết hôn (2)",), 5, True)
    assert acts(here.store)[-2:] == ["original returned", "result handed back"]
    assert here.backs.unsent() == (handed,)
    now = here.store.clock.now_ms()
    told = [here.store.write(lambda database: hand_backs.mark_sent(database, received.dossier, now)) for _twice in (1, 2)]
    assert (told, here.backs.unsent()) == ([True, False], ())


def test_the_dossier_says_it_and_the_desk_lets_go_of_it(here):
    received = here.done()
    here.counter.clock.at_ms = (received.form.due_at or 0) + 86_400_000
    here.backs.hand_over(to_submitter(received), OFFICER)
    here.decide(received.dossier, PortalStatus.PROCESSING)         # the portal lags behind
    line = dossiers.line(here.store.read(), received.dossier)
    assert line is not None
    assert (line.handed_at, line.portal_status, line.state) == (here.counter.clock.at_ms, 4, LocalState.SEALED)
    dates = DueDates(Catalogue.load(), RULES.calendar, RULES.end_of_term)
    now = here.store.clock.now_ms()
    seen = horizon(now, RadarSettings(), RULES.calendar)
    assert desk(here.store.read(), now, dates, seen).counts["overdue"] == 0


def test_once_only_and_it_says_when_and_to_whom(here):
    received = here.done()
    first = here.backs.hand_over(to_submitter(received), OFFICER)
    here.counter.clock.advance(60_000)
    with pytest.raises(AlreadyHanded) as told:
        here.backs.hand_over(to_proxy(received), OFFICER)
    assert told.value.handed == first
    assert "09:00 25/11/2026" in told.value.for_person()
    assert first.collector.name not in f"{told.value} {told.value.for_person()} {told.value.for_operator()}"
    assert isinstance(here.backs.case(received.dossier).refused, AlreadyHanded)


def test_of_two_threads_one_hands_over(here):
    received, start, backs = here.done(KEPT), Barrier(2), here.backs

    def race(order):
        start.wait()
        try:
            return backs.hand_over(replace(order, originals=("#1",)), OFFICER)
        except AlreadyHanded as lost:
            return lost

    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(race, (to_submitter(received), to_proxy(received))))
    (won,) = [end for end in ends if not isinstance(end, AlreadyHanded)]
    (lost,) = [end for end in ends if isinstance(end, AlreadyHanded)]
    assert lost.handed == won
    assert acts(here.store).count("result handed back") == 1


def test_the_store_itself_keeps_it_fixed(here):
    received = here.done(KEPT)
    here.backs.hand_over(replace(to_submitter(received), originals=("#1",)), OFFICER)
    for statement in (
        "UPDATE hand_back SET satisfaction = 5", "DELETE FROM hand_back", "DELETE FROM original_held",
        "UPDATE original_held SET returned_at = NULL, returned_by = NULL", "UPDATE original_held SET copies = 1",
    ):  # fmt: skip
        with pytest.raises(sqlcipher.DatabaseError):
            here.store.write(lambda database, text=statement: database.execute(text))


def test_a_mark_that_cannot_be_saved_holds_the_paper_back_not_the_act(here, monkeypatch):
    received = here.done()
    with monkeypatch.context() as patch:
        patch.setattr(here.store, "save_mark", _full)
        with pytest.raises(PaperWithheld, match="HANDBACK-07"):
            here.backs.hand_over(to_submitter(received), OFFICER)
    assert here.backs.case(received.dossier).handed is not None


def _full():
    raise OSError("no space")


# ---- finding --------------------------------------------------------------------------------------


def found(here, text):
    return [row.line.id for row in here.backs.find(text).rows]


def test_found_by_every_name_it_has(here):
    here.receive()
    received = here.done()
    person = received.form.submitter.person
    number = "H99.01.02-261125-0042"
    here.store.write(lambda database: dossiers.add_number(database, received.dossier, number, "official", 1))
    spaced = f"{person.personal_id[:3]} {person.personal_id[3:6]} {person.personal_id[6:]}"
    for text in (received.number, received.number.lower(), number, person.personal_id, spaced):
        assert found(here, text) == [received.dossier], text
    card = f"{person.personal_id}||{person.full_name}|19051999|Nữ|Bản Nà Lốc|01022024"
    assert found(here, card) == [received.dossier]
    assert here.backs.find(card).identifier == person.personal_id
    assert received.dossier in found(here, fold(person.full_name))


def test_the_receipts_code_is_the_receipt(here, tmp_path):
    received = here.done()
    for typed in (received.token, received.token.lower(), f"  {received.token}\n"):
        one = here.backs.find(typed)
        assert [row.line.id for row in one.rows] == [received.dossier]
        assert one.by_receipt
    assert here.backs.find(received.token[:-9]) == replace(here.backs.find(""), rows=(), damaged=True)
    with Counter(_folder(tmp_path, "other")).open() as store:
        theirs = Handing(Counter(tmp_path / "other"), store).done()
    assert here.backs.find(theirs.token).foreign


def test_a_code_signed_by_another_device_for_our_dossier_is_no_receipt(here, tmp_path):
    received = here.done()
    facts = receipt_token.verify(received.token, None).facts
    forged = receipt_token.issue(facts, SigningKey(b"\x07" * 32), None)
    assert here.backs.find(forged).foreign
    assert not here.backs.find(forged).by_receipt


def _folder(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir(exist_ok=True)
    return folder


# ---- originals ------------------------------------------------------------------------------------


def test_originals_lie_here_until_they_are_ticked_back(here):
    received = here.receive(KEPT, ALSO_KEPT, replace(KEPT, name="Căn cước", how=HowMet.SHOWN))
    held = originals.still_held(here.store.read())
    assert [(one.name, one.copies, one.number) for one in held] == [
        ("Giấy chứng nhận kết hôn", 2, received.number), ("Quyết định ly hôn", 1, received.number),
    ]  # fmt: skip
    assert ledger_of_originals.said(held) == "3 bản chính chưa trả"
    back = here.backs.return_original(received.dossier, held[0].requirement, OFFICER)
    assert (back.returned_at, back.returned_by) == (here.store.clock.now_ms(), OFFICER.id)
    with pytest.raises(NotHeld):
        here.backs.return_original(received.dossier, held[0].requirement, OFFICER)
    left = here.backs.lists().held
    assert ledger_of_originals.said(left) == "1 bản chính chưa trả"
    assert ledger_of_originals.said(()) == ""


def test_a_paper_met_twice_is_held_twice(here):
    both, received = replace(KEPT, requirement="decision", name="Quyết định"), here.receive()
    form = replace(received.form, papers=(both, replace(both, how=HowMet.COMPARED)))
    here.store.write(lambda database: originals.hold(database, form))
    assert [one.requirement for one in originals.still_held(here.store.read())] == ["decision", "decision#2"]


def test_an_original_gone_meanwhile_undoes_the_whole_hand_over(here):
    received = here.done(KEPT)
    here.backs.return_original(received.dossier, "#1", OFFICER)
    with pytest.raises(NotHeld):
        here.backs.hand_over(replace(to_submitter(received), originals=("#1",)), OFFICER)
    assert not count(here.store, "hand_back")


# ---- the paper ------------------------------------------------------------------------------------


def test_the_paper_names_what_went_to_whom(here):
    received = here.done(KEPT, ALSO_KEPT)
    here.backs.hand_over(replace(to_proxy(received), originals=("#1",), satisfaction=4), OFFICER)
    printed = Printed(here.backs.paper(received.dossier)).words
    for text in (
        "GIẤY BIÊN NHẬN TRẢ KẾT QUẢ", received.number, "Lò Văn Pâng (người được ủy quyền)", "số 12/GUQ ngày 20/11/2026",
        "xem giấy tờ tùy thân", "Giấy chứng nhận kết hôn (2)", "Bản chính còn giữ tại quầy: Quyết định ly hôn (1)", "4/5",
        "NGƯỜI NHẬN KẾT QUẢ", "Bản lưu tại quầy", "Bản giao người nhận",
    ):  # fmt: skip
        assert words(text) in printed, text
    assert words("BẢN IN LẠI") not in printed
    assert words("BẢN IN LẠI lúc 09:00 25/11/2026") in Printed(here.backs.paper(received.dossier, again=True)).words


def test_the_paper_of_a_name_with_signs_of_markup_prints_them(here):
    received = here.done()
    here.backs.hand_over(to_proxy(received, name="Lò <b>&**Pâng**"), OFFICER)
    assert words("Lò <b>&**Pâng**") in Printed(here.backs.paper(received.dossier)).words


def test_no_paper_without_an_act(here):
    with pytest.raises(KeyError):
        here.backs.paper(here.done().dossier)


# ---- whole or not at all --------------------------------------------------------------------------


@pytest.mark.parametrize(("where", "stands"), [("handed back before commit", False), ("handed back", True)])
def test_the_power_goes_in_the_middle(counter, where, stands):
    with counter.open() as store:
        received = Handing(counter, store).done(KEPT)
    order = replace(to_submitter(received), originals=("#1",))
    with pytest.raises(PlugPulled), counter.open(unplugged_at(where)) as store:
        Handing(counter, store).backs.hand_over(order, OFFICER)
    with counter.open() as store:
        assert (hand_backs.of_dossier(store.read(), received.dossier) is not None) is stands
        assert len(originals.still_held(store.read())) == (not stands)
        assert check_chain(audit_log.lines(store.read()), store.device.public_key).broken_at is None


def test_killed_with_nine_what_was_told_stands_and_nothing_is_half(tmp_path):
    told: list[str] = []
    for kill_after in (1, 2, 3):
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.kiosk.handing", str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        told += [child.stdout.readline().strip() for _number in range(kill_after)]
        child.kill()
        told += [line.strip() for line in child.stdout if len(line.strip()) == 36]
        child.wait()
        child.stdout.close()
    with Counter(tmp_path).open() as store:
        on_record = {handed.dossier for handed in hand_backs.unsent(store.read())}
        assert set(told) <= on_record
        held = {one.dossier for one in originals.still_held(store.read())}
        assert not held & on_record
        assert on_record <= {line[0] for line in store.read().execute("SELECT id FROM dossier")}
        assert check_chain(audit_log.lines(store.read()), store.device.public_key).broken_at is None


class AnyOrder(RuleBasedStateMachine):
    """Dossiers come, are decided, handed over and their papers ticked back in any order; a plain model keeps count."""

    @initialize()
    def open(self) -> None:
        self._room = tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None)
        self._counter = Counter(Path(self._room.name))
        self._open = self._counter.open()
        self.here = Handing(self._counter, self._open.__enter__())
        self.received, self.status, self.handed, self.held = [], {}, set(), {}

    def teardown(self) -> None:
        if hasattr(self, "here"):
            self._open.__exit__(None, None, None)
            self._room.cleanup()

    @rule(kept=st.sampled_from([(), (KEPT,), (KEPT, ALSO_KEPT)]))
    def receive(self, kept) -> None:
        one = self.here.receive(*kept)
        self.received.append(one)
        self.status[one.dossier] = None
        for number, paper in enumerate(kept, 1):
            self.held[one.dossier, f"#{number}"] = paper.copies

    @rule(pick=st.integers(0, 9), status=st.sampled_from(PortalStatus))
    def decide(self, pick, status) -> None:
        if self.received:
            one = self.received[pick % len(self.received)]
            self.here.decide(one.dossier, status)
            self.status[one.dossier] = status

    @rule(pick=st.integers(0, 9), taking=st.integers(0, 2))
    def hand_over(self, pick, taking) -> None:
        if not self.received:
            return
        one = self.received[pick % len(self.received)]
        keys = [key for dossier, key in self.held if dossier == one.dossier][:taking]
        order = replace(to_submitter(one), originals=tuple(keys))
        may = one.dossier not in self.handed and self.status[one.dossier] in (7, 8, 9)
        try:
            self.here.backs.hand_over(order, OFFICER)
        except (NotReady, AlreadyHanded, ReturnedElsewhere):
            assert not may
        else:
            assert may
            self.handed.add(one.dossier)
            for key in keys:
                del self.held[one.dossier, key]

    @rule(pick=st.integers(0, 9))
    def tick_back(self, pick) -> None:
        if self.held:
            dossier, key = list(self.held)[pick % len(self.held)]
            self.here.backs.return_original(dossier, key, OFFICER)
            del self.held[dossier, key]

    @invariant()
    def the_ledgers_agree(self) -> None:
        if not hasattr(self, "here"):
            return
        database = self.here.store.read()
        held = originals.still_held(database)
        assert {(one.dossier, one.requirement): one.copies for one in held} == self.held
        assert {one.dossier for one in hand_backs.unsent(database)} == self.handed
        waiting = {row.line.id for row in self.here.backs.waiting()}
        done = {dossier for dossier, status in self.status.items() if status in (7, 8, 9)}
        assert waiting == done - self.handed


def test_handing_back_in_any_order():
    run_state_machine_as_test(AnyOrder, settings=settings(
        max_examples=int(os.environ.get("EXAMPLES", "12")), stateful_step_count=14, deadline=None,
        phases=(Phase.generate, Phase.target),
    ))  # fmt: skip


# ---- what was made here ---------------------------------------------------------------------------


def test_what_is_certified_here_may_go_and_a_struck_entry_may_not(here):
    received, device = here.receive(), here.store.device
    line = LedgerLine(received.form.submitter.person.full_name, "Giấy khai sinh", 1, 2, 4_000)
    entry = here.store.write(lambda database: ledger.enter(
        database, device, kind="SCT-BS", dossier=received.dossier, line=line, officer=OFFICER.id, at=1
    ))  # fmt: skip
    assert here.backs.case(received.dossier).readiness is Readiness.MADE_HERE
    here.store.write(lambda database: ledger.strike(
        database, device, book=entry.book.id, number=entry.number, reason="nhầm", officer=OFFICER.id, at=2
    ))  # fmt: skip
    assert here.backs.case(received.dossier).readiness is Readiness.NOT_YET
    with pytest.raises(NotReady):
        here.backs.hand_over(to_submitter(received), OFFICER)


# ---- certified here, collected later -------------------------------------------------------------


def test_what_was_certified_and_kept_waits_until_it_is_collected_and_once_only(here):
    path = express(here.store)
    path.certify(order(), OFFICER)                              # handed over on the spot
    kept = path.certify(replace(order(), later=True), OFFICER)
    assert [(row.line.id, row.readiness) for row in here.backs.waiting()] == [(kept.dossier, Readiness.MADE_HERE)]
    here.decide(kept.dossier, PortalStatus.PROCESSED)
    assert [(row.line.id, row.readiness) for row in here.backs.waiting()] == [(kept.dossier, Readiness.RESULT)]
    here.backs.hand_over(to_submitter(kept.received), OFFICER)
    assert here.backs.waiting() == ()


def test_a_kept_result_struck_from_the_ledger_waits_no_more(here):
    kept = express(here.store).certify(replace(order(), later=True), OFFICER)
    (entry,) = kept.entries
    ledgers(here.store).strike(entry.book.id, entry.number, "ghi nhầm", OFFICER)
    assert here.backs.waiting() == ()
