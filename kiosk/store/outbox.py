"""The outbox: what waits to be carried, since when, why, and who acts next. Truth lies in its rows, never in memory."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

import msgspec

from kiosk.dossier import LocalState
from kiosk.store.copies.rules import FOR_EVER, rules_of
from kiosk.store.database import Database


class ItemState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    CONFLICT = "conflict"
    QUARANTINED = "quarantined"
    SUPERSEDED = "superseded"          # another content took its place: never sent any more


class OutboxItem(msgspec.Struct, frozen=True):     # made by the ten thousand: a dataclass takes five times as long
    """One thing to carry: a form, or the pages of one manifest."""

    seq: int
    dossier: str
    number: str
    kind: str                          # "form" | "pages"
    manifest: int
    bytes: int
    state: ItemState
    since: int                         # epoch ms of this state
    attempts: int
    next_at: int
    problem: str                       # code of the last failure, "" for none
    copies: bool = False               # pages of a further manifest: electronic copies stand for them


DUE_SOON_MS = 86_400_000
SMALL_BYTES = 5_000_000
LONGEST_PUT_OFF_MS = 2 * 86_400_000    # a next try farther away was written while this machine's clock was wrong

_STATES = {state.value: state for state in ItemState}

_ITEM = """SELECT o.seq, o.dossier, coalesce(
               (SELECT n.number FROM dossier_number n WHERE n.dossier = o.dossier AND n.kind = 'official'),
               (SELECT n.number FROM dossier_number n WHERE n.dossier = o.dossier), ''),
           o.kind, o.manifest, o.bytes,
           CASE WHEN o.superseded_at IS NULL THEN o.state ELSE 'superseded' END,
           o.since, o.attempts, CASE WHEN o.held_until < 1 << 62 THEN max(o.next_at, o.held_until) ELSE o.next_at END,
           CASE WHEN o.problem <> '' OR o.held_until = 0 THEN o.problem
                WHEN EXISTS (SELECT 1 FROM copy c WHERE c.dossier = o.dossier AND c.state IN ('wanted', 'making')) THEN 'COPY-10'
                ELSE 'COPY-11' END,
           o.kind = 'pages' AND o.manifest > 1 AND NOT EXISTS (
               SELECT 1 FROM outbox f WHERE f.dossier = o.dossier AND f.kind = 'form' AND f.manifest = o.manifest)
           FROM outbox o"""
_WAITED = "state = 'waiting' AND held_until > 0 AND (held_until <= ? OR held_until > ?) AND held_until < ?"
_NOT_PUT_OFF = "NOT (o.next_at > ? AND o.next_at <= ?)"


def everything(database: Database) -> Iterator[OutboxItem]:
    """Every item, in the order in which it was put in."""
    for row in database.execute(f"{_ITEM} ORDER BY o.seq"):
        yield _item(*row)


def of_open(database: Database, dossiers: str) -> Iterator[OutboxItem]:
    """The items of the dossiers a query names (the program's own, never a person's text), as they were put in."""
    for row in database.execute(f"{_ITEM} WHERE o.dossier IN ({dossiers}) ORDER BY o.seq"):
        yield _item(*row)


def of_dossier(database: Database, dossier: str) -> tuple[OutboxItem, ...]:
    """The items of one dossier, in the order in which they were put in."""
    return tuple(_item(*row) for row in database.execute(f"{_ITEM} WHERE o.dossier = ? ORDER BY o.seq", [dossier]))


def waiting(database: Database, kind: str, limit: int, after: int = 0, *, at: int | None = None) -> list[OutboxItem]:
    """The next items of a kind, as they came; with `at` only those that are not put off to a later moment."""
    rows = database.execute(
        f"{_ITEM} WHERE o.state = 'waiting' AND o.kind = ? AND o.seq > ? AND {_NOT_PUT_OFF} ORDER BY o.seq LIMIT ?",
        [kind, after, *_put_off(at), limit],
    )
    return [_item(*row) for row in rows]


def pages_ready(database: Database, now: int, *, whenever: bool = True) -> list[OutboxItem]:
    """Pages whose form the gateway holds, in the order in which they should go: due within a day, then small, then the
    rest; among equals the one due first. The others wait for their form, their copies, or for a person. Without `whenever`
    those that are put off wait, too."""
    rows = database.execute(
        f"""{_ITEM} JOIN dossier d ON d.id = o.dossier JOIN outbox f ON f.dossier = o.dossier AND f.kind = 'form'
                 AND f.manifest = (SELECT max(m.manifest) FROM outbox m
                                   WHERE m.dossier = o.dossier AND m.kind = 'form' AND m.manifest <= o.manifest)
            WHERE o.state = 'waiting' AND o.kind = 'pages' AND f.state = 'delivered' AND o.held_until = 0 AND {_NOT_PUT_OFF}
            GROUP BY o.seq
            ORDER BY d.due_at IS NULL OR d.due_at > ?, o.bytes > ?, d.due_at IS NULL, d.due_at, o.seq""",  # noqa: S608  (constants only)
        [*_put_off(None if whenever else now), now + DUE_SOON_MS, SMALL_BYTES],
    )
    return [_item(*row) for row in rows]


def _put_off(at: int | None) -> tuple[int, int]:
    """Between which moments an item's next try must lie to be left out now."""
    return (FOR_EVER, FOR_EVER) if at is None else (at, at + LONGEST_PUT_OFF_MS)


