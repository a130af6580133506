"""`reprint NUMBER PATH`: the receipt of a dossier of this machine once more, marked as a reprint."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from commands.exit_codes import ExitCode
from commands.receipt_file import check_place, write_receipt
from commands.verify import NothingToVerify
from commands.workplace import Workplace
from kiosk import receipt_token
from kiosk.catalogue import Catalogue
from kiosk.dossier import LocalState, Pause
from kiosk.due_now import pauses_of, term_of_form
from kiosk.moments import show_moment
from kiosk.receipt_sheet import ReceiptSheet
from kiosk.receipts import receipt_sheet
from kiosk.settings import Office
from kiosk.store import Store, dossiers, facts
from kiosk.store.dossiers import DossierLine
from kiosk.words import N_, _

# Printed words of a legal form: Vietnamese whatever language the screen speaks.
_WAITING = {"supplement": "chờ bổ sung hồ sơ", "payment": "chờ nộp phí, lệ phí"}
_REGISTERED = (LocalState.FORM_REGISTERED, LocalState.ACKNOWLEDGED, LocalState.PURGED)

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
        sheet = _sheet(store, line, office, workplace.clock.now_ms())
    write_receipt(place, sheet, options.paper)
    print(_("Đã ghi giấy hẹn in lại vào {path}").format(path=place))
    return ExitCode.DONE


def _sheet(store: Store, line: DossierLine, office: Office, now: int) -> ReceiptSheet:
    """What was handed out at receipt, and what has changed since."""
    database = store.read()
    form, _body = dossiers.form_of(database, line.id)
    number, token = dossiers.receipt_of(database, line.id)
    token = receipt_token.reissued(token, store.device, facts.certificate(database))
    procedure = Catalogue.load().version(form.procedure, form.procedure_version)
    registered = line.number != number or line.state in _REGISTERED
    sheet = receipt_sheet(form, number, token, office, term_of_form(form, procedure), registered=registered)
    official = (f"Mã chính thức: {line.number}.",) if registered else ()
    notices = (*official, *_paused(pauses_of(database, line.id)), *sheet.notices)
    return replace(sheet, notices=notices, marks=(*sheet.marks, f"BẢN IN LẠI lúc {show_moment(now)}"))


def _paused(pauses: Sequence[Pause]) -> Iterator[str]:
    for pause in pauses:
        if pause.ended_at is None:
            why, since = _WAITING[pause.reason], show_moment(pause.started_at)
            yield f"Thời hạn giải quyết tạm dừng từ {since} để {why}; ngày hẹn trả trên giấy này sẽ thay đổi."
