"""Which copies are to be made: written in the transaction that seals a content, taken up one after the other by whoever makes
them."""

import hashlib
from dataclasses import dataclass

from kiosk.dossier import Form, PaperRecord
from kiosk.store.copies.rules import FOR_EVER, CopyRules, rules_of
from kiosk.store.database import Database
from kiosk.text import fold

MOST_TRIES = 3
INTERRUPTED = "interrupted"            # the `problem` of a copy whose making ended with its process
RETRY_MS = 120_000


@dataclass(frozen=True, slots=True)
class WantedPage:
    """A page to be copied. `file` is None where its capture is no longer on this machine."""

    number: int
    sha256: str
    media_type: str
    dpi: int
    file: str | None
    size: int = 0


@dataclass(frozen=True, slots=True)
class WantedCopy:
    """One copy to be made: of these pages, in this order. `attempts` counts this try, too, once it was begun."""

    id: int
    dossier: str
    title: str
    drawing: bool
    attempts: int
    pages: tuple[WantedPage, ...]


def want(database: Database, form: Form, revision: int, manifest: int, at: int, officer: str = "") -> None:
    """In the transaction that seals `form` and puts its pages (of `manifest`) into the outbox. Does nothing where this counter
    makes no copies. Pages that are to be copied are held back until they are, for a while."""
    rules = rules_of(database)
    papers = [(place, paper) for place, paper in enumerate(form.papers, 1) if _is_copied(form, paper)]
    if not rules.make or not (papers or revision > 1):
        return
    database.execute(
        "INSERT OR IGNORE INTO copying (dossier, revision, officer, wanted_at, due_at) VALUES (?, ?, ?, ?, ?)",
        [form.dossier, revision, officer or form.officer, at, at],
    )
    for place, paper in papers:
        database.execute(
            "INSERT OR IGNORE INTO copy_of_paper (dossier, revision, paper, copy) VALUES (?, ?, ?, ?)",
            [form.dossier, revision, place, _copy(database, form, paper, rules, at)],
        )
    until = FOR_EVER if gone(database, form) else at + rules.hold_ms
    if papers or until == FOR_EVER:
        database.execute(
            "UPDATE outbox SET held_until = ? WHERE dossier = ? AND kind = 'pages' AND manifest = ? AND state = 'waiting'",
            [until, form.dossier, manifest],
        )


def makes_copies(database: Database, dossier: str) -> bool:
    """Whether copies of this dossier may be about, here or at the gateway."""
    query = "SELECT 1 FROM copying WHERE dossier = ? LIMIT 1"
    return rules_of(database).make or database.execute(query, [dossier]).fetchone() is not None


def gone(database: Database, form: Form) -> bool:
    """Whether a capture the form shows is no longer on this machine: then it cannot go as it is, for the gateway may hold its
    copy alone."""
    query = "SELECT number FROM page WHERE dossier = ? AND file IS NULL"
    left = {int(row[0]) for row in database.execute(query, [form.dossier])}
    return any(page.number in left for page in form.pages)


def next_wanted(database: Database, now: int) -> WantedCopy | None:
    """What to go on with: what was wanted first, and is not put off to a later moment."""
    row = database.execute(
        """SELECT id, dossier, title, drawing, attempts FROM copy
           WHERE state IN ('wanted', 'making') AND state = 'wanted' AND (next_at <= ? OR next_at > ?)
           ORDER BY wanted_at, id LIMIT 1""",      # said twice: else the index over what is open is not seen
        [now, now + 10 * MOST_TRIES * RETRY_MS],       # farther ahead: written while the clock was wrong
    ).fetchone()
    return _wanted(database, *row) if row else None


def begin(database: Database, copy: int) -> bool:
    """Counts the try before it is made: a page that kills whoever works on it is let go after a few. False when it is not
    wanted."""
    return bool(database.execute(
        "UPDATE copy SET state = 'making', attempts = attempts + 1 WHERE id = ? AND state = 'wanted'", [copy]
    ).rowcount)  # fmt: skip


def give_back(database: Database, copy: int) -> None:
    """Not made, and nobody's fault: the program ends, or a person needs the machine."""
    database.execute(
        "UPDATE copy SET state = 'wanted', attempts = max(0, attempts - 1) WHERE id = ? AND state = 'making'", [copy]
    )


def recover(database: Database) -> int:
    """At start, by the one process that makes copies: what another one left half done is wanted again, or given up."""
    database.execute(
        "UPDATE copy SET state = 'put_off', problem = ? WHERE state = 'making' AND attempts >= ?", [INTERRUPTED, MOST_TRIES]
    )
    return int(database.execute("UPDATE copy SET state = 'wanted' WHERE state = 'making'").rowcount)


