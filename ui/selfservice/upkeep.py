"""Maintenance at the kiosk itself: a number pad, then what may be done. It stands over the waiting screen, in the same process,
which holds no store: another one checks the PIN, writes everything down and does it."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.selfservice.maintenance import Upkeep
from kiosk.selfservice.upkeep_words import Answer, Did, Entered, Refused, Seen
from kiosk.words import N_, _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.filing.page_notice import PageNotice
from ui.selfservice.head import under_strip
from ui.selfservice.page import LongText
from ui.selfservice.pin_pad import PinPad
from ui.selfservice.sizes import HEIGHT, WIDTH, sheet, sizes
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.text import IconLabel, Role, Text

PIN_IDLE_MS, WORK_IDLE_MS = 60_000, 300_000
_ACTS = (
    (Upkeep.REST, N_("Cho máy tạm nghỉ"), Icon.PAUSE, ""),
    (Upkeep.SERVE, N_("Cho máy phục vụ trở lại"), Icon.DONE, ""),
    (Upkeep.TEST_PRINT, N_("In thử một trang"), Icon.PRINTER, ""),
    (Upkeep.DIAGNOSE, N_("Xem tình trạng máy"), Icon.LIST, N_("Không hiện thông tin của ai")),
    (Upkeep.RESTART, N_("Khởi động lại ki-ốt"), Icon.SYNC, ""),
    (Upkeep.LEAVE, N_("Thoát chế độ ki-ốt"), Icon.LEAVE, N_("Người dân không dùng được máy cho tới khi mở lại")),
)
_TWICE = (Upkeep.RESTART, Upkeep.LEAVE)
_ICONS = {True: (Icon.DONE, Tone.SUCCESS), None: (Icon.WARNING, Tone.WARNING), False: (Icon.DANGER, Tone.DANGER)}


class UpkeepDesk(Protocol):
    """The process behind the page; see `commands/selfservice_upkeep.py`. No call waits."""

    def open(self, told: Callable[[Answer], None]) -> None:
        """`told` hears every answer, on a thread of its own."""

    def try_pin(self, pin: str) -> None: ...

    def do(self, what: Upkeep) -> None: ...

    def close(self) -> None: ...


class UpkeepWindow(QWidget):
    """`done`: whoever was there is gone. `did`: something was done that the shell must know of."""

    done = Signal()
    did = Signal(str)                  # an `Upkeep`
    _heard = Signal(object)

    def __init__(self, desk: UpkeepDesk) -> None:
        super().__init__()
        self._desk, self.entered, self._over = desk, False, False
        self.work: _Work | None = None
        self.setObjectName("page")
        self.setWindowTitle(_("Bảo trì máy"))
        self.setStyleSheet(sheet())
        self.resize(WIDTH, HEIGHT)
        self._lines = under_strip(self)
        self._lines.addWidget(Text(_("Bảo trì máy"), Role.TITLE))
        self.said = Text(_("Nhập mã PIN bảo trì. Mỗi lần vào đều được ghi lại."), Role.BODY)
        self._lines.addWidget(self.said)
        self.notice = PageNotice()
        self._lines.addWidget(self.notice)
        self.pad = PinPad()
        self.pad.entered.connect(self._on_pin)
        self._lines.addStretch(1)
        self._lines.addWidget(self.pad)
        self.restart = BigButton(_("Khởi động lại ki-ốt"), icon=Icon.SYNC)
        self.restart.clicked.connect(lambda: self._finish(Upkeep.RESTART))
        self.restart.hide()
        self._lines.addWidget(self.restart)
        self.leave = BigButton(_("Đóng, trở về màn hình chờ"), Looks.FRAME, Icon.BACK)
        self.leave.clicked.connect(self.end)
        self._lines.addWidget(self.leave)
        self._idle = QTimer(self, singleShot=True, interval=PIN_IDLE_MS)
        self._idle.timeout.connect(self.end)
        self._idle.start()
        self._heard.connect(self.hear)
        desk.open(self._heard.emit)

    def end(self) -> None:
        if self._over:
            return
        self._over = True
        self._idle.stop()
        self.pad.clear()
        self._desk.close()
        self.done.emit()

    def _finish(self, what: Upkeep) -> None:
        self.end()
        self.did.emit(what.value)

    def _on_pin(self, pin: str) -> None:
        self.touched()
        self.pad.setEnabled(False)
        self._tell(_("Đang kiểm tra mã PIN…"))
        self._desk.try_pin(pin)

    def hear(self, answer: Answer) -> None:
        """An answer of the desk, on the thread that draws."""
        if self._over:
            return
        match answer:
            case Entered():
                self._show_work()
            case Refused(sentence, shut):
                self._show_refused(sentence, shut=shut)
            case Did(what, seen):
                self._show_done(what, seen)

    def _tell(self, said: str, notice: str = "", tone: Tone = Tone.INFO) -> None:
        """A line, or a notice in its place."""
        self.said.setText(said)
        self.said.setVisible(bool(said))
        self.notice.say(notice, tone)

    def _show_refused(self, sentence: str, *, shut: bool) -> None:
        """A store that does not open lets nobody in; a new start harms nobody and may be what it needs."""
        if self.work is not None:
            self.work.wait(waiting=False)
        self.pad.setEnabled(True)
        self._tell("", sentence, Tone.DANGER)
        self.restart.setVisible(shut)

    def _show_work(self) -> None:
        self.entered = True
        self.pad.hide()
        self.restart.hide()
        self._tell(_("Việc đã làm được ghi vào nhật ký kiểm soát."))
        self.work = work = _Work()
        work.wanted.connect(partial(self._on_wanted, work))
        self._lines.insertWidget(3, work, 1)
        self._idle.setInterval(WORK_IDLE_MS)

    def _on_wanted(self, work: "_Work", what: str) -> None:
        self.touched()
        work.wait(waiting=True)
        self._tell(_("Đang làm…"))
        self._desk.do(Upkeep(what))

    def _show_done(self, what: Upkeep, seen: tuple[Seen, ...]) -> None:
        if what in _TWICE:
            self._finish(what)
            return
        if self.work is not None:
            self.work.wait(waiting=False)
            self.work.show_seen(seen)
        said = {Upkeep.REST: _("Máy đang tạm nghỉ."), Upkeep.SERVE: _("Máy phục vụ trở lại.")}
        self._tell("", said.get(what, _("Xong.")), Tone.SUCCESS)
        if what in (Upkeep.REST, Upkeep.SERVE):
            self.did.emit(what.value)

    # ---- hands ---------------------------------------------------------------------------------------

    def touched(self) -> None:
        if not self._over:
            self._idle.start()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.touched()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.touched()
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif not self.entered:
            self.pad.take_key(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing closes it but its own ways out."""
        if not self._over:
            event.ignore()
            self.end()


