"""What happens to paper at the kiosk, in a citizen's words: what stands in the way, what is wrong with a page, what to do."""

from collections.abc import Set

from kiosk.code_ports import CameraState
from kiosk.page_ports import PageFault
from kiosk.procedures import Requirement
from kiosk.scan_ports import DeskView, DeskWarning, ScanTrouble
from kiosk.words import N_, _

_TROUBLES = {
    ScanTrouble.NO_PAPER: (N_("Máy chưa thấy giấy."), N_("Đặt giấy vào, rồi bấm Thử lại.")),
    ScanTrouble.JAM: (
        N_("Giấy bị kẹt trong máy quét."),
        N_("Đừng kéo mạnh. Mở nắp máy, nhẹ tay lấy tờ giấy ra, đóng nắp. Đặt lại tờ ấy rồi bấm Thử lại."),
    ),
    ScanTrouble.DOUBLE_FEED: (
        N_("Máy kéo hai tờ cùng một lúc."), N_("Tách hai tờ ra, đặt lại từng tờ, rồi bấm Thử lại."),
    ),
    ScanTrouble.COVER_OPEN: (N_("Nắp máy quét đang mở."), N_("Đóng nắp lại, rồi bấm Thử lại.")),
    ScanTrouble.BUSY: (N_("Máy quét đang bận."), N_("Chờ một lát, rồi bấm Thử lại.")),
    ScanTrouble.WARMING: (N_("Máy quét đang khởi động."), N_("Chờ một lát, rồi bấm Thử lại.")),
    ScanTrouble.OFFLINE: (N_("Máy quét không trả lời."), N_("Chờ một lát, rồi bấm Thử lại.")),
    ScanTrouble.TRUNCATED: (N_("Trang vừa quét bị thiếu nên máy không lấy."), N_("Đặt lại tờ ấy, rồi bấm Thử lại.")),
    ScanTrouble.TRANSFER_LOST: (N_("Máy quét bị ngắt giữa chừng."), N_("Đặt lại tờ vừa quét, rồi bấm Thử lại.")),
    ScanTrouble.STOPPED_THERE: (N_("Có người bấm dừng trên máy quét."), N_("Đặt lại giấy, rồi bấm Thử lại.")),
    ScanTrouble.REFUSED: (N_("Máy quét không quét được kiểu này."), N_("Bấm Thử lại. Nếu vẫn không được, xin chọn cách khác.")),
    ScanTrouble.NO_ROOM: (N_("Máy hết chỗ lưu trang."), N_("Các trang trước vẫn còn. Xin báo cán bộ, rồi bấm Thử lại.")),
    ScanTrouble.NO_PROGRAM: (N_("Máy này chưa quét được giấy."), N_("Xin báo cán bộ tại quầy.")),
    ScanTrouble.CRASHED: (N_("Máy quét vừa ngừng đột ngột."), N_("Máy đang tự bật lại. Chờ một lát, rồi bấm Thử lại.")),
}
_FAULTS = {                            # in the order of weight; how skewed a page lies is put right later
    PageFault.BLANK: N_("Trang này không có chữ. Có thể tờ giấy đặt ngược mặt."),
    PageFault.CUT: N_("Chữ bị mất ở mép. Đặt cả tờ giấy vào trong khung."),
    PageFault.BLURRED: N_("Chữ bị mờ. Đặt giấy phẳng và giữ yên."),
    PageFault.DARK: N_("Trang quá tối. Đậy nắp máy hoặc bật thêm đèn."),
    PageFault.UPSIDE_DOWN: N_("Trang bị ngược đầu. Xoay tờ giấy lại cho xuôi."),
}
_CAMERA = {
    CameraState.NO_PROGRAM: N_("Camera của máy này chưa dùng được."),
    CameraState.NO_CAMERA: N_("Không thấy camera."),
    CameraState.BUSY: N_("Camera đang bận. Chờ một lát."),
    CameraState.STARTING: N_("Đang bật camera…"),
    CameraState.OFF: N_("Camera đang tắt."),
}
_WARNINGS = {
    DeskWarning.DARK: N_("Tối quá: đừng che đèn."),
    DeskWarning.GLARE: N_("Giấy bị lóa: xoay tờ giấy một chút."),
    DeskWarning.BLURRED: N_("Hình mờ: giữ yên tờ giấy."),
}


def trouble_said(what: ScanTrouble) -> tuple[str, str]:
    """What happened, and what to do."""
    happened, to_do = _TROUBLES[what]
    return _(happened), _(to_do)


def fault_said(faults: Set[PageFault]) -> str:
    """The one thing to mend first; "" for a good page."""
    return next((_(words) for fault, words in _FAULTS.items() if fault in faults), "")


def camera_said(view: DeskView) -> str:
    if view.state is not CameraState.LOOKING:
        return _(_CAMERA[view.state])
    warned = next((_(words) for warning, words in _WARNINGS.items() if warning in view.warnings), "")
    if warned:
        return warned
    if not view.corners:
        return _("Đặt ngay ngắn cả tờ giấy vào giữa khung.")
    return _("Được rồi. Bấm Chụp.") if view.steady else _("Thấy tờ giấy. Giữ yên.")


def kind_said(requirement: Requirement) -> str:
    """Which kind of the paper is asked for."""
    if requirement.originals:
        return _("Cần bản chính.")
    if requirement.certified:
        return _("Cần bản sao có chứng thực.")
    return _("Bản chính hoặc bản sao đều được.")
