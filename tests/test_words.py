"""English is complete: every text the program shows has a translation that fills the same placeholders."""

import gettext
import io

import pytest
from babel.messages.catalog import Catalog

from kiosk import words
from tools import words as tool


@pytest.fixture(scope="module")
def template() -> Catalog:
    return tool.template_of(tool.texts_of(tool.ROOT))


def test_every_text_has_an_english_translation(template):
    found = tool.faults(template, tool.read_english(tool.ROOT))
    assert not found, "\n" + "\n".join(found)  # all of it: pytest would shorten the list


def test_the_compiled_catalogue_is_what_the_source_says():
    mo = (tool.ROOT / tool.ENGLISH).with_suffix(".mo")
    assert mo.exists(), "make words"
    assert tool.entries(mo.read_bytes()) == tool.entries(tool.compiled(tool.read_english(tool.ROOT)))


def test_the_program_finds_its_catalogue():
    sentence = "Chương trình gặp lỗi và đã dừng việc này. Dữ liệu đã lưu vẫn còn nguyên."
    words.speak("en")
    try:
        assert words._(sentence) not in ("", sentence)
    finally:
        words.speak("vi")
    assert words._(sentence) == sentence


# ---- the tool can tell --------------------------------------------------------------------------------------------


CODE = '''
from typing import ClassVar

def show(page):
    page.title(_("Hồ sơ chờ gửi"))
    later = N_("Quầy {counter}"
               " tạm nghỉ")
    return _(later), _(page.problem.sentence)

class StoreLocked(Problem):
    """Not shown."""
    code = "STORE-01"
    sentence = "Kho đang khóa."
    remedy: ClassVar[str] = (
        "Mở khóa "
        "rồi thử lại."
    )
    other = "not a text"
'''


def test_marked_texts_and_those_of_problems_are_found():
    assert sorted(tool.texts_in(CODE, "ui/a.py")) == [
        "Hồ sơ chờ gửi", "Kho đang khóa.", "Mở khóa rồi thử lại.", "Quầy {counter} tạm nghỉ",
    ]  # fmt: skip


@pytest.mark.parametrize("argument", ['f"Quầy {n}"', '"Quầy " + n', '"Quầy {n}".format(n=n)', '"Quầy %s" % n'])
def test_a_text_put_together_before_it_is_marked_is_refused(argument):
    with pytest.raises(tool.Unreadable, match=r"ui/a\.py:1"):
        list(tool.texts_in(f"_({argument})", "ui/a.py"))


def shown(*texts: str) -> list[tool.Text]:
    return [tool.Text(text, "ui/a.py") for text in texts]


def catalogue(**translations: str) -> Catalog:
    english = Catalog(locale="en")
    for text, translation in translations.items():
        english.add(text.replace("_", " "), translation)
    return english


def test_missing_fuzzy_and_differing_translations_are_seen():
    wanted = tool.template_of(shown("Gửi", "In", "Hủy", "Còn {n}", "Đã {n}", "Quét"))
    english = catalogue(Gửi="Send", In="", Hủy="Cancel", Quét="Scan", Cũ="Old")
    english.add("Còn {n}", "{n} left")
    english.add("Đã {n}", "{m} done")
    english.get("Hủy").flags.add("fuzzy")
    assert tool.faults(wanted, english) == [
        "ui/a.py: not translated: In",
        "ui/a.py: fuzzy: Hủy",
        "ui/a.py: other placeholders: Đã {n} | {m} done",
        "no longer shown: Cũ",
    ]


def test_an_update_brings_new_texts_and_drops_old_ones_without_guessing():
    english = catalogue(Gửi="Send", Hồ_sơ_chờ_gửi="Waiting")
    tool.update(english, tool.template_of(shown("Gửi", "Hồ sơ chờ gửi đi")))
    assert tool.answers(english) == {"Gửi": "Send", "Hồ sơ chờ gửi đi": ""}
    assert not english.obsolete


def test_an_old_compiled_catalogue_is_told_from_a_new_one():
    old, new = tool.compiled(catalogue(Gửi="Send")), tool.compiled(catalogue(Gửi="Submit"))
    assert tool.entries(old) != tool.entries(new)
    assert gettext.GNUTranslations(io.BytesIO(new)).gettext("Gửi") == "Submit"
