"""Handing back (Ctrl+H), by keyboard alone on the real window: scanned, carded or typed; told no; raced; the papers ticked."""

from dataclasses import replace

import pytest

from kiosk.counter import hand_backs as room
from kiosk.device_ports import CardData, PrintState
from kiosk.dossier import FeeLine, HowMet, PaperRecord, PortalStatus
from kiosk.hand_back import Seen, Who
from kiosk.invented import Invention
from kiosk.people import Citizen
from kiosk.procedures import Deadline, DeadlineUnit
from kiosk.store import dossiers, hand_backs, originals
from kiosk.store.drafts import Draft
from kiosk.store.till import owe
from kiosk.text import fold
from tests.printing.sheets import Printed, words
from tests.ui.at_counter import MARITAL, AtCounter, at_counter
from tests.ui.office import OFFICER
from tests.ui.received import receive_some
from tests.ui.town import decide
from ui.clerk.hand_back_list import Shelf
from ui.shortcuts import Action

KEPT = PaperRecord("", "Giấy chứng nhận kết hôn", HowMet.ORIGINAL, 2, "cb-001", 1, to_return=True)


@pytest.fixture
def at(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as counter:
        yield counter


def received(at, *, status=PortalStatus.PROCESSED, papers=(), seed=5):
    """One dossier; its line."""
    where, now = at.office.counter.settings.office, at.office.clock.now_ms()
    intake = Invention(seed).intake(where.code, where.counter, OFFICER.id, 0, now)
    opened = at.office.counter.intakes.open(intake.procedure, OFFICER)
    intake = replace(intake, papers=(*intake.papers, *papers))
    draft = at.office.counter.intakes.save(Draft(opened.id, OFFICER.id, intake, opened_at=now, saved_at=now))
    made = at.office.counter.intakes.receive(draft)
    if status is not None:
        decide(at.office, made.dossier, status, event=seed)
    return made


def at_list(at):
    at.hands.key("Ctrl+H")
    at.settle()
    assert at.window.place is Action.HAND_BACK
    assert at.screens.hand_back.list.search.line.hasFocus()
    return at.screens.hand_back


def scan(at, text):
    """As a keyboard wedge types: everything, then Enter."""
    at.hands.write(text)
    at.hands.key("Return")
    at.settle()


def on_record(at, made):
    return hand_backs.of_dossier(at.office.store.read(), made.dossier)


def printed(at):
    return Printed(at.office.printer.jobs[-1].pdf).words


# ---- the short way --------------------------------------------------------------------------------


def test_scanned_and_one_key_and_the_next_can_be_scanned(at):
    made, other = received(at, papers=(KEPT,)), received(at, seed=9)
    screen = at_list(at)
    assert screen.list.waiting.records.rowCount() == 2
    scan(at, made.token)
    assert screen.in_hand
    assert screen.in_hand.do_button.hasFocus()
    at.hands.key("Alt+5")
    at.hands.key("Ctrl+Return")
    at.settle()
    handed = on_record(at, made)
    assert (handed.collector.who, handed.collector.seen, handed.collector.with_receipt) == (Who.SUBMITTER, Seen.RECEIPT, True)
    assert (handed.satisfaction, handed.originals, handed.officer) == (5, ("Giấy chứng nhận kết hôn (2)",), OFFICER.id)
    assert words("GIẤY BIÊN NHẬN TRẢ KẾT QUẢ") in printed(at)
    assert at.office.printer.jobs[-1].title == "Giấy biên nhận trả kết quả"
    assert at.office.link.woken
    assert not screen.in_hand
    scan(at, other.token)                      # the cursor was where a scanner types
    assert screen.in_hand.case.line.id == other.dossier


def test_the_dossier_says_so_beside_the_word_of_the_portal(at):
    made = received(at)
    at_list(at)
    scan(at, made.token)
    at.hands.key("Ctrl+Return")
    at.settle()
    at.window.open_dossier(made.dossier)
    at.settle()
    hit = at.screens.look_up.table.current()
    assert hit.state.text == "Đã trả"
    view = at.screens.look_up.pane.view
    assert view.state.text == "Đã trả tại quầy"
    rows = {row.label: row.text for group in view.facts for row in group.rows}
    assert rows["Trả kết quả"] == "đã trả tại quầy lúc 09:00 25/11/2026"
    assert rows["Trên Cổng"].startswith("Đã xử lý xong")


@pytest.mark.parametrize("by", ["number", "identifier", "name", "card code"])
def test_found_by_what_people_bring_and_the_receipt_is_asked_for(at, by):
    made = received(at)
    person = made.form.submitter.person
    screen = at_list(at)
    card = f"{person.personal_id}||{person.full_name}|19051999|Nữ|Bản Nà Lốc|01022024"
    scan(at, {"number": made.number, "identifier": person.personal_id, "name": fold(person.full_name), "card code": card}[by])
    assert screen.in_hand.case.line.id == made.dossier
    at.hands.key("Ctrl+Return")
    at.settle()
    form = screen.in_hand.form
    assert form.receipt.error
    assert not form.identifier.error, "what must be shown is known once the receipt is answered"
    assert form.receipt.isAncestorOf(at.hands.at)
    assert on_record(at, made) is None
    at.hands.walk_to(screen.in_hand.form.receipt)
    at.hands.key("Space")                      # the receipt is here
    at.hands.key("Ctrl+Return")
    at.settle()
    assert on_record(at, made).collector.with_receipt


def test_the_receipt_lost_the_card_is_read(at):
    made = received(at)
    screen = at_list(at)
    at.office.reader.put(CardData(made.form.submitter.person))
    at.settle()
    form = screen.in_hand.form
    assert (form.who.value(), form.seen.value()) == ("0", "card_read")
    at.hands.walk_to(form.receipt)
    at.hands.key("Right")
    at.hands.key("Space")
    assert form.receipt.value() == "no"
    at.hands.key("Ctrl+Return")
    at.settle()
    one = on_record(at, made).collector
    assert (one.seen, one.with_receipt, one.identifier) == (Seen.CARD_READ, False, made.form.submitter.person.personal_id)
    assert words("mất giấy tiếp nhận và hẹn trả kết quả") in printed(at)


def test_a_proxy_needs_an_authorisation_all_by_keyboard(at):
    made = received(at)
    screen = at_list(at)
    scan(at, made.token)
    form = screen.in_hand.form
    at.hands.walk_to(form.who)
    at.hands.key("Down")
    at.hands.key("Space")
    at.hands.key("Ctrl+Return")
    at.settle()
    assert [bool(field.error) for field in (form.name, form.identifier, form.authorisation, form.seen)] == [True] * 4
    assert form.name.line.hasFocus()
    at.hands.write("lò văn pâng")
    at.hands.key("Tab")
    at.hands.write("014088000417")
    at.hands.key("Tab")
    at.hands.write("số 12/GUQ ngày 20/11/2026")
    at.hands.walk_to(form.seen)
    for _step in range(2):
        at.hands.key("Right")
    at.hands.key("Space")
    at.hands.key("Ctrl+Return")
    at.settle()
    one = on_record(at, made).collector
    assert (one.who, one.name, one.identifier, one.seen) == (Who.PROXY, "Lò Văn Pâng", "014088000417", Seen.CARD_SHOWN)
    assert one.authorisation == "số 12/GUQ ngày 20/11/2026"


def test_a_strangers_card_over_an_open_dossier_makes_a_proxy(at):
    made = received(at)
    screen = at_list(at)
    scan(at, made.token)
    at.office.reader.put(CardData(Citizen("Lò Văn Pâng", "014088000417")))
    at.settle()
    form = screen.in_hand.form
    assert (form.who.value(), form.name.value(), form.identifier.value()) == ("proxy", "Lò Văn Pâng", "014088000417")
    at.hands.key("Ctrl+Return")
    at.settle()
    assert on_record(at, made) is None
    assert form.authorisation.line.hasFocus()


# ---- told no --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "code"), [(None, "HANDBACK-01"), (PortalStatus.RETURNED, "HANDBACK-03")])
def test_what_is_not_ours_to_give_is_refused_with_its_reason(at, status, code):
    made = received(at, status=status)
    screen = at_list(at)
    scan(at, made.token)
    assert code in screen.in_hand.banner.accessibleDescription()
    assert not screen.in_hand.do_button.isEnabled()
    at.hands.key("Ctrl+Return")
    at.settle()
    assert on_record(at, made) is None
    at.hands.key("Esc")
    assert screen.list.search.line.hasFocus()


def test_a_fee_owed_stands_in_the_way(at):
    made = received(at)
    fee = replace(made.form, fee=replace(made.form.fee, lines=(FeeLine("fee", "Lệ phí", 15_000, 15_000),)))
    at.office.store.write(lambda database: database.execute("DROP TRIGGER payment_stays"))
    at.office.store.write(lambda database: database.execute("DELETE FROM payment"))
    at.office.store.write(lambda database: owe(database, fee))
    screen = at_list(at)
    scan(at, made.token)
    assert "15.000 đồng" in screen.in_hand.banner.accessibleName()
    assert not screen.in_hand.do_button.isEnabled()


def test_what_was_handed_over_says_when_and_to_whom_and_prints_again(at):
    made = received(at, papers=(KEPT,))
    screen = at_list(at)
    scan(at, made.token)
    at.hands.key("Ctrl+Return")
    at.settle()
    scan(at, made.token)
    said = screen.in_hand.banner.accessibleName()
    assert "Đã trả lúc 09:00 25/11/2026" in said
    assert made.form.submitter.person.full_name in said
    assert not screen.in_hand.do_button.isVisible()
    at.hands.key("Ctrl+P")
    at.settle()
    assert words("BẢN IN LẠI") in printed(at)
    assert "in" in screen.in_hand.printing.text()


def test_a_code_cut_short_and_a_code_of_nobody_are_told_apart(at):
    made = received(at)
    screen = at_list(at)
    scan(at, made.token[:-8])
    assert "chưa đọc trọn" in screen.banner.accessibleName()
    scan(at, "không có ai như thế")
    assert screen.list.shelf_buttons[Shelf.FOUND].isChecked()
    at.hands.key("Esc")
    assert screen.list.shelf_buttons[Shelf.WAITING].isChecked()
    assert screen.list.search.line.hasFocus()


def test_a_card_of_nobody_leaves_the_list_of_what_waits(at):
    received(at)
    screen = at_list(at)
    at.office.reader.put(CardData(Citizen("Lò Văn Pâng", "014088000417")))
    at.settle()
    assert screen.list.shelf_buttons[Shelf.WAITING].isChecked()
    assert "Chủ thẻ" in screen.banner.accessibleName()


def test_a_printer_in_trouble_is_told_and_the_record_stands(at):
    made = received(at)
    at.office.printer.answers = [PrintState.SENT, PrintState.OUT_OF_PAPER]
    screen = at_list(at)
    scan(at, made.token)
    at.hands.key("Ctrl+Return")
    at.settle()
    assert on_record(at, made)
    assert "hết giấy" in screen.banner.accessibleName()


# ---- two windows ----------------------------------------------------------------------------------


def test_two_windows_race_and_the_second_is_told_who_has_it(at, qtbot, qapp, tmp_path):
    made = received(at, papers=(KEPT,))
    other = AtCounter(qtbot, qapp, at.office, tmp_path)
    try:
        other.enter()
        for one in (at, other):
            at_list(one)
            scan(one, made.token)
            assert one.screens.hand_back.in_hand.do_button.isEnabled()
        at.hands.key("Ctrl+Return")            # both keys before either was heard out
        other.hands.key("Ctrl+Return")
        at.settle()
        other.settle()
        ends = [one.screens.hand_back.in_hand is not None for one in (at, other)]
        assert sorted(ends) == [False, True]
        lost = (at, other)[ends.index(True)].screens.hand_back.in_hand
        assert "Đã trả lúc" in lost.banner.accessibleName()
        assert lost.reprint_button.isVisible()
        assert at.office.store.read().execute("SELECT count(*) FROM hand_back").fetchone() == (1,)
        assert len(at.office.printer.jobs) == 1
    finally:
        other.app.end()


# ---- originals ------------------------------------------------------------------------------------


def test_originals_are_listed_and_ticked_back_by_keyboard(at):
    made = received(at, status=None, papers=(KEPT,))
    screen = at_list(at)
    assert screen.held_said.text() == "2 bản chính chưa trả"
    at.hands.walk_to(screen.list.shelf_buttons[Shelf.WAITING])
    at.hands.key("Right")
    at.hands.walk_to(screen.list.held)
    at.hands.key("Return")
    at.hands.key("Return")                     # the safe answer
    assert originals.still_held(at.office.store.read())
    at.hands.key("Return")
    at.hands.push("Đã trả")
    at.settle()
    assert not originals.still_held(at.office.store.read())
    assert not screen.held_said.isVisible()
    assert originals.of_dossier(at.office.store.read(), made.dossier)[0].returned_by == OFFICER.id


def test_an_original_left_out_stays_in_the_ledger(at):
    made = received(at, papers=(KEPT,))
    screen = at_list(at)
    scan(at, made.token)
    at.hands.walk_to(screen.in_hand.form.originals)
    at.hands.key("Space")
    at.hands.key("Ctrl+Return")
    at.settle()
    assert on_record(at, made).originals == ()
    assert len(originals.still_held(at.office.store.read())) == 1
    assert words("Bản chính còn giữ tại quầy: Giấy chứng nhận kết hôn (2)") in printed(at)


def test_the_mark_at_intake_is_kept_in_the_draft_and_sealed(at):
    form = at.form(MARITAL)
    row = next(iter(form.form.papers._rows.values()))
    at.hands.fill(row.how, HowMet.ORIGINAL.value)
    row.how.combo.setFocus()
    at.hands.key("Ctrl+G")
    assert row.to_return.value() is True
    (record,) = [one for one in form.form.intake(OFFICER.id).papers if one.requirement == row.needed.key]
    assert record.to_return
    at.hands.fill(row.how, HowMet.MISSING.value)
    assert not row.to_return.isVisible()
    (record,) = [one for one in form.form.intake(OFFICER.id).papers if one.requirement == row.needed.key]
    assert not record.to_return


def test_the_receipt_says_that_an_original_stays(at):
    made = received(at, papers=(KEPT,))
    pdf = at.office.counter.records.receipt(made, "A4", OFFICER.name)
    assert words("quầy giữ bản chính, trả lại khi trả kết quả") in Printed(pdf).words
    assert dossiers.form_of(at.office.store.read(), made.dossier)[0].papers[-1].to_return


# ---- the same day ---------------------------------------------------------------------------------


def test_a_same_day_result_is_looked_at_before_it_goes(at, monkeypatch):
    monkeypatch.setattr(room, "term_of_form", lambda _form, _procedure: Deadline(DeadlineUnit.SAME_DAY))
    (number,) = receive_some(at.office, 1)
    screen = at_list(at)
    scan(at, number)
    form = screen.in_hand.form
    form.receipt.buttons["yes"].click()
    assert "đã ký" in form.note.text()
    at.hands.key("Ctrl+Return")
    at.settle()
    assert form.result.error
    at.hands.key("Space")                      # the cursor is on the first way: on paper
    at.hands.key("Ctrl+Return")
    at.settle()
    assert not screen.in_hand
