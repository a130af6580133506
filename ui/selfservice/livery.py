"""The office's own colours, the same on the waiting screen and at the head of every page: deep blue under a red line. On a dark
ground, or where contrast is asked for, no large bright area."""

from dataclasses import dataclass

from PySide6.QtGui import QColor

from ui.theme.style import look
from ui.theme.tokens import Theme


@dataclass(frozen=True, slots=True)
class Livery:
    """`blue`: whether it is the deep blue one."""

    ground: QColor
    ink: QColor
    line: QColor
    blue: bool


def livery() -> Livery:
    now = look()
    blue = now.theme is Theme.LIGHT
    ground, ink = ("primary", "on_primary") if blue else ("surface", "text")
    return Livery(now.colour(ground), now.colour(ink), now.colour("brand"), blue)
