"""What can stand in the way of a signature, each in words. A missing token never stops the counter: copies go on waiting."""

from enum import StrEnum
from typing import ClassVar

from kiosk.problems import Problem
from kiosk.words import N_, _


class SigningProblem(Problem):
    """Base of everything that keeps a copy from being signed; the copy goes on waiting for its signature."""


class NoSigner(SigningProblem):
    """The settings name no way of signing."""

    code: ClassVar[str] = "SIGN-01"
    sentence: ClassVar[str] = N_("Máy này chưa được cài đặt để ký số. Bản sao vẫn được giữ, chờ ký.")
    remedy: ClassVar[str] = N_("Ghi mục [signing] trong settings.toml: driver là \"pkcs11\" hoặc \"sign_service\".")


class LibraryMissing(SigningProblem):
    """The library of the token's vendor is not there, or cannot be loaded."""

    code: ClassVar[str] = "SIGN-02"
    sentence: ClassVar[str] = N_("Không mở được thư viện của USB ký số. Bản sao vẫn được giữ, chờ ký.")
    remedy: ClassVar[str] = N_("Cài phần mềm của nhà cung cấp USB ký số, rồi sửa «library» ở mục [signing] ({path}).")


class NoToken(SigningProblem):
    """No token is plugged in."""

    code: ClassVar[str] = "SIGN-03"
    sentence: ClassVar[str] = N_("Chưa cắm USB ký số.")
    remedy: ClassVar[str] = N_("Cắm USB ký số vào máy rồi thử lại. Chưa có thì cứ tiếp nhận bình thường, ký sau.")


class PinWrong(SigningProblem):
    """The PIN is not right; `left` says how many tries remain, where the token tells."""

    code: ClassVar[str] = "SIGN-04"
    sentence: ClassVar[str] = N_("Mã PIN chưa đúng. {left}")
    remedy: ClassVar[str] = N_("Gõ lại mã PIN của USB ký số. Sai nhiều lần thì USB tự khóa.")

    @classmethod
    def with_left(cls, tries: int | None, *, low: bool = False) -> "PinWrong":
        """`tries` remaining; `low` where the token only says that few remain."""
        if tries is not None:
            said = _("Chỉ còn một lần thử.") if tries == 1 else _("Còn {count} lần thử.").format(count=tries)
        else:
            said = _("Chỉ còn ít lần thử.") if low else ""
        return cls(left=said)

    def for_person(self) -> str:
        return super().for_person().rstrip()


class PinBlocked(SigningProblem):
    """Too many wrong PINs: the token lets nobody in any more."""

    code: ClassVar[str] = "SIGN-05"
    sentence: ClassVar[str] = N_("USB ký số đã bị khóa vì nhập sai mã PIN nhiều lần.")
    remedy: ClassVar[str] = N_("Mang USB tới đơn vị cấp chứng thư số để mở khóa. Bản sao vẫn được giữ, chờ ký.")


class TokenGone(SigningProblem):
    """The token was pulled out in the middle of the work."""

    code: ClassVar[str] = "SIGN-06"
    sentence: ClassVar[str] = N_("USB ký số bị rút ra giữa chừng. Những bản đã ký xong vẫn được giữ.")
    remedy: ClassVar[str] = N_("Cắm lại USB rồi ký tiếp những bản còn chờ.")


class CertificateExpired(SigningProblem):
    code: ClassVar[str] = "SIGN-07"
    sentence: ClassVar[str] = N_("Chứng thư số đã hết hạn ngày {day}.")
    remedy: ClassVar[str] = N_("Gia hạn chứng thư số ở đơn vị cấp, hoặc ký bằng chứng thư khác. Bản sao vẫn được giữ, chờ ký.")


class CertificateNotYetValid(SigningProblem):
    code: ClassVar[str] = "SIGN-08"
    sentence: ClassVar[str] = N_("Chứng thư số chưa có hiệu lực, từ ngày {day} mới dùng được.")
    remedy: ClassVar[str] = N_("Xem lại ngày giờ của máy. Nếu máy đúng giờ thì chờ tới ngày chứng thư có hiệu lực.")


class CertificateNotForSigning(SigningProblem):
    code: ClassVar[str] = "SIGN-09"
    sentence: ClassVar[str] = N_("Chứng thư số này không dùng để ký văn bản.")
    remedy: ClassVar[str] = N_("Chọn chứng thư ký số cá nhân khác trên USB; chứng thư này chỉ để đăng nhập hoặc mã hóa.")


class NoCertificate(SigningProblem):
    """A token is there, but no certificate is on it whose key is there too."""

    code: ClassVar[str] = "SIGN-10"
    sentence: ClassVar[str] = N_("Trên USB ký số không có chứng thư nào kèm khóa để ký.")
    remedy: ClassVar[str] = N_("Kiểm tra bằng phần mềm của nhà cung cấp; nếu đúng là trống thì liên hệ đơn vị cấp chứng thư số.")


class NotSignable(StrEnum):
    """Why a file takes no signature."""

    NO_PDF = "no_pdf"
    DAMAGED = "damaged"
    LOCKED = "locked"
    CHANGED = "changed"
    TOO_LARGE = "too_large"
    FORBIDDEN = "forbidden"


