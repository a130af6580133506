"""Searches the memory of other processes for words that must not be there, in every writing `traces.writings` knows.

What is left out: mappings of files that nobody in the process can write to. They hold what the file holds, and files are searched
as files. What it cannot see: words drawn as pixels; but pixels are looked for as any other bytes.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.journeys.traces import writings

_PIECE = 16 << 20
_MAPPING = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (....) \S+ \S+ (\d+)\s*(.*)")
_PLAIN = re.compile(r"[a-z0-9]+")
_LOWER = bytes(range(256)).lower()
_NOT_MEMORY = {"[vvar]", "[vsyscall]", "[vvar_vclock]"}


class Found(NamedTuple):
    """A word, in which process (its number and command line) and in what kind of memory."""

    word: str | bytes
    process: int
    command: str
    mapping: str


class Mapping(NamedTuple):
    start: int
    end: int
    name: str


def in_memory(process: int, words: Iterable[str | bytes]) -> list[Found]:
    """Every word found. A process that has ended holds nothing. Raises PermissionError where the system forbids looking."""
    wanted = [(word, _hint(word), {form.lower() for form in writings(word)}) for word in words]
    longest = max(len(form) for _word, _plain, forms in wanted for form in forms)
    command, found = command_of(process), set()
    try:
        for mapping in mappings(process):
            for piece in _pieces(process, mapping, longest):
                close = piece.translate(_LOWER, b"\0")
                likely = [(word, forms) for word, hint, forms in wanted if hint in close]
                lowered = piece.lower() if likely else b""
                for word, forms in likely:
                    if any(form in lowered for form in forms):
                        found.add(Found(word, process, command, mapping.name))
    except (FileNotFoundError, ProcessLookupError):
        pass
    return sorted(found, key=repr)


def _hint(word: str | bytes) -> bytes:
    """This is in every writing of the word once the zeros are taken out: its plain letters in a row, which may stand one, two or
    four bytes apart. Asked first, for there are many writings."""
    if isinstance(word, bytes):
        return word.translate(_LOWER, b"\0")
    return max(_PLAIN.findall(word.lower()), key=len, default="").encode()


def searched_bytes(process: int) -> int:
    return sum(mapping.end - mapping.start for mapping in mappings(process))


def mappings(process: int) -> Iterator[Mapping]:
    for line in Path(f"/proc/{process}/maps").read_text("utf-8").splitlines():
        known = _MAPPING.fullmatch(line.rstrip())
        assert known, line
        start, end, rights, inode, name = known.groups()
        of_a_file = inode != "0" and "w" not in rights
        if "r" in rights and name not in _NOT_MEMORY and not of_a_file:
            yield Mapping(int(start, 16), int(end, 16), name or "heap")


def _pieces(process: int, mapping: Mapping, overlap: int) -> Iterator[bytes]:
    """Its memory, piece by piece, each beginning with the end of the one before."""
    before = b""
    with open(f"/proc/{process}/mem", "rb", buffering=0) as memory:
        for start in range(mapping.start, mapping.end, _PIECE):
            try:
                memory.seek(start)
                piece = memory.read(min(_PIECE, mapping.end - start))
            except (OSError, OverflowError, ValueError):       # gone meanwhile, or a device's
                before = b""
                continue
            if piece != bytes(len(piece)):                     # else never touched
                yield before + piece
            before = piece[-overlap:]


def command_of(process: int) -> str:
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return "gone"
    return " ".join(word.decode(errors="replace") for word in words if word)


def marked(variable: str, value: str) -> list[int]:
    """The processes that have this in their environment: children, and orphans of children, whoever is their parent now."""
    mark, found = f"{variable}={value}".encode(), []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            given, state = (entry / "environ").read_bytes(), (entry / "stat").read_text().rpartition(")")[2].split()[0]
        except (OSError, UnicodeDecodeError):
            continue
        if mark in given.split(b"\0") and state != "Z":
            found.append(int(entry.name))
    return sorted(found)


def resident(process: int) -> float:
    """Memory of its own that it holds, in MB: not what it shares with others."""
    told = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    return sum(int(size) for size in re.findall(r"^Private_\w+: +(\d+) kB", told, re.MULTILINE)) / 1024
