"""The till at the counter: a drawer opened, fees taken, given back and counted; every slip can be printed again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from kiosk.dossier import Form
from kiosk.moments import day_of
from kiosk.office_calendar import midnight_ms
from kiosk.officers import Officer, everybody
from kiosk.problems import Problem
from kiosk.receive import Beside
from kiosk.settings import Settings
from kiosk.store import Store, dossiers
from kiosk.store import till as kept
from kiosk.store.database import Database
from kiosk.text import clean
from kiosk.till import (
    Balance,
    Counted,
    DifferenceUnexplained,
    Drawer,
    Method,
    NoDrawer,
    NoSuchPayment,
    NothingOwed,
    Owed,
    Payment,
    RefundReasonWanted,
    SlipWithheld,
    TakenFee,
    dong,
)
from kiosk.till_papers import drawer_sheet, slip_of
from kiosk.till_sheet import DrawerSheet, TillSlip

DAY_MS = 86_400_000
T = TypeVar("T")


class Taken(Protocol):
    """How the money came."""

    @property
    def method(self) -> str: ...
    @property
    def tendered(self) -> int: ...


@dataclass(frozen=True, slots=True)
class DrawTill:
    """How the till's papers are laid out: printing's business."""

    slip: Callable[[TillSlip], bytes]
    drawer: Callable[[DrawerSheet], bytes]


@dataclass(frozen=True, slots=True)
class Entry:
    """A payment as the till's list shows it."""

    payment: Payment
    dossier: str                       # its number
    procedure: str


@dataclass(frozen=True, slots=True)
class TillView:
    """The till as it stands. `last` is the drawer counted last, when none is in use."""

    now: int
    drawer: Drawer | None
    balance: Balance | None
    last: Drawer | None
    today: tuple[Entry, ...]           # newest first; with everything of the drawer in use, should it be older
    missing: tuple[Entry, ...]         # charges whose electronic receipt is still to come
    owed: tuple[Owed, ...]


