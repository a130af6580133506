"""Buttons: what they do in words, the key that does the same behind it, and an icon in the colour of the words."""

from enum import StrEnum

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.shortcuts import Action, shortcut_of
from ui.theme.icons import Icon, qt_icon
from ui.theme.style import look, restyle
from ui.widgets.pressing import PressedByEnter

_BETWEEN = "   "
_ANY_WIDTH = 16_777_215                # Qt's QWIDGETSIZE_MAX, which PySide does not name


class Kind(StrEnum):
    """How much a button asks to be pressed."""

    PRIMARY = "primary"                # the one next thing on a screen
    PLAIN = "plain"
    QUIET = "quiet"
    DANGER = "danger"
    ICON = "icon"                      # only a drawing; the words are its name and its tool tip


class Button(PressedByEnter, QPushButton):
    """A button. With `action` its key from the table of shortcuts stands beside the words."""

    def __init__(
        self,
        text: str,
        kind: Kind = Kind.PLAIN,
        icon: Icon | None = None,
        action: Action | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind, self._icon, self._action = kind, icon, action
        self._words = text
        self.setProperty("kind", kind.value)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if kind is Kind.ICON:
            self.setFixedWidth(look().measures.control)
        self.say(text)
        self.toggled.connect(lambda _on: self._draw_icon())
        self._draw_icon()

    def say(self, text: str) -> None:
        """Changes the words."""
        self._words = text
        keys = shortcut_of(self._action).key_text() if self._action else ""
        self.setAccessibleName(text)
        if self._kind is Kind.ICON:
            self.setText("")               # a folded one had words
            self.setToolTip(f"{text} ({keys})" if keys else text)
        else:
            after_icon = " " if self._icon else ""
            self.setText((after_icon + f"{text}{_BETWEEN}{keys}".strip()).replace("&", "&&"))

    def set_kind(self, kind: Kind) -> None:
        self._kind = kind
        self.setProperty("kind", kind.value)
        restyle(self)
        self._draw_icon()

    def fold(self, *, to: Kind) -> None:
        """To its drawing alone where there is no room for the words, and back."""
        if to is self._kind:
            return
        self.set_kind(to)
        self.setToolTip("")
        width = look().measures.control if to is Kind.ICON else 0
        self.setMinimumWidth(width)
        self.setMaximumWidth(width or _ANY_WIDTH)
        self.say(self._words)

    def set_icon(self, icon: Icon) -> None:
        self._icon = icon
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange, QEvent.Type.EnabledChange):
            self._draw_icon()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self._kind is Kind.PRIMARY and self.isEnabled():
            self._paint_inner_ring()

    def _paint_inner_ring(self) -> None:
        """The focus border alone is dark on dark here."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look().colour("on_primary"), 1.5))
        painter.drawRoundedRect(self.rect().adjusted(4, 4, -5, -5), 2, 2)
        painter.end()

    def _draw_icon(self) -> None:
        if self._icon is None:
            self.setIcon(QIcon())
            return
        self.ensurePolished()
        pixels = look().measures.icon
        selected = self.isChecked() and self._kind is not Kind.QUIET       # that one stays on the page's own ground
        colour = look().colour("on_selection") if selected else self.palette().color(QPalette.ColorRole.ButtonText)
        self.setIconSize(QSize(pixels, pixels))
        self.setIcon(qt_icon(self._icon, colour, pixels))


def icon_button(text: str, icon: Icon, action: Action | None = None) -> Button:
    """A button that is only a drawing."""
    return Button(text, Kind.ICON, icon, action)