class _Work(QWidget):
    """What may be done. What ends the kiosk wants a second touch."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(sizes().gap)
        self.buttons: dict[Upkeep, BigButton] = {}
        for what, words, icon, more in _ACTS:
            button = BigButton(_(words), Looks.PLAIN, icon, _(more))
            button.clicked.connect(partial(self._press, what))
            self.buttons[what] = button
            lines.addWidget(button)
        self._asked: Upkeep | None = None
        self._seen: QWidget = QWidget()
        lines.addWidget(self._seen, 1)
        self._lines = lines

    def wait(self, *, waiting: bool) -> None:
        for button in self.buttons.values():
            button.setEnabled(not waiting)

    def _press(self, what: Upkeep) -> None:
        again = self._asked is what
        self._ask(None)
        if what in _TWICE and not again:
            self._ask(what)
            return
        self.wanted.emit(what.value)

    def _ask(self, what: Upkeep | None) -> None:
        self._asked = what
        for one, words, _icon, _more in _ACTS:
            if one in _TWICE:
                text = _("Chạm lần nữa: {what}").format(what=_(words)) if one is what else _(words)
                self.buttons[one].setText(text)
                self.buttons[one].setAccessibleName(text)

    def show_seen(self, seen: tuple[Seen, ...]) -> None:
        self._lines.removeWidget(self._seen)
        self._seen.hide()
        self._seen.deleteLater()
        self._seen = LongText(_listed(seen)) if seen else QWidget()
        self._lines.addWidget(self._seen, 1)
        self._seen.show()


def _listed(seen: tuple[Seen, ...]) -> QWidget:
    content = QWidget()
    lines = QVBoxLayout(content)
    lines.setContentsMargins(0, 0, 0, 0)
    for one in seen:
        icon, tone = _ICONS[one.good]
        line = QHBoxLayout()
        line.addWidget(IconLabel(icon, tone, sizes().small, height=sizes().small), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Text(one.text, Role.HINT), 1)
        lines.addLayout(line)
    lines.addStretch(1)
    return content
