"""Compiles Qt's own words in Vietnamese (ui/qt_words.py) into the catalogue Qt reads. `make words` runs it."""

import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

import PySide6

from ui.qt_words import COMPILED, SOURCE_LANGUAGE, WORDS

_COMPILER = Path(PySide6.__file__).parent / ("lrelease.exe" if sys.platform == "win32" else "lrelease")


def as_ts() -> bytes:
    """The table in Qt Linguist's format (TS 2.1)."""
    root = ElementTree.Element("TS", version="2.1", language=SOURCE_LANGUAGE, sourcelanguage="en")
    for name, texts in WORDS.items():
        context = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(context, "name").text = name
        for english, vietnamese in texts.items():
            message = ElementTree.SubElement(context, "message")
            ElementTree.SubElement(message, "source").text = english
            ElementTree.SubElement(message, "translation").text = vietnamese
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def compiled() -> bytes:
    """What Qt reads. Raises CalledProcessError when the table cannot be compiled."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "qt_vi.ts", Path(folder) / "qt_vi.qm"
        source.write_bytes(as_ts())
        subprocess.run([_COMPILER, "-silent", source, "-qm", target], check=True)
        return target.read_bytes()


if __name__ == "__main__":
    COMPILED.parent.mkdir(parents=True, exist_ok=True)
    COMPILED.write_bytes(compiled())
