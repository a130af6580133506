"""What the gateway says no to, in the words of the counter protocol, and the few problems of its own."""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from kiosk.problems import Problem
from sync.messages import MissingPage, Refusal


class Reason(StrEnum):
    """Why a whole request is refused: the stable codes of the protocol."""

    REQUEST_UNREADABLE = "request-unreadable"
    PROOF_DOES_NOT_HOLD = "proof-does-not-hold"
    UNKNOWN_DEVICE = "unknown-device"
    SIGNATURE_MISSING = "signature-missing"
    SIGNATURE_WRONG = "signature-wrong"
    REQUEST_STALE = "request-stale"
    DEVICE_REVOKED = "device-revoked"
    NOT_YOURS = "not-yours"
    ROLE_MAY_NOT = "role-may-not"
    REQUEST_REPLAYED = "request-replayed"
    ENROLMENT_CLOSED = "enrolment-closed"
    CODE_WRONG = "code-wrong"
    CODE_LOCKED = "code-locked"
    CODE_USED = "code-used"
    CODE_WITHDRAWN = "code-withdrawn"
    CODE_EXPIRED = "code-expired"
    ALREADY_ENROLLED = "already-enrolled"
    TOO_MANY_TRIES = "too-many-tries"
    NO_LEASES = "no-leases"
    LEASE_DAY = "lease-day"
    LEASE_LIMIT = "lease-limit"
    LEASE_STOPPED = "lease-stopped"
    NO_DEMO_DESK = "no-demo-desk"
    NOT_A_COUNTER = "not-a-counter"
    UNKNOWN_PATH = "unknown-path"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    UNKNOWN_DOSSIER = "unknown-dossier"
    UNKNOWN_CALL = "unknown-call"
    UNKNOWN_MANIFEST = "unknown-manifest"
    PAGE_NOT_IN_MANIFEST = "page-not-in-manifest"
    PAGE_NOT_HELD = "page-not-held"
    NOT_ACKNOWLEDGED = "not-acknowledged"
    RESULT_NOT_HELD = "result-not-held"
    RANGE_OUTSIDE = "range-outside"
    DEVICE_KEY_DIFFERS = "device-key-differs"
    OFFSET_DIFFERS = "offset-differs"
    PAGES_MISSING = "pages-missing"
    QUERY_STALE = "query-stale"
    QUERY_REPLAYED = "query-replayed"
    QUERY_TOO_WIDE = "query-too-wide"
    TOO_MANY_QUERIES = "too-many-queries"
    TOO_LARGE = "too-large"
    ENCODING_UNKNOWN = "encoding-unknown"
    HASH_DIFFERS = "hash-differs"
    MANIFEST_DOES_NOT_HOLD = "manifest-does-not-hold"
    INTERNAL = "internal"
    PAGE_DAMAGED = "page-damaged"
    BUSY = "busy"
    TOO_MANY_REQUESTS = "too-many-requests"
    BODY_TOO_SLOW = "body-too-slow"
    DISK_FULL = "disk-full"


class FormFault(StrEnum):
    """Why one form of a batch is refused."""

    FORM_UNREADABLE = "form-unreadable"
    HASH_DIFFERS = "hash-differs"
    MANIFEST_DOES_NOT_HOLD = "manifest-does-not-hold"
    MANIFEST_CONTRADICTS_FORM = "manifest-contradicts-form"
    NUMBER_TAKEN = "number-taken"
    NUMBER_MALFORMED = "number-malformed"
    NUMBER_NOT_LEASED = "number-not-leased"
    REVISION_OUT_OF_ORDER = "revision-out-of-order"
    REVISION_CHANGES_RECEIPT = "revision-changes-receipt"
    REVISION_NOT_YOURS = "revision-not-yours"
    PARENT_DIFFERS = "parent-differs"          # with the outcome "conflict"


