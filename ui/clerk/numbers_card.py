"""The card "Dải số" of the settings: how many official numbers are left today, until when, and why none."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from kiosk.counter import Counter
from kiosk.number_outlook import NumberOutlook
from kiosk.problems import Problem
from kiosk.words import _
from ui.clerk.heard import Heard
from ui.clerk.words_of_numbers import OFF, next_said, today_said
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.card import Card
from ui.widgets.device_line import DeviceLine
from ui.widgets.text import Role, Text


class NumbersCard(Card):
    """Read anew whenever it is shown and whenever the link brings something."""

    shown = Signal()

    def __init__(self, counter: Counter, tasks: Tasks) -> None:
        super().__init__(_("Dải số"))
        self._counter, self._tasks = counter, tasks
        self.today = DeviceLine(_("Hôm nay"), Icon.LIST)
        self.help, self.coming = Text("", Role.HINT), Text("", Role.HINT)
        for part in (self.today, self.help, self.coming):
            self.body.addWidget(part)
            part.hide()
        self._news = Heard()
        self._news.came.connect(lambda _nothing: self._read())
        self.destroyed.connect(self._news.deafen)
        counter.link.changed(self._news.tell)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()

    def _read(self) -> None:
        if self.isVisible():
            records = self._counter.records
            self._tasks.run(lambda _progress: records.number_outlook(), self._show, self._on_problem, owner=self)

    def _show(self, outlook: NumberOutlook) -> None:
        said = today_said(outlook)
        self.today.show_state(said.text, said.tone)
        self.help.setContentsMargins(look().measures.px(21) if outlook.granted else 0, 0, 0, 0)
        self.help.setText(said.instead if outlook.granted else _(OFF))
        self.coming.setText(_("Ngày làm việc tới: {numbers}").format(numbers=next_said(outlook)))
        self.today.setVisible(outlook.granted)
        self.help.setVisible(bool(self.help.text()))
        self.coming.setVisible(outlook.granted)
        self.shown.emit()

    def _on_problem(self, problem: Problem) -> None:
        self.help.setText(problem.for_person())
        self.help.show()
        self.today.show_state("", Tone.NEUTRAL)
