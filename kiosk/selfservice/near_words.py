"""What somebody may have meant who typed a letter too many, too few, another one, or two the wrong way round."""

from collections import Counter
from functools import lru_cache

from kiosk.catalogue import Entry
from kiosk.catalogue.listing import search_entries
from kiosk.search_words import words_in

_SHORTEST = 3                          # below that any word is near any other
_LONG = 6                              # from here on two mistakes are forgiven


def search_nearly(text: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """What answers to the words typed; else to those nearest to them; else to as many of them as anything answers to."""
    found = search_entries(text, entries)
    if found:
        return found
    known = _known(entries)
    typed = words_in(text)
    heard = [near for word in typed if (near := _nearest(word, known))]
    strange = [word for word in typed if len(word) >= _SHORTEST and not _nearest(word, known)]
    if len(strange) >= len(heard) or max(map(len, heard)) < _SHORTEST:
        return ()
    return search_entries(" ".join(heard), entries) or _most(heard, entries)


@lru_cache(maxsize=4)
def _known(entries: tuple[Entry, ...]) -> Counter[str]:
    """Asked for anew at every letter, while a finger waits for its key to be painted."""
    return Counter(word for entry in entries for word in words_in(" ".join((entry.name, entry.sector, *entry.aliases))))


def _nearest(word: str, known: Counter[str]) -> str:
    """The word itself where one begins with it; "" where none is near."""
    if any(one.startswith(word) for one in known):
        return word
    if len(word) < _SHORTEST:
        return ""
    allowed = 2 if len(word) >= _LONG else 1
    alike = known if len(word) >= _LONG else (one for one in known if one[0] == word[0])
    near = {one: distance for one in alike if (distance := _far(word, one, allowed)) <= allowed}
    return min(near, key=lambda one: (near[one], -known[one], one), default="")


def _far(word: str, other: str, allowed: int) -> int:
    """Mistakes between a word and the beginning of another as long as it, about; one more than `allowed` for any more."""
    shortest = max(1, len(word) - allowed)
    if len(other) < shortest:
        return allowed + 1
    row = _mistakes(word, other[:len(word) + allowed], allowed)
    return min(row[shortest:], default=allowed + 1)


def mistakes(one: str, other: str) -> int:
    """Letters put in, left out, changed, or two neighbours the wrong way round."""
    return _mistakes(one, other, len(one) + len(other))[-1]


def _mistakes(one: str, other: str, allowed: int) -> list[int]:
    """For every beginning of the other; empty once there are more of them than allowed whatever follows."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        older, before, row = before, row, [at]
        for place, wanted in enumerate(other, 1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != wanted))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted:
                cost = min(cost, older[place - 2] + 1)
            row.append(cost)
        if min(row) > allowed and min(before) > allowed:       # neighbours reach back over one row
            return []
    return row


def _most(words: list[str], entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Those that answer to the most of the words, and to more than half of them."""
    answering = [frozenset(search_entries(word, entries)) for word in words]
    counts = Counter(entry for found in answering for entry in found)
    best = max(counts.values(), default=0)
    if best * 2 <= len(words):
        return ()
    return tuple(entry for entry in entries if counts[entry] == best)
