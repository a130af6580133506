"""`verify RECEIPT|CODE`: is this receipt genuine? Offline, on any counter.

RECEIPT is the token's text, a file that holds it, or the receipt's PDF; CODE is a number this machine gave or knows.
"""

import argparse
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from commands.exit_codes import ExitCode
from commands.receive import rules_of
from commands.workplace import Workplace
from kiosk import numbers, receipt_token
from kiosk.catalogue import Catalogue
from kiosk.credentials import DeviceCertificate, opened
from kiosk.dossier import PortalStatus
from kiosk.due_now import due_now, pauses_of
from kiosk.moments import show_moment
from kiosk.problems import Problem
from kiosk.receipt_token import Kind, ReceiptFacts, Standing, Verdict
from kiosk.signing import SigningKey
from kiosk.states import portal_label
from kiosk.store import Store, dossiers, facts
from kiosk.store.dossiers import DossierLine
from kiosk.words import N_, _
from kiosk.working_time import Due

SUMMARY = N_("Kiểm tra giấy tiếp nhận và hẹn trả, không cần mạng.")

_STANDINGS = {
    Standing.CERTIFIED: N_("Giấy thật: máy cấp giấy đã được trục của tỉnh chứng nhận."),
    Standing.UNCERTIFIED: N_(
        "Chưa kết luận được ở máy này: chữ ký đúng, nhưng máy cấp giấy chưa được trục chứng nhận. "
        "Kiểm tra trên chính máy đã cấp giấy, hoặc hỏi cơ quan ghi trên giấy."
    ),
    Standing.UNCHECKED: N_(
        "Chưa kết luận được ở máy này: chữ ký đúng, nhưng máy này chưa biết khóa của trục. "
        "Chạy «sync» một lần khi có mạng rồi kiểm tra lại."
    ),
    Standing.FOREIGN: N_("Không công nhận: chứng nhận của máy cấp giấy không phải do trục của tỉnh ký."),
    Standing.EXPIRED: N_("Không công nhận: chứng nhận của máy cấp giấy không còn hiệu lực vào lúc tiếp nhận."),
    Standing.BROKEN: N_("Giấy giả hoặc đã bị sửa: chữ ký không đúng."),
}
_OURS = N_("Giấy thật: chính máy này cấp, chưa có chứng nhận của trục.")
_SUBMITTED = N_("Đây là phiếu nộp ở ki-ốt, chưa phải giấy tiếp nhận: chưa có cán bộ nào tiếp nhận lúc in phiếu.")
_LEFT = N_("Đây là phiếu của hồ sơ làm dở ở ki-ốt: hồ sơ chưa được nộp.")
_OF_KIOSKS = {Kind.SUBMISSION: _SUBMITTED, Kind.LEFT: _LEFT}
_CUT_SHORT = N_("Mã quét chưa đủ hoặc gõ sót: quét lại.")
_UNDECIDED = (Standing.UNCERTIFIED, Standing.UNCHECKED)


class NothingToVerify(Problem):
    code: ClassVar[str] = "VERIFY-01"
    sentence: ClassVar[str] = "Không tìm thấy giấy hẹn hay mã hồ sơ nào như vậy."
    remedy: ClassVar[str] = "Quét lại mã QR, chọn tệp PDF của giấy hẹn, hoặc gõ lại mã hồ sơ."


@dataclass(frozen=True, slots=True)
class _Judged:
    """A verdict, and whether this very machine signed the receipt: its own key it knows without anybody's word."""

    verdict: Verdict
    ours: bool
    cut_short: bool

    @property
    def genuine(self) -> bool:
        return self.ours or self.verdict.standing is Standing.CERTIFIED

    @property
    def sentence(self) -> str:
        if self.cut_short:
            return _(_CUT_SHORT)
        is_bare = self.ours and self.verdict.standing is not Standing.CERTIFIED
        return _(_OURS) if is_bare else _(_STANDINGS[self.verdict.standing])

    @property
    def ending(self) -> ExitCode:
        if self.genuine:
            return ExitCode.DONE
        return ExitCode.NOT_FINISHED if self.verdict.standing in _UNDECIDED else ExitCode.NOT_GENUINE


