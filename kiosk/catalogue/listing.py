"""The list a clerk searches in: read from the head of each file, so that it opens at once on a slow machine."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from kiosk.catalogue.reader import parse, read_procedure, source
from kiosk.text import fold

_FIRST_TABLE = re.compile(r"^\[", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list."""

    code: str
    version: str
    name: str
    sector: str
    competent_level: str
    valid_from: date
    valid_to: date | None = None
    aliases: tuple[str, ...] = ()


def read_entry(file: Path) -> Entry:
    """What the head of the file (everything before its first table) says."""
    text = source(file)
    table = _FIRST_TABLE.search(text)
    head = parse(text[:table.start()] if table else text, file.name)
    try:
        return msgspec.convert(head, Entry)
    except msgspec.ValidationError:
        read_procedure(file)                               # raises with every fault and its line
        raise


def search_entries(folded: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Entries that answer to every word, best first: code, then beginning of the name, then name, then search words."""
    words = folded.split()
    ranked = [(rank, index) for index, entry in enumerate(entries)
              if (rank := _rank(words, folded.strip(), entry)) is not None]
    return tuple(entries[index] for _rank_, index in sorted(ranked))


def _rank(words: list[str], phrase: str, entry: Entry) -> int | None:
    name = fold(entry.name)
    extra = " ".join((name, fold(entry.sector), *map(fold, entry.aliases)))
    if phrase and phrase.replace(".", "") in entry.code.replace(".", ""):
        return 0
    if name.startswith(phrase):
        return 1
    if all(_begins(word, name) for word in words):
        return 2
    return 3 if all(_begins(word, extra) for word in words) else None


def _begins(word: str, text: str) -> bool:
    return text.startswith(word) or f" {word}" in text
