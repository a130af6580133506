"""`reprint NUMBER PATH`: the receipt of a dossier of this machine once more, marked as a reprint."""

import argparse
from pathlib import Path

from commands.exit_codes import ExitCode
from commands.receipt_file import check_place, write_receipt
from commands.verify import NothingToVerify
from commands.workplace import Workplace
from kiosk.catalogue import Catalogue
from kiosk.due_now import term_of_form
from kiosk.receipts import receipt_sheet, reprint_sheet
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
        form, _body = dossiers.form_of(store.read(), line.id)
        number, token = dossiers.receipt_of(store.read(), line.id)
    procedure = Catalogue.load().version(form.procedure, form.procedure_version)
    sheet = receipt_sheet(form, number, token, office, term_of_form(form, procedure))
    write_receipt(place, reprint_sheet(sheet, line, workplace.clock.now_ms()), options.paper)
    return ExitCode.DONE
