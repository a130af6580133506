"""Keeps the translations in step with the program: collects what it shows, updates the English catalogue, compiles it.

`make words` after adding or changing a text; then fill the empty entries of motcua.po and run it again. Vietnamese is
the source and needs no catalogue. Of the catalogue of procedures those words are collected that a kiosk shows (at the counter and
on statutory forms labels stay as the law words them).
"""

import ast
import io
import string
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from kiosk.catalogue import SHIPPED, Catalogue
from kiosk.selfservice.said_procedures import texts_of as words_of

ROOT = Path(__file__).parent.parent
SOURCES = ("kiosk", "sync", "printing", "devices", "commands", "ui", "main.py")
MARKERS = {"_", "N_"}
PROBLEM_TEXTS = {"sentence", "remedy"}
LOCALE = Path("kiosk", "locale")
PROCEDURES = Path("kiosk", "catalogue", "procedures")
TEMPLATE = LOCALE / "motcua.pot"
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "motcua.po"
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)  # a date of its own would change the files on every run


class Text(NamedTuple):
    """One text of the program and the file it stands in (no line: that would change with every edit)."""

    text: str
    path: str


class Unreadable(Exception):
    """A marked text that cannot be looked up, because it is put together before it is marked."""


def texts_of(root: Path) -> list[Text]:
    """Every text shown to people, in the order of files and lines."""
    found = []
    for source in SOURCES:
        path = root / source
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            name = file.relative_to(root).as_posix()
            found += [Text(text, name) for text in texts_in(file.read_text(encoding="utf-8"), name)]
    return [*found, *catalogue_texts()]


def catalogue_texts(folder: Path = SHIPPED) -> Iterator[Text]:
    """What a citizen reads of the shipped procedures, in whatever language."""
    catalogue = Catalogue.load(folder)
    for code in catalogue.codes():
        for version in catalogue.versions(code):
            for text in words_of(catalogue.version(code, version)):
                yield Text(text, (PROCEDURES / f"{code}@{version}.toml").as_posix())


def texts_in(code: str, name: str) -> Iterator[str]:
    """The texts of one file: arguments of _() and N_(), and the class attributes `sentence` and `remedy`."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS and node.args:
            argument = node.args[0]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value
            elif isinstance(argument, ast.JoinedStr | ast.BinOp) or ".format" in ast.unparse(argument):
                raise Unreadable(f"{name}:{node.lineno}: put placeholders inside the text and fill them after _()")
        elif isinstance(node, ast.ClassDef):
            yield from _problem_texts(node)


def _problem_texts(definition: ast.ClassDef) -> Iterator[str]:
    for statement in definition.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=str(text))):
                pass
            case _:
                continue
        if name in PROBLEM_TEXTS:
            yield text


def template_of(texts: list[Text]) -> Catalog:
    template = Catalog(project="mot-cua", domain="motcua", creation_date=UNDATED, fuzzy=False)
    for text, path in texts:
        if text:
            template.add(text, locations=[(path, 0)])
    return template


def read_english(root: Path) -> Catalog:
    path = root / ENGLISH
    if not path.exists():
        return Catalog(locale="en", project="mot-cua", domain="motcua", creation_date=UNDATED, fuzzy=False)
    with path.open("rb") as file:
        catalog = read_po(file, locale="en", domain="motcua", abort_invalid=True)
    catalog.creation_date = UNDATED
    return catalog


def update(english: Catalog, template: Catalog) -> None:
    """New texts come in untranslated, texts no longer shown go; nothing is guessed."""
    english.update(template, no_fuzzy_matching=True)
    english.obsolete.clear()


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def answers(catalog: Catalog) -> dict[str, str]:
    """What a catalogue says for each text, without its header; the program has no plural forms."""
    return {str(message.id): str(message.string or "") for message in catalog if message.id}


def faults(template: Catalog, english: Catalog) -> list[str]:
    """What keeps the English catalogue from being complete and safe to use."""
    found = []
    translations = answers(english)
    for message in template:
        text = str(message.id)
        if not text:
            continue
        where = message.locations[0][0]
        translated = english.get(text)
        if translated is None or not translations[text]:
            found.append(f"{where}: not translated: {text}")
        elif translated.fuzzy:
            found.append(f"{where}: fuzzy: {text}")
        elif placeholders(text) != placeholders(translations[text]):
            found.append(f"{where}: other placeholders: {text} | {translations[text]}")
    wanted = answers(template)
    found += [f"no longer shown: {text}" for text in translations if text not in wanted]
    return found


def compiled(english: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, english)
    return out.getvalue()


def entries(mo: bytes) -> dict[str, str]:
    """What a compiled catalogue answers, without its header."""
    return answers(read_mo(io.BytesIO(mo)))


def _po_text(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=0, sort_by_file=True, include_lineno=False)
    # dates and addresses would change on every run or mean nothing here
    kept = (b'msg', b'"Language:', b'"Plural-Forms:', b'"MIME-Version:', b'"Content-')
    head, _, body = out.getvalue().lstrip().partition(b"\n\n")
    return b"\n".join(line for line in head.split(b"\n") if line.startswith(kept)) + b"\n\n" + body


def main() -> int:
    template = template_of(texts_of(ROOT))
    english = read_english(ROOT)
    update(english, template)
    (ROOT / ENGLISH).parent.mkdir(parents=True, exist_ok=True)
    (ROOT / TEMPLATE).write_bytes(_po_text(template))
    (ROOT / ENGLISH).write_bytes(_po_text(english))
    english = read_english(ROOT)
    mo = (ROOT / ENGLISH).with_suffix(".mo")
    if not mo.exists() or entries(mo.read_bytes()) != entries(compiled(english)):
        mo.write_bytes(compiled(english))
    found = faults(template, english)
    print("\n".join(found), end="\n" if found else "")
    print(f"{len(template)} câu, {len(found)} chỗ cần sửa trong {ENGLISH} ({len(found)} of {len(template)} need work)")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
