"""Two contents of one dossier side by side, this counter's and the gateway's, and an officer who says which counts.

Nothing is merged, nothing is chosen beforehand; whoever closes the view leaves everything as it is.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.comparing import Comparison
from kiosk.counter import Counter
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.words import _
from kiosk.work import Cancelled, Progress
from ui.clerk.comparing_parts import PairsView, SideCard, our_lines, their_lines
from ui.clerk.outbox_dialogs import ReasonDialog
from ui.tasks import Lane, Task, Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.card import scrolling
from ui.widgets.text import Role, Text
from ui.widgets.wrapped import CheckBox

Settle = Callable[[Comparison, str, Officer], None]


class CompareDialog(QDialog):
    """Open with `open()`. `settled` tells that one of the two was chosen."""

    settled = Signal()

    def __init__(self, counter: Counter, tasks: Tasks, dossier: str, officer: Officer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter, self._tasks, self._dossier, self._officer = counter, tasks, dossier, officer
        self._compared: Comparison | None = None
        self._asking: Task | None = None
        title = _("Đối chiếu hai bản")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.told = Banner(act=_("Hỏi lại trục"))
        self.told.acted.connect(self.ask)
        self.ours, self.theirs = SideCard(_("Bản của quầy này")), SideCard(_("Bản của trục"))
        self.only_different = CheckBox(_("Chỉ hiện chỗ khác nhau"))
        self.only_different.setChecked(True)
        self.only_different.toggled.connect(lambda _on: self._show_pairs())
        self.pairs = PairsView()
        self.area = scrolling(self.pairs)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)        # arrow keys scroll
        self.area.setAccessibleName(title)
        self.close_button = Button(_("Để sau"))
        self.theirs_button = Button(_("Bản của trục là đúng"), icon=Icon.ONLINE)
        self.ours_button = Button(_("Bản của quầy là đúng"), icon=Icon.DESK)
        self.close_button.clicked.connect(self.reject)
        self.theirs_button.clicked.connect(self._on_theirs)
        self.ours_button.clicked.connect(self._on_ours)
        self._lay_out(title)
        self.area.setFocus()
        self.ask()

    def _lay_out(self, title: str) -> None:
        measures = look().measures
        room = QVBoxLayout(self)
        room.setContentsMargins(measures.section, measures.wide, measures.section, measures.wide)
        room.setSpacing(measures.near)
        head = QHBoxLayout()
        self._number = Text("", Role.STRONG)
        head.addWidget(Text(title, Role.TITLE, wrap=False))
        head.addWidget(self._number, 1)
        head.addWidget(self.only_different)
        sides = QHBoxLayout()
        sides.setSpacing(measures.apart)
        sides.addWidget(self.ours, 1)
        sides.addWidget(self.theirs, 1)
        foot = QHBoxLayout()
        foot.setSpacing(measures.near)
        foot.addStretch(1)
        for button in (self.close_button, self.theirs_button, self.ours_button):
            foot.addWidget(button)
        room.addLayout(head)
        room.addWidget(self.told)
        room.addLayout(sides)
        room.addWidget(self.area, 1)
        room.addLayout(foot)
        self.resize(measures.px(980), measures.px(680))

    def ask(self) -> None:
        """Fetches the gateway's content anew."""
        self._show(None)
        self.told.say(_("Đang lấy bản của trục…"), Tone.INFO)
        work = partial(_compared, self._counter, self._dossier)
        self._asking = self._tasks.run(work, self._on_compared, self._on_failed, owner=self)

    def done(self, result: int) -> None:
        """Whoever closes it waits for no answer."""
        if self._asking is not None and not self._asking.over:
            self._asking.cancel()
        super().done(result)

    # ---- what comes ----

    def _on_compared(self, compared: Comparison) -> None:
        self._show(compared)
        different = sum(pair.differs for pair in compared.pairs)
        if compared.same:
            self.told.say(_("Hai bản giống hệt nhau: không có gì để chọn, chỉ cần gửi lại."), Tone.SUCCESS)
        elif compared.ours_may_follow:
            said = _("Khác nhau {count} chỗ. Hỏi lại công dân nếu chưa chắc; hai bản đều được giữ.").format(count=different)
            self.told.say(said, Tone.WARNING)
        else:
            said = _("Hai bản khác cả phần không sửa được (ngày nhận, phí, giấy tờ, trang): bản của quầy không gửi được.")
            detail = _("Vẫn chọn được bản của trục; nếu bản của quầy mới đúng, báo bộ phận hỗ trợ.")
            self.told.say(said, Tone.WARNING, detail=detail)

    def _on_failed(self, problem: Problem) -> None:
        if not isinstance(problem, Cancelled):
            self.told.say(problem.for_person(), Tone.WARNING, detail=f"{problem.for_operator()} [{problem.code}]",
                          act=_("Hỏi lại trục"))  # fmt: skip

    def _show(self, compared: Comparison | None) -> None:
        self._compared = compared
        self._number.setText(compared.number if compared else "")
        for side in (self.ours, self.theirs):
            side.setVisible(compared is not None)
        self.only_different.setEnabled(compared is not None)
        may = compared is not None and not compared.same
        self.theirs_button.setEnabled(may)
        same = compared is not None and compared.same
        self.ours_button.say(_("Gửi lại") if same else _("Bản của quầy là đúng"))
        self.ours_button.setEnabled(same or (may and compared is not None and compared.ours_may_follow))
        if compared is not None:
            self.ours.show_lines(our_lines(compared))
            self.theirs.show_lines(their_lines(compared))
        self._show_pairs()

    def _show_pairs(self) -> None:
        pairs = self._compared.pairs if self._compared else ()
        only = self.only_different.isChecked()
        self.pairs.show_pairs([pair for pair in pairs if pair.differs or not only])

    # ---- what hands do ----

    def _on_theirs(self) -> None:
        about = (
            _("Bản của quầy không gửi nữa. Nó vẫn được giữ và đọc được ở máy này, cùng lý do."),
            _("Từ nay tra cứu, giấy hẹn in lại theo bản của trục."),
        )
        self._ask_why(_("Bản của trục là đúng"), about, self._counter.conflicts.gateway_is_right)

    def _on_ours(self) -> None:
        if self._compared is not None and self._compared.same:
            alike = (_("Hai bản giống hệt nhau: không có gì để chọn, chỉ cần gửi lại."),)
            self._ask_why(_("Gửi lại"), alike, self._counter.conflicts.send_again)
            return
        about = (
            _("Bản của quầy gửi lên trục như một bản sửa, đứng trên bản trục đang giữ. Trục giữ cả hai."),
            _("Mã hồ sơ, ngày nhận và hẹn trả không đổi."),
        )
        self._ask_why(_("Bản của quầy là đúng"), about, self._counter.conflicts.counter_is_right)

    def _ask_why(self, title: str, about: tuple[str, ...], settle: Settle) -> None:
        compared = self._compared
        if compared is None:
            return
        dialog = ReasonDialog(title, about, title, self)
        dialog.answered.connect(lambda reason: self._settle(settle, compared, str(reason)))
        dialog.open()

    def _settle(self, settle: Settle, compared: Comparison, reason: str) -> None:
        work = partial(_settled, self._counter, settle, compared, reason, self._officer)
        self._tasks.run(work, lambda _done: self._on_settled(), self._on_failed, Lane.WRITER, self)

    def _on_settled(self) -> None:
        self.settled.emit()
        self.accept()


# ---- in a worker ----


def _compared(counter: Counter, dossier: str, progress: Progress) -> Comparison:
    return counter.conflicts.compare(dossier, progress)


def _settled(
    counter: Counter, settle: Settle, compared: Comparison, reason: str, officer: Officer, _progress: Progress
) -> None:
    settle(compared, reason, officer)
    counter.link.send_now()
