"""Counter and kiosk of the demo may be opened at the same time; the first start makes their office, which takes up to a minute.
One after the other: the second says why it waits, and finds the office made. One that dies half-way leaves a note, and whoever
comes next goes on.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import filelock

from kiosk.problems import Problem
from kiosk.store.disk import disk_errors
from kiosk.words import _

_LOCK, _NOTE = "setting-up.lock", "being-made"             # files in the office's folder


class OfficeNotMade(Problem):
    """The other program hangs, or was stopped: one that died would have let go."""

    code: ClassVar[str] = "DEMO-03"
    sentence: ClassVar[str] = "Một chương trình khác đang dựng cơ quan giả định này, đã đợi {minutes} phút mà chưa xong."
    remedy: ClassVar[str] = "Đóng chương trình kia (make run hoặc make kiosk) rồi chạy lại lệnh này; phần đã dựng vẫn còn."


@dataclass(frozen=True, slots=True)
class Patience:
    """In seconds."""

    silent: float = 1.0                # an office that stands is opened in this time, mostly
    whole: float = 900.0
    look: float = 0.2


@contextmanager
def setting_up(office: Path, told: Callable[[str], None], patience: Patience = Patience()) -> Iterator[None]:
    """Held while the office in this folder is opened, and made where there is none. Raises OfficeNotMade, StoreProblem."""
    with disk_errors():
        office.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(office / _LOCK, mode=0o600)
        if not _got(lock, patience.silent, patience.look):
            told(_("Một chương trình khác (make run hoặc make kiosk) đang dựng cơ quan giả định này; lần đầu mất chừng một phút, "
                   "máy chậm thì lâu hơn. Đang đợi nó xong…"))
            if not _got(lock, patience.whole, patience.look):
                raise OfficeNotMade(minutes=round(patience.whole / 60))
            told(_("Chương trình kia đã dừng khi chưa dựng xong; chương trình này dựng tiếp.") if half_made(office)
                 else _("Đã xong, đang mở."))
    try:
        yield
    finally:
        lock.release()


def _got(lock: filelock.BaseFileLock, seconds: float, look: float) -> bool:
    try:
        lock.acquire(timeout=seconds, poll_interval=look)
    except filelock.Timeout:
        return False
    return True


def half_made(office: Path) -> bool:
    """Whether somebody began to make the office and did not come to its end."""
    return (office / _NOTE).exists()


@contextmanager
def making(office: Path) -> Iterator[None]:
    """Notes that the office is being made; the note stays where this does not come to its end."""
    with disk_errors():
        (office / _NOTE).touch()
    yield
    (office / _NOTE).unlink(missing_ok=True)
