"""Why something has not been sent, what to do about it and who does it.

The codes are stable: those of the link (SYNC-xx) and those with which the gateway says no. A code that is new here is
shown as it is: somebody can read it out to the helpers.
"""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.moments import day_of, local, show_moment
from kiosk.states import Actor, actor_label
from kiosk.words import N_, _


class Doer(StrEnum):
    """Who has to do something about it."""

    MACHINE = "machine"                # nobody: it tries again by itself
    OFFICER = "officer"
    KEEPER = "keeper"                  # who looks after the counter's machine
    HELPERS = "helpers"                # who supports the program
    GATEWAY = "gateway"                # who runs the gateway

    def shown(self) -> str:
        return actor_label(Actor.OFFICER) if self is Doer.OFFICER else _(_DOERS[self])


_DOERS = {
    Doer.MACHINE: N_("Máy tự làm"),
    Doer.KEEPER: N_("Người phụ trách máy"),
    Doer.HELPERS: N_("Bộ phận hỗ trợ"),
    Doer.GATEWAY: N_("Người vận hành trục"),
}


@dataclass(frozen=True, slots=True)
class Why:
    """A reason in a sentence, and what to do in another."""

    sentence: str
    remedy: str
    doer: Doer


_NOTHING_TO_DO = N_("Không phải làm gì: máy tự gửi lại.")
_CALL_HELP = N_("Giữ nguyên hồ sơ, báo bộ phận hỗ trợ mã này và mã hồ sơ.")
_PAGES_GO_LATER = N_("Không phải làm gì: tờ khai đã tới trục, trang chụp tự gửi khi được phép.")
_UPDATE = N_("Báo bộ phận hỗ trợ cập nhật bên cũ hơn.")

