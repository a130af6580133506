"""`decide NUMBER STATUS`: plays the portal's desk at a training gateway, so that decisions come back to the counter."""

import argparse
import json
import mimetypes
from pathlib import Path
from typing import ClassVar

import msgspec

from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from kiosk.dossier import PortalStatus
from kiosk.problems import Problem
from kiosk.words import N_, _
from sync.calls import GatewayCalls
from sync.faults import RefusedByGateway
from sync.messages import DemoDecision, DemoFile
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
NOTE = "note"                          # of an officer: the status stays as it is


_NEED_A_NOTE = ("supplement", "refused", NOTE)


class DecisionUnknownDossier(Problem):
    code: ClassVar[str] = "DECIDE-01"
    sentence: ClassVar[str] = "Trục không biết hồ sơ nào có mã {number}, nên chưa quyết định gì."
    remedy: ClassVar[str] = "Gõ lại mã hồ sơ (xem «search»). Hồ sơ chưa gửi thì chạy «sync --once» ở quầy trước."


class DecisionNeedsNote(Problem):
    code: ClassVar[str] = "DECIDE-02"
    sentence: ClassVar[str] = "Quyết định này phải nói rõ lý do cho người nộp, nên chưa quyết định gì."
    remedy: ClassVar[str] = "Thêm lời nhắn: «--note \"...\"»."


class DecisionFile(Problem):
    code: ClassVar[str] = "DECIDE-03"
    sentence: ClassVar[str] = "Không đọc được tệp kết quả {path}, nên chưa quyết định gì."
    remedy: ClassVar[str] = "Kiểm tra đường dẫn và quyền đọc tệp."


class DecisionNotTaken(Problem):
    code: ClassVar[str] = "DECIDE-04"
    sentence: ClassVar[str] = "Trục không nhận quyết định này vì có phần không hợp lệ, nên chưa quyết định gì."
    remedy: ClassVar[str] = "«--wanted» chỉ đi với supplement; «--file» chỉ đi với result (PDF, ảnh, XML, DOCX, tới 20 MB)."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", help=_("mã hồ sơ, tạm hoặc chính thức"))
    parser.add_argument("status", choices=(*STATUSES, NOTE), help=_("quyết định"))
    parser.add_argument("--note", default="", help=_("lời nhắn kèm theo; bắt buộc với supplement và refused"))
    parser.add_argument(
        "--wanted", action="append", default=[], metavar="GIẤY",
        help=_("với supplement: một giấy tờ cần bổ sung; ghi được nhiều lần"),
    )  # fmt: skip
    parser.add_argument(
        "--file", action="append", default=[], type=Path, metavar="TỆP",
        help=_("với result: một tệp kết quả; ghi được nhiều lần"),
    )  # fmt: skip
    parser.add_argument("--gateway", required=True, metavar="URL", help=_("địa chỉ trục tập huấn"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    if options.status in _NEED_A_NOTE and not options.note.strip():
        raise DecisionNeedsNote
    transport = HttpTransport(options.gateway)
    try:
        decision = GatewayCalls(transport).decide(_wanted(options))
    except RefusedByGateway as refused:
        if refused.reason == "unknown-dossier":
            raise DecisionUnknownDossier(number=options.number) from refused
        if refused.reason == "request-unreadable":
            raise DecisionNotTaken from refused
        raise
    finally:
        transport.close()
    print(json.dumps(msgspec.to_builtins(decision), ensure_ascii=False))
    return ExitCode.DONE


def _wanted(options: argparse.Namespace) -> DemoDecision:
    is_note = options.status == NOTE
    files = tuple(DemoFile(path.name, _type_of(path), _content(path)) for path in options.file)
    return DemoDecision(
        options.number, 0 if is_note else STATUSES[options.status], options.note, NOTE if is_note else "",
        tuple(options.wanted), files,
    )  # fmt: skip


def _type_of(path: Path) -> str:
    return mimetypes.guess_type(path.name)[0] or ""


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DecisionFile(path=path) from error
