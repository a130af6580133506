"""Every problem of the scanned pages: which paper each belongs to, and what must be written beside a digitised paper.

Minimum metadata: NĐ 118/2025 Đ19 k2. The holder is named by his identifier, else by name, year of birth, day and place
of issue. Validity and scope are asked for only where the paper has them, so their absence says nothing.
"""

from collections.abc import Iterable, Iterator, Set

from kiosk import form_problems as found
from kiosk.dossier import HowMet, PaperMetadata, PaperRecord
from kiosk.form_problems import FormProblem
from kiosk.intake import Intake
from kiosk.paper_checks import TAKEN
from kiosk.procedures import Procedure
from kiosk.words import _


def check_pages(intake: Intake, procedure: Procedure) -> Iterator[FormProblem]:
    """Each page exists, belongs to one paper, and each paper taken has pages and metadata."""
    types = {needed.key: needed.paper_type for needed in procedure.requirements}
    used: set[int] = set()
    pages = frozenset(intake.pages)
    for index, paper in enumerate(intake.papers):
        path = f"papers[{index}]"
        yield from _numbers(paper, path, pages, used)
        used.update(paper.pages)
        if (paper.how in TAKEN or paper.how is HowMet.SCANNED) and not paper.pages and paper.requirement in ("", *types):
            yield found.NOT_SCANNED.at(f"{path}.pages", paper=paper.name)
        if paper.pages and paper.how not in (HowMet.REUSED, HowMet.SCANNED):     # an officer writes them at receipt
            yield from _metadata(paper, f"{path}.metadata", typed=bool(types.get(paper.requirement)))
    if left := pages - used:
        yield found.PAGES_UNASSIGNED.at("pages", pages=page_list(left))


def page_list(pages: Iterable[int]) -> str:
    """Page numbers as people write them: "1–3, 7"."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _numbers(paper: PaperRecord, path: str, pages: Set[int], used: set[int]) -> Iterator[FormProblem]:
    strange = set(paper.pages) - pages
    if strange:
        yield found.PAGE_UNKNOWN.at(f"{path}.pages", paper=paper.name, pages=page_list(strange))
    twice = {page for page in paper.pages if page in used or paper.pages.count(page) > 1} - strange
    if twice:
        yield found.PAGE_TWICE.at(f"{path}.pages", paper=paper.name, pages=page_list(twice))


def _metadata(paper: PaperRecord, path: str, *, typed: bool) -> Iterator[FormProblem]:
    for name, what in _missing(paper.metadata, typed=typed):
        yield found.METADATA_WANTED.at(f"{path}.{name}", paper=paper.name, what=what)


def _missing(metadata: PaperMetadata, *, typed: bool) -> Iterator[tuple[str, str]]:
    """`typed`: the requirement has a known code of paper type; nobody can write one that is nowhere to be found."""
    if typed and not metadata.paper_type.strip():
        yield "paper_type", _("mã loại giấy tờ")
    if not metadata.holder_id.strip():
        yield from _missing_holder(metadata)
    if not metadata.title.strip():
        yield "title", _("tên giấy tờ")
    if not metadata.summary.strip():
        yield "summary", _("trích yếu")


def _missing_holder(metadata: PaperMetadata) -> Iterator[tuple[str, str]]:
    parts = (
        ("holder_name", metadata.holder_name, _("họ tên")),
        ("holder_birth_year", metadata.holder_birth_year, _("năm sinh")),
        ("issued_on", metadata.issued_on, _("ngày cấp")),
        ("issued_by", metadata.issued_by, _("cơ quan cấp")),
    )
    missing = [(name, what) for name, text, what in parts if not text.strip()]
    if len(missing) == len(parts):
        yield "holder_id", _("số định danh")
    else:
        yield from missing
