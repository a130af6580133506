"""The bottom of the intake: what the citizen can be told already, and what to do next. Always to be seen."""

from decimal import Decimal

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout

from kiosk.counter.intakes import Quote
from kiosk.counter.link import LinkState
from kiosk.dossier import ReturnMethod
from kiosk.intake import Intake
from kiosk.moments import show_moment
from kiosk.notices import NoticeForm
from kiosk.words import N_, _
from ui.clerk.header import Elided
from ui.shortcuts import Action, shortcut_of
from ui.tasks import Task
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button, Kind
from ui.widgets.number_fields import shown_number
from ui.widgets.progress_line import ProgressLine
from ui.widgets.text import IconLabel, Role, Text

_CUT_OFF = (LinkState.OFFLINE, LinkState.NOT_SET, LinkState.REFUSED, LinkState.STRANGER)
_SAY_SO = N_(
    "Chưa kết nối được hệ thống xử lý. Nói với công dân: hồ sơ vẫn được nhận; kết quả có thể không kịp hôm nay, quầy sẽ gọi báo."
)


class IntakeFoot(QFrame):
    """When, how much, where; receive or put aside. What is cut stands in full in the tool tip."""

    receive_wanted = Signal()
    park_wanted = Signal()
    notice_wanted = Signal(object)     # kiosk.notices.NoticeForm

    def __init__(self, return_place: str) -> None:
        super().__init__()
        self.setObjectName("status")
        self._place, self._low = return_place, False
        self._same_day, self._link = False, LinkState.ONLINE
        measures = look().measures
        room = QVBoxLayout(self)
        room.setContentsMargins(measures.wide, measures.near, measures.wide, measures.near)
        room.setSpacing(measures.tight)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(measures.apart)
        self._words = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._words.setSpacing(0)
        self.promise = Elided("", measures.body, strong=True, least=measures.px(96))
        self.where = Elided("", measures.hint, colour="text2")
        self.where.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)     # when and how much come first
        self._words.addWidget(self.promise)
        self._words.addWidget(self.where, 1)
        self.notice_button = Button(_("Chưa nhận được hồ sơ"), Kind.PLAIN, Icon.DOWN)
        self.notice_button.clicked.connect(self._on_notice_button)
        self.park_button = Button(_("Để sau"), Kind.PLAIN, None, Action.PARK)
        self.receive_button = Button(_("Tiếp nhận và in giấy hẹn"), Kind.PRIMARY, Icon.RECEIPT, Action.RECEIVE)
        self.park_button.clicked.connect(self.park_wanted)
        self.receive_button.clicked.connect(self.receive_wanted)
        self._whole_notice = self.notice_button.minimumSizeHint().width()
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(measures.apart)
        self._buttons.addWidget(self.notice_button)
        self._buttons.addWidget(self.park_button)
        self._buttons.addWidget(self.receive_button)
        self._row.addLayout(self._words, 1)
        self._row.addLayout(self._buttons)
        self.progress = ProgressLine()
        room.addWidget(self.progress)
        room.addLayout(self._cut_off_line())
        room.addLayout(self._row)

    def fit(self, *, low: bool) -> None:
        """`low`: the words take one line."""
        self._low = low
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """At its narrowest, however it stands: the forms out of sight must not keep the one in hand wide."""
        measures = look().measures
        width = measures.control + measures.apart + self._always_there() + 2 * measures.wide
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Where the promise finds no room beside the buttons they go below it, the next step as wide as it goes.

        Where even they do not fit side by side, the paper for what is not received is a drawing: its keys stay.
        """
        measures, across, down = look().measures, QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        room = self.contentsRect().width() - 2 * measures.wide
        buttons = self._whole_notice + measures.apart + self._always_there()
        narrow = room < self.promise.sizeHint().width() + measures.apart + buttons
        self.notice_button.fold(to=Kind.ICON if room < buttons else Kind.PLAIN)
        one_line = self._low or narrow
        self._words.setDirection(across if one_line else down)
        self._words.setSpacing(measures.apart if one_line else 0)
        self._row.setDirection(down if narrow else across)
        self._row.setSpacing(measures.tight if narrow else measures.apart)
        self._buttons.setStretchFactor(self.receive_button, 1 if narrow else 0)

    def _always_there(self) -> int:
        """What the two buttons that keep their words need."""
        both = (self.park_button, self.receive_button)
        return sum(button.minimumSizeHint().width() for button in both) + look().measures.apart

    def say(self, quote: Quote, intake: Intake) -> None:
        self.promise.say(" · ".join((_due(quote), _fees(quote))))
        where = self._where(intake)
        warnings = " ".join(warning.text() for warning in quote.due.warnings) if quote.due else ""
        self.where.say(" · ".join(part for part in (warnings, where) if part))
        self._same_day = quote.same_day
        self._show_cut_off()
        self._arrange()

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
