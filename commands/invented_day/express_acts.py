"""The express path on the invented day: F5, the card's code before the scanner, a few keys, Ctrl+Enter."""

import os
import signal

from commands.demo_counter import DemoCounter
from commands.invented_day.plan import Copies, Extract, Signature, Visit, as_qr
from commands.invented_day.played import Act
from commands.unattended_stage import Stage
from kiosk.counter.express import Certified
from ui.clerk.express import ExpressScreen
from ui.shortcuts import Action

KINDS = {Copies: 1, Signature: 2, Extract: 3}
FROM_REGISTER = 4
COPIES_BOOK = "SCT/BS"


class ExpressActs:
    """Every method ends when the window shows what came of it; raises StoryBroken otherwise."""

    def __init__(self, stage: Stage, demo: DemoCounter) -> None:
        self._stage, self._demo, self._hands = stage, demo, stage.hands
        self._made: list[Certified] = []
        self._heard: ExpressScreen | None = None

    def certify(self, visit: Visit, *, dies: bool = False) -> Act:
        """Certifies; with `dies` this process is gone the moment the last key is pressed."""
        stage, hands, work = self._stage, self._hands, visit.work
        assert isinstance(work, Copies | Signature | Extract)
        screen = self._screen()
        hands.scan(as_qr(visit.person))
        stage.wait("person", lambda: not screen.person.is_empty())
        kind = FROM_REGISTER if isinstance(work, Extract) and work.from_register else KINDS[type(work)]
        if not screen.kind_buttons[kind - 1].isChecked():
            hands.key(f"Alt+{kind}")
        self._ask_for(work)
        before = len(self._made)
        hands.key("Ctrl+Return")
        if dies:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        stage.wait("certified", lambda: len(self._made) > before)
        made = self._made[-1]
        if isinstance(work, Copies) and work.later:
            stage.wait("receipt", lambda: stage.window.place is Action.RECEIPT)
            stage.settle()
            hands.key("Esc")
        return certified(visit, made.number)

    def strike_last(self, reason: str) -> None:
        """Shift+F5: the last number is struck through."""
        stage, hands, ledger = self._stage, self._hands, self._stage.window.screens.ledger
        entry = self._made[-1].entries[-1]
        self._open_ledger(entry.book.kind)
        stage.wait("last entry", lambda: (now := ledger.table.current()) is not None and now.number == entry.number)
        hands.key("Del")
        stage.wait("strike dialog", hands.asked)
        hands.write(reason)
        hands.key("Return")
        stage.wait("struck", lambda: (now := ledger.table.current()) is not None and now.struck is not None)

    def stands_in_ledger(self, visit: Visit) -> str:
        """Whether the book has the work of this visitor, as the officer sees it: the dossier, or ""."""
        self._open_ledger(COPIES_BOOK)
        entry = self._stage.window.screens.ledger.table.current()
        assert entry is not None
        return entry.dossier if entry.line.person == visit.person.full_name else ""

    # ---- inside ----

    def _open_ledger(self, kind: str) -> None:
        """Shift+F5, the book of this kind, its last entry."""
        stage, hands, ledger = self._stage, self._hands, self._stage.window.screens.ledger
        hands.key("Shift+F5")
        stage.wait("ledger", lambda: ledger.table.current() is not None)
        stage.settle()
        book = next(one for one in self._demo.counter.ledgers.books() if one.kind == kind)
        if ledger.book.value() != book.id:
            hands.walk_to(ledger.book, back=True)
            hands.fill(ledger.book, book.id)
            stage.settle()
        hands.walk_to(ledger.table)

    def _screen(self) -> ExpressScreen:
        stage = self._stage
        if stage.window.place is not Action.EXPRESS:
            self._hands.key("F5")
        screen = stage.window.screens.express
        if screen is not self._heard:
            screen.certified.connect(self._made.append)
            self._heard = screen
        stage.wait("express", lambda: bool(screen.kind_buttons) and screen.person.name.line.hasFocus())
        return screen

    def _ask_for(self, work: Copies | Signature | Extract) -> None:
        hands = self._hands
        match work:
            case Copies():
                if work.later:
                    hands.key("Ctrl+G")
                for place, row in enumerate(work.rows):
                    if place:
                        hands.key("Ins")
                    self._keys(str(row.paper), "Tab", *str(row.pages), "Tab", *str(row.copies))
                self._pay(given=work.given, transfer=work.transfer)
            case Signature():
                self._keys("1", *(("Tab", *str(work.cases)) if work.cases > 1 else ()))
            case Extract():
                self._keys(str(work.which), "Tab", *str(work.copies), "Tab", "Space")

    def _pay(self, *, given: int, transfer: bool) -> None:
        payment = self._stage.window.screens.express.side.payment
        if transfer:
            self._hands.walk_to(payment.method)
            self._hands.fill(payment.method, "transfer")
        elif given:
            self._hands.walk_to(payment.given)
            self._hands.write(str(given))

    def _keys(self, *keys: str) -> None:
        for key in keys:
            self._hands.key(key)


def certified(visit: Visit, number: str) -> Act:
    """What the officer notes for it."""
    work = visit.work
    match work:
        case Copies():
            return Act(visit.number, "copies", number, work.fee, work.transfer, entries=len(work.rows))
        case Signature():
            return Act(visit.number, "signature", number, work.fee, entries=1)
        case Extract():
            return Act(visit.number, "extract", number, work.fee, entries=1)
    raise TypeError(type(work).__name__)
