"""Reads one catalogue file into a `Procedure`, strictly, and reports everything that is wrong with it at once.

A file is plain data: every block of a form is written out in it, even where two forms ask the same, because a form
changes by itself (the law amends one, not the other) and an old version must stay readable alone. Only code lists
(sexes, ethnic groups, countries) are shared: `choices = "ethnicity"` names one of `code_lists.py`.
Keys stand where the law puts its questions; one question a line, so that two versions compare well side by side.
"""

import re
import tomllib
import unicodedata
from pathlib import Path as FilePath
from typing import Any

from kiosk.catalogue import rules
from kiosk.catalogue.decoder import Decoder
from kiosk.catalogue.faults import Breach, CatalogueBroken, CatalogueSyntax, Fault, Finding
from kiosk.catalogue.lines import LineIndex
from kiosk.procedures import Procedure

_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def read_procedure(file: FilePath) -> Procedure:
    """The procedure in `file`; raises `CatalogueSyntax` or `CatalogueBroken`."""
    text = source(file)
    data = parse(text, file.name)
    decoder = Decoder()
    procedure: Procedure = decoder.table(Procedure, data, ())
    findings = decoder.findings
    findings += [found for found in rules.check(procedure, file.stem) if not _within(found, findings)]
    if not unicodedata.is_normalized("NFC", text):
        findings.append(Finding((), Breach.NOT_NFC))
    if findings:
        raise CatalogueBroken(faults(file.name, text, findings))
    return procedure


def source(file: FilePath) -> str:
    """The text of the file; editors on Windows may have put a byte-order mark before it."""
    raw = file.read_bytes()
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise CatalogueSyntax(file=file.name, line=line, rule="UTF-8") from error


def parse(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        raise CatalogueSyntax(file=name, line=line, rule=_AT_LINE.sub("", str(error))) from error


def faults(name: str, text: str, findings: list[Finding]) -> list[Fault]:
    """The findings with their lines."""
    lines = LineIndex(text)
    return [Fault(name, _first_decomposed(text) if found.breach is Breach.NOT_NFC else lines.of(found.path),
                  found.breach, found.where, found.sentence()) for found in findings]


def _first_decomposed(text: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), start=1)
                if not unicodedata.is_normalized("NFC", line))


def _within(found: Finding, earlier: list[Finding]) -> bool:
    """Whether the object the finding is about is malformed itself: a second report of it would only confuse."""
    return any(found.path == other.path or (len(other.path) > 1 and other.path[:-1] in (found.path, found.path[:-1]))
               for other in earlier)
