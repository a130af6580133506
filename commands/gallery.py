"""`gallery`: every piece of the interface in one window, or as pictures with `--out`."""

import argparse
import os
import sys
from pathlib import Path

from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from kiosk.words import N_, _

SUMMARY = N_("Mở bộ mẫu giao diện, hoặc vẽ thành ảnh.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, metavar="DIR", help=_("vẽ thành ảnh vào thư mục này, không mở cửa sổ"))


def run(options: argparse.Namespace, _workplace: Workplace) -> ExitCode:
    if options.out is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from ui.shots import draw_gallery

        for path in draw_gallery(sys.argv[:1], options.out):
            print(path)
        return ExitCode.DONE
    from commands.display import NoDisplay, has_display

    if not has_display():
        raise NoDisplay
    from ui.shots import show_gallery

    return ExitCode(show_gallery(sys.argv[:1]))
