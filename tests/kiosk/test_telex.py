"""Telex on the kiosk's own keyboard: every letter, every tone, taken back when typed twice."""

from unicodedata import normalize

import pytest

from kiosk.telex import typed

WORDS = {
    "xin": "xin", "ddaay": "đây", "Nguyeexn": "Nguyễn", "nguyenex": "nguyễn", "thuwowfng": "thường", "thuongwf": "thường",
    "dduowcj": "được", "dduocwj": "được", "hoaf": "hòa", "hoafn": "hoàn", "hoanf": "hoàn", "thuys": "thúy", "khoer": "khỏe",
    "huyr": "hủy", "quaan": "quân", "quyeets": "quyết", "quys": "quý", "gias": "giá", "giuwx": "giữ", "gif": "gì", "muaw": "mưa",
    "quawng": "quăng", "uaw": "ưa", "tuaanf": "tuần", "ngoaif": "ngoài", "khuyur": "khuỷu",
    "kheesch": "khếch", "nghieeng": "nghiêng",
    "miaf": "mìa", "cuwar": "cửa", "DDAWKS": "ĐẮK", "wng": "ưng", "trawng": "trăng", "hoangf": "hoàng", "uoongs": "uống",
    "thuer": "thủe", "yeeu": "yêu", "dod": "đo", "khai sinh": "khai sinh", "cuwowngx": "cưỡng", "huyeenj": "huyện",
}  # fmt: skip
TWICE = {"pass": "pas", "booo": "boo", "ddd": "dd", "aaa": "aa", "uww": "uw", "buffy": "bufy", "thuoww": "thuow", "tooi": "tôi"}


def after(keys: str) -> str:
    text = ""
    for key in keys:
        text = typed(text, key)
    return text


@pytest.mark.parametrize(("keys", "word"), WORDS.items())
def test_words(keys, word):
    assert after(keys) == word
    assert after(keys.upper()) == word.upper()


@pytest.mark.parametrize(("keys", "word"), TWICE.items())
def test_typed_twice_it_is_taken_back(keys, word):
    assert after(keys) == word


def test_every_tone_stands_on_every_vowel():
    vowels = {keys: keys for keys in "aeiouy"} | {"aw": "ă", "aa": "â", "ee": "ê", "oo": "ô", "ow": "ơ", "uw": "ư"}
    tones = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
    for keys, letter in vowels.items():
        for key, tone in tones.items():
            assert after("t" + keys + key) == normalize("NFC", "t" + letter + tone)
            assert after("t" + keys + key + "z") == "t" + letter


def test_only_the_last_word_changes_and_digits_end_it():
    assert after("anh as") == "anh á"
    assert after("as1s") == "á1s"
    assert after("1.004s") == "1.004s"
