"""What somebody left unfinished at a kiosk: gone from it once the gateway has it, found by officers of its office alone,
forgotten in time."""

from dataclasses import replace

import pytest

from kiosk import leave, receipt_token
from kiosk.audit import check_chain
from kiosk.catalogue import Catalogue
from kiosk.counter import Intakes
from kiosk.dossier import HowMet
from kiosk.holidays import load_holidays
from kiosk.left_drafts import LARGEST, is_code
from kiosk.office_calendar import office_calendar
from kiosk.officers import Officer
from kiosk.receipt_token import Kind
from kiosk.receive_draft import DraftGone
from kiosk.store import audit_log, drafts, facts
from kiosk.submission_sheet import LEFT, SlipPaper, left_sheet
from printing.forms.submission_page import render
from sync.calls import GatewayCalls
from sync.faults import NotAdmitted, RefusedByGateway, SyncProblem
from sync.gateway import enrolment_codes
from sync.left_drafts import LeftDraftLookUp
from sync.signer import signer_of
from tests.kiosk.store_fixtures import files_below
from tests.sync.kiosk_office import KIOSK, Kiosk, a_kiosk
from tests.sync.two_counters import OFFICER, PAGE, a_town, everything_in

NAME, WHAT = "NGUYỄN THỊ BỎ DỞ", "Cấp Giấy xác nhận tình trạng hôn nhân"
DAY_MS = 86_400_000


@pytest.fixture
def town(tmp_path, monkeypatch):
    monkeypatch.setattr(enrolment_codes, "hashed", lambda code, salt: salt + code.secret.encode())
    with a_town(tmp_path) as town:
        yield town


def begun(kiosk: Kiosk, page: bytes = PAGE):
    """A draft with a name and a page, of nobody's officer."""
    calendar = office_calendar(kiosk.settings.hours, load_holidays())
    intakes = Intakes(kiosk.store, Catalogue.load(), kiosk.settings, calendar)
    draft = intakes.open("1.004873", Officer("", ""))
    intakes.add_page(draft.id, page, "declaration")
    return intakes.save(replace(draft, intake=kiosk.intake(NAME)))


def calls_of(town, store) -> GatewayCalls:
    return GatewayCalls(town.line(), signer_of(store, facts.blob(store.read(), facts.GATEWAY_KEY)))


def test_an_officer_of_the_office_finds_it_by_its_code_and_the_kiosk_forgets_it(town):
    kiosk, desk = a_kiosk(town), town.desk("Quầy 3")
    draft = begun(kiosk)
    left = leave.leave(kiosk.store, kiosk.settings, draft, WHAT)
    assert is_code(left.code)
    kiosk.sync()
    assert NAME not in everything_in(kiosk.store, kiosk.store.folder.root)
    assert not files_below(kiosk.store.folder.root / "pages")
    (one,) = desk.ask(town.url, f" {left.code.lower()} ").dossiers
    assert (one.number, one.submitter.name, one.left_until, one.counter) == (left.code, NAME, left.forget_at, KIOSK)
    assert [(paper.name, paper.how) for paper in one.papers] == [("Tờ khai", HowMet.SCANNED)]
    whole = LeftDraftLookUp(desk.store, town.line()).find(left.code, OFFICER.id)
    assert [page.content for page in whole.pages] == [PAGE]
    assert whole.intake.answers == draft.intake.answers
    bodies = [line.body for line in audit_log.lines(desk.store.read())]
    assert sum(b"left draft opened" in body for body in bodies) == 2
    assert NAME not in everything_in(desk.store, desk.store.folder.root)
    assert check_chain(audit_log.lines(kiosk.store.read()), kiosk.store.device.public_key).broken_at is None


