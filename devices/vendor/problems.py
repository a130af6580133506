"""What can go wrong with a vendor's program, each with its code."""

from typing import ClassVar

from kiosk.problems import Problem


class VendorProblem(Problem):
    """Something about the vendor's program or what it said."""


class ServiceDown(VendorProblem):
    """Nobody listens where the program should."""

    code: ClassVar[str] = "CARD-40"
    sentence: ClassVar[str] = "Phần mềm của hãng đầu đọc chưa chạy. Hãy mở phần mềm ấy, hoặc quét mã QR, nhập tay."
    remedy: ClassVar[str] = "Kiểm tra dịch vụ của hãng có chạy ở {address} không; địa chỉ nằm trong tệp mô tả đầu đọc."


class ServiceSlow(VendorProblem):
    """No whole answer within the time allowed."""

    code: ClassVar[str] = "CARD-41"
    sentence: ClassVar[str] = "Phần mềm của hãng đầu đọc trả lời quá chậm. Hãy đợi, hoặc quét mã QR, nhập tay."
    remedy: ClassVar[str] = "Khởi động lại phần mềm của hãng; nếu luôn chậm, tăng patience_ms trong tệp mô tả đầu đọc."


class AnswerTooLarge(VendorProblem):
    """More bytes than any card has."""

    code: ClassVar[str] = "CARD-42"
    sentence: ClassVar[str] = "Phần mềm của hãng đầu đọc trả lời quá dài nên máy không nhận. Hãy quét mã QR hoặc nhập tay."
    remedy: ClassVar[str] = "Câu trả lời vượt {limit} KiB. Kiểm tra đường dẫn trong tệp mô tả; tăng largest_kib nếu ảnh lớn thật."


class AnswerGarbled(VendorProblem):
    """Not what the description of the reader says an answer looks like."""

    code: ClassVar[str] = "CARD-43"
    sentence: ClassVar[str] = "Không hiểu phần mềm của hãng đầu đọc trả lời gì. Hãy quét mã QR hoặc nhập tay."
    remedy: ClassVar[str] = "Câu trả lời không khớp tệp mô tả đầu đọc ({what}). Hãng có thể đã đổi phiên bản."


class OldCard(VendorProblem):
    """The program answers for a card that was there before anybody looked."""

    code: ClassVar[str] = "CARD-44"
    sentence: ClassVar[str] = "Phần mềm của hãng còn giữ thẻ của lần trước. Hãy nhấc thẻ ra rồi đặt lại."
    remedy: ClassVar[str] = "Không dùng thông tin ấy: có thể của người khác. Nếu lặp lại, xem mục state, key của tệp mô tả."


class PeopleMixedUp(VendorProblem):
    """Two answers about one card name two people."""

    code: ClassVar[str] = "CARD-45"
    sentence: ClassVar[str] = "Phần mềm của hãng trả lời lẫn hai người cho một lần đọc. Không dùng; hãy nhấc thẻ ra rồi đặt lại."
    remedy: ClassVar[str] = "Một thẻ, hai câu trả lời khác nhau. Đặt từng thẻ một; nếu lặp lại, báo hãng đầu đọc."


class DescriptionFaulty(VendorProblem):
    """The file that describes the vendor's program cannot be used as it is."""

    code: ClassVar[str] = "CARD-46"
    sentence: ClassVar[str] = "Tệp mô tả đầu đọc của hãng có chỗ sai nên chưa dùng được đầu đọc."
    remedy: ClassVar[str] = "Sửa tệp {path}: {what}"
