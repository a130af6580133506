"""From a place as a card or paper names it to the communes of today.

Addresses on cards of before 1/7/2025 have three levels: commune, district, province. `convert_old` reads them against
the units of that day; every candidate is shown to a person together with the text itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kiosk.people import Address
from kiosk.places.gazetteer import ROOT, Below, Unit, old_below, old_path, today_below
from kiosk.places.register import commune
from kiosk.places.units import TWO_LEVELS_FROM, Commune
from kiosk.places.wording import Word, phrases, words_of
from kiosk.text import clean


@dataclass(frozen=True, slots=True)
class OldCommune:
    """A commune of before 1/7/2025; an island district without communes has an empty code and name."""

    code: str
    name: str
    district: str
    province: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One commune of today that the text may mean. With `old` None the text already was of two levels."""

    commune: Commune
    old: OldCommune | None
    whole: bool                        # the old commune went into this one undivided
    exact: bool                        # spelt as in the register, by no former name
    detail: str = ""                   # what stood before the commune: house, street, village

    def address(self, as_written: str) -> Address:
        """The candidate as an address, beside the text it was read from."""
        return Address(self.commune.province_code, self.commune.code, self.detail, as_written)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read the end of the text: units from the province down, and how far that is from the register."""

    units: tuple[Unit, ...]
    begin: int
    distance: int
    misspelt: int

    @property
    def exact(self) -> bool:
        return not (self.distance or self.misspelt)


def convert_old(text: str) -> tuple[Candidate, ...]:
    """The communes of today an old address of three levels may mean; () when it is not known, never a guess.

    Only the readings closest to the register are given. Of a divided commune all parts are, its main part first.
    """
    found: dict[str, Candidate] = {}
    for reading, detail in _read(clean(text), old_below, 3):
        for candidate in _candidates(reading.units, reading.exact, detail):
            found.setdefault(candidate.commune.code, candidate)
    return tuple(found.values())


def recognise(text: str) -> tuple[Candidate, ...]:
    """As `convert_old`, then as an address of two levels. "Láng Thượng, Đống Đa, Hà Nội" can be read as both."""
    found = {candidate.commune.code: candidate for candidate in convert_old(text)}
    for reading, detail in _read(clean(text), today_below, 2):
        unit = commune(reading.units[-1].code)
        if unit is not None:
            found.setdefault(unit.code, Candidate(unit, None, True, reading.exact, detail))
    return tuple(found.values())


def of_card(written: str, issued_on: str) -> tuple[Candidate, ...]:
    """As `recognise`; a card issued before the merger (ISO day) names old units wherever it can be read so."""
    old = convert_old(written) if issued_on and issued_on < TWO_LEVELS_FROM.isoformat() else ()
    return old or recognise(written)


def common_part(candidates: tuple[Candidate, ...], written: str) -> Address:
    """One candidate whole; of several what they agree on, so that only the commune is left to a person; of none the text."""
    if len(candidates) == 1:
        return candidates[0].address(written)
    provinces = {one.commune.province_code for one in candidates}
    details = {one.detail for one in candidates}
    return Address(
        provinces.pop() if len(provinces) == 1 else "", "", details.pop() if len(details) == 1 else "", written
    )


def successors(old_code: str) -> tuple[Candidate, ...]:
    """What became of the old commune with this five-digit code; () for an unknown one."""
    path = old_path(old_code)
    return tuple(_candidates(path, True, "")) if path else ()


def _read(text: str, below: Below, levels: int) -> list[tuple[_Reading, str]]:
    words = words_of(text)
    readings = _closest(_readings(words, len(words), below, ROOT, levels), told_apart=not text.isascii())
    return [(reading, text[:words[reading.begin].begin].strip(" ,;-–—")) for reading in readings]


def _readings(words: tuple[Word, ...], end: int, below: Below, above: str, levels: int) -> Iterator[_Reading]:
    """Every way the words before `end` name a unit below `above`, and the words before those a unit below that."""
    for phrase in phrases(words, end):
        for unit in below(above):
            measured = unit.distance(phrase)
            if measured is None:
                continue
            for rest in _rest(words, phrase.begin, below, unit.code, levels - 1):
                distance, misspelt = measured[0] + rest.distance, measured[1] + rest.misspelt
                yield _Reading((unit, *rest.units), rest.begin, distance, misspelt)


def _rest(words: tuple[Word, ...], end: int, below: Below, above: str, levels: int) -> Iterator[_Reading]:
    if levels == 0:
        yield _Reading((), end, 0, 0)
    elif levels == 1 and [unit.full for unit in below(above)] == [""]:        # an island district: no commune to name
        yield _Reading(below(above), end, 0, 0)
    else:
        yield from _readings(words, end, below, above, levels)


def _closest(readings: Iterable[_Reading], told_apart: bool) -> list[_Reading]:
    """The readings nearest to the register. A text without diacritics cannot tell Sa Pa from Sa Pả: both stay."""
    ranked = [((reading.distance, reading.misspelt if told_apart else 0), reading) for reading in readings]
    least = min((distance for distance, _ in ranked), default=(0, 0))
    return sorted((reading for distance, reading in ranked if distance == least), key=lambda reading: reading.begin)


def _candidates(units: tuple[Unit, ...], exact: bool, detail: str) -> Iterator[Candidate]:
    above, district, last = units
    old = OldCommune(last.code if last.full else "", last.full, district.full, above.full)
    for code in last.becomes:
        unit = commune(code)
        if unit is not None:
            yield Candidate(unit, old, len(last.becomes) == 1, exact, detail)
