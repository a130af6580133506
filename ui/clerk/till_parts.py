"""Parts of the till's screen: the drawer added up, and the columns of its three lists."""

from PySide6.QtWidgets import QHBoxLayout

from kiosk.counter.till import Entry, TillView
from kiosk.moments import show_moment
from kiosk.till import Kind, Owed
from kiosk.words import _
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.card import Card
from ui.widgets.number_fields import shown_money
from ui.widgets.record_table import RecordColumn
from ui.widgets.sums import SumsRow
from ui.widgets.text import IconLabel, Role, Text

DOSSIER = 3                            # the column of the dossier's number


class DrawerCard(Card):
    """Open or not, since when, and float + cash in - cash out = what must lie there."""

    def __init__(self) -> None:
        super().__init__()
        head = QHBoxLayout()
        head.setSpacing(look().measures.near)
        self._sign = IconLabel(Icon.MONEY, Tone.SUCCESS)
        self.state = Text("", Role.STRONG)
        head.addWidget(self._sign)
        head.addWidget(self.state, 1)
        self.body.addLayout(head)
        names = (_("Tiền lẻ đầu ca"), _("Thu tiền mặt"), _("Hoàn tiền mặt"), _("Phải có trong ngăn"), _("Chuyển khoản"))
        self._sums = SumsRow(names)
        self.body.addWidget(self._sums)

    def said(self) -> list[str]:
        """The five sums as they stand."""
        return self._sums.said()

    def show_view(self, view: TillView) -> None:
        balance = view.balance
        self._sign.set_icon(Icon.MONEY if view.drawer else Icon.LOCK, Tone.SUCCESS if view.drawer else Tone.WARNING)
        if view.drawer is not None:
            self.state.setText(_("Ngăn tiền mở từ {moment}").format(moment=show_moment(view.drawer.opened_at)))
        elif view.last is not None and view.last.counted is not None:
            count = view.last.counted
            off = _("khớp") if not count.difference else _("lệch {amount}").format(amount=shown_money(count.difference))
            text = _("Ngăn tiền đã đóng lúc {moment}: đếm được {counted}, {off}. Mở ngăn mới để thu tiếp.")
            counted = shown_money(count.counted)
            self.state.setText(text.format(moment=show_moment(count.closed_at), counted=counted, off=off))
        else:
            self.state.setText(_("Chưa mở ngăn tiền. Mở ngăn để thu phí."))
        amounts: tuple[int | None, ...] = (None,) * 5
        if balance is not None:
            amounts = (balance.opening_float, balance.cash_in, balance.cash_out, balance.expected, balance.transfers)
        self._sums.show_figures(["–" if amount is None else shown_money(amount) for amount in amounts])


def payment_columns() -> tuple[RecordColumn[Entry], ...]:
    return (
        RecordColumn(_("Lúc"), lambda entry: show_moment(entry.payment.taken_at), 17,
                     sort_key=lambda entry: entry.payment.taken_at),
        RecordColumn(_("Số phiếu"), lambda entry: entry.payment.slip, 21, strong=True),
        RecordColumn(_("Người nộp"), lambda entry: entry.payment.payer, 0),
        RecordColumn(_("Mã hồ sơ"), lambda entry: entry.dossier, 24),
        RecordColumn(_("Cách nộp"), lambda entry: entry.payment.method.shown(), 13),
        RecordColumn(_("Số tiền"), _amount, 12, right=True, sort_key=lambda entry: entry.payment.amount),
        RecordColumn(_("Tình trạng"), _state, 22, tone=_tone),
    )  # fmt: skip


def owed_columns() -> tuple[RecordColumn[Owed], ...]:
    return (
        RecordColumn(_("Từ lúc"), lambda owed: show_moment(owed.owed_since), 17, sort_key=lambda owed: owed.owed_since),
        RecordColumn(_("Mã hồ sơ"), lambda owed: owed.number, 26, strong=True),
        RecordColumn(_("Người nộp"), lambda owed: owed.payer, 0),
        RecordColumn(_("Thủ tục"), lambda owed: owed.procedure_name, 0),
        RecordColumn(_("Phải thu"), lambda owed: shown_money(owed.amount), 14, right=True, sort_key=lambda owed: owed.amount),
    )


def _amount(entry: Entry) -> str:
    amount = entry.payment.amount
    return shown_money(amount if entry.payment.kind is Kind.CHARGE else -amount)


def _state(entry: Entry) -> str:
    payment = entry.payment
    if payment.kind is Kind.REFUND:
        return _("Hoàn tiền")
    if payment.refunded:
        return _("Đã hoàn hết") if not payment.left else _("Đã hoàn {amount}").format(amount=shown_money(payment.refunded))
    return payment.receipt or _("Chưa có biên lai")


def _tone(entry: Entry) -> Tone:
    payment = entry.payment
    if payment.kind is Kind.REFUND or payment.refunded:
        return Tone.INFO
    return Tone.SUCCESS if payment.receipt else Tone.WARNING
