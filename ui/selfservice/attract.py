"""What the kiosk shows while nobody uses it. It belongs to a process that never holds anything of anybody."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.selfservice.condition import WHOLE, Condition
from kiosk.settings import Office, Settings
from kiosk.words import N_, _, said_in
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.card_notice import CardNotice
from ui.selfservice.hall import Hall, at_night
from ui.selfservice.hidden_entry import CORNER_MM, HiddenEntry, corner_of, key_of
from ui.selfservice.livery import livery
from ui.selfservice.machine_notice import MachineNotice
from ui.selfservice.sign import Sign
from ui.selfservice.sizes import HEIGHT, WIDTH, sheet, sizes
from ui.theme.fonts import letters
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.text import IconLabel, Role, Text

_BEGIN, _GUIDES = N_("Chạm để bắt đầu"), N_("Xem cần giấy tờ gì")
_TITLE, _OUT, _HELP = N_("Ki-ốt dịch vụ công"), N_("Máy tạm nghỉ"), N_("Điện thoại")
_FAR, _NEAR, _HERO, _HALL = 96, 50, 220, 400        # pixels, whatever the text size: they are read from across the hall
_JOBS = (
    (Icon.SEARCH, N_("Xem hồ sơ của tôi")),
    (Icon.NEW_DOSSIER, N_("Nộp hồ sơ")),
    (Icon.LIST, N_("Cần giấy tờ gì?")),
)


class AttractWindow(QWidget):
    """Touched anywhere, or by any key, somebody's turn begins; while the machine is out of service only what still works."""

    wanted = Signal()
    closed = Signal()
    upkeep_wanted = Signal()           # by whoever looks after it; see `hidden_entry.py`

    def __init__(self, settings: Settings, *, may_close: bool) -> None:
        super().__init__()
        self._may_close = may_close
        self.condition, self._begun = WHOLE, False
        self.setObjectName("page")
        self.setWindowTitle(_(_TITLE))
        self.setStyleSheet(sheet())
        self.resize(WIDTH, HEIGHT)
        now = sizes()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, now.margin)
        lines.setSpacing(0)
        self.front = _Front(settings.office)
        lines.addWidget(self.front, 1)
        below = QVBoxLayout()
        below.setContentsMargins(now.margin, now.margin, now.margin, 0)
        below.setSpacing(now.gap * 2)
        lines.addLayout(below)
        self.card = CardNotice()
        self._card_lies = False
        below.addWidget(self.card)
        self.notice = MachineNotice()
        below.addWidget(self.notice)
        self._call = settings.office.hotline
        self._hotline = Text("", Role.HEADING)
        below.addWidget(self._hotline)
        self._jobs = _jobs()
        below.addWidget(self._jobs)
        self.begin, self.guides = self._offer(_BEGIN, Icon.FORWARD), self._offer(_GUIDES, Icon.LIST)
        below.addWidget(self.begin)
        below.addWidget(self.guides)
        below.addSpacing(now.margin)
        self.entry = HiddenEntry(self)
        self.entry.opened.connect(self.upkeep_wanted)
        self.entry.passed.connect(self._begin)
        self.show_condition(WHOLE)

    def ready(self) -> None:
        """The next turn may begin."""
        self._begun = False
        self._say_begun()
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def show_condition(self, condition: Condition) -> None:
        """Out of service, or in service again, or without some device."""
        self.condition = condition
        self.front.say(_TITLE if condition.serves else _OUT, resting=not condition.serves)
        self.notice.show_condition(condition)
        self._hotline.setVisible(not condition.serves and bool(self._call))
        self._hotline.setText(f"{_HELP} · {said_in('en', _HELP)}: {self._call}")
        self.begin.setVisible(condition.serves)
        self.guides.setVisible(condition.guides_only)
        self._say_begun()

    def show_card(self, lies: bool) -> None:
        """A card lies on the reader. While somebody's turn is on, that is the turn's to say."""
        self._card_lies = lies
        shown = self.card_told
        self._jobs.setVisible(self.condition == WHOLE and not shown)
        self.card.setVisible(shown)

    def _offer(self, words: str, icon: Icon) -> BigButton:
        """In both languages: nobody has chosen one yet."""
        button = _Hero(words, Looks.PRIMARY, icon, said_in("en", words))
        button.setMinimumHeight(_HERO)
        button.clicked.connect(self._begin)
        return button

    def _say_begun(self) -> None:
        for button in (self.begin, self.guides):
            button.setEnabled(not self._begun)
        self.show_card(self._card_lies)

    @property
    def card_lies(self) -> bool:
        """On the reader, whoever it is of."""
        return self._card_lies

    @property
    def card_told(self) -> bool:
        """The notice of it stands here, not behind somebody's turn."""
        return self._card_lies and not self._begun

    @property
    def begun(self) -> bool:
        """Somebody's turn stands over this."""
        return self._begun

    def _begin(self) -> None:
        if (self.condition.serves or self.condition.guides_only) and not self._begun:
            self._begun = True
            self._say_begun()
            self.wanted.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        corner = round(CORNER_MM * sizes().pixels_per_mm)
        self.entry.pressed(corner_of(event.position().toPoint(), self.size(), corner))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.entry.released()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self.entry.pressed(key_of(event.key()))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self.entry.released()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            event.accept()
            self.closed.emit()
        else:
            event.ignore()


