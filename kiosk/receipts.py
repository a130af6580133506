"""The receipt of a sealed dossier in the words of its form: everything printed comes from what was sealed.

Plain words on every receipt say what it is not: received at the counter is not yet registered at the portal.
"""

from kiosk.dossier import Form, HowMet, Owner, PaperRecord, ReturnMethod
from kiosk.moments import day_of, local, show_date
from kiosk.numbers import TEMPORARY
from kiosk.people import Address, Citizen, Organisation
from kiosk.places import show
from kiosk.procedures import Channel, Deadline
from kiosk.receipt_sheet import FeePrint, OwnerLine, PaperLine, ReceiptSheet
from kiosk.settings import Office
from kiosk.term_words import term as term_words

TEMPLATE = "tt03-2025-mau01"

# Printed words of a legal form: Vietnamese whatever language the screen speaks.
_CHANNELS = {
    Channel.COUNTER: "trực tiếp",
    Channel.ONLINE: "trực tuyến",
    Channel.POST: "qua dịch vụ bưu chính công ích",
}
_METHODS = {"cash": "tiền mặt", "transfer": "chuyển khoản", "free": "không thu", "later": "chưa thu"}
_NOT_SET = "mức do Hội đồng nhân dân cấp tỉnh quy định, chưa cài đặt tại quầy"
_COUNTED = {HowMet.ORIGINAL: "originals", HowMet.CERTIFIED: "certified", HowMet.COMPARED: "photocopies"}
_NOTES = {
    HowMet.COMPARED: "đã đối chiếu bản chính",
    HowMet.SHOWN: "đã xuất trình, trả lại",
    HowMet.VNEID: "đã xem trên VNeID",
    HowMet.DATABASE: "đã có trong cơ sở dữ liệu",
    HowMet.REUSED: "tái sử dụng giấy tờ đã số hóa",
    HowMet.SCANNED: "người nộp tự quét, chưa đối chiếu",
    HowMet.MISSING: "chưa nộp",
}
_KEPT = "quầy giữ bản chính, trả lại khi trả kết quả"
_NOT_YET_REGISTERED = (
    "Hồ sơ đã được tiếp nhận tại quầy. Tại thời điểm in, hồ sơ chưa được đăng ký lên Cổng Dịch vụ công quốc gia; "
    "máy sẽ tự gửi ngay khi có kết nối."
)
_TEMPORARY = (
    "Mã trên giấy này là mã tạm. Khi hồ sơ được đăng ký, mã chính thức sẽ được cấp; mã tạm và mã QR vẫn dùng để tra cứu."
)
TRAINING = "GIẤY TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ"


def receipt_sheet(
    form: Form, number: str, token: str, office: Office, term: Deadline | None, *, registered: bool = False
) -> ReceiptSheet:
    """Form 01 for a dossier just received, or printed again once the portal knows it (`registered`).

    `term` is the deadline that applied, None where the law's is not known.
    """
    person = form.submitter.person
    temporary = bool(TEMPORARY.fullmatch(number))
    return ReceiptSheet(
        template=TEMPLATE,
        superior_agency=office.superior,
        agency=office.name,
        place=office.place,
        number=number,
        number_is_temporary=temporary,
        submitter_name=person.full_name,
        submitter_address=_address(person.address, form.received_at),
        submitter_phone=form.submitter.phone,
        submitter_email=form.submitter.email,
        submitter_identifier=_identifier(person),
        channel=_CHANNELS[form.channel],
        procedure=f"{form.procedure_name} ({form.procedure})",
        owners=tuple(_owner(owner, form.received_at) for owner in form.owners),
        papers=tuple(_paper(paper) for paper in form.papers),
        sets=1,
        term=_term(term) + _counted_from(form),
        received_at=form.received_at,
        due_at=form.due_at,
        return_place=_return_place(form, office),
        fees=(
            *(FeePrint(line.name, line.amount, line.basis if line.exemption else "") for line in form.fee.lines),
            *(FeePrint(name, None, _NOT_SET) for name in form.fee.not_set),
        ),
        fee_method=_METHODS.get(form.fee.method, form.fee.method),
        officer_name=office.officer_name,
        counter=form.counter,
        book=office.register_book,
        token=token,
        notices=() if registered else _waiting(temporary=temporary),
        hotline=office.hotline,
        marks=(TRAINING,) if office.training else (),
    )


def _waiting(*, temporary: bool) -> tuple[str, ...]:
    return (_NOT_YET_REGISTERED, _TEMPORARY) if temporary else (_NOT_YET_REGISTERED,)


def _term(deadline: Deadline | None) -> str:
    return (deadline.text or term_words(deadline)) if deadline else ""


def _counted_from(form: Form) -> str:
    """Said only when the term does not run from the receipt: received outside working time, or after the day's cut-off."""
    if form.due_at is None or form.valid_at == form.received_at:
        return ""
    at = local(form.valid_at)
    return f", thời hạn tính từ {at:%H} giờ {at:%M} ngày {show_date(at.date())}"


def _identifier(person: Citizen) -> str:
    if person.personal_id:
        return f"Số định danh cá nhân: {person.personal_id}"
    return f"Hộ chiếu: {person.passport}" if person.passport else ""


def _owner(owner: Owner, at: int) -> OwnerLine:
    party = owner.party
    if isinstance(party, Organisation):
        tax = f"Mã số thuế: {party.tax_code}" if party.tax_code else ""
        return OwnerLine(party.name, tax, _address(party.address, at))
    return OwnerLine(party.full_name, _identifier(party), _address(party.address, at))


def _paper(paper: PaperRecord) -> PaperLine:
    counts = {_COUNTED[paper.how]: paper.copies} if paper.how in _COUNTED else {}
    notes = (_NOTES.get(paper.how, ""), _KEPT if paper.to_return else "")
    return PaperLine(name=paper.name, note="; ".join(note for note in notes if note), **counts)


def _address(address: Address, at: int) -> str:
    return show(address, day_of(at))


def _return_place(form: Form, office: Office) -> str:
    if form.hand_over.method is ReturnMethod.POST:
        return f"Qua bưu chính công ích: {form.hand_over.address}"
    if form.hand_over.method is ReturnMethod.ONLINE:
        return "Bản điện tử, qua tài khoản VNeID và Cổng Dịch vụ công quốc gia"
    return office.return_place or office.name
