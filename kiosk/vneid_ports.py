"""The edge to VNeID: a citizen holds the telephone to a QR code on the screen and agrees there. Drivers live in `devices/vneid/`.

How the state's service speaks to a kiosk is not published; a driver keeps to the open standard, every name in it is a setting.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol

from kiosk.device_ports import CardData
from kiosk.problems import Problem


class VneidState(StrEnum):
    BEGINNING = "beginning"            # the service is asked for a code
    WAITING = "waiting"                # the code is there to be held a telephone to
    SCANNED = "scanned"                # on the telephone; not agreed yet
    APPROVED = "approved"
    REFUSED = "refused"                # by the citizen, on the telephone
    EXPIRED = "expired"
    NOT_BELIEVED = "not_believed"      # an answer that is not the service's, or not to us
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True, repr=False)
class VneidEvent:
    """`code` is the text of the QR code and `until` when it ends (epoch ms). `person` comes with APPROVED."""

    state: VneidState
    code: str = ""
    until: int = 0
    person: CardData | None = None

    def __repr__(self) -> str:
        """Nothing of a person: what is printed by accident ends in a log."""
        return f"VneidEvent({self.state})"


class Vneid(Protocol):
    """One citizen at a time. `told` hears on a thread of the driver."""

    def begin(self, told: Callable[[VneidEvent], None]) -> None:
        """A fresh code; what was under way is called off."""

    def cancel(self) -> None:
        """Nothing more is told, and nothing of it is kept."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    status: int
    body: bytes


class VneidUnavailable(Problem):
    """The service could not be asked."""

    code: ClassVar[str] = "VNEID-01"
    sentence: ClassVar[str] = "Chưa nối được với dịch vụ VNeID."
    remedy: ClassVar[str] = "Dùng thẻ căn cước hoặc tự gõ; người phụ trách máy xem mục [vneid] của settings.toml và đường truyền."


# Posts a form to a path of the service (GET where there is no form). Raises VneidUnavailable.
AskService = Callable[[str, Mapping[str, str] | None], ServiceAnswer]
