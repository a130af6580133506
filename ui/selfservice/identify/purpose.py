"""What becomes of whoever was found to stand here."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.selfservice.identified import Identified


@dataclass(frozen=True, slots=True)
class Purpose:
    """`use` hears who it is, on the page from which it was asked. `by_code`: the code on a card is enough, unproven."""

    use: Callable[[Identified], None]
    by_code: bool = True
    by_vneid: bool = True
