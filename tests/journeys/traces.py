"""Searches files for words that must not be readable there, however they are written or wrapped.

What it sees through: UTF-8, UTF-16 and JSON escapes; composed, decomposed and folded letters; zlib (so PDF streams),
gzip, zip and zstd wherever they begin in a file; base64, hexadecimal and ASCII85; and these inside one another.
What it cannot see: text drawn with a subset font, whose letters are glyph numbers, and pictures of text.
"""

import base64
import binascii
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import zstandard

from kiosk.text import fold

DEEPEST = 3
LARGEST = 32 << 20                     # of one unpacked piece
_RUN = re.compile(rb"[A-Za-z0-9+/_-]{16,}")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){8,}")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_GZIP = re.compile(rb"\x1f\x8b\x08")
_ZIP = re.compile(rb"PK\x03\x04")
_ZSTD = re.compile(rb"\x28\xb5\x2f\xfd")


class Trace(NamedTuple):
    """A word that was found, where, and through which wrappings."""

    path: Path
    word: str
    how: str


def traces(folders: Iterable[Path], words: Iterable[str | bytes]) -> list[Trace]:
    """Every trace of `words` in names and contents of the files below `folders`."""
    wanted = {form.lower(): _shown(word) for word in words for form in writings(word)}
    found = set()
    for folder in folders:
        for path in folder.rglob("*"):
            views = [("name", path.name.encode())]
            if path.is_file():
                views += _views(path.read_bytes())
            for how, content in views:
                lowered = content.lower()
                found |= {Trace(path, word, how) for form, word in wanted.items() if form in lowered}
    return sorted(found)


def _shown(word: str | bytes) -> str:
    return word if isinstance(word, str) else repr(word[:24])


def writings(word: str | bytes) -> Iterator[bytes]:
    """A word as programs may have written it down; upper and lower case of plain letters are the search's to level."""
    if isinstance(word, bytes):
        yield word
        return
    for text in {word, word.upper(), word.lower(), unicodedata.normalize("NFD", word), fold(word)}:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "latin-1"):
            with suppress(UnicodeEncodeError):
                yield text.encode(encoding)
        yield "".join(char if ord(char) < 128 else f"\\u{ord(char):04x}" for char in text).encode()


def _views(content: bytes) -> list[tuple[str, bytes]]:
    """The content and everything that can be unpacked from it."""
    views, fresh = [("plain", content)], [("", content)]
    seen = {content}
    for _depth in range(DEEPEST):
        unpacked = {inner: f"{how} {step}".strip() for how, outer in fresh for step, inner in _unwrapped(outer)}
        fresh = [(how, inner) for inner, how in unpacked.items() if inner not in seen]
        seen |= unpacked.keys()
        views += fresh
    return views


def _unwrapped(content: bytes) -> Iterator[tuple[str, bytes]]:
    for name, mark, unpack in _PACKED:
        for begin in mark.finditer(content):
            with suppress(zlib.error, zstandard.ZstdError, IndexError):
                if inner := unpack(content[begin.start():]):
                    yield name, inner
    runs = [run.translate(_URL_SAFE) for run in _RUN.findall(content)]
    for skip in range(4):              # a run may begin with letters that do not belong to it
        if decoded := b"\n".join(_base64(run[skip:]) for run in runs):
            yield "base64", decoded
    if digits := b"\n".join(binascii.unhexlify(run) for run in _HEX.findall(content)):
        yield "hex", digits
    yield from (("ascii85", decoded) for decoded in _ascii85(content))


def _base64(run: bytes) -> bytes:
    """Decoded without its padding; a single letter at the end means nothing."""
    run = run[:-1] if len(run) % 4 == 1 else run
    return base64.b64decode(run + b"=" * (-len(run) % 4))


def _ascii85(content: bytes) -> Iterator[bytes]:
    """What ends in `~>`, read from where it seems to begin: the last line, a PDF's stream, or `<~`."""
    for end in re.finditer(rb"~>", content):
        before = content[:end.start()]
        marks = (mark for mark in (b"\n", b"stream\n", b"stream\r\n", b"<~") if mark in before)
        for start in {0, *(before.rfind(mark) + len(mark) for mark in marks)}:
            with suppress(ValueError):
                yield base64.a85decode(before[start:])


def _inflate(window_bits: int, skip: Callable[[bytes], int] = lambda packed: 0) -> Callable[[bytes], bytes]:
    """Whatever of a stream can be inflated, though it is torn or something else follows it."""

    def unpack(packed: bytes) -> bytes:
        packed, inflater, inner = packed[skip(packed):], zlib.decompressobj(window_bits), b""
        with suppress(zlib.error):
            for start in range(0, len(packed), 4096):
                inner += inflater.decompress(packed[start:start + 4096], LARGEST)
                if inflater.eof:
                    break
        return inner

    return unpack


def _after_zip_header(packed: bytes) -> int:
    return 30 + int.from_bytes(packed[26:28], "little") + int.from_bytes(packed[28:30], "little")


def _zstd(packed: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompressobj().decompress(packed)


_PACKED = (
    ("zlib", _ZLIB, _inflate(zlib.MAX_WBITS)),
    ("gzip", _GZIP, _inflate(zlib.MAX_WBITS | 16)),
    ("zip", _ZIP, _inflate(-zlib.MAX_WBITS, _after_zip_header)),
    ("zstd", _ZSTD, _zstd),
)
