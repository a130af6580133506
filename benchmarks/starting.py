"""Starting a command: what a clerk's double click or a script's call costs, beside what Python itself costs."""

import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from benchmarks.counter import filled, scanned, scratch
from benchmarks.rows import Figure, Registry, at_most
from benchmarks.size import ROOT, Size
from benchmarks.timing import Duel, duel

BARE = "pass"
IMPORTS = """
import cryptography.hazmat.primitives.asymmetric.ed25519
import cryptography.hazmat.primitives.ciphers.aead
import cryptography.hazmat.primitives.kdf.hkdf
import filelock, msgspec, platformdirs, uuid_utils
import sqlcipher3.dbapi2, sqlite_utils
"""


def add_rows(table: Registry) -> None:
    table.row("outbox --json with 10,000 dossiers", "s", at_most(0.3), "s")(outbox_json)
    table.row("outbox with 10,000 dossiers", "s", at_most(0.3), "s")(outbox_text)
    table.row("receive: wall time against its imports", "times", at_most(3), "s")(receive_ratio)
    table.row("receive: wall time", "s", at_most(1), "s")(receive_wall)


def outbox_json(size: Size) -> Figure:
    """`outbox --json` as a process of its own, read through a pipe, while 10,000 dossiers (20,000 items) wait; beside
    the bare interpreter, below which no command of a Python program can come."""
    return _outbox(size, ["outbox", "--json"])


def outbox_text(size: Size) -> Figure:
    """The same for a person: a line for every item that waits."""
    return _outbox(size, ["outbox"])


def receive_ratio(size: Size) -> Figure:
    """`receive` of the example dossier with ten pages, as a process of its own, against an interpreter that does
    nothing but import the same libraries of others: how much our own code adds to what those cost anyway."""
    found = _receive(size)
    return Figure(found.slowness, found.their_median, f"{found.our_median:.3f} s")


def receive_wall(size: Size) -> Figure:
    """The same in seconds: a script that receives a stack of dossiers one by one waits so long for each."""
    found = _receive(size)
    return Figure(found.our_median, found.their_median, f"slowest {max(found.ours):.3f} s")


def _outbox(size: Size, words: Sequence[str]) -> Figure:
    root = filled(size, size.queued)
    command = [*_program(root), *words]
    _run(command, root)
    found = duel(size.starts, lambda: _run(command, root), lambda: _run([sys.executable, "-c", BARE], root))
    return Figure(found.our_median, found.their_median, f"{min(found.ours):.3f}-{max(found.ours):.3f} s")


@cache
def _receive(size: Size) -> Duel:
    with scratch(size, "receive") as folder:
        root = folder / "store"
        pages = [str(source.path) for source in scanned(folder, size.pages, size.page_bytes)]
        command = [*_program(root), "receive", str(ROOT / "docs" / "examples" / "dossier.json"), *pages]
        bare = [sys.executable, "-c", IMPORTS]
        for once in (command, bare):
            _run(once, root)                                     # the store is there, byte code is compiled
        return duel(size.starts, lambda: _run(command, root), lambda: _run(bare, root))


def _program(root: Path) -> list[str]:
    return [sys.executable, str(ROOT / "main.py"), "--profile", "demo", "--data", str(root)]


def _run(command: Sequence[str], root: Path) -> bytes:
    """Runs to the end and reads all it says. Raises CalledProcessError."""
    environment = {**os.environ, "MOTCUA_MARKS_DIR": str(root.parent / "marks")}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    return ended.stdout
