"""The last steps of an intake: what it costs, whether the same person was here before, then sealing. Cursor and words stay
with the screen.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kiosk.checks import may_be_received
from kiosk.counter import Intakes
from kiosk.counter.intakes import Quote
from kiosk.store.dossiers import DossierLine
from kiosk.store.drafts import Draft
from kiosk.words import _
from ui.tasks import Lane, Tasks
from ui.widgets.confirm import Confirm

_NUMBERS_SHOWN = 5


def _same_again(intakes: Intakes, draft: Draft) -> tuple[DossierLine, ...]:
    """What the same person filed before, if this form can be received at all."""
    return intakes.same_again(draft) if may_be_received(intakes.problems(draft)) else ()


class Receiving(QObject):
    """`collect` gives the draft as it stands, with what is known of its fees by then."""

    fees_known = Signal(tuple)         # of FeeLine
    started = Signal(object)           # the Task that seals
    received = Signal(object)          # kiosk.receive.Received
    called_off = Signal()
    failed = Signal(object)            # Problem

    def __init__(self, intakes: Intakes, tasks: Tasks, collect: Callable[[], Draft], screen: QWidget) -> None:
        super().__init__(screen)
        self._intakes, self._tasks, self._collect, self._screen = intakes, tasks, collect, screen

    def begin(self, draft: Draft) -> None:
        """Looks for what must be known before sealing. Nobody is asked about a form that will be refused."""
        intakes = self._intakes
        self._tasks.run(
            lambda _progress: (intakes.quote(draft), _same_again(intakes, draft)),
            self._on_looked_up, self.failed.emit, owner=self,
        )  # fmt: skip

    def _on_looked_up(self, found: tuple[Quote, tuple[DossierLine, ...]]) -> None:
        quote, again = found
        self.fees_known.emit(quote.fees)
        if not again:
            self._seal()
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
            self._seal()
        else:
            self.called_off.emit()

    def _seal(self) -> None:
        seal = partial(self._intakes.receive, self._collect())
        task = self._tasks.run(lambda _progress: seal(), self.received.emit, self.failed.emit, Lane.WRITER, self)
        self.started.emit(task)
