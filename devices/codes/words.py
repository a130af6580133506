"""What the process that looks for codes says."""

import msgspec

LONGEST_S = 20.0                       # for one picture; a page of A4 takes a fraction of a second


class Seen(msgspec.Struct, frozen=True):
    """The codes found, or why the picture cannot be looked at."""

    codes: tuple[str, ...] = ()
    fault: str = ""
