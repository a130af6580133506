"""How to lay a paper, and how not to: drawn, with a sign and a word each. No picture of anybody's paper."""

from enum import StrEnum

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.words import N_, _
from ui.selfservice.sizes import sizes
from ui.theme.fonts import letters
from ui.theme.icons import Icon, paint_icon
from ui.theme.style import look

_WIDE, _TALL = 172, 200                # of a picture, in its own measures
_LARGE, _SMALL, _LEAST = 500, 232, (380, 180)     # the smaller ones where large letters need the room
_LARGE_LETTERS = 150
_CENTRED = int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap)
_LINES = (0.9, 0.75, 0.85, 0.6, 0.8, 0.7, 0.45)     # how long the lines of print are


class Example(StrEnum):
    GOOD = "good"
    CUT = "cut"
    FINGER = "finger"
    DARK = "dark"
    BLURRED = "blurred"


_WORDS = {
    Example.GOOD: N_("Phẳng, đủ bốn góc"),
    Example.CUT: N_("Bị cắt mất mép"),
    Example.FINGER: N_("Ngón tay che chữ"),
    Example.DARK: N_("Quá tối"),
    Example.BLURRED: N_("Bị mờ"),
}


class ExamplePicture(QWidget):
    """One of them, `high` pixels without its words. The sign and the word say what the picture shows."""

    def __init__(self, example: Example, high: int) -> None:
        super().__init__()
        self._example, self._high = example, high
        self.setAccessibleName(self.said)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def said(self) -> str:
        word = _(_WORDS[self._example])
        return _("Nên: {what}").format(what=word) if self._good else _("Không nên: {what}").format(what=word)

    @property
    def _good(self) -> bool:
        return self._example is Example.GOOD

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(width, 1), 10_000)
        return self._high + 8 + QFontMetrics(self._font()).boundingRect(room, _CENTRED, _(_WORDS[self._example])).height()

    def sizeHint(self) -> QSize:
        width = round(self._high * _WIDE / _TALL)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(self._high * _WIDE / _TALL), self._high)

    def _font(self) -> QFont:
        return letters(sizes().small)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, now = QPainter(self), look()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        by = self._high / _TALL
        painter.translate((self.width() - _WIDE * by) / 2, 0)
        painter.scale(by, by)
        ground = QRectF(2, 2, _WIDE - 4, _TALL - 4)
        inside = QPainterPath()
        inside.addRoundedRect(ground, 10, 10)
        painter.setPen(QPen(now.colour("border"), 2))
        painter.setBrush(now.colour("sunken"))
        painter.drawPath(inside)
        painter.save()
        painter.setClipPath(inside)
        self._paint_sheet(painter, ground)
        painter.restore()
        self._paint_sign(painter, ground)
        painter.restore()
        painter.setPen(now.colour("text"))
        painter.setFont(self._font())
        room = QRect(0, self._high + 6, self.width(), self.height() - self._high - 6)
        painter.drawText(room, _CENTRED, _(_WORDS[self._example]))
        painter.end()

    def _paint_sheet(self, painter: QPainter, ground: QRectF) -> None:
        paper, ink = QColor("#FFFFFF"), QColor("#3A4653")
        if self._example is Example.DARK:
            painter.fillRect(ground, QColor("#14181C"))
            paper, ink = QColor("#3C4146"), QColor("#22272B")
        sheet = QRectF(ground.center().x() - 52, ground.center().y() - 74, 104, 148)
        if self._example is Example.CUT:
            sheet.translate(64, -52)
        painter.setPen(QPen(QColor("#78858F"), 2))
        painter.setBrush(paper)
        painter.drawRect(sheet)
        self._paint_print(painter, sheet, ink)
        if self._example is Example.FINGER:
            _paint_finger(painter, sheet)

    def _paint_print(self, painter: QPainter, sheet: QRectF, ink: QColor) -> None:
        """Blurred print is wide and pale, each line over its neighbours."""
        soft = self._example is Example.BLURRED
        for spread, alpha in ((15, 45), (10, 70), (6, 90)) if soft else ((6, 255),):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ink.red(), ink.green(), ink.blue(), alpha))
            for row, share in enumerate(_LINES):
                centre = sheet.top() + 22 + row * 17
                more = (spread - 6) / 2
                line = QRectF(sheet.left() + 12 - more, centre - spread / 2, (sheet.width() - 24) * share + 2 * more, spread)
                painter.drawRoundedRect(line, spread / 2, spread / 2)

    def _paint_sign(self, painter: QPainter, ground: QRectF) -> None:
        now, tone = look(), "success" if self._good else "danger"
        disc = QRectF(ground.right() - 44, ground.bottom() - 44, 40, 40)
        painter.setPen(QPen(now.colour(tone), 3))
        painter.setBrush(now.colour("surface"))
        painter.drawEllipse(disc)
        paint_icon(painter, Icon.CHECK if self._good else Icon.CLOSE, disc.adjusted(8, 8, -8, -8), now.colour(tone))


class Examples(QWidget):
    """The good one large, the others beside it."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, sizes().gap, 0, 0)
        grid.setSpacing(sizes().gap)
        large, small = _LEAST if sizes().scale >= _LARGE_LETTERS else (_LARGE, _SMALL)
        self.pictures = [ExamplePicture(example, large if example is Example.GOOD else small) for example in Example]
        grid.addWidget(self.pictures[0], 0, 0, 2, 1)
        for place, picture in enumerate(self.pictures[1:]):
            grid.addWidget(picture, place // 2, 1 + place % 2)
        for column, share in enumerate((4, 3, 3)):
            grid.setColumnStretch(column, share)


def _paint_finger(painter: QPainter, sheet: QRectF) -> None:
    skin, edge = QColor("#E3B694"), QColor("#8A5A3C")
    painter.save()
    painter.translate(QPointF(sheet.right() + 6, sheet.bottom() - 24))
    painter.rotate(-62)
    painter.setPen(QPen(edge, 2))
    painter.setBrush(skin)
    painter.drawRoundedRect(QRectF(-20, -92, 40, 150), 20, 20)
    painter.setBrush(QColor("#F4D8C4"))
    painter.drawRoundedRect(QRectF(-11, -86, 22, 28), 10, 10)
    painter.restore()
