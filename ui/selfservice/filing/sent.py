"""Submitted: kept on this machine first, and sent once the store says so. Who acts next, and by when."""

from PySide6.QtCore import QTimer

from kiosk.moments import show_moment
from kiosk.submission_sheet import submission_sheet
from kiosk.submit import Submitted
from kiosk.words import _
from ui.selfservice.filing.filling import Filling
from ui.selfservice.filing.slip import SIGN, SlipPage
from ui.selfservice.page import Turn
from ui.selfservice.sign import Sign
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.text import Role, Text

_LOOK_MS = 1_000


class SentPage(SlipPage):
    """Looks into the store while it stands there."""

    def __init__(self, turn: Turn, filling: Filling, submitted: Submitted) -> None:
        settings, filing = turn.kiosk.settings, submitted.filing
        told = [_("Nơi xem hồ sơ: {who}").format(who=filing.acts_next)]
        if filing.look_by is not None:
            told.append(_("Cán bộ xem hồ sơ trước: {moment}").format(moment=show_moment(filing.look_by)))
        if filing.received and submitted.form.due_at is not None:
            told.append(_("Hẹn trả: {moment}").format(moment=show_moment(submitted.form.due_at)))
        told.append(_("Hồ sơ đã nộp, cán bộ chưa tiếp nhận. Xin giữ số này để xem hồ sơ đã tới bước nào."))
        sheet = submission_sheet(submitted, settings.office)
        sign = Sign(Icon.DONE, Tone.SUCCESS, sizes().high(SIGN))
        super().__init__(turn, _("Đã nộp xong"), submitted.number, submitted.token, sheet, told, sign)
        self._filings, self._dossier, self._looking = filling.filings, submitted.dossier, False
        self.way = Text(_("Đã lưu trên máy này, máy sẽ tự gửi khi có mạng. Ông/Bà không phải chờ."), Role.STRONG)
        self.beside.addWidget(self.way)
        if turn.kiosk.desk is not None:
            turn.kiosk.desk.carry_now()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Asks the store whether the gateway has it."""
        if self._looking:
            return
        self._looking, filings, dossier = True, self._filings, self._dossier
        self.turn.tasks.run(
            lambda _progress: filings.is_sent(dossier), self._on_looked, lambda _problem: self._on_looked(sent=False), owner=self
        )

    def _on_looked(self, sent: bool) -> None:
        self._looking = False
        if sent:
            self._timer.stop()
            self.way.setText(_("Đã gửi tới cơ quan tiếp nhận."))
            self.way.set_tone(Tone.SUCCESS)
