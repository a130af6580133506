"""VNeID: a QR code to hold the telephone to, what to press there, how long it lasts; another way stays in sight."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.moments import day_of
from kiosk.problems import Problem
from kiosk.procedures import Provenance
from kiosk.selfservice.identified import Identified, identified
from kiosk.vneid_ports import Vneid, VneidEvent, VneidState
from kiosk.words import N_, _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.filing.qr_code import code_picture, paint_code
from ui.selfservice.identify.person_page import PersonPage
from ui.selfservice.identify.purpose import Purpose
from ui.selfservice.moment import Moment, MomentPicture
from ui.selfservice.page import Page, Turn
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.text import Role, Text

_TITLES = {
    VneidState.SCANNED: N_("Điện thoại đã quét mã"),
    VneidState.APPROVED: N_("Điện thoại đã đồng ý"),
    VneidState.REFUSED: N_("Điện thoại đã từ chối"),
    VneidState.EXPIRED: N_("Mã đã hết hạn"),
    VneidState.NOT_BELIEVED: N_("Lần này chưa dùng được VNeID"),
    VneidState.UNAVAILABLE: N_("Chưa nối được với VNeID"),
}
_TITLE = N_("Quét mã này bằng ứng dụng VNeID")
_TOLD = {
    VneidState.BEGINNING: N_("Đang lấy mã QR…"),
    VneidState.WAITING: N_("1. Mở ứng dụng VNeID.\n2. Chọn quét mã QR.\n3. Đưa máy ảnh vào mã này rồi bấm đồng ý."),
    VneidState.SCANNED: N_("Xin bấm đồng ý trên điện thoại."),
    VneidState.APPROVED: N_("Đã xong."),
    VneidState.REFUSED: N_("Mời Ông/Bà lấy mã mới, hoặc dùng cách khác."),
    VneidState.EXPIRED: N_("Mời Ông/Bà lấy mã mới, hoặc dùng cách khác."),
    VneidState.NOT_BELIEVED: N_("Máy chưa kiểm tra được trả lời của VNeID. Mời Ông/Bà dùng cách khác."),
    VneidState.UNAVAILABLE: N_("Mời Ông/Bà dùng cách khác, hoặc thử lại sau."),
}
_GOES_ON = (VneidState.BEGINNING, VneidState.WAITING, VneidState.SCANNED, VneidState.APPROVED)
_SHOWN = (VneidState.WAITING, VneidState.SCANNED)


class QrPicture(QWidget):
    """A code, black on white whatever the colours around it are."""

    def __init__(self) -> None:
        super().__init__()
        self._code: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(200)
        self.setAccessibleName(_("Mã QR cho ứng dụng VNeID"))

    def sizeHint(self) -> QSize:
        return QSize(sizes().px(560), sizes().px(560))

    def show_code(self, modules: Sequence[Sequence[int]]) -> None:
        self._code = code_picture(modules)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._code is not None:
            painter = QPainter(self)
            paint_code(painter, self.size(), self._code)
            painter.end()


class VneidPage(Page):
    """A code is asked for whenever the page comes into sight, and given up when it goes."""

    _said = Signal(object)

    def __init__(self, turn: Turn, vneid: Vneid, purpose: Purpose) -> None:
        super().__init__(turn, _(_TITLE))
        self._vneid, self._purpose, self._now, self._number = vneid, purpose, VneidEvent(VneidState.BEGINNING), 0
        self.told = Text("", Role.HEADING)
        self.picture = QrPicture()
        self.left = Text("", Role.STRONG)
        self.again = BigButton(_("Lấy mã mới"), Looks.PLAIN, Icon.SYNC)
        self.again.clicked.connect(self._begin)
        self.another = BigButton(_("Dùng cách khác"), icon=Icon.KEYBOARD)
        self.another.clicked.connect(turn.back)
        self.body.addWidget(self.told)
        self.body.addWidget(self.picture, 1)
        self.telephone = MomentPicture(Moment.TELEPHONE, (Icon.CLOSE, Tone.WARNING))
        self.body.addWidget(self.telephone, 1)
        for part in (self.left, self.again, self.another):
            self.body.addWidget(part)
        self.first = self.another
        self._said.connect(self._on_said, Qt.ConnectionType.QueuedConnection)
        self._tick = QTimer(self, interval=1_000)
        self._tick.timeout.connect(self._show_left)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()
        self._begin()

    def hideEvent(self, event: QHideEvent) -> None:
        self._tick.stop()
        self._number += 1
        self._vneid.cancel()
        super().hideEvent(event)

    def _begin(self) -> None:
        self._number += 1
        number = self._number
        self._vneid.begin(lambda event: self._said.emit((number, event)))

    def _on_said(self, said: tuple[int, VneidEvent]) -> None:
        number, event = said
        if number != self._number:
            return                         # of a code that was given up
        self._now = event
        if event.state is VneidState.APPROVED and event.person is not None:
            now, counter = self.turn.kiosk.clock.now_ms(), self.turn.kiosk.settings.office.counter
            find_out = partial(identified, event.person, day_of(now), counter, now, Provenance.DATABASE)
            self._now = VneidEvent(VneidState.APPROVED)
            self.turn.tasks.run(lambda _progress: find_out(), self._found, self._on_failed, owner=self)
        self._show()

    def _show(self) -> None:
        event, draw = self._now, self.turn.kiosk.draw_code
        self.title.setText(_(_TITLES.get(event.state, _TITLE)))
        self.setAccessibleName(self.title.text())
        self.told.setText(_(_TOLD[event.state]))
        shown = event.state in _SHOWN and draw is not None
        self.picture.show_code(draw(event.code) if shown and draw is not None else ())
        over = event.state not in _GOES_ON
        self.picture.setVisible(not over)
        self.telephone.setVisible(over)
        self.again.setVisible(over)
        self._show_left()

    def _show_left(self) -> None:
        seconds = max((self._now.until - self.turn.kiosk.clock.now_ms()) // 1000, 0) if self._now.until else 0
        self.left.setText(_("Mã còn dùng được {seconds} giây.").format(seconds=seconds))
        self.left.setVisible(bool(self._now.until) and self._now.state in _SHOWN)

    def _found(self, who: Identified) -> None:
        self.turn.instead(partial(PersonPage, self.turn, who, self._purpose))

    def _on_failed(self, _problem: Problem) -> None:
        self._now = VneidEvent(VneidState.UNAVAILABLE)
        self._show()
