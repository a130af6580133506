"""Who was read, the middle of the number hidden: whoever stands there says whether it is them. Then the card is taken back."""

from datetime import date
from functools import partial

from kiosk.device_ports import Proof
from kiosk.moments import show_date
from kiosk.partial_date import ImpossibleDate, PartialDate
from kiosk.procedures import Provenance
from kiosk.selfservice.aloud_words import aloud
from kiosk.selfservice.identified import Identified, veiled_number
from kiosk.text import upper
from kiosk.words import N_, _
from ui.selfservice.big_button import BigButton
from ui.selfservice.box import Box
from ui.selfservice.filing.page_notice import PageNotice
from ui.selfservice.identify.purpose import Purpose
from ui.selfservice.identify.take_card import TakeCardPage
from ui.selfservice.moment import Moment, MomentPicture
from ui.selfservice.page import Page, Turn
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.text import Role, Text

_PROVEN = {
    Proof.AUTHENTIC: N_("Máy đã kiểm tra: thẻ thật."),
    Proof.READ_NOT_AUTHENTICATED: N_("Máy đã đọc chip của thẻ; cán bộ sẽ kiểm tra thêm."),
    Proof.VENDOR: N_("Đầu đọc đã đọc chip của thẻ; cán bộ sẽ kiểm tra thêm."),
    Proof.SIMULATED: N_("Thẻ giả định của bản chạy thử."),
}
_UNPROVEN = N_("Máy chỉ đọc mã QR in trên thẻ; cán bộ sẽ kiểm tra thêm.")


class PersonPage(Page):
    """Forward says yes. No forgets what was read."""

    def __init__(self, turn: Turn, who: Identified, purpose: Purpose) -> None:
        super().__init__(turn, _("Đây có phải là Ông/Bà không?"))
        self._who, self._purpose = who, purpose
        person = who.person
        shown, number = Box(), veiled_number(person)
        for label, text in (
            (_("Họ, chữ đệm, tên"), upper(person.full_name)), (_("Số định danh cá nhân"), number),
            (_("Ngày sinh"), _born(person.birth_date)),
        ):  # fmt: skip
            if text:
                shown.body.addWidget(Text(label, Role.HINT))
                line = Text(text, Role.HEADING)
                line.setAccessibleName(aloud(text) if text == number else "")
                shown.body.addWidget(line)
        shown.body.addWidget(Text(_("Các số ở giữa được che để người khác không đọc được."), Role.HINT))
        self.body.addWidget(shown)
        proven = who.proof is not None and who.proof.proof is Proof.AUTHENTIC
        self.body.addWidget(PageNotice(_how(who), Tone.SUCCESS if proven else Tone.INFO))
        if who.expired_on:
            told = _("Thẻ hết hạn ngày {day}. Ông/Bà vẫn nộp được; cán bộ sẽ hỏi thêm giấy tờ.")
            self.body.addWidget(PageNotice(told.format(day=show_date(date.fromisoformat(who.expired_on))), Tone.WARNING))
        self.body.addWidget(MomentPicture(Moment.CARD), 1)
        self.no = BigButton(_("Không phải tôi"), icon=Icon.CLOSE)
        self.no.clicked.connect(turn.back)
        self.body.addWidget(self.no)
        self.offer_forward(_("Đúng là tôi"))

    def go_forward(self) -> None:
        watch = self.turn.cards
        if watch is not None and watch.there and self._who.source is Provenance.CARD:
            self.turn.instead(partial(TakeCardPage, self.turn, self._done))
        else:
            self._done()

    def _done(self) -> None:
        """Back to where it was asked, so that nobody comes back to this page later."""
        use, who = self._purpose.use, self._who
        self.turn.back()
        use(who)


def _born(text: str) -> str:
    try:
        return PartialDate.parse(text).shown()
    except ImpossibleDate:
        return text


def _how(who: Identified) -> str:
    if who.proof is None:
        return _(_UNPROVEN)
    if who.source is Provenance.DATABASE:
        return _("VNeID giả định của bản chạy thử.") if who.proof.training else _("VNeID đã xác nhận trên điện thoại.")
    if who.proof.training and who.source is Provenance.CARD:
        return _(_PROVEN[Proof.SIMULATED])
    return _(_PROVEN.get(who.proof.proof, N_("Cán bộ sẽ kiểm tra thêm.")))
