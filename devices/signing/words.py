"""What the office and the processes that sign or look at signatures say to each other: lines of JSON, raw bytes behind some.

A PIN goes as raw bytes behind its line, so that no text of it is ever made on the office's side.
"""

from enum import StrEnum

import msgspec

from kiosk.signature_ports import CopyForm, SignatureSeen
from kiosk.signature_problems import NotSignable

UNLOCKED_WITHIN_S = 60.0               # a token that is asked for the first time may take its time
SIGNED_WITHIN_S = 60.0
LOOKED_WITHIN_S = 20.0


class Trouble(StrEnum):
    """What stands in the way of a signature."""

    LIBRARY = "library"
    NO_TOKEN = "no_token"
    PIN_WRONG = "pin_wrong"
    PIN_BLOCKED = "pin_blocked"
    GONE = "gone"
    NO_CERTIFICATE = "no_certificate"
    NOT_SIGNABLE = "not_signable"      # this copy; the others go on
    NOT_GOOD = "not_good"              # this copy; the others go on
    OTHER = "other"


# ---- to the process that signs ------------------------------------------------------------------------------------------


class ListKeys(msgspec.Struct, frozen=True, tag=True):
    """Whose keys are there?"""


class Unlock(msgspec.Struct, frozen=True, tag=True):
    """A PIN of `size` bytes follows."""

    key: str
    size: int


class Sign(msgspec.Struct, frozen=True, tag=True):
    """A PDF of `size` bytes follows."""

    size: int
    form: CopyForm
    agency: str
    at: int


SigningOrder = ListKeys | Unlock | Sign


# ---- from it ----------------------------------------------------------------------------------------------------------


class KeySeen(msgspec.Struct, frozen=True):
    """A certificate whose key should be beside it. Moments are epoch milliseconds."""

    key: str
    subject: str
    serial: str
    issuer: str
    not_before: int
    not_after: int
    for_signing: bool
    where: str


class Keys(msgspec.Struct, frozen=True, tag=True):
    keys: tuple[KeySeen, ...]


class Unlocked(msgspec.Struct, frozen=True, tag=True):
    """Copies may come."""


class Signed(msgspec.Struct, frozen=True, tag=True):
    """The signed file follows."""

    size: int


class Failed(msgspec.Struct, frozen=True, tag=True):
    """`said`: what a library calls it, never anything of the paper; `tries` left for the PIN, where the token tells."""

    trouble: Trouble
    why: NotSignable | None = None
    tries: int | None = None
    said: str = ""


SigningWord = Keys | Unlocked | Signed | Failed


# ---- looking at signatures ----------------------------------------------------------------------------------------------


class LookAt(msgspec.Struct, frozen=True, tag=True):
    """A PDF of `size` bytes follows. `now`: epoch milliseconds of the office's clock; roots lie in `folder`."""

    size: int
    folder: str
    now: int


class Looked(msgspec.Struct, frozen=True, tag=True):
    signatures: tuple[SignatureSeen, ...]


class Unreadable(msgspec.Struct, frozen=True, tag=True):
    """Nothing is known of its signatures."""


LookingWord = Looked | Unreadable


# ---- time stamps --------------------------------------------------------------------------------------------------------

STAMPED_WITHIN_S = 60.0


class Stamp(msgspec.Struct, frozen=True, tag=True):
    """A signed PDF of `size` bytes follows."""

    size: int


class Carried(msgspec.Struct, frozen=True, tag=True):
    """The service's answer of `size` bytes follows; 0: there is none."""

    size: int


class Carry(msgspec.Struct, frozen=True, tag=True):
    """A request for the service of `size` bytes follows."""

    size: int


class Stamped(msgspec.Struct, frozen=True, tag=True):
    """The stamped file follows."""

    size: int


class NotStamped(msgspec.Struct, frozen=True, tag=True):
    """Nothing came of it."""


StampOrder = Stamp | Carried
StampWord = Carry | Stamped | NotStamped
