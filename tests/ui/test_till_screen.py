"""The till's screen (F11), by keyboard alone: the day's payments, refunds, receipts, debts, the drawer opened and counted."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.till import TakenFee
from tests.printing.sheets import Printed, words
from tests.ui.at_counter import at_counter
from tests.ui.hands import compose
from tests.ui.office import FLOAT, OFFICER
from tests.ui.received import receive_some
from ui.clerk.till import TillShelf
from ui.shortcuts import Action


@pytest.fixture
def at(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as counter:
        yield counter


def at_till(at, payments=2):
    receive_some(at.office, payments)
    at.hands.key("F11")
    at.settle()
    assert at.window.place is Action.TILL
    return at.screens.till


def printed(at):
    return Printed(at.office.printer.jobs[-1].pdf).words


def test_it_shows_the_payments_and_adds_the_drawer_up(at):
    till = at_till(at, 3)
    assert till.tables[TillShelf.TODAY].hasFocus()
    assert till.tables[TillShelf.TODAY].records.rowCount() == 3
    assert till.drawer.said() == ["500.000 đ", "45.000 đ", "0 đ", "545.000 đ", "0 đ"]
    assert "Ngăn tiền mở từ 09:00" in till.drawer.state.text()


def test_what_is_typed_at_the_window_below_while_a_question_opens_goes_into_it(at):
    """As on X11, where the keyboard follows the window manager: Qt throws it away under a modal dialog."""
    till = at_till(at)
    at.hands.key("Del")
    dialog, below = till.dialog, at.app.shell.windowHandle()
    dialog.amount.line.clear()
    for key in (Qt.Key.Key_5, Qt.Key.Key_0, Qt.Key.Key_0, Qt.Key.Key_0):
        QTest.keyClick(below, key)
    assert dialog.amount.line.text() == "5000"
    QTest.keyClick(below, Qt.Key.Key_F2)               # no shortcut of what lies below
    assert at.window.place is Action.TILL
    QTest.mouseClick(below, Qt.MouseButton.LeftButton, pos=QPoint(60, 90))
    assert (at.window.place, dialog.isVisible()) == (Action.TILL, True)
    held = at.app.shell.focusWidget()
    compose(held, "n", "nộp thừa")                     # an input method knows only who had the cursor
    assert "nộp thừa" in dialog.amount.line.text()
    QTest.keyClick(below, Qt.Key.Key_Escape)
    at.wait(lambda: not at.hands.asked())
    at.hands.key("F2")
    assert at.window.place is Action.DESK


def test_a_part_goes_back_with_its_reason_and_a_slip(at):
    till = at_till(at)
    at.hands.key("Del")
    at.settle()
    at.hands.write("5000")
    at.hands.key("Return")                 # no reason yet: the cursor goes there
    assert till.dialog.reason.error
    at.hands.write("nộp thừa")
    at.hands.key("Return")
    at.settle()
    assert till.drawer.said()[2:4] == ["5.000 đ", "525.000 đ"]
    newest = at.office.counter.till.view().today[0].payment
    assert (newest.amount, newest.reason, newest.officer) == (5_000, "nộp thừa", OFFICER.id)
    assert words("PHIẾU HOÀN TIỀN TẠM") in printed(at)
    assert words("Năm nghìn đồng") in printed(at)


@pytest.mark.parametrize("amount", ["0", "15001", "abc", ""])
def test_no_more_goes_back_than_was_taken(at, amount):
    till = at_till(at, 1)
    at.hands.key("Del")
    at.hands.write(amount or " ")
    at.hands.key("Return")
    at.settle()
    assert till.dialog.amount.error
    at.hands.key("Esc")
    assert at.office.counter.till.balance().cash_out == 0


def test_what_went_back_whole_is_not_refunded_again(at):
    till = at_till(at, 1)
    at.office.counter.till.refund(at.office.counter.till.view().today[0].payment.id, 15_000, "rút hồ sơ", OFFICER)
    till.refresh()
    at.settle()
    table = till.tables[TillShelf.TODAY]
    for row in (0, 1):
        table.selectRow(row)
        assert not till.refund_button.isEnabled()
        till.dialog = None
        at.hands.key("Del")
        assert till.dialog is None


def test_receipt_numbers_come_later_and_one_used_is_refused(at):
    till = at_till(at)
    first, second = (entry.payment.slip for entry in at.office.counter.till.view().missing)
    till.shelf_buttons[TillShelf.MISSING].click()
    at.hands.walk_to(till.tables[TillShelf.MISSING])
    at.hands.key("Ctrl+B")
    at.hands.write("12")
    at.hands.key("Return")
    assert till.dialog.number.error
    at.hands.write("26tab-12")
    at.hands.key("Return")
    at.settle()
    assert [entry.payment.slip for entry in at.office.counter.till.view().missing] == [second]
    assert till.shelf_buttons[TillShelf.MISSING].text().endswith("(1)")
    at.hands.key("Ctrl+B")
    at.hands.write("26TAB-00000012")
    at.hands.key("Return")
    at.settle()
    assert first in till.banner.accessibleName()           # which slip has it
    assert len(at.office.counter.till.view().missing) == 1


def test_counting_the_same_as_the_books_closes_and_prints(at):
    till = at_till(at)
    at.hands.key("Ctrl+D")
    assert till.dialog.difference.text() == ""             # what must be there is not told before it is counted
    at.hands.write("530000")
    at.hands.key("Return")
    at.settle()
    assert at.office.counter.till.in_use() is None
    assert till.drawer.said() == ["–"] * 5
    assert "đếm được 530.000 đ, khớp" in till.drawer.state.text()
    assert words("KIỂM ĐẾM NGĂN TIỀN") in printed(at)
    assert words("Năm trăm ba mươi nghìn đồng") in printed(at)
    at.hands.key("Ctrl+D")
    at.hands.write("300000")
    at.hands.key("Return")
    at.settle()
    assert at.office.counter.till.balance().expected == 300_000


def test_a_difference_is_told_and_wants_a_word(at):
    till = at_till(at, 1)
    at.hands.key("Ctrl+D")
    at.hands.write("514000")
    at.hands.key("Return")
    assert "lệch -1.000 đ" in till.dialog.difference.text()
    assert till.dialog.note.line.hasFocus()
    assert at.office.counter.till.in_use() is not None
    at.hands.write("thối nhầm")
    at.hands.key("Return")
    at.settle()
    counted = at.office.counter.till.view().last.counted
    assert (counted.difference, counted.note, counted.closed_by) == (-1_000, "thối nhầm", OFFICER.id)
    assert "lệch -1.000 đ" in till.drawer.state.text()


def test_esc_leaves_the_drawer_open(at):
    till = at_till(at, 1)
    at.hands.key("Ctrl+D")
    at.hands.key("Esc")
    at.settle()
    assert at.office.counter.till.balance().expected == FLOAT + 15_000
    assert till.isVisible()


def test_a_fee_owed_is_taken_from_its_list(at, monkeypatch):
    owes(at, monkeypatch)
    till = at_till(at, 0)
    till.shelf_buttons[TillShelf.OWED].click()
    at.hands.walk_to(till.owed)
    at.hands.key("Return")
    at.hands.write("10000")
    at.hands.key("Return")
    assert till.dialog.given.error
    at.hands.write("20000")
    at.hands.key("Return")
    at.settle()
    assert at.office.counter.till.view().owed == ()
    assert at.office.counter.till.balance().expected == FLOAT + 15_000
    assert words("trả lại 5.000 đồng") in printed(at)


def owes(at, monkeypatch):
    """Somebody's certificate, to be paid later."""
    intakes = at.office.counter.intakes
    real, receive = intakes.procedure, intakes.receive
    with monkeypatch.context() as patch:
        patch.setattr(intakes, "procedure", lambda code: replace(real(code), pay_later=True))
        patch.setattr(intakes, "receive", lambda draft: receive(draft, TakenFee("later")))
        receive_some(at.office, 1)


