"""The receipt as a PDF somewhere outside DIR: a paper in the clear has no place beside encrypted data."""

from pathlib import Path
from typing import ClassVar

from kiosk.problems import Problem
from kiosk.receipt_sheet import ReceiptSheet


class ReceiptPlaceRefused(Problem):
    """Looked at before anything is received, so that a mistyped path costs nothing."""

    code: ClassVar[str] = "RECEIPT-01"
    sentence: ClassVar[str] = "Không ghi được giấy hẹn vào {path} nên lệnh này chưa làm gì cả."
    remedy: ClassVar[str] = "Chọn một thư mục có sẵn, ghi được, nằm ngoài thư mục dữ liệu."


class ReceiptNotWritten(Problem):
    """The dossier is safe; only its paper could not be written."""

    code: ClassVar[str] = "RECEIPT-02"
    sentence: ClassVar[str] = "Hồ sơ đã được tiếp nhận, nhưng chưa ghi được giấy hẹn vào {path}."
    remedy: ClassVar[str] = "Kiểm tra chỗ trống và quyền ghi, rồi in lại bằng lệnh «reprint» với mã hồ sơ."


def check_place(path: Path, root: Path) -> Path:
    """The real path a receipt may be written to. Raises ReceiptPlaceRefused inside `root`, or where there is no folder."""
    real = path.resolve()
    if real.is_relative_to(root.resolve()) or not real.parent.is_dir() or real.is_dir():
        raise ReceiptPlaceRefused(path=path)
    return real


def write_receipt(path: Path, sheet: ReceiptSheet, paper: str) -> None:
    """Lays out `sheet` on "A4" or "A5" and writes it. Raises ReceiptNotWritten."""
    from printing.forms.receipt import render  # heavy, and the dossier is safe before it is needed
    from printing.layout import PaperSize

    try:
        path.write_bytes(render(sheet, PaperSize(paper.lower())))
    except OSError as error:
        raise ReceiptNotWritten(path=path) from error
