"""Before anything is asked: what is needed, what it costs, how long it takes, and whether this machine can do it now."""

from functools import partial

import shiboken6
from PySide6.QtCore import Qt, Signal

from kiosk.device_ports import PrintState
from kiosk.problems import Problem
from kiosk.procedures import Procedure
from kiosk.selfservice.beginnings import Beginning, Devices
from kiosk.store.drafts import Draft
from kiosk.words import _
from ui.selfservice.box import Box
from ui.selfservice.filing import way
from ui.selfservice.filing.filling import Filling
from ui.selfservice.filing.page_notice import PageNotice
from ui.selfservice.guide import guide_cards
from ui.selfservice.page import LongList, Page, Turn
from ui.selfservice.print_button import PrintButton
from ui.tasks import Lane
from ui.theme.tokens import Tone
from ui.widgets.text import Role, Text


class BeforePage(Page):
    """One procedure before it begins. Where it cannot be done here now, it says so and what to do instead."""

    _printer_told = Signal(object)

    def __init__(self, turn: Turn, code: str, name: str) -> None:
        super().__init__(turn, _(name))
        self.code, self.beginning, self._heard = code, None, False
        content = LongList()
        self._parts = content.lines
        self.body.addWidget(content, 1)
        self.printing = PrintButton(turn)
        self.body.addWidget(self.printing)
        self._printer_told.connect(self._on_printer, Qt.ConnectionType.QueuedConnection)
        printer = turn.kiosk.printer
        if printer is None:
            self._look(printer=False)
        else:
            printer.state(self._hear)

    beginning: Beginning | None

    def _hear(self, state: PrintState | None) -> None:
        if shiboken6.isValid(self):
            self._printer_told.emit(state)

    def _on_printer(self, state: PrintState | None) -> None:
        if not self._heard:
            self._look(printer=state is None)

    def _look(self, *, printer: bool) -> None:
        self._heard = True
        desk, filings, kiosk, code = self.turn.kiosk.desk, self.turn.kiosk.filings, self.turn.kiosk, self.code
        if desk is None or filings is None:
            return

        def open_it() -> Beginning:
            devices = Devices(printer, way.can_scan(kiosk), way.can_read_cards(kiosk), filings.has_room())
            return desk.beginnings.open(code, devices)

        self.turn.tasks.run(lambda _progress: open_it(), self._show, self._on_failed, owner=self)

    def _show(self, beginning: Beginning) -> None:
        self.beginning = beginning
        if beginning.hindered:
            card = Box(_("Hôm nay chưa làm được tại máy này"))
            card.body.addWidget(Text(beginning.hindered, Role.STRONG))
            self._parts.addWidget(card)
        for note in beginning.notes if not beginning.hindered else ():
            self._parts.addWidget(PageNotice(note, Tone.WARNING))
        for part in guide_cards(beginning.guide):
            self._parts.addWidget(part)
        self._parts.addStretch(1)
        self.printing.offer(beginning.guide)
        if not beginning.hindered:
            self.offer_forward(_("Bắt đầu"))

    def _on_failed(self, _problem: Problem) -> None:
        self._parts.addWidget(Text(_("Chưa mở được thủ tục này. Hãy hỏi cán bộ tại quầy.")))

    def go_forward(self) -> None:
        filings, code = self.turn.kiosk.filings, self.code
        if filings is None:
            return
        self.offer_forward(_("Bắt đầu"), enabled=False)
        self.turn.tasks.run(
            lambda _progress: (filings.procedure(code), filings.begin(code)), partial(self._begun), self._on_not_begun,
            lane=Lane.WRITER, owner=self,
        )  # fmt: skip

    def _begun(self, begun: tuple[Procedure, Draft]) -> None:
        filings = self.turn.kiosk.filings
        assert filings is not None
        way.begin(Filling(self.turn, filings, *begun))

    def _on_not_begun(self, problem: Problem) -> None:
        self.offer_forward(_("Bắt đầu"))
        self._parts.insertWidget(0, PageNotice(problem.for_person(), Tone.DANGER))
