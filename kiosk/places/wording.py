"""A written address taken apart: every way its last words may name a unit, with the kind of unit if one is written.

Cards and papers write "Tổ 4, Láng Thượng, Đống Đa, Hà Nội", "P.5, Q3, TP.HCM" or no commas at all. A unit begins after
a comma or dash or at its kind ("Phường ..."); only a text without any separator may be cut between any two words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.text import clean, fold, spelling

_WORD = re.compile(r"[^\W\d_]+|\d+")
_SEPARATOR = re.compile(r"[,;–—-]")
_BARRIER = re.compile(r"[,;]")
_LONGEST = 8
# keys are compared with `Word.plain`, where y is written i
_KINDS = {
    "phuong": "phuong", "p": "phuong", "f": "phuong", "xa": "xa", "x": "xa", "thi tran": "thitran", "tt": "thitran",
    "dac khu": "dackhu", "quan": "quan", "q": "quan", "huien": "huyen", "h": "huyen", "thi xa": "thixa", "tx": "thixa",
    "thanh pho": "thanhpho", "tp": "thanhpho", "tinh": "tinh", "t": "tinh",
}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the text: where it begins, what stands before it, and its forms for comparing."""

    begin: int
    separated: bool                    # a comma or dash, or nothing, stands before it
    barred: bool                       # a comma stands before it: no name reaches across
    plain: str
    spelt: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words `begin` to the end of what is looked at, taken as the name of one unit."""

    begin: int
    kind: str                          # "phuong", "quan" ...; "" when none is written
    plain: str                         # compared first: no diacritics, no blanks
    spelt: str                         # tells Sa Pa from Sa Pả


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a cleaned address; a closing "Việt Nam" is dropped."""
    found: list[Word] = []
    after = 0
    for match in _WORD.finditer(text):
        gap = text[after:match.start()]
        separated = not found or _SEPARATOR.search(gap) is not None
        found.append(Word(match.start(), separated, _BARRIER.search(gap) is not None, *_forms(match.group())))
        after = match.end()
    if len(found) > 2 and found[-2].separated and [word.plain for word in found[-2:]] == ["viet", "nam"]:
        del found[-2:]
    return tuple(found)


def phrases(words: tuple[Word, ...], end: int) -> Iterator[Phrase]:
    """Every reading of the words just before `end` as one unit."""
    free = not any(word.separated for word in words[1:])
    for begin in range(end - 1, max(end - 1 - _LONGEST, -1), -1):
        kind, length = _kind_at(words, begin, end)
        if kind:
            yield _phrase(words, begin, begin + length, end, kind)
        if free or words[begin].separated:
            yield _phrase(words, begin, begin, end, "")
        if words[begin].barred:
            return


def comparable(name: str) -> tuple[str, str]:
    """A unit's own name in the two forms a `Phrase` is compared by."""
    forms = [_forms(match) for match in _WORD.findall(clean(name))]
    return "".join(plain for plain, _ in forms), "".join(spelt for _, spelt in forms)


def kind_key(kind: str) -> str:
    """ "Thị trấn" -> "thitran", as in `Phrase.kind`."""
    return fold(kind).replace(" ", "")


def _forms(word: str) -> tuple[str, str]:
    if word.isdigit():
        number = word.lstrip("0") or "0"
        return number, number
    return fold(word).replace("y", "i"), spelling(word).replace("y", "i")      # Lý and Lí are one name


def _kind_at(words: tuple[Word, ...], begin: int, end: int) -> tuple[str, int]:
    for length in (2, 1):
        written = " ".join(word.plain for word in words[begin:begin + length])
        if begin + length < end and written in _KINDS:
            return _KINDS[written], length
    return "", 0


def _phrase(words: tuple[Word, ...], begin: int, first: int, end: int, kind: str) -> Phrase:
    name = words[first:end]
    return Phrase(begin, kind, "".join(word.plain for word in name), "".join(word.spelt for word in name))