STATUS: Mapping[Reason, int] = {
    Reason.REQUEST_UNREADABLE: 400,
    Reason.PROOF_DOES_NOT_HOLD: 400,
    Reason.UNKNOWN_DEVICE: 401,
    Reason.SIGNATURE_MISSING: 401,
    Reason.SIGNATURE_WRONG: 401,
    Reason.REQUEST_STALE: 401,
    Reason.DEVICE_REVOKED: 401,
    Reason.NOT_YOURS: 403,
    Reason.ROLE_MAY_NOT: 403,
    Reason.REQUEST_REPLAYED: 409,
    Reason.ENROLMENT_CLOSED: 403,
    Reason.CODE_WRONG: 403,
    Reason.CODE_LOCKED: 403,
    Reason.CODE_USED: 403,
    Reason.CODE_WITHDRAWN: 403,
    Reason.CODE_EXPIRED: 403,
    Reason.ALREADY_ENROLLED: 409,
    Reason.TOO_MANY_TRIES: 429,
    Reason.NO_LEASES: 403,
    Reason.LEASE_DAY: 409,
    Reason.LEASE_LIMIT: 409,
    Reason.LEASE_STOPPED: 409,
    Reason.NO_DEMO_DESK: 403,
    Reason.NOT_A_COUNTER: 403,
    Reason.UNKNOWN_PATH: 404,
    Reason.METHOD_NOT_ALLOWED: 405,
    Reason.UNKNOWN_DOSSIER: 404,
    Reason.UNKNOWN_CALL: 404,
    Reason.UNKNOWN_MANIFEST: 404,
    Reason.PAGE_NOT_IN_MANIFEST: 404,
    Reason.PAGE_NOT_HELD: 404,
    Reason.NOT_ACKNOWLEDGED: 404,
    Reason.RESULT_NOT_HELD: 404,
    Reason.RANGE_OUTSIDE: 416,
    Reason.DEVICE_KEY_DIFFERS: 409,
    Reason.OFFSET_DIFFERS: 409,
    Reason.PAGES_MISSING: 409,
    Reason.QUERY_STALE: 409,
    Reason.QUERY_REPLAYED: 409,
    Reason.QUERY_TOO_WIDE: 422,
    Reason.TOO_MANY_QUERIES: 429,
    Reason.TOO_LARGE: 413,
    Reason.ENCODING_UNKNOWN: 415,
    Reason.HASH_DIFFERS: 422,
    Reason.MANIFEST_DOES_NOT_HOLD: 422,
    Reason.INTERNAL: 500,
    Reason.PAGE_DAMAGED: 500,
    Reason.BUSY: 503,
    Reason.TOO_MANY_REQUESTS: 429,
    Reason.BODY_TOO_SLOW: 408,
    Reason.DISK_FULL: 503,
}


class GatewayProblem(Problem):
    """Anything that goes wrong at the gateway; what it holds stays untouched."""

    code: ClassVar[str] = "GATEWAY-00"
    sentence: ClassVar[str] = "Trục của tỉnh gặp lỗi. Những gì trục đã nhận vẫn còn nguyên."
    remedy: ClassVar[str] = "Xem nhật ký của trục và gửi mã lỗi cho bộ phận hỗ trợ."


class Refused(GatewayProblem):
    """A request the protocol has a word for."""

    code = "GATEWAY-01"
    sentence = "Trục của tỉnh từ chối yêu cầu này ({reason})."
    remedy = "Tra mã «{reason}» trong docs/failure-codes.md; máy ở quầy tự xử lý phần lớn trường hợp."

    def __init__(
        self, reason: Reason, offset: int | None = None, missing: tuple[MissingPage, ...] = (), retry_after: int = 0
    ) -> None:
        """`retry_after`: seconds, where they were worked out for this caller."""
        super().__init__(reason=reason.value)
        self.reason, self.offset, self.missing, self.retry_after = reason, offset, missing, retry_after

    def body(self) -> Refusal:
        return Refusal(self.reason.value, self.offset, self.missing)


class NotLoopback(GatewayProblem):
    code = "GATEWAY-02"
    sentence = "Trục của tỉnh không mở cho máy khác khi đường truyền chưa mã hóa."
    remedy = "Thêm --tls-cert và --tls-key, hoặc dùng địa chỉ 127.0.0.1 hay ::1 thay cho {host}."


class PortTaken(GatewayProblem):
    code = "GATEWAY-03"
    sentence = "Cổng mạng dành cho trục đang được một chương trình khác sử dụng."
    remedy = "Đóng chương trình kia, chọn cổng khác thay cho {port}, hoặc dùng cổng 0 để tự chọn."


