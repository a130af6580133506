"""Work that takes a while: how it tells where it is, and how it is called off."""

from typing import ClassVar, Protocol

from kiosk.problems import Problem


class Cancelled(Problem):
    """Somebody called the work off; what was done until then stays done."""

    code: ClassVar[str] = "WORK-01"
    sentence: ClassVar[str] = "Đã dừng theo yêu cầu. Phần đã làm xong vẫn được giữ."
    remedy: ClassVar[str] = "Không cần làm gì; có thể chạy lại bất cứ lúc nào."


class Progress(Protocol):
    """What a long-running function is given."""

    def step(self, what: str, done: int, total: int) -> None:
        """Says how far the work is. Raises Cancelled when it should stop here."""


class Silent:
    """A `Progress` that nobody watches."""

    def step(self, what: str, done: int, total: int) -> None:
        return None
