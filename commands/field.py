"""`field`: the counter window on a field officer's laptop, compact for 1366x768; everything works without a signal."""

import argparse

from commands import counter
from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from kiosk.words import N_, _

SUMMARY = N_("Mở cửa sổ quầy bố trí gọn cho máy tính xách tay đi cơ sở.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--gateway", metavar="URL", help=_("địa chỉ trục, thay cho địa chỉ trong settings.toml"))
    parser.set_defaults(compact=True)


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    return counter.run(options, workplace)
