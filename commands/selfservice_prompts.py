"""`selfservice --prompts`: which texts of the kiosk want a recording, and what each file must be called.

A text with something to be filled in cannot be recorded; a program speaks it, or nobody.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from devices.voice.recordings import ENDINGS
from kiosk.catalogue import Catalogue
from kiosk.dossier import PortalStatus
from kiosk.selfservice.voice import prompt_key
from kiosk.states import Actor, actor_label, portal_label
from kiosk.words import _, speak, spoken

_ROOT = Path(__file__).parents[1]
_SOURCES = ("ui/selfservice", "kiosk/selfservice")
_MARKERS = ("_", "N_")


def list_prompts(folder: Path | None, languages: tuple[str, ...]) -> None:
    """A line for each text and language: whether it is recorded, the file, the words."""
    before = spoken()
    for language in languages:
        speak(language)
        for text in sorted(dict.fromkeys([*(_(text) for text in marked_texts()), *_of_the_office()])):
            name = f"{language}/{prompt_key(text)}"
            done = folder is not None and any((folder / f"{name}{ending}").is_file() for ending in ENDINGS)
            print(f"{'✓' if done else '○'}\t{name}.wav\t{' '.join(text.split())}")
    speak(before)


def marked_texts(*, filled_in: bool = False) -> tuple[str, ...]:
    """What the kiosk's own pages say, in Vietnamese; with `filled_in` also what something is put into."""
    files = sorted(file for source in _SOURCES for file in (_ROOT / source).rglob("*.py"))
    found = dict.fromkeys(text for file in files for text in _marked(file.read_text("utf-8")))
    return tuple(text for text in found if filled_in or "{" not in text)


def _marked(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MARKERS and node.args:
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value


def _of_the_office() -> Iterator[str]:
    """What comes from elsewhere and is said on pages: steps, who acts, procedures and their papers."""
    yield from map(portal_label, PortalStatus)
    yield from map(actor_label, Actor)
    catalogue = Catalogue.load()
    for code in catalogue.codes():
        procedure = catalogue.version(code, catalogue.versions(code)[-1])
        yield procedure.name
        yield from (paper.name for paper in procedure.requirements if not paper.forbidden)
