"""What the lanes of one pass share, and what the pass came to."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.problems import Problem
from kiosk.store import Store
from kiosk.store.purge import MayPurge
from kiosk.work import Progress
from sync import delivery
from sync.calls import GatewayCalls
from sync.changes import ORDINARY as ORDINARY_FEED
from sync.changes import FeedRules
from sync.delivery import Acceptance
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
    result: PassResult = field(default_factory=PassResult)
    policy: Policy = field(default_factory=Policy)
    key: bytes = b""
