"""A count to press: how many, of what. Pressed, it says which dossiers the list below shows."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from kiosk.counter.copy_signing import SigningCounts
from kiosk.words import _
from ui.shortcuts import Action, shortcut_of
from ui.theme.fonts import letters
from ui.theme.icons import TONE_ICONS, Icon, paint_icon
from ui.theme.style import look
from ui.theme.tokens import Theme, Tone
from ui.widgets.pressing import PressedByEnter

_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)


class CountCard(PressedByEnter, QAbstractButton):
    """Painted by itself. The tone counts only while there is something to count."""

    def __init__(self, text: str, tone: Tone, icon: Icon | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count, self._tone, self._icon = -1, tone, icon or TONE_ICONS[tone]
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_count(-1)

    def set_count(self, count: int) -> None:
        """-1 while it is not known yet."""
        self._count = count
        self.setAccessibleName(self.text() if count < 0 else f"{self.text()}: {count}")
        self.update()

    @property
    def count(self) -> int:
        return self._count

    def sizeHint(self) -> QSize:
        measures = look().measures
        longest = max(QFontMetrics(letters(measures.body)).horizontalAdvance(word) for word in self.text().split())
        return QSize(self._words_left() + longest + measures.px(30), measures.px(76 if measures.scale < 150 else 64))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, measures = look(), look().measures
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        chosen = self.isChecked()
        tone = self._tone if self._count > 0 else Tone.NEUTRAL
        ink = now.colour("on_selection") if chosen and now.theme is Theme.HIGH_CONTRAST else None
        painter.setPen(ink or (now.tone(tone) if tone is not Tone.NEUTRAL else now.colour("text")))
        painter.setFont(letters(measures.px(28), QFont.Weight.DemiBold))
        left, wide = measures.px(16), self._words_left()
        number = "–" if self._count < 0 else str(self._count) if self._count < 1000 else "999+"
        painter.drawText(QRectF(left, 0, wide - left, self.height()), Qt.AlignmentFlag.AlignVCenter, number)
        painter.setPen(ink or now.colour("on_selection" if chosen else "text"))
        painter.setFont(letters(measures.body, QFont.Weight.Medium))
        sign = measures.px(16) if self._count > 0 and tone is not Tone.NEUTRAL else 0
        words = QRectF(wide, 0, self.width() - wide - (sign + measures.px(10)), self.height())
        painter.drawText(words, _WRAP, self.text())
        if sign:
            box = QRectF(self.width() - sign - measures.px(8), measures.px(8), sign, sign)
            paint_icon(painter, self._icon, box, ink or now.tone(tone))
        painter.end()

    def _words_left(self) -> int:
        measures = look().measures
        number = "0" * max(len(str(max(self._count, 0))), 2)
        return measures.px(28) + QFontMetrics(letters(measures.px(28), QFont.Weight.DemiBold)).horizontalAdvance(number)

    def _paint_ground(self, painter: QPainter) -> None:
        now, chosen = look(), self.isChecked()
        ground = "selection" if chosen else "hover" if self.underMouse() else "surface"
        wide = 2 if self.hasFocus() or chosen else 1
        line = "focus" if self.hasFocus() else "primary" if chosen else "line"
        painter.setBrush(now.colour(ground))
        painter.setPen(QPen(now.colour(line), wide))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, now.measures.card_radius, now.measures.card_radius)
        if chosen:                          # not by colour alone
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("on_selection" if now.theme is Theme.HIGH_CONTRAST else "primary"))
            painter.drawRoundedRect(QRectF(5, self.height() * 0.25, 4, self.height() * 0.5), 2, 2)


class SigningCard(CountCard):
    """Copies that wait for a signature; pressed, it leads to where they are signed. Not there while none waits."""

    def __init__(self) -> None:
        super().__init__(_("Giấy chờ ký số"), Tone.WARNING, Icon.CHECK)
        self.setCheckable(False)
        self.hide()

    def show_counts(self, counts: SigningCounts) -> None:
        self.set_count(counts.copies)
        said = _("Chờ ký số: {papers} giấy của {dossiers} hồ sơ").format(papers=counts.copies, dossiers=counts.dossiers)
        key = shortcut_of(Action.SIGNING).key_text()
        self.setAccessibleName(said)
        self.setToolTip(f"{said} ({key})")
        self.setVisible(counts.copies > 0)
