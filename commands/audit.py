"""`audit verify`: walks the whole audit chain and compares it with the heads the gateway has signed."""

import argparse
import json
import sys

from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from kiosk.audit import check_chain
from kiosk.credentials import Acknowledgement, decoded
from kiosk.store import Store, audit_log
from kiosk.words import N_, _

SUMMARY = N_("Kiểm tra nhật ký chống sửa đổi: «audit verify».")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("verify",), help=_("kiểm tra toàn bộ nhật ký"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    with workplace.store_for_reading() as store:
        if store is None:
            print(_("Chưa có kho dữ liệu nào ở đây."), file=sys.stderr)
            return ExitCode.DONE
        verdict = check_chain(audit_log.lines(store.read()), store.device.public_key)
        contradicted = verdict.broken_at is None and not _heads_hold(store)
    whole = verdict.broken_at is None and not contradicted
    line = {"lines": verdict.lines, "head": verdict.head.hex(), "whole": whole, "broken_at": verdict.broken_at,
            "why": "a head the gateway signed is not in the chain" if contradicted else verdict.why}
    print(json.dumps(line))
    if not whole:
        print(_("Nhật ký đã bị sửa hoặc mất dòng. Giữ nguyên thư mục dữ liệu và báo ngay cho người phụ trách."),
              file=sys.stderr)
    return ExitCode.DONE if whole else ExitCode.NOT_GENUINE


def _heads_hold(store: Store) -> bool:
    """Every audit head inside an acknowledgement lies on this chain: nobody has rewritten what the gateway saw."""
    for (body,) in store.read().execute("SELECT body FROM acknowledgement"):
        ack = decoded(bytes(body), Acknowledgement)
        if ack is None or not audit_log.holds(store.read(), ack.audit_head):
            return False
    return True
