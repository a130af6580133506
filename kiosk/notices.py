"""What a citizen may be told when a dossier cannot be received: which papers are missing and may be demanded at all.

Sources: NĐ 118/2025 Đ17 k1c (supplement, refusal), Đ16 k3 (one full guidance), Đ5 and the sector laws (papers that may not
be asked for), NĐ 309/2026 Đ4 k2a (a paper whose data exist only on system failure, disaster or wrong data).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.conditions import requirements_asked
from kiosk.dossier import HowMet, PaperRecord
from kiosk.intake import Intake
from kiosk.notice_problems import DatabaseReasonWanted, NothingWanted, PaperForbidden, PaperNotOfProcedure, RefusalReasonWanted
from kiosk.paper_checks import DATA
from kiosk.procedures import Procedure, Requirement
from kiosk.text import clean
from kiosk.words import N_


class NoticeForm(StrEnum):
    """The two notices of a dossier that is not received (or not complete)."""

    SUPPLEMENT = "02"
    REFUSAL = "03"


class PaperReason(StrEnum):
    """Why paper is demanded although a database holds its data: the law knows no fourth reason."""

    SYSTEM_DOWN = "system_down"
    DISASTER = "disaster"
    DATA_WRONG = "data_wrong"


# Printed as they stand (a legal form is Vietnamese), shown through gettext.
WHY_PAPER: Mapping[PaperReason, str] = {
    PaperReason.SYSTEM_DOWN: N_("hệ thống, cơ sở dữ liệu gặp sự cố nên không khai thác được"),
    PaperReason.DISASTER: N_("thiên tai"),
    PaperReason.DATA_WRONG: N_("dữ liệu đang có bị sai"),
}
OTHER_REASON = "other"
# What an office starts with: said in general words, its own list stands in settings.toml.
USUAL_REFUSALS = (
    "Không thuộc thẩm quyền giải quyết của cơ quan",
    "Người nộp không thuộc đối tượng thực hiện thủ tục",
    "Không đủ điều kiện theo quy định của thủ tục",
    "Không bổ sung, hoàn thiện được hồ sơ theo hướng dẫn",
)


@dataclass(frozen=True, slots=True)
class Lacking:
    """A paper of the checklist that may be demanded, and how many of it are still wanted."""

    requirement: str
    name: str
    originals: int
    certified: int
    photocopies: int
    shown_only: bool                   # xuất trình: looked at and given back
    database: str                      # which holds its data; then it is demanded only with a reason
    suggested: bool                    # required in this case and not here


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A paper that may not be asked for, and why not."""

    requirement: str
    name: str
    basis: str


@dataclass(frozen=True, slots=True)
class Demand:
    """A paper the officer puts on form 02."""

    requirement: str
    reason: PaperReason | None = None


@dataclass(frozen=True, slots=True)
class Demanded:
    """A paper as form 02 names it."""

    paper: Lacking
    reason: PaperReason | None


def lacking(intake: Intake, procedure: Procedure) -> tuple[Lacking, ...]:
    """Everything of the checklist that is not here (enough) and may be demanded, in the order of the procedure."""
    asked = requirements_asked(procedure, intake.situation(procedure))
    found = (_lacking(needed, intake.papers) for needed in asked if not needed.forbidden)
    return tuple(paper for paper in found if paper is not None)


def forbidden(procedure: Procedure, intake: Intake) -> tuple[Forbidden, ...]:
    """What may not be asked of this citizen."""
    asked = requirements_asked(procedure, intake.situation(procedure))
    return tuple(Forbidden(each.key, each.name, each.forbidden_basis) for each in asked if each.forbidden)


def demanded(intake: Intake, procedure: Procedure, demands: Sequence[Demand], also: str) -> tuple[Demanded, ...]:
    """What form 02 names. Raises NothingWanted, PaperForbidden, PaperNotOfProcedure, DatabaseReasonWanted."""
    if not demands and not clean(also):
        raise NothingWanted
    offered = {paper.requirement: paper for paper in lacking(intake, procedure)}
    return tuple(_demanded(demand, offered, procedure) for demand in demands)


def refusal_reason(chosen: str, details: str) -> str:
    """The reason as form 03 prints it. Raises RefusalReasonWanted."""
    listed = "" if chosen == OTHER_REASON else clean(chosen)
    own = clean(details)
    if not chosen or not (listed or own):
        raise RefusalReasonWanted
    return f"{listed}. {own}" if listed and own else listed or own


def _demanded(demand: Demand, offered: Mapping[str, Lacking], procedure: Procedure) -> Demanded:
    known = next((each for each in procedure.requirements if each.key == demand.requirement), None)
    if known is not None and known.forbidden:
        raise PaperForbidden(paper=known.name, basis=known.forbidden_basis)
    paper = offered.get(demand.requirement)
    if paper is None:
        raise PaperNotOfProcedure(paper=known.name if known else demand.requirement)
    if paper.database and demand.reason is None:
        raise DatabaseReasonWanted(paper=paper.name, database=paper.database)
    return Demanded(paper, demand.reason if paper.database else None)


def _lacking(needed: Requirement, papers: Iterable[PaperRecord]) -> Lacking | None:
    brought = [paper for paper in papers if paper.requirement == needed.key and paper.how is not HowMet.MISSING]
    if any(paper.how in DATA for paper in brought) or (needed.shown_only and brought):
        return None
    originals = _copies(brought, HowMet.ORIGINAL)
    copies = _copies(brought, HowMet.CERTIFIED) + _copies(brought, HowMet.COMPARED) + max(0, originals - needed.originals)
    wanted = (
        max(0, needed.originals - originals),
        max(0, needed.certified - copies),
        max(0, needed.photocopies - max(0, copies - needed.certified)),
    )
    if brought and not any(wanted):
        return None
    suggested = (bool(brought) or not needed.optional) and not needed.in_database
    return Lacking(needed.key, needed.name, *wanted, needed.shown_only, needed.in_database, suggested)


def _copies(papers: Iterable[PaperRecord], how: HowMet) -> int:
    return sum(max(0, paper.copies) for paper in papers if paper.how is how)
