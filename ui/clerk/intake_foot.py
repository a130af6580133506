"""The bottom of the intake: what the citizen can be told already, and what to do next. Always to be seen."""

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kiosk.counter.intakes import Quote
from kiosk.dossier import ReturnMethod
from kiosk.intake import Intake
from kiosk.moments import show_moment
from kiosk.words import _
from ui.shortcuts import Action
from ui.tasks import Task
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.buttons import Button, Kind
from ui.widgets.number_fields import shown_number
from ui.widgets.progress_line import ProgressLine
from ui.widgets.text import Role, Text


class IntakeFoot(QFrame):
    """When, how much, where; receive or put aside."""

    receive_wanted = Signal()
    park_wanted = Signal()

    def __init__(self, return_place: str) -> None:
        super().__init__()
        self.setObjectName("status")
        self._place = return_place
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
        self.park_button = Button(_("Để sau"), Kind.PLAIN, None, Action.PARK)
        self.receive_button = Button(_("Tiếp nhận và in giấy hẹn"), Kind.PRIMARY, Icon.RECEIPT, Action.RECEIVE)
        self.park_button.clicked.connect(self.park_wanted)
        self.receive_button.clicked.connect(self.receive_wanted)
        row.addLayout(words, 1)
        row.addWidget(self.park_button)
        row.addWidget(self.receive_button)
        self.progress = ProgressLine()
        room.addWidget(self.progress)
        room.addLayout(row)

    def say(self, quote: Quote, intake: Intake) -> None:
        self.promise.setText(" · ".join((_due(quote), _fees(quote))))
        where = self._where(intake)
        warnings = " ".join(warning.text() for warning in quote.due.warnings) if quote.due else ""
        self.where.setText(" · ".join(part for part in (where, warnings) if part))

    def watch(self, task: Task) -> None:
        """The sealing: whole or not at all, so it cannot be called off."""
        self.progress.watch(task, _("Đang tiếp nhận hồ sơ"))
        self.progress.cancel_button.setEnabled(False)

    def set_busy(self, busy: bool) -> None:
        self.receive_button.setEnabled(not busy)
        self.park_button.setEnabled(not busy)

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
