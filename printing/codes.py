"""QR codes and Code128 bars as vector drawings that survive a 300 dpi printer and a 100 dpi scan."""

from typing import Any, ClassVar

import segno
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.pdfgen.pathobject import PDFPathObject
from reportlab.platypus import Flowable

from kiosk.problems import Problem

QUIET = 4  # modules of white around a QR code (ISO/IEC 18004)
# Six dots of a 300 dpi printer; two pixels of a 100 dpi scan, the least that readers take reliably.
SMALLEST_MODULE = 6 / 300 * 72
LARGEST_MODULE = 12 / 300 * 72
THINNEST_BAR = 0.19 * mm
THICKEST_BAR = 0.33 * mm


class CodeTooLong(Problem):
    """The signed text does not fit a QR code that a reader could still read from this paper."""

    code: ClassVar[str] = "FORM-02"
    sentence: ClassVar[str] = "Chưa in được giấy: mã kiểm tra không in được thành mã QR trên khổ giấy này."
    remedy: ClassVar[str] = "Dùng khổ giấy lớn hơn; nếu vẫn lỗi, báo bộ phận hỗ trợ (mã dài {length} ký tự)."


class QrCode(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """A text in QR alphanumeric mode, error level M, drawn as one path of whole printer dots.

    White is kept on its left and below; it stands at a page margin, with a white gap above.
    """

    def __init__(self, text: str, side: float, largest: float) -> None:
        super().__init__()
        rows = modules(text)
        self.module = _whole_dots(side / len(rows))
        self.width = self.height = (len(rows) + QUIET) * self.module
        if self.width > largest:
            raise CodeTooLong(length=len(text))
        self._path = self._drawn(rows)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setFillGray(0)
        self.canv.drawPath(self._path, stroke=0, fill=1)

    def _drawn(self, rows: list[bytes]) -> Any:
        path, module = PDFPathObject(), self.module
        for y, row in enumerate(rows):
            for start, length in _runs(row):
                path.rect((QUIET + start) * module, self.height - (y + 1) * module, length * module, module)
        return path


def modules(text: str) -> list[bytes]:
    """The rows of the code, 1 for dark, without white around. Raises CodeTooLong."""
    try:
        code = segno.make(text, error="m", mode="alphanumeric", boost_error=False, micro=False)
    except ValueError as error:
        raise CodeTooLong(length=len(text)) from error
    return [bytes(row) for row in code.matrix]


def bars(number: str, width: float, height: float) -> Flowable | None:
    """The Code128 of a dossier number within `width`; None where bars would be too thin to read."""
    if not number or not (number.isascii() and number.isprintable()):
        return None
    modules = _code128(number, 1.0, height).width
    if width / modules < THINNEST_BAR:
        return None
    return _code128(number, min(width / modules, THICKEST_BAR), height)


def _code128(number: str, bar: float, height: float) -> Any:
    return Code128(number, barWidth=bar, barHeight=height, lquiet=0, rquiet=10 * bar)


def _whole_dots(module: float) -> float:
    dots = int(module / 72 * 300)
    return min(max(dots * 72 / 300, SMALLEST_MODULE), LARGEST_MODULE)


def _runs(row: bytes) -> list[tuple[int, int]]:
    """(start, length) of the dark stretches of one row."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((x, 1))
    return runs


def rows_of(text: str) -> tuple[bytes, ...]:
    """A QR code for a screen: rows of 0 and 1, without the white around it."""
    return tuple(bytes(row) for row in segno.make_qr(text, error="m").matrix)
