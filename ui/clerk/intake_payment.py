"""The payment strip of an intake: what is due, how it is paid, what was handed over, the change. Enter takes it and receives."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kiosk.counter.intakes import Quote
from kiosk.procedures import Choice
from kiosk.till import EXACT, Method, TakenFee
from kiosk.words import _
from ui.shortcuts import Action
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.buttons import Button, Kind
from ui.widgets.checks import RadioField
from ui.widgets.number_fields import MoneyField, shown_money
from ui.widgets.spoken import announce
from ui.widgets.text import Role, Text


class PaymentStrip(QFrame):
    """Hidden until `ask`. `agreed` brings how the fee was taken; `opening` is then the float of a drawer still to be opened."""

    agreed = Signal(object)            # TakenFee
    called_off = Signal()
    asked = Signal(bool)               # it came, or went

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(_("Thu phí"))
        self._due, self._drawer_open = 0, True
        self.due, self.fees = Text("", Role.TITLE, wrap=False), Text("", Role.HINT)
        self.online = Text("", Role.WARNING)
        self.method = RadioField(_("Cách nộp"), [Choice(each.value, each.shown()) for each in Method])
        self.float_field = MoneyField(_("Tiền lẻ đầu ca"), hint=_("Ngăn tiền chưa mở: ghi số tiền có sẵn."))
        self.given = MoneyField(_("Khách đưa"))
        self.given.line.setPlaceholderText(_("vừa đủ"))
        self.change = Text("", Role.STRONG)
        self.take_button = Button(_("Thu phí và tiếp nhận"), Kind.PRIMARY, Icon.MONEY, Action.RECEIVE)
        self.back_button = Button(_("Quay lại tờ khai"), Kind.PLAIN, None, Action.PARK)
        self._lay_out()
        self.method.edited.connect(self._show_change)
        self.given.edited.connect(self._show_change)
        for field in (self.given, self.float_field):
            field.line.returnPressed.connect(self.confirm)
        self.take_button.clicked.connect(self.confirm)
        self.back_button.clicked.connect(self.call_off)
        self.hide()

    def _lay_out(self) -> None:
        measures = look().measures
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.wide, measures.near, measures.wide, measures.near)
        column.setSpacing(measures.near)
        words = QVBoxLayout()
        words.setSpacing(measures.tight)
        for text in (self.due, self.fees, self.online):
            words.addWidget(text)
        fields = QHBoxLayout()
        fields.setSpacing(measures.apart)
        for field in (self.method, self.float_field, self.given):
            fields.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setSpacing(measures.near)
        foot.addWidget(self.change, 1)
        foot.addWidget(self.back_button)
        foot.addWidget(self.take_button)
        for part in (words, fields, foot):
            column.addLayout(part)

    # ---- what is asked of it -------------------------------------------------------------------------

    @property
    def asking(self) -> bool:
        return not self.isHidden()

    @property
    def opening(self) -> int | None:
        """The float to open the drawer with; None while one is in use, or none is wanted."""
        return None if self._drawer_open or self._method() is Method.LATER else self.float_field.amount()

    def ask(self, quote: Quote, *, drawer_open: bool) -> None:
        """Shows what is due and puts the cursor where the money is typed."""
        self._due, self._drawer_open = quote.total, drawer_open
        self.due.setText(_("Phải thu {amount}").format(amount=shown_money(quote.total)))
        self.fees.setText(" · ".join(f"{line.name}: {shown_money(line.amount)}" for line in quote.fees))
        self.online.setText(" ".join(_offers(quote)))
        self.online.setVisible(bool(quote.online))
        self.method.buttons[Method.LATER].setVisible(quote.pay_later)
        self.method.set_value(Method.CASH.value)
        self.given.set_value(None)
        self.float_field.set_value(None)
        self.float_field.set_error("")
        self._show_change()
        self._set_asking(True)
        first = self.given if drawer_open else self.float_field
        first.line.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{self.due.text()}. {self.online.text()}".strip(), urgent=True)

    def confirm(self) -> None:
        """Ctrl+Enter, or Enter in a field: takes the fee unless something is missing."""
        if not self.asking:
            return
        if not self._drawer_open and self._method() is not Method.LATER and self.float_field.amount() is None:
            self.float_field.set_error(_("Ghi số tiền lẻ có sẵn trong ngăn, không có thì ghi 0."))
            self.float_field.line.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._left() < 0:
            self._show_change()
            self.given.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._set_asking(False)
            self.agreed.emit(self._taken())

    def call_off(self) -> None:
        """Esc: back to the form, nothing was taken."""
        if self.asking:
            self._set_asking(False)
            self.called_off.emit()

    # ---- inside --------------------------------------------------------------------------------------

    def _set_asking(self, asking: bool) -> None:
        self.setVisible(asking)
        self.asked.emit(asking)

    def _method(self) -> Method:
        return Method(str(self.method.value()))

    def _taken(self) -> TakenFee:
        given = self.given.amount()
        return TakenFee(self._method().value, given if self._method() is Method.CASH and given is not None else EXACT)

    def _left(self) -> int:
        """The change; below zero something is missing, or what stands there is no amount."""
        if self._method() is not Method.CASH or self.given.value() is None:
            return 0
        return (self.given.amount() or 0) - self._due

    def _show_change(self) -> None:
        method, left = self._method(), self._left()
        self.given.setEnabled(method is Method.CASH)
        self.float_field.setVisible(not self._drawer_open and method is not Method.LATER)
        self.given.set_error(_("Còn thiếu {amount}.").format(amount=shown_money(-left)) if left < 0 else "")
        self.change.setText(_("Trả lại {amount}").format(amount=shown_money(left)) if left > 0 else "")
        self.take_button.say(_("Tiếp nhận, thu phí sau") if method is Method.LATER else _("Thu phí và tiếp nhận"))


def _offers(quote: Quote) -> list[str]:
    """What to tell the citizen before he pays."""
    said = []
    for offer in quote.online:
        rule = next((line.exemption for line in offer.lines if line.exemption), "")
        if offer.needs and rule:
            text = _("Nộp trực tuyến chỉ {total} (bớt {saving}), nếu thuộc diện: {rule}.")
        else:
            text = _("Nộp trực tuyến chỉ {total} (bớt {saving}).")
        said.append(text.format(total=shown_money(offer.total), saving=shown_money(offer.saving), rule=rule))
    return said
