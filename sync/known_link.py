"""What a process has learned about one link. Kept between passes because it saves time; nothing is decided by it alone."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sync.bandwidth import LinkRules
from sync.gates import Gate, Lane
from sync.pace import Pace
from sync.partway import Partway, SeenSpeed


@dataclass(slots=True)
class KnownLink:
    """Belongs to one transport, for as long as that lives. `rest` waits for so many seconds, or until the program ends; `news`
    is called when something was decided while a pass goes on."""

    now: Callable[[], float] = field(default=time.monotonic)
    rules: LinkRules = field(default_factory=LinkRules)
    rest: Callable[[float], object] = field(default=time.sleep)
    news: Callable[[], object] = field(default=lambda: None)
    partway: Partway = field(default_factory=Partway)
    seen: SeenSpeed = field(default_factory=SeenSpeed)
    pace: Pace = field(init=False)
    gates: dict[Lane, Gate] = field(init=False)
    whole: Gate = field(init=False)    # of everything: an appointment made when the greeting was refused

    def __post_init__(self) -> None:
        self.pace = Pace(self.now)
        self.gates = {lane: Gate(self.now) for lane in Lane}
        self.whole = Gate(self.now)

    def keep_floor(self, seconds: float) -> None:
        """No lane that failed is tried again sooner than the gateway asks."""
        for gate in self.gates.values():
            gate.floor = seconds

    def opens_in(self) -> float:
        """Seconds until the next closed gate opens; 0 when none is closed."""
        waits = [wait for gate in (self.whole, *self.gates.values()) if (wait := gate.opens_in())]
        return min(waits, default=0.0)
