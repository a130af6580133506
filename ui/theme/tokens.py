"""The colours of the three themes and the measures that hang on the text size. Every pair of colours used together is tested.

Calm navy acts; the national red only marks identity, so that it is never taken for danger.
"""

from dataclasses import dataclass
from enum import StrEnum


class Theme(StrEnum):
    """The three complete sets of colours."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


class Tone(StrEnum):
    """What a state means for the person: never told by colour alone, each has an icon and a word."""

    NEUTRAL = "neutral"
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme. `line` only divides what is already set apart by space; `border` is what a person must see."""

    background: str
    surface: str
    sunken: str                        # heads of tables, tracks, the place of a missing picture
    hover: str
    text: str
    text2: str
    border: str
    line: str
    primary: str
    primary_hover: str
    on_primary: str
    selection: str
    on_selection: str
    info_background: str
    success: str
    success_background: str
    warning: str
    warning_background: str
    danger: str
    danger_background: str
    brand: str

    @property
    def focus(self) -> str:
        return self.text


LIGHT = Tokens(
    background="#F4F6F8", surface="#FFFFFF", sunken="#EBEFF3", hover="#EEF3F7", text="#16202B", text2="#4A5867",
    border="#788594", line="#D8DFE6", primary="#0F4C75", primary_hover="#0B3B5C", on_primary="#FFFFFF",
    selection="#D6E6F2", on_selection="#16202B", info_background="#E4EEF6",
    success="#14663B", success_background="#E3F3EA", warning="#7A4B00",
    warning_background="#FFF3D6", danger="#B3261E", danger_background="#FCE8E6", brand="#A61C1C",
)  # fmt: skip
DARK = Tokens(
    background="#10161D", surface="#18212B", sunken="#222D39", hover="#22303D", text="#EEF3F7", text2="#AEBECD",
    border="#71849A", line="#2E3B48", primary="#8CC4EE", primary_hover="#A9D4F4", on_primary="#08263C",
    selection="#1F4360", on_selection="#EEF3F7", info_background="#173148",
    success="#7FD3A2", success_background="#12301F", warning="#F2C063",
    warning_background="#33260A", danger="#FF9C93", danger_background="#3A1512", brand="#FF9C93",
)  # fmt: skip
HIGH_CONTRAST = Tokens(
    background="#000000", surface="#000000", sunken="#1A1A1A", hover="#262626", text="#FFFFFF", text2="#FFFFFF",
    border="#FFFFFF", line="#FFFFFF", primary="#FFFF00", primary_hover="#FFFFA0", on_primary="#000000",
    selection="#00FFFF", on_selection="#000000", info_background="#000000",
    success="#8CFFB0", success_background="#000000", warning="#FFFF00",
    warning_background="#000000", danger="#FFB0A8", danger_background="#400B07", brand="#FFB0A8",
)  # fmt: skip

THEMES = {Theme.LIGHT: LIGHT, Theme.DARK: DARK, Theme.HIGH_CONTRAST: HIGH_CONTRAST}

# (what is drawn, on what, least contrast): 4.5 for text, 3 for what only has to be seen
PAIRS = (
    *((front, back, 4.5) for front in ("text", "text2") for back in ("background", "surface", "sunken", "hover")),
    *((front, back, 4.5) for front in ("primary", "danger", "success", "warning") for back in ("background", "surface")),
    ("text", "success_background", 4.5), ("text", "warning_background", 4.5), ("text", "danger_background", 4.5),
    ("success", "success_background", 4.5), ("warning", "warning_background", 4.5),
    ("danger", "danger_background", 4.5), ("warning", "danger_background", 4.5),
    ("primary", "info_background", 4.5), ("text", "info_background", 4.5),
    ("on_primary", "primary", 4.5), ("on_primary", "primary_hover", 4.5),
    ("on_selection", "selection", 4.5), ("brand", "surface", 3.0),
    *((front, back, 3.0) for front in ("border", "focus", "primary") for back in ("background", "surface", "sunken")),
)  # fmt: skip

TEXT_SCALES = (100, 125, 150, 200)


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes in pixels that do not depend on the screen (Qt scales them again for a dense one)."""

    scale: int = 100

    def px(self, at_100: float) -> int:
        """A measure that grows with the text."""
        return round(at_100 * self.scale / 100)

    # spaces stay as they are: on 1366 pixels large letters need the room more than the gaps do
    tight: int = 4
    near: int = 8
    apart: int = 12
    wide: int = 16
    section: int = 24
    field_radius: int = 4
    card_radius: int = 8

    @property
    def hint(self) -> int:
        return self.px(13)

    @property
    def body(self) -> int:
        return self.px(14)

    @property
    def heading(self) -> int:
        return self.px(16)

    @property
    def title(self) -> int:
        return self.px(22)

    @property
    def control(self) -> int:
        """Height of everything that is clicked or typed into."""
        return self.px(36)

    @property
    def icon(self) -> int:
        return self.px(18)
