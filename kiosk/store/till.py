"""Drawers, payments and numbers of electronic receipts in the store. Everything here is one step of a caller's transaction.

A step that finds something in its way raises it: the caller's whole transaction is undone.
"""

from collections.abc import Iterator
from dataclasses import replace

import msgspec
import uuid_utils.compat as uuids

from kiosk.audit import Act
from kiosk.dossier import FeeLine, Form
from kiosk.moments import day_of
from kiosk.signing import SigningKey
from kiosk.store import audit_log, numbering
from kiosk.store.database import Database
from kiosk.till import (
    Balance,
    Counted,
    Drawer,
    DrawerInUse,
    DrawerShort,
    Kind,
    Method,
    NoDrawer,
    NoSuchPayment,
    NothingOwed,
    Owed,
    Payment,
    ReceiptNumberUsed,
    RefundTooMuch,
    TakenFee,
    balance_of,
    dong,
    receipt_number,
)

_SLIPS = {Kind.CHARGE: "PTT", Kind.REFUND: "PHT"}    # phiếu thu tạm, phiếu hoàn tạm
_DRAWER = "SELECT id, officer, opened_at, opening_float, closed_at, closed_by, expected, counted, note FROM drawer"
_PAYMENT = """SELECT p.id, p.drawer, p.kind, p.dossier, p.refund_of, p.method, p.amount, p.tendered, p.slip, p.payer, p.lines,
                     p.reason, p.officer, p.taken_at, coalesce(r.number, ''),
                     (SELECT coalesce(sum(b.amount), 0) FROM payment b WHERE b.refund_of = p.id)
              FROM payment p LEFT JOIN fee_receipt r ON r.payment = p.id"""


# ---- drawers ------------------------------------------------------------------------------------------


def open_drawer(database: Database, device: SigningKey, opening_float: int, officer: str, at: int) -> Drawer:
    """Raises DrawerInUse."""
    if in_use(database) is not None:
        raise DrawerInUse
    drawer = Drawer(str(uuids.uuid7()), officer, at, opening_float)
    database.execute(
        "INSERT INTO drawer (id, officer, opened_at, opening_float) VALUES (?, ?, ?, ?)",
        [drawer.id, officer, at, opening_float],
    )
    audit_log.append(
        database, device, at=at, actor=officer, act=Act.DRAWER_OPENED, drawer=drawer.id, opening_float=opening_float
    )
    return drawer


def close_drawer(database: Database, device: SigningKey, drawer: Drawer, count: Counted) -> Drawer:
    """Counts a drawer for good."""
    database.execute(
        "UPDATE drawer SET closed_at = ?, closed_by = ?, expected = ?, counted = ?, note = ? WHERE id = ?",
        [count.closed_at, count.closed_by, count.expected, count.counted, count.note, drawer.id],
    )
    audit_log.append(
        database, device, at=count.closed_at, actor=count.closed_by, act=Act.DRAWER_CLOSED, drawer=drawer.id,
        expected=count.expected, counted=count.counted,
    )  # fmt: skip
    return replace(drawer, counted=count)


def in_use(database: Database) -> Drawer | None:
    """The drawer that takes money now."""
    row = database.execute(f"{_DRAWER} WHERE closed_at IS NULL").fetchone()
    return _drawer(row) if row else None


def drawer(database: Database, identity: str) -> Drawer | None:
    row = database.execute(f"{_DRAWER} WHERE id = ?", [identity]).fetchone()
    return _drawer(row) if row else None


def drawers(database: Database, since: int, until: int) -> tuple[Drawer, ...]:
    """In use at some time from `since` to before `until` (epoch ms), oldest first: for closing the day."""
    rows = database.execute(
        f"{_DRAWER} WHERE opened_at < ? AND (closed_at IS NULL OR closed_at >= ?) ORDER BY opened_at, id", [until, since]
    )
    return tuple(_drawer(row) for row in rows)


def balance(database: Database, of: Drawer) -> Balance:
    return balance_of(of, payments_in(database, of.id))


# ---- payments -----------------------------------------------------------------------------------------


def charge(database: Database, device: SigningKey, form: Form, taken: TakenFee, officer: str, at: int) -> Payment:
    """Takes the whole fee of a dossier, once more where all of it went back. Raises NoDrawer, NothingOwed, TenderedTooLittle."""
    amount = form.fee.total
    if not amount or any(payment.left for payment in of_dossier(database, form.dossier)):
        raise NothingOwed
    payment = Payment(
        str(uuids.uuid7()), "", Kind.CHARGE, form.dossier, "", Method(taken.method), amount, taken.for_amount(amount), "",
        form.submitter.person.full_name, form.fee.lines, "", officer, at,
    )  # fmt: skip
    return _add(database, device, payment)


def refund(
    database: Database, device: SigningKey, charged: str, amount: int, *, reason: str, officer: str, at: int,
    again: bool = False,
) -> Payment:  # fmt: skip
    """Gives back, the way it came; with `again` a fee gone back whole is owed. Raises NoDrawer, NoSuchPayment, RefundTooMuch,
    DrawerShort.
    """
    before = payment(database, charged)
    if before is None:
        raise NoSuchPayment(slip=charged)
    if not 0 < amount <= before.left:
        raise RefundTooMuch(amount=dong(before.left))
    here = in_use(database)
    if here is not None and before.method is Method.CASH and (inside := balance(database, here).expected) < amount:
        raise DrawerShort(amount=dong(inside))
    back = replace(
        before, id=str(uuids.uuid7()), kind=Kind.REFUND, refund_of=before.id, amount=amount, tendered=amount, reason=reason,
        officer=officer, taken_at=at, receipt="", refunded=0,
    )  # fmt: skip
    if amount == before.left:          # it was no debt of this dossier, unless whoever gives back says it still is
        database.execute("DELETE FROM fee_owed WHERE dossier = ?", [before.dossier])
        if again:
            _owe(database, before.dossier, before.amount, at)
    return _add(database, device, back)


