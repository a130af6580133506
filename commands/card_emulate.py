"""`card emulate`: a vendor's reader program that is none, on loopback, with hands at the keyboard. For training and for trying
the settings of such a reader; see docs/the-can-cuoc.md.
"""

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from devices.simulated.cards import cards
from devices.simulated.vendor_service import Fault, VendorService
from kiosk.words import N_, _

SUMMARY = N_("Chạy bản mô phỏng phần mềm của hãng đầu đọc, để tập và thử cài đặt.")
USUAL_PORT = 47_921


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=USUAL_PORT, metavar=_("CỔNG"), help=_("cổng trên máy này"))
    parser.add_argument("--describe", type=Path, metavar=_("TỆP"), help=_("ghi tệp mô tả đầu đọc rồi mới chạy"))


def run(options: argparse.Namespace, _workplace: Workplace) -> ExitCode:
    service = VendorService(options.port)
    service.start()
    try:
        if options.describe is not None:
            options.describe.write_text(service.description(), "utf-8")
        print(_("Phần mềm đọc thẻ mô phỏng đang nghe ở {address}. Không có giá trị.").format(address=service.address))
        print(_("Lệnh: đặt THẺ, nhấc, rút, cắm, lỗi TÊN, thôi. Thẻ: {cards}. Lỗi: {faults}.").format(
            cards=", ".join(cards()), faults=", ".join(Fault)))
        sys.stdout.flush()
        obey(service, sys.stdin)
    finally:
        service.stop()
    return ExitCode.DONE


def obey(service: VendorService, lines: Iterable[str]) -> None:
    """One order a line, until the end or "thôi"; what is not understood is said."""
    for line in lines:
        order, _blank, what = line.strip().partition(" ")
        if order in ("thôi", "quit"):
            return
        hand = _hand(service, order, what.strip())
        if hand is not None:
            hand()
        elif order:
            print(_("Không hiểu: {line}").format(line=line.strip()), flush=True)


def _hand(service: VendorService, order: str, what: str) -> Callable[[], None] | None:
    def plug(plugged: bool) -> Callable[[], None]:
        return lambda: setattr(service, "plugged", plugged)

    match order:
        case "đặt" | "place" if what in cards():
            return lambda: service.place(what)
        case "nhấc" | "lift":
            return service.lift
        case "rút" | "unplug":
            return plug(False)
        case "cắm" | "plug":
            return plug(True)
        case "lỗi" | "fault" if what in set(Fault):
            return lambda: setattr(service, "fault", Fault(what))
        case _:
            return None
