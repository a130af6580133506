"""The languages of the program: Vietnamese is the source, English a complete catalogue beside it.

Texts are looked up when they are shown, never at import, so that switching the language needs no restart of the store.
Translations live in `kiosk/locale/`; `make words` extracts and compiles them.
"""

import gettext
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "motcua"

_translations: gettext.NullTranslations = gettext.NullTranslations()
_spoken = "vi"


def speak(language: str) -> None:
    """Switch every later look-up to `language` ("vi" or "en"; anything else is Vietnamese)."""
    global _translations, _spoken
    _spoken = "en" if language == "en" else "vi"
    if language == "en":
        _translations = gettext.translation(DOMAIN, LOCALE, languages=["en"])
    else:
        _translations = gettext.NullTranslations()


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
