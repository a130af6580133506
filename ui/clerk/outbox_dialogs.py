"""The outbox's questions: why something is sent again. Esc leaves all as it is."""

from PySide6.QtWidgets import QWidget

from kiosk.sending_again import LONGEST_REASON
from kiosk.words import _
from ui.widgets.question import Question, complain
from ui.widgets.text_fields import TextField


class ReasonDialog(Question):
    """Answers the reason of an act that is written down with it."""

    def __init__(self, title: str, about: tuple[str, ...], do: str, parent: QWidget | None = None) -> None:
        super().__init__(title, about, parent)
        self.reason = TextField(_("Lý do"), required=True, hint=_("Được ghi lại cùng tên cán bộ."))
        self.reason.line.setMaxLength(LONGEST_REASON)
        self._ask(do, self.reason)

    def _answer(self) -> str | None:
        said = str(self.reason.value())
        if not said:
            complain(self.reason, _("Ghi ngắn gọn vì sao."))
        return said or None


def resend_dialog(number: str, parent: QWidget) -> ReasonDialog:
    about = (
        number,
        _("Hồ sơ trở lại hàng chờ gửi, máy gửi lại từ đầu. Không gì bị ghi đè: trục đã có thì trả lại kết quả cũ."),
        _("Nếu điều làm hồ sơ bị để riêng vẫn còn, hồ sơ lại về đây."),
    )
    return ReasonDialog(_("Gửi lại hồ sơ"), about, _("Gửi lại"), parent)
