"""The question for one paper: which it is, how to lay it, and what to do without it."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from kiosk.dossier import HowMet
from kiosk.selfservice.papers import Without
from kiosk.words import N_, _
from ui.selfservice.big_button import BigButton
from ui.selfservice.box import Box
from ui.selfservice.page import LongList
from ui.selfservice.papers.examples import Examples
from ui.selfservice.papers.part import Part, Told
from ui.selfservice.papers.words import kind_said, trouble_said
from ui.selfservice.papers.work import PaperWork
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.text import Role, Text

_WITHOUT = {
    Without.NOT_WANTED: N_("Tôi không có giấy này"),
    Without.IN_DATABASE: N_("Không nộp, dùng thông tin đã có"),
}


class AskingPart(Part):
    def __init__(self, work: PaperWork, then: Callable[[], None]) -> None:
        self._work, self._then = work, then
        asked, self._shows = work.asked, _facts(work)
        self._keeps_without = asked.how in (HowMet.MISSING, HowMet.DATABASE)
        data_first = asked.without is Without.IN_DATABASE
        self._without_next = self._keeps_without or data_first or not (work.desk.usable or asked.without is None)
        super().__init__(_(work.requirement.name), self._forward_said())
        content = LongList()
        lines = content.lines
        for told in self._told():
            lines.addWidget(told)
        if not (self._keeps_without or data_first) and work.desk.usable:
            lines.addWidget(self._how())
        lines.addStretch(1)
        self.body.addWidget(content, 1)
        self.buttons = self._other_ways()
        for button in self.buttons.values():
            self.body.addWidget(button)

    def go_forward(self) -> None:
        if self._without_next:
            self._work.go_without(self._then)
        else:
            self._work.scan()

    def refresh(self) -> bool:
        return _facts(self._work) == self._shows

    def _forward_said(self) -> str:
        work, without = self._work, self._work.asked.without
        if self._keeps_without:
            return _("Tiếp tục")
        if self._without_next and without is not None:
            return _("Dùng thông tin đã có") if without is Without.IN_DATABASE else _(_WITHOUT[without])
        if not work.desk.usable:
            return ""
        return _("Mở camera") if work.by_camera else _("Quét giấy")

    def _told(self) -> list[QWidget]:
        work, asked = self._work, self._work.asked
        if asked.how is HowMet.MISSING:
            return [Told(_("Ông/Bà đã chọn: không có giấy này."), Tone.INFO, Icon.INFO)]
        if asked.without is Without.IN_DATABASE:
            where = _("Nhà nước đã có thông tin này: {database}.").format(database=asked.requirement.in_database)
            return [Told(_("Ông/Bà không phải nộp giấy này."), Tone.SUCCESS, Icon.DONE), Text(where)]
        told: list[QWidget] = [Text(kind_said(asked.requirement), Role.STRONG)]
        if asked.without is not None:
            told.append(Text(_("Chỉ nộp nếu Ông/Bà có.")))
        if not work.desk.usable:
            told.append(Told(_("Máy này không quét được giấy. Mời Ông/Bà nộp giấy này ở quầy."), Tone.WARNING, Icon.WARNING))
        elif work.line.away and not work.by_camera and work.line.state is not None:
            happened, to_do = trouble_said(work.line.state)
            told.append(Told(f"{happened} {to_do}", Tone.WARNING, Icon.WARNING))
        return told

    def _how(self) -> QWidget:
        card = Box(_("Đặt giấy thế nào"))
        said = _("Đặt tờ giấy lên bàn, dưới camera, trên nền sẫm.") if self._work.by_camera else _(
            "Mở nắp máy quét. Đặt mặt có chữ úp xuống kính, sát góc có dấu. Đậy nắp lại.")
        card.body.addWidget(Text(said))
        card.body.addWidget(Text(_("Giấy có nhiều trang: quét từng trang một, cả mặt sau nếu có chữ.")))
        card.body.addWidget(Examples())
        return card

    def _other_ways(self) -> dict[str, BigButton]:
        work, without, found = self._work, self._work.asked.without, dict[str, BigButton]()
        if not work.desk.usable:
            return found
        if self._without_next:
            found["scan"] = BigButton(_("Tôi muốn quét giấy này"), icon=Icon.SCAN)
            found["scan"].clicked.connect(work.scan)
        elif without is not None:
            found["without"] = BigButton(_(_WITHOUT[without]))
            found["without"].clicked.connect(lambda: work.go_without(self._then))
        if work.desk.scans and work.desk.camera is not None and not self._without_next:
            found["other"] = BigButton(_("Chụp bằng camera"), icon=Icon.CAMERA)
            found["other"].clicked.connect(lambda: work.use_camera(True))
        return found


def _facts(work: PaperWork) -> tuple[object, ...]:
    """What stands on the page: unless it changes the page stays as it is, under whatever finger is on it."""
    return work.asked, work.by_camera, work.line.state if work.line.away else None
