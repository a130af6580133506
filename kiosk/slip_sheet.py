"""What stands on a printed slip (phiếu), as plain words, moments and rows under the names its template asks for.

The office fills it, `printing/forms/slip.py` only lays it out. Unlike the receipt a slip carries no code to scan.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip, filled. Texts are NFC; moments are epoch milliseconds; `rows` are the tables by their name."""

    template: str                      # key of the versioned template, e.g. "tt03-2025-mau02"
    superior_agency: str
    agency: str
    place: str                         # địa danh in the date line
    number: str                        # the slip's own; "" while it has none
    issued_at: int
    words: Mapping[str, str]
    moments: Mapping[str, int] = field(default_factory=dict)
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    hotline: str = ""
    marks: tuple[str, ...] = ()        # "Giấy tập huấn ...": what the reader must see first
