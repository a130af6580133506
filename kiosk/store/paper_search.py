"""Papers found by what is written in them: which paper of which dossier, and the few words around what was looked for.

Those that have the words as they were typed come first, the newest before the others; then those where the words stand close
together. A stretch of papers is looked through at a time, so that whoever asked may call it off; time is bounded.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic

from kiosk.search_words import words_in
from kiosk.store import dossiers
from kiosk.store.database import Database
from kiosk.text import fold

_LEAST = 3                             # letters or digits altogether; fewer stand in every paper
_STRETCH = 10_000                      # papers looked through at once
_NEAR = 8                              # words that may lie between
_AROUND = 48                           # letters shown on either side of what was found
_BUDGET_S = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an excerpt; `hit`: it is what was looked for."""

    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True)
class PaperHit:
    """A paper (its place in its dossier, from 1) that has the words."""

    dossier: str
    number: str
    submitter: str
    paper: int
    title: str
    excerpt: tuple[Piece, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class FoundInPapers:
    """`more`: there may be others, further back or too many to show."""

    hits: tuple[PaperHit, ...] = ()
    more: bool = False


def search(
    database: Database, text: str, limit: int = 20, called_off: Callable[[], None] = lambda: None, budget_s: float = _BUDGET_S
) -> FoundInPapers:
    """Takes its time: for a worker. `called_off` is asked between stretches and may raise."""
    words = words_in(text)
    if sum(map(len, words)) < _LEAST:
        return FoundInPapers()
    until, found, whole = monotonic() + budget_s, _Found(limit), True
    newest = int(database.execute("SELECT coalesce(max(seq), 0) FROM paper_text").fetchone()[0])
    for top in range(newest, 0, -_STRETCH):
        called_off()
        if found.full or monotonic() > until:
            whole = False
            break
        found.take(database, words, top - _STRETCH, top)
    hits = tuple(_hit(database, seq, words) for seq in found.best[:limit])
    return FoundInPapers(hits, more=not whole or len(found.best) > limit)


class _Found:
    """Papers as they were typed, and those that have the words near each other, each the newest first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._typed: list[int] = []
        self._near: list[int] = []

    @property
    def full(self) -> bool:
        return len(self._typed) > self._limit

    @property
    def best(self) -> list[int]:
        return list(dict.fromkeys((*self._typed, *self._near)))

    def take(self, database: Database, words: Sequence[str], above: int, top: int) -> None:
        """What papers after `above` up to `top` have."""
        self._typed += _rows(database, f'"{" ".join(words)}"*', above, top, self._limit + 1 - len(self._typed))
        if len(words) > 1 and len(self.best) <= self._limit:
            near = " ".join(f'"{word}"' for word in words)
            self._near += _rows(database, f"NEAR({near}, {_NEAR})", above, top, self._limit + 1)


def _rows(database: Database, wanted: str, above: int, top: int, most: int) -> list[int]:
    query = "SELECT rowid FROM paper_search WHERE paper_search MATCH ? AND rowid > ? AND rowid <= ? ORDER BY rowid DESC LIMIT ?"
    return [int(row[0]) for row in database.execute(query, [wanted, above, top, most])]


def _hit(database: Database, seq: int, words: Sequence[str]) -> PaperHit:
    query = "SELECT dossier, paper, text FROM paper_text WHERE seq = ?"
    dossier, paper, text = database.execute(query, [seq]).fetchone()
    line, (form, _body) = dossiers.line(database, dossier), dossiers.form_of(database, dossier)
    assert line is not None            # the words of a paper are of a dossier here
    title = form.papers[paper - 1].name if paper <= len(form.papers) else ""
    return PaperHit(dossier, line.number, line.submitter, paper, title, excerpt(text, words))


# ---- excerpts --------------------------------------------------------------------------------------------------------


class _Plain(dict[int, str]):
    """Every letter without its marks, one for one: places in the plain text are those in the text itself."""

    def __missing__(self, code: int) -> str:
        plain = fold(chr(code))
        self[code] = kept = plain if len(plain) == 1 else chr(code).lower()[:1]
        return kept


_PLAIN = _Plain()


def excerpt(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """One line around the words as they were typed, or around the first place where all of them stand near each other."""
    shown = " ".join(unicodedata.normalize("NFC", text).split())
    plain = shown.translate(_PLAIN)
    spans = _typed(plain, words) or _close(plain, words)
    if not spans:
        return (Piece(_cut(shown, 0, 2 * _AROUND)),)
    first, last = spans[0][0], spans[-1][1]
    start, end = _at_blank(shown, first - _AROUND, first, 1), _at_blank(shown, last + _AROUND, last, -1)
    pieces, here = [Piece("… ")] if start else [], start
    for begin, stop in spans:
        pieces += [Piece(shown[here:begin])] if begin > here else []
        pieces.append(Piece(shown[begin:stop], hit=True))
        here = stop
    pieces += [Piece(shown[here:end])] if end > here else []
    return (*pieces, Piece(" …")) if end < len(shown) else tuple(pieces)


def _typed(plain: str, words: Sequence[str]) -> list[tuple[int, int]]:
    found = re.search(r"(?<!\w)" + r"[\W_]+".join(map(re.escape, words)) + r"\w*", plain)
    return [found.span()] if found else []


def _close(plain: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """The shortest stretch that has every word."""
    wanted, latest, best = set(words), dict[str, tuple[int, int]](), list[tuple[int, int]]()
    for word in re.finditer(r"[^\W_]+", plain):
        if word.group() in wanted:
            latest[word.group()] = word.span()
            spans = sorted(latest.values())
            if len(latest) == len(wanted) and (not best or spans[-1][1] - spans[0][0] < best[-1][1] - best[0][0]):
                best = spans
    return best


def _at_blank(text: str, place: int, limit: int, step: int) -> int:
    """From `place` towards `limit`, the first place where no word is cut."""
    place = min(max(place, 0), len(text))
    while 0 < place < len(text) and place != limit and text[place - 1] != " ":
        place += step
    return place


def _cut(text: str, start: int, end: int) -> str:
    return text[start:end] + ("…" if end < len(text) else "")
