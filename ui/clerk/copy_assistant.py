"""Typing a dossier into another system: a small window that stays on top and hands out one field after the other."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.copy_assistant import ExternalCodeUnusable
from kiosk.counter import Counter
from kiosk.counter.entering import CopySheet
from kiosk.device_ports import TypingFailed
from kiosk.moments import show_moment
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.words import _
from ui.clerk.clipboard import LentClipboard
from ui.clerk.copy_assistant_list import CopyList
from ui.shortcuts import Action, Where, install
from ui.tasks import Lane, Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind
from ui.widgets.text import Role, Text
from ui.widgets.text_fields import TextField

_TO_THE_OTHER_MS = 700                 # the other program's window comes to the front meanwhile


def another_in_front() -> bool:
    """Whether the window in front is another program's."""
    return QApplication.activeWindow() is None


class CopyAssistantWindow(QWidget):
    """`done` brings the dossier once it is on record that it was typed in; `closed` comes however the window goes."""

    done = Signal(str)
    closed = Signal()

    def __init__(self, counter: Counter, tasks: Tasks, officer: Officer, dossier: str) -> None:
        super().__init__()                 # nobody's child: put aside, it must not bring our own window to the front
        self.setWindowFlags(Qt.WindowType.Tool | Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("page")
        self.setWindowTitle(_("Nhập sang hệ thống khác"))
        self.dossier, self._officer = dossier, officer
        self._counter, self._tasks = counter, tasks
        self._busy = False
        self._sheet: CopySheet | None = None
        self._clipboard = LentClipboard(self)
        self._make()
        self._lay_out()
        self._connect()
        self._tasks.run(lambda _progress: counter.entering.sheet(dossier), self._on_read, self._on_failed, owner=self)

    # ---- what others ask of it ----

    def copy_next(self) -> None:
        """The chosen field goes to the clipboard, and the next one is chosen."""
        line = self.list.current()
        if line is None:
            return
        self._clipboard.put(line.value)
        self.list.tick_and_go_on()
        self._say_progress(_("Đã chép: {label}").format(label=line.label))

    def type_next(self) -> None:
        """The chosen field is typed into the window in front: ours steps aside for a moment."""
        typist, line = self._counter.typist, self.list.current()
        if typist is None or line is None or self._busy:
            return
        self._busy = True
        self.hide()
        QTimer.singleShot(_TO_THE_OTHER_MS, self, partial(self._type, partial(typist.type_text, line.value), line.label))

    def record(self) -> None:
        """It stands in the other system; with its code there, if one was typed."""
        if self._busy or self._sheet is None:
            return
        self._busy = True
        code, entering = self.code.text(), self._counter.entering
        self._tasks.run(
            lambda _progress: entering.enter(self.dossier, self._officer, code), self._on_recorded, self._on_failed, Lane.WRITER,
            owner=self,
        )  # fmt: skip

    # ---- inside ----

    def _make(self) -> None:
        self.system, self.what = Text("", Role.HEADING), Text("", Role.HINT)
        self.before = Banner()
        self.before.hide()
        self.trouble = Banner(can_close=True)
        self.trouble.hide()
        self.list = CopyList()
        self.progress = Text("", Role.HINT)
        self.copy_button = Button(_("Chép mục này"), Kind.PRIMARY, Icon.COPY, Action.COPY_NEXT)
        self.type_button = Button(_("Gõ hộ"), icon=Icon.KEYBOARD, action=Action.TYPE_NEXT)
        self.type_button.setVisible(self._counter.typist is not None)
        self.code = TextField(_("Mã hồ sơ bên hệ thống kia"), hint=_("Chưa có thì để trống, ghi sau"))
        self.done_button = Button(_("Ghi đã nhập"), icon=Icon.CHECK, action=Action.RECORD_ENTERED)
        self.close_button = Button(_("Đóng"), action=Action.CLOSE_COPYING)

    def _lay_out(self) -> None:
        measures = look().measures
        room = QVBoxLayout(self)
        room.setContentsMargins(measures.apart, measures.apart, measures.apart, measures.apart)
        room.setSpacing(measures.near)
        for part in (self.system, self.what, self.before, self.trouble):
            room.addWidget(part)
        room.addWidget(self.list, 1)
        room.addWidget(self.progress)
        copying, recording = QHBoxLayout(), QHBoxLayout()
        copying.addWidget(self.copy_button, 1)
        copying.addWidget(self.type_button)
        recording.addStretch(1)
        recording.addWidget(self.close_button)
        recording.addWidget(self.done_button)
        room.addLayout(copying)
        room.addWidget(self.code)
        room.addLayout(recording)
        self.resize(measures.px(400), measures.px(600))
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        install(self, Where.COPYING, {
            Action.COPY_NEXT: self.copy_next, Action.TYPE_NEXT: self.type_next, Action.RECORD_ENTERED: self.record,
            Action.CLOSE_COPYING: self._on_close,
        })  # fmt: skip
        self.list.itemActivated.connect(lambda _item: self.copy_next())
        self.copy_button.clicked.connect(self.copy_next)
        self.type_button.clicked.connect(self.type_next)
        self.done_button.clicked.connect(self.record)
        self.close_button.clicked.connect(self._on_close)
        self.code.line.returnPressed.connect(self.record)

    def _on_close(self) -> None:
        self.close()

    def _on_read(self, sheet: CopySheet) -> None:
        self._sheet = sheet
        self.system.setText(sheet.system.name)
        self.what.setText(f"{sheet.number} · {sheet.procedure_name}")
        if sheet.entered:
            last = sheet.entered[-1]
            self.before.say(_("Đã nhập tay lúc {moment}").format(moment=show_moment(last.entered_at)), Tone.INFO)
            self.before.show()
        if sheet.codes:
            self.code.set_value(sheet.codes[-1].code)
        self.list.show_lines(sheet.lines)
        self._say_progress(_("Chưa chép mục nào"))
        self.list.setFocus()

    def _say_progress(self, what: str) -> None:
        self.progress.setText(f"{what} · {self.list.copied()}/{self.list.total()}")

    def _type(self, work: Callable[[], None], label: str) -> None:
        """Never into our own windows, where letters are keys that do things."""
        if another_in_front():
            self._tasks.run(lambda _progress: work(), lambda _none: self._on_typed(label), self._on_failed, owner=self)
        else:
            self._on_failed(TypingFailed())

    def _on_typed(self, label: str) -> None:
        self._busy = False
        self.list.tick_and_go_on()
        self._say_progress(_("Đã gõ: {label}").format(label=label))
        self._come_back()

    def _come_back(self) -> None:
        """Seen again, and the cursor left in the other program."""
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.show()

    def _on_recorded(self, _sheet: CopySheet) -> None:
        self._busy = False
        self.done.emit(self.dossier)
        self.close()

    def _on_failed(self, problem: Problem) -> None:
        self._busy = False
        if self.isHidden():
            self._come_back()
        if isinstance(problem, ExternalCodeUnusable):
            self.code.set_error(problem.for_person())
            self.code.line.setFocus()
        else:
            self.trouble.say_problem(problem)
            self.trouble.show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.list.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._clipboard.clear()
        self.closed.emit()
        super().closeEvent(event)
