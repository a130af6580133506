"""Intakes not yet received: every change is on disk within a moment, pages as soon as they are captured.

A draft's pages are encrypted under the content key the dossier will have, so receiving renames nothing and copies nothing.
A removed page stays until the draft is received or thrown away: it can be taken back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from kiosk.dossier import PaperRecord
from kiosk.field_claims import Claim
from kiosk.intake import Intake
from kiosk.page_ports import PageLook
from kiosk.store import identities
from kiosk.store.database import Database


@dataclass(frozen=True, slots=True)
class Draft:
    """What the window needs to put an officer back exactly where he was."""

    id: str                            # uuid7, becomes the dossier's id
    officer: str
    intake: Intake
    tray: str = ""                     # where the paper lies meanwhile
    cursor: str = ""                   # path of the field that had the cursor
    cursor_at: int = 0                 # letters before it
    missing: dict[str, str] = field(default_factory=dict)  # what was typed but cannot be read yet, by field path
    opened_at: int = 0
    saved_at: int = 0
    papers_aside: tuple[PaperRecord, ...] = ()  # said of papers the answers no longer ask for: never checked, never sealed
    claims: dict[str, tuple[Claim, ...]] = field(default_factory=dict)  # what card, code and others say, by field path


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A captured page of a draft. `paper` is the key of the requirement it belongs to, "" for none yet."""

    id: str
    sha256: str
    size: int
    media_type: str
    file: str
    paper: str = ""
    by_hand: bool = False              # an officer said so
    dpi: int = 0                       # as its scanner said, 0 for a file somebody brought
    came_from: str = ""                # stack, scan and file of a scanned page
    back: bool = False                 # the other side of the sheet before

    @property
    def stack(self) -> str:
        """Which stack it came with, "" for any page that was not scanned."""
        return self.came_from.partition("/")[0]


def save(database: Database, draft: Draft, wrapped_key: bytes) -> None:
    """Writes a draft, new or known. `wrapped_key` is only used for a new one."""
    database.execute(
        """INSERT INTO draft (id, officer, procedure, body, wrapped_key, opened_at, saved_at) VALUES (?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET officer = excluded.officer, procedure = excluded.procedure,
             body = excluded.body, saved_at = excluded.saved_at""",
        [draft.id, draft.officer, draft.intake.procedure, msgspec.json.encode(draft), wrapped_key, draft.opened_at,
         draft.saved_at],
    )


def everything(database: Database) -> tuple[Draft, ...]:
    """Every draft of this counter, oldest first."""
    rows = database.execute("SELECT body FROM draft ORDER BY opened_at, id")
    return tuple(msgspec.json.decode(bytes(row[0]), type=Draft) for row in rows)


def wrapped_key_of(database: Database, draft: str) -> bytes | None:
    row = database.execute("SELECT wrapped_key FROM draft WHERE id = ?", [draft]).fetchone()
    return bytes(row[0]) if row else None


def pages(database: Database, draft: str) -> tuple[DraftPage, ...]:
    """The pages in reading order, without the removed ones."""
    rows = database.execute(
        """SELECT id, sha256, size, media_type, file, paper, by_hand, dpi, came_from, back FROM draft_page
           WHERE draft = ? AND removed_at IS NULL ORDER BY position""",
        [draft],
    )
    return tuple(
        DraftPage(page, sha256, size, kind, file, paper, bool(by_hand), dpi, came_from, bool(back))
        for page, sha256, size, kind, file, paper, by_hand, dpi, came_from, back in rows
    )


def insert_page(database: Database, draft: str, page: DraftPage, before: str = "") -> None:
    """Puts a page before the page `before`, or at the end."""
    order = [known.id for known in pages(database, draft)]
    place = order.index(before) if before in order else len(order)
    database.execute(
        """INSERT INTO draft_page (draft, id, position, sha256, size, media_type, file, paper, by_hand, dpi, came_from,
             back)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [draft, page.id, len(order), page.sha256, page.size, page.media_type, page.file, page.paper, int(page.by_hand),
         page.dpi, page.came_from, int(page.back)],
    )
    reorder(database, draft, [*order[:place], page.id, *order[place:]])


def reorder(database: Database, draft: str, order: Sequence[str]) -> None:
    for position, page in enumerate(order):
        database.execute("UPDATE draft_page SET position = ? WHERE draft = ? AND id = ?", [position, draft, page])


def assign(database: Database, draft: str, page: str, paper: str, *, by_hand: bool) -> None:
    """Says which paper a page belongs to, and whether an officer said so."""
    changes = [paper, int(by_hand), draft, page]
    database.execute("UPDATE draft_page SET paper = ?, by_hand = ? WHERE draft = ? AND id = ?", changes)


def of_scan(database: Database, draft: str, scan: str) -> dict[str, str]:
    """The pages a scan brought, taken out again or not: id by `came_from`, which begins with `scan`."""
    query = "SELECT came_from, id FROM draft_page WHERE draft = ? AND substr(came_from, 1, ?) = ?"
    return dict(database.execute(query, [draft, len(scan) + 1, f"{scan}/"]).fetchall())


def keep_look(database: Database, draft: str, page: str, look: PageLook) -> None:
    """What was seen on a page; its picture does not change, so it need not be looked at again."""
    seen = msgspec.json.encode(look).decode()
    database.execute("UPDATE draft_page SET look = ? WHERE draft = ? AND id = ?", [seen, draft, page])


def looks(database: Database, draft: str) -> dict[str, PageLook]:
    """What was seen on the draft's pages, by page."""
    rows = database.execute(
        "SELECT id, look FROM draft_page WHERE draft = ? AND removed_at IS NULL AND look IS NOT NULL", [draft]
    )
    return {page: msgspec.json.decode(seen, type=PageLook) for page, seen in rows}


def set_removed(database: Database, draft: str, page: str, at: int | None) -> None:
    """Takes a page out (`at` in epoch ms), or back in (None)."""
    database.execute("UPDATE draft_page SET removed_at = ? WHERE draft = ? AND id = ?", [at, draft, page])


def discard(database: Database, draft: str) -> list[str]:
    """Forgets a draft and, unless it is a dossier now, how its people were proven.

    Returns every file it had, removed pages included.
    """
    files = [str(row[0]) for row in database.execute("SELECT file FROM draft_page WHERE draft = ?", [draft])]
    database.execute("DELETE FROM draft WHERE id = ?", [draft])
    identities.forget(database, draft)
    return files
