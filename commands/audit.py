"""`audit verify`: walks the whole audit chain and compares it with the heads the gateway has signed."""

import argparse
import json
import sys
from typing import Any

from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from kiosk.store import checkup, facts
from kiosk.store.checkup import AuditVerdict
from kiosk.words import N_, _

SUMMARY = N_("Kiểm tra nhật ký chống sửa đổi: «audit verify».")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("verify",), help=_("kiểm tra toàn bộ nhật ký"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    with workplace.store_for_reading() as store:
        if store is None:
            print(_("Chưa có kho dữ liệu nào ở đây."), file=sys.stderr)
            return ExitCode.DONE
        verdict = checkup.audit_verdict(store)
        restored = facts.number(store.read(), facts.RESTORED_AT_LINE) > 0
    print(json.dumps(_line(verdict, restored=restored)))
    if verdict.forgotten:
        print(_("Kho này đã được khôi phục từ bản sao: {count} giấy báo đã nhận của trục thuộc phần nhật ký mà bản sao "
                "không còn. Đó không phải là sửa đổi.").format(count=verdict.forgotten), file=sys.stderr)
    if not verdict.whole:
        print(_("Nhật ký đã bị sửa hoặc mất dòng. Giữ nguyên thư mục dữ liệu và báo ngay cho người phụ trách."),
              file=sys.stderr)
    return ExitCode.DONE if verdict.whole else ExitCode.NOT_GENUINE


def _line(verdict: AuditVerdict, *, restored: bool) -> dict[str, Any]:
    chain = verdict.chain
    rewritten = chain.broken_at is None and verdict.contradicted
    return {
        "lines": chain.lines,
        "head": chain.head.hex(),
        "whole": verdict.whole,
        "broken_at": chain.broken_at,
        "why": "a head the gateway signed is not in the chain" if rewritten else chain.why,
        "restored": restored,
        "forgotten": verdict.forgotten,
    }
