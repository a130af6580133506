"""`devices [--device URL] [--test-page DIR]`: which scanners are found, what they can do, and whether a page comes out of one."""

import argparse
from pathlib import Path

from commands.exit_codes import ExitCode
from commands.parser import whole_number
from commands.scan import chosen
from commands.scanner_silence import why_silent
from commands.scanners import scanner_of
from commands.scanning import Answered, ask, say_outcome, scan_into
from commands.workplace import Workplace
from devices.scanner.escl_http import Address, Unreachable, certificate_of
from devices.scanner.finding import SECONDS, find_scanners
from kiosk.scan_ports import ScannedPage, ScannerAbilities, ScannerFound, ScanOrder, ScanSource
from kiosk.scan_words import briefly
from kiosk.settings import ScannerKind, ScannerSettings
from kiosk.words import N_, _

SUMMARY = N_("Tìm máy quét, cho biết từng máy làm được gì, quét thử một trang.")
_ANSWER_S = 8.0
_TEST_DPI = 150
_SOURCES = {ScanSource.FEEDER: N_("khay nạp"), ScanSource.FLATBED: N_("mặt kính")}
_MISSING = {
    "escl": N_("Không tìm được máy quét mạng: thiếu gói zeroconf."),
    "sane": N_("Không tìm qua SANE: máy này chưa cài gói sane-utils."),
    "wia": N_("Không tìm qua WIA: chỉ có trên Windows."),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--device", metavar="URL", help=_("chỉ xem một máy quét, không tìm"))
    parser.add_argument("--seconds", type=whole_number(1, 60), default=round(SECONDS), metavar="N",
                        help=_("tìm trong bao nhiêu giây"))
    parser.add_argument("--listen", metavar="IP", help=_("chỉ tìm qua cạc mạng của máy này có địa chỉ ấy"))
    parser.add_argument("--test-page", type=Path, metavar="DIR",
                        help=_("quét thử một trang vào thư mục này: mặt kính nếu có, không thì khay nạp"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    if options.device:
        wanted = chosen(options.device, workplace)
        found: tuple[ScannerFound, ...] = (ScannerFound(wanted.driver, wanted.address, ""),)
    else:
        search = find_scanners(options.seconds, options=(options.listen,) if options.listen else ())
        found = search.found
        for way in search.missing:
            print(f"– {_(_MISSING[way])}")
        for way in search.silent:
            print("– " + _("Tìm qua «{way}» không xong: không trả lời kịp, hoặc máy này không có mạng.").format(way=way))
        if not found:
            print(_("Không tìm thấy máy quét nào. Xem docs/van-hanh.md, mục «Máy quét»."))
            return ExitCode.NOT_FINISHED
    answers = [_shown(scanner, workplace) for scanner in found]
    if options.test_page is not None:
        return _test_page(found, answers, options.test_page.absolute(), workplace)
    return ExitCode.DONE if any(answer.answered for answer in answers) else ExitCode.NOT_FINISHED


def _shown(found: ScannerFound, workplace: Workplace) -> Answered:
    print(f"• {found.name or found.address}")
    print(_("    --device {device}").format(device=device_word(found)))
    print(f'    [scanner] driver = "{found.driver}", address = "{found.address}"')
    scanner = scanner_of(_settings(found), workplace.root)
    try:
        answer = ask(scanner, _ANSWER_S)
    finally:
        scanner.close()
    print(f"    {state_said(answer)}")
    if answer.abilities is not None:
        print(f"    {abilities_said(answer.abilities)}")
    elif why := why_silent(_settings(found)):
        print(f"    {why}")
    if found.driver == ScannerKind.ESCL and found.address.startswith("https:"):
        _show_certificate(found)
    return answer


def _show_certificate(found: ScannerFound) -> None:
    try:
        certificate = certificate_of(Address.of(found.address))
    except Unreachable:
        return
    print(_("    chứng thư (SHA-256), để ghim bằng «certificate»: {certificate}").format(certificate=certificate))


def state_said(answer: Answered) -> str:
    return briefly(answer.obstacle) if answer.answered else _("không trả lời")


def abilities_said(abilities: ScannerAbilities) -> str:
    """In one line."""
    sources = ", ".join(_(name) for source, name in _SOURCES.items() if source in abilities.sources) or "?"
    parts = [sources]
    if abilities.duplex:
        parts.append(_("hai mặt một lượt"))
    if abilities.resolutions:
        parts.append(_("{dpi} dpi").format(dpi=", ".join(map(str, abilities.resolutions))))
    if all(abilities.largest_mm):
        parts.append(_("khổ đến {width} × {height} mm").format(width=abilities.largest_mm[0], height=abilities.largest_mm[1]))
    if not abilities.tells_paper and ScanSource.FEEDER in abilities.sources:
        parts.append(_("không báo trước khi có giấy"))
    return "; ".join(parts)


def device_word(found: ScannerFound) -> str:
    """What `--device` takes."""
    return found.address if found.driver == ScannerKind.ESCL else f"{found.driver}:{found.address}"


def _settings(found: ScannerFound) -> ScannerSettings:
    return ScannerSettings(driver=ScannerKind(found.driver), address=found.address)


def _test_page(
    found: tuple[ScannerFound, ...], answers: list[Answered], into: Path, workplace: Workplace
) -> ExitCode:
    """Of the first that answers."""
    for scanner_found, answer in zip(found, answers, strict=True):
        if answer.abilities is None:
            continue
        glass = ScanSource.FLATBED in answer.abilities.sources
        order = ScanOrder(ScanSource.FLATBED if glass else ScanSource.FEEDER, _TEST_DPI)
        scanner = scanner_of(_settings(scanner_found), workplace.root)
        try:
            outcome = scan_into(scanner, order, into, _print_page)
        finally:
            scanner.close()
        say_outcome(outcome)
        return outcome.ending
    print(_("Không có máy quét nào trả lời để quét thử."))
    return ExitCode.NOT_FINISHED


def _print_page(page: ScannedPage) -> None:
    print(page.path, flush=True)
