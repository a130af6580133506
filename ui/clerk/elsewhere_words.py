"""A dossier that another counter received, put into words for the look-up: less than of our own, and marked as another's."""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.answers_said import date_shown
from kiosk.device_ports import Proof
from kiosk.dossier import HowMet, PortalStatus
from kiosk.elsewhere import DossierElsewhere, PaperElsewhere, PersonElsewhere
from kiosk.identity_words import proof_said
from kiosk.moments import show_moment
from kiosk.portal_words import Heard
from kiosk.result_files import ResultFile
from kiosk.states import acts_next
from kiosk.store.results import KeptResult
from kiosk.words import _
from kiosk.words_of_forms import how_met
from ui.clerk.look_up_rows import Group, Row
from ui.clerk.words_of_dossiers import Said, status_said, submitted_said, turn_of_actor
from ui.clerk.words_of_portal import history_rows, result_rows
from ui.theme.icons import Icon
from ui.theme.tokens import Tone


@dataclass(frozen=True, slots=True)
class LeftSheet:
    """A page left at a kiosk, as the dialog of files takes it."""

    file: ResultFile
    content: bytes


@dataclass(frozen=True, slots=True)
class ElsewhereView:
    """Everything the detail shows; `mark` says whose it is and when it was asked."""

    id: str
    number: str
    title: str
    mark: str
    state: Said
    turn: str                          # whose it is
    facts: tuple[Group, ...]
    people: tuple[Group, ...]
    results: tuple[KeptResult, ...] = ()   # files of its result that were fetched to this machine
    named: int = 0                         # how many the portal named
    left: tuple[LeftSheet, ...] = ()       # pages of what was left unfinished at a kiosk


def elsewhere_view(
    dossier: DossierElsewhere, asked_at: int, history: tuple[Heard, ...] = (), results: tuple[KeptResult, ...] = (),
    *, kept: bool = False,
) -> ElsewhereView:
    """`asked_at`: the gateway's moment of the answer it came with; `kept`: told earlier, and kept here; `history`: what the
    portal said of it, as far as it was heard here."""
    submitted = dossier.submitted and dossier.status is PortalStatus.NEWLY_REGISTERED
    theirs = _("cán bộ của {counter}, mã {officer}").format(counter=dossier.counter, officer=dossier.officer)
    live = _("Hồ sơ do {counter} tiếp nhận, theo trục lúc {moment}. Chỉ để xem.")
    mark = _("Hồ sơ nhận tại quầy khác ({counter}), theo tin trục báo lúc {moment}. Chỉ để xem.") if kept else live
    if dossier.submitted:
        mark = _("Công dân tự nộp tại {counter}, theo trục lúc {moment}. Chỉ để xem.")
    return ElsewhereView(
        id=dossier.id,
        number=dossier.number,
        title=f"{dossier.procedure_name} ({dossier.procedure})",
        mark=mark.format(counter=dossier.counter, moment=show_moment(asked_at)),
        state=_state(dossier, submitted=submitted),
        turn=turn_of_actor(acts_next(dossier.status), show_moment(dossier.look_by) if submitted and dossier.look_by else ""),
        facts=(
            Group(_("Hạn trả và tiến độ"), tuple(_progress(dossier, kept))),
            *([Group(_("Tệp kết quả"), tuple(result_rows(results)))] if results else []),
            *([Group(_("Cổng đã báo, mới nhất trước"), tuple(history_rows(history)))] if history else []),
            Group(_("Mã hồ sơ"), tuple(_numbers(dossier))),
            _where(dossier) if dossier.submitted else Group(
                _("Nơi tiếp nhận"), (Row(_("Quầy"), dossier.counter), Row(_("Cán bộ"), theirs))
            ),
        ),
        people=(
            Group(_("Người nộp và chủ hồ sơ"), people_said(dossier)),
            Group(_("Giấy tờ"), papers_said(dossier.papers)),
        ),
        results=results,
        named=len({file.sha256 for heard in history for file in heard.files}),
    )  # fmt: skip


def _state(dossier: DossierElsewhere, *, submitted: bool) -> Said:
    return submitted_said() if submitted else status_said(dossier.status)


def _where(dossier: DossierElsewhere) -> Group:
    """Nobody received it: how whoever stood there was proven is what an officer wants to know."""
    proof = proof_said(Proof(dossier.proof)) if dossier.proof in set(Proof) else _("không rõ")
    return Group(_("Nơi nộp"), (Row(_("Ki-ốt"), dossier.counter), Row(_("Nhận diện"), proof)))


def _progress(dossier: DossierElsewhere, kept: bool) -> Iterator[Row]:
    if dossier.submitted:
        yield Row(_("Nộp lúc"), show_moment(dossier.received_at))
        if dossier.look_by is not None:
            yield Row(_("Hẹn cán bộ xem trước"), show_moment(dossier.look_by))
    else:
        yield Row(_("Tiếp nhận"), show_moment(dossier.received_at))
        due = show_moment(dossier.due_at) if dossier.due_at is not None else _("Không có hạn")
        yield Row(_("Đã hẹn lúc tiếp nhận"), due)
    state = status_said(dossier.status)
    yield Row(_("Trên Cổng"), f"{state.text}, {show_moment(dossier.decided_at)}", state.tone, state.icon)
    if dossier.note:
        yield Row(_("Lời của Cổng"), dossier.note)
    if not dossier.whole and not kept:     # what is kept was told when only the form had come
        yield Row(_("Trang giấy tờ"), _("quầy kia còn trang chờ gửi"), Tone.WARNING, Icon.CLOCK)


def _numbers(dossier: DossierElsewhere) -> Iterator[Row]:
    yield Row(_("Mã chính thức"), dossier.number)
    if dossier.temporary_number:
        yield Row(_("Mã tạm"), dossier.temporary_number)


def people_said(dossier: DossierElsewhere) -> tuple[Row, ...]:
    owners = (Row(_("Chủ hồ sơ"), _person(owner)) for owner in dossier.owners)
    return (Row(_("Người nộp"), _person(dossier.submitter)), *owners)


def _person(person: PersonElsewhere) -> str:
    parts = (
        person.name,
        _("sinh {date}").format(date=date_shown(person.birth_date)) if person.birth_date else "",
        _("số {number}").format(number=person.identifier) if person.identifier else "",
    )
    return ", ".join(part for part in parts if part)


def papers_said(papers: tuple[PaperElsewhere, ...]) -> tuple[Row, ...]:
    return tuple(_papers(papers))


def _papers(papers: tuple[PaperElsewhere, ...]) -> Iterator[Row]:
    for paper in papers:
        missing = paper.how is HowMet.MISSING
        tone, icon = (Tone.WARNING, Icon.WARNING) if missing else (Tone.SUCCESS, Icon.DONE)
        if paper.how is HowMet.SCANNED:
            tone, icon = Tone.INFO, Icon.NOW
        parts = (
            how_met(paper.how),
            _("{count} bản").format(count=paper.copies) if paper.copies > 1 else "",
            _("quầy kia giữ bản chính để trả") if paper.to_return else "",
        )
        yield Row(paper.name, ", ".join(part for part in parts if part), tone, icon)
    if not papers:
        yield Row(_("Giấy tờ"), _("không có"))
