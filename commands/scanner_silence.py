"""Why a scanner is not reached, in words for whoever sets it up."""

from devices.scanner.escl_http import Address
from devices.scanner.escl_probe import Silence, probe
from kiosk.settings import ScannerKind, ScannerSettings
from kiosk.words import N_, _

_WHY = {
    Silence.UNREACHABLE: N_("Không kết nối được: máy quét tắt, sai địa chỉ, hoặc tường lửa chặn."),
    Silence.CERTIFICATE: N_("Chứng thư của máy quét khác với «certificate» trong cài đặt: máy khác, "
                            "hoặc máy vừa nâng cấp phần mềm."),
    Silence.REDIRECTED: N_("Máy quét chuyển sang địa chỉ khác (HTTP {status}); chương trình không đi theo. "
                           "Thử https:// thay cho http://."),
    Silence.LOCKED: N_("Máy quét đòi đăng nhập (HTTP {status}). "
                       "Cho phép quét không cần mật khẩu trong trang quản trị của máy quét."),
    Silence.NOT_A_SCANNER: N_("Địa chỉ này có trả lời nhưng không như máy quét eSCL (HTTP {status}). Phần cuối thường là /eSCL."),
}


def why_silent(wanted: ScannerSettings) -> str:
    """"" where nobody can say, or where it answers after all."""
    if wanted.driver is not ScannerKind.ESCL:
        return ""
    found = probe(Address.of(wanted.address, wanted.certificate))
    return _(_WHY[found.silence]).format(status=found.status) if found.silence in _WHY else ""
