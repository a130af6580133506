"""What a citizen takes along: a number, its code, and the slip, printed by itself where a printer is ready."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.submission_sheet import SubmissionSheet
from kiosk.words import _
from ui.selfservice.box import Box
from ui.selfservice.filing.page_notice import PageNotice
from ui.selfservice.filing.qr_code import QrView
from ui.selfservice.moment import Moment, MomentPicture
from ui.selfservice.page import LongList, Page, Turn
from ui.selfservice.print_button import PrintButton
from ui.selfservice.sign import Sign
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.text import Role, Text

THANKS_SECONDS = 8
SIGN = 112                             # the side of the one beside the title


class SlipPage(Page):
    """Without a printer the code is to be photographed; then the page stays until somebody goes on."""

    def __init__(
        self, turn: Turn, title: str, number: str, token: str, sheet: SubmissionSheet, told: Sequence[str], sign: Sign
    ) -> None:  # fmt: skip
        super().__init__(turn, title)
        self.token = token
        self.beside = self._put_sign(sign)
        self.notice = PageNotice()
        self.body.addWidget(self.notice)
        card = Box()
        self.number = Text(number, Role.TITLE)
        self.number.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        card.body.addWidget(self.number)
        self.code = QrView(sizes().target * (7 if sizes().scale < 150 else 6))
        card.body.addWidget(self.code, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(card)
        content = LongList()
        self.lines = content.lines
        lasting = Box()
        for line in told:
            lasting.body.addWidget(Text(line))
        self.lines.addWidget(lasting)
        self.lines.addStretch(1)
        self.body.addWidget(content, 1)      # large letters leave less room than they need
        self.printing = PrintButton(turn, _("In phiếu"), by_itself=True)
        self.printing.settled.connect(self._on_printed)
        self.body.addWidget(self.printing)
        self.offer_forward(_("Xong"))
        desk = turn.kiosk.desk
        if desk is not None:
            turn.tasks.run(lambda _progress: desk.draw_code(token), self.code.show_rows, lambda _problem: None, owner=self)
            self.printing.offer_paper(number, lambda: desk.draw_slip(sheet))

    def _put_sign(self, sign: Sign) -> QVBoxLayout:
        """Beside the title and what belongs to it; large letters need its room."""
        line, words = QHBoxLayout(), QVBoxLayout()
        line.setSpacing(sizes().gap * 3 // 2)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        if not sizes().roomy:
            sign.hide()
        self.body.removeWidget(self.title)
        words.addWidget(self.title)
        line.addLayout(words, 1)
        self.body.insertLayout(0, line)
        return words

    def _on_printed(self, out: bool) -> None:
        if not out:
            self.notice.say(_("Chưa in được phiếu. Xin dùng điện thoại chụp lại số và mã QR này."), Tone.WARNING)

    def go_forward(self) -> None:
        self.turn.settle(lambda: ThanksPage(self.turn))


class ThanksPage(Page):
    """The last one. Nobody touches it any more, and the turn ends."""

    last = True

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn, _("Cảm ơn Ông/Bà"))
        self.body.addWidget(Text(_("Xin mang theo giấy tờ, thẻ và phiếu của mình."), Role.HEADING))
        self.body.addWidget(MomentPicture(Moment.TAKE_ALONG, (Icon.CHECK, Tone.SUCCESS)), 1)
        self.body.addWidget(Text(_("Máy tự xóa thông tin của Ông/Bà sau vài giây."), Role.HINT))
        self.offer_forward(_("Kết thúc ngay"))
        self._over = QTimer(self, singleShot=True, interval=THANKS_SECONDS * 1000)
        self._over.timeout.connect(turn.end)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._over.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page stands there, and this one may not be gone yet: it ends nobody's turn."""
        self._over.stop()
        super().hideEvent(event)

    def go_forward(self) -> None:
        self.turn.end()
