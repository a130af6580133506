"""Where copies stand, and their bytes."""

import hashlib
from dataclasses import dataclass

import msgspec

from kiosk.copy_ports import CopiedPage
from kiosk.store import Store
from kiosk.store.copies.rules import rules_of
from kiosk.store.database import Database
from kiosk.store.faults import PageDamaged


@dataclass(frozen=True, slots=True)
class CopyFile:
    """One file of a copy: `kind` is "made" or "signed"; `file` is None once it went from this machine."""

    seq: int
    copy: int
    dossier: str
    sha256: str
    size: int
    kind: str
    begins_as: str
    file: str | None


@dataclass(frozen=True, slots=True)
class CopyStanding:
    """Where the copies of one dossier's papers (of its newest content) stand."""

    papers: int = 0                    # that get a copy
    made: int = 0                      # finished, signed ones among them
    signed: int = 0
    put_off: int = 0                   # their captures go as they are
    making: bool = False               # one is being worked on now
    signs: bool = False                # this office signs its copies

    @property
    def to_make(self) -> int:
        return self.papers - self.made - self.put_off

    @property
    def to_sign(self) -> int:
        return self.made - self.signed if self.signs else 0

    @property
    def digitised(self) -> bool:
        """Every paper has its copy, and its signature where the office signs."""
        return self.papers > 0 and self.papers == (self.signed if self.signs else self.made)


@dataclass(frozen=True, slots=True)
class CopyCounts:
    """Of everything on this machine: copies to be made, put off, to be signed; dossiers digitised."""

    to_make: int
    put_off: int
    to_sign: int


_FILE = "SELECT seq, copy, dossier, sha256, size, kind, begins_as, file FROM copy_file"


def newest_file(database: Database, copy: int) -> CopyFile | None:
    """What stands for the copy: signed where it is signed and the signature holds, else as it was made."""
    row = database.execute(
        f"""{_FILE} WHERE copy = ? AND (kind = 'made' OR seq IN (SELECT file FROM copy_signature WHERE checked_at IS NOT NULL))
            ORDER BY seq DESC LIMIT 1""",  # noqa: S608  (our own constant)
        [copy],
    ).fetchone()
    return CopyFile(*row) if row else None


def file_of(database: Database, dossier: str, sha256: str) -> CopyFile | None:
    """The file with this content, None where no copy of the dossier has it."""
    row = database.execute(f"{_FILE} WHERE dossier = ? AND sha256 = ?", [dossier, sha256]).fetchone()
    return CopyFile(*row) if row else None


def content(store: Store, copy: int) -> bytes:
    """The newest file of a copy. Raises PageDamaged where it is not here, or not whole."""
    file = newest_file(store.read(), copy)
    if file is None:
        raise PageDamaged(page=str(copy), what="not here")
    return bytes_of(store, file)


def bytes_of(store: Store, file: CopyFile) -> bytes:
    """Raises PageDamaged where it is not here, or not whole."""
    name = file.sha256[:12]
    row = store.read().execute("SELECT wrapped_key FROM dossier WHERE id = ?", [file.dossier]).fetchone()
    if file.file is None or row is None or row[0] is None:
        raise PageDamaged(page=name, what="not here")
    key = store.content_keys.unwrap(bytes(row[0]), file.dossier)
    plain = b"".join(store.pages.read(file.file, key, page=name))
    if hashlib.sha256(plain).hexdigest() != file.sha256:
        raise PageDamaged(page=name, what="hash")
    return plain


def found(database: Database, copy: int) -> tuple[CopiedPage, ...]:
    """What was seen of its pages while it was made, in order; without their words."""
    rows = database.execute("SELECT found FROM copy_page WHERE copy = ? AND found IS NOT NULL ORDER BY place", [copy])
    return tuple(msgspec.json.decode(row[0], type=CopiedPage) for row in rows)


def of_dossier(database: Database, dossier: str) -> CopyStanding:
    row = database.execute(
        """SELECT count(*), coalesce(sum(c.state IN ('made', 'signed')), 0), coalesce(sum(c.state = 'signed'), 0),
                  coalesce(sum(c.state = 'put_off'), 0), coalesce(max(c.state = 'making'), 0)
           FROM copy_now n JOIN copy c ON c.id = n.copy WHERE n.dossier = ?""",
        [dossier],
    ).fetchone()
    papers, made, signed, put_off, making = map(int, row)
    return CopyStanding(papers, made, signed, put_off, bool(making), rules_of(database).signs)


def counts(database: Database) -> CopyCounts:
    """For the desk: three small counts over indexes."""
    to_make = database.execute("SELECT count(*) FROM copy WHERE state IN ('wanted', 'making')").fetchone()[0]
    put_off = database.execute("SELECT count(*) FROM copy WHERE state = 'put_off'").fetchone()[0]
    made = database.execute(
        "SELECT count(*) FROM copy c WHERE c.state = 'made' AND EXISTS (SELECT 1 FROM copy_now n WHERE n.copy = c.id)"
    ).fetchone()[0]
    return CopyCounts(int(to_make), int(put_off), int(made) if rules_of(database).signs else 0)