def _item(
    seq: int, dossier: str, number: str, kind: str, manifest: int, size: int, state: str, since: int, attempts: int,
    next_at: int, problem: str, copies: int,
) -> OutboxItem:
    """A row in the order of `_ITEM`."""
    return OutboxItem(
        seq, dossier, number, kind, manifest, size, _STATES[state], since, attempts, next_at, problem, bool(copies)
    )


def count_waiting(database: Database) -> int:
    return int(database.execute("SELECT count(*) FROM outbox WHERE state = 'waiting'").fetchone()[0])


def count_aside(database: Database) -> int:
    """What no pass will carry any more until a person has looked at it."""
    query = "SELECT count(*) FROM outbox WHERE state IN ('conflict', 'quarantined') AND superseded_at IS NULL"
    return int(database.execute(query).fetchone()[0])


def settle(database: Database, seq: int, state: ItemState, at: int, problem: str = "") -> None:
    """An item reaches a state in which the engine leaves it alone."""
    database.execute(
        """UPDATE outbox SET state = ?, since = ?, problem = ?, next_at = 0, held_until = 0
           WHERE seq = ? AND superseded_at IS NULL""",
        [state, at, problem, seq],
    )


def failed(database: Database, seq: int, problem: str, next_at: int, *, counts: bool) -> None:
    """A try that may be repeated; `counts` is False for "come back later", which is never held against an item."""
    database.execute(
        "UPDATE outbox SET attempts = attempts + ?, problem = ?, next_at = ? WHERE seq = ?",
        [int(counts), problem, next_at, seq],
    )


def held_up(database: Database, problem: str) -> None:
    """Nothing could even be tried: everything that waits says why."""
    database.execute("UPDATE outbox SET problem = ? WHERE state = 'waiting' AND problem <> ?", [problem, problem])


def reached(database: Database, problems: Iterable[str], now: int) -> None:
    """The gateway was met: what waited for that alone waits for its turn."""
    for problem in problems:
        database.execute(
            "UPDATE outbox SET problem = '' WHERE state = 'waiting' AND problem = ? AND next_at <= ?", [problem, now]
        )


def hold_pages(database: Database, problem: str, until: int) -> None:
    """Pages may not go before `until` (0: nobody knows when), and say why."""
    database.execute(
        """UPDATE outbox SET problem = ?, next_at = ? WHERE state = 'waiting' AND kind = 'pages'
           AND (problem <> ? OR next_at <> ?)""",
        [problem, until, problem, until],
    )


def release_pages(database: Database, problems: Iterable[str]) -> None:
    """What was held back for one of these reasons is so no longer."""
    for problem in problems:
        database.execute(
            "UPDATE outbox SET problem = '', next_at = 0 WHERE state = 'waiting' AND kind = 'pages' AND problem = ?", [problem]
        )


def let_go(database: Database, now: int) -> bool:
    """Pages that waited for their copies long enough go as they are; so do those held until a moment no clock can have meant."""
    query = f"UPDATE outbox SET held_until = 0 WHERE {_WAITED}"  # noqa: S608  (constants only)
    return bool(database.execute(query, _waited(database, now)).rowcount)


def has_waited(database: Database, now: int) -> bool:
    """Whether `let_go` would let anything go."""
    query = f"SELECT 1 FROM outbox WHERE {_WAITED} LIMIT 1"  # noqa: S608  (constants only)
    return database.execute(query, _waited(database, now)).fetchone() is not None


def _waited(database: Database, now: int) -> list[int]:
    return [now, now + rules_of(database).longest_ms, FOR_EVER]


def goes_no_more(database: Database, seq: int) -> bool:
    """Something took its place meanwhile."""
    return database.execute("SELECT 1 FROM outbox WHERE seq = ? AND superseded_at IS NOT NULL", [seq]).fetchone() is not None


def is_held(database: Database, problems: Sequence[str]) -> bool:
    """Does anything wait for one of these reasons?"""
    marks = ", ".join("?" * len(problems))
    query = f"SELECT 1 FROM outbox WHERE state = 'waiting' AND problem IN ({marks}) LIMIT 1"  # noqa: S608  (marks only)
    return database.execute(query, [*problems]).fetchone() is not None


def lanes(database: Database) -> tuple[int, int, int]:
    """What waits: forms, pages (each of one dossier), and how many bytes these are."""
    row = database.execute(
        """SELECT coalesce(sum(kind = 'form'), 0), coalesce(sum(kind = 'pages'), 0),
                  coalesce(sum(bytes) FILTER (WHERE kind = 'pages'), 0) FROM outbox WHERE state = 'waiting'"""
    ).fetchone()
    return int(row[0]), int(row[1]), int(row[2])


def reopen_form(database: Database, dossier: str, at: int) -> None:
    """The gateway no longer knows the form (it was restored from a backup): it is sent again, under the same id."""
    database.execute(
        """UPDATE outbox SET state = 'waiting', since = ?
           WHERE dossier = ? AND kind = 'form' AND state = 'delivered' AND superseded_at IS NULL""",
        [at, dossier],
    )
    database.execute("UPDATE dossier SET state = 'sealed' WHERE id = ? AND state = 'form_registered'", [dossier])


def reopen_pages(database: Database, dossier: str, at: int) -> None:
    """The gateway no longer holds the pages either, and they are all here."""
    database.execute(
        """UPDATE outbox SET state = 'waiting', since = ?
           WHERE dossier = ? AND kind = 'pages' AND state = 'delivered' AND superseded_at IS NULL""",
        [at, dossier],
    )


def move(database: Database, dossier: str, state: LocalState) -> None:
    """How far the dossier has travelled."""
    database.execute("UPDATE dossier SET state = ? WHERE id = ?", [state, dossier])
