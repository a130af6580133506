"""What the lanes of one pass share, and what the pass came to."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.problems import Problem
from kiosk.store import Store
from kiosk.store.purge import MayPurge
from kiosk.work import Progress
from sync import delivery
from sync.bandwidth import held_back
from sync.calls import GatewayCalls
from sync.changes import ORDINARY as ORDINARY_FEED
from sync.changes import FeedRules
from sync.clocks import gateway_now
from sync.delivery import Acceptance
from sync.faults import HeldBack
from sync.known_link import KnownLink
from sync.messages import Policy

IdentityOf = Callable[[str], str]      # the idempotency key of a dossier: its own uuid, always


@dataclass(slots=True)
class PassResult:
    """What one pass did, and what is left."""

    registered: int = 0
    acknowledged: int = 0
    set_aside: int = 0
    decisions: int = 0
    purged: int = 0
    left: int = 0
    aside_total: int = 0               # everything that waits for a person, from earlier passes too
    bytes_sent: int = 0
    problem: Problem | None = None
    reached: bool = False              # the gateway was met, and took or had all forms
    held: str = ""                     # the code why pages were held back
    held_until: int = 0                # epoch ms by this machine's clock, 0 when nobody can say

    def tell_of(self, problem: Problem) -> None:
        """The first thing that went wrong is what a pass tells of."""
        self.problem = self.problem or problem


@dataclass(frozen=True, slots=True)
class Seams:
    """Where tests put in a mutant, to see that it is caught."""

    may_purge: MayPurge
    identity_of: IdentityOf = field(default=str)
    accept: Acceptance = field(default=delivery.checked)
    feed: FeedRules = ORDINARY_FEED


@dataclass(slots=True)
class Carriage:
    """One pass under way. `policy` and `key` are the gateway's, once it was met."""

    store: Store
    calls: GatewayCalls
    seams: Seams
    progress: Progress
    link: KnownLink
    insists: bool                      # somebody asked for it: waits are passed over, the gateway's appointments are not
    result: PassResult = field(default_factory=PassResult)
    policy: Policy = field(default_factory=Policy)
    key: bytes = b""

    def held_back(self) -> HeldBack | None:
        """Why no page may go now; told in the result."""
        held = held_back(self.link.rules, self.policy, gateway_now(self.store))
        self.result.held = held.reason.code if held else ""
        behind = gateway_now(self.store) - self.store.clock.now_ms()
        self.result.held_until = held.until - behind if held and held.until else 0
        return held.reason if held else None
