"""The list a clerk searches in: read from the head of each file, so that it opens at once on a slow machine."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from kiosk.catalogue.reader import parse, read_procedure, source
from kiosk.search_words import answers, words_in

_CODE_SHOWN = 3                        # so many letters of a code mean the code
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


def search_entries(text: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Entries that answer to every word, each as a beginning, in any order. Best first: by the code, by how the name begins,
    by words that stand side by side in the name, by words anywhere in it, by sector and search words.
    """
    words = words_in(text)
    ranked = [(rank, index) for index, entry in enumerate(entries)
              if (rank := _rank(words, text, entry)) is not None]
    return tuple(entries[index] for _rank_, index in sorted(ranked))


def _rank(words: list[str], text: str, entry: Entry) -> int | None:
    name, all_words = _words_of(entry)
    code = "".join(text.split()).replace(".", "").casefold()
    if len(code) >= _CODE_SHOWN and code in entry.code.replace(".", "").casefold():
        return 0
    if not answers(words, all_words):
        return None
    phrase, in_order = " ".join(words), " ".join(name)
    if in_order.startswith(phrase):
        return 1
    if f" {phrase}" in in_order:
        return 2
    return 3 if answers(words, name) else 4


@cache
def _words_of(entry: Entry) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of the name, and of everything an entry is found by. Entries are the catalogue's and few."""
    name = tuple(words_in(entry.name))
    return name, (*name, *words_in(" ".join((entry.sector, entry.code, *entry.aliases))))