_WHY = {
    "SYNC-00": (N_("Chưa gửi được. Hồ sơ vẫn an toàn trên máy."), _NOTHING_TO_DO, Doer.MACHINE),
    "SYNC-01": (N_("Chưa có kết nối tới trục của tỉnh."),
                N_("Máy tự gửi khi có mạng. Lâu không có thì xem dây mạng, Wi-Fi, rồi báo người phụ trách máy."), Doer.MACHINE),
    "SYNC-02": (N_("Nơi trả lời không phải trục của tỉnh, nên máy không gửi gì."),
                N_("Mở trình duyệt xem có trang đăng nhập Wi-Fi không; không có thì báo người phụ trách máy."), Doer.KEEPER),
    "SYNC-03": (N_("Trục của tỉnh đang bận và hẹn gửi lại sau."), _NOTHING_TO_DO, Doer.MACHINE),
    "SYNC-04": (N_("Trục của tỉnh chưa nhận máy này."), N_("Báo người vận hành trục ghi danh máy."), Doer.GATEWAY),
    "SYNC-05": (N_("Trục của tỉnh từ chối một yêu cầu của máy này."), _CALL_HELP, Doer.HELPERS),
    "SYNC-06": (N_("Giấy báo đã nhận của trục không khớp, nên hồ sơ chưa được coi là đã gửi."),
                N_("Trang chụp vẫn giữ trên máy. Không tự hết thì báo bộ phận hỗ trợ."), Doer.HELPERS),
    "SYNC-07": (N_("Máy này chưa biết địa chỉ hoặc khóa của trục."),
                N_("Người phụ trách máy ghi địa chỉ và khóa của trục vào cài đặt."), Doer.KEEPER),
    "SYNC-08": (N_("Không gửi hồ sơ qua đường truyền không mã hóa."),
                N_("Người phụ trách máy đổi địa chỉ trục sang https."), Doer.KEEPER),
    "SYNC-09": (N_("Mạng đòi đăng nhập hoặc chuyển hướng, nên chưa tới được trục."),
                N_("Mở trình duyệt và đăng nhập mạng; xong thì máy tự gửi."), Doer.OFFICER),
    "SYNC-10": (N_("Nơi trả lời là một trục khác, không phải trục của máy này; máy không gửi gì."),
                N_("Người phụ trách máy kiểm tra địa chỉ và khóa của trục trong cài đặt."), Doer.KEEPER),
    "SYNC-11": (N_("Đồng hồ máy này lệch với đồng hồ của trục."),
                N_("Người phụ trách máy chỉnh lại ngày giờ; hồ sơ vẫn gửi bình thường."), Doer.KEEPER),
    "SYNC-12": (N_("Trục của tỉnh đang gặp sự cố khi nhận."),
                N_("Không phải làm gì: máy tự gửi lại. Quá một giờ thì báo người vận hành trục."), Doer.MACHINE),
    "SYNC-13": (N_("Đường truyền tính cước: chỉ gửi tờ khai, trang chụp chờ."), _PAGES_GO_LATER, Doer.MACHINE),
    "SYNC-14": (N_("Chưa đến giờ trục nhận trang chụp."), _PAGES_GO_LATER, Doer.MACHINE),
    "SYNC-15": (N_("Đang trong giờ quầy nhường đường truyền, trang chụp gửi sau."), _PAGES_GO_LATER, Doer.MACHINE),
    "SYNC-16": (N_("Làn gửi này vừa hỏng nhiều lần liền nên tạm nghỉ."), _NOTHING_TO_DO, Doer.MACHINE),
    "SYNC-20": (N_("Nơi trả lời đưa ra chứng thư không đúng của trục, nên máy không gửi gì."),
                N_("Xem giờ của máy có đúng không; đúng rồi thì báo người phụ trách máy."), Doer.KEEPER),
    "SYNC-21": (N_("Người vận hành trục đã thu hồi quyền gửi của máy này."),
                N_("Cứ tiếp nhận; gọi người vận hành trục. Đừng xóa gì: hồ sơ chưa gửi chỉ có ở máy này."), Doer.GATEWAY),
    "SYNC-22": (N_("Vai của máy này ở trục không được làm việc này."),
                N_("Xin người vận hành trục cấp mã ghi danh với vai khác."), Doer.GATEWAY),
    "SYNC-26": (N_("Không đọc được tệp chứng thư riêng của tỉnh."),
                N_("Người phụ trách máy sửa [gateway] ca_file trong cài đặt."), Doer.KEEPER),
    "SYNC-35": (N_("Trục đã nhận đủ các trang và đang đọc lại để kiểm tra."),
                N_("Không phải làm gì: máy tự hỏi lại, rồi giấy báo đã nhận về."), Doer.MACHINE),
    "not-yours": (N_("Trục giữ hồ sơ này dưới tên một máy khác."), _CALL_HELP, Doer.OFFICER),
    "busy": (N_("Trục của tỉnh đang bận."), _NOTHING_TO_DO, Doer.MACHINE),
    "disk-full": (N_("Ổ đĩa của trục đầy."), N_("Người vận hành trục giải phóng dung lượng; máy tự gửi lại."), Doer.GATEWAY),
    "internal": (N_("Trục gặp lỗi không lường trước."), _NOTHING_TO_DO, Doer.MACHINE),
    "unknown-device": (N_("Trục không biết máy này."), N_("Máy tự ghi danh lại; không được thì báo người vận hành trục."),
                       Doer.GATEWAY),
    "enrolment-closed": (N_("Trục không nhận máy mới."), N_("Người vận hành trục mở ghi danh; quầy cứ tiếp nhận."), Doer.GATEWAY),
    "device-key-differs": (N_("Máy này đã ghi danh với khóa khác."),
                           N_("Người vận hành trục cùng người phụ trách máy đối chiếu."), Doer.GATEWAY),
    "proof-does-not-hold": (N_("Máy không chứng minh được nó giữ khóa của mình."), _CALL_HELP, Doer.HELPERS),
    "request-unreadable": (N_("Trục không hiểu yêu cầu: hai bên khác phiên bản."), _UPDATE, Doer.HELPERS),
    "encoding-unknown": (N_("Cách nén mà trục không biết: hai bên khác phiên bản."), _UPDATE, Doer.HELPERS),
    "unknown-path": (N_("Lời gọi mà trục không có: hai bên khác phiên bản."), _UPDATE, Doer.HELPERS),
    "method-not-allowed": (N_("Lời gọi mà trục không nhận: hai bên khác phiên bản."), _UPDATE, Doer.HELPERS),
    "unknown-dossier": (N_("Trục không có hồ sơ này, có thể vừa được khôi phục."), _NOTHING_TO_DO, Doer.MACHINE),
    "unknown-manifest": (N_("Trục không có bảng kê trang của hồ sơ này."), _CALL_HELP, Doer.OFFICER),
    "page-not-in-manifest": (N_("Trang gửi lên không có trong bảng kê đã ký."), _CALL_HELP, Doer.OFFICER),
    "offset-differs": (N_("Hai bên hiểu khác nhau về chỗ gửi tiếp."), _NOTHING_TO_DO, Doer.MACHINE),
    "pages-missing": (N_("Trục còn thiếu trang nên chưa ký nhận."), _NOTHING_TO_DO, Doer.MACHINE),
    "not-acknowledged": (N_("Trục chưa ký nhận hồ sơ."), _NOTHING_TO_DO, Doer.MACHINE),
    "too-large": (N_("Một trang quá lớn so với mức trục nhận (64 MiB)."),
                  N_("Báo bộ phận hỗ trợ mã hồ sơ; từ nay quét ở độ phân giải vừa phải."), Doer.OFFICER),
    "hash-differs": (N_("Nội dung tới trục không giống bản đã niêm phong trên máy."), _CALL_HELP, Doer.OFFICER),
    "manifest-does-not-hold": (N_("Bảng kê trang sai chữ ký, sai dạng hoặc trái với tờ khai."), _CALL_HELP, Doer.OFFICER),
    "manifest-contradicts-form": (N_("Bảng kê nêu những trang khác với tờ khai."), _CALL_HELP, Doer.OFFICER),
    "form-unreadable": (N_("Trục không đọc được tờ khai: khác phiên bản, hoặc đồng hồ máy sai."), _CALL_HELP, Doer.OFFICER),
    "number-taken": (N_("Mã hồ sơ đã thuộc về hồ sơ khác."),
                     N_("Giữ nguyên máy, báo ngay bộ phận hỗ trợ. Giấy hẹn đã trao vẫn có giá trị."), Doer.OFFICER),
    "number-malformed": (N_("Mã trên giấy hẹn không viết theo dạng nào trục biết: hai bên khác phiên bản."),
                         _UPDATE, Doer.OFFICER),
    "number-not-leased": (N_("Mã chính thức trên giấy hẹn không thuộc dải số trục đã cấp."),
                          N_("Báo người vận hành trục: trục có bị khôi phục hay thay không."), Doer.OFFICER),
    "revision-out-of-order": (N_("Trục chưa có bản mà bản sửa này đứng trên."), _CALL_HELP, Doer.OFFICER),
    "revision-changes-receipt": (N_("Bản sửa đổi cả điều không được sửa, nên trục không nhận."), _CALL_HELP, Doer.OFFICER),
    "revision-not-yours": (N_("Hồ sơ do máy khác gửi lên trục nên máy này không sửa được."),
                           N_("Sửa ở quầy đã tiếp nhận hồ sơ."), Doer.OFFICER),
    "parent-differs": (N_("Trục đã có một bản sửa khác mà quầy này không biết. Không bên nào bị ghi đè."),
                       N_("Đối chiếu hai bản rồi chọn bản đúng; các hồ sơ khác vẫn gửi bình thường."), Doer.OFFICER),
    "page-damaged": (N_("Trục đọc lại một trang mà không nguyên vẹn."), N_("Người vận hành trục kiểm tra ổ đĩa."), Doer.GATEWAY),
    "COPY-10": (N_("Máy đang làm bản sao điện tử từ các trang đã quét; xong thì gửi bản sao, nhẹ hơn nhiều."),
                N_("Không phải làm gì: xong là máy tự gửi."), Doer.MACHINE),
    "COPY-11": (N_("Bản sao điện tử đã xong, đang chờ cán bộ ký số."),
                N_("Cán bộ đã tiếp nhận ký số các bản sao."), Doer.OFFICER),
    "STORE-08": (N_("Một trang trên máy này không còn đọc được nguyên vẹn."),
                 N_("Báo bộ phận hỗ trợ; nếu còn giấy tờ thì giữ lại để quét lại."), Doer.OFFICER),
}  # fmt: skip
_CONFLICT = (N_("Trục đang giữ một nội dung khác cho cùng hồ sơ này. Không bên nào bị ghi đè."),
             N_("Không làm lại hồ sơ. Đối chiếu hai bản rồi chọn bản đúng; các hồ sơ khác vẫn gửi bình thường."))  # fmt: skip


def why(code: str, *, set_aside: bool = False, conflict: bool = False) -> Why:
    """The sentence of a code; what was set aside is always an officer's to look at."""
    if conflict and code not in _WHY:
        return Why(_(_CONFLICT[0]), _(_CONFLICT[1]), Doer.OFFICER)
    if not code and not set_aside:
        return Why(_("Đang chờ đến lượt gửi."), _(_NOTHING_TO_DO), Doer.MACHINE)
    if code not in _WHY:
        said = _("Lý do mang mã {code}.").format(code=code or "?")
        return Why(said, _(_CALL_HELP), Doer.OFFICER if set_aside else Doer.HELPERS)
    sentence, remedy, doer = _WHY[code]
    if set_aside and remedy is _NOTHING_TO_DO:
        remedy = _CALL_HELP
    return Why(_(sentence), _(remedy), Doer.OFFICER if set_aside else doer)


def moment_said(ms: int, now: int) -> str:
    """Only the time for a moment of today."""
    return f"{local(ms):%H:%M}" if day_of(ms) == day_of(now) else show_moment(ms)


def size_said(size: int) -> str:
    """Bytes as people say them."""
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f}".replace(".", ",") + " MB"
    return f"{max(round(size / 1000), 1)} KB"
