"""`search WORDS`: dossiers of this machine by name, identifier, phone, procedure or number; diacritics optional."""

import argparse
import json

from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from kiosk.dossier import PortalStatus
from kiosk.moments import show_moment
from kiosk.states import local_label, portal_label
from kiosk.store import dossiers
from kiosk.store.dossiers import DossierLine
from kiosk.words import N_, _

SUMMARY = N_("Tìm hồ sơ trên máy này; gõ có dấu hay không dấu đều được.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", help=_("tên, số định danh, điện thoại, tên thủ tục hoặc mã hồ sơ"))
    parser.add_argument("--json", action="store_true", help=_("in ra JSON cho máy đọc"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    text = " ".join(options.words)
    with workplace.store_for_reading() as store:
        found: list[DossierLine] = []
        if store is not None:
            exact = dossiers.by_number(store.read(), text)
            found = [exact] if exact else dossiers.search(store.read(), text)
    if options.json:
        print(json.dumps([{"dossier": line.id, "number": line.number, "temporary_number": line.temporary_number,
                           "procedure": line.procedure, "state": line.state.value} for line in found]))
        return ExitCode.DONE
    for line in found:
        state = portal_label(PortalStatus(line.portal_status)) if line.portal_status else local_label(line.state)
        print(f"{line.number:26} {show_moment(line.received_at)}  {line.submitter}  · {line.procedure_name} · {state}")
    if not found:
        print(_("Không tìm thấy hồ sơ nào."))
    return ExitCode.DONE
