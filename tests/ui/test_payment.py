"""The fee at the desk: asked for in a strip, taken by Enter, sealed with the dossier, printed; nothing is received without it."""

from dataclasses import replace

import pytest

from kiosk.dossier import FeeLine
from kiosk.online_offer import OnlineOffer
from kiosk.till import EXACT, Method
from tests.printing.sheets import Printed, words
from tests.ui.at_counter import MARITAL, at_counter
from tests.ui.office import FLOAT, OFFICER
from tests.ui.test_intake import fill_copies
from ui.clerk.intake_payment import PaymentStrip
from ui.shortcuts import Action


@pytest.fixture
def at(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as counter:
        yield counter


def asked(at):
    """A form of certified copies for which the fee (12.000 đồng) is asked."""
    at.window.go(Action.INTAKE)
    form = fill_copies(at.qtbot, at.screens.intake)
    at.hands.key("Ctrl+Return")
    at.wait(lambda: form.receiving.strip.asking)
    at.settle()
    return form, form.receiving.strip


def received(at):
    at.wait(lambda: at.window.place is Action.RECEIPT)
    at.settle()
    (entry,) = at.office.counter.till.view().today
    return entry.payment


def dossiers(at):
    return at.office.counter.records.search("")


def test_enter_takes_just_what_is_due_and_prints_the_slip(at):
    _form, strip = asked(at)
    assert strip.given.line.hasFocus()
    at.hands.key("Return")
    payment = received(at)
    assert (payment.amount, payment.change, payment.method, payment.officer) == (12_000, 0, Method.CASH, OFFICER.id)
    assert at.office.counter.till.balance().expected == FLOAT + 12_000
    at.wait(lambda: len(at.office.printer.jobs) == len(("slip", "receipt")))      # each is drawn in a worker of its own
    papers = [Printed(job.pdf).words for job in at.office.printer.jobs]
    (slip,) = (paper for paper in papers if words("PHIẾU THU TẠM") in paper)
    assert words("Mười hai nghìn đồng") in slip
    assert any(words("HẸN TRẢ KẾT QUẢ") in paper for paper in papers)


def test_what_was_handed_over_is_typed_and_the_change_is_told_before_enter(at):
    _form, strip = asked(at)
    at.hands.write("50000")
    assert strip.change.text() == "Trả lại 38.000 đ"
    at.hands.key("Return")
    payment = received(at)
    assert (payment.tendered, payment.change) == (50_000, 38_000)
    assert at.screens.receipt.paid.isVisible()
    assert at.screens.receipt.paid.text() == "Đã thu 12.000 đ · Trả lại 38.000 đ"


@pytest.mark.parametrize("typed", ["11999", "0", "mười", "12.000,5", "-12000"])
def test_too_little_or_no_amount_receives_nothing(at, typed):
    _form, strip = asked(at)
    at.hands.write(typed)
    at.hands.key("Return")
    at.settle()
    assert strip.asking
    assert strip.given.error
    assert not dossiers(at)
    at.hands.write("12000")
    at.hands.key("Ctrl+Return")
    assert received(at).amount == 12_000


def test_by_transfer_with_the_arrow_keys(at):
    form, strip = asked(at)
    at.hands.key("Shift+Tab")
    at.hands.key("Right")
    assert strip.method.value() == "transfer"
    assert not strip.given.isEnabled()
    at.hands.key("Ctrl+Return")
    assert received(at).method is Method.TRANSFER
    assert at.office.counter.till.balance().expected == FLOAT
    assert at.office.counter.records.detail(form.id).form.fee.method == "transfer"


def test_esc_leads_back_to_the_form_and_nothing_was_taken(at):
    form, strip = asked(at)
    assert not form.foot.isVisible()
    at.hands.key("Esc")
    at.settle()
    assert not strip.asking
    assert form.foot.isVisible()
    assert at.screens.intake.current() is form
    assert form.form.isEnabled()
    assert form.isAncestorOf(at.hands.at)
    assert not dossiers(at)
    assert at.office.counter.till.view().today == ()
    at.hands.key("Ctrl+Return")
    at.wait(lambda: strip.asking)
    at.hands.key("Ctrl+Return")
    assert received(at).amount == 12_000


def test_without_a_drawer_the_float_is_asked_for_once(at):
    till = at.office.counter.till
    till.close(FLOAT, "", OFFICER)
    _form, strip = asked(at)
    assert strip.float_field.line.hasFocus()
    at.hands.key("Return")
    assert strip.asking
    assert strip.float_field.error
    assert till.in_use() is None
    at.hands.write("200000")
    at.hands.key("Return")
    received(at)
    assert (till.in_use().opening_float, till.balance().expected) == (200_000, 212_000)
    assert till.in_use().officer == OFFICER.id
    at.hands.key("Esc")


def test_a_form_that_cannot_be_received_is_not_asked_for_money(at):
    form = at.form(MARITAL)
    at.hands.key("Ctrl+Return")
    at.wait(lambda: len(form.told.summary.problems) > 3)
    at.settle()
    assert not form.receiving.strip.asking


def test_fees_are_paid_later_only_where_the_procedure_lets_them(at):
    _form, strip = asked(at)
    assert not strip.method.buttons[Method.LATER].isVisible()
    later = PaymentStrip()
    at.qtbot.addWidget(later)
    quote = at.office.counter.intakes.quote(_form.draft())
    heard = []
    later.agreed.connect(heard.append)
    later.ask(replace(quote, pay_later=True), drawer_open=False)
    assert not later.method.buttons[Method.LATER].isHidden()
    later.method.set_value("later")
    later.method.edited.emit()
    later.confirm()
    assert [(taken.method, taken.tendered, later.opening) for taken in heard] == [("later", EXACT, None)]


def test_the_citizen_hears_what_filing_online_would_save(at):
    form, strip = asked(at)
    free = FeeLine("certified", "Phí", 0, 12_000, "Miễn khi có đủ 5 thông tin trên VNeID")
    offers = (OnlineOffer(6_000, 6_000, (FeeLine("certified", "Phí", 6_000, 12_000),)),
              OnlineOffer(0, 12_000, (free,), frozenset({"eid"})))  # fmt: skip
    strip.ask(replace(at.office.counter.intakes.quote(form.draft()), online=offers), drawer_open=True)
    assert strip.online.isVisible()
    assert strip.online.text() == (
        "Nộp trực tuyến chỉ 6.000 đ (bớt 6.000 đ). "
        "Nộp trực tuyến chỉ 0 đ (bớt 12.000 đ), nếu thuộc diện: Miễn khi có đủ 5 thông tin trên VNeID."
    )
