"""Which pages of a draft are probably the same sheet twice, from how alike the small pictures of their ink are.

Two scans of one sheet differ a little everywhere and nowhere much; two children's certificates of the same form are the same
almost everywhere and quite different where the names stand. So what counts is not how much differs but whether anything does in
one place. What cannot be told: two sheets that differ in letters of the same width only. It is a hint, and said as one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

ACROSS, DOWN = 140, 198                # cells of 1.5 mm over A4
_BITS = ACROSS * DOWN
_SHIFT = 4                             # cells either way: paper never lies twice in the same place
_LEAST = 60                            # inked cells; below that a page says too little
_ALIKE = 0.5                           # of the inked cells lie on each other, or it is another page altogether
_WORD_ACROSS, _WORD_DOWN = 8, 4        # cells: a word
_STRANGE = 6                           # cells of a word's place that have nothing like it on the other page
_BOTH_WAYS = bytes(int(f"{number:08b}"[::-1], 2) for number in range(256))


@dataclass(frozen=True, slots=True)
class Repeat:
    """`page` is probably the sheet that came before as `of`."""

    page: str
    of: str


def repeats(pages: Sequence[tuple[str, bytes]]) -> tuple[Repeat, ...]:
    """Of pages (id, likeness) in their order, those that probably came before; a page that has no likeness is never one."""
    before: list[tuple[str, bytes]] = []
    found: list[Repeat] = []
    for page, likeness in pages:
        of = next((known for known, other in before if same_sheet(likeness, other)), None)
        if of is not None:
            found.append(Repeat(page, of))
        before.append((page, likeness))
    return tuple(found)


@lru_cache(maxsize=1 << 16)           # every new page asks about all pairs again
def same_sheet(one: bytes, other: bytes) -> bool:
    """Whether two likenesses are probably of the same sheet, either way up."""
    if len(one) != len(other) or len(one) * 8 < _BITS:
        return False
    here = _cells(one)
    return any(_same(here, there) for there in (_cells(other), _cells(other[::-1].translate(_BOTH_WAYS))))


def _same(one: int, other: int) -> bool:
    inked, others = one.bit_count(), other.bit_count()
    if min(inked, others) < _LEAST or max(inked, others) > 1.5 * min(inked, others):
        return False
    laid = max(_shifts(other), key=lambda moved: (one & moved).bit_count())
    if (one & laid).bit_count() < _ALIKE * min(inked, others):
        return False
    strange = (one & ~_grown(laid)) | (laid & ~_grown(one))
    return not _crowded(strange)


def _cells(likeness: bytes) -> int:
    return int.from_bytes(likeness, "big") >> (len(likeness) * 8 - _BITS)


def _shifts(cells: int) -> Iterator[int]:
    for down in range(-_SHIFT, _SHIFT + 1):
        for across in range(-_SHIFT, _SHIFT + 1):
            by = down * ACROSS + across
            yield cells << by & _WHOLE if by >= 0 else cells >> -by


def _grown(cells: int) -> int:
    """Every cell and its neighbours."""
    wide = cells | cells << 1 | cells >> 1
    return wide | wide << ACROSS | wide >> ACROSS


def _crowded(strange: int) -> bool:
    """Whether somewhere as many cells are strange as a word has."""
    row = (1 << ACROSS) - 1
    rows = [strange >> (ACROSS * number) & row for number in range(DOWN)]
    for top in range(DOWN - _WORD_DOWN + 1):
        here = rows[top : top + _WORD_DOWN]
        if sum(one.bit_count() for one in here) < _STRANGE:
            continue
        window = (1 << _WORD_ACROSS) - 1
        for left in range(0, ACROSS - _WORD_ACROSS + 1, 2):
            if sum((one >> left & window).bit_count() for one in here) >= _STRANGE:
                return True
    return False


_WHOLE = (1 << _BITS) - 1
