"""What can be wrong with a virtual chip. Commands are counted from 1, from the moment the card is put down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from devices.card.apdu import LONG_ANSWER, Sw
from devices.card.files import File


@dataclass(frozen=True, slots=True)
class Faults:
    """All harmless by default."""

    pulled_at: int | None = None           # the card is gone when this command comes
    wrong_mac_at: int | None = None        # the answer to this command carries a wrong MAC
    drops_at: int | None = None            # the chip forgets its session at this command and says so in the clear
    hangs_at: int | None = None            # no answer ever comes to this command; played by the place where the card lies
    no_application: bool = False           # a chip, but of another kind: no travel document on it
    slow: Callable[[int], None] | None = None      # called with each command's number before it is answered
    short_only: bool = False               # extended commands are refused, and the session with them
    longest_answer: int = LONG_ANSWER      # asking for more is refused with `too_long`
    too_long: int = Sw.WRONG_LENGTH
    gives_at_most: int = LONG_ANSWER       # answers are cut to this, without complaint
    errors_drop: bool = False              # every refusal ends the session, as some passports do
    no_card_access: bool = False
    no_master_file: bool = False           # starts in its application and does not know SELECT 3F00
    starts_in_application: bool = False    # EF.CardAccess is found only after SELECT 3F00
    no_short_identifiers: bool = False
    beyond_end: int = Sw.END_OF_FILE       # asking beyond the end of a file: a warning with data, or an error without
    truncated: Mapping[File, int] = field(default_factory=dict)    # only so many bytes are there
    deaf_to_password: bool = False         # PACE is announced but every try fails with 6300
    blocked: bool = False                  # every password is answered with 6983