@dataclass(frozen=True, slots=True)
class _Found:
    token: str
    line: DossierLine | None
    due: Due | None = None             # as things stand, where this machine has the dossier


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("receipt", metavar="RECEIPT|CODE", help=_("chữ trong mã QR, tệp giấy hẹn, hoặc mã hồ sơ"))
    parser.add_argument("--json", action="store_true", help=_("in ra JSON cho máy đọc"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    with workplace.store_for_reading() as store:
        found = _find(options.receipt, store)
        if store is not None and found.line is not None:
            found = replace(found, due=_due(store, found.line, workplace))
        gateway_key = facts.blob(store.read(), facts.GATEWAY_KEY) if store else None
        judged = _judge(found.token, gateway_key or _set_key(workplace), store)
    if options.json:
        print(json.dumps(_told(judged, found), ensure_ascii=False))
    else:
        _show(judged, found)
    return judged.ending


def _judge(token: str, gateway_key: bytes | None, store: Store | None) -> _Judged:
    verdict = receipt_token.verify(token, gateway_key)
    seed = facts.blob(store.read(), facts.DEVICE_SEED) if store else None
    if store is None or seed is None or verdict.facts is None or verdict.device_key != SigningKey(seed).public_key:
        return _Judged(verdict, ours=False, cut_short=not receipt_token.is_whole(token))
    signed = facts.certificate(store.read())
    certificate = opened(signed, DeviceCertificate, gateway_key) if signed and gateway_key else None
    if (
        verdict.standing in _UNDECIDED and certificate is not None
        and certificate.public_key == verdict.device_key and verdict.facts.received <= certificate.valid_to
    ):
        verdict = replace(verdict, standing=Standing.CERTIFIED, counter=certificate.counter)
    return _Judged(verdict, ours=verdict.standing in (*_UNDECIDED, Standing.CERTIFIED), cut_short=False)


def _set_key(workplace: Workplace) -> bytes | None:
    """The gateway key an operator wrote down; a machine that only verifies needs no settings at all."""
    if not (workplace.root / "settings.toml").exists():
        return None
    text = workplace.settings().gateway.public_key
    return bytes.fromhex(text) if text else None


def _find(text: str, store: Store | None) -> _Found:
    """Raises NothingToVerify."""
    token = _token(text)
    if token:
        told = receipt_token.verify(token, None).facts
        return _Found(token, _line_of(store, told) if store and told else None)
    line = dossiers.by_number(store.read(), text) if store and numbers.is_number(numbers.tidy(text)) else None
    if line is None or store is None:
        raise NothingToVerify
    return _Found(dossiers.receipt_of(store.read(), line.id)[1], line)


def _line_of(store: Store, told: ReceiptFacts) -> DossierLine | None:
    """The dossier itself, not one whose number somebody has put on another receipt."""
    line = dossiers.by_number(store.read(), told.number)
    return line if line is not None and UUID(line.id).bytes == told.dossier else None


def _token(text: str) -> str:
    """The token in what was given: itself, a text file, or a PDF; "" where there is none."""
    if text.strip().upper().startswith(receipt_token.PREFIX):
        return text
    path = Path(text)
    try:
        content = path.read_bytes() if path.is_file() else b""
    except OSError:
        return ""
    if content.startswith(b"%PDF-"):
        from printing.verify_text import token_in

        return token_in(content)
    plain = content[:65536].decode("ascii", "replace").strip()
    return plain if plain.upper().startswith(receipt_token.PREFIX) else ""


def _due(store: Store, line: DossierLine, workplace: Workplace) -> Due | None:
    """When the dossier is due now, under the version it was received under."""
    form, _body = dossiers.form_of(store.read(), line.id)
    procedure = Catalogue.load().version(form.procedure, form.procedure_version)
    rules = rules_of(workplace.settings(), procedure, workplace)
    return due_now(form, procedure, rules.calendar, rules.end_of_term, pauses_of(store.read(), line.id))


def _procedure_name(code: str, line: DossierLine | None) -> str:
    """As the dossier was received, else by the newest version known; "" where the catalogue has none."""
    if line is not None:
        return line.procedure_name
    catalogue = Catalogue.load()
    versions = catalogue.versions(code)
    return catalogue.version(code, versions[-1]).name if versions else ""


def _told(judged: _Judged, found: _Found) -> dict[str, Any]:
    verdict, line = judged.verdict, found.line
    facts_told = verdict.facts
    return {
        "standing": verdict.standing.value,
        "kind": verdict.kind.value,
        "genuine": judged.genuine,
        "issued_here": judged.ours,
        "cut_short": judged.cut_short,
        "number": facts_told.number if facts_told else "",
        "procedure": facts_told.procedure if facts_told else "",
        "procedure_name": _procedure_name(facts_told.procedure, line) if facts_told else "",
        "submitter": line.submitter if line else "",
        "owners": line.owners if line else "",
        "received": facts_told.received if facts_told else None,
        "due": facts_told.due if facts_told else None,
        "due_now": found.due.due_at // 1000 if found.due and found.due.due_at is not None else None,
        "office": facts_told.office if facts_told else "",
        "counter": verdict.counter,
        "number_now": line.number if line else "",
        "state": line.state.value if line else "",
        "portal_status": line.portal_status if line else None,
        "portal_note": (line.portal_note or "") if line else "",
    }


def _show(judged: _Judged, found: _Found) -> None:
    print(judged.sentence, file=sys.stdout if judged.genuine else sys.stderr, flush=True)
    told, line = judged.verdict.facts, found.line
    if told is None:
        return
    if judged.verdict.kind in _OF_KIOSKS:
        print(_(_OF_KIOSKS[judged.verdict.kind]))
    print(_("Đối chiếu các dòng này với giấy:"))
    _show_promise(told, line)
    _show_now(told, found)


def _show_promise(told: ReceiptFacts, line: DossierLine | None) -> None:
    """What stands on the paper."""
    due = show_moment(told.due * 1000) if told.due is not None else _("chưa có")
    print(_("Mã hồ sơ: {number}").format(number=told.number))
    name = _procedure_name(told.procedure, line)
    procedure = f"{name} ({told.procedure})" if name else told.procedure
    print(_("Thủ tục: {procedure}").format(procedure=procedure))
    if line is not None:
        print(_("Người nộp: {submitter}").format(submitter=line.submitter))
        print(_("Chủ hồ sơ: {owners}").format(owners=line.owners))
    print(_("Tiếp nhận: {moment} tại {office}").format(moment=show_moment(told.received * 1000), office=told.office))
    print(_("Hẹn trả: {moment}").format(moment=due))


def _show_now(told: ReceiptFacts, found: _Found) -> None:
    """What has changed since."""
    line = found.line
    if line is not None and line.number != told.number:
        print(_("Mã chính thức: {number}").format(number=line.number))
    if found.due is not None and found.due.due_at != (told.due and told.due * 1000):
        moment = show_moment(found.due.due_at) if found.due.due_at is not None else _("đang tạm dừng chờ bổ sung")
        print(_("Hẹn trả hiện nay: {moment}").format(moment=moment))
    if line is not None and line.portal_status is not None:
        print(_("Trạng thái trên Cổng: {status}").format(status=portal_label(PortalStatus(line.portal_status))))
    if line is not None and line.portal_note:
        print(_("Ghi chú của Cổng: {note}").format(note=line.portal_note))
