"""What the portal said since an officer last looked: results, requests for supplement, refusals of this counter's dossiers."""

from dataclasses import dataclass

from kiosk.store import facts
from kiosk.store.database import Database

MOST = 200                             # more nobody reads; the look-up has everything
_SEEN = "news_seen/"
_DAY_MS = 86_400_000
_NEWS = """SELECT w.seq, w.dossier, d.number, d.submitter, w.kind, w.note, w.decided_by, w.received_at
             FROM portal_word w JOIN dossier_now d ON d.id = w.dossier
            WHERE w.kind IN ('result', 'supplement', 'refusal') AND w.seq > ? AND w.received_at >= ?
            ORDER BY w.seq DESC LIMIT ?"""


@dataclass(frozen=True, slots=True)
class News:
    """One word of the portal. `seq` is its place in the order of hearing."""

    seq: int
    dossier: str
    number: str
    submitter: str
    kind: str
    note: str
    by: str
    heard_at: int                      # epoch ms


def of(database: Database, officer: str, now: int) -> tuple[News, ...]:
    """The newest first; to who never looked, what came within a day."""
    seen = facts.number(database, f"{_SEEN}{officer}")
    rows = database.execute(_NEWS, [seen, 0 if seen else now - _DAY_MS, MOST])
    return tuple(News(*row) for row in rows)


def looked(database: Database, officer: str, seq: int) -> None:
    """Up to here the officer has seen it; never less than before."""
    if seq > facts.number(database, f"{_SEEN}{officer}"):
        facts.put(database, f"{_SEEN}{officer}", seq)
