"""What happens to a card's code between scanner and program, how it is told, and what of it can be undone for certain.

A scanner sends keys, not letters: the wrong code page, keyboard layout, input method or CapsLock changes them on the way. Undone
is only what leaves proof of itself; otherwise the damaged text is left out and the officer types it from the card. Digits survive
nearly everything. docs/the-can-cuoc.md lists the kinds for operators.
"""

import re
import unicodedata
from enum import StrEnum

from kiosk.syllables import TELEX, VNI, Keys, from_keys, is_syllable
from kiosk.words import N_, _

_CODE_PAGES = ("cp1252", "latin-1", "cp1258", "cp437", "cp850")
_LOST_BEHIND = re.compile(rb"\xc4(?![\x80-\xbf])")     # CP1252 has no sign for 0x90, and of all it lacks only Đ is ours
_DIGIT_KEYS = str.maketrans("đăâêô\u0300\u0309\u0303\u0301\u0323ĐĂÂÊÔ", "012345678901234")
_ESCAPES = re.compile(r"\\[uU]([0-9A-Fa-f]{4})|&#(\d{2,5});|&#x([0-9A-Fa-f]{2,5});|(?:(?:%|=|\\x)[0-9A-Fa-f]{2})+")
_NUMBERS = re.compile(r"\d+")
_TONES = "\u0300\u0301\u0309\u0303\u0323"
_MARKS = _TONES + "\u0306\u0302\u031b\u030c"       # of Vietnamese and of the alphabets of Ê Đê, Ba Na, Chăm ...
_LETTERS = frozenset("đĐƀɃƁɓƆɔƐɛ")
_OF_PLACES = "phường xã thị trấn quận huyện tỉnh thành phố khóm ấp tổ đường số đặc"
_PLACE_WORDS = frozenset(_OF_PLACES.split())
_WORD = re.compile(r"\w+")


class Damage(StrEnum):
    """What was wrong with a code that was read all the same."""

    CODE_PAGE = "code_page"            # UTF-8 taken for another code page
    KEY_CODES = "key_codes"            # letters came as their numbers
    DIGIT_KEYS = "digit_keys"          # the Vietnamese keyboard layout has letters on the keys of digits
    TELEX = "telex"                    # the keys of a typist instead of letters
    VNI = "vni"
    INPUT_METHOD = "input_method"      # an input method composed what the scanner sent
    CAPS_LOCK = "caps_lock"
    SEPARATOR = "separator"            # another sign between the parts, or none
    MARKS_LOST = "marks_lost"          # no letter with a mark came through
    LETTERS_LOST = "letters_lost"      # letters missing, or another sign for them
    CUT_SHORT = "cut_short"
    ODD_COUNT = "odd_count"            # neither 7 parts nor 11

    def shown(self) -> str:
        """What happened, and where to look."""
        return _(_SHOWN[self])


_SHOWN = {
    Damage.CODE_PAGE: N_("Máy quét gửi chữ sai bảng mã: chọn Unicode (UTF-8) trong máy quét."),
    Damage.KEY_CODES: N_("Máy quét gửi mã số thay cho chữ: chọn kiểu gửi Unicode trong máy quét."),
    Damage.DIGIT_KEYS: N_("Bàn phím máy tính đang ở kiểu tiếng Việt của Windows: đổi sang kiểu US."),
    Damage.TELEX: N_("Máy quét gửi phím Telex thay cho chữ: chọn kiểu gửi Unicode trong máy quét."),
    Damage.VNI: N_("Máy quét gửi phím VNI thay cho chữ: chọn kiểu gửi Unicode trong máy quét."),
    Damage.INPUT_METHOD: N_("Bộ gõ tiếng Việt (UniKey) xen vào khi quét: tắt bộ gõ rồi quét lại."),
    Damage.CAPS_LOCK: N_("Phím CapsLock đang bật khi quét."),
    Damage.SEPARATOR: N_("Dấu ngăn giữa các mục đến sai: đổi bàn phím máy tính và máy quét sang kiểu US."),
    Damage.MARKS_LOST: N_("Chữ đến không có dấu: chọn kiểu gửi Unicode trong máy quét."),
    Damage.LETTERS_LOST: N_("Chữ có dấu bị mất khi quét: chọn kiểu gửi Unicode trong máy quét."),
    Damage.CUT_SHORT: N_("Mã QR chỉ đến một phần: quét lại."),
    Damage.ODD_COUNT: N_("Mã QR có số mục lạ: đối chiếu với mặt thẻ."),
}  # fmt: skip