class Till:
    """The till of one counter. A `ReceiptNumbers`, too: the change feed records what the server issued."""

    def __init__(self, store: Store, settings: Settings, draw: DrawTill) -> None:
        self._store, self._settings, self._draw = store, settings, draw

    # ---- looking -------------------------------------------------------------------------------------

    def in_use(self) -> Drawer | None:
        """The drawer that takes money now."""
        return kept.in_use(self._store.read())

    def balance(self) -> Balance:
        """Of the drawer in use. Raises NoDrawer."""
        here = self.in_use()
        if here is None:
            raise NoDrawer
        return kept.balance(self._store.read(), here)

    def view(self) -> TillView:
        """Everything the screen shows."""
        database, now = self._store.read(), self._store.clock.now_ms()
        start = midnight_ms(day_of(now))
        here = kept.in_use(database)
        since = min(start, here.opened_at) if here else start
        listed = kept.between(database, since, start + DAY_MS)
        closed = [each for each in kept.drawers(database, start, start + DAY_MS) if each.counted is not None]
        last = max(closed, key=lambda each: each.counted.closed_at if each.counted else 0, default=None)
        return TillView(
            now, here, kept.balance(database, here) if here else None, last,
            tuple(self._entry(database, payment) for payment in reversed(listed)),
            tuple(self._entry(database, payment) for payment in kept.without_receipt(database)), kept.owed(database),
        )  # fmt: skip

    # ---- the drawer ----------------------------------------------------------------------------------

    def open_drawer(self, opening_float: int, officer: Officer) -> Drawer:
        """Raises DrawerInUse; ValueError for a float below zero."""
        if opening_float < 0:
            raise ValueError("no drawer holds less than nothing")
        now, device = self._store.clock.now_ms(), self._store.device
        return self._store.write(lambda database: kept.open_drawer(database, device, opening_float, officer.id, now))

    def close(self, counted: int, note: str, officer: Officer) -> Drawer:
        """Counts the drawer in use for good. Raises NoDrawer; DifferenceUnexplained, where a note must say why."""
        if counted < 0:
            raise ValueError("nobody counts less than nothing")
        now, device, said = self._store.clock.now_ms(), self._store.device, clean(note)

        def close(database: Database) -> Drawer:
            here = kept.in_use(database)
            if here is None:
                raise NoDrawer
            expected = kept.balance(database, here).expected
            if counted != expected and not said:
                raise DifferenceUnexplained(amount=dong(counted - expected))
            count = Counted(now, officer.id, expected, counted, said)
            return kept.close_drawer(database, device, here, count)

        return self._marked(close)

    # ---- money ---------------------------------------------------------------------------------------

    def charge(self, taken: Taken, officer: Officer | None = None) -> Beside:
        """What takes a dossier's fee in the transaction that seals it; nothing where nothing is due.

        `officer` holds the till, unless it is whoever receives. Sealing then raises NoDrawer, TenderedTooLittle.
        """
        fee, device = TakenFee(taken.method, taken.tendered), self._store.device

        def beside(database: Database, form: Form, number: str) -> None:
            if fee.method == Method.LATER:
                kept.owe(database, form)
            elif form.fee.total:
                kept.charge(database, device, form, fee, officer.id if officer else form.officer, form.received_at)

        return beside

    def take_owed(self, dossier: str, taken: Taken, officer: Officer) -> Payment:
        """Takes what a dossier owes. Raises NoDrawer, NothingOwed, TenderedTooLittle, SlipWithheld."""
        fee, now, device = TakenFee(taken.method, taken.tendered), self._store.clock.now_ms(), self._store.device

        def take(database: Database) -> Payment:
            if dossier not in {each.dossier for each in kept.owed(database)}:
                raise NothingOwed
            form, _body = dossiers.form_of(database, dossier)
            return kept.charge(database, device, form, fee, officer.id, now)

        return self._marked(take)

    def refund(self, payment: str, amount: int, reason: str, officer: Officer, *, again: bool = False) -> Payment:
        """Gives back the whole or a part of a charge (by its id), the way it came. `again`: what went back whole is still owed.

        Raises RefundReasonWanted, RefundTooMuch, DrawerShort, NoDrawer, NoSuchPayment, SlipWithheld.
        """
        said, now, device = clean(reason), self._store.clock.now_ms(), self._store.device
        if not said:
            raise RefundReasonWanted
        return self._marked(lambda database: kept.refund(
            database, device, payment, amount, reason=said, officer=officer.id, at=now, again=again
        ))  # fmt: skip

    # ---- electronic receipts -------------------------------------------------------------------------

    def record_receipt(self, slip: str, number: str, by: str) -> None:
        """The number of the electronic receipt of a payment, by its slip. `by`: an officer's id, or "system".

        The same number once more changes nothing. Raises ReceiptNumberWrong, ReceiptNumberUsed, NoSuchPayment.
        """
        now, device = self._store.clock.now_ms(), self._store.device
        self._store.write(lambda database: kept.record_receipt(database, device, slip, number, by=by, at=now))

    # ---- papers --------------------------------------------------------------------------------------

    def taken_for(self, dossier: str) -> tuple[Payment, ...]:
        """What was taken and given back for a dossier, oldest first."""
        return kept.of_dossier(self._store.read(), dossier)

    def slip(self, payment: str) -> bytes:
        """The provisional slip of a payment (by its id) as PDF. Raises NoSuchPayment."""
        database = self._store.read()
        found = kept.payment(database, payment)
        if found is None:
            raise NoSuchPayment(slip=payment)
        of = kept.payment(database, found.refund_of) if found.refund_of else None
        entry = self._entry(database, found)
        sheet = slip_of(found, of, entry.dossier, entry.procedure, self._settings.office, self._names())
        return self._draw.slip(sheet)

    def closing(self, drawer: str, officer: Officer) -> bytes:
        """A drawer with everything that went through it, as PDF. Raises KeyError for an unknown drawer."""
        database = self._store.read()
        found = kept.drawer(database, drawer)
        if found is None:
            raise KeyError(drawer)
        entries = [(each, self._entry(database, each).dossier) for each in kept.payments_in(database, drawer)]
        sheet = drawer_sheet(found, entries, self._settings.office, self._names())
        return self._draw.drawer(replace(sheet, printed_at=self._store.clock.now_ms(), printed_by=officer.name))

    # ---- inside --------------------------------------------------------------------------------------

    def _entry(self, database: Database, payment: Payment) -> Entry:
        line = dossiers.line(database, payment.dossier)
        assert line is not None, "the schema keeps the dossier of a payment"
        return Entry(payment, line.number, line.procedure_name)

    def _names(self) -> dict[str, str]:
        return {one.id: one.name for one in everybody(self._store.read())}

    def _marked(self, job: Callable[[Database], T]) -> T:
        """Written, and the mark outside saved before anybody sees a number. Raises what the job raises, SlipWithheld."""
        done = self._store.write(job)
        self._store.at("till committed")
        try:
            self._store.save_mark()
        except (Problem, OSError) as error:
            raise SlipWithheld(cause=error.code if isinstance(error, Problem) else type(error).__name__) from error
        return done
