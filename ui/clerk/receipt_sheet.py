"""The sheet of a receipt as a worker makes it: drawn, pictured, saved to a file."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtGui import QImage

from kiosk.counter import Records
from kiosk.dossier import LocalState
from kiosk.receive import Received
from kiosk.store.leases import Why
from kiosk.work import Progress
from ui.clerk import page_images
from ui.clerk.files import save_whole


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands in large letters beside the sheet."""

    dossier: str
    number: str
    due_at: int | None
    state: LocalState
    why: Why = Why.OFF                 # it got the kind of number it has
    signs: bool = False                # its papers get copies that an officer signs


@dataclass(frozen=True, slots=True)
class Sheet:
    """A rendered receipt. `wanted` numbers the asking, so that a late one is known."""

    wanted: int
    pdf: bytes
    pages: int
    facts: Facts


def first_time(records: Records, received: Received, officer_name: str, facts: Facts, paper: str) -> tuple[bytes, Facts]:
    pdf = records.receipt(received, paper, officer_name)
    return pdf, replace(facts, signs=records.copies_are_signed(received.dossier))


def once_more(records: Records, dossier: str, paper: str) -> tuple[bytes, Facts]:
    facts = _facts(records, dossier)
    return records.receipt_again(dossier, paper), facts


def looked_up(records: Records, dossier: str, _progress: Progress) -> Facts:
    return _facts(records, dossier)


def why_of(records: Records, dossier: str, _progress: Progress) -> Why:
    return records.why_number(dossier)


def _facts(records: Records, dossier: str) -> Facts:
    detail = records.detail(dossier)
    due = detail.due.due_at if detail.due else detail.form.due_at
    signs = records.copies_are_signed(dossier)
    return Facts(dossier, detail.line.number, due, detail.line.state, detail.why_number, signs)


def drawn(render: Callable[[str], tuple[bytes, Facts]], paper: str, wanted: int, _progress: Progress) -> Sheet:
    pdf, facts = render(paper)
    return Sheet(wanted, pdf, page_images.pdf_pages(pdf), facts)


def pictured(pdf: bytes, page: int, density: float, _progress: Progress) -> QImage:
    return page_images.pdf_page(pdf, page, density)


def saved(path: Path, pdf: bytes, data_folder: Path | None, _progress: Progress) -> Path:
    return save_whole(path, pdf, data_folder)
