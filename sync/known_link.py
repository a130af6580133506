"""What a process has learned about one link. Kept between passes because it saves time; nothing is decided by it alone."""

from dataclasses import dataclass, field

from sync.pace import Pace


@dataclass(slots=True)
class KnownLink:
    """Belongs to one transport, for as long as that lives."""

    pace: Pace = field(default_factory=Pace)