class _Hero(BigButton):
    """The one thing to touch."""

    def _font(self) -> QFont:
        return letters(sizes().title, QFont.Weight.DemiBold)

    def _sign(self) -> int:
        return sizes().px(64)


class _Front(QWidget):
    """Whose machine this is and what it is, to be read from across the hall."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        now = sizes()
        worn = livery()
        ground, ink = worn.ground.name(), worn.ink.name()
        self.setObjectName("front")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(
            f"#front {{ background: {ground}; border-top: 14px solid {worn.line.name()}; }}"
            f"#front QLabel {{ color: {ink}; background: transparent; }}"
            f"#front QLabel#far {{ font-size: {_FAR}px; font-weight: 600; }}"
            f"#front QLabel#near {{ font-size: {_NEAR}px; }}"
        )
        lines = QVBoxLayout(self)
        lines.setContentsMargins(now.margin, now.margin, now.margin, now.margin)
        lines.setSpacing(now.gap)
        lines.addWidget(Text(office.superior, Role.HEADING))
        lines.addWidget(Text(office.name, Role.BODY))
        lines.addStretch(2)
        self._sign = IconLabel(Icon.PAUSE, None, 96)
        self._sign.setStyleSheet(f"color: {ink};")
        self.title, self._in_english = Text("", Role.TITLE), Text("", Role.HEADING)
        self.title.setObjectName("far")
        self._in_english.setObjectName("near")
        line = QHBoxLayout()
        line.setSpacing(now.gap)
        line.addWidget(self._sign)
        line.addWidget(self.title, 1)
        lines.addLayout(line)
        lines.addWidget(self._in_english)
        lines.addStretch(1)
        lines.addWidget(Hall(at_night(), highest=_HALL), 4)

    def say(self, title: str, *, resting: bool) -> None:
        self._sign.setVisible(resting)
        self.title.setText(title)
        self._in_english.setText(said_in("en", title))


def _jobs() -> QWidget:
    """What one comes for."""
    now = sizes()
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(now.gap)
    for icon, job in _JOBS:
        column = QVBoxLayout()
        column.setSpacing(now.gap // 2)
        column.addWidget(Sign(icon, Tone.INFO, now.high(104), disc=False), 0, Qt.AlignmentFlag.AlignHCenter)
        for words, role in ((job, Role.STRONG), (said_in("en", job), Role.HINT)):
            text = Text(words, role)
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            column.addWidget(text)
        column.addStretch(1)
        line.addLayout(column, 1)
    return row
