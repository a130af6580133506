"""The refusal of a form: every problem at once, for whoever filled it in."""

from collections.abc import Sequence
from typing import ClassVar

from kiosk.form_problems import FormProblem, Severity
from kiosk.problems import Problem


class FormRefused(Problem):
    """The form has problems that stand in the way of receipt; `problems` lists every one with its field."""

    code: ClassVar[str] = "FORM-REFUSED"
    sentence: ClassVar[str] = "Hồ sơ chưa tiếp nhận được: còn {count} chỗ cần sửa."
    remedy: ClassVar[str] = "Sửa từng chỗ theo danh sách kèm theo rồi tiếp nhận lại."

    def __init__(self, problems: Sequence[FormProblem]) -> None:
        super().__init__(count=sum(problem.severity is Severity.ERROR for problem in problems))
        self.problems = tuple(problems)