def test_nobody_else_finds_it(town):
    kiosk, strange = a_kiosk(town), town.desk("Quầy 1", "H99.01.09")
    left = leave.leave(kiosk.store, kiosk.settings, begun(kiosk), WHAT)
    kiosk.sync()
    assert strange.ask(town.url, left.code).dossiers == ()
    with pytest.raises(SyncProblem, match="role-may-not"):
        calls_of(town, kiosk.store).left(left.code)
    with pytest.raises((RefusedByGateway, NotAdmitted), match="unknown-dossier"):
        calls_of(town, strange.store).left("LD-0000-0000")


def test_only_a_kiosk_brings_one_and_only_its_own(town):
    kiosk, desk = a_kiosk(town), town.desk("Quầy 3")
    draft = begun(kiosk)
    leave.leave(kiosk.store, kiosk.settings, draft, WHAT)
    signed = leave.packed(kiosk.store, draft.id, KIOSK)
    with pytest.raises(SyncProblem, match="role-may-not"):
        calls_of(town, desk.store).leave(signed)
    other = a_kiosk(town, "H99.01.09")
    with pytest.raises(RefusedByGateway, match="proof-does-not-hold"):
        calls_of(town, other.store).leave(signed)
    kept = calls_of(town, kiosk.store)
    kept.leave(signed)
    kept.leave(signed)                                     # its answer was lost: the same again
    assert town.province.gateway._store.rows("SELECT count(*) FROM left_draft", [])[0][0] == 1


def test_its_days_end_here_and_at_the_gateway(town):
    kiosk, desk = a_kiosk(town), town.desk("Quầy 3")
    sent, unsent = (leave.leave(kiosk.store, kiosk.settings, begun(kiosk), WHAT) for _ in range(2))
    signed = leave.packed(kiosk.store, leave.waiting(kiosk.store.read())[0], KIOSK)
    calls_of(town, kiosk.store).leave(signed)
    town.province.clock.advance(7 * DAY_MS)
    assert leave.forget_old(kiosk.store) == 2
    assert NAME not in everything_in(kiosk.store, kiosk.store.folder.root)
    assert [desk.ask(town.url, one.code).dossiers for one in (sent, unsent)] == [(), ()]
    kiosk.sync()


def test_left_twice_it_is_one_and_of_a_draft_that_is_gone_nothing(town):
    kiosk = a_kiosk(town)
    draft = begun(kiosk)
    first, again = (leave.leave(kiosk.store, kiosk.settings, draft, WHAT) for _ in range(2))
    assert (first.code, first.token) == (again.code, again.token)
    kiosk.store.write(lambda database: drafts.discard(database, draft.id))
    with pytest.raises(DraftGone):
        leave.leave(kiosk.store, kiosk.settings, draft, WHAT)
    kiosk.sync()                                           # nothing to carry: the mark goes, too
    assert leave.waiting(kiosk.store.read()) == ()


def test_pages_beyond_what_goes_along_are_named_only(town, monkeypatch):
    monkeypatch.setattr(leave, "LARGEST", len(PAGE) - 1)
    assert LARGEST > 1_000_000
    kiosk, desk = a_kiosk(town), town.desk("Quầy 3")
    left = leave.leave(kiosk.store, kiosk.settings, begun(kiosk), WHAT)
    kiosk.sync()
    (one,) = desk.ask(town.url, left.code).dossiers
    assert not one.whole


def test_its_slip_carries_the_code_and_names_nobody(town):
    kiosk = a_kiosk(town)
    draft = begun(kiosk)
    left = leave.leave(kiosk.store, kiosk.settings, draft, WHAT)
    sheet = left_sheet(left, draft, WHAT, kiosk.settings.office)
    assert (sheet.template, sheet.number, sheet.person) == (LEFT, left.code, "")
    verdict = receipt_token.verify(sheet.token, None)
    assert (verdict.kind, verdict.facts.number) == (Kind.LEFT, left.code)
    assert all(render(sheet, paper).startswith(b"%PDF") for paper in SlipPaper)
    assert NAME not in repr(sheet)
