"""What stands on a printed receipt (giấy tiếp nhận hồ sơ và hẹn trả kết quả), as plain words and numbers.

`kiosk/receipts.py` fills it from a sealed dossier; `printing/forms/receipt.py` only lays it out.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One row of the table of papers."""

    name: str
    originals: int = 0
    certified: int = 0
    photocopies: int = 0
    note: str = ""                     # "đã xuất trình, trả lại", "tái sử dụng giấy tờ đã số hóa" ...


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """One owner as printed: name, identifier, address."""

    name: str
    identifier: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class FeePrint:
    """One fee as printed; `note` names the exemption and its legal basis."""

    name: str
    amount: int | None                 # đồng; None where the amount is not set at this office
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptSheet:
    """Form 01 of TT 03/2025/TT-VPCP, filled. Texts are NFC; moments are epoch milliseconds."""

    template: str                      # key of the versioned template, e.g. "tt03-2025-mau01"
    superior_agency: str
    agency: str
    place: str                         # địa danh in the date line
    number: str                        # dossier number, official or temporary
    number_is_temporary: bool
    submitter_name: str
    submitter_address: str
    submitter_phone: str
    submitter_email: str
    submitter_identifier: str          # "Số định danh cá nhân: 001199000001" / passport
    channel: str                       # "trực tiếp" | "trực tuyến" | "qua bưu chính công ích"
    procedure: str                     # "Đăng ký khai sinh (1.001193)"
    owners: tuple[OwnerLine, ...]
    papers: tuple[PaperLine, ...]
    sets: int
    term: str                          # "03 ngày làm việc"
    received_at: int
    due_at: int | None
    return_place: str
    fees: tuple[FeePrint, ...]
    fee_method: str                    # "tiền mặt", "không thu"
    officer_name: str
    counter: str
    book: str = ""                     # Vào Sổ theo dõi hồ sơ, Quyển số
    entry: str = ""                    # Số thứ tự
    token: str = ""                    # the signed text in the QR code, characters of QR alphanumeric mode
    notices: tuple[str, ...] = ()      # "Hồ sơ đã được tiếp nhận tại quầy, chưa đăng ký lên Cổng ..." in plain words
    hotline: str = ""
    marks: tuple[str, ...] = ()        # "Bản in lại ...", "Giấy tập huấn ...": what the reader must see first
