"""Things a citizen has in the hand, drawn: a sheet, an identity card, a slip, a telephone, a folder. Nobody's: only lines."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from ui.theme.style import look
from ui.theme.tokens import Theme

_PRINT = (0.62, 0.9, 0.78, 0.86, 0.5, 0.82, 0.7)       # how long the lines of print are
_CODE = ("1110111", "1010101", "1110011", "0001000", "1101101", "1010010", "1110111")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the middle is, how large, turned by how much."""

    x: float
    y: float
    wide: float
    high: float
    turned: float


def _line() -> QColor:
    return look().colour("text" if look().theme is Theme.HIGH_CONTRAST else "primary")


def _pen() -> QPen:
    return QPen(_line(), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


@contextmanager
def _at(painter: QPainter, place: Place) -> Iterator[QRectF]:
    """Its own box, the origin at the upper left."""
    painter.save()
    painter.translate(place.x, place.y)
    painter.rotate(place.turned)
    painter.translate(-place.wide / 2, -place.high / 2)
    painter.setPen(_pen())
    painter.setBrush(look().colour("surface"))
    yield QRectF(0, 0, place.wide, place.high)
    painter.restore()


def _paint_print(painter: QPainter, left: float, top: float, wide: float, lines: int) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look().colour("border"))
    for row in range(lines):
        painter.drawRoundedRect(QRectF(left, top + row * 24, wide * _PRINT[row % len(_PRINT)], 8), 4, 4)


def _paint_code(painter: QPainter, box: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look().colour("text"))
    module = box.width() / len(_CODE)
    for y, row in enumerate(_CODE):
        for x, dark in enumerate(row):
            if dark == "1":
                painter.drawRect(QRectF(box.x() + x * module, box.y() + y * module, module + 0.4, module + 0.4))