def owe(database: Database, form: Form) -> None:
    """The dossier's fee will be paid later."""
    if form.fee.total:
        _owe(database, form.dossier, form.fee.total, form.received_at)


def _owe(database: Database, dossier: str, amount: int, since: int) -> None:
    database.execute("INSERT INTO fee_owed (dossier, amount, owed_since) VALUES (?, ?, ?)", [dossier, amount, since])


def owed(database: Database) -> tuple[Owed, ...]:
    """What is still to be paid, oldest first."""
    rows = database.execute(
        """SELECT o.dossier, d.number, d.procedure_name, d.submitter, o.amount, o.owed_since
           FROM fee_owed o JOIN dossier_now d ON d.id = o.dossier
           WHERE NOT EXISTS (
               SELECT 1 FROM payment p WHERE p.dossier = o.dossier AND p.kind = 'charge'
               AND p.amount > (SELECT coalesce(sum(b.amount), 0) FROM payment b WHERE b.refund_of = p.id)
           ) ORDER BY o.owed_since, o.dossier"""
    )
    return tuple(Owed(*row) for row in rows)


def payment(database: Database, identity: str) -> Payment | None:
    return next(_payments(database, "p.id = ?", [identity]), None)


def payments_in(database: Database, of: str) -> tuple[Payment, ...]:
    """Everything of one drawer, oldest first."""
    return tuple(_payments(database, "p.drawer = ?", [of]))


def between(database: Database, since: int, until: int) -> tuple[Payment, ...]:
    """Taken or given back from `since` to before `until` (epoch ms), oldest first."""
    return tuple(_payments(database, "p.taken_at >= ? AND p.taken_at < ?", [since, until]))


def of_dossier(database: Database, dossier: str) -> tuple[Payment, ...]:
    return tuple(_payments(database, "p.dossier = ?", [dossier]))


# ---- electronic receipts ------------------------------------------------------------------------------


def without_receipt(database: Database) -> tuple[Payment, ...]:
    """Charges whose electronic receipt is still to come, oldest first."""
    found = _payments(database, "p.kind = 'charge' AND r.payment IS NULL", [])
    return tuple(payment for payment in found if payment.wants_receipt)


def record_receipt(database: Database, device: SigningKey, slip: str, number: str, *, by: str, at: int) -> bool:
    """Records the number of a payment's electronic receipt; False when just that is recorded already (a feed may repeat).

    `by` is an officer, or "system" for what the server sends. Raises ReceiptNumberWrong, NoSuchPayment, ReceiptNumberUsed.
    """
    kept = receipt_number(number)
    of = next(_payments(database, "p.slip = ? AND p.kind = 'charge'", [slip]), None)
    if of is None:
        raise NoSuchPayment(slip=slip)
    if of.receipt == kept:
        return False
    other = next(_payments(database, "r.number = ?", [kept]), None)
    if other is not None or of.receipt:
        raise ReceiptNumberUsed(number=of.receipt or kept, slip=(other or of).slip)
    database.execute(
        "INSERT INTO fee_receipt (payment, number, recorded_by, recorded_at) VALUES (?, ?, ?, ?)", [of.id, kept, by, at]
    )
    audit_log.append(
        database, device, at=at, actor=by, act=Act.RECEIPT_RECORDED, subject=of.dossier, slip=slip, number=kept
    )
    return True


# ---- inside -------------------------------------------------------------------------------------------


def _add(database: Database, device: SigningKey, payment: Payment) -> Payment:
    """Into the drawer in use, under the next number of its slips. Raises NoDrawer."""
    here = in_use(database)
    if here is None:
        raise NoDrawer
    slip = numbering.next_notice_number(database, _SLIPS[payment.kind], day_of(payment.taken_at))
    added = replace(payment, drawer=here.id, slip=slip)
    database.execute(
        """INSERT INTO payment (id, drawer, kind, dossier, refund_of, method, amount, tendered, slip, payer, lines, reason,
                                officer, taken_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [added.id, added.drawer, added.kind.value, added.dossier, added.refund_of or None, added.method.value, added.amount,
         added.tendered, added.slip, added.payer, msgspec.json.encode(added.lines), added.reason, added.officer, added.taken_at],
    )  # fmt: skip
    act = Act.FEE_TAKEN if added.kind is Kind.CHARGE else Act.FEE_REFUNDED
    audit_log.append(
        database, device, at=added.taken_at, actor=added.officer, act=act, subject=added.dossier, slip=slip,
        method=added.method.value, amount=added.amount,
    )  # fmt: skip
    return added


def _drawer(row: tuple[object, ...]) -> Drawer:
    identity, officer, opened_at, opening_float, *closed = row
    count = Counted(*closed) if closed[0] is not None else None  # type: ignore[arg-type]  # as the schema has them
    return Drawer(identity, officer, opened_at, opening_float, count)  # type: ignore[arg-type]


def _payments(database: Database, where: str, values: list[object]) -> Iterator[Payment]:
    for row in database.execute(f"{_PAYMENT} WHERE {where} ORDER BY p.taken_at, p.id", values):
        identity, drawer, kind, dossier, refund_of, method, amount, tendered, slip, payer, lines, *rest = row
        yield Payment(
            identity, drawer, Kind(kind), dossier, refund_of or "", Method(method), amount, tendered, slip, payer,
            msgspec.json.decode(bytes(lines), type=tuple[FeeLine, ...]), *rest,
        )  # fmt: skip
