"""Whether a window can be shown here. Apart from the windows, so that whoever only asks need not load one."""

import os
import sys
from typing import ClassVar

from kiosk.problems import Problem


class NoDisplay(Problem):
    """A window was wanted where there is no screen."""

    code: ClassVar[str] = "WINDOW-01"
    sentence: ClassVar[str] = "Máy này không có màn hình để mở cửa sổ quầy."
    remedy: ClassVar[str] = "Chạy trong phiên làm việc có màn hình, hoặc dùng các lệnh receive, outbox, sync."


def has_display() -> bool:
    """True where a window can be shown (or Qt was told to draw without one)."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
