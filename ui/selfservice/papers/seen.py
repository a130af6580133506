"""A captured page, large, and what the machine makes of it. The citizen has the last word."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.page_ports import PageFault
from kiosk.words import _
from ui.selfservice.big_button import BigButton
from ui.selfservice.filing.page_notice import PageNotice
from ui.selfservice.papers.part import Part, pair
from ui.selfservice.papers.words import fault_said
from ui.selfservice.papers.work import PaperWork
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.text import Role, Text


class SeenPart(Part):
    def __init__(self, work: PaperWork, then: Callable[[], None]) -> None:
        self._work, self._then, self._shows, self._looked = work, then, _facts(work), _looked(work)
        self._bad = bool(work.faults)
        super().__init__(self._title(), self._forward_said())
        self.body.addWidget(Text(_(work.requirement.name), Role.STRONG))
        self.picture = PagePicture(_picture(work), self._title())
        self.body.addWidget(self.picture, 1)
        self.verdict = PageNotice(*self._verdict())
        self.body.addWidget(self.verdict)
        self.buttons = self._buttons()
        self._lay_out()

    def go_forward(self) -> None:
        unclear = self._work.unclear()
        if self._bad:
            self._work.again()
        elif unclear:
            self._work.turn_to(unclear[0])
        else:
            self._work.whole(self._then)

    def refresh(self) -> bool:
        """Buttons stay while a finger may be on them: the picture comes, and that it is clear, without another page."""
        if _facts(self._work) != self._shows:
            return False
        if _looked(self._work) != self._looked:
            self._looked = _looked(self._work)
            self.picture.show_picture(_picture(self._work))
            self.verdict.say(*self._verdict())
        return True

    def _title(self) -> str:
        number, count = self._work.place + 1, len(self._work.pages)
        return _("Trang {number} trong {count} trang").format(number=number, count=count) if count > 1 else _("Trang vừa quét")

    def _forward_said(self) -> str:
        if self._bad:
            return self._again_said()
        unclear = self._work.unclear()
        return _("Xem trang {number}").format(number=unclear[0] + 1) if unclear else _("Xong giấy này")

    def _again_said(self) -> str:
        return _("Chụp lại trang này") if self._work.by_camera else _("Quét lại trang này")

    def _verdict(self) -> tuple[str, Tone]:
        work = self._work
        if work.looking:
            return _("Máy đang xem trang này…"), Tone.INFO
        if self._bad:
            return fault_said(work.faults), Tone.WARNING
        if work.desk.looker is None:
            return _("Ông/Bà đọc được hết chữ chưa?"), Tone.INFO
        return _("Trang này rõ."), Tone.SUCCESS

    def _buttons(self) -> dict[str, BigButton]:
        work, found = self._work, dict[str, BigButton]()
        if self._bad:
            found["use"] = BigButton(_("Dùng trang này"), icon=Icon.CHECK)
            found["use"].clicked.connect(work.good_enough)
        else:
            more = _("Chụp thêm trang") if work.by_camera else _("Quét thêm trang")
            found["more"] = BigButton(more, icon=Icon.ADD)
            found["more"].clicked.connect(work.scan)
            found["again"] = BigButton(self._again_said(), icon=Icon.SCAN)
            found["again"].clicked.connect(work.again)
        if self._bad and work.tried_enough:
            found["other"] = BigButton(_("Cách khác"), icon=Icon.FORWARD)
            found["other"].clicked.connect(work.show_other_ways)
        if len(work.pages) > 1 or PageFault.BLANK in work.faults:
            found["drop"] = BigButton(_("Bỏ trang này"), icon=Icon.REMOVE)
            found["drop"].clicked.connect(work.drop)
        if len(work.pages) > 1:
            found["before"] = BigButton(_("Trang trước"), icon=Icon.BACK)
            found["before"].clicked.connect(lambda: work.turn_to(work.place - 1))
            found["before"].setEnabled(work.place > 0)
            found["after"] = BigButton(_("Trang sau"), icon=Icon.FORWARD)
            found["after"].clicked.connect(lambda: work.turn_to(work.place + 1))
            found["after"].setEnabled(work.place < len(work.pages) - 1)
        return found

    def _lay_out(self) -> None:
        for names in (("before", "after"), ("use", "more", "again"), ("drop", "other")):
            there = [self.buttons[name] for name in names if name in self.buttons]
            if there:
                self.body.addLayout(pair(*there))
        self.first = self.buttons.get("use") or self.buttons.get("more")


class PagePicture(QWidget):
    """The page as large as there is room."""

    def __init__(self, image: QImage, name: str) -> None:
        super().__init__()
        self._image = image
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(self, image: QImage) -> None:
        self._image = image
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(700, 700)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 260)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, now = QPainter(self), look()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), now.colour("sunken"))
        if not self._image.isNull():
            room = self.size() - QSize(2 * sizes().gap, 2 * sizes().gap)
            size = self._image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
            box = QRectF(0, 0, size.width(), size.height())
            box.moveCenter(QRectF(self.rect()).center())
            painter.drawImage(box, self._image)
            painter.setPen(QPen(now.colour("border"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)
        painter.end()


def _picture(work: PaperWork) -> QImage:
    return work.shown.picture if work.shown is not None and work.shown.page == work.page else QImage()


def _facts(work: PaperWork) -> tuple[object, ...]:
    """What there is to press depends on."""
    return work.place, tuple(page.id for page in work.pages), work.faults, work.unclear(), work.tried_enough


def _looked(work: PaperWork) -> tuple[object, ...]:
    return work.shown.page.id if work.shown is not None else "", work.looking
