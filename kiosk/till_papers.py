"""Fills the till's papers. Printed words: Vietnamese, whatever language the screen speaks."""

from collections.abc import Iterable, Mapping

from kiosk.money_words import in_words
from kiosk.receipts import TRAINING
from kiosk.settings import Office
from kiosk.till import Drawer, Kind, Method, Payment, balance_of
from kiosk.till_sheet import DrawerRow, DrawerSheet, TillLine, TillSlip

TEMPLATES = {Kind.CHARGE: "phieu-thu-tam", Kind.REFUND: "phieu-hoan-tam"}
_METHODS = {Method.CASH: "tiền mặt", Method.TRANSFER: "chuyển khoản", Method.LATER: "thu sau"}


def slip_of(
    payment: Payment, refunded: Payment | None, dossier: str, procedure: str, office: Office, names: Mapping[str, str]
) -> TillSlip:
    """The slip of a payment; `refunded` is what a refund gives back, `dossier` the number, `names` the officers' by id."""
    took = payment.kind is Kind.CHARGE
    gave_change = took and payment.change > 0
    return TillSlip(
        template=TEMPLATES[payment.kind],
        superior_agency=office.superior,
        agency=office.name,
        place=office.place,
        counter=office.counter,
        number=payment.slip,
        issued_at=payment.taken_at,
        payer=payment.payer,
        dossier=dossier,
        procedure=procedure,
        lines=tuple(TillLine(line.name, line.amount, line.exemption) for line in payment.lines if took),
        amount=payment.amount,
        words=in_words(payment.amount),
        method=_METHODS[payment.method],
        officer=names.get(payment.officer, payment.officer),
        tendered=payment.tendered if gave_change else 0,
        change=payment.change if gave_change else 0,
        reason=payment.reason,
        refunded_slip=refunded.slip if refunded else "",
        marks=(TRAINING,) if office.training else (),
    )


def drawer_sheet(
    drawer: Drawer, entries: Iterable[tuple[Payment, str]], office: Office, names: Mapping[str, str]
) -> DrawerSheet:
    """The closing of a drawer; each payment comes with the number of its dossier."""
    listed = list(entries)
    balance, count = balance_of(drawer, (payment for payment, _number in listed)), drawer.counted
    return DrawerSheet(
        superior_agency=office.superior,
        agency=office.name,
        place=office.place,
        counter=office.counter,
        opened_at=drawer.opened_at,
        opened_by=names.get(drawer.officer, drawer.officer),
        printed_at=0,
        printed_by="",
        opening_float=balance.opening_float,
        cash_in=balance.cash_in,
        cash_out=balance.cash_out,
        transfers=balance.transfers,
        expected=balance.expected,
        counted=count.counted if count else None,
        words=in_words(count.counted) if count else "",
        closed_at=count.closed_at if count else None,
        closed_by=names.get(count.closed_by, count.closed_by) if count else "",
        note=count.note if count else "",
        rows=tuple(_row(payment, number, names) for payment, number in listed),
        marks=(TRAINING,) if office.training else (),
    )


def _row(payment: Payment, number: str, names: Mapping[str, str]) -> DrawerRow:
    amount = payment.amount if payment.kind is Kind.CHARGE else -payment.amount
    return DrawerRow(
        payment.taken_at, payment.slip, payment.payer, number, _METHODS[payment.method], amount, payment.receipt,
        names.get(payment.officer, payment.officer),
    )  # fmt: skip
