"""Whoever stands at a scanner is told every trouble, on screen and at the command line, and what to do about it."""

import pytest

from kiosk.scan_ports import ScanTrouble
from kiosk.scan_words import briefly, to_do, trouble_words
from kiosk.words import speak
from ui.messages import scanner_said


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_trouble_has_words(language):
    speak(language)
    try:
        for words in (trouble_words, to_do, briefly):
            assert all(words(trouble) for trouble in ScanTrouble), words.__name__
        assert all(scanner_said(trouble).text for trouble in ScanTrouble)
        assert len({trouble_words(trouble) for trouble in ScanTrouble}) == len(ScanTrouble)
    finally:
        speak("vi")