def is_left_over(database: Database) -> bool:
    """Whether something was begun and not ended."""
    query = "SELECT 1 FROM copy WHERE state IN ('wanted', 'making') AND state = 'making' LIMIT 1"
    return database.execute(query).fetchone() is not None


def give_all_back(database: Database) -> None:
    """What this process could not even write down as put off, on a full disk for one."""
    database.execute("UPDATE copy SET state = 'wanted', attempts = max(0, attempts - 1) WHERE state = 'making'")


def put_off(database: Database, copy: WantedCopy, problem: str, now: int, *, counts: bool = True) -> None:
    """Not now: tried again a little later, a few times; then its captures go as they are. Where it does not count (a full
    disk) it is tried for ever."""
    if not counts:
        give_back(database, copy.id)
    state = "put_off" if counts and copy.attempts >= MOST_TRIES else "wanted"
    database.execute(
        "UPDATE copy SET state = ?, problem = ?, next_at = ? WHERE id = ? AND state IN ('making', 'wanted')",
        [state, problem, now + RETRY_MS * max(1, copy.attempts), copy.id],
    )


def set_aside(database: Database, copy: int, problem: str) -> None:
    """No copy of these pages can be made: they go as they were captured."""
    database.execute(
        "UPDATE copy SET state = 'put_off', problem = ? WHERE id = ? AND state IN ('making', 'wanted')", [problem, copy]
    )


def want_again(database: Database, dossier: str) -> int:
    """A person asks once more for what was given up; returns how many copies that are."""
    return int(database.execute(
        "UPDATE copy SET state = 'wanted', attempts = 0, next_at = 0, problem = '' WHERE dossier = ? AND state = 'put_off'",
        [dossier],
    ).rowcount)  # fmt: skip


def of_copy(database: Database, copy: int) -> WantedCopy:
    """Raises KeyError for an unknown copy."""
    row = database.execute("SELECT id, dossier, title, drawing, attempts FROM copy WHERE id = ?", [copy]).fetchone()
    if row is None:
        raise KeyError(copy)
    return _wanted(database, *row)


def _wanted(database: Database, copy: int, dossier: str, title: str, drawing: int, attempts: int) -> WantedCopy:
    rows = database.execute(
        """SELECT p.number, p.sha256, p.media_type, p.dpi, p.file, p.size FROM copy_page c
           JOIN page p ON p.dossier = ? AND p.number = c.page WHERE c.copy = ? ORDER BY c.place""",
        [dossier, copy],
    )
    return WantedCopy(copy, dossier, title, bool(drawing), attempts, tuple(WantedPage(*row) for row in rows))


def _is_copied(form: Form, paper: PaperRecord) -> bool:
    """Pictures are; a file that came as a PDF, perhaps signed by somebody, stays as it is."""
    kinds = {page.number: page.media_type for page in form.pages}
    return bool(paper.pages) and all(kinds.get(number, "").startswith("image/") for number in paper.pages)


def _copy(database: Database, form: Form, paper: PaperRecord, rules: CopyRules, at: int) -> int:
    """The copy of the paper's pages: the one there is, or a new one that is wanted."""
    drawing = _is_drawing(paper, rules)
    arrangement = _arrangement(form, paper, drawing=drawing)
    known = "SELECT id FROM copy WHERE dossier = ? AND arrangement = ?"
    row = database.execute(known, [form.dossier, arrangement]).fetchone()
    if row is not None:
        return int(row[0])
    cursor = database.execute(
        "INSERT INTO copy (dossier, arrangement, title, drawing, wanted_at) VALUES (?, ?, ?, ?, ?)",
        [form.dossier, arrangement, paper.metadata.title or paper.name, int(drawing), at],
    )
    for place, page in enumerate(paper.pages, 1):
        database.execute("INSERT INTO copy_page (copy, place, page) VALUES (?, ?, ?)", [cursor.lastrowid, place, page])
    return int(cursor.lastrowid or 0)


def _arrangement(form: Form, paper: PaperRecord, *, drawing: bool) -> str:
    hashes = {page.number: page.sha256 for page in form.pages}
    of_pages = "\n".join((*(hashes[number] for number in paper.pages), "drawing" if drawing else ""))
    return hashlib.sha256(of_pages.encode("ascii")).hexdigest()


def _is_drawing(paper: PaperRecord, rules: CopyRules) -> bool:
    said = fold(f"{paper.name} {paper.metadata.title}")
    return any(word == paper.requirement or fold(word) in said for word in rules.drawings if word)
