"""Text as people type it made into text the program can keep, compare, sort and search.

Everything stored is NFC without controls; `fold` is for searching only, `spelling` for telling whether two writings
of a Vietnamese name are the same one (hoà and hòa are).
"""

import re
import unicodedata
from functools import cache

_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"))
_ETH_TO_D_STROKE = str.maketrans({"Ð": "Đ", "ð": "đ"})       # old keyboards type the Icelandic letter
_UNDECOMPOSABLE = str.maketrans({"đ": "d", "ð": "d", "ƀ": "b", "ꞗ": "b", "ł": "l", "ø": "o"})
_TONES = "\u0300\u0309\u0303\u0301\u0323"                     # huyền, hỏi, ngã, sắc, nặng: the order of dictionaries
_ALPHABET = {letter: 200 + rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_NAME_PART = re.compile(r"[^\s'\-]+")


def clean(text: str) -> str:
    """One line of input: NFC, no controls or zero-width characters, single blanks, none at the ends."""
    return " ".join(_visible(text).split())


@cache
def cleaned(words: tuple[str, ...]) -> frozenset[str]:
    """Each of the words cleaned. Remembered for ever, so for words of the catalogue only, never for what people type."""
    return frozenset(map(clean, words))


def clean_lines(text: str) -> str:
    """Input of several lines, each cleaned; empty lines at either end fall away."""
    lines = [clean(line) for line in text.splitlines()]
    return "\n".join(lines).strip("\n")


def _visible(text: str) -> str:
    if text.isprintable():             # nearly always: nothing in it to blank or to drop
        return unicodedata.normalize("NFC", text)
    kept = (" " if char in "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85" else char for char in text)
    shown = "".join(char for char in kept if unicodedata.category(char) not in _INVISIBLE)
    return unicodedata.normalize("NFC", shown)


def fold(text: str) -> str:
    """For search: lower case, no diacritics, đ as d, blanks collapsed. Composed and decomposed input fold alike."""
    decomposed = unicodedata.normalize("NFKD", _visible(text)).casefold()
    plain = unicodedata.normalize("NFKD", decomposed.translate(_UNDECOMPOSABLE))
    return clean("".join(char for char in plain if not unicodedata.combining(char)))


def upper(text: str) -> str:
    """Capitals as printed forms want them: "nguyễn thị bé" -> "NGUYỄN THỊ BÉ"."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).upper())


def tidy_name(text: str) -> str:
    """A person's name as it is written: cleaned, each part with a capital.

    A part already in mixed case is left alone: the clerk meant it ("H'Hen", "McDonald").
    """
    name = clean(text).translate(_APOSTROPHES).translate(_ETH_TO_D_STROKE)
    return _NAME_PART.sub(lambda part: _capital(part.group()), name)


def _capital(part: str) -> str:
    if part.islower() or part.isupper():
        return unicodedata.normalize("NFC", part[:1].title() + part[1:].lower())
    return part


def spelling(text: str) -> str:
    """Equal for two writings that differ only in case, blanks or where the tone mark stands (thuỷ, thủy)."""
    return " ".join(letters + tone for letters, tone in map(_syllable, clean(text).split()))


def sort_key(text: str) -> tuple[tuple[tuple[int, ...], int], ...]:
    """Vietnamese dictionary order: letters first (a ă â b c d đ ...), then tone; numbers by value."""
    return tuple(_word_rank(word) for word in clean(text).split())


def _word_rank(word: str) -> tuple[tuple[int, ...], int]:
    if word.isascii() and word.isdigit():
        return (48, int(word)), 0
    letters, tone = _syllable(word)
    return tuple(_ALPHABET.get(letter, ord(letter)) for letter in letters), _TONES.find(tone) + 1 if tone else 0


def _syllable(word: str) -> tuple[str, str]:
    """The word's letters without tone, and its tone mark ("" for none)."""
    decomposed = unicodedata.normalize("NFD", word.lower().translate(_ETH_TO_D_STROKE))
    letters = "".join(char for char in decomposed if char not in _TONES)
    tones = "".join(char for char in decomposed if char in _TONES)
    return unicodedata.normalize("NFC", letters), tones
