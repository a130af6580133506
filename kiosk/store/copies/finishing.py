"""A finished file comes into the store like a page: encrypted, flushed, renamed, its folder flushed; then ONE transaction."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import msgspec

from kiosk.audit import Act
from kiosk.copy_ports import CopiedPage, MadeCopy
from kiosk.credentials import LARGEST_PAGE
from kiosk.store import Store, audit_log, paper_text
from kiosk.store.copies import sending, wanting
from kiosk.store.copies.reading import CopyFile, file_of
from kiosk.store.copies.wanting import WantedCopy
from kiosk.store.database import Database

T = TypeVar("T")
TOO_LARGE = "too-large"


class NotWanted(Exception):
    """The pages went, or somebody else finished the copy, while this one was made: it is thrown away."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file of a copy, on the medium but not yet in the database."""

    copy: int
    dossier: str
    sha256: str
    size: int
    file: str


def content_of_pages(store: Store, wanted: WantedCopy) -> list[bytes]:
    """The captures a copy is made of. Raises PageDamaged; NotWanted where they went."""
    wrapped = _key(store.read(), wanted.dossier)
    if wrapped is None or any(page.file is None for page in wanted.pages):
        raise NotWanted
    key = store.content_keys.unwrap(wrapped, wanted.dossier)
    return [b"".join(store.pages.read(str(page.file), key, page=page.sha256[:12])) for page in wanted.pages]


def finish(store: Store, wanted: WantedCopy, made: MadeCopy) -> bool:
    """Keeps a copy that was begun; True when the dossier has what is to be sent of its copies now. Raises NotWanted; DiskFull and
    other StoreProblems, which leave nothing behind."""
    if len(made.pdf) > LARGEST_PAGE:
        store.write(lambda database: wanting.set_aside(database, wanted.id, TOO_LARGE))
        return store.write(lambda database: sending.issue(database, store.device, wanted.dossier, store.clock.now_ms()))
    return kept(store, wanted.id, wanted.dossier, made.pdf, lambda database, new: _finished(database, store, wanted, made, new))


def kept(store: Store, copy: int, dossier: str, pdf: bytes, note: Callable[[Database, NewFile], T]) -> T:
    """`pdf` under the dossier's key, and what `note` writes of it in the one transaction. Raises NotWanted, StoreProblems."""
    wrapped = _key(store.read(), dossier)
    if wrapped is None:
        raise NotWanted
    announcement = store.pages.announce(1)
    name = announcement.names[0]
    try:
        stored = store.pages.write(name, store.content_keys.unwrap(wrapped, dossier), io.BytesIO(pdf))
        store.pages.settle([name])
        new = NewFile(copy, dossier, stored.sha256, stored.size, name)
        result = store.write(lambda database: _under(database, wrapped, new, note))
    except Exception:
        store.abandon(announcement)
        raise
    store.pages.done(announcement)
    store.at("copy kept")
    return result


def insert(database: Database, new: NewFile, kind: str, at: int, begins_as: str = "") -> CopyFile:
    database.execute(
        """INSERT INTO copy_file (copy, dossier, sha256, size, kind, begins_as, file, kept_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        [new.copy, new.dossier, new.sha256, new.size, kind, begins_as, new.file, at],
    )
    file = file_of(database, new.dossier, new.sha256)
    assert file is not None            # just written
    return file


def _under(database: Database, wrapped: bytes, new: NewFile, note: Callable[[Database, NewFile], T]) -> T:
    """Raises NotWanted where the key it was encrypted with went meanwhile: nobody could ever read it."""
    if _key(database, new.dossier) != wrapped:
        raise NotWanted
    return note(database, new)


def _finished(database: Database, store: Store, wanted: WantedCopy, made: MadeCopy, new: NewFile) -> bool:
    now = store.clock.now_ms()
    update = "UPDATE copy SET state = 'made', made_at = ?, problem = '' WHERE id = ? AND state IN ('making', 'wanted')"
    if not database.execute(update, [now, wanted.id]).rowcount or file_of(database, new.dossier, new.sha256) is not None:
        raise NotWanted
    insert(database, new, "made", now)
    for place, page in enumerate(made.pages, 1):
        facts = msgspec.json.encode(replace(page, text="")).decode()
        database.execute("UPDATE copy_page SET found = ? WHERE copy = ? AND place = ?", [facts, wanted.id, place])
    text = _text(made.pages)
    for (paper,) in database.execute("SELECT paper FROM copy_now WHERE copy = ?", [wanted.id]).fetchall():
        paper_text.keep(database, wanted.dossier, int(paper), text)
    audit_log.append(
        database, store.device, at=now, actor="system", act=Act.COPY_MADE, subject=wanted.dossier, sha256=new.sha256,
        pages=len(made.pages), as_captured=sum(bool(page.fell_back) for page in made.pages),
    )  # fmt: skip
    ready = sending.issue(database, store.device, wanted.dossier, now)
    store.at("before commit")
    return ready


def _text(pages: tuple[CopiedPage, ...]) -> str:
    return "\n\n".join(page.text.strip() for page in pages if page.text.strip())


def _key(database: Database, dossier: str) -> bytes | None:
    row = database.execute("SELECT wrapped_key FROM dossier WHERE id = ?", [dossier]).fetchone()
    return bytes(row[0]) if row and row[0] is not None else None


