"""What can stand between a counter and its gateway. None of it ever stops the counter."""

from typing import ClassVar

from kiosk.problems import Problem


class SyncProblem(Problem):
    """Base of what goes wrong on the way; the dossiers stay on this machine and are tried again."""

    code: ClassVar[str] = "SYNC-00"
    sentence: ClassVar[str] = "Chưa gửi được hồ sơ. Hồ sơ vẫn an toàn trên máy và sẽ được gửi lại."
    remedy: ClassVar[str] = "Xem lệnh «outbox» để biết hồ sơ nào đang chờ và vì sao."


class LinkDown(SyncProblem):
    code = "SYNC-01"
    sentence = "Chưa có kết nối tới trục của tỉnh. Quầy vẫn tiếp nhận bình thường, hồ sơ sẽ tự gửi khi có mạng."
    remedy = "Kiểm tra mạng và địa chỉ trục ({what})."


class NotTheGateway(SyncProblem):
    code = "SYNC-02"
    sentence = "Nơi trả lời không phải trục của tỉnh, nên chương trình không gửi gì."
    remedy = "Có thể đang ở sau trang đăng nhập Wi-Fi, hoặc địa chỉ trục sai ({what})."


class GatewayBusy(SyncProblem):
    code = "SYNC-03"
    sentence = "Trục của tỉnh đang bận và hẹn gửi lại sau."
    remedy = "Không cần làm gì; chương trình tự gửi lại sau {seconds} giây."

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.seconds = seconds


class StillChecking(GatewayBusy):
    """Everything has arrived; the acknowledgement comes when the gateway has read all of it back."""

    code = "SYNC-35"
    sentence = "Trục đã nhận đủ các trang và đang đọc lại để kiểm tra; giấy báo đã nhận sẽ có sau."
    remedy = "Không cần làm gì; chương trình tự hỏi lại sau {seconds} giây."


class NotAdmitted(SyncProblem):
    code = "SYNC-04"
    sentence = "Trục của tỉnh chưa nhận máy này. Quầy vẫn tiếp nhận bình thường, hồ sơ được giữ trên máy."
    remedy = "Ghi danh máy với trục của tỉnh (mã {what})."

    def __init__(self, what: str) -> None:
        super().__init__(what=what)
        self.reason = what             # the protocol's code, where the gateway said one


class RefusedByGateway(SyncProblem):
    """A definite no to one request."""

    code = "SYNC-05"
    sentence = "Trục của tỉnh từ chối một yêu cầu của máy này."
    remedy = "Báo bộ phận hỗ trợ mã «{reason}» (HTTP {status})."

    def __init__(self, status: int, reason: str, offset: int | None = None) -> None:
        super().__init__(status=status, reason=reason)
        self.status, self.reason, self.offset = status, reason, offset


class AcknowledgementRefused(SyncProblem):
    code = "SYNC-06"
    sentence = "Giấy báo đã nhận của trục không khớp với hồ sơ đã gửi, nên hồ sơ chưa được coi là đã gửi."
    remedy = "Báo bộ phận hỗ trợ: {what}. Trang chụp vẫn giữ trên máy."


class GatewayUnknown(SyncProblem):
    code = "SYNC-07"
    sentence = "Máy này chưa biết địa chỉ hoặc khóa của trục nên chưa gửi được. Quầy vẫn tiếp nhận bình thường."
    remedy = "Ghi [gateway] url trong settings.toml, rồi chạy «enrol --code» với mã của người vận hành trục."


class CertificateWrong(NotTheGateway):
    """Somebody answered under the gateway's address and could not show that they are it."""

    code = "SYNC-20"
    sentence = "Nơi trả lời đưa ra chứng thư không đúng của trục, nên chương trình không gửi gì."
    remedy = (
        "Kiểm tra giờ của máy, địa chỉ trục ({what}), mạng Wi-Fi lạ. Nếu tỉnh dùng chứng thư riêng, ghi [gateway] ca_file; "
        "nếu chứng thư của trục hết hạn, gọi người vận hành trục."
    )


class AuthorityUnreadable(SyncProblem):
    code = "SYNC-26"
    sentence = "Không đọc được tệp chứng thư riêng của tỉnh nên máy chưa nối với trục."
    remedy = "Kiểm tra [gateway] ca_file trong settings.toml: {path} phải là tệp PEM."


class DeviceRevoked(NotAdmitted):
    """The operator of the gateway has taken this device's admission back."""

    code = "SYNC-21"
    sentence = "Người vận hành trục đã thu hồi quyền gửi của máy này. Quầy vẫn tiếp nhận, hồ sơ được giữ trên máy."
    remedy = "Gọi người vận hành trục của tỉnh để hỏi lý do. Đừng xóa dữ liệu: hồ sơ chưa gửi chỉ có ở máy này."


