"""The edges for codes on paper and in front of a camera, as the office sees them, and what goes wrong there."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol

from kiosk.problems import Problem
from kiosk.words import N_

LARGEST_PICTURE = 32 * 1024 * 1024     # bytes: a colour page of A4 at 600 dpi as PNG


class PictureUnusable(Problem):
    """The file is no picture that could hold a code."""

    code: ClassVar[str] = "CARD-51"
    sentence: ClassVar[str] = N_("Tệp này không phải ảnh hay PDF đọc được, hoặc quá lớn.")
    remedy: ClassVar[str] = N_("Dùng ảnh JPEG, PNG, TIFF hoặc PDF, không quá 32 MB và 60 triệu điểm ảnh ({why}).")


class CodesNotRead(Problem):
    """The process that looks for codes ended without an answer."""

    code: ClassVar[str] = "CARD-53"
    sentence: ClassVar[str] = N_("Chưa tìm được mã QR trong ảnh này. Hãy quét bằng máy quét cầm tay hoặc nhập tay.")
    remedy: ClassVar[str] = N_("Thử ảnh khác; nếu ảnh nào cũng vậy, cài lại chương trình ({why}).")


class CodeReader(Protocol):
    """Finds codes in pictures."""

    def codes_in(self, picture: bytes) -> tuple[str, ...]:
        """Every QR code of a picture or PDF, in the order found; takes its time: for a worker.

        Raises PictureUnusable, CodesNotRead.
        """


class CameraState(StrEnum):
    NO_PROGRAM = "no_program"          # the library that drives cameras is not installed
    NO_CAMERA = "no_camera"
    BUSY = "busy"                      # there, and gives no picture: another program has it
    STARTING = "starting"
    LOOKING = "looking"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class CameraView:
    """What the camera sees: a small JPEG to show, and the codes in it."""

    state: CameraState
    picture: bytes = b""
    codes: tuple[str, ...] = ()


class Camera(Protocol):
    """A camera that is on only between `start` and `stop`."""

    def start(self, told: Callable[[CameraView], None]) -> None:
        """Switches it on and returns at once; `told` hears its state and what it sees, on a thread of the driver."""

    def stop(self) -> None:
        """Switches it off; whoever was told hears OFF, then nothing more."""

    def close(self) -> None: ...
