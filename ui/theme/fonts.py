"""The letters of the program: Noto Sans, brought along, because no machine can be trusted to have Ê Đê letters."""

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Noto Sans"
FOLDER = Path(__file__).parent.parent / "assets" / "fonts"
FILES = ("NotoSans-Regular.ttf", "NotoSans-Medium.ttf", "NotoSans-SemiBold.ttf")


def load_fonts() -> None:
    """Makes the letters known to Qt; once an application."""
    for name in FILES:
        if QFontDatabase.addApplicationFont(str(FOLDER / name)) < 0:
            raise FileNotFoundError(FOLDER / name)


def letters(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The program's font in a size; figures stand under each other."""
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
