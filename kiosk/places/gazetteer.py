"""The units an address can name, in the form they are looked for: those of before 1/7/2025 and those of today.

Only the part that is asked for is made ready: the districts of one province, the communes of one district.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from kiosk.places.register import communes, provinces, rows
from kiosk.places.units import UnitName
from kiosk.places.wording import Phrase, comparable, kind_key

ROOT = ""                              # what lies below it are the provinces


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of any level, its earlier names (kind and plain form; no kind for a short form) and what it became."""

    code: str
    full: str
    kind: str
    plain: str
    spelt: str
    former: frozenset[tuple[str, str]] = frozenset()
    becomes: tuple[str, ...] = ()

    def distance(self, phrase: Phrase) -> tuple[int, int] | None:
        """How far the phrase is from this unit's name, and whether it is spelt otherwise; None for another unit."""
        if self.plain == phrase.plain and phrase.kind in ("", self.kind):
            return 0, int(self.spelt != phrase.spelt)
        if ("", phrase.plain) in self.former:
            return 0, 0
        if any(plain == phrase.plain and phrase.kind in ("", kind) for kind, plain in self.former):
            return 1, 0
        return (2, int(self.spelt != phrase.spelt)) if self.plain == phrase.plain else None


Below = Callable[[str], tuple[Unit, ...]]


@cache
def old_below(code: str) -> tuple[Unit, ...]:
    """The provinces of before 1/7/2025, or what lay below the one (two digits) or the district (three) of this code."""
    return tuple(_old_unit(row) for row in _old_rows().get(code, ()))


@cache
def today_below(code: str) -> tuple[Unit, ...]:
    """The provinces of today, or the communes of one."""
    units = communes(code) if code else provinces()
    return tuple(_unit(unit.code, unit.names[-1], frozenset(map(_key, unit.names[:-1]))) for unit in units)


def old_path(code: str) -> tuple[Unit, ...]:
    """Province, district and commune of an old commune's code; () for an unknown one."""
    above = _districts_of_communes().get(code)
    if above is None:
        return ()
    path = ((ROOT, above[0]), (above[0], above[1]), (above[1], code))
    return tuple(next(unit for unit in old_below(parent) if unit.code == child) for parent, child in path)


@cache
def _old_rows() -> Mapping[str, list[list[str]]]:
    """The rows of `old.tsv` by the code of what they lie in; the file goes from each province down."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    province = district = ROOT
    for mark, *row in rows("old.tsv"):
        if mark == "P":
            province = row[0]
            found[ROOT].append([*row, ""])
        elif mark == "D":
            district = row[0]
            found[province].append([*row, ""])
        else:
            name, becomes, former = row
            found[district].append([mark, name, former, becomes])
    return found


@cache
def _districts_of_communes() -> Mapping[str, tuple[str, str]]:
    lists = _old_rows()
    return {
        row[0]: (province[0], district[0])
        for province in lists[ROOT] for district in lists[province[0]] for row in lists[district[0]] if row[1]
    }


def _old_unit(row: list[str]) -> Unit:
    code, full, former, becomes = row
    names = (entry.partition(":") for entry in former.split())
    keys = frozenset((kind, plain.replace("y", "i")) for kind, _, plain in names)
    return _unit(code, UnitName.of(full), keys, tuple(becomes.split()))


def _unit(code: str, name: UnitName, former: frozenset[tuple[str, str]], becomes: tuple[str, ...] = ()) -> Unit:
    plain, spelt = comparable(name.name)
    return Unit(code, name.full, kind_key(name.kind), plain, spelt, former, becomes)


def _key(name: UnitName) -> tuple[str, str]:
    return kind_key(name.kind), comparable(name.name)[0]
