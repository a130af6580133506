"""Puts a theme and a text size on the application: Fusion, a palette of our own, and one style sheet filled from the tokens.

The look hangs on the application object, where every widget can read it; windows are rebuilt when the text size changes.
"""

from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from string import Template
from typing import cast

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from ui.theme.fonts import FAMILY, letters, load_fonts
from ui.theme.tokens import TEXT_SCALES, THEMES, Measures, Theme, Tokens, Tone

_SHEET = Path(__file__).parent / "theme.qss"
_LOOK, _FONTS_LOADED = "look", "fontsLoaded"


@dataclass(frozen=True, slots=True)
class Look:
    """What is on now."""

    theme: Theme = Theme.LIGHT
    scale: int = 100

    @property
    def tokens(self) -> Tokens:
        return THEMES[self.theme]

    @property
    def measures(self) -> Measures:
        return Measures(self.scale)

    def colour(self, token: str) -> QColor:
        """A colour by the name of its token."""
        return QColor(getattr(self.tokens, token))

    def tone(self, tone: Tone) -> QColor:
        """The colour in which a state is written and drawn."""
        return self.colour({Tone.NEUTRAL: "text2", Tone.INFO: "primary"}.get(tone, tone.value))

    def tone_background(self, tone: Tone) -> QColor:
        """What a state is written on."""
        return self.colour({Tone.NEUTRAL: "sunken"}.get(tone, f"{tone.value}_background"))


def apply(app: QApplication, theme: Theme, scale: int = 100) -> Look:
    """Dresses the application."""
    if scale not in TEXT_SCALES:
        raise ValueError(f"no text size of {scale} %")
    if not app.property(_FONTS_LOADED):
        load_fonts()
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setProperty(_FONTS_LOADED, True)
    look = Look(theme, scale)
    if app.property(_LOOK) == look:
        return look                    # Qt would polish every widget anew
    app.setProperty(_LOOK, look)
    app.setFont(letters(look.measures.body))
    app.setPalette(_palette(look))
    app.setStyleSheet(style_sheet(theme, scale))
    return look


def look() -> Look:
    """The look of the running application; the light one before any was put on."""
    app = QCoreApplication.instance()
    found = app.property(_LOOK) if app else None
    return cast(Look, found) if found else Look()


def restyle(widget: QWidget) -> None:
    """After a dynamic property changed that the style sheet asks for."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


@lru_cache(maxsize=len(THEMES) * len(TEXT_SCALES))
def style_sheet(theme: Theme, scale: int) -> str:
    """The one style sheet, filled in; a name it asks for and nobody knows is an error."""
    measures = Measures(scale)
    names = ("hint", "body", "heading", "title", "control", "icon", "field_radius", "card_radius")
    values: dict[str, object] = {name: getattr(measures, name) for name in names}
    values |= {f"px{number}": measures.px(number) for number in (2, 4, 6, 8, 10, 12, 14, 16, 20, 24, 30)}
    values |= asdict(THEMES[theme])
    values |= {"focus": THEMES[theme].focus, "family": FAMILY, "line_control": measures.control - 4}
    return Template(_SHEET.read_text("utf-8")).substitute(values)


def _palette(look: Look) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: "background", QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "surface", QPalette.ColorRole.AlternateBase: "sunken",
        QPalette.ColorRole.Text: "text", QPalette.ColorRole.Button: "surface", QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.ToolTipBase: "surface", QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.PlaceholderText: "text2", QPalette.ColorRole.Highlight: "selection",
        QPalette.ColorRole.HighlightedText: "on_selection", QPalette.ColorRole.Link: "primary",
        QPalette.ColorRole.Mid: "border", QPalette.ColorRole.Dark: "border", QPalette.ColorRole.Light: "surface",
        QPalette.ColorRole.Midlight: "line", QPalette.ColorRole.Shadow: "border", QPalette.ColorRole.Accent: "primary",
    }  # fmt: skip
    palette = QPalette()
    for role, token in roles.items():
        palette.setColor(role, look.colour(token))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, look.colour("text2"))
    return palette
