"""Vietnamese syllables: whether a word is one, and the word that Telex or VNI keys spell out.

A barcode scanner that cannot send Vietnamese letters may be set to send the keys a typist would press ("Nguyeenx", "Nguye6n4").
Such a word is turned back only where the outcome is a syllable that exists in the language; everything else is left as it is.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x"
_RIMES = """
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong ooc op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh uyt uyu uyn
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu
"""
_ONSET_SET, _RIME_SET = frozenset(["", *_ONSETS.split()]), frozenset(_RIMES.split())
_TONES = "\u0300\u0301\u0309\u0303\u0323"
_VOWELS = frozenset("aăâeêioôơuưy")
_STOPS = ("c", "ch", "p", "t")
_SHARP_OR_HEAVY = "\u0301\u0323"


@dataclass(frozen=True, slots=True)
class Keys:
    """How a typing method spells: the key of each tone, and what a letter and the keys behind it make."""

    tones: Mapping[str, str]
    marks: tuple[tuple[str, str], ...]  # longest first


TELEX = Keys(
    {"f": "\u0300", "s": "\u0301", "r": "\u0309", "x": "\u0303", "j": "\u0323"},
    (("uow", "ươ"), ("uwow", "ươ"), ("aa", "â"), ("aw", "ă"), ("ee", "ê"), ("oo", "ô"), ("ow", "ơ"), ("uw", "ư"), ("dd", "đ")),
)
VNI = Keys(
    {"2": "\u0300", "1": "\u0301", "3": "\u0309", "4": "\u0303", "5": "\u0323"},
    (("u7o7", "ươ"), ("uo7", "ươ"), ("a6", "â"), ("a8", "ă"), ("e6", "ê"), ("o6", "ô"), ("o7", "ơ"), ("u7", "ư"), ("d9", "đ")),
)


def is_syllable(word: str) -> bool:
    """Whether a word of one syllable exists in Vietnamese; case does not matter."""
    bare, tone = _without_tone(unicodedata.normalize("NFC", word.lower()))
    for length in range(min(3, len(bare)), -1, -1):
        if bare[:length] in _ONSET_SET and bare[length:] in _RIME_SET:
            return not (bare.endswith(_STOPS) and tone and tone not in _SHARP_OR_HEAVY)
    return bare[:2] == "gi" and ("i" + bare[2:]) in _RIME_SET


def from_keys(word: str, keys: Keys) -> str | None:
    """The syllable that the keys spell; the word itself where nothing in it is spelt so; None where it makes no syllable."""
    lower = word.lower()
    letters, tone = _take_tone(lower, keys)
    for typed, letter in sorted(keys.marks, key=lambda pair: -len(pair[0])):
        letters = letters.replace(typed, letter)
    if letters == lower and not tone:
        return word
    made = _with_tone(letters, tone) if tone else letters
    if not is_syllable(made):
        return None
    return _cased(unicodedata.normalize("NFC", made), word)


def _take_tone(word: str, keys: Keys) -> tuple[str, str]:
    """The word without its tone key, and the tone."""
    for place in range(len(word) - 1, 0, -1):
        before = word[:place]
        if word[place] in keys.tones and any(letter in _VOWELS for letter in before.removeprefix("gi").removeprefix("qu")):
            return before + word[place + 1 :], keys.tones[word[place]]
    return word, ""


def _with_tone(letters: str, tone: str) -> str:
    """The tone on the vowel that carries it: the last marked one, else the last but one of an open syllable."""
    skip = 2 if letters[:2] in ("qu", "gi") and any(letter in _VOWELS for letter in letters[2:]) else 0
    places = [place for place, letter in enumerate(letters) if place >= skip and letter in _VOWELS]
    if not places:
        return letters
    marked = [place for place in places if letters[place] in "ăâêôơư"]
    closed = places[-1] < len(letters) - 1
    if marked:
        place = marked[-1]
    elif closed or len(places) == 1:
        place = places[-1]
    else:
        place = places[-2]
    return letters[: place + 1] + tone + letters[place + 1 :]


def _without_tone(word: str) -> tuple[str, str]:
    decomposed = unicodedata.normalize("NFD", word)
    tones = "".join(char for char in decomposed if char in _TONES)
    return unicodedata.normalize("NFC", "".join(char for char in decomposed if char not in _TONES)), tones


def _cased(made: str, like: str) -> str:
    if like.isupper() and len(re.sub(r"\W|\d", "", like)) > 1:
        return made.upper()
    return made[:1].upper() + made[1:] if like[:1].isupper() else made
