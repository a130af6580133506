"""Which papers pages can be put under in one draft."""

from dataclasses import dataclass

from kiosk.conditions import requirements_asked
from kiosk.counter import Intakes
from kiosk.procedures import Procedure
from kiosk.words import _
from kiosk.work import Progress


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """One line. `note` says what is special: optional, only to be shown."""

    key: str
    name: str
    note: str = ""
    shown_only: bool = False


def papers_of(
    intakes: Intakes, draft_id: str, procedure: Procedure, _progress: Progress
) -> tuple[str, tuple[PaperChoice, ...]]:
    """What may be scanned in the situation of the draft, what has pages all the same, then the place of pages of none."""
    draft = next((draft for draft in intakes.open_drafts() if draft.id == draft_id), None)
    wanted = requirements_asked(procedure, draft.intake.situation(procedure)) if draft else procedure.requirements
    choices = [PaperChoice(needed.key, needed.name, _note(needed.optional, needed.shown_only), needed.shown_only)
               for needed in wanted if not needed.forbidden]  # fmt: skip
    asked = {choice.key for choice in choices}
    filled = dict.fromkeys(page.paper for page in intakes.pages(draft_id) if page.paper and page.paper not in asked)
    names = {needed.key: needed.name for needed in procedure.requirements}
    not_asked = _("Trường hợp này không yêu cầu")
    choices += [PaperChoice(key, names.get(key, key), not_asked) for key in filled]
    others = draft.intake.papers if draft else ()
    free = next((paper.name for paper in others if not paper.requirement), _("Chưa xếp vào giấy tờ nào"))
    return draft_id, (*choices, PaperChoice("", free))


def _note(optional: bool, shown_only: bool) -> str:
    if shown_only:
        return _("Chỉ xuất trình, không thu")
    return _("Nếu có") if optional else ""