class Unforeseen(GatewayProblem):
    """Written to the log in place of a traceback, which might show what is in a dossier."""

    code = "GATEWAY-04"
    sentence = "Trục của tỉnh gặp lỗi không lường trước khi trả lời một máy ở quầy; máy đó sẽ gửi lại."
    remedy = "Gửi dòng nhật ký này cho bộ phận hỗ trợ ({kind}, {where})."


class ChainRewritten(GatewayProblem):
    """A device showed two different hashes for one line of its audit log."""

    code = "GATEWAY-05"
    sentence = "Nhật ký kiểm soát của một máy ở quầy không khớp với lần gửi trước."
    remedy = "Kiểm tra máy {device} (dòng {seq}): kho dữ liệu bị khôi phục từ bản cũ hoặc nhật ký bị sửa."


class HeldPageLost(GatewayProblem):
    """A page that was whole no longer is; it is asked for again."""

    code = "GATEWAY-06"
    sentence = "Một trang trục đã nhận không đọc lại được nguyên vẹn; trục yêu cầu máy ở quầy gửi lại."
    remedy = "Kiểm tra ổ đĩa của trục (hồ sơ {dossier})."


class GatewayFileWrong(GatewayProblem):
    code = "GATEWAY-10"
    sentence = "Tệp cài đặt của trục có chỗ sai nên trục chưa chạy."
    remedy = "Sửa tệp {path}: {what}"


class NoGatewayHere(GatewayProblem):
    code = "GATEWAY-11"
    sentence = "Thư mục này chưa có trục nào, hoặc trục ở đây thuộc phiên bản cũ hơn."
    remedy = "Kiểm tra --data ({path}); nếu đúng thì chạy lệnh «gateway» một lần trước."


class TlsUnusable(GatewayProblem):
    code = "GATEWAY-12"
    sentence = "Chứng thư TLS không dùng được nên trục chưa chạy."
    remedy = "Kiểm tra {certificate} và {key}: đúng cặp, dạng PEM, khóa không đặt mật khẩu ({what})."


class TrainingStaysHere(GatewayProblem):
    code = "GATEWAY-13"
    sentence = "Trục tập huấn nhận mọi máy và ai cũng quyết định được hồ sơ, nên chỉ chạy trong chính máy này."
    remedy = "Bỏ «--profile demo» để mở trục cho máy khác, hoặc dùng 127.0.0.1 thay cho {host}."


class AddressUnusable(GatewayProblem):
    code = "GATEWAY-14"
    sentence = "Trục không mở được ở địa chỉ này."
    remedy = "Ghi một địa chỉ IP của máy này, hoặc 0.0.0.0 cho mọi địa chỉ, thay cho {host}."


class PlaceUnclear(GatewayProblem):
    code = "GATEWAY-15"
    sentence = "Mã ghi danh phải nói rõ cơ quan và quầy, nên chưa cấp mã nào."
    remedy = "Ghi --office (mã cơ quan, như trong settings.toml của quầy) và --counter (tên quầy), mỗi tên không quá 64 chữ."


class NothingOfThatName(GatewayProblem):
    code = "GATEWAY-16"
    sentence = "Trục không có mã hay máy nào mang tên đó, hoặc mã đã dùng rồi. Chưa có gì thay đổi."
    remedy = "Xem lại «{name}» bằng lệnh list rồi gõ lại."


class NumbersPassedOver(GatewayProblem):
    """The store is older than the mark outside it: numbers up to `last` are out."""

    code = "LEASE-01"
    sentence = "Kho của trục cũ hơn những số đã cấp (vừa khôi phục từ bản sao?). Trục cấp tiếp từ sau các số đã cấp."
    remedy = "Không cần làm gì với số hồ sơ; dãy {series} tiếp tục sau số {last}. Kiểm tra việc khôi phục trục."


class LeaseGivenTwice(GatewayProblem):
    """A counter showed a lease of ours whose range this store has granted to another since it was restored."""

    code = "LEASE-02"
    sentence = "Một dải số đã được cấp cho hai máy vì kho của trục từng bị khôi phục từ bản cũ."
    remedy = "Máy {device} thôi dùng dải {series} ({first}–{last}); đối chiếu hồ sơ mang các số này."
