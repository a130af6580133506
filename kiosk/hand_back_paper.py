"""Fills the paper of a handing back. Printed words: Vietnamese, whatever language the screen speaks."""

from collections.abc import Iterable

from kiosk.dossier import Form
from kiosk.hand_back import Handed, Seen, Who
from kiosk.hand_back_sheet import HandBackSheet
from kiosk.originals import OriginalHeld
from kiosk.receipts import TRAINING
from kiosk.settings import Office
from kiosk.store.dossiers import DossierLine

_ROLES = {Who.SUBMITTER: "người nộp hồ sơ", Who.OWNER: "chủ hồ sơ", Who.PROXY: "người được ủy quyền"}
_SEEN = {
    Seen.RECEIPT: "", Seen.CARD_READ: "đọc thẻ căn cước", Seen.CARD_SHOWN: "xem giấy tờ tùy thân", Seen.VNEID: "xem VNeID",
}  # fmt: skip
_RECEIPT = {True: "có giấy tiếp nhận và hẹn trả kết quả", False: "mất giấy tiếp nhận và hẹn trả kết quả"}


def hand_back_sheet(
    handed: Handed, line: DossierLine, form: Form, held: Iterable[OriginalHeld], office: Office, officer: str
) -> HandBackSheet:
    """`held` are the originals of the dossier, those that went back included; `officer` is a name."""
    one = handed.collector
    left = [f"{paper.name} ({paper.copies})" for paper in held if paper.returned_at is None]
    return HandBackSheet(
        superior_agency=office.superior,
        agency=office.name,
        place=office.place,
        counter=office.counter,
        dossier=line.number,
        procedure=f"{form.procedure_name} ({form.procedure})",
        submitter=line.submitter,
        owners=line.owners if line.owners != line.submitter else "",
        received_at=form.received_at,
        due_at=form.due_at,
        handed_at=handed.handed_at,
        collector=one.name,
        role=_ROLES[one.who],
        identifier=one.identifier,
        seen=_SEEN[one.seen],
        receipt=_RECEIPT[one.with_receipt],
        authorisation=one.authorisation,
        on_behalf_of=one.of,
        results=_results(handed),
        originals=handed.originals,
        left_here="; ".join(left),
        satisfaction=f"{handed.satisfaction}/5" if handed.satisfaction else "",
        officer=officer,
        marks=(TRAINING,) if office.training else (),
    )


def _results(handed: Handed) -> str:
    if handed.papers_only:
        return "không có kết quả; trả lại giấy tờ đã nộp"
    kinds = ("bản giấy" if handed.on_paper else "", "tệp điện tử" if handed.as_file else "")
    return ", ".join(kind for kind in kinds if kind)
