"""What can stand between an officer and a correction, and how two contents of one dossier are told apart."""

from dataclasses import replace
from typing import ClassVar

from kiosk.dossier import Form
from kiosk.problems import Problem


class RevisionProblem(Problem):
    """Base of what is said about corrections. What was sealed stays."""

    code: ClassVar[str] = "REVISION-01"
    sentence: ClassVar[str] = "Chưa lưu được bản sửa. Tờ khai đã niêm phong vẫn nguyên."
    remedy: ClassVar[str] = "Thử lại; vẫn không được thì gửi mã lỗi và mã hồ sơ cho bộ phận hỗ trợ."


class CorrectedMeanwhile(RevisionProblem):
    code = "REVISION-02"
    sentence = "Tờ khai vừa được sửa ở nơi khác nên bản sửa này chưa được lưu."
    remedy = "Mở lại hồ sơ, xem bản mới nhất rồi sửa trên bản đó."


class NotWhileAside(RevisionProblem):
    code = "REVISION-03"
    sentence = "Hồ sơ đang để riêng nên chưa sửa được."
    remedy = "Xử lý hồ sơ ở «Hồ sơ chờ gửi» trước: gửi lại, hoặc đối chiếu hai bản."


class NothingChanged(RevisionProblem):
    code = "REVISION-04"
    sentence = "Bản sửa giống hệt bản đang có nên không có gì để lưu."
    remedy = "Sửa ít nhất một mục, hoặc đóng lại."


def of_one_receipt(before: Form, after: Form) -> bool:
    """Whether two contents differ only in what a correction may touch: never number, dates, fee, papers or a page."""
    return after == replace(
        before, submitter=after.submitter, owners=after.owners, answers=after.answers, provenance=after.provenance,
        hand_over=after.hand_over,
    )  # fmt: skip
