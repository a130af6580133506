"""Forms 02, 03 and 06 in their own words: a notice or a control slip filled from what the counter knows, nothing beyond it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kiosk.dossier import Form, Owner, Submitter
from kiosk.moments import day_of
from kiosk.notices import WHY_PAPER, Demanded
from kiosk.people import Organisation
from kiosk.places import show
from kiosk.procedures import Procedure
from kiosk.receipts import TRAINING
from kiosk.settings import Office
from kiosk.slip_sheet import Row, Slip

SUPPLEMENT, REFUSAL, CONTROL = "tt03-2025-mau02", "tt03-2025-mau03", "tt03-2025-mau06"
# Printed words of a legal form: Vietnamese whatever language the screen speaks.
_NONE = "–"
_OF_PROCEDURE = "Thành phần hồ sơ của thủ tục"
_SHOWN = "{name} (xuất trình, trả lại ngay)"
_DECREE = "Nghị định 118/2025/NĐ-CP Điều 17 khoản 1 điểm c"
_DESPITE = "Dữ liệu đã có trong {database}; yêu cầu bản giấy vì {reason} (Nghị định 309/2026/NĐ-CP Điều 4 khoản 2a)"
_PORTAL = "Yêu cầu bổ sung trên Cổng Dịch vụ công quốc gia"


@dataclass(frozen=True, slots=True)
class Given:
    """What is the same on every notice: by whom, when, under which number."""

    office: Office
    officer_name: str
    at: int
    number: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """Whom and what a notice is about."""

    submitter: Submitter
    procedure: str                     # "Đăng ký khai sinh (1.001193)"
    dossier_number: str = ""           # once it has one


def supplement_slip(given: Given, about: About, procedure: Procedure, papers: Sequence[Demanded], also: str) -> Slip:
    """Form 02 for a dossier not received: the exact papers, each with why it may be demanded."""
    rows = [_row(number, each) for number, each in enumerate(papers, 1)]
    if also:
        rows.append((str(len(rows) + 1), also, _NONE, _NONE, _NONE, ""))
    basis = "; ".join((_DECREE, *(law.number for law in procedure.legal_basis)))
    return _slip(SUPPLEMENT, given, _words(given, about) | {"basis": basis, "not_received": "x"}, {"wanted": tuple(rows)})


def portal_supplement_slip(given: Given, about: About, note: str) -> Slip:
    """Form 02 for a dossier already received, in the portal's own words."""
    rows = (("1", note, _NONE, _NONE, _NONE, _PORTAL),)
    return _slip(SUPPLEMENT, given, _words(given, about), {"wanted": rows})


def refusal_slip(given: Given, about: About, reason: str) -> Slip:
    """Form 03."""
    return _slip(REFUSAL, given, _words(given, about) | {"reason": reason}, {})


def control_slip(given: Given, form: Form, number: str, due_at: int | None) -> Slip:
    """Form 06: goes with the dossier from desk to desk, so it names owner and matter, no number and address of a person."""
    words = {
        "dossier_number": number,
        "owners": "; ".join(_name(owner) for owner in form.owners) or form.submitter.person.full_name,
        "procedure": f"{form.procedure_name} ({form.procedure})",
        "counter": form.counter,
        "authority": "",
    }
    moments = {"received": form.received_at} | ({} if due_at is None else {"due": due_at})
    return replace(_slip(CONTROL, given, words, {"steps": ((given.office.name, "", "", ""),)}), moments=moments)


def _slip(template: str, given: Given, words: Mapping[str, str], rows: Mapping[str, tuple[Row, ...]]) -> Slip:
    office = given.office
    return Slip(
        template=template,
        superior_agency=office.superior,
        agency=office.name,
        place=office.place,
        number=given.number,
        issued_at=given.at,
        words=words,
        rows=rows,
        hotline=office.hotline,
        marks=(TRAINING,) if office.training else (),
    )


def _words(given: Given, about: About) -> dict[str, str]:
    person = about.submitter.person
    return {
        "submitter_name": person.full_name,
        "submitter_address": show(person.address, day_of(given.at)),
        "submitter_phone": about.submitter.phone,
        "submitter_email": about.submitter.email,
        "procedure": about.procedure,
        "dossier_number": about.dossier_number,
        "unit": given.office.name,
        "counter": given.office.counter,
        "officer_name": given.officer_name,
        "contact": given.office.hotline,
    }


def _row(number: int, each: Demanded) -> Row:
    paper = each.paper
    name = _SHOWN.format(name=paper.name) if paper.shown_only else paper.name
    why = _OF_PROCEDURE
    if each.reason is not None:
        why = _DESPITE.format(database=paper.database, reason=WHY_PAPER[each.reason])
    return (str(number), name, *(_count(n) for n in (paper.originals, paper.certified, paper.photocopies)), why)


def _count(count: int) -> str:
    return f"{count:02d}" if count else _NONE


def _name(owner: Owner) -> str:
    return owner.party.name if isinstance(owner.party, Organisation) else owner.party.full_name
