"""Errors as people meet them: a stable code, a sentence for the person in front of the machine, one for the operator.

Every class has an entry in `docs/failure-codes.md`; a test compares the two. A message never carries personal data:
parameters are codes, counts, paths chosen by the operator and field names.
"""

from typing import ClassVar

from kiosk.words import _


class Problem(Exception):
    """Base of every error this program raises on purpose.

    Subclasses set `code` (stable for ever, e.g. "STORE-03"), `sentence` (for the person, Vietnamese, gettext id) and
    `remedy` (for the operator). Both may hold `{named}` placeholders filled from the keyword arguments.
    """

    code: ClassVar[str] = "GENERAL-01"
    sentence: ClassVar[str] = "Chương trình gặp lỗi và đã dừng việc này. Dữ liệu đã lưu vẫn còn nguyên."
    remedy: ClassVar[str] = "Xem nhật ký của chương trình và gửi mã lỗi cho bộ phận hỗ trợ."

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(f"{self.code} {details}" if details else self.code)

    def for_person(self) -> str:
        """What happened, in one sentence."""
        return _(self.sentence).format(**self.details)

    def for_operator(self) -> str:
        """What to do about it, in one sentence."""
        return _(self.remedy).format(**self.details)
