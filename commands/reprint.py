"""`reprint NUMBER PATH`: the receipt of a dossier of this machine once more, marked as a reprint."""

import argparse
from dataclasses import replace
from pathlib import Path

from commands.exit_codes import ExitCode
from commands.receipt_file import check_place, write_receipt
from commands.verify import NothingToVerify
from commands.workplace import Workplace
from kiosk.catalogue import Catalogue
from kiosk.dossier import LocalState
from kiosk.due_now import term_of_form
from kiosk.moments import show_moment
from kiosk.receipts import receipt_sheet
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
    # Printed words of a legal form: Vietnamese whatever language the screen speaks.
    again = f"BẢN IN LẠI lúc {show_moment(workplace.clock.now_ms())}."
    registered = line.number != number or line.state is not LocalState.SEALED
    notices = (again, f"Mã chính thức: {line.number}.") if registered else (again, *sheet.notices)
    write_receipt(place, replace(sheet, notices=notices), options.paper)
    return ExitCode.DONE
