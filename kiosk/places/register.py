"""The lists of provinces and communes: read when first asked for, then kept, and searched while somebody types."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from kiosk.places.units import Commune, Province, UnitName
from kiosk.text import fold, sort_key

_DATA = Path(__file__).parent


@cache
def provinces() -> tuple[Province, ...]:
    """All 34, in the order of their codes (the official one)."""
    return tuple(Province(code, _names(code, full)) for code, full in rows("provinces.tsv"))


@cache
def communes(province_code: str) -> tuple[Commune, ...]:
    """The communes of a province in alphabetical order; of an unknown code, none."""
    found = _communes_by_province().get(province_code, ())
    return tuple(sorted(found, key=lambda unit: sort_key(unit.names[-1].name)))


def province(code: str) -> Province | None:
    return _provinces_by_code().get(code)


def commune(code: str) -> Commune | None:
    return _communes_by_code().get(code)


def search_provinces(text: str) -> tuple[Province, ...]:
    """Provinces of which every typed word begins a word, with or without diacritics, by any name they have had."""
    return tuple(unit for unit in provinces() if _rank(_words(unit), fold(text)) is not None)


def search(text: str, province_code: str = "", limit: int = 20) -> tuple[Commune, ...]:
    """Communes of which every typed word begins a word; those whose name begins with the text come first."""
    wanted = fold(text)
    found = []
    for unit, words in _search_words():
        rank = _rank(words, wanted) if not province_code or unit.province_code == province_code else None
        if rank is not None:
            found.append((rank, unit))
    found.sort(key=lambda hit: (hit[0], sort_key(hit[1].names[-1].name), hit[1].code))
    return tuple(unit for _, unit in found[:limit])


def rows(file: str) -> Iterator[list[str]]:
    """The lines of a data file of this package, cut at tabs."""
    text = (_DATA / file).read_text("utf-8")
    return (line.split("\t") for line in text.splitlines() if not line.startswith("#"))


def _rank(words: tuple[str, ...], wanted: str) -> int | None:
    """How well a unit fits: 0 its name begins so, 1 its full name does, 2 each word begins one of its words."""
    if not wanted:
        return 2
    for rank, name in enumerate(words[:2]):
        if name.startswith(wanted):
            return rank
    every = " ".join(words).split()
    return 2 if all(any(word.startswith(part) for word in every) for part in wanted.split()) else None


def _words(unit: Province | Commune) -> tuple[str, ...]:
    return fold(unit.names[-1].name), *(fold(name.full) for name in reversed(unit.names))


@cache
def _search_words() -> tuple[tuple[Commune, tuple[str, ...]], ...]:
    return tuple((unit, _words(unit)) for unit in _communes_by_code().values())


@cache
def _provinces_by_code() -> Mapping[str, Province]:
    return {unit.code: unit for unit in provinces()}


@cache
def _communes_by_code() -> Mapping[str, Commune]:
    return {code: Commune(code, above, _names(code, full)) for code, above, full in rows("communes.tsv")}


@cache
def _communes_by_province() -> Mapping[str, tuple[Commune, ...]]:
    grouped: dict[str, list[Commune]] = defaultdict(list)
    for unit in _communes_by_code().values():
        grouped[unit.province_code].append(unit)
    return {code: tuple(units) for code, units in grouped.items()}


@cache
def _changes() -> Mapping[str, tuple[UnitName, ...]]:
    found: dict[str, list[UnitName]] = defaultdict(list)
    for code, day, full, _basis in rows("changes.tsv"):
        found[code].append(UnitName.of(full, date.fromisoformat(day)))
    return {code: tuple(sorted(names, key=lambda name: name.valid_from)) for code, names in found.items()}


def _names(code: str, first: str) -> tuple[UnitName, ...]:
    return UnitName.of(first), *_changes().get(code, ())
