"""How large everything is on a kiosk: letters for somebody standing, and nothing to touch below 15 mm on the screen there is."""

from dataclasses import dataclass
from math import ceil, hypot

from PySide6.QtCore import QCoreApplication

from ui.theme.style import look

WIDTH, HEIGHT = 1080, 1920
LEAST_MM = 15
_LEAST_PIXELS = 72
_MM_PER_INCH = 25.4
_DENSITY = "pixelsPerMm"
_TIGHT_SCALE, _TITLE_SCALE, _FRAME_SCALE = 200, 150, 125     # large letters must leave room for what they are on
_USUAL_DENSITY = hypot(WIDTH, HEIGHT) / (27 * _MM_PER_INCH)


@dataclass(frozen=True, slots=True)
class Sizes:
    """In pixels. Letters grow with the text size chosen; what is touched never gets smaller."""

    scale: int
    pixels_per_mm: float

    def px(self, at_100: float) -> int:
        return round(at_100 * self.scale / 100)

    @property
    def target(self) -> int:
        """The least height and width of whatever is touched."""
        return max(_LEAST_PIXELS, ceil(LEAST_MM * self.pixels_per_mm))

    def high(self, at_100: float) -> int:
        """The least height of a key or tile: large letters make it higher by themselves, and what is read needs the room."""
        return round(at_100 * min(self.scale, _FRAME_SCALE) / 100)

    @property
    def roomy(self) -> bool:
        """Whether there is room for what is only good to know."""
        return self.scale < _TIGHT_SCALE

    @property
    def small(self) -> int:
        return self.px(23)

    @property
    def body(self) -> int:
        return self.px(28)

    @property
    def heading(self) -> int:
        return self.px(34)

    @property
    def title(self) -> int:
        return round(46 * min(self.scale, _TITLE_SCALE) / 100)

    @property
    def frame(self) -> int:
        """Of keys, and of the words around every page: large enough already, and what is read needs the room."""
        return round(28 * min(self.scale, _FRAME_SCALE) / 100)

    margin: int = 40
    gap: int = 16
    radius: int = 16


def sizes() -> Sizes:
    app = QCoreApplication.instance()
    density = app.property(_DENSITY) if app is not None else None
    return Sizes(look().scale, float(density) if density else _USUAL_DENSITY)


def measure_screen(app: QCoreApplication, diagonal_inches: float) -> None:
    """Tells how large the kiosk's screen is: a pixel of a small one is a smaller piece of a finger."""
    app.setProperty(_DENSITY, hypot(WIDTH, HEIGHT) / (diagonal_inches * _MM_PER_INCH))


def sheet() -> str:
    """What the kiosk's texts look like, over the program's own style."""
    now, tokens = sizes(), look().tokens
    lines = {"title": now.title, "heading": now.heading, "strong": now.body, "body": now.body, "hint": now.small}
    lines |= dict.fromkeys(("label", "error", "warning"), now.body)
    texts = "".join(f'QLabel[role="{role}"] {{ font-size: {pixels}px; }}' for role, pixels in lines.items())
    bars = (
        f"QWidget#kioskFoot {{ background: {tokens.surface}; border-top: 1px solid {tokens.line}; }}"
    )
    boxes = f"QFrame#card {{ border-radius: {now.radius}px; }} QFrame#banner {{ border-radius: {now.radius * 3 // 4}px; }}"
    return texts + bars + boxes + f"QScrollBar:vertical {{ width: {max(now.gap, 20)}px; }}"
