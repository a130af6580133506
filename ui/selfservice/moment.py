"""Pictures of the moments that matter: what to take along, what is kept, how one is known. Drawn from the things of `things.py`;
each only shows what the words beside it say, takes the room that is left, and goes where there is too little."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.selfservice import things
from ui.selfservice.sign import paint_badge, paint_ground
from ui.selfservice.things import Place
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone

_WIDE, _HIGH = 640, 400                # the drawing's own units
_LEAST_HIGH = 170
_HIGHEST = 540


class Moment(StrEnum):
    TAKE_ALONG = "take_along"          # card, papers and slip
    AGREE = "agree"
    KEPT = "kept"                      # papers in a folder
    SLIP = "slip"                      # printed
    WHO = "who"                        # by card or by telephone
    TELEPHONE = "telephone"
    CARD = "card"
    RECEIPT = "receipt"                # and where its number stands
    SCANNER = "scanner"


class MomentPicture(QWidget):
    """`badge`: a sign at its lower right, how it came out."""

    def __init__(self, moment: Moment, badge: tuple[Icon, Tone] | None = None) -> None:
        super().__init__()
        self._moment, self._badge = moment, badge
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)

    def show_badge(self, icon: Icon, tone: Tone) -> None:
        self._badge = icon, tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        scale = min(self.width() / _WIDE, min(self.height(), _HIGHEST) / _HIGH)
        if scale * _HIGH < _LEAST_HIGH:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate((self.width() - _WIDE * scale) / 2, (self.height() - _HIGH * scale) / 2)
        painter.scale(scale, scale)
        _paint_shade(painter)
        _DRAWN[self._moment](painter)
        if self._badge is not None:
            paint_badge(painter, _BADGES.get(self._moment, QRectF(374, 264, 116, 116)), *self._badge)
        painter.end()


def _paint_shade(painter: QPainter) -> None:
    """A soft round ground that holds the things together."""
    ground = look().colour("info_background")
    paint_ground(painter, QRectF(70, 56, 500, 300), 150, ground, ground)


def _take_along(painter: QPainter) -> None:
    things.paint_sheet(painter, Place(282, 178, 190, 256, -7))
    things.paint_sheet(painter, Place(326, 184, 190, 256, 5))
    things.paint_card(painter, Place(206, 262, 236, 148, -4))
    things.paint_slip(painter, Place(466, 226, 132, 244, 6))


def _agree(painter: QPainter) -> None:
    things.paint_sheet(painter, Place(290, 196, 226, 300, -3))
    things.paint_shield(painter, Place(414, 248, 150, 176, 0))


def _kept(painter: QPainter) -> None:
    things.paint_folder_back(painter, Place(320, 220, 380, 240, 0))
    things.paint_sheet(painter, Place(286, 180, 200, 250, -4))
    things.paint_sheet(painter, Place(356, 178, 200, 250, 5))
    things.paint_folder_front(painter, Place(320, 268, 392, 172, 0))


def _slip(painter: QPainter) -> None:
    things.paint_printer(painter, Place(320, 128, 340, 150, 0))
    things.paint_slip(painter, Place(320, 254, 150, 236, 0))


def _who(painter: QPainter) -> None:
    things.paint_card(painter, Place(242, 214, 300, 188, -5))
    things.paint_phone(painter, Place(460, 206, 152, 290, 6))


def _card(painter: QPainter) -> None:
    things.paint_card(painter, Place(320, 206, 360, 226, -3))


def _receipt(painter: QPainter) -> None:
    things.paint_sheet(painter, Place(300, 206, 260, 340, -5))
    things.paint_receipt(painter, Place(330, 206, 270, 340, 3))


def _scanner(painter: QPainter) -> None:
    things.paint_scanner(painter, Place(320, 208, 400, 270, 0))


def _telephone(painter: QPainter) -> None:
    things.paint_phone(painter, Place(320, 204, 190, 340, 0))


_BADGES = {Moment.TAKE_ALONG: QRectF(482, 256, 112, 112), Moment.SCANNER: QRectF(456, 268, 112, 112)}
_DRAWN: dict[Moment, Callable[[QPainter], None]] = {
    Moment.TAKE_ALONG: _take_along, Moment.AGREE: _agree, Moment.KEPT: _kept, Moment.SLIP: _slip, Moment.WHO: _who,
    Moment.TELEPHONE: _telephone, Moment.CARD: _card, Moment.RECEIPT: _receipt, Moment.SCANNER: _scanner,
}  # fmt: skip
