"""`separators --out FILE [--procedure CODE] [--dossier NUMBER]`: the sheets laid between papers before a stack is scanned."""

import argparse
from pathlib import Path
from typing import ClassVar

from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from kiosk.catalogue import Catalogue
from kiosk.moments import day_of
from kiosk.numbers import is_number, tidy
from kiosk.problems import Problem
from kiosk.separator_sheet import dossier_sheet, general_sheets, sheets_of
from kiosk.words import N_, _

SUMMARY = N_("Tờ ngăn để in: đặt trước từng giấy tờ rồi quét cả tập, chương trình tự chia tập thành từng giấy tờ.")


class SeparatorsNotWritten(Problem):
    """Nothing else was begun."""

    code: ClassVar[str] = "SEPARATOR-01"
    sentence: ClassVar[str] = N_("Không ghi được tờ ngăn vào {path}.")
    remedy: ClassVar[str] = N_("Chọn một thư mục có sẵn và ghi được ({why}).")


class NotADossierNumber(Problem):
    """What stands behind --dossier."""

    code: ClassVar[str] = "SEPARATOR-02"
    sentence: ClassVar[str] = N_("«{written}» không phải là mã hồ sơ nên chưa in được tờ ngăn.")
    remedy: ClassVar[str] = N_("Viết mã hồ sơ đúng như trên giấy hẹn.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("tệp PDF để ghi"))
    parser.add_argument("--procedure", metavar="CODE", help=_("thêm một tờ cho mỗi giấy tờ của thủ tục này"))
    parser.add_argument("--dossier", metavar="NUMBER", action="append", default=[], help=_("thêm một tờ cho hồ sơ này"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    from printing.forms.separator_page import render  # heavy

    sheets = [*general_sheets()]
    for written in options.dossier:
        number = tidy(written)
        if not is_number(number):
            raise NotADossierNumber(written=written)
        sheets.append(dossier_sheet(number))
    if options.procedure:
        today = day_of(workplace.clock.now_ms())
        sheets += sheets_of(Catalogue.load().on(options.procedure, today))
    content = render(sheets)
    try:
        options.out.write_bytes(content)
    except OSError as error:
        raise SeparatorsNotWritten(path=options.out, why=type(error).__name__) from error
    print(_("{count} tờ ngăn: {path}").format(count=len(sheets), path=options.out))
    return ExitCode.DONE
