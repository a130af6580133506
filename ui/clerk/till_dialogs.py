"""The till's questions: the float, the count, a refund, the number of a receipt, a fee paid later. Esc leaves all as it is."""

from PySide6.QtWidgets import QWidget

from kiosk.counter.till import Entry
from kiosk.problems import Problem
from kiosk.procedures import Choice
from kiosk.till import EXACT, Balance, Method, Owed, TakenFee, receipt_number
from kiosk.words import _
from ui.widgets.checks import RadioField
from ui.widgets.number_fields import MoneyField, shown_money
from ui.widgets.question import Question, complain
from ui.widgets.text import Role, Text
from ui.widgets.text_fields import TextField
from ui.widgets.wrapped import CheckBox


class OpenDrawer(Question):
    """Answers the float."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Mở ngăn tiền"), (_("Đếm tiền lẻ có sẵn trong ngăn trước khi thu."),), parent)
        self.amount = MoneyField(_("Tiền lẻ đầu ca"), required=True)
        self._ask(_("Mở ngăn"), self.amount)

    def _answer(self) -> int | None:
        amount = self.amount.amount()
        if amount is None:
            complain(self.amount, _("Ghi số tiền lẻ có sẵn trong ngăn, không có thì ghi 0."))
        return amount


class CountDrawer(Question):
    """Answers (counted, note). What must lie there is told only after something was counted: nobody counts what is written."""

    def __init__(self, balance: Balance, parent: QWidget | None = None) -> None:
        about = _("Đếm hết tiền mặt trong ngăn, cả tiền lẻ đầu ca. Đóng rồi thì ngăn này không sửa được nữa.")
        super().__init__(_("Kiểm đếm và đóng ngăn tiền"), (about,), parent)
        self._expected = balance.expected
        self.counted = MoneyField(_("Đếm được"), required=True)
        self.note = TextField(_("Giải thích chênh lệch"))
        self.difference = Text("", Role.STRONG)
        self._ask(_("Đóng ngăn và in"), self.counted, self.note)
        self._room.insertWidget(3, self.difference)
        self.counted.left.connect(self._show_difference)

    def _answer(self) -> tuple[int, str] | None:
        counted, note = self.counted.amount(), str(self.note.value())
        self._show_difference()
        if counted is None:
            complain(self.counted, _("Ghi số tiền đếm được."))
        elif counted != self._expected and not note:
            complain(self.note, _("Đếm lại; nếu vẫn lệch thì ghi vì sao."))
        else:
            return counted, note
        return None

    def _show_difference(self) -> None:
        counted = self.counted.amount()
        if counted is None:
            self.difference.setText("")
        elif counted == self._expected:
            self.difference.setText(_("Khớp với sổ."))
        else:
            text = _("Theo sổ phải có {expected}; lệch {difference}.")
            off = shown_money(counted - self._expected)
            self.difference.setText(text.format(expected=shown_money(self._expected), difference=off))


class RefundDialog(Question):
    """Answers (amount, reason, whether the fee is to be taken again). The whole of what is left is offered."""

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        payment = entry.payment
        about = _("Phiếu {slip}: đã thu {amount} bằng {method}, còn hoàn được {left}.").format(
            slip=payment.slip, amount=shown_money(payment.amount), method=payment.method.shown().lower(),
            left=shown_money(payment.left),
        )  # fmt: skip
        super().__init__(_("Hoàn tiền"), (about, payment.payer), parent)
        self._left = payment.left
        self.amount, self.reason = MoneyField(_("Số tiền hoàn"), required=True), TextField(_("Lý do hoàn"), required=True)
        self.again = CheckBox(_("Thu nhầm: hồ sơ vẫn phải nộp phí này, thu lại sau"))
        self.amount.set_value(payment.left)
        self._ask(_("Hoàn tiền và in phiếu"), self.amount, self.reason, danger=True)
        self._room.insertWidget(self._room.count() - 1, self.again)
        QWidget.setTabOrder(self.reason.line, self.again)
        QWidget.setTabOrder(self.again, self.keep_button)
        self.amount.line.selectAll()
        self.amount.edited.connect(self._show_again)

    def _show_again(self) -> None:
        """Of a fee kept in part nothing is owed."""
        self.again.setEnabled(self.amount.amount() == self._left)

    def _answer(self) -> tuple[int, str, bool] | None:
        amount, reason = self.amount.amount(), str(self.reason.value())
        if amount is None or not 0 < amount <= self._left:
            complain(self.amount, _("Ghi số tiền từ 1 đồng đến {left}.").format(left=shown_money(self._left)))
        elif not reason:
            complain(self.reason, _("Ghi lý do trước khi hoàn."))
        else:
            return amount, reason, self.again.isEnabled() and self.again.isChecked()
        return None


class ReceiptDialog(Question):
    """Answers the number of the electronic receipt."""

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        about = f"{entry.payment.slip} · {entry.payment.payer} · {shown_money(entry.payment.amount)}"
        super().__init__(_("Ghi số biên lai điện tử"), (about,), parent)
        self.number = TextField(_("Ký hiệu và số biên lai"), required=True, hint=_("Ví dụ 26TAB-00001234"))
        self._ask(_("Ghi số biên lai"), self.number)

    def _answer(self) -> str | None:
        try:
            return receipt_number(str(self.number.value()))
        except Problem as problem:
            complain(self.number, problem.for_person())
            return None


class OwedDialog(Question):
    """Answers how a fee that was left for later is paid now."""

    def __init__(self, owed: Owed, parent: QWidget | None = None) -> None:
        due = _("Phải thu {amount}").format(amount=shown_money(owed.amount))
        about = (f"{owed.number} · {owed.payer}", owed.procedure_name, due)
        super().__init__(_("Thu phí hồ sơ thu sau"), about, parent)
        self._due = owed.amount
        now = (Method.CASH, Method.TRANSFER)
        self.method = RadioField(_("Cách nộp"), [Choice(each.value, each.shown()) for each in now])
        self.method.set_value(Method.CASH.value)
        self.given = MoneyField(_("Khách đưa"))
        self.given.line.setPlaceholderText(_("vừa đủ"))
        self._ask(_("Thu phí và in phiếu"), self.given, self.method)
        self.method.edited.connect(lambda: self.given.setEnabled(self.method.value() == Method.CASH.value))

    def _answer(self) -> TakenFee | None:
        if self.method.value() != Method.CASH.value:
            return TakenFee(Method.TRANSFER.value)
        given = self.given.amount()
        if self.given.value() is not None and (given is None or given < self._due):
            complain(self.given, _("Còn thiếu {amount}.").format(amount=shown_money(self._due - (given or 0))))
            return None
        return TakenFee(Method.CASH.value, EXACT if given is None else given)
