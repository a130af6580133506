"""Icons: Lucide drawings in the colour of the text beside them, sharp on every screen.

State signs are drawn, never typed: Noto Sans has no ✓ or ⚠, and what takes its place differs from machine to machine.
"""

from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.theme.tokens import Tone

FOLDER = Path(__file__).parent.parent / "assets" / "icons"
_DENSITIES = (1.0, 1.25, 1.5, 2.0)


class Icon(StrEnum):
    """Every drawing there is, by the name of its file."""

    ADD = "plus"
    ARCHIVE = "archive"
    BACK = "chevron-left"
    BELL = "bell-ring"
    CAMERA = "camera"
    CARD = "id-card"
    CHECK = "check"
    CLOCK = "clock"
    CLOSE = "x"
    CONTRAST = "contrast"
    COPY = "copy"
    CROP = "crop"
    DANGER = "circle-x"
    DESK = "house"
    DONE = "circle-check"
    DOSSIER = "file-text"
    DOWN = "chevron-down"
    EYE = "eye"
    FIT = "maximize"
    FORWARD = "chevron-right"
    HAND_BACK = "hand-helping"
    INBOX = "inbox"
    INFO = "info"
    KEYBOARD = "keyboard"
    LANGUAGE = "languages"
    LEAVE = "log-out"
    LIST = "list-checks"
    LOCK = "lock"
    MINUS = "minus"
    MONEY = "banknote"
    MOVE_DOWN = "arrow-down"
    MOVE_UP = "arrow-up"
    NEW_DOSSIER = "file-plus"
    NOW = "circle-dot"
    OFFLINE = "cloud-off"
    ONLINE = "cloud"
    OPEN = "circle"
    ORGANISATION = "building-2"
    PAUSE = "pause"
    PEOPLE = "users"
    PERSON = "user"
    PRINTER = "printer"
    RECEIPT = "receipt-text"
    REDO = "redo-2"
    REMOVE = "trash-2"
    ROTATE_LEFT = "rotate-ccw"
    ROTATE_RIGHT = "rotate-cw"
    SAVE = "save"
    SCAN = "scan-line"
    SEARCH = "search"
    SEND = "send"
    SETTINGS = "settings"
    SKIPPED = "circle-dashed"
    SPLIT = "square-split-horizontal"
    SYNC = "refresh-cw"
    TICKET = "ticket"
    UP = "chevron-up"
    WARNING = "triangle-alert"
    WORKING = "loader"
    ZOOM_IN = "zoom-in"
    ZOOM_OUT = "zoom-out"


TONE_ICONS = {
    Tone.NEUTRAL: Icon.OPEN,
    Tone.INFO: Icon.INFO,
    Tone.SUCCESS: Icon.DONE,
    Tone.WARNING: Icon.WARNING,
    Tone.DANGER: Icon.DANGER,
}


def paint_icon(painter: QPainter, icon: Icon, box: QRectF, colour: QColor) -> None:
    """Draws an icon into a box of a widget being painted."""
    _renderer(icon, colour.name()).render(painter, box)


def icon_pixmap(icon: Icon, colour: QColor, pixels: int, density: float = 1.0) -> QPixmap:
    """An icon as a picture of `pixels` by `pixels` on a screen of that density."""
    picture = QPixmap(QSize(round(pixels * density), round(pixels * density)))
    picture.setDevicePixelRatio(density)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_icon(painter, icon, QRectF(0, 0, pixels, pixels), colour)
    painter.end()
    return picture


def qt_icon(icon: Icon, colour: QColor, pixels: int, selected: QColor | None = None) -> QIcon:
    """An icon for buttons and items, ready for every density; `selected` is its colour in a chosen row."""
    return QIcon(_drawn(icon, colour.name(), pixels, selected.name() if selected else ""))


@lru_cache(maxsize=512)
def _drawn(icon: Icon, colour: str, pixels: int, selected: str) -> QIcon:
    """Kept: a window has its hundred buttons drawn several times over while it is built."""
    made = QIcon()
    for density in _DENSITIES:
        drawing = icon_pixmap(icon, QColor(colour), pixels, density)
        made.addPixmap(drawing)
        made.addPixmap(drawing, QIcon.Mode.Disabled)       # Qt would make it pale
        if selected:
            made.addPixmap(icon_pixmap(icon, QColor(selected), pixels, density), QIcon.Mode.Selected)
    return made


@lru_cache(maxsize=256)
def _renderer(icon: Icon, colour: str) -> QSvgRenderer:
    drawing = (FOLDER / f"{icon}.svg").read_text("utf-8").replace("currentColor", colour)
    return QSvgRenderer(QByteArray(drawing.encode()))
