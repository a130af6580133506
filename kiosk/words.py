"""The languages of the program: Vietnamese is the source, English a complete catalogue beside it; a kiosk may have more, with
Vietnamese where a text is not translated yet.

Texts are looked up when they are shown, never at import, so that switching the language needs no restart of the store.
Translations live in `kiosk/locale/`; `make words` extracts and compiles them.
"""

import gettext
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
DOMAIN, SOURCE = "motcua", "vi"

_translations: gettext.NullTranslations = gettext.NullTranslations()
_spoken = SOURCE


def has(language: str) -> bool:
    """Whether the program can be shown in it."""
    return language == SOURCE or (LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.mo").is_file()


def speak(language: str) -> None:
    """Switch every later look-up to `language`; one without a catalogue is Vietnamese."""
    global _translations, _spoken
    _spoken = language if has(language) else SOURCE
    if _spoken == SOURCE:
        _translations = gettext.NullTranslations()
    else:
        _translations = gettext.translation(DOMAIN, LOCALE, languages=[_spoken])


def spoken() -> str:
    """The language now spoken."""
    return _spoken


def _(text: str) -> str:
    """The text in the language now spoken."""
    return _translations.gettext(text) if text else ""


def said_in(language: str, text: str) -> str:
    """The text in that language, whatever is spoken now: a screen nobody has chosen a language for says both."""
    if language != "en" or not text:
        return text
    return gettext.translation(DOMAIN, LOCALE, languages=["en"]).gettext(text)


def N_(text: str) -> str:
    """Marks a text for extraction where it is only stored, to be looked up with `_` when shown."""
    return text
