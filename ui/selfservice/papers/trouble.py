"""The scan stopped: what happened, what to do, what is kept; after two failures other ways."""

from collections.abc import Callable

from kiosk.problems import Problem
from kiosk.receive_draft import DraftGone
from kiosk.scan_journal import PageChanged
from kiosk.scan_ports import ScanTrouble
from kiosk.store.faults import DiskFull
from kiosk.words import _
from ui.selfservice.big_button import BigButton
from ui.selfservice.moment import Moment, MomentPicture
from ui.selfservice.papers.other_ways import OtherWays
from ui.selfservice.papers.part import Part, Told
from ui.selfservice.papers.words import trouble_said
from ui.selfservice.papers.work import PaperWork
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.text import Role, Text


class TroublePart(Part):
    def __init__(self, work: PaperWork, then: Callable[[], None]) -> None:
        happened, to_do = _said(work.trouble)
        super().__init__(happened.rstrip("."), _("Thử lại"))
        self._work, self._shows = work, (work.trouble, len(work.pages))
        self.body.addWidget(Text(_(work.requirement.name), Role.STRONG))
        self.body.addWidget(Told(to_do, Tone.WARNING, Icon.WARNING, Role.HEADING))
        if work.pages:
            kept = _("Đã giữ {count} trang. Không phải quét lại các trang ấy.").format(count=len(work.pages))
            self.body.addWidget(Told(kept, Tone.SUCCESS, Icon.DONE))
        self.body.addWidget(MomentPicture(Moment.SCANNER, (Icon.WARNING, Tone.WARNING)), 1)
        self.other_ways = OtherWays(work, then) if work.tried_enough else None
        if self.other_ways is not None:
            self.body.addWidget(self.other_ways)
        self.leave = BigButton(_("Xem các trang đã quét") if work.pages else _("Thôi quét lúc này"), icon=Icon.BACK)
        self.leave.clicked.connect(work.rest)
        self.body.addWidget(self.leave)

    def go_forward(self) -> None:
        self._work.retry()

    def refresh(self) -> bool:
        return (self._work.trouble, len(self._work.pages)) == self._shows


def _said(why: ScanTrouble | Problem | None) -> tuple[str, str]:
    if isinstance(why, ScanTrouble):
        return trouble_said(why)
    if isinstance(why, DiskFull):
        return _("Máy hết chỗ lưu trang."), _("Trang vừa quét vẫn còn trong máy. Xin báo cán bộ, rồi bấm Thử lại.")
    if isinstance(why, PageChanged):
        return _("Trang vừa quét bị hỏng."), _("Đặt lại tờ ấy, rồi bấm Thử lại.")
    if isinstance(why, DraftGone):
        return _("Hồ sơ này không còn mở trên máy."), _("Xin bấm Kết thúc rồi làm lại, hoặc gọi cán bộ.")
    return _("Máy chưa lưu được trang."), _("Bấm Thử lại. Nếu vẫn không được, xin gọi cán bộ.")
