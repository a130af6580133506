"""What can go wrong between a card and us, as the person at the counter meets it. Nothing here holds a byte of the card.

Parsers raise typed ValueErrors of their own (`NotTlv`, `MalformedApdu`, `BadElement`); what leaves this package is one of these.
"""

from typing import ClassVar

from devices.card.apdu import tries_left
from kiosk.problems import Problem


class CardProblem(Problem):
    """Base of everything a reading of a card ends with, other than success."""


class CardGone(CardProblem):
    """The card no longer answers: lifted, moved, or the reader lost it. The link is dead from here on."""

    code: ClassVar[str] = "CARD-01"
    sentence: ClassVar[str] = "Thẻ đã rời khỏi đầu đọc khi đang đọc. Hãy đặt thẻ lại và giữ yên."
    remedy: ClassVar[str] = "Đặt thẻ nằm yên trên đầu đọc đến khi đọc xong; nếu vẫn vậy, rút và cắm lại đầu đọc."


class WrongPassword(CardProblem):
    """The card does not open with this CAN or MRZ. `left` says how often it may be tried, where the card told."""

    code: ClassVar[str] = "CARD-02"
    sentence: ClassVar[str] = "Số đã nhập không mở được thẻ này. Hãy kiểm tra lại số định danh hoặc ngày trên thẻ."
    remedy: ClassVar[str] = "Nhập lại sáu số cuối của số định danh in trên thẻ, hoặc ba dòng máy đọc ở mặt sau."

    def __init__(self, password: str, left: int | None = None) -> None:
        self.left = left
        super().__init__(password=password)


class CardBlocked(CardProblem):
    """The card refuses this password for now or for good, after too many wrong ones."""

    code: ClassVar[str] = "CARD-03"
    sentence: ClassVar[str] = "Thẻ đang tạm khóa vì nhập sai nhiều lần. Hãy nhấc thẻ ra, đợi một lát rồi thử lại."
    remedy: ClassVar[str] = "Nếu thẻ vẫn khóa, mời người dân đến cơ quan quản lý căn cước; nhận hồ sơ bằng mã QR hoặc nhập tay."


class AccessNotAllowed(CardProblem):
    """The card offers only an access that the policy of this office refuses (BAC), or none that we know."""

    code: ClassVar[str] = "CARD-04"
    sentence: ClassVar[str] = "Thẻ chỉ cho đọc theo cách cũ mà quầy này không dùng. Hãy dùng mã QR trên thẻ hoặc nhập tay."
    remedy: ClassVar[str] = "Xem thiết lập về cách mở thẻ (PACE, BAC) của quầy; thẻ không hỏng."


class MrzNeeded(CardProblem):
    """The card is of before PACE: it opens with the MRZ only, and none is at hand."""

    code: ClassVar[str] = "CARD-09"
    sentence: ClassVar[str] = "Thẻ này chỉ mở được bằng các dòng máy đọc. Hãy quét hoặc nhập các dòng đó rồi đặt lại thẻ."
    remedy: ClassVar[str] = "Các dòng máy đọc nằm ở mặt sau thẻ hoặc cuối trang ảnh của hộ chiếu."


class ChannelBroken(CardProblem):
    """An answer was not protected as agreed: damage on the way, or somebody in between. The session is over."""

    code: ClassVar[str] = "CARD-05"
    sentence: ClassVar[str] = "Đường truyền với thẻ không còn an toàn nên đã dừng đọc. Hãy đặt thẻ lại từ đầu."
    remedy: ClassVar[str] = "Nếu lặp lại với nhiều thẻ, thay đầu đọc; nếu chỉ một thẻ, coi thẻ đó là đáng ngờ."

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason=reason)


class CardNotUnderstood(CardProblem):
    """The card answered something this program cannot make sense of, or needs something it does not know."""

    code: ClassVar[str] = "CARD-06"
    sentence: ClassVar[str] = "Máy không hiểu thẻ này. Hãy dùng mã QR trên thẻ hoặc nhập tay."
    remedy: ClassVar[str] = "Có thể không phải thẻ căn cước hay hộ chiếu, hoặc chip hỏng. Gửi mã lỗi kèm bước {stage} cho hỗ trợ."

    def __init__(self, stage: str) -> None:
        self.stage = stage
        super().__init__(stage=stage)


class CardRefused(CardProblem):
    """The card answered a command with a status word other than success."""

    code: ClassVar[str] = "CARD-07"
    sentence: ClassVar[str] = "Thẻ từ chối một bước đọc. Hãy nhấc thẻ ra rồi đặt lại."
    remedy: ClassVar[str] = "Nếu vẫn vậy, gửi mã lỗi kèm bước {stage} và mã trả lời {status} cho hỗ trợ."

    def __init__(self, stage: str, sw: int) -> None:
        self.stage, self.sw = stage, sw
        super().__init__(stage=stage, status=f"{sw:04X}")


class ChannelDropped(CardRefused):
    """The card answered a protected command in the clear: it has thrown away the session's keys, and so do we."""

    code: ClassVar[str] = "CARD-08"
    sentence: ClassVar[str] = "Thẻ đã tự ngắt phiên đọc. Hãy nhấc thẻ ra rồi đặt lại."
    remedy: ClassVar[str] = "Nếu vẫn vậy, gửi mã lỗi kèm bước {stage} và mã trả lời {status} cho hỗ trợ."


def refused_password(password: str, sw: int) -> CardProblem | None:
    """The problem a status word after an authentication means, or None where it is no answer to a password."""
    if sw in (0x6983, 0x6984, 0x63C0):
        return CardBlocked()
    if sw == 0x6300 or tries_left(sw) is not None:
        return WrongPassword(password, tries_left(sw))
    return None
