"""The intake: everything the counter knows of a dossier before it is sealed.

The screens fill it, `kiosk/checks.py` looks at it whole, and receiving turns it into the sealed `Form`
(which adds what only that moment knows: number, times, page hashes, fee).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kiosk.conditions import Situation, owner_kind, relations, situate
from kiosk.dossier import Owner, PaperRecord, ReturnChoice, Submitter
from kiosk.people import Citizen
from kiosk.procedures import Channel, Procedure, Provenance

FEE_METHODS = ("cash", "transfer", "later", "free")


@dataclass(frozen=True, slots=True)
class Intake:
    """A form still open on the counter. `eligibility` holds flags that were established, never merely claimed."""

    procedure: str  # code
    channel: Channel = Channel.COUNTER
    case: str = ""
    office: str = ""
    counter: str = ""
    officer: str = ""
    submitter: Submitter = field(default_factory=lambda: Submitter(Citizen("")))
    owners: tuple[Owner, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    papers: tuple[PaperRecord, ...] = ()
    page_count: int = 0  # captured pages, numbered 1 to page_count
    page_numbers: tuple[int, ...] = ()  # their numbers, where a correction took some away and brought others
    hand_over: ReturnChoice = field(default_factory=ReturnChoice)
    fee_method: str = "free"  # one of FEE_METHODS
    eligibility: frozenset[str] = frozenset()
    incident_reason: str = ""  # why an online-first procedure is taken at the counter

    @property
    def pages(self) -> tuple[int, ...]:
        """The numbers of the captured pages."""
        return self.page_numbers or tuple(range(1, self.page_count + 1))

    def situation(self, procedure: Procedure) -> Situation:
        """What conditions are asked of; its answers are the ones to seal."""
        return situate(
            procedure,
            case=self.case,
            channel=self.channel,
            owner_kind=owner_kind(self.owners),
            relations=relations(self.owners),
            answers=self.answers,
        )
