"""What somebody left unfinished at a kiosk, for an officer to look at: what was answered, as the form calls it, and the pages."""

from collections import Counter as Tally
from collections.abc import Iterator

from kiosk.answers_said import sections
from kiosk.elsewhere import DossierElsewhere
from kiosk.left_drafts import LeftDraft, LeftPage
from kiosk.moments import day_of, show_moment
from kiosk.procedures import Procedure
from kiosk.result_files import ResultFile
from kiosk.states import Actor
from kiosk.words import _
from ui.clerk.elsewhere_words import ElsewhereView, LeftSheet, papers_said, people_said
from ui.clerk.look_up_rows import Group, Row
from ui.clerk.words_of_dossiers import left_said, turn_of_actor
from ui.theme.icons import Icon
from ui.theme.tokens import Tone


def left_view(dossier: DossierElsewhere, asked_at: int, draft: LeftDraft | None, procedure: Procedure | None) -> ElsewhereView:
    """Nothing was submitted: no status, no due date, only what was entered so far and until when it is kept."""
    until = show_moment(dossier.left_until or 0)
    mark = _("Công dân làm dở tại {counter}, chưa nộp; theo trục lúc {moment}. Chỉ để xem, chưa nhận tiếp được trên máy này.")
    return ElsewhereView(
        id=dossier.id, number=dossier.number, title=f"{dossier.procedure_name} ({dossier.procedure})",
        mark=mark.format(counter=dossier.counter, moment=show_moment(asked_at)), state=left_said(),
        turn=turn_of_actor(Actor.CITIZEN, until),
        facts=(Group(_("Hồ sơ làm dở"), tuple(_facts(dossier, draft, until))), Group(_("Giấy tờ"), papers_said(dossier.papers))),
        people=(Group(_("Người nộp và chủ hồ sơ"), people_said(dossier)), *_answers(draft, procedure)),
        left=left_sheets(draft, procedure) if draft is not None else (),
    )  # fmt: skip


def _facts(dossier: DossierElsewhere, draft: LeftDraft | None, until: str) -> Iterator[Row]:
    yield Row(_("Mã phiếu"), dossier.number)
    yield Row(_("Ki-ốt"), dossier.counter)
    yield Row(_("Dừng lúc"), show_moment(dossier.received_at))
    yield Row(_("Giữ đến"), _("{moment}, sau đó được xóa").format(moment=until))
    if draft is not None:
        here = sum(1 for page in draft.pages if page.content)
        yield Row(_("Trang đã quét"), _("{count} trang").format(count=here))
    if not dossier.whole:
        yield Row(_("Trang giấy tờ"), _("có trang quá lớn nên không kèm theo"), Tone.WARNING, Icon.WARNING)
    how = _("Chưa nhận tiếp được trên máy này: mời công dân làm tiếp ở ki-ốt, hoặc mở tờ khai mới (F3) và nhập theo đây.")
    yield Row(_("Nhận tiếp"), how, Tone.WARNING, Icon.WARNING)


def _answers(draft: LeftDraft | None, procedure: Procedure | None) -> Iterator[Group]:
    if draft is None:
        return
    found = False
    for heading, said in sections(draft.intake.answers, procedure, day_of(draft.left_at)):
        found = True
        yield Group(heading, tuple(Row(label, text) for label, text in said))
    if not found:
        yield Group(_("Câu trả lời"), (Row(_("Tờ khai"), _("chưa điền câu nào")),))


def left_sheets(draft: LeftDraft, procedure: Procedure | None) -> tuple[LeftSheet, ...]:
    """The pages that came along, each under the name of its paper and its place in it."""
    names = {paper.requirement: paper.name for paper in draft.intake.papers}
    names |= {needed.key: needed.name for needed in procedure.requirements} if procedure is not None else {}
    many, seen = Tally(page.paper for page in draft.pages), Tally[str]()
    sheets = []
    for page in draft.pages:
        seen[page.paper] += 1
        if page.content:
            paper = names.get(page.paper) or _("Chưa xếp vào giấy tờ nào")
            sheets.append(_sheet(page, paper, seen[page.paper], many[page.paper]))
    return tuple(sheets)


def _sheet(page: LeftPage, paper: str, number: int, of: int) -> LeftSheet:
    name = _("{paper}, trang {number}/{of}").format(paper=paper, number=number, of=of) if of > 1 else paper
    return LeftSheet(ResultFile(name, page.media_type, len(page.content), page.sha256), page.content)
