"""The kiosk speaks plainly: none of its texts uses a word of the list, in either language."""

import gettext
import re
import tomllib
from pathlib import Path

import pytest

from commands.selfservice_prompts import marked_texts
from kiosk.words import DOMAIN, LOCALE

ROOT = Path(__file__).parents[2]
LISTS = tomllib.loads((ROOT / "ui/selfservice/plain_words.toml").read_text("utf-8"))
ENGLISH = gettext.translation(DOMAIN, LOCALE, languages=["en"])
SHOUTED = re.compile(r"(?<![\w.{])[A-ZĐ]{2,}(?![\w}])")
KNOWN_CAPITALS = {"QR", "PDF", "ID", "A4", "PIN"}     # what stands on papers and signs everybody has seen


def not_plain(text: str, language: str) -> list[str]:
    shown = re.sub(r"\{\w+\}", " ", text)
    return [word for word in LISTS[language] if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", shown, re.IGNORECASE)]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_text_of_the_kiosk_uses_office_language(language):
    texts = marked_texts(filled_in=True)
    assert len(texts) > 80
    said = [ENGLISH.gettext(text) if language == "en" else text for text in texts]
    wrong = [f"{word!r} ({LISTS[language][word]}): {text}" for text in said for word in not_plain(text, language)]
    assert not wrong, "\n".join(wrong)


def test_no_abbreviation_stands_alone():
    wrong = [text for text in marked_texts(filled_in=True) if set(SHOUTED.findall(text)) - KNOWN_CAPITALS]
    assert not wrong, "\n".join(wrong)


def test_sentences_are_short_enough_to_be_read_standing():
    long = [sentence for text in marked_texts(filled_in=True) for sentence in re.split(r"(?<=[.?!;:])\s", text)
            if len(sentence.split()) > 28]
    assert not long, "\n".join(long)


@pytest.mark.parametrize(("text", "found"), [
    ("Hãy đăng nhập để tra cứu", ["tra cứu", "đăng nhập"]), ("Đưa thẻ CCCD", ["CCCD"]), ("Xem giấy tờ {token}", []),
    ("Bạn cần gì?", ["bạn"]), ("Phòng ban", []),
])  # fmt: skip
def test_a_word_of_the_list_is_seen(text, found):
    assert not_plain(text, "vi") == found
