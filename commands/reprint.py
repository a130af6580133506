"""`reprint NUMBER PATH`: the receipt of a dossier of this machine once more, marked as a reprint."""

import argparse
from pathlib import Path

from commands.exit_codes import ExitCode
from commands.receipt_file import check_place, write_receipt
from commands.verify import NothingToVerify
from commands.workplace import Workplace
from kiosk.catalogue import Catalogue
from kiosk.reprinting import reprint_sheet
from kiosk.store import dossiers
from kiosk.words import N_, _

SUMMARY = N_("In lại giấy hẹn của một hồ sơ trên máy này; giấy in lại có ghi rõ.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", help=_("mã hồ sơ, tạm hoặc chính thức"))
    parser.add_argument("path", type=Path, metavar="PATH", help=_("ghi giấy hẹn dạng PDF ra tệp này"))
    parser.add_argument("--paper", choices=("A4", "A5"), default="A4", help=_("khổ giấy của giấy hẹn"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    place = check_place(options.path, workplace.root)
    office = workplace.settings().office
    with workplace.store_for_reading() as store:
        line = dossiers.by_number(store.read(), options.number) if store else None
        if store is None or line is None:
            raise NothingToVerify
        sheet = reprint_sheet(store, Catalogue.load(), line, office, workplace.clock.now_ms())
    write_receipt(place, sheet, options.paper)
    print(_("Đã ghi giấy hẹn in lại vào {path}").format(path=place))
    return ExitCode.DONE