_NOT_SIGNABLE = {
    NotSignable.NO_PDF: N_("không phải là tệp PDF"),
    NotSignable.DAMAGED: N_("tệp hỏng hoặc bị cắt cụt"),
    NotSignable.LOCKED: N_("tệp có mật khẩu"),
    NotSignable.CHANGED: N_("tệp không còn là bản đã làm xong"),
    NotSignable.TOO_LARGE: N_("tệp quá lớn"),
    NotSignable.FORBIDDEN: N_("chữ ký có sẵn trong tệp không cho ký thêm"),
}


class CopyNotSignable(SigningProblem):
    """This one file cannot be signed as it is."""

    code: ClassVar[str] = "SIGN-11"
    sentence: ClassVar[str] = N_("Không ký được bản sao này: {why}.")
    remedy: ClassVar[str] = N_("Các trang đã quét vẫn còn nguyên. Báo người quản trị để làm lại bản sao từ các trang ấy.")

    @classmethod
    def because(cls, why: NotSignable) -> "CopyNotSignable":
        return cls(why=_(_NOT_SIGNABLE[why]))


class ServiceAbsent(SigningProblem):
    """The signing service of this machine does not answer."""

    code: ClassVar[str] = "SIGN-12"
    sentence: ClassVar[str] = N_("Phần mềm ký số trên máy này chưa chạy.")
    remedy: ClassVar[str] = N_("Mở phần mềm ký số (VGCA Sign Service) rồi thử lại; địa chỉ ở mục [signing] là {address}.")


class CancelledThere(SigningProblem):
    """The person closed the service's own window."""

    code: ClassVar[str] = "SIGN-13"
    sentence: ClassVar[str] = N_("Việc ký đã bị hủy ở cửa sổ của phần mềm ký số. Những bản đã ký xong vẫn được giữ.")
    remedy: ClassVar[str] = N_("Không cần làm gì; có thể ký tiếp bất cứ lúc nào.")


class ServiceRefused(SigningProblem):
    code: ClassVar[str] = "SIGN-14"
    sentence: ClassVar[str] = N_("Phần mềm ký số không ký, trả lời: {said}.")
    remedy: ClassVar[str] = N_("Xem thông báo trong phần mềm ký số. Bản sao vẫn được giữ, chờ ký.")


class SigningBroke(SigningProblem):
    """The process that signs died or never answered."""

    code: ClassVar[str] = "SIGN-15"
    sentence: ClassVar[str] = N_("Phần ký số dừng đột ngột. Những bản đã ký xong vẫn được giữ.")
    remedy: ClassVar[str] = N_("Rút USB ký số ra, cắm lại rồi ký tiếp. Nếu lặp lại, báo người quản trị xem nhật ký của máy.")


class SignatureNotGood(SigningProblem):
    """What came back was looked at again and does not hold: it does not count as signed."""

    code: ClassVar[str] = "SIGN-16"
    sentence: ClassVar[str] = N_("Chữ ký vừa làm không đạt khi kiểm tra lại, nên bản sao này chưa được tính là đã ký.")
    remedy: ClassVar[str] = N_("Ký lại. Nếu lặp lại, báo người quản trị kiểm tra USB và phần mềm ký số.")


class SignaturesUnreadable(SigningProblem):
    """The signatures of a file could not be looked at: nothing is known of it, good or bad."""

    code: ClassVar[str] = "SIGN-17"
    sentence: ClassVar[str] = N_("Chưa kiểm tra được chữ ký trong tệp này: tệp hỏng, có mật khẩu hoặc không phải PDF.")
    remedy: ClassVar[str] = N_("Xin lại tệp từ nơi gửi, hoặc kiểm tra bằng phần mềm khác trước khi dùng.")


class TimeStampNotGiven(SigningProblem):
    code: ClassVar[str] = "SIGN-18"
    sentence: ClassVar[str] = N_("Chưa lấy được dấu thời gian cho bản đã ký. Chữ ký vẫn có giá trị như lúc ký.")
    remedy: ClassVar[str] = N_("Không cần làm gì, máy lấy lại khi có mạng. Kéo dài thì xem «time_stamp_url» ở mục [signing].")


class TokenTrouble(SigningProblem):
    """The token answered with something we have no words for; `said` is its own name for it."""

    code: ClassVar[str] = "SIGN-19"
    sentence: ClassVar[str] = N_("USB ký số báo lỗi nên chưa ký được. Những bản đã ký xong vẫn được giữ.")
    remedy: ClassVar[str] = N_("Rút USB ra, cắm lại rồi thử lại. Nếu lặp lại, báo cho nơi cấp USB: {said}.")


class WhichCertificate(SigningProblem):
    """Several certificates would do, or none does: nobody but the person can say which."""

    code: ClassVar[str] = "SIGN-20"
    sentence: ClassVar[str] = N_("Chưa rõ ký bằng chứng thư nào.")
    remedy: ClassVar[str] = N_("Thêm «--certificate» và số hiệu của một chứng thư dùng được: {serials}.")
