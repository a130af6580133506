"""Every problem of the papers: what is missing, what may not be demanded, what was taken in a way that does not fit.

Sources: NĐ 118/2025 Đ5 (papers that may not be asked for again), Đ17 k1b with NĐ 309/2026 Đ4 k2a (what a database
holds is asked for on paper only for a reason), Đ17 k1c (each paper taken is scanned). A copy compared with the original
stands for a certified one, for no certified copy may be demanded of someone who shows the original.
"""

from collections.abc import Iterator

from kiosk import form_problems as found
from kiosk.conditions import Situation, requirements_asked
from kiosk.dossier import HowMet, PaperRecord
from kiosk.form_problems import FormProblem
from kiosk.intake import Intake
from kiosk.procedures import Procedure, Requirement
from kiosk.words import _

TAKEN = frozenset({HowMet.ORIGINAL, HowMet.CERTIFIED, HowMet.COMPARED})  # paper that stays here
DATA = frozenset({HowMet.VNEID, HowMet.DATABASE, HowMet.REUSED})  # stands for all copies wanted
LOOKED_AT = frozenset({HowMet.COMPARED, HowMet.SHOWN, HowMet.VNEID})  # an officer answers for it


def check_papers(intake: Intake, procedure: Procedure, situation: Situation) -> Iterator[FormProblem]:
    """Requirement by requirement what is missing, then paper by paper what is wrong."""
    asked = {needed.key: needed for needed in requirements_asked(procedure, situation)}
    for needed in asked.values():
        if not needed.forbidden:
            yield from _requirement(needed, intake.papers)
    known = {needed.key: needed for needed in procedure.requirements}
    for index, paper in enumerate(intake.papers):
        path = f"papers[{index}]"
        if paper.how is HowMet.SCANNED and intake.officer:
            yield found.HOW_IMPOSSIBLE.at(f"{path}.how", paper=paper.name)
        yield from _paper(paper, path, with_officer=bool(intake.officer))
        if not paper.requirement and not paper.name.strip():
            yield found.PAPER_UNNAMED.at(f"{path}.name")
        if paper.requirement in asked:
            yield from _fits(paper, asked[paper.requirement], path)
        elif paper.requirement in known:
            if paper.how is not HowMet.MISSING:
                yield found.PAPER_NOT_ASKED.at(f"{path}.requirement", paper=known[paper.requirement].name)
        elif paper.requirement:
            name = paper.name.strip() or _("chưa ghi tên")
            papers = "; ".join(needed.name for needed in known.values())
            yield found.PAPER_UNKNOWN.at(f"{path}.requirement", known, paper=name, papers=papers)


def _requirement(needed: Requirement, papers: tuple[PaperRecord, ...]) -> Iterator[FormProblem]:
    mine = [(index, paper) for index, paper in enumerate(papers) if paper.requirement == needed.key]
    brought = [paper for _index, paper in mine if paper.how is not HowMet.MISSING]
    if not brought:
        if not needed.optional:
            path = f"papers[{mine[0][0]}].how" if mine else f"requirements.{needed.key}"
            yield found.PAPER_MISSING.at(path, paper=needed.name)
    elif not _are_enough(needed, brought):
        last = max(index for index, paper in mine if paper.how is not HowMet.MISSING)
        yield found.PAPER_TOO_FEW.at(f"papers[{last}].copies", paper=needed.name, wanted=_wanted(needed))


def _are_enough(needed: Requirement, brought: list[PaperRecord]) -> bool:
    if needed.shown_only or any(paper.how in DATA or paper.how is HowMet.SCANNED for paper in brought):
        return True
    if all(paper.how is HowMet.SHOWN for paper in brought):
        return True  # reported as a way that does not fit, not as a count
    originals = _copies(brought, HowMet.ORIGINAL)
    copies = _copies(brought, HowMet.CERTIFIED) + _copies(brought, HowMet.COMPARED)
    spare = originals - needed.originals
    return spare >= 0 and spare + copies >= needed.certified + needed.photocopies


def _copies(papers: list[PaperRecord], how: HowMet) -> int:
    return sum(max(0, paper.copies) for paper in papers if paper.how is how)


def _wanted(needed: Requirement) -> str:
    parts = (
        (needed.originals, _("{count} bản chính")),
        (needed.certified, _("{count} bản sao chứng thực hoặc đã đối chiếu")),
        (needed.photocopies, _("{count} bản sao")),
    )
    return ", ".join(text.format(count=count) for count, text in parts if count)


def _paper(paper: PaperRecord, path: str, *, with_officer: bool) -> Iterator[FormProblem]:
    if paper.how is not HowMet.MISSING and paper.copies < 1:
        yield found.NO_COPIES.at(f"{path}.copies", paper=paper.name)
    if with_officer and paper.how in LOOKED_AT and not paper.seen_by:
        yield found.NOBODY_LOOKED.at(f"{path}.seen_by", paper=paper.name)


def _fits(paper: PaperRecord, needed: Requirement, path: str) -> Iterator[FormProblem]:
    if needed.forbidden:
        yield from _forbidden(paper, needed, path)
        return
    if not _how_fits(paper.how, needed):
        yield found.HOW_IMPOSSIBLE.at(f"{path}.how", paper=needed.name)
    if needed.in_database and paper.how in TAKEN and not paper.reason.strip():
        yield found.REASON_WANTED.at(f"{path}.reason", paper=needed.name, database=needed.in_database)


def _forbidden(paper: PaperRecord, needed: Requirement, path: str) -> Iterator[FormProblem]:
    if paper.how in TAKEN or paper.how is HowMet.SCANNED:
        yield found.FORBIDDEN_TAKEN.at(f"{path}.how", paper=needed.name, basis=needed.forbidden_basis)
    elif paper.how is HowMet.SHOWN:
        yield found.FORBIDDEN_SHOWN.at(f"{path}.how", paper=needed.name, basis=needed.forbidden_basis)


def _how_fits(how: HowMet, needed: Requirement) -> bool:
    if how in (HowMet.MISSING, HowMet.SCANNED) or how in DATA:
        return True
    if needed.shown_only:
        return how is HowMet.SHOWN
    wants_paper = needed.originals + needed.certified + needed.photocopies > 0
    return how in TAKEN or not wants_paper
