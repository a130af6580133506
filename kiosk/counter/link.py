"""The link to the gateway as the window shows it: one indicator, one word, one number, and why, and until when."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kiosk.store.partway import PagesThere


class LinkState(StrEnum):
    ONLINE = "online"                  # the last pass met the gateway
    OFFLINE = "offline"
    SENDING = "sending"
    NOT_SET = "not_set"                # no gateway is known to this counter
    REFUSED = "refused"                # the gateway does not admit this counter
    BUSY = "busy"                      # the gateway is there, and asks for time or has trouble of its own
    STRANGER = "stranger"              # somebody answers, but not our gateway


@dataclass(frozen=True, slots=True)
class LinkView:
    """What to show. `since` is when this state began, epoch ms; `waiting` counts items; `problem` is a stable code: of the
    state, or while all is well of one lane that is not."""

    state: LinkState
    since: int
    waiting: int
    problem: str = ""
    forms: int = 0                     # waiting in their lane
    pages: int = 0                     # dossiers whose pages wait in theirs
    next_at: int = 0                   # epoch ms of the next try, 0 while all is well
    held: str = ""                     # code why pages are held back though the link is well
    held_until: int = 0                # epoch ms, 0 when nobody can say
    speed: int = 0                     # bytes a second while sending, 0 while unknown
    rest_seconds: int = 0              # until everything that may go has gone, at this speed
    clock_off: int = 0                 # seconds by which this clock is ahead of the gateway's; 0 for what nobody need know
    heard: float = 0.0                 # `time.monotonic` since when its next answer is waited for; 0 where it is not
    going: PagesThere | None = None    # the dossier whose pages are under way


class Link(Protocol):
    """Carries what waits, on a thread of its own."""

    def watch(self, told: Callable[[LinkView], None]) -> None:
        """`told` hears the present view at once and every change, on the link's thread."""

    def changed(self, told: Callable[[], None]) -> None:
        """`told` hears when a pass brought something new: a decision, a number, an acknowledgement."""

    def send_now(self) -> None:
        """Somebody asks: waits are passed over, an appointment of the gateway and the hours for pages are not."""

    def wake(self) -> None:
        """Something new waits: do not wait for the next beat. A line that is down is not tried sooner for it."""

    def came_up(self) -> None:
        """The system says that there is a network again: tried after a short while, not by every counter at once."""

    def close(self) -> None: ...