def paint_sheet(painter: QPainter, place: Place) -> None:
    with _at(painter, place) as box:
        painter.drawRoundedRect(box, 8, 8)
        _paint_print(painter, 24, 30, box.width() - 48, int((box.height() - 50) // 24))


def paint_card(painter: QPainter, place: Place) -> None:
    with _at(painter, place) as box:
        wide, high = box.width(), box.height()
        painter.drawRoundedRect(box, 14, 14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().colour("brand"))
        painter.drawRoundedRect(QRectF(wide * 0.07, high * 0.1, wide * 0.15, high * 0.15), 3, 3)
        painter.setBrush(look().colour("warning"))
        painter.drawRoundedRect(QRectF(wide * 0.76, high * 0.1, wide * 0.16, high * 0.2), 5, 5)
        photo = QRectF(wide * 0.07, high * 0.36, wide * 0.26, high * 0.52)
        painter.setBrush(look().colour("sunken"))
        painter.drawRoundedRect(photo, 5, 5)
        painter.setBrush(_line())
        painter.drawEllipse(QPointF(photo.center().x(), photo.y() + photo.height() * 0.36), high * 0.1, high * 0.1)
        painter.drawRoundedRect(QRectF(photo.x() + photo.width() * 0.18, photo.bottom() - photo.height() * 0.34,
                                       photo.width() * 0.64, photo.height() * 0.34), high * 0.08, high * 0.08)  # fmt: skip
        _paint_print(painter, wide * 0.42, high * 0.42, wide * 0.52, 3)


def paint_slip(painter: QPainter, place: Place) -> None:
    """A long narrow one with a code, its lower edge torn."""
    with _at(painter, place) as box:
        wide, high, tooth = box.width(), box.height(), box.width() / 8
        edge = [QPointF(wide - step * tooth, high - (9 if step % 2 else 0)) for step in range(9)]
        painter.drawPolygon(QPolygonF([QPointF(0, 0), QPointF(wide, 0), *edge]))
        side = wide * 0.56
        _paint_code(painter, QRectF((wide - side) / 2, wide * 0.2, side, side))
        _paint_print(painter, wide * 0.16, wide * 0.2 + side + 22, wide * 0.68, int((high - side - wide * 0.2 - 44) // 24))


def paint_phone(painter: QPainter, place: Place) -> None:
    with _at(painter, place) as box:
        wide, high = box.width(), box.height()
        painter.drawRoundedRect(box, wide * 0.14, wide * 0.14)
        painter.drawLine(QPointF(wide * 0.4, high * 0.05), QPointF(wide * 0.6, high * 0.05))
        painter.setBrush(look().colour("background"))
        painter.setPen(QPen(_line(), 2))
        painter.drawRoundedRect(QRectF(wide * 0.07, high * 0.1, wide * 0.86, high * 0.8), 6, 6)
        side = wide * 0.54
        _paint_code(painter, QRectF((wide - side) / 2, high * 0.2, side, side))
        painter.setBrush(_line())
        painter.drawRoundedRect(QRectF(wide * 0.2, high * 0.74, wide * 0.6, high * 0.09), 8, 8)


def paint_folder_back(painter: QPainter, place: Place) -> None:
    with _at(painter, place) as box:
        painter.setBrush(look().colour("selection" if look().theme is Theme.LIGHT else "sunken"))
        painter.drawRoundedRect(QRectF(0, 0, box.width() * 0.38, 40), 10, 10)
        painter.drawRoundedRect(box.adjusted(0, 22, 0, 0), 12, 12)


def paint_folder_front(painter: QPainter, place: Place) -> None:
    with _at(painter, place) as box:
        painter.setBrush(look().colour("surface" if look().theme is Theme.HIGH_CONTRAST else "primary"))
        painter.drawRoundedRect(box, 14, 14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().colour("text" if look().theme is Theme.HIGH_CONTRAST else "on_primary"))
        painter.drawRoundedRect(QRectF(box.width() * 0.3, box.height() * 0.42, box.width() * 0.4, 12), 6, 6)
        painter.drawRoundedRect(QRectF(box.width() * 0.38, box.height() * 0.58, box.width() * 0.24, 12), 6, 6)


def paint_printer(painter: QPainter, place: Place) -> None:
    with _at(painter, place) as box:
        painter.drawRoundedRect(box, 20, 20)
        painter.setBrush(look().colour("success"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QPointF(box.width() - 36, 34), 9, 9)
        painter.setBrush(_line())
        painter.drawRoundedRect(QRectF(box.width() * 0.2, box.height() - 46, box.width() * 0.6, 16), 8, 8)


def paint_shield(painter: QPainter, place: Place) -> None:
    with _at(painter, place) as box:
        wide, high = box.width(), box.height()
        shape = QPainterPath(QPointF(wide / 2, 0))
        shape.cubicTo(QPointF(wide * 0.66, high * 0.1), QPointF(wide * 0.84, high * 0.14), QPointF(wide, high * 0.14))
        shape.cubicTo(QPointF(wide, high * 0.62), QPointF(wide * 0.82, high * 0.86), QPointF(wide / 2, high))
        shape.cubicTo(QPointF(wide * 0.18, high * 0.86), QPointF(0, high * 0.62), QPointF(0, high * 0.14))
        shape.cubicTo(QPointF(wide * 0.16, high * 0.14), QPointF(wide * 0.34, high * 0.1), QPointF(wide / 2, 0))
        strong = look().theme is Theme.HIGH_CONTRAST
        painter.setBrush(look().colour("surface" if strong else "primary"))
        painter.drawPath(shape)
        ink = look().colour("text" if strong else "on_primary")
        painter.setPen(QPen(ink, 13, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        tick = (0.28, 0.5), (0.44, 0.66), (0.73, 0.36)
        painter.drawPolyline(QPolygonF([QPointF(wide * x, high * y) for x, y in tick]))


def paint_receipt(painter: QPainter, place: Place) -> None:
    """Its number ringed, its code at the foot: where to look for them."""
    with _at(painter, place) as box:
        wide, high = box.width(), box.height()
        painter.drawRoundedRect(box, 8, 8)
        _paint_print(painter, wide * 0.1, high * 0.34, wide * 0.8, 4)
        _paint_code(painter, QRectF(wide * 0.6, high * 0.66, wide * 0.28, wide * 0.28))
        _paint_print(painter, wide * 0.1, high * 0.72, wide * 0.42, 3)
        ring = QRectF(wide * 0.08, high * 0.09, wide * 0.84, 56)
        painter.setPen(QPen(look().colour("danger"), 6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ring, 28, 28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().colour("text"))
        for sign in range(9):
            painter.drawRoundedRect(QRectF(ring.x() + 26 + sign * (ring.width() - 52) / 9, ring.center().y() - 9, 14, 18), 3, 3)


def paint_scanner(painter: QPainter, place: Place) -> None:
    """Its lid open, a sheet half in."""
    with _at(painter, place) as box:
        wide, high = box.width(), box.height()
        body = QRectF(0, high * 0.62, wide, high * 0.38)
        painter.drawPolygon(QPolygonF([QPointF(wide * 0.04, body.y()), QPointF(wide * 0.2, 0), QPointF(wide * 0.94, 0),
                                       QPointF(wide * 0.96, body.y())]))  # fmt: skip
        painter.drawRoundedRect(body, 16, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_line())
        painter.drawRoundedRect(QRectF(wide * 0.08, body.y() + 22, wide * 0.84, 12), 6, 6)
        painter.setBrush(look().colour("warning"))
        painter.drawEllipse(QPointF(wide * 0.9, body.bottom() - 28), 9, 9)
    wide, high = place.wide, place.high
    paint_sheet(painter, Place(place.x - wide * 0.03, place.y - high * 0.02, wide * 0.42, high * 0.66, -5))
