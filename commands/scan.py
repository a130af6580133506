"""`scan --out DIR [--device URL]`: a stack of paper into files, without the window."""

import argparse
from pathlib import Path
from typing import ClassVar

from commands.exit_codes import ExitCode
from commands.parser import whole_number
from commands.scanners import faulty, named, scanner_of
from commands.scanning import say_outcome, scan_into
from commands.workplace import Workplace
from kiosk.problems import Problem
from kiosk.scan_ports import ScannedPage, ScanOrder, ScanSource
from kiosk.settings import ScannerKind, ScannerSettings
from kiosk.words import N_, _

SUMMARY = N_("Quét giấy thành tệp ảnh, không mở cửa sổ. Mỗi dòng in ra là một tệp.")
_FINEST = 1200


class NoScannerChosen(Problem):
    """Neither the settings nor the command line name a scanner."""

    code: ClassVar[str] = "SCAN-01"
    sentence: ClassVar[str] = "Chưa chọn máy quét nào."
    remedy: ClassVar[str] = "Ghi mục [scanner] trong settings.toml, hoặc thêm «--device»; «devices» cho biết có những máy nào."


class ScannerNotNamed(Problem):
    """What stands for a scanner is none."""

    code: ClassVar[str] = "SCAN-02"
    sentence: ClassVar[str] = "«{written}» không phải là địa chỉ của máy quét."
    remedy: ClassVar[str] = "Viết như http://10.0.0.5/eSCL, hoặc đúng như lệnh «devices» in ra."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--device", metavar="URL", help=_("máy quét, như «devices» in ra; không ghi thì theo settings.toml"))
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=_("thư mục để các trang vào"))
    parser.add_argument("--source", choices=[source.value for source in ScanSource], default=ScanSource.FEEDER.value,
                        help=_("feeder: khay nạp; flatbed: mặt kính"))
    parser.add_argument("--dpi", type=whole_number(50, _FINEST), default=300, metavar="N", help=_("số điểm ảnh mỗi inch"))
    parser.add_argument("--duplex", action="store_true", help=_("quét cả hai mặt"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    scanner = scanner_of(chosen(options.device, workplace), workplace.root)
    try:
        order = ScanOrder(ScanSource(options.source), options.dpi, options.duplex)
        outcome = scan_into(scanner, order, options.out.absolute(), _shown)
    finally:
        scanner.close()
    say_outcome(outcome)
    return outcome.ending


def chosen(written: str | None, workplace: Workplace) -> ScannerSettings:
    """Raises NoScannerChosen, ScannerNotNamed, OfficeUnknown, SettingsProblem."""
    if written is not None:
        try:
            return named(written)
        except ValueError as error:
            raise ScannerNotNamed(written=written) from error
    wanted = workplace.settings().scanner
    if wanted.driver is ScannerKind.NONE:
        raise NoScannerChosen
    if faulty(wanted):
        raise ScannerNotNamed(written=wanted.address)
    return wanted


def _shown(page: ScannedPage) -> None:
    print(page.path, flush=True)
