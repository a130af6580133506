"""The audit chain in the database: appended inside the transaction of the act it records, never outside.

A store restored from a backup has forgotten the end of its chain. Heads the gateway signed on that part stay true: what
was acknowledged was ours, only this copy no longer knows it.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import msgspec

from kiosk.audit import BEGINNING, PURPOSE, Act, AuditEntry, AuditLine, chained
from kiosk.credentials import AuditHead
from kiosk.signing import SigningKey
from kiosk.store import facts
from kiosk.store.database import Database


class Place(StrEnum):
    """Where a head the gateway has signed lies."""

    HERE = "here"                      # on this chain
    FORGOTTEN = "forgotten"            # on the part a restored backup no longer has
    NOWHERE = "nowhere"                # the chain was rewritten


def append(
    database: Database, device: SigningKey, *, at: int, actor: str, act: Act, subject: str = "", **facts: Any
) -> AuditHead:
    """Adds one line and returns the new head. Must run inside the transaction of the act."""
    row = database.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    seq, previous = (int(row[0]) + 1, bytes(row[1])) if row else (1, BEGINNING)
    entry = AuditEntry(seq, at, actor, act.value, subject, facts, previous.hex())
    body = msgspec.json.encode(entry, order="sorted")
    line = chained(previous, body)
    database.execute(
        "INSERT INTO audit (seq, body, hash, signature) VALUES (?, ?, ?, ?)",
        [seq, body, line, device.sign(PURPOSE, line)],
    )
    return AuditHead(seq, line.hex())


def head(database: Database) -> AuditHead:
    """Where the chain stands now."""
    row = database.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    return AuditHead(int(row[0]), bytes(row[1]).hex()) if row else AuditHead(0, BEGINNING.hex())


def holds(database: Database, wanted: AuditHead) -> bool:
    """True when the chain passes through `wanted`."""
    if wanted.seq == 0:
        return wanted.hash == BEGINNING.hex()
    row = database.execute("SELECT hash FROM audit WHERE seq = ?", [wanted.seq]).fetchone()
    return row is not None and bytes(row[0]).hex() == wanted.hash


def place(database: Database, wanted: AuditHead) -> Place:
    """Where `wanted` lies: lines from the restoring on may have been others before it."""
    if holds(database, wanted):
        return Place.HERE
    restored_at = facts.number(database, facts.RESTORED_AT_LINE)
    return Place.FORGOTTEN if 0 < restored_at <= wanted.seq else Place.NOWHERE


def lines(database: Database) -> Iterator[AuditLine]:
    """The whole chain, oldest first."""
    for seq, body, line, signature in database.execute("SELECT seq, body, hash, signature FROM audit ORDER BY seq"):
        yield AuditLine(int(seq), bytes(body), bytes(line), bytes(signature))
