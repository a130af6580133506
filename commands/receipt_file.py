"""The receipt as a PDF somewhere outside DIR: a paper in the clear has no place beside encrypted data."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from kiosk.problems import Problem

if TYPE_CHECKING:                      # every command knows this module; few write a receipt
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


class ReceiptOverwrites(Problem):
    """A receipt takes the place of nothing but an earlier receipt."""

    code: ClassVar[str] = "RECEIPT-03"
    sentence: ClassVar[str] = "Không ghi giấy hẹn đè lên tệp {path} nên lệnh này chưa làm gì cả."
    remedy: ClassVar[str] = "Tệp ấy là tệp đầu vào hoặc không phải giấy hẹn của chương trình: chọn tên tệp khác cho giấy hẹn."


def check_place(path: Path, root: Path, inputs: Sequence[Path] = ()) -> Path:
    """The real path a receipt may be written to. Raises ReceiptPlaceRefused inside `root`, or where there is no folder,
    ReceiptOverwrites where one of the `inputs` or anything but an earlier receipt lies."""
    real = path.resolve()
    if real.is_relative_to(root.resolve()) or not real.parent.is_dir() or real.is_dir():
        raise ReceiptPlaceRefused(path=path)
    if any(_is_same(real, given) for given in inputs) or not _may_be_replaced(real):
        raise ReceiptOverwrites(path=path)
    return real


def _is_same(real: Path, given: Path) -> bool:
    try:
        return real == given.resolve() or real.samefile(given)
    except OSError:                    # one of them is not there
        return False


def _may_be_replaced(real: Path) -> bool:
    """Nothing is there, or nothing is in it, or it is one of our receipts."""
    if not real.is_file():
        return True
    from kiosk.receipt_token import PREFIX
    from printing.verify_text import NoToken, token_in  # heavy, and needed only where a file lies

    try:
        content = real.read_bytes()
        return not content or token_in(content).startswith(PREFIX)
    except (OSError, NoToken):
        return False


def write_receipt(path: Path, sheet: "ReceiptSheet", paper: str) -> None:
    """Lays out `sheet` on "A4" or "A5" and writes it. Raises ReceiptNotWritten."""
    from printing.forms.receipt import render  # heavy, and the dossier is safe before it is needed
    from printing.layout import PaperSize

    try:
        path.write_bytes(render(sheet, PaperSize(paper.lower())))
    except (OSError, Problem) as error:
        raise ReceiptNotWritten(path=path) from error
