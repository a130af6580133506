"""Papers in a correction: a page that was scanned badly gives way to another, one that was forgotten is added.

A page's number is its own for ever: what comes anew is numbered on from the last the dossier ever had, and what is put aside
stays with the revision that shows it. Who brings papers the portal asked for brings a supplement, not a correction.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.dossier import CapturedPage, Form, PaperRecord
from kiosk.receive import PageSource, size_of
from kiosk.store.faults import UnreadableSource


@dataclass(frozen=True, slots=True)
class CorrectedPapers:
    """The papers as they should stand; `sources` become pages numbered from the dossier's next number, in this order."""

    papers: tuple[PaperRecord, ...]
    sources: tuple[PageSource, ...] = ()


def with_papers(form: Form, papers: Sequence[PaperRecord], new: Sequence[CapturedPage]) -> Form:
    """The form with these papers. Pages no paper names any more are left out; what no paper ever named stays."""
    named_before, named = (_named(one) for one in (form.papers, papers))
    kept = (page for page in form.pages if page.number in named or page.number not in named_before)
    return replace(form, papers=tuple(papers), pages=(*kept, *new))


def looked_at(sources: Sequence[PageSource], first: int) -> tuple[CapturedPage, ...]:
    """The pages these files would become, nothing written. Raises UnreadableSource, PageTooLarge."""
    return tuple(_page(source, number) for number, source in enumerate(sources, first))


def _page(source: PageSource, number: int) -> CapturedPage:
    size = size_of(source.path)
    try:
        with source.path.open("rb") as file:
            return CapturedPage(number, hashlib.file_digest(file, "sha256").hexdigest(), size, source.media_type)
    except OSError as error:
        raise UnreadableSource(name=source.path.name) from error


def _named(papers: Sequence[PaperRecord]) -> set[int]:
    return {number for paper in papers for number in paper.pages}
