"""Vietnamese words on a page and where they stand: Tesseract, with the better of its Vietnamese data, which ships beside this."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import normalize

from devices.imaging.copying.words import Word
from devices.imaging.pixels import Grey

DATA = Path(__file__).parents[1] / "assets"
_LANGUAGE = "vie"
_HOPELESS = 10.0                       # confidence, of 100: a stain, not a word


@dataclass(frozen=True, slots=True)
class Reading:
    """`confidence`: of its words by their letters, 0-100."""

    words: tuple[Word, ...] = ()
    text: str = ""
    confidence: float = 0.0


class Reader:
    """Loaded once a process."""

    def __init__(self) -> None:
        import tesserocr

        self._names: Any = tesserocr
        self._engine = tesserocr.PyTessBaseAPI(path=f"{DATA}{os.sep}", lang=_LANGUAGE, psm=tesserocr.PSM.AUTO)

    def read(self, grey: Grey, dpi: float) -> Reading:
        """`grey`: dark letters on white, straight."""
        tall, wide = grey.shape
        self._engine.SetImageBytes(grey.tobytes(), wide, tall, 1, wide)
        self._engine.SetSourceResolution(round(dpi))
        try:
            return self._reading() if self._engine.Recognize() else Reading()
        finally:
            self._engine.Clear()

    def _reading(self) -> Reading:
        level = self._names.RIL
        found = self._engine.GetIterator()
        words, text, sure, letters = list[Word](), list[str](), 0.0, 0
        base = tall = 0.0
        while found is not None:
            if found.IsAtBeginningOf(level.TEXTLINE) and (line := found.BoundingBox(level.TEXTLINE)):
                base, tall = _base_line(found.Baseline(level.TEXTLINE), line), float(line[3] - line[1])
            said = normalize("NFC", (found.GetUTF8Text(level.WORD) or "").strip()) if not found.Empty(level.WORD) else ""
            if said and found.Confidence(level.WORD) >= _HOPELESS:
                box = found.BoundingBox(level.WORD)
                words.append(Word(said, box[0], base, max(1, box[2] - box[0]), tall))
                sure, letters = sure + found.Confidence(level.WORD) * len(said), letters + len(said)
                text.append(said)
                text.append(_after(found, level))
            if not found.Next(level.WORD):
                break
        return Reading(tuple(words), "".join(text).strip(), round(sure / letters, 1) if letters else 0.0)


def _base_line(base: Any, line: tuple[int, int, int, int]) -> float:
    if base is None:
        return float(line[3])
    return min(float(line[3]), max(float(line[1]), float(base[0][1] + base[1][1]) / 2))


def _after(found: Any, level: Any) -> str:
    """What stands between a word and the next."""
    if found.IsAtFinalElement(level.PARA, level.WORD):
        return "\n\n"
    return "\n" if found.IsAtFinalElement(level.TEXTLINE, level.WORD) else " "