class CodeWrong(SyncProblem):
    code = "SYNC-23"
    sentence = "Trục của tỉnh không có mã ghi danh này, nên máy chưa được ghi danh."
    remedy = "Đọc lại từng nhóm chữ của mã rồi gõ lại. Gõ sai 5 lần thì mã bị khóa, phải xin mã khác."


class CodeNotValid(SyncProblem):
    code = "SYNC-24"
    sentence = "Mã ghi danh này không dùng được nữa, nên máy chưa được ghi danh."
    remedy = "Xin người vận hành trục cấp mã khác ({what}: đã dùng, hết hạn, bị hủy hoặc bị khóa; hoặc máy đã ghi danh rồi)."


class NotACode(SyncProblem):
    """Noticed here, before anything is sent."""

    code = "SYNC-25"
    sentence = "Mã ghi danh gõ chưa đúng, nên chưa gửi gì đi."
    remedy = "Mã có ba nhóm bốn chữ, không có chữ O, I, L và số 0, 1. Xem lại từng nhóm rồi gõ lại."


class RoleRefused(RefusedByGateway):
    """What was asked is not for devices of this role."""

    code = "SYNC-22"
    sentence = "Vai của máy này ở trục không được làm việc vừa rồi."
    remedy = "Nếu máy này là máy của cán bộ, xin người vận hành trục cấp mã ghi danh với vai «counter» ({reason}, HTTP {status})."


class ResultDiffers(SyncProblem):
    """The bytes of a result are not those the portal named."""

    code = "SYNC-40"
    sentence = "Tệp kết quả tải về không đúng với tệp Cổng đã báo, nên máy không dùng và sẽ tải lại."
    remedy = "Máy tự tải lại ba lần; vẫn sai thì báo người vận hành trục của tỉnh."


class PlainLinkRefused(SyncProblem):
    code = "SYNC-08"
    sentence = "Không gửi hồ sơ qua đường truyền không mã hóa."
    remedy = "Dùng địa chỉ https; http chỉ được phép trong chính máy này (127.0.0.1)."


# ---- who answered instead, and what holds a lane back ---------------------------------------------------------------


class BehindALogin(NotTheGateway):
    """A captive portal: a web page, or a redirect, where the signed greeting should be."""

    code = "SYNC-09"
    sentence = "Mạng này đòi đăng nhập hoặc chuyển hướng, nên chưa tới được trục của tỉnh; chương trình không gửi gì."
    remedy = "Mở trình duyệt và đăng nhập mạng (Wi-Fi, thẻ khách); xong thì hồ sơ tự gửi ({what})."


class AnotherGateway(NotTheGateway):
    """A gateway greeted, with a key that is not the one this counter knows."""

    code = "SYNC-10"
    sentence = "Có một trục trả lời, nhưng khóa của nó không phải khóa máy này đã ghi nhận, nên chương trình không gửi gì."
    remedy = "Kiểm tra [gateway] url và public_key; trục vừa đổi khóa hay dựng lại thì hỏi người vận hành trục (khóa {what})."


class ClocksDiffer(SyncProblem):
    """Only noted and shown: nothing is ever refused for it."""

    code = "SYNC-11"
    sentence = "Đồng hồ máy này lệch với đồng hồ của trục. Hồ sơ vẫn gửi bình thường, nhưng giờ in trên giấy có thể sai."
    remedy = "Chỉnh ngày giờ của máy; hiện lệch {seconds} giây so với trục."


class GatewayFailing(LinkDown):
    """It is there, and what it did went wrong at its end."""

    code = "SYNC-12"
    sentence = "Trục của tỉnh đang gặp sự cố khi nhận. Hồ sơ vẫn an toàn trên máy và sẽ được gửi lại."
    remedy = "Không hết sau một giờ thì báo người vận hành trục ({what})."


class HeldBack(SyncProblem):
    """Base of reasons for which pages wait although they could go. Forms never wait for them."""

    code = "SYNC-13"
    sentence = "Đường truyền tính cước: chỉ gửi tờ khai và quyết định, trang chụp chờ đường truyền khác."
    remedy = "Đặt [link] metered = false trong settings.toml khi đường truyền không còn tính cước."


class OutsidePageHours(HeldBack):
    code = "SYNC-14"
    sentence = "Chưa đến giờ trục nhận trang chụp; tờ khai vẫn gửi ngay."
    remedy = "Giờ nhận trang do trục của tỉnh đặt; không cần làm gì."


class QuietHours(HeldBack):
    code = "SYNC-15"
    sentence = "Đang trong giờ quầy nhường đường truyền; tờ khai vẫn gửi ngay, trang chụp gửi sau."
    remedy = "Giờ nhường do [link] quiet_hours trong settings.toml đặt."


class LaneRests(SyncProblem):
    """The breaker of one lane is open."""

    code = "SYNC-16"
    sentence = "Một làn gửi vừa hỏng nhiều lần liền nên tạm nghỉ; các làn khác vẫn gửi."
    remedy = "Không cần làm gì; chương trình tự thử lại. Kéo dài thì kiểm tra thiết bị mạng đứng giữa quầy và trục."
