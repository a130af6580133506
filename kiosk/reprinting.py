"""The receipt once more: what was handed out at receipt, marked as a reprint, with what has changed since."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kiosk import receipt_token
from kiosk.catalogue import Catalogue
from kiosk.dossier import LocalState, Pause
from kiosk.due_now import pauses_of, term_of_form
from kiosk.moments import show_moment
from kiosk.receipt_sheet import ReceiptSheet
from kiosk.receipts import receipt_sheet
from kiosk.settings import Office
from kiosk.store import Store, dossiers, facts
from kiosk.store.dossiers import DossierLine

# Printed words of a legal form: Vietnamese whatever language the screen speaks.
_WAITING = {"supplement": "chờ bổ sung hồ sơ", "payment": "chờ nộp phí, lệ phí"}
_REGISTERED = (LocalState.FORM_REGISTERED, LocalState.ACKNOWLEDGED, LocalState.PURGED)


def reprint_sheet(store: Store, catalogue: Catalogue, line: DossierLine, office: Office, now: int) -> ReceiptSheet:
    """What was handed out at receipt, and what has changed since."""
    database = store.read()
    form, _body = dossiers.form_of(database, line.id)
    number, token = dossiers.receipt_of(database, line.id)
    token = receipt_token.reissued(token, store.device, facts.certificate(database))
    procedure = catalogue.version(form.procedure, form.procedure_version)
    registered = line.number != number or line.state in _REGISTERED
    sheet = receipt_sheet(form, number, token, office, term_of_form(form, procedure), registered=registered)
    official = (f"Mã chính thức: {line.number}.",) if registered else ()
    notices = (*official, *_paused(pauses_of(database, line.id)), *sheet.notices)
    return replace(sheet, notices=notices, marks=(*sheet.marks, f"BẢN IN LẠI lúc {show_moment(now)}"))


def _paused(pauses: Sequence[Pause]) -> Iterator[str]:
    for pause in pauses:
        if pause.ended_at is None:
            why, since = _WAITING[pause.reason], show_moment(pause.started_at)
            yield f"Thời hạn giải quyết tạm dừng từ {since} để {why}; ngày hẹn trả trên giấy này sẽ thay đổi."
