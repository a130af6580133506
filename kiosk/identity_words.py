"""How a person was proven, in words an officer understands: the proof, the way into the chip, the checks, the agency's word."""

from kiosk.agency import AgencyAnswer, AgencyWord
from kiosk.device_ports import CheckEnd, OpenedBy, Proof
from kiosk.identity import IdentityProof
from kiosk.moments import show_moment
from kiosk.words import N_, _

_PROOFS = {
    Proof.AUTHENTIC: N_("Chip đã được kiểm chứng là thật"),
    Proof.READ_NOT_AUTHENTICATED: N_("Đã đọc chip, chưa kiểm chứng được là thật"),
    Proof.REJECTED: N_("Thẻ không đạt một phép kiểm tra"),
    Proof.VENDOR: N_("Phần mềm của hãng đầu đọc đọc ra; kiểm chứng không phải của máy này"),
    Proof.SEEN_BY_OFFICER: N_("Cán bộ xem VNeID trên điện thoại; không kiểm chứng qua chip"),
    Proof.QR: N_("Quét mã QR trên thẻ, chưa kiểm chứng"),
    Proof.TYPED: N_("Nhập tay, chưa kiểm chứng"),
    Proof.SIMULATED: N_("Thẻ mô phỏng, không có giá trị"),
}
_OPENED = {
    OpenedBy.PACE: N_("mở chip bằng PACE"),
    OpenedBy.BAC_CARD_IS_OLD: N_("mở chip theo cách cũ (BAC): chip đời trước PACE"),
    OpenedBy.BAC_PACE_UNKNOWN: N_("mở chip theo cách cũ (BAC): máy chưa biết kiểu PACE của chip"),
    OpenedBy.BAC_PACE_FAILED: N_("mở chip theo cách cũ (BAC): PACE không thành"),
}
VNEID_SERVICE = "vneid_service"
_CHECKS = {
    "sod_signature": N_("Chữ ký của nơi cấp trên dữ liệu"),
    "signer_chain": N_("Chứng thư của nơi cấp"),
    "data_hashes": N_("Dữ liệu không bị sửa"),
    "chip_authentication": N_("Chip gốc (xác thực chip)"),
    "active_authentication": N_("Chip gốc (xác thực chủ động)"),
    "consistency": N_("Thông tin khớp nhau"),
    "vneid_app": N_("Người dân tự mở ứng dụng VNeID, không phải ảnh chụp màn hình"),
    "vneid_face": N_("Ảnh trên điện thoại giống người trước mặt"),
    "vneid_number": N_("Số và họ tên trên điện thoại khớp với số và họ tên đã nhập"),
    "vendor": N_("Kiểm chứng chip"),
    VNEID_SERVICE: N_("VNeID xác nhận trên điện thoại"),
}
_ENDS = {
    CheckEnd.PASSED: N_("đạt"), CheckEnd.FAILED: N_("không đạt"), CheckEnd.ABSENT: N_("thẻ không có"),
    CheckEnd.NOT_CHECKED: N_("chưa kiểm tra được"),
}  # fmt: skip
_AGENCY = {
    AgencyWord.CONFIRMED: N_("Cơ quan quản lý xác nhận chứng thư ký thẻ"),
    AgencyWord.DENIED: N_("Cơ quan quản lý không công nhận chứng thư ký thẻ"),
    AgencyWord.UNKNOWN: N_("Cơ quan quản lý không trả lời được"),
    AgencyWord.NOT_REACHABLE: N_("Chưa hỏi được cơ quan quản lý"),
}
_CHANGED = {"full_name": N_("họ tên"), "birth_date": N_("ngày sinh")}
STUB_SAID = N_("Bản thử, chưa nối với cơ quan quản lý: không hỏi ai cả")
CHIP_CHECKS = tuple(_CHECKS)[:6]
VNEID_CHECKS = tuple(check for check in _CHECKS if check.startswith("vneid_") and check != VNEID_SERVICE)


def proof_said(proof: Proof) -> str:
    return _(_PROOFS[proof])


def proof_of_said(proof: IdentityProof) -> str:
    """The same, knowing more: another program's word may be that of VNeID."""
    if proof.proof is Proof.VENDOR and any(kept.check == VNEID_SERVICE for kept in proof.checks):
        return _("Người dân tự xác nhận bằng VNeID tại ki-ốt; kiểm chứng không phải của máy này")
    return proof_said(proof.proof)


def opened_said(opened: OpenedBy) -> str:
    return _(_OPENED[opened])


def check_id(check: str) -> str:
    """The gettext id of a check's name."""
    return _CHECKS[check]


def check_said(check: str) -> str:
    """A word of a later version is shown as it is."""
    return _(_CHECKS[check]) if check in _CHECKS else check


def end_said(end: CheckEnd) -> str:
    return _(_ENDS[end])


def agency_said(answer: AgencyAnswer) -> str:
    return _(STUB_SAID) if answer.by == "stub" else _(_AGENCY[answer.word])


def changed_said(names: tuple[str, ...]) -> str:
    """What the form says differently from the card."""
    return ", ".join(_(_CHANGED[name]) for name in names)


def witness_said(proof: IdentityProof, officer: str) -> str:
    """ "Lò Thị Mai Hương, Quầy 3, 09:12 25/11/2026"."""
    return ", ".join((officer, proof.counter, show_moment(proof.proven_at)))
