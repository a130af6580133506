"""The frame around every page of a citizen's turn: who runs this, languages, text size, contrast, and the way back and out, which
never move.

It is filled anew when language, size or contrast change; the page is asked for again and the way back stays.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.languages import offered
from kiosk.selfservice import Kiosk
from kiosk.words import _, speak
from ui import qt_words
from ui.selfservice.big_button import KEY_PAD, BigButton, Looks
from ui.selfservice.frame_parts import LoudnessKeys, put_away, show_listening, switch
from ui.selfservice.head import Head
from ui.selfservice.home import HomePage
from ui.selfservice.identify.take_card import CardLeft, take_leave
from ui.selfservice.identify.watching import CardWatch
from ui.selfservice.idle import IdlePage
from ui.selfservice.officer_called import OfficerCall
from ui.selfservice.page import Page
from ui.selfservice.papers.left import PaperLeftPage
from ui.selfservice.reader import Reader
from ui.selfservice.sizes import HEIGHT, WIDTH, sheet, sizes
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.theme.style import apply, look
from ui.theme.tokens import TEXT_SCALES, Theme

WARNING_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Dress:
    """How this citizen wants it. Gone with the turn."""

    language: str = "vi"
    scale: int = 100
    contrast: bool = False
    low: bool = False


class KioskWindow(QWidget):
    """One citizen's turn. `ended` once it is over, whoever ended it; nothing of it is left in the widgets then."""

    ended = Signal()

    def __init__(self, kiosk: Kiosk, tasks: Tasks, dress: Dress | None = None) -> None:
        super().__init__()
        self.kiosk, self.tasks = kiosk, tasks
        self.dress = dress or Dress(scale=look().scale, contrast=look().theme is Theme.HIGH_CONTRAST)
        self._plain = look().theme if look().theme is not Theme.HIGH_CONTRAST else Theme.LIGHT
        self._way: list[Callable[[], Page]] = [lambda: HomePage(self)]
        self._ask_first: Callable[[], Page] | None = None
        self._over = False
        self.cards = CardWatch(kiosk.cards, self) if kiosk.cards is not None else None
        self.card_left: CardLeft | None = None
        self._paper_asked = False
        self.setWindowTitle(_("Ki-ốt dịch vụ công"))
        self.setObjectName("page")
        self.resize(WIDTH, HEIGHT)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._outer = outer
        self.page: Page | None = None
        self.warning: IdlePage | None = None
        self._frame: QWidget | None = None
        self._cover: QWidget | None = None
        self.calling = OfficerCall(kiosk.help, self, self, kiosk.today) if kiosk.help is not None else None
        self._idle = QTimer(self, singleShot=True, interval=kiosk.settings.selfservice.idle_seconds * 1000)
        self._idle.timeout.connect(self.warn)
        private = kiosk.settings.selfservice.private_audio
        self.reader = Reader(kiosk.voice, private=private, parent=self) if kiosk.voice is not None else None
        if self.reader is not None:
            self.reader.changed.connect(lambda: show_listening(self.reader, self.listen, self.loudness))
        self._fill()

    # ---- the way through the pages -------------------------------------------------------------------

    @property
    def owner(self) -> QObject:
        return self

    def open(self, make: Callable[[], Page]) -> None:
        self._way.append(make)
        self._fill()

    def instead(self, make: Callable[[], Page]) -> None:
        self._way[-1:] = [make]
        self._fill()

    def settle(self, make: Callable[[], Page]) -> None:
        self._way[1:] = [make]
        self._fill()

    def home(self) -> None:
        self._way[1:] = []
        self._fill()

    def back(self) -> None:
        if len(self._way) > 1:
            self._way.pop()
        self._fill()

    def when_leaving(self, ask: Callable[[], Page] | None) -> None:
        self._ask_first = ask

    def leave(self) -> None:
        """Somebody wants to go: what would be lost is asked about first, once."""
        if self.page is not None and self.page.asks_to_leave:
            return
        ask, self._ask_first = self._ask_first, None
        if ask is None:
            self.end()
        else:
            self.open(ask)

    def warn(self) -> None:
        """Nobody touched anything for a while: whoever is still there says so by any touch."""
        if self._over or self.warning is not None or self._frame is None:
            return
        self.warning = IdlePage(WARNING_SECONDS, loses=self._ask_first is not None)
        self.warning.stay.connect(self.stay)
        self.warning.passed.connect(self.end_now)
        (self._cover or self._frame).hide()
        self._outer.addWidget(self.warning)
        self.warning.first.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.reader is not None:
            self.reader.shown(self.warning, self.warning)

    def stay(self) -> None:
        """Somebody is there: the page as it was."""
        self._drop_warning()
        self._show_front()
        self._idle.start()

    @property
    def covered(self) -> bool:
        return self._cover is not None

    def cover(self, page: QWidget, first: QWidget) -> None:
        """Over the citizen's page, or in the place of what covers it already."""
        if self._over or self._frame is None:
            page.deleteLater()
            return
        self._drop_cover()
        self._frame.hide()
        self._cover = page
        self._outer.addWidget(page)
        self._show_front()
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def uncover(self) -> None:
        self._drop_cover()
        self._show_front()
        if self.page is not None and self.page.first is not None:
            self.page.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_front(self) -> None:
        """What covers the page, or the page; nothing of it while it is asked whether anybody is there."""
        front = self._cover or self._frame
        if front is not None and self.page is not None and self.warning is None:
            front.show()
            if self.reader is not None:
                self.reader.shown(front, self._cover or self.page)

    def _drop_cover(self) -> None:
        cover, self._cover = self._cover, None
        put_away(self._outer, cover)

    def end(self) -> None:
        """Over, at once; but once a citizen is asked to take along the paper that lies there."""
        desk = self.kiosk.paper_desk
        if desk is None or not desk.holds_paper or self._paper_asked:
            self.end_now()
            return
        self._paper_asked = True
        self.open(partial(PaperLeftPage, self, self.end_now))

    def end_now(self) -> None:
        """Nobody is there any more. Clipboard and widgets that held something go at once; a card left behind is told of."""
        if self._over:
            return
        self._over = True
        if self.reader is not None:
            self.reader.over()
        self._idle.stop()
        board = QApplication.clipboard()
        for mode in (board.Mode.Clipboard, board.Mode.Selection):
            board.clear(mode)
        self._way.clear()
        self._ask_first = None
        self._drop_warning()
        self._drop_cover()
        self._drop()
        self.card_left = take_leave(self.kiosk, self.cards, self._outer, self.ended.emit)

    # ---- how it looks ---------------------------------------------------------------------------------

    def wear(self, dress: Dress) -> None:
        """The present page again, in another dress."""
        if self._over:
            return
        if dress.language != self.dress.language:
            speak(dress.language)
            app = QApplication.instance()
            if isinstance(app, QApplication):
                qt_words.say(app, dress.language)
            self._write_from(dress.language)
        self.dress = dress
        typed = self.page.typed if self.page is not None else ""
        self._fill()
        if self.page is not None:
            self.page.retype(typed)

    def _write_from(self, language: str) -> None:
        """Some languages are written from the right: then the whole page is."""
        leftwards = any(one.right_to_left for one in offered((language,)) if one.code == language)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if leftwards else Qt.LayoutDirection.LeftToRight)

    def _fill(self) -> None:
        if self._over:                     # keys and answers still come while the process is going
            self._way.clear()
            return
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply(app, Theme.HIGH_CONTRAST if self.dress.contrast else self._plain, self.dress.scale)
        self._put(self._way[-1]())

    def _put(self, page: Page) -> None:
        self._drop()
        if self.styleSheet() != sheet():       # setting it again looks at every widget
            self.setStyleSheet(sheet())
        frame = QWidget()
        lines = QVBoxLayout(frame)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        self.head = Head(self.kiosk, self.dress.language)
        self.head.language_chosen.connect(lambda language: self.wear(replace(self.dress, language=language)))
        lines.addWidget(self.head)
        middle, now = QVBoxLayout(), sizes()
        middle.setContentsMargins(now.margin, now.margin * 3 // 4, now.margin, now.margin // 2)
        if self.dress.low:
            middle.addStretch(1)
        middle.addWidget(page, 2)
        lines.addLayout(middle, 1)
        lines.addWidget(self._bar(page))
        self.page, self._frame = page, frame
        self._outer.addWidget(frame)
        frame.setVisible(self._cover is None)      # now, not when its layout comes round: what is hidden takes no focus
        if page.first is not None:
            page.first.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.reader is not None:
            self.reader.shown(frame, page)
        if self.isVisible():
            self._idle.start()

    def _drop(self) -> None:
        """Gone at once, not when the loop comes round: no text of it may be called back."""
        frame, self._frame, self.page = self._frame, None, None
        put_away(self._outer, frame)

    def _drop_warning(self) -> None:
        warning, self.warning = self.warning, None
        put_away(self._outer, warning)

    def _bar(self, page: Page) -> QWidget:
        """What is the same under every page."""
        bar, now = QWidget(), sizes()
        bar.setObjectName("kioskFoot")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        lines = QVBoxLayout(bar)
        lines.setContentsMargins(now.margin, now.gap, now.margin, now.margin // 2)
        lines.setSpacing(now.gap)
        lines.addLayout(self._tools())
        self.loudness = LoudnessKeys(self.reader)
        lines.addWidget(self.loudness)
        lines.addLayout(self._foot(page))
        # not before: what has no parent is shown as a window of its own
        self.back_button.setVisible(len(self._way) > 1 and not page.last)
        self.end_button.setVisible(not page.last and not page.asks_to_leave)
        self._show_forward(page)
        show_listening(self.reader, self.listen, self.loudness)
        return bar

    def _tools(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(sizes().gap)
        self.smaller = BigButton("A−", Looks.FRAME)
        self.smaller.setAccessibleName(_("Chữ nhỏ hơn"))
        self.smaller.clicked.connect(lambda: self._scale(-1))
        self.larger = BigButton("A+", Looks.FRAME)
        self.larger.setAccessibleName(_("Chữ to hơn"))
        self.larger.clicked.connect(lambda: self._scale(1))
        self.contrast = switch(_("Chữ rõ, nền đen"), self.dress.contrast)
        self.contrast.clicked.connect(lambda: self.wear(replace(self.dress, contrast=not self.dress.contrast)))
        self.low = switch(_("Đưa nút xuống thấp"), self.dress.low)
        self.low.clicked.connect(lambda: self.wear(replace(self.dress, low=not self.dress.low)))
        self.listen = switch(_("Nghe hướng dẫn"), self.reader is not None and self.reader.on)
        if self.reader is not None:
            self.listen.clicked.connect(self.reader.toggle)
        self.call_button = BigButton(_("Gọi cán bộ"), Looks.FRAME, Icon.BELL)
        if self.calling is None:
            self.call_button.hide()
        else:
            self.call_button.clicked.connect(self.calling.open)
        for button, share in (
            (self.smaller, 1), (self.larger, 1), (self.contrast, 3), (self.listen, 3), (self.low, 3), (self.call_button, 3),
        ):  # fmt: skip
            line.addWidget(button, share)
        return line

    def _scale(self, by: int) -> None:
        place = TEXT_SCALES.index(self.dress.scale) + by
        if 0 <= place < len(TEXT_SCALES):
            self.wear(replace(self.dress, scale=TEXT_SCALES[place]))

    def _foot(self, page: Page) -> QHBoxLayout:
        """Back at the lower left, the next thing at the lower right: they never move, whether they are there or not."""
        line = QHBoxLayout()
        line.setSpacing(sizes().gap)
        self.back_button = BigButton(_("Quay lại"), Looks.FRAME, Icon.BACK)
        self.back_button.clicked.connect(self.back)
        self.end_button = BigButton(_("Kết thúc"), Looks.FRAME, Icon.LEAVE)
        self.end_button.clicked.connect(self.leave)
        self.forward_button = BigButton(page.forward, Looks.PRIMARY)
        self.forward_button.clicked.connect(page.go_forward)
        for button, share in ((self.back_button, 2), (self.end_button, 2), (self.forward_button, 3)):
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            button.setSizePolicy(policy)
            line.addWidget(button, share)
        page.forward_changed.connect(lambda: self._show_forward(page) if page is self.page else None)
        return line

    def _show_forward(self, page: Page) -> None:
        self.forward_button.say(page.forward)
        self.forward_button.setVisible(bool(page.forward))
        self.forward_button.setEnabled(page.may_forward)

    # ---- hands -----------------------------------------------------------------------------------------

    def touched(self, event: QEvent) -> None:
        """Any key or touch: the turn goes on."""
        keys = event.type() is QEvent.Type.KeyPress
        app = QCoreApplication.instance()
        if app is not None and bool(app.property(KEY_PAD)) is not keys:
            app.setProperty(KEY_PAD, keys)
            self.update()
        self.touched_now()

    def touched_now(self) -> None:
        """The waiting for a next touch begins anew."""
        if self._over:
            return
        if self.warning is not None:
            self.stay()
        else:
            self._idle.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._over:
            return
        if event.key() == Qt.Key.Key_Escape and self._cover is not None:
            self.uncover()
        elif event.key() == Qt.Key.Key_Escape:
            self.back()
        elif self.page is None or not self.page.take_key(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """No key and no gesture closes it; the turn ends instead."""
        event.ignore()
        self.end()
