"""The papers of a correction as a JSON file writes them: per paper what stays, what gives way, what is added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from kiosk.dossier import Form, HowMet, PaperMetadata, PaperRecord
from kiosk.intake_shape import read_shape, unknown_keys
from kiosk.procedures import Procedure
from kiosk.revising import CorrectionFileProblem
from kiosk.words import _


@dataclass(frozen=True, slots=True)
class PaperChange:
    """One paper, found by its requirement or its place; one that is not found is added.

    Attributes:
        paper: its place among the papers of the dossier, from 1, where the requirement says too little
        pages: which of its pages stay, in reading order; all of them where nothing is said
        replace: a page's number and the PAGE of the command line (from 1) that takes its place
        new: the PAGEs that are added behind
    """

    requirement: str = ""
    paper: int = 0
    name: str = ""
    how: HowMet | None = None
    copies: int | None = None
    reason: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[int, ...] | None = None
    replace: Mapping[str, int] = field(default_factory=dict)
    new: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Papers:
    papers: tuple[PaperChange, ...]


@dataclass(frozen=True, slots=True)
class Bringing:
    """What comes with the file: how many PAGEs, the number of the first, and who saw the papers when."""

    count: int
    first: int
    officer: str
    at: int                            # epoch ms


def read_papers(raw: Any, form: Form, procedure: Procedure, bringing: Bringing) -> tuple[PaperRecord, ...]:
    """The papers of `form` as the file wants them. Raises CorrectionFileProblem: all that is wrong at once."""
    whole = {"papers": raw}
    entry, faults = read_shape(whole, _Papers)
    if entry is not None:
        unknown = ", ".join(unknown_keys(whole, msgspec.to_builtins(entry)))
        faults += [_("có mục không biết: {keys}").format(keys=unknown)] if unknown else []
        faults += _unused(entry.papers, bringing)
    papers = list(form.papers)
    for change in entry.papers if entry is not None and not faults else ():
        place = _place(papers, change)
        before = papers[place] if place < len(papers) else _added(change, procedure)
        faults += _strange(before, change)
        papers[place:place + 1] = [_changed(before, change, bringing)] if not faults else [before]
    if faults or entry is None:
        raise CorrectionFileProblem(what="; ".join(faults))
    return tuple(papers)


def _place(papers: Sequence[PaperRecord], change: PaperChange) -> int:
    """Where the paper stands; behind all of them for one that is new."""
    if change.paper:
        return min(change.paper - 1, len(papers))
    found = (place for place, paper in enumerate(papers) if change.requirement and paper.requirement == change.requirement)
    return next(found, len(papers))


def _added(change: PaperChange, procedure: Procedure) -> PaperRecord:
    names = {one.key: one.name for one in procedure.requirements}
    return PaperRecord(change.requirement, change.name or names.get(change.requirement, ""), HowMet.ORIGINAL)


def _changed(before: PaperRecord, change: PaperChange, bringing: Bringing) -> PaperRecord:
    instead = {int(page): bringing.first + given - 1 for page, given in change.replace.items()}
    stay = before.pages if change.pages is None else change.pages
    pages = (*(instead.get(page, page) for page in stay), *(bringing.first + given - 1 for given in change.new))
    after = replace(
        before, pages=pages, metadata=replace(before.metadata, **change.metadata), how=change.how or before.how,
        copies=before.copies if change.copies is None else change.copies,
        reason=before.reason if change.reason is None else change.reason,
    )  # fmt: skip
    return after if after == before else replace(after, seen_by=bringing.officer, seen_at=bringing.at)


def _unused(changes: Sequence[PaperChange], bringing: Bringing) -> list[str]:
    """Every PAGE of the command line is used once, and none that is not there."""
    given = [page for change in changes for page in (*change.replace.values(), *change.new)]
    if sorted(given) == list(range(1, bringing.count + 1)):
        return []
    told = _("«replace» và «new» phải dùng mỗi trang ở dòng lệnh đúng một lần, đánh số từ 1 (có {count} trang)")
    return [told.format(count=bringing.count)]


def _strange(before: PaperRecord, change: PaperChange) -> list[str]:
    """Pages that are none of this paper, fields no paper has."""
    stay = before.pages if change.pages is None else change.pages
    strange = [str(page) for page in stay if page not in before.pages]
    strange += [page for page in change.replace if page not in map(str, stay)]
    told = [_("giấy «{paper}» không có trang {pages}").format(paper=before.name, pages=", ".join(strange))] if strange else []
    fields = [key for key in change.metadata if key not in PaperMetadata.__dataclass_fields__]
    return told + ([_("có mục không biết: {keys}").format(keys=", ".join(fields))] if fields else [])
