"""`verify RECEIPT|CODE`: is this receipt genuine? Offline, on any counter.

RECEIPT is the token's text, a file that holds it, or the receipt's PDF; CODE is a number this machine gave or knows.
"""

import argparse
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from commands.exit_codes import ExitCode
from commands.receive import rules_of
from commands.workplace import Workplace
from kiosk import numbers, receipt_token
from kiosk.catalogue import Catalogue
from kiosk.dossier import PortalStatus
from kiosk.due_now import due_now, pauses_of
from kiosk.moments import show_moment
from kiosk.problems import Problem
from kiosk.receipt_token import Standing, Verdict
from kiosk.states import portal_label
from kiosk.store import Store, dossiers, facts
from kiosk.store.dossiers import DossierLine
from kiosk.words import N_, _
from kiosk.working_time import Due

SUMMARY = N_("Kiểm tra giấy tiếp nhận và hẹn trả, không cần mạng.")

_STANDINGS = {
    Standing.CERTIFIED: N_("Giấy thật: máy cấp giấy đã được trục của tỉnh chứng nhận."),
    Standing.UNCERTIFIED: N_("Chữ ký đúng, nhưng máy cấp giấy chưa được trục chứng nhận."),
    Standing.UNCHECKED: N_("Chữ ký đúng; máy này chưa biết khóa của trục nên chưa kiểm tra được chứng nhận."),
    Standing.FOREIGN: N_("Không công nhận: chứng nhận của máy cấp giấy không phải do trục của tỉnh ký."),
    Standing.EXPIRED: N_("Không công nhận: chứng nhận của máy cấp giấy không còn hiệu lực vào lúc tiếp nhận."),
    Standing.BROKEN: N_("Giấy giả hoặc đã bị sửa: chữ ký không đúng."),
}
_GENUINE = (Standing.CERTIFIED, Standing.UNCERTIFIED, Standing.UNCHECKED)


class NothingToVerify(Problem):
    code: ClassVar[str] = "VERIFY-01"
    sentence: ClassVar[str] = "Không tìm thấy giấy hẹn hay mã hồ sơ nào như vậy."
    remedy: ClassVar[str] = "Quét lại mã QR, chọn tệp PDF của giấy hẹn, hoặc gõ lại mã hồ sơ."


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
    verdict = receipt_token.verify(found.token, gateway_key or _set_key(workplace))
    if options.json:
        print(json.dumps(_told(verdict, found), ensure_ascii=False))
    else:
        _show(verdict, found)
    return ExitCode.DONE if verdict.standing in _GENUINE else ExitCode.NOT_GENUINE


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
        verdict = receipt_token.verify(token, None)
        number = verdict.facts.number if verdict.facts else ""
        return _Found(token, dossiers.by_number(store.read(), number) if store and number else None)
    line = dossiers.by_number(store.read(), text) if store and numbers.is_number(numbers.tidy(text)) else None
    if line is None or store is None:
        raise NothingToVerify
    return _Found(dossiers.receipt_of(store.read(), line.id)[1], line)


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


def _told(verdict: Verdict, found: _Found) -> dict[str, Any]:
    facts_told, line = verdict.facts, found.line
    return {
        "standing": verdict.standing.value,
        "genuine": verdict.standing in _GENUINE,
        "number": facts_told.number if facts_told else "",
        "procedure": facts_told.procedure if facts_told else "",
        "received": facts_told.received if facts_told else None,
        "due": facts_told.due if facts_told else None,
        "due_now": found.due.due_at // 1000 if found.due and found.due.due_at is not None else None,
        "office": facts_told.office if facts_told else "",
        "counter": verdict.counter,
        "number_now": line.number if line else "",
        "state": line.state.value if line else "",
        "portal_status": line.portal_status if line else None,
    }


def _show(verdict: Verdict, found: _Found) -> None:
    line = found.line
    genuine = verdict.standing in _GENUINE
    print(_(_STANDINGS[verdict.standing]), file=sys.stdout if genuine else sys.stderr)
    if verdict.facts is None:
        return
    told = verdict.facts
    due = show_moment(told.due * 1000) if told.due is not None else _("chưa có")
    print(_("Mã hồ sơ: {number}").format(number=told.number))
    print(_("Thủ tục: {procedure}").format(procedure=told.procedure))
    print(_("Tiếp nhận: {moment} tại {office}").format(moment=show_moment(told.received * 1000), office=told.office))
    print(_("Hẹn trả: {moment}").format(moment=due))
    if line is not None and line.number != told.number:
        print(_("Mã chính thức: {number}").format(number=line.number))
    if found.due is not None and found.due.due_at != (told.due and told.due * 1000):
        moment = show_moment(found.due.due_at) if found.due.due_at is not None else _("đang tạm dừng chờ bổ sung")
        print(_("Hẹn trả hiện nay: {moment}").format(moment=moment))
    if line is not None and line.portal_status is not None:
        print(_("Trạng thái trên Cổng: {status}").format(status=portal_label(PortalStatus(line.portal_status))))
