"""What is touched on a kiosk: large, with words that go on in a second line, a frame of focus only once the key pad is used."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.selfservice.sizes import sizes
from ui.theme.fonts import letters
from ui.theme.icons import Icon, paint_icon
from ui.theme.style import look
from ui.theme.tokens import Theme
from ui.widgets.pressing import PressedByEnter

KEY_PAD = "keyPadUsed"
TYPING = "realKeyboardUsed"
_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
_WRAP_MIDDLE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
_FAR, _LARGE = 10_000, 150
_TYPED = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Looks(StrEnum):
    TILE = "tile"                      # one of the things there are to do
    PRIMARY = "primary"                # the one next thing
    PLAIN = "plain"
    KEY = "key"                        # of the keyboard
    FRAME = "frame"                    # around every page


class BigButton(PressedByEnter, QAbstractButton):
    """A button. `more` stands below the words, smaller. A checkable one shows that it is on by a sign, too."""

    def __init__(self, text: str, looks: Looks = Looks.PLAIN, icon: Icon | None = None, more: str = "") -> None:
        super().__init__()
        self._sizes = sizes()              # asked for hundreds of times while a page is laid out
        self._looks, self._icon, self._more = looks, icon, more
        self._known: dict[tuple[object, ...], tuple[QRect, QRect, QSize]] = {}
        self._least: dict[tuple[object, ...], QSize] = {}
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(more)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)       # a touch leaves the key pad where it was
        vertical = QSizePolicy.Policy.Fixed if looks is Looks.KEY else QSizePolicy.Policy.Minimum
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumHeight(self._sizes.target)

    def say(self, text: str) -> None:
        """Other words on it."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def show_icon(self, icon: Icon | None) -> None:
        self._icon = icon
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._sizes = sizes()
            self._known.clear()
            self._least.clear()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._looks is Looks.KEY and event.key() in _TYPED and _app_property(TYPING):
            event.ignore()                 # for the page: neither presses the key of the screen that happens to have the focus
        else:
            super().keyPressEvent(event)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._measured(width).height()

    def sizeHint(self) -> QSize:
        return self._measured(_FAR)

    def minimumSizeHint(self) -> QSize:
        facts = (self.text(), self._icon)
        if facts not in self._least:
            letters = QFontMetrics(self._font())
            widest = max((letters.horizontalAdvance(word) for word in self.text().split()), default=0)
            self._least[facts] = QSize(max(self._least_width(), widest + self._left() + self._pad() + 2), self._sizes.target)
        return self._least[facts]

    def _least_width(self) -> int:
        return self._sizes.target

    def _pad(self) -> int:
        if self._looks is Looks.KEY:
            return 4
        listed = self._looks in (Looks.TILE, Looks.PLAIN)
        return self._sizes.gap * 3 // 2 if listed and self._sizes.roomy else self._sizes.gap

    def _sign(self) -> int:
        if self._icon is None:
            return 0
        if self._looks in (Looks.KEY, Looks.FRAME):
            return self._sizes.frame
        return self._sizes.high(56) if self._looks is Looks.TILE else self._sizes.px(28)

    def _plate(self) -> int:
        """The side of the ground under the sign of a tile; large letters need its room."""
        if self._looks is not Looks.TILE or self._icon is None or not self._sizes.roomy:
            return 0
        return self._sign() + (40 if self._sizes.scale < _LARGE else 24)

    def _left(self) -> int:
        beside = self._sizes.gap // 2 if self._looks in (Looks.KEY, Looks.FRAME) else self._sizes.gap
        return self._pad() + (max(self._sign(), self._plate()) + beside if self._icon else 0)

    def _shift(self) -> int:
        """Sign and words of the frame's buttons stand in the middle together."""
        if self._icon is None or self._looks not in (Looks.KEY, Looks.FRAME, Looks.PRIMARY):
            return 0
        words, more = self._heights(self.width())
        return max((self.width() - self._left() - max(words.width(), more.width()) - self._pad()) // 2, 0)

    def _font(self) -> QFont:
        framing = self._looks in (Looks.KEY, Looks.FRAME)
        size = self._sizes.heading if self._looks is Looks.TILE else self._sizes.frame if framing else self._sizes.body
        weight = QFont.Weight.Medium if framing or self._looks is Looks.PLAIN else QFont.Weight.DemiBold
        return letters(size, weight)

    def _more_font(self) -> QFont:
        return letters(self._sizes.small)

    def _heights(self, width: int) -> tuple[QRect, QRect]:
        """Of the words and of what stands below."""
        words, more, _all = self._reckoned(width)
        return words, more

    def _measured(self, width: int) -> QSize:
        return self._reckoned(width)[2]

    def _reckoned(self, width: int) -> tuple[QRect, QRect, QSize]:
        """Layouts ask for it hundreds of times before a page stands."""
        facts = (width, self.text(), self._icon)
        if facts not in self._known:
            self._known[facts] = self._reckon(width)
        return self._known[facts]

    def _reckon(self, width: int) -> tuple[QRect, QRect, QSize]:
        room = QRect(0, 0, max(width - self._left() - self._pad(), 1), _FAR)
        words = QFontMetrics(self._font()).boundingRect(room, _WRAP, self.text())
        more = QFontMetrics(self._more_font()).boundingRect(room, _WRAP, self._more) if self._more else QRect()
        between = 6 if self._more else 0
        pad = self._sizes.gap if self._looks is Looks.TILE else 8
        high = max(words.height() + between + more.height(), self._sign(), self._plate()) + 2 * pad
        wide = max(words.width(), more.width()) + self._left() + self._pad() + 2
        return words, more, QSize(max(wide, self._least_width()), max(high, self._sizes.target))

    # ---- how it is drawn ---------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink, edge = self.colours()
        focused = self.hasFocus() and bool(_app_property(KEY_PAD))
        painter.setBrush(ground)
        painter.setPen(QPen(self.focus_colour(), 5) if focused else QPen(edge, 3 if self.isChecked() else 2))
        radius = 8 if self._looks is Looks.KEY else self._sizes.radius
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), radius, radius)
        if focused and self._looks is Looks.PRIMARY:       # the frame alone is dark on dark
            painter.setPen(QPen(ink, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(9, 9, -9, -9), 10, 10)
        if self._icon is not None:
            self._paint_sign(painter, self._icon, ink)
        self._paint_words(painter, ink)
        painter.end()

    def _paint_sign(self, painter: QPainter, icon: Icon, ink: QColor) -> None:
        """That of a tile stands on a ground of its own."""
        size, now = self._sign(), look()
        box = QRectF(self._pad() + self._shift(), (self.height() - size) / 2, size, size)
        acts = self._looks in (Looks.TILE, Looks.PLAIN) and self.isEnabled() and not self.isChecked()
        plate = self._plate()
        if acts and plate:
            box.translate((plate - size) / 2, 0)
            strong = now.theme is Theme.HIGH_CONTRAST
            around = (plate - size) / 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("primary" if strong else "info_background"))
            painter.drawRoundedRect(box.adjusted(-around, -around, around, around), plate * 0.24, plate * 0.24)
            paint_icon(painter, icon, box, now.colour("on_primary" if strong else "primary"))
        else:
            box.translate(max(plate - size, 0) / 2, 0)
            paint_icon(painter, icon, box, now.colour("primary") if acts else ink)

    def _paint_words(self, painter: QPainter, ink: QColor) -> None:
        words, more = self._heights(self.width())
        between = 6 if self._more else 0
        top = (self.height() - words.height() - between - more.height()) // 2
        room = self.width() - self._left() - self._pad()
        painter.setPen(ink)
        painter.setFont(self._font())
        middle = self._looks not in (Looks.TILE, Looks.PLAIN) and self._icon is None and not self._more
        left, shift = self._left(), self._shift()
        painter.drawText(QRect(left + shift, top, room - shift, words.height()), _WRAP_MIDDLE if middle else _WRAP, self.text())
        if self._more:
            painter.setFont(self._more_font())
            painter.setPen(ink if self._looks is Looks.PRIMARY else look().colour("text2"))
            below = QRect(left + shift, top + words.height() + between, room - shift, more.height())
            painter.drawText(below, _WRAP, self._more)

    def focus_colour(self) -> QColor:
        return look().colour("focus")

    def colours(self) -> tuple[QColor, QColor, QColor]:
        """Ground, words, edge."""
        now = look()
        if self._looks is Looks.PRIMARY and not self.isEnabled():
            return now.colour("sunken"), now.colour("text2"), now.colour("border")
        if self._looks is Looks.PRIMARY:
            return now.colour("primary_hover" if self.isDown() else "primary"), now.colour("on_primary"), now.colour("primary")
        if self._looks is Looks.PLAIN and not self.isEnabled():
            return now.colour("background"), now.colour("text2"), now.colour("line")
        if self.isChecked():
            return now.colour("selection"), now.colour("on_selection"), now.colour("primary")
        return now.colour("sunken" if self.isDown() else "surface"), now.colour("text"), now.colour("border")


def _app_property(name: str) -> object:
    app = QCoreApplication.instance()
    return app.property(name) if app is not None else None
