"""Which paper a page is by the heading read at its top: compared with the names of the papers asked for, never a coin toss.

Only what stands in capitals is a heading: a paper that is merely mentioned in a sentence is none. A wrong letter is forgiven in a
long one, for a machine read it; where two papers answer alike, nothing is said.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kiosk.procedures import Requirement
from kiosk.text import fold

_NATION = ("conghoaxahoichunghiavietnam", "doclaptudohanhphuc")
_PARTS = re.compile(r"[;,(/]| hoặc | và ")
_ENDS = re.compile(r" (?:theo mẫu|nếu|khi|đã|của|mà|được|còn|do|không|sẽ|về việc|cần|gửi|có ý kiến)\b.*")
_PAPERS = re.compile(
    r"(?:tờ khai|giấy|đơn|hợp đồng|bản án|quyết định|văn bản|biên bản|trích lục|phiếu|bản vẽ|báo cáo|mảnh trích)\b", re.IGNORECASE
)
_SAYS_TOO_LITTLE = frozenset({          # these stand on many papers
    "giayto", "vanban", "giaychungnhan", "giaydenghi", "dondenghi", "giaytotuythan", "ketqua", "tokhai", "quyetdinh", "bienban",
    "giaytochungminh", "giaygioithieu", "giayxacnhan",
})  # fmt: skip
_ALSO = {"vanbanuyquyen": ("giayuyquyen",), "quyetdinhlyhon": ("quyetdinhcongnhanthuantinhlyhon",)}     # what it may be called
_SHORT = 16                            # letters: a shorter heading must begin a line, and be read without a slip
_SLIPS = 10                            # one wrong letter is forgiven for so many
_CAPITALS = 0.75                       # of the letters of a line, to be a heading
_LONGEST = 120                         # letters of a heading that are looked at
_LETTERS = 6                           # at least, of a line


@dataclass(frozen=True, slots=True)
class Titled:
    """The paper, and the heading as it was read."""

    paper: str
    heading: str


def headings_of(requirement: Requirement) -> tuple[str, ...]:
    """What may stand at the head of a paper that meets it, folded, without blanks."""
    found: list[str] = []
    for name in (requirement.name, requirement.form_name):
        for part in _PARTS.split(name):
            said = _ENDS.sub("", part.strip())
            plain = _letters(said)
            if _PAPERS.match(said) and plain not in _SAYS_TOO_LITTLE and len(plain) >= _LETTERS - 1:
                found += (plain, *_ALSO.get(plain, ()))
    return tuple(dict.fromkeys(found))


def titled(head: str, papers: Iterable[tuple[str, Sequence[str]]]) -> Titled | None:
    """`head`: the lines read at the top of a page; `papers`: keys, and the headings of each. None when none or too many fit."""
    best: list[tuple[int, str, str]] = []
    for block in _headings(head):
        starts = [_letters("".join(block[place:])) for place in range(len(block))]
        for key, headings in papers:
            fits = [len(one) for one in headings if _stands(starts, one)]
            if fits:
                best.append((max(fits), key, " ".join(block)[:_LONGEST]))
    best.sort(reverse=True)
    if not best:
        return None
    longest, paper, heading = best[0]
    rivals = {key for fit, key, _heading in best if fit == longest}
    return Titled(paper, heading) if len(rivals) == 1 else None


def _headings(head: str) -> list[list[str]]:
    """Lines in capitals, those below each other together; what every paper begins with is no heading."""
    blocks: list[list[str]] = []
    together = False
    for line in head.splitlines():
        said = " ".join(line.split())[:_LONGEST]
        letters = [char for char in said if char.isalpha()]
        capitals = sum(char.isupper() for char in letters)
        if len(letters) < _LETTERS or capitals < _CAPITALS * len(letters) or _is_nation(said):
            together = together and not letters
        elif together:
            blocks[-1].append(said)
        else:
            blocks.append([said])
            together = True
    return blocks


def _is_nation(line: str) -> bool:
    plain = _letters(line)
    return any(_distance(plain, one) <= len(one) // 4 for one in _NATION)


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())


def _stands(starts: Sequence[str], heading: str) -> bool:
    """Whether the heading stands in lines that were read, give or take a slip. `starts`: the lines from each of them on."""
    if len(heading) < _SHORT:
        return any(start.startswith(heading) for start in starts)
    return heading in starts[0] or _distance(starts[0], heading) <= len(heading) // _SLIPS


@lru_cache(maxsize=4096)
def _distance(text: str, wanted: str) -> int:
    """The fewest letters that must change for `wanted` to stand somewhere in `text`."""
    row = [0] * (len(text) + 1)
    for down, letter in enumerate(wanted, 1):
        before, row = row, [down] * (len(text) + 1)
        for across, char in enumerate(text, 1):
            row[across] = min(before[across] + 1, row[across - 1] + 1, before[across - 1] + (letter != char))
    return min(row)
