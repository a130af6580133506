"""Paper on the glass or under the camera when a citizen goes on: asked for, aloud too, until it is seen to be gone or
the citizen says so. Nobody waits for the machine."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk.code_ports import CameraState
from kiosk.page_ports import PageFault, PageLook
from kiosk.scan_journal import Place, Stack
from kiosk.scan_ports import DeskView, ScannedPage, ScanOrder, ScanSource
from kiosk.words import _, spoken
from ui.selfservice.filing.page_notice import PageNotice
from ui.selfservice.page import Page, Turn
from ui.selfservice.papers.ear import Ear
from ui.selfservice.papers.glass import Doing, GlassPicture
from ui.selfservice.papers.part import Part
from ui.selfservice.papers.scan_line import ScanLine, line_of
from ui.tasks import Lane, Tasks
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.text import IconLabel

_NOWHERE = Place("")                   # a look at the glass belongs to no dossier and is never kept
_COARSE = 100                          # below that an empty glass no longer looks empty
_LOOKS = 4                             # a scanner is not made to go on for ever
_AGAIN_MS = 1500
_EMPTY_VIEWS = 3
_LARGE = 520


class PaperWatch(QObject):
    """Looks by itself, as long as it lives. Silent where there is nothing to look with."""

    gone = Signal()
    still = Signal()

    def __init__(self, line: ScanLine, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._line, self._tasks = line, tasks
        self._looks, self._empty = 0, 0
        self._ear = Ear(self)
        self._ear.came.connect(self._on_looked)
        self._again = QTimer(self, interval=_AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self._look)
        line.page_came.connect(self._on_page_came)
        line.viewed.connect(self._on_viewed)
        if line.desk.under_camera:
            line.look()
        elif line.desk.on_glass:
            self._look()

    def stop(self) -> None:
        self._again.stop()
        if self._line.place == _NOWHERE:
            self._line.cancel()
        if self._line.desk.under_camera:
            self._line.look_no_more()

    def _look(self) -> None:
        if self._line.desk.looker is not None and not self._line.away and self._looks < _LOOKS:
            self._looks += 1
            self._line.scan(_NOWHERE, ScanOrder(ScanSource.FLATBED, self._line.fineness(_COARSE)))

    def _on_page_came(self, stack: Stack, page: ScannedPage) -> None:
        if stack.note.place == _NOWHERE:
            self._tasks.run(
                lambda _progress: _read(stack, page), partial(self._show, page.dpi), lambda _problem: None, Lane.WRITER, self
            )

    def _show(self, dpi: int, content: bytes) -> None:
        looker = self._line.desk.looker
        if looker is not None:
            looker.look("glass", content, dpi, self._ear.tell_two)

    def _on_looked(self, seen: tuple[str, PageLook | None]) -> None:
        look = seen[1]
        if look is not None and PageFault.BLANK in look.faults:
            self.gone.emit()
            return
        if look is not None:
            self.still.emit()
        self._again.start()

    def _on_viewed(self, view: DeskView) -> None:
        if view.state is not CameraState.LOOKING or not self._line.desk.under_camera:
            return
        self._empty = 0 if view.corners else self._empty + 1
        if view.corners:
            self.still.emit()
        elif self._empty == _EMPTY_VIEWS:
            self.gone.emit()


class LeftPart(Part):
    """`then` once the paper is gone, or is said to be."""

    def __init__(self, turn: Turn, line: ScanLine, then: Callable[[], None]) -> None:
        camera = line.desk.under_camera
        title = _("Xin lấy lại giấy dưới camera") if camera else _("Xin lấy lại giấy trên mặt kính")
        super().__init__(title, _("Tôi đã lấy giấy"))
        self._line, self._then = line, then
        self.told = PageNotice(_("Máy đang xem còn giấy không. Ông/Bà không phải chờ."))
        self.body.addWidget(self.told)
        self.body.addStretch(1)
        picture = IconLabel(Icon.DOSSIER, Tone.WARNING, _LARGE) if camera else GlassPicture(Doing.TAKING, _LARGE)
        self.body.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addStretch(1)
        self.watch = PaperWatch(line, turn.tasks, self)
        self.watch.gone.connect(self.go_forward)
        self.watch.still.connect(self._on_still)
        if turn.kiosk.voice is not None:
            turn.kiosk.voice.say([title], spoken())

    def go_forward(self) -> None:
        then, self._then = self._then, _nothing
        self.watch.stop()
        self._line.desk.on_glass = self._line.desk.under_camera = False
        then()

    def refresh(self) -> bool:
        return True

    def _on_still(self) -> None:
        words = _("Vẫn còn giấy. Xin Ông/Bà lấy lại.")
        if self.told.words.text() != words:
            self.told.say(words, Tone.WARNING)


class PaperLeftPage(Page):
    """Before a turn ends in the middle of a paper."""

    def __init__(self, turn: Turn, then: Callable[[], None]) -> None:
        line = line_of(turn)
        self.part = LeftPart(turn, line, then)
        super().__init__(turn, self.part.title)
        self.body.addWidget(self.part, 1)
        self.offer_forward(self.part.forward)

    def go_forward(self) -> None:
        self.part.go_forward()


def _read(stack: Stack, page: ScannedPage) -> bytes:
    """What lies there is looked at and kept nowhere."""
    content = page.path.read_bytes()
    stack.taken(page.path)
    return content


def _nothing() -> None:
    """It went on already."""
