"""Trust in words an officer understands: checks, outcomes, reasons, verdicts, and why a certificate cannot be an anchor."""

from devices.card.trust.bundles import Unusable
from devices.card.trust.checks import Check, CheckResult, Outcome, Reason, Verdict
from devices.card.trust.examination import Examination
from kiosk.words import N_, _

_CHECKS = {
    Check.SOD_SIGNATURE: N_("Chữ ký của nơi cấp trên dữ liệu"),
    Check.SIGNER_CHAIN: N_("Chứng thư của nơi cấp"),
    Check.DATA_HASHES: N_("Dữ liệu không bị sửa"),
    Check.CHIP_AUTHENTICATION: N_("Chip gốc (xác thực chip)"),
    Check.ACTIVE_AUTHENTICATION: N_("Chip gốc (xác thực chủ động)"),
    Check.CONSISTENCY: N_("Thông tin khớp nhau"),
}
_OUTCOMES = {
    Outcome.PASSED: N_("đạt"),
    Outcome.FAILED: N_("không đạt"),
    Outcome.ABSENT: N_("thẻ không có"),
    Outcome.NOT_CHECKED: N_("chưa kiểm tra được"),
}
_REASONS = {
    Reason.DAMAGED: N_("dữ liệu hỏng"),
    Reason.NO_SIGNED_LIST: N_("thiếu tệp chữ ký (SOD)"),
    Reason.NO_SIGNER: N_("không kèm chứng thư người ký"),
    Reason.SIGNATURE: N_("chữ ký sai"),
    Reason.CONTENT: N_("nội dung không phải nội dung đã ký"),
    Reason.ALGORITHM: N_("dùng thuật toán mà máy này chưa biết"),
    Reason.NO_ANCHOR: N_("máy chưa cài chứng thư gốc của nơi cấp"),
    Reason.ANCHOR_UNUSABLE: N_("chứng thư gốc đã cài không được phép ký chứng thư"),
    Reason.SIGNER_EXPIRED: N_("ký ngoài thời hạn của chứng thư"),
    Reason.ISSUER_EXPIRED: N_("chứng thư gốc không còn hiệu lực khi cấp chứng thư người ký"),
    Reason.REVOKED: N_("chứng thư người ký đã bị thu hồi"),
    Reason.KEY_USAGE: N_("chứng thư không dùng để ký thẻ"),
    Reason.COUNTRY: N_("nước ký không phải nước ghi trên thẻ"),
    Reason.NO_REVOCATION_LIST: N_("chưa có danh sách thu hồi để đối chiếu"),
    Reason.OLD_REVOCATION_LIST: N_("danh sách thu hồi đã quá hạn cập nhật"),
    Reason.HASH: N_("nội dung đã bị thay đổi"),
    Reason.UNLISTED: N_("có dữ liệu không nằm trong danh sách đã ký"),
    Reason.NOT_READ: N_("phần này chưa được đọc"),
    Reason.CHIP: N_("chip không giữ khóa của thẻ gốc"),
    Reason.KEY_NOT_SIGNED: N_("khóa của chip không nằm trong dữ liệu đã ký"),
    Reason.ACCESS: N_("thẻ được mở bằng cách yếu hơn cách ghi trong dữ liệu đã ký"),
    Reason.MRZ_DIGITS: N_("chữ số kiểm tra của dòng máy đọc sai"),
    Reason.NUMBER: N_("số định danh không khớp"),
    Reason.NAME: N_("họ tên không khớp"),
    Reason.BIRTH: N_("ngày sinh không khớp"),
    Reason.SEX: N_("giới tính không khớp"),
    Reason.EXPIRY: N_("ngày hết hạn không khớp"),
}
_VERDICTS = {
    Verdict.AUTHENTICATED: N_("Thẻ thật: dữ liệu do nơi cấp ký, không bị sửa, và chip là bản gốc."),
    Verdict.NOT_AUTHENTICATED: N_("Đã đọc, chưa xác thực: máy này chưa đủ căn cứ để khẳng định thẻ thật."),
    Verdict.REJECTED: N_("Không dùng thẻ này: có ít nhất một phép kiểm tra không đạt."),
}
_DATA_ONLY = N_("Dữ liệu thật: do nơi cấp ký và không bị sửa. Chưa chứng minh được chip là bản gốc.")
_UNUSABLE = {
    Unusable.UNREADABLE: N_("không đọc được"),
    Unusable.NOT_CA: N_("không phải chứng thư gốc"),
    Unusable.COUNTRY: N_("không ghi nước"),
    Unusable.EXPIRED: N_("hết hạn"),
    Unusable.KEY: N_("khóa hoặc thuật toán chưa biết"),
    Unusable.SIGNATURE: N_("chữ ký của chính nó sai"),
}


def check_id(check: Check) -> str:
    """The gettext id of its name."""
    return _CHECKS[check]


def reason_id(reason: Reason) -> str:
    return _REASONS[reason]


def check_name(check: Check) -> str:
    return _(_CHECKS[check])


def result_line(result: CheckResult) -> str:
    """One check as one line: what, how it ended, why, and in which files or of how many days."""
    line = f"{check_name(result.check)}: {_(_OUTCOMES[result.outcome])}"
    if result.reasons:
        line += f" ({', '.join(_(_REASONS[reason]) for reason in result.reasons)})"
    if result.check is Check.SIGNER_CHAIN and result.parts:
        return line + " · " + _("danh sách thu hồi cách đây {days} ngày").format(days=result.parts[0])
    return f"{line} · {', '.join(result.parts)}" if result.parts else line


def verdict_sentence(found: Examination) -> str:
    """Without a proof of the chip (only files, or a card that offers none) no more is said than that the data are genuine."""
    data_only = found.verdict is Verdict.AUTHENTICATED and not found.chip_proven
    return _(_DATA_ONLY) if data_only else _(_VERDICTS[found.verdict])


def unusable_reason(why: Unusable) -> str:
    return _(_UNUSABLE[why])
