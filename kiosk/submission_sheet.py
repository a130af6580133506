"""What stands on the slip from a kiosk: of a dossier submitted there, or of one left unfinished. Filled, not laid out.

The printed words are Vietnamese whatever language the screen spoke. The code on it names no person.
"""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.dossier import Form, HowMet, PaperRecord
from kiosk.leave import Left
from kiosk.moments import show_moment
from kiosk.numbers import TEMPORARY
from kiosk.receipts import TRAINING
from kiosk.settings import Office
from kiosk.store.drafts import Draft
from kiosk.submit import Submitted
from kiosk.text import upper

_LINES = 40                            # of papers on one slip; the rest is counted


class SlipPaper(StrEnum):
    """What it is printed on."""

    A4 = "a4"
    LARGE = "a4-large"                 # A4 in large type
    TICKET = "80mm"                    # the roll of a kiosk


@dataclass(frozen=True, slots=True)
class SubmissionSheet:
    """One slip. Texts are NFC, "" where there is nothing to say: its line is then left out."""

    template: str
    agency: str
    place: str
    number: str
    number_note: str
    moment: str
    machine: str
    procedure: str
    person: str                        # by initials and the last digits: the slip may be found by anybody
    papers: tuple[str, ...]
    acts_next: str
    look_by: str
    due: str
    token: str
    hotline: str = ""
    marks: tuple[str, ...] = ()


SUBMITTED, LEFT = "phieu-nop-ho-so", "phieu-ho-so-lam-do"
_TEMPORARY = "Mã tạm: khi hồ sơ được đăng ký, mã chính thức sẽ được cấp; mã này và mã QR vẫn dùng để tra cứu."
_HOW = {HowMet.SCANNED: "đã quét", HowMet.DATABASE: "đã có trong cơ sở dữ liệu", HowMet.REUSED: "dùng lại bản đã số hóa",
        HowMet.MISSING: "chưa nộp"}  # fmt: skip


def submission_sheet(submitted: Submitted, office: Office) -> SubmissionSheet:
    """Of a dossier just submitted."""
    return slip_of(submitted.form, submitted.number, submitted.token, office)


def slip_of(form: Form, number: str, token: str, office: Office, *, again: int | None = None) -> SubmissionSheet:
    """Of a dossier submitted here earlier, too. `again`: the moment it is printed once more."""
    filing = form.filing
    if filing is None:
        raise ValueError("an officer received it: its paper is the receipt")
    person, marks = form.submitter.person, (TRAINING,) if office.training else ()
    if again is not None:
        marks = (*marks, f"BẢN IN LẠI lúc {show_moment(again)}")
    return SubmissionSheet(
        template=SUBMITTED,
        agency=office.name,
        place=office.place,
        number=number,
        number_note=_TEMPORARY if TEMPORARY.fullmatch(number) else "",
        moment=show_moment(form.submitted_at),
        machine=form.counter,
        procedure=f"{form.procedure_name} ({form.procedure})",
        person=known_to_owner(person.full_name, person.personal_id or person.passport),
        papers=papers_said(form.papers),
        acts_next=filing.acts_next,
        look_by=show_moment(filing.look_by) if filing.look_by is not None else "",
        due=show_moment(form.due_at) if filing.received and form.due_at is not None else "",
        token=token,
        hotline=office.hotline,
        marks=marks,
    )


def left_sheet(left: Left, draft: Draft, procedure_name: str, office: Office) -> SubmissionSheet:
    """Of a dossier left unfinished: with it an officer finds what was entered."""
    return SubmissionSheet(
        template=LEFT,
        agency=office.name,
        place=office.place,
        number=left.code,
        number_note="",
        moment=show_moment(left.left_at),
        machine=office.counter,
        procedure=f"{procedure_name} ({draft.intake.procedure})",
        person="",
        papers=papers_said(tuple(paper for paper in draft.intake.papers if paper.how is not HowMet.MISSING)),
        acts_next="",
        look_by=show_moment(left.forget_at),
        due="",
        token=left.token,
        hotline=office.hotline,
        marks=(TRAINING,) if office.training else (),
    )


def papers_said(papers: tuple[PaperRecord, ...]) -> tuple[str, ...]:
    """Each paper with what was done with it."""
    told = [_paper(paper) for paper in papers]
    more = len(told) - _LINES
    return (*told[:_LINES], f"… và {more} giấy tờ nữa") if more > 0 else tuple(told)


def known_to_owner(name: str, identifier: str) -> str:
    """Enough for the owner to know their slip by, too little for a finder: "N. V. AN, số …0123"."""
    words = upper(name).split()
    short = " ".join((*(f"{word[0]}." for word in words[:-1]), *words[-1:]))
    return ", ".join(filter(None, (short, f"số …{identifier[-4:]}" if len(identifier) > 6 else "")))


def _paper(paper: PaperRecord) -> str:
    said = _HOW.get(paper.how, "")
    pages = f" {len(paper.pages)} trang" if paper.pages and paper.how is HowMet.SCANNED else ""
    return f"{paper.name}: {said}{pages}" if said else paper.name
