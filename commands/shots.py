"""`shots DIR`: every screen in every theme and language as a picture, over an invented office of its own. No one's data."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from kiosk.words import N_, _

if TYPE_CHECKING:
    from ui.screens import Supplies

SUMMARY = N_("Chụp mọi màn hình, mọi giao diện màu, mọi ngôn ngữ, với dữ liệu giả định.")


def arguments(parser: argparse.ArgumentParser) -> None:
    from ui.theme.tokens import TEXT_SCALES, Theme

    parser.add_argument("folder", type=Path, metavar="DIR", help=_("nơi để ảnh"))
    parser.add_argument("--scale", type=int, nargs="+", choices=TEXT_SCALES, default=[100], help=_("cỡ chữ, phần trăm"))
    parser.add_argument("--theme", nargs="+", choices=[theme.value for theme in Theme], help=_("giao diện màu"))
    parser.add_argument("--language", nargs="+", choices=("vi", "en"), default=["vi", "en"], help=_("ngôn ngữ trên ảnh"))
    parser.add_argument("--screen", nargs="+", default=[], metavar="NAME", help=_("chỉ những màn hình này"))


def run(options: argparse.Namespace, _workplace: Workplace) -> ExitCode:
    """Never on a display: pictures look the same wherever they are taken."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.app import prepare
    from ui.shots import Wanted, shots
    from ui.theme.tokens import Theme

    themes = tuple(map(Theme, options.theme or Theme))
    wanted = Wanted(themes, tuple(options.scale), tuple(options.language), tuple(options.screen))
    for path in shots(prepare(sys.argv[:1]), supplies, options.folder, wanted):
        print(path)
    return ExitCode.DONE


@contextmanager
def supplies() -> "Iterator[Supplies]":
    """What the screens are built from, freshly furnished."""
    from commands.still_devices import StillBench
    from commands.still_kiosk import still_kiosk
    from commands.still_office import still_office
    from kiosk.counter import Counter
    from kiosk.selfservice import Kiosk
    from ui.bench import Bench
    from ui.screens import Exhibits, Supplies

    with still_office() as office, still_kiosk() as kiosk:
        made = Supplies().put(Counter, office.counter).put(Exhibits, office.exhibits).put(Bench, StillBench())
        yield made.put(Kiosk, kiosk)
