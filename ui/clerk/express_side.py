"""Beside the express form: what it costs, how it is paid, the one button, and what was certified last."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.counter.express import Certified
from kiosk.device_ports import PrintState
from kiosk.express import ExpressQuote
from kiosk.fees import total
from kiosk.procedures import Choice
from kiosk.till import EXACT, Method, TakenFee
from kiosk.words import _
from ui.clerk.express_rows import money
from ui.clerk.receipt_job import words_of
from ui.shortcuts import Action, shortcut_of
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button, Kind
from ui.widgets.card import Card
from ui.widgets.checks import RadioField
from ui.widgets.number_fields import MoneyField
from ui.widgets.text import Role, Text
from ui.widgets.wrapped import CheckBox

CASH, TRANSFER = Method.CASH.value, Method.TRANSFER.value


class PaymentBox(Card):
    """`certify_wanted` once the officer is done. What was given is the exact amount unless something else is typed."""

    certify_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Thu phí"), parent)
        self._due = 0
        self.total = Text(money(0), Role.TITLE, wrap=False)
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.note = Text("", Role.WARNING)
        self.note.hide()
        self.method = RadioField(_("Cách nộp"), (Choice(CASH, Method.CASH.shown()), Choice(TRANSFER, Method.TRANSFER.shown())))
        self.method.set_value(CASH)
        self.given = MoneyField(_("Khách đưa"))
        self.given.line.setPlaceholderText(_("vừa đủ"))
        self.change = Text("", Role.STRONG)
        keys = shortcut_of(Action.HAND_OVER_LATER).key_text()
        self.later = CheckBox("   ".join((_("Chưa trả ngay: in giấy hẹn"), keys)))
        self.later.setAccessibleName(_("Chưa trả ngay: in giấy hẹn"))
        self.certify_button = Button(_("Chứng thực và in"), Kind.PRIMARY, Icon.CHECK, Action.CERTIFY)
        self.certify_button.clicked.connect(self.certify_wanted)
        for part in (self.total, self.note, self.method, self.given, self.change, self.later, self.certify_button):
            self.body.addWidget(part)
        self.method.edited.connect(self._show_change)
        self.given.edited.connect(self._show_change)

    def show_quote(self, quote: ExpressQuote) -> None:
        self._due = quote.total
        self.total.setText(money(quote.total))
        self.note.setText(_("Chưa cài mức thu của: {fees}.").format(fees=", ".join(quote.not_set)))
        self.note.setVisible(bool(quote.not_set))
        for part in (self.method, self.given):
            part.setVisible(bool(quote.total))
        self._show_change()

    def show_receipt_choice(self, on_request: bool) -> None:
        """Where the law wants a receipt every time there is nothing to choose."""
        self.later.setChecked(not on_request)
        self.later.setEnabled(on_request)

    def taken(self) -> TakenFee:
        """Just what is due, unless another amount lies on the desk."""
        value = self.given.value()
        if self.method.value() != CASH:
            return TakenFee(TRANSFER)
        return TakenFee(CASH, EXACT if value is None else self._typed())

    def too_little(self) -> bool:
        return self._left() < 0

    def clear(self, on_request: bool) -> None:
        self.method.set_value(CASH)
        self.given.set_value(None)
        self.given.set_error("")
        self.show_receipt_choice(on_request)
        self._show_change()

    def _left(self) -> int:
        exact = self.method.value() != CASH or self.given.value() is None
        return 0 if exact else self._typed() - self._due

    def _typed(self) -> int:
        """Nothing where it is no amount: then it is too little."""
        value = self.given.value()
        return int(value) if isinstance(value, Decimal) and value >= 0 else 0

    def _show_change(self) -> None:
        cash = self.method.value() == CASH
        self.given.setEnabled(cash)
        left = self._left()
        text = _("Trả lại {amount}").format(amount=money(left)) if left > 0 else ""
        self.given.set_error(_("Còn thiếu {amount}.").format(amount=money(-left)) if left < 0 and cash else "")
        self.change.setText(text)
        self.change.setVisible(bool(text))


class LastBox(Card):
    """What was certified last stays to be read out, until the next."""

    print_wanted = Signal()
    slip_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Vừa chứng thực"), parent)
        self.numbers = Text("", Role.TITLE)
        self.whose = Text("", Role.STRONG)
        self.book = Text("", Role.BODY)
        self.dossier = Text("", Role.HINT)
        self.change = Text("", Role.STRONG)
        self.change.set_tone(Tone.WARNING)
        self.printing = Text("", Role.BODY)
        self.print_button = Button(_("In lại lời chứng"), Kind.PLAIN, Icon.PRINTER, Action.PRINT_CLAUSE)
        self.print_button.clicked.connect(self.print_wanted)
        self.slip_button = Button(_("In phiếu thu tạm"), Kind.PLAIN, Icon.PRINTER)
        self.slip_button.clicked.connect(self.slip_wanted)
        said = (self.numbers, self.whose, self.book, self.dossier, self.change, self.printing)
        for part in (*said, self.print_button, self.slip_button):
            self.body.addWidget(part)
        self.hide()

    def show_certified(self, made: Certified) -> None:
        numbers = [entry.number for entry in made.entries]
        shown = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
        self.numbers.setText(_("Số {numbers}").format(numbers=shown))
        paid = total(made.fees)
        self.whose.setText(" · ".join(part for part in (made.entries[0].line.person, money(paid) if paid else "") if part))
        self.book.setText(_("Quyển {book}").format(book=made.book))
        self.dossier.setText(_("Mã hồ sơ {number}").format(number=made.number))
        self.change.setText(_("Trả lại khách {amount}").format(amount=money(made.change)))
        self.change.setVisible(made.change > 0)
        self.print_button.setVisible(bool(made.clause))
        self.slip_button.setVisible(bool(paid))
        self.printing.setText("")
        self.printing.hide()
        if made.clause_problem is not None:
            self.say_printing(made.clause_problem.for_person(), Tone.WARNING)
        self.show()

    def show_printing(self, state: PrintState) -> None:
        self.say_printing(*words_of(state))

    def say_printing(self, text: str, tone: Tone) -> None:
        self.printing.setText(text)
        self.printing.set_tone(tone)
        self.printing.show()


class ExpressSide(QWidget):
    """Both, one above the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.payment, self.last = PaymentBox(), LastBox()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().measures.apart)
        column.addWidget(self.payment)
        column.addWidget(self.last)
        column.addStretch(1)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
