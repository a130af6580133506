"""An intake written as a JSON file: migration, automation and tests hand dossiers in this way.

The words are those of `kiosk/intake.py`; a paper may leave out its name (the procedure knows it) and may take `rest`,
every page that no other paper names. A key nobody knows is refused: a typo must not silently lose an answer.
"""

from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import msgspec

from kiosk.dossier import HowMet, Owner, PaperMetadata, PaperRecord, ReturnChoice, Submitter
from kiosk.intake import Intake
from kiosk.intake_shape import read_shape, unknown_keys
from kiosk.problems import Problem
from kiosk.procedures import Channel, Procedure, Provenance
from kiosk.settings import Office
from kiosk.words import _


class IntakeFileProblem(Problem):
    """The file is not an intake."""

    code: ClassVar[str] = "INTAKE-01"
    sentence: ClassVar[str] = "Tệp hồ sơ không đọc được: {what}"
    remedy: ClassVar[str] = "Sửa tệp theo mẫu docs/examples/dossier.json."


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """A paper as the file writes it."""

    requirement: str = ""
    name: str = ""
    how: HowMet = HowMet.ORIGINAL
    copies: int = 1
    reason: str = ""
    metadata: PaperMetadata = PaperMetadata()
    pages: tuple[int, ...] = ()
    rest: bool = False


@dataclass(frozen=True, slots=True)
class IntakeFile:
    """The whole file."""

    procedure: str
    submitter: Submitter
    owners: tuple[Owner, ...]
    case: str = ""
    channel: Channel = Channel.COUNTER
    answers: Mapping[str, Any] = field(default_factory=dict)
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    papers: tuple[PaperEntry, ...] = ()
    hand_over: ReturnChoice = ReturnChoice()
    fee_method: str = "free"
    eligibility: tuple[str, ...] = ()
    incident_reason: str = ""


def read_intake(content: bytes) -> IntakeFile:
    """Raises IntakeFileProblem for anything that is not JSON, not this shape, or has an unknown key: all of it at once."""
    try:
        raw = msgspec.json.decode(content.removeprefix(BOM_UTF8))
        entry, faults = read_shape(raw, IntakeFile)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise IntakeFileProblem(what=_("không phải JSON ({error})").format(error=error)) from error
    unknown = ", ".join(unknown_keys(raw, msgspec.to_builtins(entry))) if entry else ""
    if unknown:
        faults.append(_("có mục không biết: {keys}").format(keys=unknown))
    if faults or entry is None:
        raise IntakeFileProblem(what="; ".join(faults))
    return entry


def to_intake(entry: IntakeFile, procedure: Procedure, office: Office, page_count: int, now: int) -> Intake:
    """The intake the office checks. Whoever runs the command is the officer who saw the papers, now."""
    return Intake(
        procedure=entry.procedure,
        channel=entry.channel,
        case=entry.case,
        office=office.code,
        counter=office.counter,
        officer=office.officer,
        submitter=entry.submitter,
        owners=entry.owners,
        answers=entry.answers,
        provenance=entry.provenance,
        papers=tuple(_records(entry.papers, procedure, office, page_count, now)),
        page_count=page_count,
        hand_over=entry.hand_over,
        fee_method=entry.fee_method,
        eligibility=frozenset(entry.eligibility),
        incident_reason=entry.incident_reason,
    )


def _records(papers: tuple[PaperEntry, ...], procedure: Procedure, office: Office, page_count: int, now: int
             ) -> Iterator[PaperRecord]:
    names = {requirement.key: requirement.name for requirement in procedure.requirements}
    named = {page for paper in papers for page in paper.pages}
    rest = tuple(page for page in range(1, page_count + 1) if page not in named)
    for paper in papers:
        yield PaperRecord(
            requirement=paper.requirement,
            name=paper.name or names.get(paper.requirement, ""),
            how=paper.how,
            copies=paper.copies,
            seen_by=office.officer,
            seen_at=now,
            reason=paper.reason,
            metadata=paper.metadata,
            pages=(*paper.pages, *rest) if paper.rest else paper.pages,
        )
