"""Handing back, and the till, on the invented day."""

from commands.demo_counter import DemoCounter
from commands.invented_day.plan import OPENING_FLOAT, Collects, Visit
from commands.invented_day.played import Act, Notebook
from commands.story import StoryBroken
from commands.unattended_check import gateway_calls
from commands.unattended_stage import Stage
from kiosk.dossier import PortalStatus
from kiosk.store import dossiers
from sync.messages import DemoDecision
from ui.clerk.till import TillScreen, TillShelf
from ui.shortcuts import Action


class BackActs:
    """Every method ends when the window shows what came of it; raises StoryBroken otherwise."""

    def __init__(self, stage: Stage, demo: DemoCounter, book: Notebook) -> None:
        self._stage, self._demo, self._book, self._hands = stage, demo, book, stage.hands

    # ---- handing back ----

    def finish(self, number: str) -> None:
        """The portal's desk has done its work, and the counter hears of it."""
        line = self._line(number)
        with gateway_calls(self._demo.gateway.url) as calls:
            calls.decide(DemoDecision(line.number, PortalStatus.PROCESSED))
        self._demo.counter.link.send_now()
        self._stage.wait("decided", lambda: self._line(number).portal_status == PortalStatus.PROCESSED, 30)

    def hand_over(self, visit: Visit) -> Act:
        """Ctrl+H, the number, the receipt shown, how it was; Ctrl+Enter."""
        work = visit.work
        assert isinstance(work, Collects)
        stage, hands, screen = self._stage, self._hands, self._stage.window.screens.hand_back
        number = self._book.number_of(work.of)
        hands.key("Ctrl+H")
        stage.wait("list", screen.list.search.line.hasFocus)
        hands.write(number)
        hands.key("Return")
        stage.wait("dossier", lambda: screen.in_hand is not None)
        over = screen.in_hand
        assert over is not None
        hands.walk_to(over.form.receipt)
        hands.fill(over.form.receipt, "yes")
        if work.original:
            hands.walk_to(over.form.originals)
            for code, box in over.form.originals.boxes.items():
                if not box.isChecked():    # the screen proposes that everything goes back
                    hands.fill(over.form.originals, code)
        hands.key(f"Alt+{work.score}")
        hands.key("Ctrl+Return")
        stage.wait("handed", lambda: screen.in_hand is None)
        return Act(visit.number, "collects", original_returned=work.original)

    # ---- the till ----

    def open_drawer(self) -> None:
        """F11, Ctrl+D: the float counted in."""
        till = self._till()
        self._hands.key("Ctrl+D")
        self._stage.wait("drawer dialog", self._hands.asked)
        self._hands.write(str(OPENING_FLOAT))
        self._hands.key("Return")
        self._stage.wait("drawer", lambda: not self._hands.asked() and till.drawer.isVisible())

    def refund_last(self, visit: Visit, amount: int) -> Act:
        """What was taken last goes back whole."""
        stage, hands, till = self._stage, self._hands, self._till()
        table = till.tables[TillShelf.TODAY]
        stage.wait("payment", lambda: (now := table.current()) is not None and now.payment.payer == visit.person.full_name)
        hands.key("Del")
        stage.wait("refund dialog", hands.asked)
        hands.key("Tab")
        hands.write("Chứng thực nhầm giấy, đã gạch bỏ số trong sổ")
        hands.key("Return")
        stage.wait("refunded", lambda: self._demo.counter.till.view().today[0].payment.refund_of != "")
        return Act(visit.number, "refund", refunded=amount)

    def count_drawer(self, counted: int) -> None:
        """Ctrl+D: what lies there is counted, and the book must agree."""
        stage, hands = self._stage, self._hands
        self._till()
        hands.key("Ctrl+D")
        stage.wait("count dialog", hands.asked)
        hands.write(str(counted))
        hands.key("Return")
        stage.wait("drawer closed", lambda: self._demo.counter.till.in_use() is None)

    # ---- inside ----

    def _till(self) -> TillScreen:
        self._hands.key("F11")
        stage = self._stage
        stage.wait("till", lambda: stage.window.place is Action.TILL)
        stage.settle()
        return stage.window.screens.till

    def _line(self, number: str) -> dossiers.DossierLine:
        line = dossiers.by_number(self._demo.store.read(), number)
        if line is None:
            raise StoryBroken(what=number)
        return line
