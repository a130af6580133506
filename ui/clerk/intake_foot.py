"""The bottom of the intake: what the citizen can be told already, and what to do next. Always to be seen."""

from decimal import Decimal

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout

from kiosk.counter.intakes import Quote
from kiosk.counter.link import LinkState
from kiosk.dossier import ReturnMethod
from kiosk.intake import Intake
from kiosk.moments import show_moment
from kiosk.notices import NoticeForm
from kiosk.words import N_, _
from ui.shortcuts import Action, shortcut_of
from ui.tasks import Task
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button, Kind
from ui.widgets.number_fields import shown_number
from ui.widgets.progress_line import ProgressLine
from ui.widgets.text import IconLabel, Role, Text

_CUT_OFF = (LinkState.OFFLINE, LinkState.NOT_SET, LinkState.REFUSED)
_SAY_SO = N_(
    "Chưa kết nối được hệ thống xử lý. Nói với công dân: hồ sơ vẫn được nhận; kết quả có thể không kịp hôm nay, quầy sẽ gọi báo."
)


class IntakeFoot(QFrame):
    """When, how much, where; receive or put aside."""

    receive_wanted = Signal()
    park_wanted = Signal()
    notice_wanted = Signal(object)     # kiosk.notices.NoticeForm

    def __init__(self, return_place: str) -> None:
        super().__init__()
        self.setObjectName("status")
        self._place = return_place
        self._same_day, self._link = False, LinkState.ONLINE
        measures = look().measures
        room = QVBoxLayout(self)
        room.setContentsMargins(measures.wide, measures.near, measures.wide, measures.near)
        room.setSpacing(measures.tight)
        row = QHBoxLayout()
        row.setSpacing(measures.apart)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.promise = Text("", Role.STRONG)
        self.where = Text("", Role.HINT)
        words.addWidget(self.promise)
        words.addWidget(self.where)
        self.notice_button = Button(_("Chưa nhận được hồ sơ"), Kind.PLAIN, Icon.DOWN)
        self.notice_button.clicked.connect(self._on_notice_button)
        self.park_button = Button(_("Để sau"), Kind.PLAIN, None, Action.PARK)
        self.receive_button = Button(_("Tiếp nhận và in giấy hẹn"), Kind.PRIMARY, Icon.RECEIPT, Action.RECEIVE)
        self.park_button.clicked.connect(self.park_wanted)
        self.receive_button.clicked.connect(self.receive_wanted)
        row.addLayout(words, 1)
        row.addWidget(self.notice_button)
        row.addWidget(self.park_button)
        row.addWidget(self.receive_button)
        self.progress = ProgressLine()
        room.addWidget(self.progress)
        room.addLayout(self._cut_off_line())
        room.addLayout(row)

    def say(self, quote: Quote, intake: Intake) -> None:
        self.promise.setText(" · ".join((_due(quote), _fees(quote))))
        where = self._where(intake)
        warnings = " ".join(warning.text() for warning in quote.due.warnings) if quote.due else ""
        self.where.setText(" · ".join(part for part in (where, warnings) if part))
        self._same_day = quote.same_day
        self._show_cut_off()

    def show_link(self, state: LinkState) -> None:
        """Whether the processing system can be reached: it matters where the result is promised for today."""
        self._link = state
        self._show_cut_off()

    def notice_menu(self) -> QMenu:
        """The two papers for a dossier that is not received."""
        menu = QMenu(self)
        for form, action in ((NoticeForm.SUPPLEMENT, Action.SUPPLEMENT), (NoticeForm.REFUSAL, Action.REFUSE)):
            line = shortcut_of(action)
            choice = QAction(f"{line.shown()}\t{line.key_text()}", menu)
            choice.triggered.connect(lambda _on=False, form=form: self.notice_wanted.emit(form))
            menu.addAction(choice)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _on_notice_button(self) -> None:
        menu = self.notice_menu()
        menu.popup(self.notice_button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _cut_off_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(look().measures.near)
        self._cut_off_sign = IconLabel(Icon.OFFLINE, Tone.WARNING)
        self.cut_off = Text("", Role.WARNING)
        line.addWidget(self._cut_off_sign)
        line.addWidget(self.cut_off, 1)
        self._show_cut_off()
        return line

    def _show_cut_off(self) -> None:
        wanted = self._same_day and self._link in _CUT_OFF
        self.cut_off.setText(_(_SAY_SO) if wanted else "")
        self.cut_off.setVisible(wanted)
        self._cut_off_sign.setVisible(wanted)

    def watch(self, task: Task) -> None:
        """The sealing: whole or not at all, so it cannot be called off."""
        self.progress.watch(task, _("Đang tiếp nhận hồ sơ"))
        self.progress.cancel_button.setEnabled(False)

    def set_busy(self, busy: bool) -> None:
        self.receive_button.setEnabled(not busy)
        self.park_button.setEnabled(not busy)
        self.notice_button.setEnabled(not busy)

    def _where(self, intake: Intake) -> str:
        match intake.hand_over.method:
            case ReturnMethod.ONLINE:
                return _("Nhận kết quả: bản điện tử")
            case ReturnMethod.POST:
                return _("Nhận kết quả qua bưu chính")
        return _("Nhận kết quả tại {place}").format(place=self._place)


def _due(quote: Quote) -> str:
    if quote.due is None or quote.due.due_at is None:
        return _("Thời hạn chưa xác định: ghi theo thông báo")
    return _("Hẹn trả {moment}").format(moment=show_moment(quote.due.due_at))


def _fees(quote: Quote) -> str:
    total = sum(line.amount for line in quote.fees)
    names = ", ".join(quote.fees_not_set)
    not_set = _("phí do tỉnh quy định, thu sau: {names}").format(names=names) if names else ""
    if total:
        return " · ".join(part for part in (_("Phí {amount} đồng").format(amount=shown_number(Decimal(total))), not_set) if part)
    if not_set:
        return not_set
    return _("Được miễn phí") if any(line.full_amount for line in quote.fees) else _("Không thu phí")
