"""How catalogue files are named: `<code>@<valid from>.toml`, or `<code>@<valid from>@<province>.toml`.

The part after the code is the version a dossier keeps, so the right file is found without opening any other:
`1.001193@2025-07-01.toml`; for a land form that one province drew up itself, `1.013831@2026-03-01@15.toml`.
"""

import re
from dataclasses import dataclass
from datetime import date

_NAME = re.compile(r"(?P<code>\d\.\d{6})@(?P<day>\d{4}-\d\d-\d\d)(?:@(?P<province>\d\d))?\.toml")


@dataclass(frozen=True, slots=True)
class FileName:
    """One version of one procedure, as its file name tells it."""

    code: str
    valid_from: date
    province: str = ""

    @property
    def version(self) -> str:
        return f"{self.valid_from}@{self.province}" if self.province else f"{self.valid_from}"

    def __str__(self) -> str:
        return f"{self.code}@{self.version}.toml"


def parse_name(text: str) -> FileName | None:
    """The name's parts; None when it is not the name of a catalogue file."""
    found = _NAME.fullmatch(text)
    if not found:
        return None
    try:
        day = date.fromisoformat(found["day"])
    except ValueError:                                     # 2026-02-30
        return None
    return FileName(found["code"], day, found["province"] or "")
