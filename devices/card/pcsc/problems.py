"""What stands between this program and a card before the first command: service, rights, reader, card."""

from typing import ClassVar

from devices.card.problems import CardProblem


class NoCardService(CardProblem):
    """The smart card service of this machine does not answer."""

    code: ClassVar[str] = "CARD-10"
    sentence: ClassVar[str] = "Dịch vụ đọc thẻ của máy này không chạy. Trong lúc chờ, hãy dùng mã QR trên thẻ hoặc nhập tay."
    remedy: ClassVar[str] = (
        "Linux: gõ «systemctl enable --now pcscd.socket». Windows: dịch vụ Smart Card chỉ chạy khi có đầu đọc cắm vào máy."
    )


class NoCardReader(CardProblem):
    """The service answers, and knows no reader (or no longer this one)."""

    code: ClassVar[str] = "CARD-11"
    sentence: ClassVar[str] = "Không thấy đầu đọc thẻ. Hãy cắm đầu đọc; trong lúc chờ, dùng mã QR trên thẻ hoặc nhập tay."
    remedy: ClassVar[str] = "Kiểm tra dây và cổng USB của đầu đọc; «main.py doctor» kể những đầu đọc mà máy thấy."


class ReaderHeld(CardProblem):
    """Another program has the card for itself."""

    code: ClassVar[str] = "CARD-12"
    sentence: ClassVar[str] = "Một chương trình khác đang giữ đầu đọc thẻ. Hãy đóng chương trình ấy hoặc đợi nó xong."
    remedy: ClassVar[str] = "Thường là phần mềm ký số hoặc phần mềm đọc thẻ của hãng còn mở; nó đóng thì đầu đọc dùng lại được."


class CardMute(CardProblem):
    """Something lies on the reader and does not answer to power."""

    code: ClassVar[str] = "CARD-13"
    sentence: ClassVar[str] = "Thẻ không trả lời đầu đọc. Hãy nhấc thẻ ra, kiểm tra mặt và chiều của thẻ rồi đặt lại."
    remedy: ClassVar[str] = "Thẻ đặt lệch hoặc ngược, chip hỏng, hay không phải thẻ chip; thử một thẻ khác để biết lỗi ở đâu."


class ServiceForbidden(CardProblem):
    """The service runs, and refuses this person or session (polkit on newer Linux systems)."""

    code: ClassVar[str] = "CARD-14"
    sentence: ClassVar[str] = "Máy không cho chương trình dùng đầu đọc thẻ. Hãy báo người quản trị; dùng mã QR hoặc nhập tay."
    remedy: ClassVar[str] = (
        "Dịch vụ thẻ từ chối (0x8010006A): cho phép access_pcsc và access_card trong polkit như docs/the-can-cuoc.md viết."
    )


class CardSupportMissing(CardProblem):
    """A part of ours, or the system's library, is not installed. `what` is its name."""

    code: ClassVar[str] = "CARD-15"
    sentence: ClassVar[str] = "Máy này chưa cài phần đọc thẻ chip. Hãy dùng mã QR trên thẻ hoặc nhập tay."
    remedy: ClassVar[str] = "Thiếu {what}. Linux: chạy lại «make setup»; Windows: cài lại thư viện theo requirements.lock."

    def __init__(self, what: str) -> None:
        super().__init__(what=what)


class ReaderFailed(CardProblem):
    """The service or the reader's driver failed in a way people cannot tell apart."""

    code: ClassVar[str] = "CARD-16"
    sentence: ClassVar[str] = "Đầu đọc thẻ báo lỗi. Hãy nhấc thẻ ra, rút và cắm lại đầu đọc rồi thử lại."
    remedy: ClassVar[str] = "Nếu vẫn vậy, gửi mã lỗi kèm mã {result} của dịch vụ thẻ cho hỗ trợ."

    def __init__(self, result: int) -> None:
        super().__init__(result=f"0x{result:08X}")
