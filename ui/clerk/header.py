"""The head of the window: whose counter this is, the box that finds anything, the one connection indicator, who sits here."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.counter.link import LinkView
from kiosk.officers import Officer
from kiosk.settings import Office
from kiosk.words import _
from ui.clerk.help_calls import HelpBadge
from ui.clerk.sign_in import brand_strip
from ui.messages import LINK_ICONS, link_said
from ui.shortcuts import Action
from ui.theme.fonts import letters
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.buttons import icon_button
from ui.widgets.command_bar import CommandBar
from ui.widgets.pill import Pill

LARGE_LETTERS = 150                    # from here on there is no room for more than the work needs


class Elided(QWidget):
    """One line that shows as much as there is room for; all of it in the tool tip and to screen readers."""

    def __init__(self, text: str, pixels: int, *, strong: bool = False, colour: str = "text", least: int = 0) -> None:
        super().__init__()
        self._text, self._colour, self._narrowest = text, colour, least
        self._letters = letters(pixels, QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.say(text)

    def say(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._letters)
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        wanted = self.sizeHint()
        return QSize(min(self._narrowest, wanted.width()), wanted.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        shown = QFontMetrics(self._letters).elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self._text if shown != self._text else "")
        painter = QPainter(self)
        painter.setFont(self._letters)
        painter.setPen(look().colour(self._colour))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()


class Header(QFrame):
    """Shows; what is pressed is told."""

    link_pressed = Signal()
    lock_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, office: Office, officer: Officer, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        measures = look().measures
        large = look().scale >= LARGE_LETTERS
        self._short = look().scale > LARGE_LETTERS
        self.search = CommandBar()
        self.search.setMinimumWidth(measures.px(190) if large else measures.px(240))
        self.search.setMaximumWidth(measures.px(420))
        self.link = Pill("", Tone.NEUTRAL, pressable=True)
        self.link.clicked.connect(self.link_pressed)
        self.help = HelpBadge(short=large or compact, tiny=self._short)
        lock = icon_button(_("Khóa màn hình"), Icon.LOCK, Action.LOCK)
        lock.clicked.connect(self.lock_wanted)
        leave = icon_button(_("Đăng xuất"), Icon.LEAVE)
        leave.clicked.connect(self.leave_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.wide, measures.tight if compact else measures.near, measures.near, measures.near)
        row.setSpacing(measures.apart)
        row.addWidget(brand_strip())
        row.addLayout(_lines(_("Một cửa"), office.name, measures.px(90)), 3)
        row.addWidget(self.search, 4)
        row.addWidget(self.help)
        row.addWidget(self.link)
        if large:
            lock.setToolTip(f"{lock.toolTip()} · {officer.name}, {office.counter}")
        else:
            row.addLayout(_lines(office.counter, officer.name, measures.px(96)), 0)
        row.addWidget(lock)
        row.addWidget(leave)

    def show_link(self, view: LinkView, dossiers: int, now: int) -> None:
        said = link_said(view, dossiers, now, short=self._short)
        self.link.say(said.text, said.tone, LINK_ICONS[view.state])
        whole = link_said(view, dossiers, now)
        self.link.setToolTip(". ".join(text for text in (whole.text, whole.instead) if text))
        self.link.setAccessibleName(whole.text)
        self.link.setAccessibleDescription(whole.instead)


def _lines(first: str, second: str, least: int) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    measures = look().measures
    column.addStretch(1)
    column.addWidget(Elided(first, measures.body, strong=True, least=least))
    column.addWidget(Elided(second, measures.px(12), colour="text2", least=least))
    column.addStretch(1)
    return column