def undo_code_page(text: str) -> str | None:
    """The text whose UTF-8 bytes were taken for another code page; None where that did not happen."""
    if text.isascii():
        return None
    for page in _CODE_PAGES:
        try:
            sent = b"".join(_byte(char, page) for char in text)
            undone = (_LOST_BEHIND.sub(b"\xc4\x90", sent) if page == "cp1252" else sent).decode("utf-8")
        except UnicodeError:
            continue
        return undo_code_page(undone) or undone
    return None


def undo_escapes(text: str) -> str | None:
    """The text whose letters came as \\u1EC5, &#7877;, %E1%BB%85 or the like."""
    def letter(found: re.Match[str]) -> str:
        four, decimal, short = found[1], found[2], found[3]
        if four or short:
            return chr(int(four or short, 16))
        if decimal:
            return chr(int(decimal))
        return bytes.fromhex(re.sub(r"%|=|\\x", "", found[0])).decode("utf-8")

    try:
        undone = _ESCAPES.sub(letter, text)
    except (ValueError, UnicodeError):
        return None
    return undone if undone != text and not any(unicodedata.category(char) in ("Cs", "Co", "Cn") for char in undone) else None


def undo_numbers(name: str) -> str | None:
    """A name, in which no digits belong, whose letters came as the decimal numbers of their bytes or of themselves."""
    def letters(found: re.Match[str]) -> str:
        digits = found[0]
        groups = re.findall(r"0?\d{3}", digits)
        if "".join(groups) == digits:
            try:
                return bytes(map(int, groups)).decode("utf-8")
            except ValueError:         # above 255, or no UTF-8
                pass
        return chr(int(digits)) if 0xC0 <= int(digits[:5]) <= 0x1EF9 and len(digits) <= 5 else digits

    undone = _NUMBERS.sub(letters, name)
    return undone if is_name(undone) else None


def undo_digit_keys(text: str) -> str:
    """Digits that were typed as the letters on their keys."""
    spread = "".join(_letter_then_tone(char) for char in text)
    return spread.translate(_DIGIT_KEYS)


def keys_spelt(sex: str, address: str) -> tuple[Damage, Keys] | None:
    """Whether the scanner pressed a typist's keys: proven by the sex, which is one of two words, or by words of places."""
    for damage, keys in ((Damage.TELEX, TELEX), (Damage.VNI, VNI)):
        if from_keys(sex.lower(), keys) == "nữ" and sex.lower() != "nữ":
            return damage, keys
        for word in _WORD.findall(address.lower()):
            if word not in _PLACE_WORDS and from_keys(word, keys) in _PLACE_WORDS:
                return damage, keys
    return None


def spell_out(text: str, keys: Keys) -> str | None:
    """Every word turned back; None where one cannot be."""
    made: list[str] = []
    at = 0
    for found in _WORD.finditer(text):
        word = found[0] if found[0].isdecimal() else from_keys(found[0], keys)
        if word is None:
            return None
        made += (text[at : found.start()], word)
        at = found.end()
    return "".join(made) + text[at:]


def is_name(text: str) -> bool:
    """Letters of Vietnam's languages and what may stand between them, no two tones in one word."""
    if not text or not all(_belongs_in_a_name(char) for char in unicodedata.normalize("NFD", text)):
        return False
    return not any(_tones_in(word) > 1 for word in text.split())


def is_text(text: str) -> bool:
    """Whether an address shows no sign of lost or foreign letters."""
    plain = "".join(char for char in unicodedata.normalize("NFD", text) if not char.isascii())
    return "?" not in text and all(char in _MARKS or char in _LETTERS or char in "–—’‘“”°" for char in plain)


def lost(name: str, sex: str, address: str) -> Damage | None:
    """Whether letters stayed behind though what came looks whole: nothing came that only a scanner set right can send."""
    sent = unicodedata.normalize("NFC", name + sex + address)
    if any(ord(char) > 0xFF for char in sent):
        return None
    if sent.isascii():
        return Damage.MARKS_LOST
    return None if all(map(is_syllable, name.split())) else Damage.LETTERS_LOST


def _byte(char: str, page: str) -> bytes:
    try:
        return char.encode(page)
    except UnicodeEncodeError:
        return char.encode("latin-1")      # what a page leaves undefined comes as the control of that number


def _letter_then_tone(char: str) -> str:
    decomposed = unicodedata.normalize("NFD", char)
    tones = "".join(mark for mark in decomposed if mark in _TONES)
    rest = "".join(mark for mark in decomposed if mark not in _TONES)
    return (unicodedata.normalize("NFC", rest) + tones) if rest else tones


def _belongs_in_a_name(char: str) -> bool:
    return char in " '’.-" or (char.isascii() and char.isalpha()) or char in _MARKS or char in _LETTERS


def _tones_in(word: str) -> int:
    return sum(char in _TONES for char in unicodedata.normalize("NFD", word))
