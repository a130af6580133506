"""`demo`: the counter over an invented office, no questions asked. Without a display, or unattended, it plays by itself.

`--story` plays the older story by command line: processes killed, links cut, no window.
"""

import argparse
import json
from pathlib import Path

from commands.counter import has_display
from commands.exit_codes import ExitCode
from commands.story import Scene, Story, StoryBroken
from commands.workplace import Profile, Workplace
from kiosk.words import N_, _

SUMMARY = N_("Mở quầy tập huấn với cơ quan, người và thiết bị giả định.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unattended", action="store_true", help=_("tự chơi trọn câu chuyện trên cửa sổ thật, không cần người"))
    parser.add_argument("--story", action="store_true", help=_("kể câu chuyện bằng dòng lệnh, không có cửa sổ"))
    parser.add_argument("--out", type=Path, default=Path("out") / "demo", metavar="DIR",
                        help=_("nơi để ảnh, giấy hẹn và tóm tắt (mặc định out/demo)"))
