"""`officer add ID NAME`: who may sign in at this counter. The PIN is asked for, never given on the command line."""

import argparse
import getpass
import sys
from functools import partial

from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from kiosk.officers import Officer, add, everybody
from kiosk.words import N_, _

SUMMARY = N_("Thêm cán bộ được đăng nhập quầy này, hoặc đặt lại mã PIN: «officer add MÃ TÊN».")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("add", "list"), help=_("thêm (hoặc đặt lại PIN), hay liệt kê"))
    parser.add_argument("id", nargs="?", help=_("mã cán bộ"))
    parser.add_argument("name", nargs="?", help=_("họ và tên"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    if options.what == "list":
        with workplace.store_for_reading() as store:
            for officer in everybody(store.read()) if store else ():
                print(f"{officer.id:12} {officer.name}")
        return ExitCode.DONE
    if not options.id or not options.name:
        print(_("Cần mã cán bộ và họ tên."), file=sys.stderr)
        return ExitCode.USAGE
    pin = getpass.getpass(_("Mã PIN (ít nhất 6 chữ số): ")) if sys.stdin.isatty() else sys.stdin.readline().strip()
    with workplace.store() as store:
        officer = Officer(options.id, options.name)
        store.write(partial(add, officer=officer, pin=pin, at=workplace.clock.now_ms()))
    return ExitCode.DONE
