"""Which papers a citizen at the kiosk is asked for, one after the other, and how each of them is met.

A paper that is only shown is not scanned: an officer looks at it at receipt. What a database holds need not be brought at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from kiosk.conditions import requirements_asked
from kiosk.dossier import HowMet, PaperRecord
from kiosk.intake import Intake
from kiosk.procedures import Procedure, Requirement
from kiosk.store.drafts import DraftPage


class Form(Protocol):
    """What has been said so far, in the words of its procedure."""

    @property
    def procedure(self) -> Procedure: ...

    @property
    def intake(self) -> Intake: ...


@dataclass(frozen=True, slots=True)
class Said:
    """The least a `Form` may be."""

    procedure: Procedure
    intake: Intake


class Without(StrEnum):
    """Why a dossier may go without a paper."""

    NOT_WANTED = "not_wanted"          # it is asked for only from those who have it
    IN_DATABASE = "in_database"


@dataclass(frozen=True, slots=True)
class AskedPaper:
    """One paper to be scanned. `how` is None until it was said."""

    requirement: Requirement
    how: HowMet | None = None

    @property
    def key(self) -> str:
        return self.requirement.key

    @property
    def without(self) -> Without | None:
        """None: there is no going without it."""
        if self.requirement.in_database:
            return Without.IN_DATABASE
        return Without.NOT_WANTED if self.requirement.optional else None


def papers_to_scan(form: Form) -> tuple[AskedPaper, ...]:
    """In the order of the procedure, as the answers stand now."""
    said = {paper.requirement: paper.how for paper in form.intake.papers}
    return tuple(AskedPaper(needed, said.get(needed.key)) for needed in _asked(form) if not needed.shown_only)


def papers_to_bring(form: Form) -> tuple[Requirement, ...]:
    """Those an officer looks at when the dossier is received."""
    return tuple(needed for needed in _asked(form) if needed.shown_only)


def next_paper(form: Form) -> AskedPaper | None:
    """The first of which nothing was said."""
    return next((paper for paper in papers_to_scan(form) if paper.how is None), None)


def met(form: Form, requirement: Requirement, how: HowMet) -> Intake:
    """With what was said of one paper, instead of what was said of it before."""
    record = PaperRecord(requirement.key, requirement.name, how)
    others = tuple(paper for paper in form.intake.papers if paper.requirement != requirement.key)
    return replace(form.intake, papers=_in_order(form.procedure, (*others, record)))


def not_said(form: Form, requirement: Requirement) -> Intake:
    """As if nothing had been said of one paper."""
    kept = tuple(paper for paper in form.intake.papers if paper.requirement != requirement.key)
    return replace(form.intake, papers=kept)


def settled(form: Form, pages: Sequence[DraftPage]) -> tuple[Intake, tuple[str, ...]]:
    """After answers changed: the form without papers it no longer asks for, and the pages that go with them.

    So do pages of papers that are said to be met otherwise. A paper said to be scanned of which no page is left was not.
    """
    asked = {paper.key for paper in papers_to_scan(form)}
    scanned = {page.paper for page in pages}
    papers = tuple(
        paper for paper in form.intake.papers
        if paper.requirement in asked and (paper.how is not HowMet.SCANNED or paper.requirement in scanned)
    )  # fmt: skip
    wanted = {paper.requirement for paper in papers if paper.how is HowMet.SCANNED}
    return replace(form.intake, papers=papers), tuple(page.id for page in pages if page.paper not in wanted)


def _asked(form: Form) -> tuple[Requirement, ...]:
    asked = requirements_asked(form.procedure, form.intake.situation(form.procedure))
    return tuple(needed for needed in asked if not needed.forbidden)


def _in_order(procedure: Procedure, papers: tuple[PaperRecord, ...]) -> tuple[PaperRecord, ...]:
    places = {needed.key: place for place, needed in enumerate(procedure.requirements)}
    return tuple(sorted(papers, key=lambda paper: places.get(paper.requirement, len(places))))
