"""The last steps of an intake: whether it can be received, whether the same person was here before, the fee, then sealing.
Cursor and words stay with the screen.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kiosk.counter import Counter
from kiosk.counter.intakes import Quote
from kiosk.officers import Officer
from kiosk.receive import Received
from kiosk.store.dossiers import DossierLine
from kiosk.store.drafts import Draft
from kiosk.till import TakenFee
from kiosk.words import _
from kiosk.work import Progress
from ui.clerk.intake_payment import PaymentStrip
from ui.tasks import Lane, Tasks
from ui.widgets.confirm import Confirm

_NUMBERS_SHOWN = 5
_JUST_WHAT_IS_DUE = TakenFee()
_Known = tuple[Quote, tuple[DossierLine, ...], bool]


class Receiving(QObject):
    """`collect` gives the draft as it stands. `strip` asks for the fee where one is due; its place is on the screen."""

    started = Signal(object)           # the Task that seals
    received = Signal(object)          # kiosk.receive.Received
    called_off = Signal()
    failed = Signal(object)            # Problem

    def __init__(self, counter: Counter, tasks: Tasks, collect: Callable[[], Draft], screen: QWidget) -> None:
        super().__init__(screen)
        self._counter, self._tasks, self._collect, self._screen = counter, tasks, collect, screen
        self._quote: Quote | None = None
        self._drawer_open = True
        self.strip = PaymentStrip()
        self.strip.agreed.connect(self._seal)
        self.strip.called_off.connect(self.called_off)

    def begin(self, draft: Draft) -> None:
        """Looks for what must be known before any money is taken."""
        work = partial(_looked_up, self._counter, draft)
        self._tasks.run(work, self._on_looked_up, self.failed.emit, owner=self)

    def leave(self, otherwise: Callable[[], None]) -> None:
        """Esc: back from the payment; where nothing is asked for, `otherwise`."""
        if self.strip.asking:
            self.strip.call_off()
        else:
            otherwise()

    def _on_looked_up(self, found: _Known) -> None:
        self._quote, again, self._drawer_open = found
        if not again:
            self._pay()
            return
        numbers = ", ".join(line.number for line in again[:_NUMBERS_SHOWN])
        ask = Confirm(
            _("Người này đã nộp thủ tục này ở đây"),
            _("Hồ sơ đã tiếp nhận: {numbers}. Vẫn tiếp nhận thêm một hồ sơ?").format(numbers=numbers),
            _("Tiếp nhận thêm"), keep=_("Xem lại"), parent=self._screen,
        )  # fmt: skip
        ask.answered.connect(self._on_answered)
        ask.open()

    def _on_answered(self, go_on: bool) -> None:
        if go_on:
            self._pay()
        else:
            self.called_off.emit()

    def _pay(self) -> None:
        """Where nothing is due nobody is asked."""
        if self._quote is not None and self._quote.total:
            self.strip.ask(self._quote, drawer_open=self._drawer_open)
        else:
            self._seal(_JUST_WHAT_IS_DUE)

    def _seal(self, taken: TakenFee) -> None:
        seal = partial(_sealed, self._counter, self._collect(), taken, self.strip.opening)
        task = self._tasks.run(seal, self.received.emit, self.failed.emit, Lane.WRITER, self)
        self.started.emit(task)


# ---- in a worker ----


def _looked_up(counter: Counter, draft: Draft, _progress: Progress) -> _Known:
    counter.intakes.refuse_faulty(draft)
    return counter.intakes.quote(draft), counter.intakes.same_again(draft), counter.till.in_use() is not None


def _sealed(counter: Counter, draft: Draft, taken: TakenFee, opening: int | None, _progress: Progress) -> Received:
    if opening is not None and counter.till.in_use() is None:
        counter.till.open_drawer(opening, Officer(draft.intake.officer, ""))
    return counter.intakes.receive(draft, taken)
