"""`card read|verify|trust|emulate`: a card at the reader, dumped files, files of anchors, a reader to train with."""

import argparse
from types import ModuleType

from commands import card_emulate, card_read, card_trust, card_verify
from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from kiosk.words import N_, _

SUMMARY = N_("Thẻ căn cước gắn chip: đọc và kiểm tra thẻ, kiểm tra tệp đã đọc, xem và cài chứng thư gốc.")
_WAYS: dict[str, ModuleType] = {
    "read": card_read, "verify": card_verify, "trust": card_trust, "emulate": card_emulate,
}  # fmt: skip


def arguments(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_subparsers(dest="way", required=True, metavar=_("VIỆC"))
    for name, module in _WAYS.items():
        module.arguments(ways.add_parser(name, description=_(module.SUMMARY), help=_(module.SUMMARY)))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    return ExitCode(_WAYS[options.way].run(options, workplace))
