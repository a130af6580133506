"""What can stand between an officer and something that was set aside. Whatever happens here, nothing is lost or overwritten."""

from typing import ClassVar

from kiosk.problems import Problem
from kiosk.text import clean


class AsideProblem(Problem):
    """Base of what is said about dossiers set aside."""

    code: ClassVar[str] = "SYNC-50"
    sentence: ClassVar[str] = "Chưa làm được việc này với hồ sơ để riêng. Hồ sơ vẫn nguyên trên máy."
    remedy: ClassVar[str] = "Gửi mã lỗi và mã hồ sơ cho bộ phận hỗ trợ."


class NothingSetAside(AsideProblem):
    code = "SYNC-51"
    sentence = "Hồ sơ này không có gì để riêng."
    remedy = "Xem lại danh sách «outbox»: có thể hồ sơ vừa được gửi lại, hoặc đã gửi xong."


class ComparedFirst(AsideProblem):
    code = "SYNC-52"
    sentence = "Trục đang giữ một nội dung khác cho hồ sơ này nên không gửi lại được."
    remedy = "Đối chiếu hai bản («conflict show»), rồi chọn bản đúng («conflict settle»)."


class ReasonMissing(AsideProblem):
    code = "SYNC-53"
    sentence = "Chưa ghi lý do."
    remedy = "Ghi ngắn gọn vì sao làm việc này; lý do được giữ cùng hồ sơ."


class NobodyDecides(AsideProblem):
    code = "SYNC-54"
    sentence = "Chưa biết cán bộ nào quyết định việc này nên chưa làm gì."
    remedy = "Ghi [office] officer trong settings.toml, hoặc thêm «--officer MÃ»."


LONGEST_REASON = 500


def reason_said(text: str) -> str:
    """The officer's reason, tidied. Raises ReasonMissing."""
    said = clean(text)[:LONGEST_REASON].strip()
    if not said:
        raise ReasonMissing
    return said
