"""Telex: Vietnamese letters from plain keys, one key at a time, for the kiosk's own keyboard.

A tone typed twice, or a mark typed twice, is taken back and the key stands for itself: "pass" gives "pas", "booo" gives "boo".
Tones stand where the state writes them: "hòa", "thúy", but "hoàn".
"""

import re
from dataclasses import dataclass
from unicodedata import normalize

_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_TONE_MARKS = frozenset(_TONES.values())
_NO_TONE = "z"
_VOWELS = frozenset("aăâeêioôơuưy")
_MARKED = frozenset("ăâêôơư")
_ROOFS = {"a": "â", "e": "ê", "o": "ô"}
_HORNS = {"a": "ă", "o": "ơ", "u": "ư"}
_PLAIN = {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u"}
_LAST_WORD = re.compile(r"[^\W\d_]*\Z")


@dataclass(frozen=True, slots=True)
class _Word:
    """Letters without their tone, in the case typed, and the tone beside them."""

    letters: str
    tone: str = ""

    @property
    def low(self) -> str:
        return self.letters.lower()

    def put(self, place: int, letter: str) -> "_Word":
        """Another letter in a place; its case stays."""
        there = self.letters[place]
        new = letter.upper() if there.isupper() else letter
        return _Word(self.letters[:place] + new + self.letters[place + 1:], self.tone)

    def shown(self) -> str:
        place = _tone_place(self.low)
        if not self.tone or place < 0:
            return self.letters
        toned = normalize("NFC", self.letters[place] + self.tone)
        return self.letters[:place] + toned + self.letters[place + 1:]


def typed(text: str, key: str) -> str:
    """`text` after one more `key`; only its last word may change."""
    if len(key) != 1 or not key.isalpha():
        return text + key
    found = _LAST_WORD.search(text)
    start = found.start() if found else len(text)
    return text[:start] + _after(_word(text[start:]), key).shown()


def _word(text: str) -> _Word:
    letters, tone = [], ""
    for letter in normalize("NFC", text):
        parts = normalize("NFD", letter)
        tone = next((part for part in parts if part in _TONE_MARKS), tone)
        letters.append(normalize("NFC", "".join(part for part in parts if part not in _TONE_MARKS)))
    return _Word("".join(letters), tone)


def _after(word: _Word, key: str) -> _Word:
    low = key.lower()
    if low in _TONES and _tone_place(word.low) >= 0:
        return _toned(word, key)
    if low == _NO_TONE and word.tone:
        return _Word(word.letters)
    changed = _marked(word, low)
    if changed is not None:
        return _Word(changed.letters + key, changed.tone) if _is_undone(word, changed) else changed
    if low == "w":
        return _Word(word.letters + ("Ư" if key.isupper() else "ư"), word.tone)
    return _Word(word.letters + key, word.tone)


def _toned(word: _Word, key: str) -> _Word:
    tone = _TONES[key.lower()]
    return _Word(word.letters + key) if word.tone == tone else _Word(word.letters, tone)


def _is_undone(before: _Word, after: _Word) -> bool:
    return sum(letter in _MARKED | {"đ"} for letter in after.low) < sum(letter in _MARKED | {"đ"} for letter in before.low)


def _marked(word: _Word, key: str) -> _Word | None:
    """The word with a mark put on by this key, or taken off again; None where the key has nothing to do with marks."""
    low = word.low
    if key == "d" and low[:1] in ("d", "đ"):
        return word.put(0, "đ" if low[0] == "d" else "d")
    first, last = _vowels(low)
    places = range(last - 1, first - 1, -1)
    if key in _ROOFS:
        for place in places:
            if low[place] == _ROOFS[key]:
                return word.put(place, key)
            if _PLAIN.get(low[place], low[place]) == key:
                return word.put(place, _ROOFS[key])
    return _horned(word, low, first, places) if key == "w" else None


def _horned(word: _Word, low: str, first: int, places: range) -> _Word | None:
    """"uo" gets both horns at once, and loses both at once."""
    for pair, other in (("uo", ("ư", "ơ")), ("uô", ("ư", "ơ")), ("ưo", ("ư", "ơ")), ("ươ", ("u", "o"))):
        at = low.find(pair, first)
        if at >= 0:
            return word.put(at, other[0]).put(at + 1, other[1])
    for place in places:
        letter = low[place]
        if letter in _HORNS.values():
            return word.put(place, _PLAIN[letter])
        if letter == "a" and place > first and low[place - 1] == "u":
            return word.put(place - 1, "ư")            # mưa; "quăng" has its u before the vowels
        if _PLAIN.get(letter, letter) in _HORNS:
            return word.put(place, _HORNS[_PLAIN.get(letter, letter)])
    return None


def _vowels(low: str) -> tuple[int, int]:
    """Where the last run of vowels begins and ends; the u of "qu" and the i of "gi" belong to what stands before."""
    end = len(low)
    while end and low[end - 1] not in _VOWELS:
        end -= 1
    start = end
    while start and low[start - 1] in _VOWELS:
        start -= 1
    if low[start - 1:start + 1] in ("qu", "gi") and end - start > 1:
        start += 1
    return start, end


def _tone_place(low: str) -> int:
    """The letter that carries the tone, -1 where there is no vowel."""
    start, end = _vowels(low)
    run = low[start:end]
    if not run:
        return -1
    marked = [place for place, letter in enumerate(run) if letter in _MARKED]
    if marked:
        return start + marked[-1]
    if len(run) == 1:
        return start
    return start + (1 if len(run) > 2 or end < len(low) else 0)
