"""`doctor` about the scanner of the counter: which one, whether it answers, what it can do."""

from collections.abc import Iterator
from pathlib import Path

from commands.devices import abilities_said, state_said
from commands.doctor_lines import Finding, Line
from commands.scanner_silence import why_silent
from commands.scanners import faulty, scanner_of
from commands.scanning import ask
from kiosk.scan_ports import ScanTrouble
from kiosk.settings import ScannerKind, ScannerSettings
from kiosk.words import _

_ANSWER_S = 8.0
_FINE = (None, ScanTrouble.NO_PAPER)


def of_scanner(wanted: ScannerSettings, root: Path) -> Iterator[Line]:
    if wanted.driver is ScannerKind.NONE:
        yield Line(Finding.GOOD, _("Máy quét: không dùng ([scanner] driver = \"none\"); trang giấy tờ thêm từ tệp"))
        return
    if why := faulty(wanted):
        yield Line(Finding.BAD, _("settings.toml: [scanner] {why}").format(why=why))
        return
    scanner = scanner_of(wanted, root)
    try:
        answer = ask(scanner, _ANSWER_S)
    finally:
        scanner.close()
    ready = answer.answered and answer.obstacle in _FINE
    yield Line(Finding.GOOD if ready else Finding.WATCH, _("Máy quét ({driver} {address}): {state}").format(
        driver=wanted.driver, address=wanted.address, state=state_said(answer)))
    if answer.obstacle is ScanTrouble.OFFLINE and (why := why_silent(wanted)):
        yield Line(Finding.WATCH, why)
    if answer.abilities is not None:
        yield Line(Finding.GOOD, _("Máy quét làm được: {abilities}").format(abilities=abilities_said(answer.abilities)))
