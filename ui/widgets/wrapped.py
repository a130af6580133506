"""Things to press whose words go on in a second line instead of being cut: ticks, options, links."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from ui.theme.fonts import letters
from ui.theme.icons import Icon, paint_icon
from ui.theme.style import Look, look
from ui.theme.tokens import Tone
from ui.widgets.pressing import MixedIntoButton, PressedByEnter

_PADDING = 4
_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
_UNBOUNDED = 10_000


class _Wrapping(MixedIntoButton):
    """Sizes of a sign and words beside it. Mixed into Qt's buttons, which know checking, keys and names.

    What was measured is kept until words or letters change: layouts ask for the same widths over and over.
    """

    _measured_as: tuple[str, Look] | None = None

    def sizeHint(self) -> QSize:
        return self._wanted(self.text(), _UNBOUNDED)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), look().measures.px(120)), self._least_height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._wanted(self.text(), width).height()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def _font(self) -> QFont:
        return letters(look().measures.body)

    def _sign(self) -> int:
        return look().measures.px(18)

    def _gap(self) -> int:
        return look().measures.near if self._sign() else 0

    def _least_height(self) -> int:
        return look().measures.control

    def _words_left(self) -> int:
        return _PADDING + self._sign() + self._gap()

    def _wanted(self, text: str, width: int) -> QSize:
        if self._measured_as != (text, look()):
            self._measured_as = (text, look())
            self._measured: dict[int, QSize] = {}
        if width not in self._measured:
            self._measured[width] = self._measure(text, width)
        return self._measured[width]

    def _measure(self, text: str, width: int) -> QSize:
        room = max(width - self._words_left() - _PADDING, 1)
        words = QFontMetrics(self._font()).boundingRect(QRect(0, 0, room, _UNBOUNDED), _FLAGS, text)
        return QSize(words.width() + self._words_left() + _PADDING + 1, max(words.height() + 2 * _PADDING, self._least_height()))

    def _first_line_middle(self, widget: QWidget, text: str) -> float:
        """Where the sign stands: in the middle of one line, beside the first of several."""
        line = QFontMetrics(self._font()).height()
        words = self._wanted(text, widget.width()).height() - 2 * _PADDING
        if words <= max(line, self._least_height() - 2 * _PADDING):
            return widget.height() / 2
        return _PADDING + line / 2 + 1


class CheckBox(_Wrapping, QCheckBox):
    """A tick box as high as a button."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        _let_wrap(self)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, now = _painter(self), look()
        box = _sign_box(self, self._sign(), self._first_line_middle(self, self.text()))
        on = self.checkState() is not Qt.CheckState.Unchecked
        ground = "primary" if on and self.isEnabled() else "surface" if self.isEnabled() else "sunken"
        painter.setPen(QPen(now.colour("primary" if on and self.isEnabled() else "border"), 1))
        painter.setBrush(now.colour(ground))
        painter.drawRoundedRect(box, 3, 3)
        if on:
            sign = Icon.CHECK if self.isChecked() else Icon.MINUS
            paint_icon(painter, sign, box.adjusted(1, 1, -1, -1), now.colour("on_primary" if self.isEnabled() else "text2"))
        _paint_words(painter, self, self._words_left(), self._font())
        painter.end()


class RadioButton(_Wrapping, QRadioButton):
    """One of a few, as high as a button."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        _let_wrap(self)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, now = _painter(self), look()
        box = _sign_box(self, self._sign(), self._first_line_middle(self, self.text()))
        on = now.colour("primary" if self.isEnabled() else "text2")
        painter.setPen(QPen(on if self.isChecked() else now.colour("border"), 2 if self.isChecked() else 1))
        painter.setBrush(now.colour("surface" if self.isEnabled() else "sunken"))
        painter.drawEllipse(box)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(on)
            painter.drawEllipse(QPointF(box.center()), box.width() * 0.27, box.width() * 0.27)
        _paint_words(painter, self, self._words_left(), self._font())
        painter.end()


class Link(_Wrapping, PressedByEnter, QAbstractButton):
    """Underlined words that lead somewhere, perhaps with the sign of a state before them."""

    def __init__(self, text: str, icon: Icon | None = None, tone: Tone = Tone.INFO, parent: QWidget | None = None) -> None:
        self._icon, self._tone = icon, tone
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        _let_wrap(self)

    def _sign(self) -> int:
        return look().measures.px(16) if self._icon else 0

    def _least_height(self) -> int:
        return look().measures.px(34)

    def _font(self) -> QFont:
        font = letters(look().measures.body, QFont.Weight.Medium)
        font.setUnderline(True)
        return font

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = _painter(self)
        colour = look().tone(self._tone)
        if self._icon:
            box = _sign_box(self, self._sign(), self._first_line_middle(self, self.text()))
            paint_icon(painter, self._icon, box, colour)
        painter.setPen(colour)
        painter.setFont(self._font())
        painter.drawText(self.rect().adjusted(self._words_left(), _PADDING, -_PADDING, -_PADDING), _FLAGS, self.text())
        painter.end()


def _let_wrap(widget: QWidget) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)
    widget.setAttribute(Qt.WidgetAttribute.WA_Hover)


def _painter(widget: QAbstractButton) -> QPainter:
    """With the ground under the mouse and the frame of the focus already drawn."""
    now = look()
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(widget.rect()).adjusted(1, 1, -1, -1)
    if widget.underMouse() and widget.isEnabled():
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("hover"))
        painter.drawRoundedRect(box, now.measures.field_radius, now.measures.field_radius)
    if widget.hasFocus():
        painter.setPen(QPen(now.colour("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, now.measures.field_radius, now.measures.field_radius)
    return painter


def _sign_box(widget: QWidget, size: int, middle: float) -> QRectF:
    return QRectF(_PADDING, middle - size / 2, size, size).adjusted(0.5, 0.5, -0.5, -0.5)


def _paint_words(painter: QPainter, widget: QAbstractButton, left: int, font: QFont) -> None:
    painter.setFont(font)
    painter.setPen(look().colour("text" if widget.isEnabled() else "text2"))
    painter.drawText(widget.rect().adjusted(left, _PADDING, -_PADDING, -_PADDING), _FLAGS, widget.text())