def test_enter_on_a_payment_opens_its_dossier(at):
    till = at_till(at, 1)
    dossier = till.tables[TillShelf.TODAY].current().payment.dossier
    at.hands.key("Return")
    at.settle()
    assert at.window.place is Action.LOOK_UP
    assert at.screens.look_up.pane.view.detail.line.id == dossier


def test_an_empty_till_puts_the_cursor_on_the_drawer(at):
    at.office.counter.till.close(FLOAT, "", OFFICER)
    till = at_till(at, 0)
    assert till.drawer_button.hasFocus()
    assert not till.print_button.isEnabled()
    at.hands.key("Ctrl+P")
    at.settle()
    assert not at.office.printer.jobs


def test_a_fee_taken_wrongly_goes_back_and_is_taken_again_by_keyboard(at):
    till = at_till(at, 1)
    at.hands.walk_to(till.tables[TillShelf.TODAY])
    at.hands.key("Del")
    at.hands.key("Tab")
    at.hands.write("khach chuyen khoan")
    at.hands.key("Tab")
    assert till.dialog.again.hasFocus()
    at.hands.key("Space")
    at.hands.walk_to(till.dialog.do_button)
    at.hands.key("Return")
    at.settle()
    (owed,) = at.office.counter.till.view().owed
    assert owed.amount == 15_000
    assert till.shelf_buttons[TillShelf.OWED].text().endswith("(1)")
