"""The third lane: what may wait for everything else: files of results, catalogue packs. A piece at a time, both ways.

What is carried, and how far it has come, lies in rows of whoever gives it; the lane only says when it is its turn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from kiosk.store import Store
from sync.calls import GatewayCalls
from sync.faults import RefusedByGateway
from sync.pace import Pace


@dataclass(frozen=True, slots=True)
class MediaLink:
    """What a piece is carried over. A piece is at most `pace.chunk` bytes and may take `pace.seconds` of its size; whoever
    carries one tells the pace with `pace.arrived`."""

    store: Store
    calls: GatewayCalls
    key: bytes                         # the gateway's, verified
    pace: Pace


class Media(Protocol):
    """One kind of thing for the third lane."""

    def carry_piece(self, link: MediaLink) -> bool:
        """Carries one piece and keeps it durably before it returns; False when there is nothing to carry now.

        A refusal about one thing is settled in its own row here, and True returned: the next one may go. Whatever a call
        raises besides ends the lane for this pass.
        """


class MediaLane:
    """Everything that is given, one kind after the other. `others_first` runs before every piece: forms, then pages."""

    def __init__(self, link: MediaLink, everything: Sequence[Media], others_first: Callable[[], None]) -> None:
        self._link, self._everything, self._others_first = link, everything, others_first

    def run(self) -> None:
        """Raises what the calls raise; RefusedByGateway ends one kind and is raised after the others had their turn."""
        refused: RefusedByGateway | None = None
        for media in self._everything:
            try:
                self._carry(media)
            except RefusedByGateway as refusal:
                refused = refused or refusal
        if refused is not None:
            raise refused

    def _carry(self, media: Media) -> None:
        self._others_first()
        while media.carry_piece(self._link):
            self._link.store.at("media piece carried")
            self._others_first()
