"""What there is to judge of a card: its files, how it was opened, and what its chip answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from devices.card.access import Access
from devices.card.lds.files import CardFile
from devices.card.passwords import Can, Mrz, Password
from devices.card.reading import Reading
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

    @classmethod
    def of(cls, reading: Reading, passwords: Sequence[Password], chip: Mapping[Check, CheckResult]) -> "Evidence":
        """All that a reading with these passwords leaves to be judged."""
        files = {CardFile[file.name]: data for file, data in reading.files.items() if file.name in CardFile.__members__}
        refused = frozenset(CardFile[file.name] for file in reading.refused if file.name in CardFile.__members__)
        used = next(password for password in passwords if password.kind == reading.access.password)
        return cls(
            files, used.digits if isinstance(used, Can) else "", reading.access.card_access, chip,
            used if isinstance(used, Mrz) else None, reading.openings, refused,
        )  # fmt: skip
