"""The link to the gateway as the window shows it: one indicator, one word, one number."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class LinkState(StrEnum):
    ONLINE = "online"                  # the last pass met the gateway
    OFFLINE = "offline"
    SENDING = "sending"
    NOT_SET = "not_set"                # no gateway is known to this counter
    REFUSED = "refused"                # there is somebody, but not our gateway, or it does not admit us


@dataclass(frozen=True, slots=True)
class LinkView:
    """What to show. `since` is when this state began, epoch ms; `waiting` counts items; `problem` is a stable code."""

    state: LinkState
    since: int
    waiting: int
    problem: str = ""


class Link(Protocol):
    """Carries what waits, on a thread of its own."""

    def watch(self, told: Callable[[LinkView], None]) -> None:
        """`told` hears the present view at once and every change, on the link's thread."""

    def changed(self, told: Callable[[], None]) -> None:
        """`told` hears when a pass brought something new: a decision, a number, an acknowledgement."""

    def send_now(self) -> None:
        """Something is waiting: do not wait for the next beat."""

    def close(self) -> None: ...
