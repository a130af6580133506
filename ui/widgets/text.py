"""Texts on a screen: a label with a role instead of a font, and an icon in the colour of the text around it."""

from enum import StrEnum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ui.theme.icons import Icon, paint_icon
from ui.theme.style import look, restyle
from ui.theme.tokens import Tone


class Role(StrEnum):
    """What a text is for; the style sheet knows how each looks."""

    TITLE = "title"
    HEADING = "heading"
    STRONG = "strong"
    BODY = "body"
    LABEL = "label"
    HINT = "hint"
    KEYS = "keys"
    ERROR = "error"
    WARNING = "warning"


class Text(QLabel):
    """A text that wraps rather than being cut."""

    def __init__(self, text: str = "", role: Role = Role.BODY, *, wrap: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role.value)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def set_role(self, role: Role) -> None:
        self.setProperty("role", role.value)
        restyle(self)

    def set_tone(self, tone: Tone | None) -> None:
        """Colours the text as a state; whoever does so shows the state's sign beside it."""
        self.setProperty("tone", tone.value if tone else "")
        restyle(self)


class IconLabel(QWidget):
    """A drawing. It says nothing to a screen reader: the word beside it does."""

    def __init__(
        self, icon: Icon, tone: Tone | None = None, pixels: int = 0, *, height: int = 0, parent: QWidget | None = None
    ) -> None:
        """`height`: of the line of text it stands beside, to be in its middle."""
        super().__init__(parent)
        self._icon, self._tone = icon, tone
        self._pixels = pixels or look().measures.icon
        self.setFixedSize(self._pixels, max(self._pixels, height))

    def set_icon(self, icon: Icon, tone: Tone | None = None) -> None:
        self._icon, self._tone = icon, tone
        self.update()

    def sizeHint(self) -> QSize:
        return self.size()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = look().tone(self._tone) if self._tone else self.palette().color(self.foregroundRole())
        top = (self.height() - self._pixels) / 2
        paint_icon(painter, self._icon, QRectF(0, top, self._pixels, self._pixels), colour)
        painter.end()


def rule() -> QFrame:
    """A thin line between two parts."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedHeight(1)
    return line
