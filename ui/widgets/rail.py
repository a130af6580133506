"""The places of the program down the left side, each with its key; narrow, only their drawings are left."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QVBoxLayout, QWidget

from kiosk.words import _
from ui.shortcuts import Action, shortcut_of
from ui.theme.fonts import letters
from ui.theme.icons import Icon, paint_icon
from ui.theme.style import look
from ui.theme.tokens import Theme
from ui.widgets.pressing import PressedByEnter

_HIGH, _LOWER, _LOWEST = 42, 38, 34    # of a place without words: eleven of them fit on a low screen in any letters


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the rail. `text` in the language now spoken."""

    action: Action
    text: str
    icon: Icon


class Rail(QFrame):
    """Chooses among places. A count beside a place says how much waits there."""

    chosen = Signal(object)            # the Action

    def __init__(self, places: tuple[Place, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName(_("Các màn hình"))
        measures = look().measures
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.near, measures.near, measures.near, measures.near)
        column.setSpacing(measures.tight)
        self._group = QButtonGroup(self)
        self._lines: dict[Action, _Line] = {}
        for place in places:
            line = _Line(place)
            self._lines[place.action] = line
            self._group.addButton(line)
            column.addWidget(line)
            line.clicked.connect(lambda _checked=False, action=place.action: self.chosen.emit(action))
        column.addStretch(1)
        self.set_narrow(False)

    def set_current(self, action: Action) -> None:
        if action in self._lines:
            self._lines[action].setChecked(True)

    def set_count(self, action: Action, count: int) -> None:
        self._lines[action].set_count(count)

    def set_narrow(self, narrow: bool) -> None:
        """Only the drawings; the words become tool tips."""
        for line in self._lines.values():
            line.set_narrow(narrow)
        widest = max((line.sizeHint().width() for line in self._lines.values()), default=0)
        self.setFixedWidth(widest + 2 * look().measures.near + 1)


class _Line(PressedByEnter, QAbstractButton):
    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place, self._count, self._narrow = place, 0, False
        self._keys = shortcut_of(place.action).key_text()
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setText(place.text.replace("&", "&&"))
        self._name()

    def set_count(self, count: int) -> None:
        self._count = count
        self._name()
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.setToolTip(f"{self._place.text} ({self._keys})" if narrow else "")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        measures = look().measures
        if self._narrow:
            high = _HIGH if measures.scale < 125 else _LOWER if measures.scale < 200 else _LOWEST
            return QSize(measures.px(40), measures.px(high))
        words = QFontMetrics(letters(measures.body, QFont.Weight.DemiBold)).horizontalAdvance(self._place.text)
        keys = QFontMetrics(letters(measures.hint)).horizontalAdvance(self._keys)
        return QSize(words + keys + measures.icon + measures.px(72), measures.px(42))

    def minimumSizeHint(self) -> QSize:
        """Where letters are large and the screen is low the places move together."""
        return QSize(self.sizeHint().width(), look().measures.icon + look().measures.tight)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, measures = look(), look().measures
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        chosen = self.isChecked()
        colour = now.colour("on_selection" if chosen else "text")
        left = measures.px(12) if not self._narrow else (self.width() - measures.icon) / 2
        drawing = QRectF(left, (self.height() - measures.icon) / 2, measures.icon, measures.icon)
        paint_icon(painter, self._place.icon, drawing, colour)
        if not self._narrow:
            self._paint_words(painter, left + measures.icon + measures.px(12))
        if self._count:
            self._paint_count(painter)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        now = look()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ground = "selection" if self.isChecked() else "hover" if self.underMouse() else "surface"
        painter.setPen(QPen(now.colour("focus"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(now.colour(ground))
        painter.drawRoundedRect(box, now.measures.field_radius + 2, now.measures.field_radius + 2)
        if self.isChecked():                # not by colour alone
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("on_selection" if now.theme is Theme.HIGH_CONTRAST else "primary"))
            painter.drawRoundedRect(QRectF(1, self.height() * 0.25, 3, self.height() * 0.5), 1.5, 1.5)

    def _paint_words(self, painter: QPainter, left: float) -> None:
        now, measures = look(), look().measures
        chosen = self.isChecked()
        painter.setPen(now.colour("on_selection" if chosen else "text"))
        painter.setFont(letters(measures.body, QFont.Weight.DemiBold if chosen else QFont.Weight.Medium))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(left, 0, self.width(), self.height()), middle | Qt.AlignmentFlag.AlignLeft, self._place.text)
        if not self._count:
            painter.setPen(now.colour("on_selection" if chosen else "text2"))
            painter.setFont(letters(measures.hint))
            right = QRectF(self.rect()).adjusted(0, 0, -measures.px(12), 0)
            painter.drawText(right, middle | Qt.AlignmentFlag.AlignRight, self._keys)

    def _paint_count(self, painter: QPainter) -> None:
        now, measures = look(), look().measures
        text = str(self._count) if self._count < 1000 else "999+"
        font = letters(measures.px(12), QFont.Weight.DemiBold)
        width = max(QFontMetrics(font).horizontalAdvance(text) + measures.px(10), measures.px(20))
        height = measures.px(20)
        top = 1 if self._narrow else (self.height() - height) / 2
        box = QRectF(self.width() - width - (1 if self._narrow else measures.px(10)), top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("primary"))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(now.colour("on_primary"))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _name(self) -> None:
        waiting = _("{count} đang chờ").format(count=self._count) if self._count else ""
        self.setAccessibleName(", ".join(part for part in (self._place.text, waiting) if part))
        self.setAccessibleDescription(self._keys)
