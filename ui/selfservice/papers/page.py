"""One paper of a dossier: asked for, scanned, seen, whole. The steps follow each other inside this one page."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt

from kiosk.procedures import Requirement
from kiosk.words import _
from ui.selfservice.filing.filling import Filling
from ui.selfservice.page import Page, Turn
from ui.selfservice.papers.asking import AskingPart
from ui.selfservice.papers.camera import CameraPart
from ui.selfservice.papers.left import LeftPart
from ui.selfservice.papers.other_ways import OtherWaysPart
from ui.selfservice.papers.part import Part
from ui.selfservice.papers.scanning import ScanningPart
from ui.selfservice.papers.seen import SeenPart
from ui.selfservice.papers.trouble import TroublePart
from ui.selfservice.papers.work import Step, work_of


class PaperPage(Page):
    """`then` goes on once it is said how the paper is met."""

    def __init__(self, turn: Turn, filling: Filling, requirement: Requirement, then: Callable[[], None]) -> None:
        super().__init__(turn, _(requirement.name))
        self._then = then
        self.part: Part | None = None
        self._shown: Step | None = None
        self.work = work_of(turn, filling, requirement)
        self.work.changed.connect(self._on_changed)
        self.work.watched(self)
        self._on_changed()

    def go_forward(self) -> None:
        if self.part is not None:
            self.part.go_forward()
            self._frame()

    def _on_changed(self) -> None:
        part = self.part
        if part is None or self._shown is not self.work.step or not part.refresh():
            self._put(self._made())
        self._frame()

    def _made(self) -> Part:
        work, then = self.work, self._then
        match work.step:
            case Step.SCANNING:
                return ScanningPart(work)
            case Step.CAMERA:
                return CameraPart(work)
            case Step.SEEN:
                return SeenPart(work, then)
            case Step.TROUBLE:
                return TroublePart(work, then)
            case Step.OTHER_WAYS:
                return OtherWaysPart(work, then)
            case Step.LEFT:
                return LeftPart(self.turn, work.line, partial(work.taken_back, then))
        return AskingPart(work, then)

    def _put(self, part: Part) -> None:
        old, self.part, self._shown = self.part, part, self.work.step
        if old is not None:
            self.body.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.body.addWidget(part, 1)
        part.show()                        # now, not when its layout comes round: what is hidden takes no focus
        self.title.setText(part.title)
        self.setAccessibleName(part.title)
        self.first = part.first
        if old is not None and part.first is not None:
            part.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _frame(self) -> None:
        part = self.part
        if part is not None and (part.forward, part.may_forward) != (self.forward, self.may_forward):
            self.offer_forward(part.forward, enabled=part.may_forward)
