"""Receipt sheets to print in tests, all persons invented, and eyes to read the printed file with."""

import unicodedata
from datetime import datetime
from typing import Any

import pypdfium2
from pypdfium2 import raw

from kiosk.moments import VIETNAM, epoch_ms
from kiosk.receipt_sheet import FeePrint, OwnerLine, PaperLine, ReceiptSheet

TOKEN = "MC1:" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789$%*+-./:" * 5
NUMBER = "H15.50.05.13-261123-0007"


def sheet(**changes: Any) -> ReceiptSheet:
    """An ordinary receipt, changed where a test says so."""
    usual: dict[str, Any] = {
        "template": "tt03-2025-mau01",
        "superior_agency": "Ủy ban nhân dân phường Tân Lập",
        "agency": "Trung tâm Phục vụ hành chính công phường Tân Lập",
        "place": "Tân Lập",
        "number": NUMBER,
        "number_is_temporary": False,
        "submitter_name": "Nguyễn Thị Minh Nguyệt",
        "submitter_address": "Số 12, hẻm 45/3 đường Trần Nhật Duật, phường Tân Lập, tỉnh Đắk Lắk",
        "submitter_phone": "0900 000 001",
        "submitter_email": "minhnguyet@example.vn",
        "submitter_identifier": "Số định danh cá nhân: 001199000001",
        "channel": "trực tiếp",
        "procedure": "Đăng ký khai sinh (1.001193)",
        "owners": (OwnerLine("Trần Gia Bảo", "sinh ngày 01/11/2026", "phường Tân Lập, tỉnh Đắk Lắk"),),
        "papers": papers(4),
        "sets": 1,
        "term": "03 ngày làm việc",
        "received_at": epoch_ms(datetime(2026, 11, 23, 9, 5, tzinfo=VIETNAM)),
        "due_at": epoch_ms(datetime(2026, 11, 27, 9, 5, tzinfo=VIETNAM)),
        "return_place": "Trung tâm Phục vụ hành chính công phường Tân Lập",
        "fees": (FeePrint("Lệ phí đăng ký khai sinh", 0, "miễn: đăng ký đúng hạn, Nghị quyết 12/2026/NQ-HĐND"),),
        "fee_method": "không thu",
        "officer_name": "Lê Văn Hòa",
        "counter": "Quầy số 3",
        "token": TOKEN,
        "hotline": "1900 0000",
    }
    return ReceiptSheet(**{**usual, **changes})


def papers(count: int) -> tuple[PaperLine, ...]:
    """Rows of different kinds; every fifth is long, every fourth has a note."""
    return tuple(
        PaperLine(
            f"Giấy tờ {n}" + " có công chứng, chứng thực theo quy định của pháp luật về đất đai" * (n % 5 == 0) * 2,
            originals=n % 2,
            certified=(n + 1) % 2,
            note="đã xuất trình, trả lại" if n % 4 == 0 else "",
        )
        for n in range(1, count + 1)
    )


def words(text: str) -> str:
    """`text` composed and without white space, line ends or pdfium's mark for a broken hyphen."""
    composed = unicodedata.normalize("NFC", text.replace("\ufffe", "-").replace("\x02", "-"))
    return "".join(composed.split())


class Printed:
    """A printed file, read back."""

    def __init__(self, pdf: bytes) -> None:
        self._document = pypdfium2.PdfDocument(pdf)
        self.pages = [self._document[index] for index in range(len(self._document))]
        self.texts = [page.get_textpage().get_text_bounded() for page in self.pages]
        self.words = words("".join(self.texts))

    def copy(self, number: int) -> list[str]:
        """The pages of copy 1 or 2; both have the same number of pages."""
        half = len(self.texts) // 2
        return self.texts[:half] if number == 1 else self.texts[half:]

    def picture(self, page: int, dpi: int) -> Any:
        return self.pages[page].render(scale=dpi / 72).to_pil()

    def outside(self, left: float, bottom: float, right: float, top: float) -> list[str]:
        """The characters with ink outside the box (points from the lower left corner of the page)."""
        return [
            character
            for page in self.pages
            for character, (x0, y0, x1, y1) in _inked(page)
            if x0 < left or y0 < bottom or x1 > right or y1 > top
        ]

    def fonts(self) -> set[str]:
        return {_font(item) for page in self.pages for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])}


def _inked(page: Any) -> list[tuple[str, tuple[float, float, float, float]]]:
    text = page.get_textpage()
    boxes = ((text.get_text_range(n, 1), text.get_charbox(n)) for n in range(text.count_chars()))
    return [(character, box) for character, box in boxes if character.strip() and box[2] > box[0]]


def _font(item: Any) -> str:
    return str(item.get_font().get_base_name())
