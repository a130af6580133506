"""The head of every page: whose kiosk this is, and the languages it speaks, the one spoken marked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.languages import offered
from kiosk.selfservice import Kiosk
from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.livery import livery
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.text import Role, Text

_RED, _STRIP = 8, 56
_SIDE_BY_SIDE = 2                      # more languages go on below: the name of the office needs the room


class Head(QWidget):
    language_chosen = Signal(str)

    def __init__(self, kiosk: Kiosk, spoken: str) -> None:
        super().__init__()
        self.setObjectName("kioskHead")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        worn = livery()
        self.setStyleSheet(
            f"#kioskHead {{ background: {worn.ground.name()}; border-top: {_RED}px solid {worn.line.name()};"
            f" border-bottom: 1px solid {look().tokens.line}; }}"
            f"#kioskHead QLabel {{ font-size: {sizes().frame}px; color: {worn.ink.name()}; }}"
        )
        line = QHBoxLayout(self)
        line.setContentsMargins(sizes().margin, sizes().gap + 4, sizes().margin, sizes().gap - 2)
        line.setSpacing(sizes().gap)
        names = QVBoxLayout()
        names.addWidget(Text(kiosk.settings.office.superior, Role.STRONG))
        names.addWidget(Text(_("Ki-ốt dịch vụ công"), Role.BODY))
        line.addLayout(names, 1)
        self.languages: dict[str, BigButton] = {}
        buttons = QGridLayout()
        buttons.setSpacing(sizes().gap // 2)
        for place, language in enumerate(offered(kiosk.settings.selfservice.languages)):
            on = language.code == spoken
            button = _Language(language.name, Looks.FRAME, Icon.CHECK if on else None)
            button.setCheckable(True)
            button.setChecked(on)
            button.clicked.connect(lambda _on=False, code=language.code: self.language_chosen.emit(code))
            self.languages[language.code] = button
            buttons.addWidget(button, place // _SIDE_BY_SIDE, place % _SIDE_BY_SIDE)
        line.addLayout(buttons)


class Strip(QWidget):
    """The head of a page that tells nobody's business: only its colours."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_STRIP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, worn = QPainter(self), livery()
        painter.fillRect(self.rect(), worn.ground)
        painter.fillRect(0, 0, self.width(), _RED, worn.line)
        painter.end()


def under_strip(page: QWidget) -> QVBoxLayout:
    """The room of such a page, its margins kept."""
    outer, lines = QVBoxLayout(page), QVBoxLayout()
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(Strip())
    lines.setContentsMargins(*4 * (sizes().margin,))
    lines.setSpacing(sizes().gap)
    outer.addLayout(lines, 1)
    return lines


class _Language(BigButton):
    """On the deep blue: the one spoken is white, the others are drawn in white."""

    def colours(self) -> tuple[QColor, QColor, QColor]:
        worn = livery()
        if not worn.blue:
            return super().colours()
        if self.isChecked():
            return worn.ink, worn.ground, worn.ink
        return look().colour("primary_hover") if self.isDown() else worn.ground, worn.ink, worn.ink

    def focus_colour(self) -> QColor:
        worn = livery()
        return worn.ink if worn.blue and not self.isChecked() else super().focus_colour()
