"""Which languages a kiosk offers: those whose catalogue is there and that have a name in `kiosk/locale/languages.toml`."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk import words

_LIST = "languages.toml"


@dataclass(frozen=True, slots=True)
class Language:
    """`name` in the language itself."""

    code: str
    name: str
    right_to_left: bool = False


def offered(wanted: Sequence[str]) -> tuple[Language, ...]:
    """Of the languages wanted, those that can be shown, in that order; Vietnamese always."""
    named = {code: Language(code, said["name"], said.get("direction") == "rtl") for code, said in _listed().items()}
    codes = dict.fromkeys(wanted if words.SOURCE in wanted else (words.SOURCE, *wanted))
    return tuple(named[code] for code in codes if code in named and words.has(code))


def _listed() -> dict[str, dict[str, str]]:
    return tomllib.loads((words.LOCALE / _LIST).read_text("utf-8"))
