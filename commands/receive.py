"""`receive FILE.json PAGE...`: one dossier into the store, offline, durable before its number is printed.

Migration, automation and the fault tests come this way; the counter window uses the same `kiosk/receive.py`.
"""

import argparse
import dataclasses
import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from commands.exit_codes import ExitCode
from commands.receipt_file import check_place, write_receipt
from commands.result_line import aside, write_line
from commands.workplace import Workplace
from kiosk.catalogue import Catalogue
from kiosk.dossier import Form
from kiosk.event_log import event_log
from kiosk.holidays import load_holidays
from kiosk.intake_file import IntakeFileProblem, read_intake, to_intake
from kiosk.making import Rules
from kiosk.media_types import LONGEST_BEGINNING, UNKNOWN, media_type
from kiosk.moments import day_of
from kiosk.office_calendar import office_calendar
from kiosk.procedures import Procedure
from kiosk.receipt_sheet import ReceiptSheet
from kiosk.receipts import receipt_sheet
from kiosk.receive import PageSource, Received, Receiving
from kiosk.settings import Settings, SettingsProblem
from kiosk.signing import SigningKey
from kiosk.store import till
from kiosk.store.database import Database
from kiosk.store.faults import UnreadableSource
from kiosk.till import TakenFee, dong
from kiosk.words import N_, _

SUMMARY = N_("Tiếp nhận một hồ sơ. In ra một dòng JSON: number, dossier, receipt.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.json", help=_("nội dung hồ sơ, theo mẫu docs/examples/dossier.json"))
    parser.add_argument("pages", type=Path, nargs="*", metavar="PAGE", help=_("các trang giấy tờ (ảnh hoặc PDF), theo thứ tự"))
    parser.add_argument("--receipt", type=Path, metavar="PATH", help=_("ghi giấy hẹn dạng PDF ra tệp này"))
    parser.add_argument(
        "--fee", choices=("cash", "transfer"),
        help=_("ghi đã thu đủ phí vào ngăn tiền đang mở (thêm slip vào dòng JSON); không có thì KHÔNG ghi thu"),
    )  # fmt: skip
    parser.add_argument("--paper", choices=("A4", "A5"), default="A4", help=_("khổ giấy của giấy hẹn"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    settings = workplace.settings()
    inputs = (options.file, *options.pages)
    receipt = check_place(options.receipt, workplace.root, inputs) if options.receipt else None
    entry = read_intake(_content(options.file))
    now = workplace.clock.now_ms()
    procedure = Catalogue.load().on(entry.procedure, day_of(now), settings.office.province)
    intake = to_intake(entry, procedure, settings.office, len(options.pages), now)
    if options.fee:
        intake = dataclasses.replace(intake, fee_method=options.fee)
    sources = [page_source(path) for path in options.pages]
    rules = rules_of(settings, procedure, workplace)
    with workplace.store() as store:
        beside = [partial(_take, store.device, options.fee)] if options.fee else []
        received = Receiving(store, procedure, rules).run(intake, sources, beside)
        slips = [payment.slip for payment in till.of_dossier(store.read(), received.dossier)]
        event_log().info("dossier received", extra={"dossier": received.dossier, "count": len(sources)})
    heard = _tell(received, slips)
    for warning in received.warnings:
        aside(f"  ! {warning.field}: {warning.sentence} [{warning.code}]")
    for fee in received.form.fee.not_set:
        aside(_("  ! Chưa biết mức thu «{fee}»: ghi vào [fees] trong settings.toml.").format(fee=fee))
    if received.form.fee.total and not slips:
        told = _("  ! Phí {amount} CHƯA được ghi vào ngăn tiền: thu thì thêm --fee cash hoặc --fee transfer.")
        aside(told.format(amount=dong(received.form.fee.total)))
    if receipt:
        write_receipt(receipt, _sheet(received, settings), options.paper)
    return ExitCode.DONE if heard else ExitCode.NOT_FINISHED


def _take(device: SigningKey, method: str, database: Database, form: Form, _number: str) -> None:
    """The fee, in the transaction that seals. Raises NoDrawer."""
    if form.fee.total:
        till.charge(database, device, form, TakenFee(method), form.officer, form.received_at)


def _tell(received: Received, slips: Sequence[str]) -> bool:
    """Prints the line. The dossier is received whether or not anybody reads it, and then that is said aside."""
    line = {"number": received.number, "dossier": received.dossier, "receipt": received.token}
    if slips:
        line["slip"] = slips[0]
    try:
        write_line(json.dumps(line, ensure_ascii=False))
    except (OSError, ValueError) as error:
        told = _("Hồ sơ ĐÃ được tiếp nhận, mã {number}, nhưng không in được dòng kết quả ({error}). Không nhập lại hồ sơ.")
        aside(told.format(number=received.number, error=type(error).__name__))
        return False
    return True


def _sheet(received: Received, settings: Settings) -> ReceiptSheet:
    return receipt_sheet(received.form, received.number, received.token, settings.office, received.term)


def rules_of(settings: Settings, procedure: Procedure, workplace: Workplace) -> Rules:
    """The office's own part of receiving: its calendar, how it reads terms, the province's fees. Raises SettingsProblem."""
    table = load_holidays(workplace.root / "holidays.toml")
    fees = settings.fees.get(procedure.code, {})
    ours = {fee.key for fee in procedure.fees if fee.set_by_province}
    if not ours.issuperset(fees):
        what = _("[fees.\"{code}\"] có khoản không do tỉnh quy định: {keys}")
        raise SettingsProblem(
            path=workplace.root / "settings.toml",
            what=what.format(code=procedure.code, keys=", ".join(sorted(set(fees) - ours))),
        )
    return Rules(
        calendar=office_calendar(settings.hours, table),
        end_of_term=settings.terms.end_of_term,
        fees=fees,
    )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise IntakeFileProblem(what=f"{path.name} ({type(error).__name__})") from error


def page_source(path: Path) -> PageSource:
    """A file of the command line as a page. Raises UnreadableSource."""
    try:
        with path.open("rb") as file:
            kind = media_type(file.read(LONGEST_BEGINNING))
    except OSError as error:
        raise UnreadableSource(name=path.name) from error
    if kind == UNKNOWN:
        print(_("  ! {name}: không nhận ra là ảnh hay PDF, vẫn giữ nguyên.").format(name=path.name), file=sys.stderr)
    return PageSource(path, kind)
