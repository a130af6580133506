"""What else there is when a paper will not be scanned: another device, going without it, the counter. Never a dead end."""

from collections.abc import Callable

from kiosk.words import _
from ui.selfservice.big_button import BigButton
from ui.selfservice.box import Box
from ui.selfservice.papers.part import Part
from ui.selfservice.papers.work import PaperWork
from ui.theme.icons import Icon
from ui.widgets.text import Role, Text


class OtherWays(Box):
    def __init__(self, work: PaperWork, then: Callable[[], None], *, headed: bool = True) -> None:
        super().__init__(_("Cách khác") if headed else "")
        self.buttons: dict[str, BigButton] = {}
        if work.desk.scans and work.desk.camera is not None:
            text = _("Quét bằng máy quét") if work.by_camera else _("Chụp bằng camera")
            self._add("other", BigButton(text, icon=Icon.SCAN if work.by_camera else Icon.CAMERA))
            self.buttons["other"].clicked.connect(lambda: work.use_camera(not work.by_camera))
        if work.asked.without is not None:
            self._add("without", BigButton(_("Nộp không có giấy này, cán bộ sẽ xem khi tiếp nhận")))
            self.buttons["without"].clicked.connect(lambda: work.go_without(then))
        told = _("Gọi cán bộ giúp, hoặc bấm Kết thúc: máy giữ những gì Ông/Bà đã làm, cán bộ ở quầy làm tiếp.")
        self.body.addWidget(Text(told))

    def _add(self, name: str, button: BigButton) -> None:
        self.buttons[name] = button
        self.body.addWidget(button)


class OtherWaysPart(Part):
    """The same as all there is, for who asked for it."""

    def __init__(self, work: PaperWork, then: Callable[[], None]) -> None:
        super().__init__(_("Cách khác"))
        self.body.addWidget(Text(_(work.requirement.name), Role.STRONG))
        self.body.addStretch(1)
        self.ways = OtherWays(work, then, headed=False)
        self.body.addWidget(self.ways)
        self.back = BigButton(_("Xem các trang đã quét") if work.pages else _("Quay lại giấy này"), icon=Icon.BACK)
        self.back.clicked.connect(work.rest)
        self.body.addWidget(self.back)
        self.first = self.back
