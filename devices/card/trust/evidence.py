"""What there is to judge of a card: its files, how it was opened, and what its chip answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from devices.card.access import Access
from devices.card.lds.files import CardFile
from devices.card.passwords import Mrz
from devices.card.trust.checks import Check, CheckResult


@dataclass(frozen=True, slots=True)
class Evidence:
    """`chip` are the results of a chip at hand, None where there are only files."""

    files: Mapping[CardFile, bytes] = field(repr=False)
    number_used: str = field(default="", repr=False)
    card_access: bytes = b""           # EF.CardAccess, read before any key
    chip: Mapping[Check, CheckResult] | None = None
    mrz_used: Mrz | None = None        # the printed lines that opened the chip
    openings: tuple[Access, ...] = ()  # every way in there was, the first and those after the chip ended the session
    refused: frozenset[CardFile] = frozenset()     # asked for and not given
