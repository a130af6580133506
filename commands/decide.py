"""`decide NUMBER STATUS`: plays the portal's desk at a training gateway, so that decisions come back to the counter."""

import argparse
import json
from typing import ClassVar

import msgspec

from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from kiosk.dossier import PortalStatus
from kiosk.problems import Problem
from kiosk.words import N_, _
from sync.calls import GatewayCalls
from sync.faults import RefusedByGateway
from sync.messages import DemoDecision
from sync.transport import HttpTransport

SUMMARY = N_("Đóng vai Cổng ở trục tập huấn: nhận, yêu cầu bổ sung, từ chối, trả kết quả.")

STATUSES = {
    "accepted": PortalStatus.ACCEPTED,
    "processing": PortalStatus.PROCESSING,
    "supplement": PortalStatus.SUPPLEMENT_WANTED,
    "payment": PortalStatus.PAYMENT_WANTED,
    "refused": PortalStatus.NOT_ACCEPTED,
    "stopped": PortalStatus.STOPPED,
    "result": PortalStatus.PROCESSED,
    "returned": PortalStatus.RETURNED,
}


_NEED_A_NOTE = ("supplement", "refused")


class DecisionUnknownDossier(Problem):
    code: ClassVar[str] = "DECIDE-01"
    sentence: ClassVar[str] = "Trục không biết hồ sơ nào có mã {number}, nên chưa quyết định gì."
    remedy: ClassVar[str] = "Gõ lại mã hồ sơ (xem «search»). Hồ sơ chưa gửi thì chạy «sync --once» ở quầy trước."


class DecisionNeedsNote(Problem):
    code: ClassVar[str] = "DECIDE-02"
    sentence: ClassVar[str] = "Quyết định này phải nói rõ lý do cho người nộp, nên chưa quyết định gì."
    remedy: ClassVar[str] = "Thêm lời nhắn: «--note \"...\"»."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", help=_("mã hồ sơ, tạm hoặc chính thức"))
    parser.add_argument("status", choices=tuple(STATUSES), help=_("quyết định"))
    parser.add_argument("--note", default="", help=_("lời nhắn kèm theo; bắt buộc với supplement và refused"))
    parser.add_argument("--gateway", required=True, metavar="URL", help=_("địa chỉ trục tập huấn"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    if options.status in _NEED_A_NOTE and not options.note.strip():
        raise DecisionNeedsNote
    transport = HttpTransport(options.gateway)
    try:
        decision = GatewayCalls(transport).decide(DemoDecision(options.number, STATUSES[options.status], options.note))
    except RefusedByGateway as refused:
        if refused.reason == "unknown-dossier":
            raise DecisionUnknownDossier(number=options.number) from refused
        raise
    finally:
        transport.close()
    print(json.dumps(msgspec.to_builtins(decision), ensure_ascii=False))
    return ExitCode.DONE
